"""Find anything, of people and for few: registrations and mails. Who may ask for which is said by whoever asks."""

from collections.abc import Sequence
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from forum_app.i18n import Words
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration
from forum_app.services.desk import DeskForum
from forum_app.services.finding import MOST, Hit, Hits


def registrations_found(connection: Connection, forum: DeskForum, terms: Sequence[str], words: Words) -> Hits:
    """Registrations with every word in name, institution, post, address or code; each leads to the list with it alone.

    One query; signs such as ``%`` are looked for as they stand.
    """
    here = Registration.searched
    where = (Registration.forum_id == forum.id, *(here.contains(term, autoescape=True) for term in terms))
    begins = case((Registration.sorted_by.startswith(terms[0], autoescape=True), 0), else_=1)
    columns = (Registration.name, Registration.institution, Registration.country, Registration.code)
    query = (
        select(*columns, func.count().over()).where(*where).order_by(begins, Registration.sorted_by, Registration.id)
    )
    rows = connection.execute(query.limit(MOST)).all()
    shown = []
    for name, institution, country, code, _total in rows:
        under = words.listed([part for part in (institution, words.country_name(country) if country else "") if part])
        shown.append(Hit(f"registrations?{urlencode({'q': code})}", name, under))
    return Hits("registrations", shown, rows[0][4] if rows else 0)


def mails_found(connection: Connection, forum: DeskForum, typed: Sequence[str], words: Words) -> Hits:
    """Mails of the outbox, the latest first, with every word, as it was typed, in address or subject. One query."""
    where = (Message.forum_id == forum.id, and_(*(_has(word) for word in typed)))
    columns = (Message.id, Message.subject, Message.to, Message.created_at, func.count().over())
    query = select(*columns).where(*where).order_by(Message.created_at.desc(), Message.id)
    rows = connection.execute(query.limit(MOST)).all()
    shown = [
        Hit(f"messages/{key}", subject or words.gettext("Without a subject"), f"{to} · {words.day(at.date(), weekday=False)}")
        for key, subject, to, at, _total in rows
    ]  # fmt: skip
    return Hits("messages", shown, rows[0][4] if rows else 0)


def _has(word: str) -> ColumnElement[bool]:
    return or_(Message.to.icontains(word, autoescape=True), Message.subject.icontains(word, autoescape=True))
