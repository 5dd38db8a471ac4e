"""Whom a publication tells: worked out from what each knows, one mail a person, in the transaction that publishes.

A mail waits ten minutes. Until then a further publication puts one with the last state in its place, and taking the
release back leaves none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.notices import Notice, is_over, last_moment
from forum_app.domain.registration_rules import is_address
from forum_app.domain.release import Content, ForumEntry, Release
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate
from forum_app.services.calendar_changes import calendar_changes
from forum_app.services.erased_people import erased_in
from forum_app.services.news import News
from forum_app.services.parts_waiting import EVENT, take_back_mails
from forum_app.services.release_store import kept_release, last_release
from forum_app.services.slot_mail import KIND, Recipient, Site, SlotMails
from forum_app.services.telling_choosers import KIND as CHOSEN
from forum_app.services.telling_choosers import Choosers, choosers, tell_choosers
from forum_app.services.untold import take_back_untold, untold

HOLD = timedelta(minutes=10)
_TELLING = (KIND, CHOSEN)


@dataclass(frozen=True)
class Telling:
    """Whom a publication concerns, by whether their address is known; ``kept`` are those whose mail about an earlier one
    still waits and stays true. ``over``: how many were left out because all that changed for them is past."""

    told: tuple[Recipient, ...] = ()
    unreachable: tuple[Recipient, ...] = ()
    kept: frozenset[str] = frozenset()
    over: int = 0
    choosers: Choosers = field(default_factory=Choosers)  # who registered and chose a session for their own agenda
    forum: ForumEntry | None = None  # as it would be published; None where nothing is

    def at(self, now: datetime) -> "Telling":
        """Those who are told when it is published at an instant of the programme's clock: of what lies behind them
        nobody is."""
        if self.forum is None:
            return self
        groups = (self.told, self.unreachable, self.choosers.told)
        told, unreachable, chose = (_with_news(group, self.forum, now) for group in groups)
        over = sum(map(len, groups)) - len(told) - len(unreachable) - len(chose)
        return replace(self, told=told, unreachable=unreachable, over=over, choosers=replace(self.choosers, told=chose))


def _with_news(group: tuple[Recipient, ...], forum: ForumEntry, now: datetime) -> tuple[Recipient, ...]:
    """Those of a group who hear of anything that isn't past, with that alone."""
    heard = [
        replace(each, notices=tuple(notice for notice in each.notices if not is_over(notice, forum, now)))
        for each in group
    ]
    return tuple(each for each in heard if each.notices)


def whom(connection: Connection, content: Content, last: Release | None) -> Telling:
    """Whom ``content`` concerns when it is published after ``last``, whenever that is; nobody where it is the first."""
    if last is None:
        return Telling()
    forum_id = content.forum.id
    waiting = untold(connection, forum_id, KIND)
    news, current = News(connection, content), last.number or 0
    fresh = news.since(last)
    other = {*fresh, *news.who_declined, *calendar_changes(connection, content, last.content)}
    kept = frozenset(person for person, mail in waiting.items() if mail.comes and person not in other)
    found = {person: (current, told) for person, told in fresh.items() if person not in waiting}
    for number in {mail.base for person, mail in waiting.items() if person not in kept}:
        told_since = fresh if number == current else news.since(kept_release(connection, forum_id, number))
        for person, mail in waiting.items():
            if mail.base == number and person not in kept and person in told_since:
                found[person] = (number, told_since[person])
    erased = erased_in(connection, forum_id)  # nothing is asked of them any more
    found = {person: told for person, told in found.items() if person not in erased}
    recipients = list(_recipients(connection, content, last.content, found))
    told = tuple(each for each in recipients if each.address)
    known = {each.person: {notice.session for notice in each.notices} for each in told}
    return Telling(
        told,
        tuple(each for each in recipients if not each.address),
        kept,
        choosers=choosers(connection, content, last, known),
        forum=content.forum,
    )


def tell(
    connection: Connection, release: Release, last: Release | None, now: datetime, made_at: datetime, site: Site
) -> Telling:
    """Queues one mail for everybody whom a new release concerns, in place of those that still wait, and brings the
    calendars up to date that were told of slots. Mails begin to leave ten minutes after ``made_at`` (aware, the real
    time); ``now`` is that of the programme's clock."""
    telling, forum_id = whom(connection, release.content, last).at(now), release.content.forum.id
    before = last.content if last else None
    waiting = untold(connection, forum_id, KIND).items()
    again = {person for person, _mail in waiting if person not in telling.kept}
    take_back_untold(connection, (key for person, mail in waiting if person in again for key in mail.keys))
    told = {recipient.person: recipient for recipient in telling.told}
    for person in {*again, *told, *calendar_changes(connection, release.content, before)}:
        take_back_mails(connection, person, what=(EVENT,))
    changes = calendar_changes(connection, release.content, before)
    mails = SlotMails(connection, release, site) if told or changes else None
    for person in sorted({*told, *changes}):
        assert mails is not None
        recipient = told.get(person)
        slots = _ahead(changes.get(person, {}), release, recipient, now)
        mails.queue(connection, person, recipient, slots, made_at + HOLD)
    tell_choosers(connection, release, telling.choosers, made_at + HOLD, site.base_url)
    return telling


