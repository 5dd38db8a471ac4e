"""The outbox as the desk shows it: a page of it, one message, how many there are of each state."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, or_, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.messages import printable
from forum_app.domain.texts import one_line
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message
from forum_app.models.people import Person
from forum_app.services.outbox_turns import Trouble, trouble

PER_PAGE = 50
# The filters of the page, and the states in each.
SHOWN = {
    "failed": (MessageState.FAILED,),
    "waiting": (MessageState.WAITING, MessageState.SENDING),
    "held": (MessageState.HELD,),
    "sent": (MessageState.SENT,),
    "cancelled": (MessageState.CANCELLED,),
}
_COLUMNS = (
    Message.id,
    Message.kind,
    Message.to,
    Message.person,
    Message.language,
    Message.subject,
    Message.state,
    Message.not_before,
    Message.expires_at,
    Message.attempts,
    Message.unsure,
    Message.error,
    Message.created_at,
    Message.sent_at,
)


@dataclass(frozen=True)
class OutboxPage:
    """Rows of the table with the person's ``name`` (multilingual, or None); ``counts`` by filter, of all messages."""

    rows: list[Any]
    counts: dict[str, int]
    total: int
    page: int
    pages: int
    trouble: Trouble | None


def outbox_page(database: Database, forum_id: str, shown: str = "", search: str = "", page: int = 1) -> OutboxPage:
    """A forum's messages, failures first, then what waits, then the latest."""
    where = [Message.forum_id == forum_id]
    if shown in SHOWN:
        where.append(Message.state.in_(SHOWN[shown]))
    for word in one_line(printable(search)).split()[:8]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        where.append(or_(Message.to.ilike(like, escape="!"), Message.subject.ilike(like, escape="!")))
    first = case(
        {MessageState.FAILED: 0, MessageState.SENDING: 1, MessageState.HELD: 2, MessageState.WAITING: 2},
        value=Message.state,
        else_=3,
    )
    with database.reading() as connection:
        counted = select(Message.state, func.count()).where(Message.forum_id == forum_id).group_by(Message.state)
        states = {row[0]: row[1] for row in connection.execute(counted)}
        total = int(connection.execute(select(func.count()).select_from(Message).where(*where)).scalar_one())
        pages = max(1, -(-total // PER_PAGE))
        page = min(max(1, page), pages)
        query = select(*_COLUMNS, Person.name).outerjoin(Person, Person.id == Message.person).where(*where)
        order = (first, Message.created_at.desc(), Message.id)
        rows = connection.execute(query.order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
        said = trouble(connection)
    counts = {name: sum(states.get(state, 0) for state in some) for name, some in SHOWN.items()}
    return OutboxPage(list(rows), counts, total, page, pages, said)


def message_of(database: Database, forum_id: str, key: str) -> Any:
    """One message of a forum, whole, with the person's name; raises NotFound."""
    query = select(Message, Person.name).outerjoin(Person, Person.id == Message.person)
    with database.reading() as connection:
        row = connection.execute(query.where(Message.id == key, Message.forum_id == forum_id)).first()
    if row is None:
        raise NotFound("There is no such message.")
    return row


def mail_trouble(database: Database) -> Trouble | None:
    """What keeps the whole installation's mails from being sent."""
    with database.reading() as connection:
        return trouble(connection)
