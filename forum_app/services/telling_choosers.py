"""Who registered and chose a session that a publication moves, cancels or takes out: told once, as those in the programme
are.

What changed is worked out once for a session, whoever chose it, and the same words are written once for all who read them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.notices import Notice, session_notices
from forum_app.domain.registrations import GONE
from forum_app.domain.release import Content, Release
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration, RegistrationSession, RegistrationStar
from forum_app.services.outbox import queue_all
from forum_app.services.release_store import kept_release
from forum_app.services.slot_mail import AgendaMails, Recipient
from forum_app.services.untold import once_of, take_back_untold, untold

KIND = MessageKind.AGENDA
AT_ONCE = 400  # sessions in one query
NOBODY: Mapping[str, Collection[str]] = {}


@dataclass(frozen=True)
class Choosers:
    """Those who chose what changed, each with what they are told; ``kept`` are those whose mail about an earlier
    publication still waits and stays true."""

    told: tuple[Recipient, ...] = ()
    kept: frozenset[str] = frozenset()


def choosers(
    connection: Connection, content: Content, last: Release | None, but: Mapping[str, Collection[str]] = NOBODY
) -> Choosers:
    """Who chose sessions that ``content`` changes when it is published after ``last``. ``but``: by person, the sessions
    of which they are told already, as people in the programme."""
    if last is None:
        return Choosers()
    forum_id, current = content.forum.id, last.number or 0
    waiting = untold(connection, forum_id, KIND)
    news = {current: _news(content, last)}
    for number in {mail.base for mail in waiting.values()} - {current}:
        news[number] = _news(content, kept_release(connection, forum_id, number))
    chosen = _chosen(connection, forum_id, {key for told in news.values() for key in told})
    kept, found = set(waiting) - set(chosen), []
    for who, (row, sessions) in chosen.items():
        mail, told = waiting.get(who), but.get(row.person, ())
        if mail is not None and mail.comes and sessions.isdisjoint(news[current]):
            kept.add(who)
            continue
        base = mail.base if mail else current
        notices = tuple(each for key, each in news[base].items() if key in sessions and key not in told)
        if notices:
            language = row.language or content.forum.languages[0]
            found.append(Recipient(who, row.name, row.email, language, "", base, notices))
    return Choosers(tuple(found), frozenset(who for who in kept if waiting[who].comes))


def tell_choosers(
    connection: Connection, release: Release, found: Choosers, not_before: datetime, base_url: str
) -> None:
    """Queues one mail for each, in place of those that still wait; they leave from ``not_before`` (aware) on."""
    forum_id = release.content.forum.id
    waiting = untold(connection, forum_id, KIND)
    take_back_untold(connection, (key for who, mail in waiting.items() if who not in found.kept for key in mail.keys))
    if not found.told:
        return
    mails = AgendaMails(connection, release, base_url)
    queue_all(
        connection,
        [
            mails.mail(each, not_before, once_of(KIND, forum_id, each.person, each.base, release.number))
            for each in found.told
        ],
    )


def choosers_told(database: Database, forum_id: str, number: int) -> int:
    """How many who chose a session release ``number`` tells, or told."""
    where = (Message.forum_id == forum_id, Message.kind == KIND, Message.once.endswith(f"-{number}"))
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(Message).where(*where)).scalar_one())


def choices_state(connection: Connection, forum_id: str) -> tuple[Any, ...]:
    """Another answer where somebody chose a session or left one since."""
    star, seat = RegistrationStar, RegistrationSession
    stars = select(func.count(), func.max(star.starred_at)).where(star.forum_id == forum_id)
    seats = select(func.count()).where(seat.forum_id == forum_id)
    return (*connection.execute(stars).one(), connection.execute(seats).scalar_one())


def _news(content: Content, base: Release) -> dict[str, Notice]:
    """By session, what whoever chose it hears once they know ``base``, in time order."""
    gone = {key for key, entry in base.ledger.items() if entry.gone}
    return session_notices(base.content, content, gone=gone)


def _chosen(connection: Connection, forum_id: str, sessions: Iterable[str]) -> dict[str, tuple[Any, set[str]]]:
    """By registration that can be written to, who it is and which of these sessions they chose or have a seat in."""
    keys, people, found = sorted(sessions), {}, defaultdict(set)
    star, seat, who = RegistrationStar, RegistrationSession, Registration
    columns = (who.id, who.name, who.email, who.language, who.person)
    coming = (who.status.not_in(GONE), who.address.is_not(None))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        starred = select(*columns, star.session).join(star, star.registration == who.id).where(star.session.in_(some))
        seated = select(*columns, seat.member.label("session")).join(seat, seat.parent == who.id)
        for query in (starred, seated.where(seat.member.in_(some))):
            for row in connection.execute(query.where(who.forum_id == forum_id, *coming)):
                people[row.id] = row
                found[row.id].add(row.session)
    return {key: (people[key], chosen) for key, chosen in found.items()}
