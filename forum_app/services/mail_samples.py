"""How a forum's mails look, filled in for a sample person: for whoever writes their words."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from forum_app.addresses import Addresses
from forum_app.domain.messages import MessageKind
from forum_app.domain.texts import Text, one_line, pick
from forum_app.domain.times import in_zone, zone_named
from forum_app.i18n import Words, words
from forum_app.mails.letter import Button, Fact, Letter
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.services.letters import LetterHead, dressed, letter_head
from forum_app.services.sign_in_mail import invitation_letter


def sample_letter(
    connection: Connection, forum_id: str, kind: MessageKind, language: str, subject: Text, opening: Text, base_url: str
) -> Letter:
    """A mail of this kind in this language, with a forum's own words (as they are, or as they are being written)."""
    head, word = letter_head(connection, forum_id), words(language)
    name = word.gettext("Sample Person")
    if kind == MessageKind.INVITATION:
        bare = invitation_letter(word, f"{base_url}/invitation/…", head.name(language))
        return dressed(head, subject, opening, kind, bare, "")
    return dressed(head, subject, opening, kind, _moved(connection, head, word, language, base_url), name)


def _moved(connection: Connection, head: LetterHead, word: Words, language: str, base_url: str) -> Letter:
    """The first session of the programme, as if it had been half an hour earlier before."""
    forum: Any = connection.execute(select(Forum.slug, Forum.zone, Forum.first_day).where(Forum.id == head.id)).one()
    query = select(Session.title, Session.start, Session.minutes).where(Session.forum_id == head.id)
    row = connection.execute(query.where(Session.start.is_not(None)).order_by(Session.start)).first()
    title = pick(row.title, language, head.languages) if row else word.gettext("Opening")
    wall = row.start if row else datetime.combine(forum.first_day, time(10))
    start = wall.replace(tzinfo=zone_named(forum.zone))
    minutes = (row.minutes if row else None) or 60
    lines = [_when(word, forum.zone, start, minutes)]
    lines.append(word.gettext("Before: %(when)s", when=_when(word, forum.zone, start - timedelta(minutes=30), minutes)))
    return Letter(
        language=language,
        subject="",
        heading="",
        facts=(Fact(word.gettext("Moved"), one_line(title), "\n".join(lines)),),
        button=Button(word.gettext("See the programme"), Addresses(forum.slug, base_url).agenda()),
        small=(word.gettext("Calendars that subscribe to the programme keep themselves right."),),
        why=word.gettext(
            "You get this mail because you take part in the programme of %(forum)s.", forum=head.name(language)
        ),
    )


def _when(word: Words, zone: str, start: datetime, minutes: int) -> str:
    local = in_zone(start, zone)
    times = word.times(local, in_zone(start + timedelta(minutes=minutes), zone))
    return word.comma.join([word.day(local.date()), times, word.zone(zone, start)])
