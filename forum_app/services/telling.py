"""Whom a publication tells: worked out from what each knows, one mail a person, in the transaction that publishes.

A mail waits ten minutes. Until then a further publication puts one with the last state in its place, and taking the
release back leaves none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.merged_content import as_merged
from forum_app.domain.notices import Notice, is_over, joined, notices
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.release import Content, ForumEntry, Release
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import MessageState, RoleState
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.programme import Talk
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.erased_people import erased_in
from forum_app.services.merged_people import merged_people
from forum_app.services.outbox import cancel_once, queue
from forum_app.services.release_store import kept_release, last_release, read_release
from forum_app.services.slot_mail import KIND, Recipient, SlotMails
from forum_app.services.telling_choosers import KIND as CHOSEN
from forum_app.services.telling_choosers import Choosers, choosers, tell_choosers
from forum_app.services.untold import once_of, take_back_untold, untold

HOLD = timedelta(minutes=10)
MOST_EARLIER = 10
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
    forum_id = last.content.forum.id
    waiting = untold(connection, forum_id, KIND)
    also, declined = _roles(connection, forum_id)
    current = last.number or 0

    merged = merged_people(connection, forum_id)

    def since(base: Release) -> dict[str, list[Notice]]:
        base = msgspec.structs.replace(base, content=as_merged(base.content, content, merged))
        gone = {key for key, entry in base.ledger.items() if entry.gone}
        earlier = _earlier(connection, base, content, merged)
        return notices(base.content, content, gone=gone, also=also, earlier=earlier, declined=declined)

    news = since(last)
    kept = frozenset(person for person, mail in waiting.items() if mail.comes and person not in news)
    found = {person: (current, told) for person, told in news.items() if person not in waiting}
    for number in {mail.base for person, mail in waiting.items() if person not in kept}:
        told_since = news if number == current else since(kept_release(connection, forum_id, number))
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
    connection: Connection, release: Release, last: Release | None, now: datetime, made_at: datetime, base_url: str
) -> Telling:
    """Queues one mail for everybody whom a new release concerns, in place of those that still wait. Mails begin to
    leave ten minutes after ``made_at`` (aware, the real time); ``now`` is that of the programme's clock."""
    telling = whom(connection, release.content, last).at(now)
    forum_id = release.content.forum.id
    waiting = untold(connection, forum_id, KIND).items()
    take_back_untold(connection, (key for person, mail in waiting if person not in telling.kept for key in mail.keys))
    for person in {person for person, _mail in waiting} - telling.kept:
        cancel_once(connection, f"event:{forum_id}:{person}:")
    mails = SlotMails(connection, release, base_url) if telling.told else None
    for recipient in telling.told:
        assert mails is not None
        once = once_of(KIND, forum_id, recipient.person, recipient.base, release.number)
        for mail in mails.mails(connection, recipient, not_before=made_at + HOLD, once=once):
            queue(connection, mail)
    tell_choosers(connection, release, telling.choosers, made_at + HOLD, base_url)
    return telling


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


def _roles(connection: Connection, forum_id: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By session, who is invited (releases may not name them), and who declined."""
    query = (
        select(func.coalesce(Role.session_id, Talk.parent), Role.person, Role.state)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .where(Role.forum_id == forum_id, Role.state.in_((RoleState.INVITED, RoleState.DECLINED)))
    )
    invited: dict[str, set[str]] = defaultdict(set)
    declined: dict[str, set[str]] = defaultdict(set)
    for session, person, state in connection.execute(query):
        if session is not None:
            (invited if state == RoleState.INVITED else declined)[session].add(person)
    return invited, declined


def _earlier(connection: Connection, base: Release, content: Content, merged: Mapping[str, str]) -> dict[str, set[str]]:
    """By session, who of those that joined it had taken part in it in one of the last releases before ``base``."""
    wanted = joined(base.content, content)
    found: dict[str, set[str]] = defaultdict(set)
    if not wanted:
        return found
    query = (
        select(ReleaseRow.content)
        .where(ReleaseRow.forum_id == base.content.forum.id, ReleaseRow.number < (base.number or 0))
        .order_by(ReleaseRow.number.desc())
        .limit(MOST_EARLIER)
    )
    for kept in connection.execute(query).scalars():
        ledger = read_release(kept).ledger
        for session, person in wanted:
            entry = ledger.get(session)
            if entry and not entry.gone and person in {merged.get(key, key) for key in entry.people}:
                found[session].add(person)
    return found


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
        address, zone = (_address(row.email), row.zone) if row else ("", "")
        made.append(Recipient(person, name, address, language, zone, base, tuple(told)))
    return sorted(made, key=lambda each: (each.name.casefold(), each.person))


def _address(email: str) -> str:
    """The address as it was typed; nothing where a mail can't go there."""
    try:
        return email if address_of(email) else ""
    except UnfitAddress:
        return ""
