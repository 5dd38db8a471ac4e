"""What an organiser does to a message of the outbox: each is kept in the log."""

from sqlalchemy import Connection, select

from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message
from forum_app.services.audit import record
from forum_app.services.outbox import cancel, cancel_once, hold, send_now

DOINGS = {"send": send_now, "hold": hold, "cancel": cancel}
LETTERS = "letter:"


def do_to_message(connection: Connection, forum_id: str, key: str, doing: str, actor: str) -> bool:
    """Sends at once (also once more), holds or cancels one message; False where it can't be done any more."""
    before = connection.execute(
        select(Message.state, Message.kind).where(Message.id == key, Message.forum_id == forum_id)
    ).first()
    done = DOINGS[doing](connection, forum_id, key)
    if done and before is not None:
        record(connection, actor, f"message.{doing}", forum_id, before.kind, before=before.state, thing=key)
    return done


def try_failures_again(connection: Connection, forum_id: str, actor: str) -> int:
    """Lets every message that was given up go once more; how many there are."""
    where = (Message.forum_id == forum_id, Message.state == MessageState.FAILED)
    keys = list(connection.execute(select(Message.id).where(*where)).scalars())
    for key in keys:
        send_now(connection, forum_id, key)
    if keys:
        record(connection, actor, "message.failures-again", forum_id, after={"messages": len(keys)})
    return len(keys)


def take_letters_back(connection: Connection, forum_id: str, token: str, actor: str) -> int:
    """Cancels what still waits of the mails that one writing queued; how many."""
    begins = f"{LETTERS}{forum_id}:{token}:"
    done = cancel_once(connection, begins)
    if done:
        record(connection, actor, "letter.taken-back", forum_id, after={"messages": done})
    return done
