"""A forum's mails: its name, colour and contact around the words, its own subject and opening where it wrote some."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from forum_app.domain.errors import NotFound
from forum_app.domain.messages import WITH_TEMPLATE, MessageKind, filled
from forum_app.domain.texts import Text, pick
from forum_app.domain.trees import digest
from forum_app.i18n import Words, words
from forum_app.mails.letter import Letter, Written, written
from forum_app.models.forum import Forum
from forum_app.models.messages import MessageTemplate
from forum_app.models.publishing import AuditEntry
from forum_app.services.audit import last_change, record
from forum_app.services.outbox import Mail

MOST_SUBJECT, MOST_OPENING = 150, 2_000
CHANGED = "template.changed"


@dataclass(frozen=True)
class LetterHead:
    """What a forum puts around its mails, and what their words may name."""

    id: str
    title: Text
    short_title: Text
    languages: tuple[str, ...]
    accent: str
    contact: str
    venue: Text
    first_day: date
    last_day: date

    def name(self, language: str) -> str:
        return pick(self.short_title, language, self.languages) or pick(self.title, language, self.languages)

    def values(self, word: Words, name: str = "") -> dict[str, str]:
        """What ``{name}``, ``{forum}``, ``{days}`` and ``{place}`` stand for."""
        return {
            "name": name,
            "forum": self.name(word.language),
            "days": word.days(self.first_day, self.last_day),
            "place": pick(self.venue, word.language, self.languages),
        }


def letter_head(connection: Connection, forum_id: str) -> LetterHead:
    """The head of a forum's mails; raises NotFound."""
    columns = (Forum.id, Forum.title, Forum.short_title, Forum.languages, Forum.accent, Forum.contact, Forum.venue)
    query = select(*columns, Forum.first_day, Forum.last_day).where(Forum.id == forum_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("There is no such forum.")
    contact, venue = row.contact or {}, row.venue or {}
    address = str(contact.get("email") or "")
    return LetterHead(
        row.id,
        row.title,
        row.short_title,
        tuple(row.languages),
        row.accent,
        address,
        venue.get("name") or {},
        row.first_day,
        row.last_day,
    )


@dataclass(frozen=True)
class TemplateText:
    """Subject and opening of one kind of mail in one language; ``own``: the forum's, in ``opening_language``."""

    subject: str
    opening: str
    subject_language: str
    opening_language: str
    own: bool


def default_text(kind: MessageKind, word: Words) -> tuple[str, str]:
    """Our subject and opening, with the names that are filled in (``{forum}``)."""
    _ = word.gettext
    if kind == MessageKind.INVITATION:
        return _("You are invited to work on {forum}"), _("You are asked to help prepare {forum}, {days}.")
    if kind == MessageKind.SLOT:
        return _("{forum}: your part has changed"), _("The programme of {forum} has changed. This concerns you:")
    return "", ""


def _heading(kind: MessageKind, word: Words) -> str:
    """What stands over a mail in our words; the forum's name is above it already."""
    if kind == MessageKind.SLOT:
        return word.gettext("Your part has changed")
    return default_text(kind, word)[0]


def template_text(subject: Text, opening: Text, kind: MessageKind, language: str) -> TemplateText:
    """What stands in a forum's mail of this kind in this language: its own words in it, else ours."""
    word = words(language)
    first, second = default_text(kind, word)
    own_subject, own_opening = subject.get(language, ""), opening.get(language, "")
    return TemplateText(
        own_subject or first,
        own_opening or second,
        language if own_subject else word.interface,
        language if own_opening else word.interface,
        bool(own_subject or own_opening),
    )


def templates_of(connection: Connection, forum_id: str) -> dict[MessageKind, tuple[Text, Text]]:
    """The forum's own subjects and openings by kind; kinds it wrote nothing for have empty ones."""
    query = select(MessageTemplate).where(MessageTemplate.forum_id == forum_id)
    rows = {row.kind: (row.subject, row.opening) for row in connection.execute(query)}
    return {kind: rows.get(kind, ({}, {})) for kind in WITH_TEMPLATE}


class WordsClash(Exception):
    """Somebody else wrote other words for a mail meanwhile; nothing was changed. ``who`` and ``at``, by the account ``by``."""

    def __init__(self, who: str, at: datetime | None, by: str) -> None:
        self.who, self.at, self.by = who, at, by
        super().__init__(who)


def own_words(own: tuple[Text, Text], language: str) -> tuple[str, str]:
    """A forum's own subject and opening in a language; empty where it has none."""
    return own[0].get(language, ""), own[1].get(language, "")


def save_template(
    connection: Connection,
    forum_id: str,
    kind: MessageKind,
    language: str,
    own: tuple[str, str],
    actor: str,
    seen: str = "",
) -> None:
    """Keeps a forum's own words for one kind in one language; empty ones give place to ours again.

    ``seen`` is the digest of the own words that the page showed, where it matters. Raises WordsClash.
    """
    subject, opening = own
    before = templates_of(connection, forum_id)[kind]
    now = own_words(before, language)
    if seen and now != own and digest(list(now)) != seen:
        changes = (AuditEntry.forum_id == forum_id, AuditEntry.action == CHANGED)
        raise WordsClash(*last_change(connection, *changes, AuditEntry.subject == _called(kind, language)))
    values = {"subject": _with(before[0], language, subject), "opening": _with(before[1], language, opening)}
    here = (MessageTemplate.forum_id == forum_id, MessageTemplate.kind == kind)
    if not values["subject"] and not values["opening"]:
        connection.execute(delete(MessageTemplate).where(*here))
    elif not connection.execute(update(MessageTemplate).where(*here).values(**values)).rowcount:
        connection.execute(insert(MessageTemplate).values(forum_id=forum_id, kind=kind, **values))
    told = {"subject": before[0].get(language, ""), "opening": before[1].get(language, "")}
    after = {"subject": subject, "opening": opening}
    if told != after:
        record(connection, actor, CHANGED, forum_id, _called(kind, language), before=told, after=after)


def _called(kind: MessageKind, language: str) -> str:
    return f"{kind} ({language})"


def _with(text: Text, language: str, value: str) -> dict[str, str]:
    rest = {key: kept for key, kept in text.items() if key != language}
    return {**rest, language: value} if value else rest


def forum_letter(connection: Connection, forum_id: str, kind: MessageKind, letter: Letter, name: str = "") -> Letter:
    """A letter of a forum: ``letter`` says its language and what is special; name, colour, contact, and for kinds with
    a template subject, heading and opening come from the forum. ``name`` is that of whom it is to."""
    head = letter_head(connection, forum_id)
    subject, opening = templates_of(connection, forum_id).get(kind, ({}, {}))
    return dressed(head, subject, opening, kind, letter, name)


def dressed(head: LetterHead, subject: Text, opening: Text, kind: MessageKind, letter: Letter, name: str) -> Letter:
    """The same, with what was read before: for many letters at once, and for previews."""
    word = words(letter.language)
    framed = replace(
        letter,
        over=letter.over or head.name(letter.language),
        accent=head.accent,
        contact=letter.contact or head.contact,
        greeting=letter.greeting or (word.gettext("Dear %(name)s,", name=name) if name else ""),
    )
    if kind not in WITH_TEMPLATE:
        return framed
    text = template_text(subject, opening, kind, letter.language)
    values = head.values(word, name)
    return replace(
        framed,
        subject=filled(text.subject, values),
        heading=letter.heading
        or filled(text.subject if subject.get(letter.language) else _heading(kind, word), values),
        opening=filled(text.opening, values),
        opening_language=text.opening_language,
    )


def mail_of(kind: MessageKind, to: str, letter: Letter, **more: object) -> Mail:
    """The mail that carries a letter; ``more`` are other fields of Mail (forum_id, person, not_before, once …)."""
    done: Written = written(letter)
    whole = {"reply_to": letter.contact, **more}
    return Mail(kind, to, done.language, done.subject, done.text, done.html, **whole)  # type: ignore[arg-type]
