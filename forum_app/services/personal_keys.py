"""Personal keys: made, kept as their SHA-256, found whole and exact, replaced. What one opens is one person's alone."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from forum_app.domain.registration_rules import kept_address_of
from forum_app.domain.times import months_after
from forum_app.domain.trees import digest
from forum_app.domain.vocabularies import MessageState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.personal import PersonalKey
from forum_app.services.credentials import hashed

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 22  # of 58 signs: 128.8 bits
_LINK = re.compile(rf"(?<=/[rs]/)[{ALPHABET}]{{{LENGTH}}}(?![{ALPHABET}])")
_STAYING = (MessageState.WAITING, MessageState.HELD, MessageState.SENDING, MessageState.FAILED)  # or may be tried again


@dataclass(frozen=True)
class Holder:
    """Whose a key is: a registration's or a person's of the programme, the other is None. ``expired``: the forum is
    over for so long that nothing of it is kept for them any more."""

    forum_id: str
    slug: str
    registration: str | None
    person: str | None
    expired: bool


def new_personal_key() -> str:
    """A new key: 22 letters and digits without look-alikes, random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def looks_like_key(text: str) -> bool:
    """Whether a text could be a key; not whether anybody has it."""
    return len(text) == LENGTH and not set(text) - set(ALPHABET)


def keep_key(
    connection: Connection, key: str, forum_id: str, *, registration: str | None = None, person: str | None = None
) -> None:
    """Lets a key open what is a registration's or a person's, in the caller's transaction."""
    values = {"registration": registration, "person": person, "made_at": datetime.now(UTC)}
    connection.execute(insert(PersonalKey).values(key=hashed(key), forum_id=forum_id, **values))


def holder_of(connection: Connection, key: str, now: datetime) -> Holder | None:
    """Whose a key is at an instant of the programme's clock; None for a key of nobody."""
    if not looks_like_key(key):
        return None
    query = (
        select(PersonalKey, Forum.slug, Forum.last_day, Forum.registration.label("plan"))
        .join(Forum, Forum.id == PersonalKey.forum_id)
        .where(PersonalKey.key == hashed(key))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    kept = months_after(row.last_day, int((row.plan or {}).get("keep_months", 12)))
    return Holder(row.forum_id, row.slug, row.registration, row.person, now.date() > kept)


def mark_of_keys(connection: Connection, person: str) -> str:
    """Tells the keys that a person has from those that they have once all were replaced; empty for who has none. One
    that is made beside them doesn't change it: it is made of the oldest."""
    query = select(PersonalKey.key).where(PersonalKey.person == person).order_by(PersonalKey.made_at, PersonalKey.key)
    oldest = connection.execute(query.limit(1)).scalar()
    return digest(oldest) if oldest else ""


def forget_keys(connection: Connection, *, registration: str | None = None, person: str | None = None) -> None:
    """No key opens a registration, or what is a person's, any more, until a new one is made."""
    connection.execute(delete(PersonalKey).where(_theirs(registration, person)))


def replace_keys(
    connection: Connection, forum_id: str, email: str, *, registration: str | None = None, person: str | None = None
) -> None:
    """No key that somebody was sent opens anything any more; mails that haven't left get new ones, where they go to the
    address that is theirs now."""
    gone = set(connection.execute(select(PersonalKey.key).where(_theirs(registration, person))).scalars())
    forget_keys(connection, registration=registration, person=person)
    mail = Message
    here = (mail.forum_id == forum_id, mail.address == kept_address_of(email), mail.person == (person or registration))
    for row in connection.execute(select(mail.id, mail.text, mail.html).where(*here, mail.state.in_(_STAYING))).all():
        text, html = row.text, row.html
        for old in sorted(key for key in {*_LINK.findall(f"{text}\n{html}")} if hashed(key) in gone):
            new = new_personal_key()
            keep_key(connection, new, forum_id, registration=registration, person=person)
            text, html = text.replace(old, new), html.replace(old, new)
        if (text, html) != (row.text, row.html):
            connection.execute(update(mail).where(mail.id == row.id).values(text=text, html=html))


def _theirs(registration: str | None, person: str | None) -> ColumnElement[bool]:
    return PersonalKey.person == person if person else PersonalKey.registration == registration
