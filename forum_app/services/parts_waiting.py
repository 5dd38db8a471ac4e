"""What is on its way to somebody about one session: how it is found again, taken back, and looked at before it leaves.

The ``once`` of such a mail says what it does and of which session: ``asked:SESSION:…`` invites, ``event:SESSION:…``
brings an entry for a calendar, ``left:SESSION:…`` ends the entry of somebody who is out of the draft.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from forum_app.domain.identity import new_id
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState, SessionStatus
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.programme import Session, Talk
from forum_app.services.outbox import CHANGEABLE
from forum_app.services.speaking import THERE

ASKED, EVENT, LEFT = "asked", "event", "left"


def once_about(what: str, session: str) -> str:
    """The key of one mail of somebody about a session."""
    return f"{what}:{session}:{new_id()}"


def take_back_mails(connection: Connection, person: str, session: str = "", *, what: Sequence[str]) -> None:
    """Takes back what waits for somebody about a session, or about all of theirs, or was given up."""
    for each in what:
        _taken_back(connection, f"{each}:{session}:" if session else f"{each}:", Message.person == person)


def take_back_entries(connection: Connection, forum_id: str, after: datetime) -> None:
    """Takes back the entries of a forum that would leave after an instant: those that a publication holds."""
    _taken_back(
        connection, f"{EVENT}:", Message.forum_id == forum_id, Message.not_before > after, Message.attempts == 0
    )


def _taken_back(connection: Connection, begins: str, *where: ColumnElement[bool]) -> None:
    which = (Message.kind == MessageKind.SPEAKING, Message.once.startswith(begins, autoescape=True))
    values = {"state": MessageState.CANCELLED, "once": None}
    connection.execute(update(Message).where(*which, *where, Message.state.in_(CHANGEABLE)).values(**values))


def is_asked_still(connection: Connection, person: str | None, once: str | None) -> bool:
    """Whether a mail that is about to leave invites nobody who has no part in the session any more, or to nothing, and ends
    nothing for somebody who has a part again."""
    what, _, rest = (once or "").partition(":")
    if what not in (ASKED, LEFT):
        return True
    session = rest.partition(":")[0]
    query = (
        select(Role.id)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .join(Session, (Session.id == Role.session_id) | (Session.id == Talk.parent))
        .where(Session.id == session, Session.status != SessionStatus.CANCELLED)
        .where(Role.person == person, Role.state.in_(THERE))
    )
    return (connection.execute(query.limit(1)).first() is not None) == (what == ASKED)