def _ahead(changes: Mapping[str, bool], release: Release, to: Recipient | None, now: datetime) -> dict[str, bool]:
    """Those of somebody's sessions that don't lie behind them, as calendars were told; and those that they hear of."""
    heard = {notice.session for notice in to.notices} if to else set()
    ends = {key: entry.ends_at for key, entry in release.ledger.items()}
    never = last_moment(release.content.forum)
    return {key: there for key, there in changes.items() if key in heard or ends.get(key, never) > now}


def tell_again(connection: Connection, forum_id: str, person: str, now: datetime, site: Site) -> None:
    """Writes the mail about publications anew that waits for somebody who declined a session meanwhile: without it, or
    not at all; to leave when it would have left. ``now`` is that of the programme's clock."""
    mail = untold(connection, forum_id, KIND).get(person)
    release = last_release(connection, forum_id) if mail else None
    if mail is None or release is None:
        return
    due = connection.execute(select(func.max(Message.not_before)).where(Message.id.in_(mail.keys))).scalar_one()
    take_back_untold(connection, mail.keys)
    news = News(connection, release.content).since(kept_release(connection, forum_id, mail.base)).get(person, [])
    found = {person: (mail.base, news)} if news else {}
    recipients = _recipients(connection, release.content, release.content, found)
    for to in _with_news(tuple(each for each in recipients if each.address), release.content.forum, now):
        heard = {notice.session for notice in to.notices}
        changes = calendar_changes(connection, release.content, release.content, person).get(person, {})
        slots = {key: there for key, there in changes.items() if key in heard}
        SlotMails(connection, release, site).queue(connection, person, to, slots, due)


def told_of(database: Database, forum_id: str, number: int) -> list[Any]:
    """The mails that tell of release ``number``: person with name, address, state, when it goes or went."""
    columns = (Message.person, Message.to, Message.state, Message.not_before, Message.sent_at, Person.name)
    where = (Message.forum_id == forum_id, Message.kind == KIND, Message.once.endswith(f"-{number}"))
    query = select(*columns).outerjoin(Person, Person.id == Message.person).where(*where).order_by(Message.to)
    with database.reading() as connection:
        return list(connection.execute(query))


def mails_waiting(connection: Connection, forum_id: str, number: int) -> int:
    """How many mails about release ``number`` have not begun to leave."""
    where = (Message.forum_id == forum_id, Message.kind.in_(_TELLING), Message.state == MessageState.WAITING)
    query = select(func.count()).select_from(Message).where(*where, Message.once.endswith(f"-{number}"))
    return int(connection.execute(query).scalar_one())


def mails_by_state(connection: Connection, forum_id: str) -> tuple[tuple[str, int], ...]:
    """How many mails about sessions are in each state: another answer where one went, was held or was taken back."""
    mine = (Message.forum_id == forum_id, Message.kind.in_(_TELLING))
    query = select(Message.state, func.count()).where(*mine).group_by(Message.state)
    return tuple(sorted((state.value, count) for state, count in connection.execute(query)))


def telling_of(database: Database, forum_id: str, content: Content, now: datetime) -> tuple[Release, Telling]:
    """The last release of a forum, and whom ``content`` would tell after it at an instant of the programme's clock;
    raises NotFound where there is no release."""
    with database.reading() as connection:
        last = last_release(connection, forum_id)
        if last is None:
            raise NotFound("This forum was never published.")
        return last, whom(connection, content, last).at(now)


def _recipients(
    connection: Connection, new: Content, old: Content, found: dict[str, tuple[int, list[Notice]]]
) -> Iterable[Recipient]:
    """Those with notices, as they are to be written to; by name."""
    private = {
        row.parent: row
        for row in connection.execute(
            select(PersonPrivate.parent, PersonPrivate.email, PersonPrivate.language, PersonPrivate.zone).where(
                PersonPrivate.forum_id == new.forum.id
            )
        )
    }
    query = select(Person.id, Person.name).where(Person.forum_id == new.forum.id)
    names = {row.id: row.name for row in connection.execute(query)}
    first = new.forum.languages[0]
    made = []
    for person, (base, told) in found.items():
        row, public = private.get(person), new.person.get(person) or old.person.get(person)
        language = (row.language if row else "") or first
        name = pick(public.name if public else names.get(person, {}), language, new.forum.languages)
        address, zone = (row.email if is_address(row.email) else "", row.zone) if row else ("", "")
        made.append(Recipient(person, name, address, language, zone, base, tuple(told)))
    return sorted(made, key=lambda each: (each.name.casefold(), each.person))
