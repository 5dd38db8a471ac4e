"""Mails about publications that did not reach somebody yet: what each knows, and the mail taken back for a newer one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message

UNTOLD = (MessageState.WAITING, MessageState.HELD, MessageState.FAILED)
AT_ONCE = 500


@dataclass(frozen=True)
class Untold:
    """Mails that did not reach somebody yet (several for one who was two people): their keys, the release that they
    know, whether the last still comes."""

    keys: tuple[str, ...]
    base: int
    comes: bool


def untold(connection: Connection, forum_id: str, kind: MessageKind) -> dict[str, Untold]:
    """By person, the mail of this kind that did not reach them yet."""
    mine = (Message.forum_id == forum_id, Message.kind == kind)
    query = select(Message.person, Message.id, Message.once, Message.state, Message.created_at)
    rows = connection.execute(query.where(*mine, Message.state.in_(UNTOLD)).order_by(Message.created_at)).all()
    failed = [row.person for row in rows if row.state == MessageState.FAILED]
    later: dict[str | None, datetime] = {}
    for start in range(0, len(failed), AT_ONCE):
        some = failed[start : start + AT_ONCE]
        sent = (*mine, Message.person.in_(some), Message.state.in_((MessageState.SENT, MessageState.SENDING)))
        reached = select(Message.person, func.max(Message.created_at)).where(*sent).group_by(Message.person)
        later |= {row[0]: row[1] for row in connection.execute(reached)}
    found: dict[str, Untold] = {}
    for row in rows:
        if row.person and row.once and not (row.person in later and later[row.person] >= row.created_at):
            before, base = found.get(row.person), _base(row.once)
            keys = (*before.keys, row.id) if before else (row.id,)
            base = min(base, before.base) if before else base
            found[row.person] = Untold(keys, base, row.state != MessageState.FAILED)
    return found


def once_of(kind: MessageKind, forum_id: str, person: str, base: int, number: int | None) -> str:
    """The key of a mail that tells somebody who knows release ``base`` of release ``number``."""
    return f"{kind}:{forum_id}:{person}:{base}-{number}"


def take_back_untold(connection: Connection, keys: Iterable[str]) -> None:
    """Takes back those of these mails that have not gone meanwhile."""
    every = list(keys)
    for start in range(0, len(every), AT_ONCE):
        these = (Message.id.in_(every[start : start + AT_ONCE]), Message.state.in_(UNTOLD))
        connection.execute(update(Message).where(*these).values(state=MessageState.CANCELLED, once=None))


def _base(once: str) -> int:
    """From which release a mail tells: ``slot:FORUM:PERSON:7-9``."""
    return int(once.rsplit(":", 1)[1].split("-")[0])
