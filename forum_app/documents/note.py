"""The concept note for print: of a forum or of one session, from a release, as HTML that needs nothing else."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from forum_app.branding import accent_values
from forum_app.documents.drawings import draft_address, initials_address, qr, titled
from forum_app.documents.fonts import stylesheet
from forum_app.documents.plain import opening
from forum_app.documents.reading import Reading
from forum_app.documents.sections import Generated, gathered, heading_word
from forum_app.domain.draft_parts import ConceptNote, Section
from forum_app.domain.errors import NotFound
from forum_app.domain.release import Release, SessionEntry, Text
from forum_app.domain.texts import is_blank, one_line
from forum_app.domain.vocabularies import NoteState, SectionKind
from forum_app.goals import goals_of
from forum_app.score import legend, score, spoken
from forum_app.templating import environment

LONG_TITLE, VERY_LONG_TITLE, WIDE = (
    90,
    170,
    frozenset({SectionKind.SPEAKERS, SectionKind.PROGRAMME, SectionKind.FOCAL_POINTS}),
)
_USUAL = (
    SectionKind.OBJECTIVES,
    SectionKind.THEMES,
    SectionKind.MODERATOR,
    SectionKind.KEY_QUESTIONS,
    SectionKind.SPEAKERS,
    SectionKind.PROGRAMME,
    SectionKind.FOCAL_POINTS,
)


@dataclass(frozen=True)
class Subject:
    """What a note is about: its title, the line under it, its sessions, and the note itself."""

    title: Markup
    plain_title: str
    theme: Text
    sessions: list[SessionEntry]
    note: ConceptNote
    session: SessionEntry | None = None


@dataclass(frozen=True)
class Printed:
    """A section as printed. ``number`` is 0 where it goes on under the heading before;"""

    number: int
    heading: Markup
    kind: SectionKind
    body: Markup
    generated: Generated
    wide: bool


def note_html(release: Release, language: str, base_url: str, session_id: str = "") -> str:
    """The concept note of the forum, or of the session ``session_id``, as HTML for print.

    ``base_url`` is the site's public address: links are absolute. Raises NotFound for a session that is not in it.
    """
    reading = Reading(release, language, base_url)
    subject = _subject(reading, session_id)
    draft = is_draft(release, subject.note, language)
    accent = accent_values(reading.forum.accent)
    words = reading.words
    drawing, key = _score(reading, session_id, dark=accent.on != "#ffffff")
    kind = words.gettext("Concept note")
    return (
        environment()
        .get_template("documents/note.html")
        .render(
            r=reading,
            words=words,
            subject=subject,
            sections=_sections(reading, subject),
            accent=accent,
            fonts=stylesheet(),
            score=drawing,
            legend=key,
            draft=draft,
            draft_address=draft_address(words.gettext("DRAFT")),
            initials_address=initials_address,
            title_size=_size(subject.plain_title),
            head=f"{kind}, {reading.release_words()}",
            kind=kind,
            when=_when(reading, subject),
            goals=goals_of(reading.forum.goals, words),
            code=_code(reading, session_id),
            base_url=base_url,
        )
    )


def _score(reading: Reading, session_id: str, *, dark: bool) -> tuple[Markup, str]:
    """The cover's drawing, with the session of a session's note in yellow, and what yellow means."""
    content, words = reading.content, reading.words
    lit = frozenset({session_id}) if session_id else frozenset()
    drawing = titled(score(content, words, highlight=lit, dark=dark), spoken(content, words, highlight=lit))
    return drawing, legend(content, words, highlight=lit)


def _size(title: str) -> str:
    """The class that keeps a long title within the cover."""
    if len(title) <= LONG_TITLE:
        return ""
    return "long" if len(title) <= VERY_LONG_TITLE else "longest"


def is_draft(release: Release, note: ConceptNote, language: str) -> bool:
    """Whether DRAFT lies across the note: not published, or not final in this language."""
    return release.number is None or note.states.get(language) != NoteState.FINAL


def _subject(reading: Reading, session_id: str) -> Subject:
    forum = reading.forum
    if not session_id:
        sessions = [session for session in reading.content.sessions if not session.is_cancelled]
        title = reading.text(forum.title)
        return Subject(title, reading.plain(forum.title), forum.theme, sessions, forum.note or _usual())
    session = reading.content.session.get(session_id)
    if session is None:
        raise NotFound("This session is not in the release.")
    title = reading.title(session)
    return Subject(title, one_line(title.striptags()), {}, [session], session.note or _usual(), session)


def _usual() -> ConceptNote:
    """What a note holds that nobody has written yet: all that can be generated."""
    return ConceptNote(sections=[Section(kind=kind) for kind in _USUAL])


def _sections(reading: Reading, subject: Subject) -> list[Printed]:
    """The sections that say something, numbered in order.

    A written section without heading goes on under the one before; a generated one gets the word for its kind.
    """
    printed: list[Printed] = []
    shown: set[str] = set()
    number = 0
    for section in subject.note.sections:
        generated = gathered(reading, section.kind, subject.sessions, subject.session, frozenset(shown))
        shown |= {moderator.person.id for moderator in generated.moderators}
        heading = reading.text(section.heading)
        if is_blank(str(heading.striptags())):
            heading = (
                Markup("") if section.kind == SectionKind.TEXT else escape(heading_word(section.kind, reading.words))
            )
        level = 3 if heading or number else 2
        body = reading.rich(section.body, level)
        if not body and not generated:
            continue
        number += bool(heading)
        wide = section.kind in WIDE
        printed.append(Printed(number if heading else 0, heading, section.kind, body, generated, wide))
    return printed


def _when(reading: Reading, subject: Subject) -> list[str]:
    """Lines: day and times with the zone for one session, the days for several."""
    scheduled = [session for session in subject.sessions if session.starts_at]
    if subject.session is not None or len(scheduled) == 1:
        session = subject.session or scheduled[0]
        return [opening(line) for line in (*reading.when(session), reading.zone(session)) if line]
    days = reading.words.days(reading.forum.first_day, reading.forum.last_day)
    return [opening(line) for line in (days, reading.zone()) if line]


def _code(reading: Reading, session_id: str) -> Markup:
    """The QR code: to registration where it is open, else to the page of the forum or session."""
    if reading.registration is not None:
        return qr(reading.registration.url, reading.words.gettext("QR code: opens the registration page"))
    page = reading.addresses.session(session_id) if session_id else reading.addresses.forum()
    return qr(page, reading.words.gettext("QR code: opens %(address)s", address=page))
