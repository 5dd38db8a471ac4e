"""The concept note for print: of a forum or of one session, from a release, as HTML that needs nothing else."""

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup, escape

from forum_app import labels
from forum_app.branding import accent_values
from forum_app.documents.drawings import draft_address, initials_address, titled
from forum_app.documents.fonts import stylesheet
from forum_app.documents.reading import Reading
from forum_app.documents.sections import Talks, speakers_table
from forum_app.domain.draft_parts import ConceptNote, Section
from forum_app.domain.errors import NotFound
from forum_app.domain.note import Outlined, outline, single_session
from forum_app.domain.release import Release, SessionEntry, Text
from forum_app.domain.texts import is_blank, one_line, opening
from forum_app.domain.vocabularies import NoteState, SectionKind
from forum_app.goals import goals_of
from forum_app.qr import qr
from forum_app.score import day_names, legend, score, spoken
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
    """What a note is about: its title, the line under it, and the note itself.

    ``session`` is the one of a session's own note, ``only`` also that of a forum which is one session.
    """

    title: Markup
    plain_title: str
    theme: Text
    note: ConceptNote
    only: SessionEntry | None
    session: SessionEntry | None = None


@dataclass(frozen=True)
class Printed:
    """A section as printed. ``outlined.number`` is 0 where it goes on under the heading before."""

    outlined: Outlined
    heading: Markup
    body: Markup
    talks: list[Talks]
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
            score_days=_score_days(reading),
            legend=key,
            draft=draft,
            draft_address=draft_address(words.gettext("DRAFT")),
            initials_address=initials_address,
            title_size=_size(subject.plain_title),
            head=f"{kind}{words.comma}{reading.release_words()}",
            kind=kind,
            partnership=partial(labels.partnership, words),
            when=_when(reading, subject.only),
            host_days=labels.host_days(words, reading.forum.part_of) if reading.forum.part_of else "",
            goals=goals_of(reading.forum.goals, words),
            code=_code(reading, session_id),
            base_url=base_url,
        )
    )


def _score(reading: Reading, session_id: str, *, dark: bool) -> tuple[Markup, str]:
    """The cover's drawing, with the session of a session's note in yellow, and what yellow means."""
    content, words = reading.content, reading.words
    lit = frozenset({session_id}) if session_id else frozenset()
    drawing = score(content, words, highlight=lit, dark=dark, dated=not _score_days(reading))
    return titled(drawing, spoken(content, words, highlight=lit)), legend(content, words, highlight=lit)


def _score_days(reading: Reading) -> list[str]:
    """The names of the days, where they stand over the drawing: WeasyPrint sets a drawing's text letter by letter."""
    return day_names(reading.content, reading.words) if reading.direction == "rtl" else []


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
        title = reading.text(forum.title)
        only = single_session(reading.content)
        return Subject(title, reading.plain(forum.title), forum.theme, forum.note or _usual(), only)
    session = reading.content.session.get(session_id)
    if session is None:
        raise NotFound("This session is not in the release.")
    title = reading.title(session)
    return Subject(title, one_line(title.striptags()), {}, session.note or _usual(), session, session)


def _usual() -> ConceptNote:
    """What a note holds that nobody has written yet: all that can be generated."""
    return ConceptNote(sections=[Section(kind=kind) for kind in _USUAL])


def _sections(reading: Reading, subject: Subject) -> list[Printed]:
    return [
        _printed(reading, item) for item in outline(reading.content, subject.note, reading.language, subject.session)
    ]


def _printed(reading: Reading, item: Outlined) -> Printed:
    kind = item.section.kind
    return Printed(
        outlined=item,
        heading=_heading(reading, item) if item.number else Markup(""),
        body=reading.rich(item.section.body, item.level),
        talks=speakers_table(reading, item.drawn.stages, item.introduced),
        wide=kind in WIDE,
    )


def _heading(reading: Reading, item: Outlined) -> Markup:
    own = reading.text(item.section.heading)
    return escape(labels.section(reading.words, item.section.kind)) if is_blank(str(own.striptags())) else own


def _when(reading: Reading, only: SessionEntry | None) -> list[str]:
    """Lines: day and times with the zone for one session, the days for several."""
    if only is not None:
        return [opening(line) for line in (*reading.when(only), reading.zone(only)) if line]
    days = reading.words.days(reading.forum.first_day, reading.forum.last_day)
    return [opening(line) for line in (days, reading.zone()) if line]


def _code(reading: Reading, session_id: str) -> Markup:
    """The QR code: to registration where it is open, else to the page of the forum or session."""
    if reading.registration is not None:
        return qr(reading.registration.url, reading.words.gettext("QR code: opens the registration page"))
    page = reading.addresses.session(session_id) if session_id else reading.addresses.forum()
    return qr(page, reading.words.gettext("QR code: opens %(address)s", address=page))
