"""Concept notes to be read on the web: of the forum and of a session."""

from dataclasses import dataclass, field

from markupsafe import Markup

from forum_app.domain.draft_parts import ConceptNote, KeyQuestion, Section
from forum_app.domain.errors import NotFound
from forum_app.domain.release import SessionEntry, Text
from forum_app.domain.vocabularies import NoteState, RoleKind, SectionKind
from forum_app.i18n import Words
from forum_app.pages import frame
from forum_app.pages.about import Contact, PartnerGroup, contacts, general_contact, partner_groups, single_session
from forum_app.pages.agenda import DayView, days_of
from forum_app.pages.files import note_languages
from forum_app.pages.people import Who, everybody
from forum_app.pages.rendering import rendered
from forum_app.pages.session import found
from forum_app.pages.sessions import TalkView, place, talk_views, when
from forum_app.pages.view import View


@dataclass(frozen=True)
class Block:
    label: str
    body: Markup


@dataclass(frozen=True)
class ThemeBlock:
    title: Text
    body: Markup


@dataclass
class SectionView:
    """A numbered section; what is drawn from the programme is in the fields that its kind names."""

    number: int
    kind: SectionKind
    heading: Markup
    body: Markup
    people: list[Who] = field(default_factory=list)
    questions: list[KeyQuestion] = field(default_factory=list)
    talks: list[TalkView] = field(default_factory=list)
    introduced: frozenset[str] = frozenset()
    days: list[DayView] = field(default_factory=list)
    themes: list[ThemeBlock] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    points: list[Contact] = field(default_factory=list)
    general: Contact | None = None
    partners: list[PartnerGroup] = field(default_factory=list)


@dataclass(frozen=True)
class Download:
    label: str
    address: str


def forum_note_page(view: View) -> str:
    note = view.forum.note
    if note is None or not note.sections:
        raise NotFound("This forum has no concept note.")
    only = single_session(view)
    downloads = _downloads(view, view.at.concept_note(".pdf"), note_languages(view))
    return _page(
        view, note, view.at.concept_note(), view.forum.title, view.forum.theme, only, view.content.sessions, downloads
    )


def session_note_page(view: View, key: str) -> str:
    session = found(view, key)
    if session.note is None or not session.note.sections:
        raise NotFound("This session has no concept note.")
    downloads = _downloads(view, view.at.session_note(key, ".pdf"), note_languages(view, session))
    return _page(view, session.note, view.at.session_note(key), session.title, {}, session, [session], downloads)


def _downloads(view: View, path: str, languages: list[str]) -> list[Download]:
    if len(languages) < 2:
        return [Download("PDF", view.links.file(path, language=(languages or [""])[0]))]
    return [
        Download(f"PDF, {view.words.language_name(code)}", view.links.file(path, language=code)) for code in languages
    ]


def _page(
    view: View,
    note: ConceptNote,
    path: str,
    title: Text,
    subtitle: Text,
    only: SessionEntry | None,
    sessions: list[SessionEntry],
    downloads: list[Download],
) -> str:
    sections = [_section(view, section, number, sessions) for number, section in enumerate(note.sections, 1)]
    name = view.words.gettext("Concept note: %(title)s", title=view.plain(title))
    return rendered(
        "public/note.html",
        view,
        frame.frame(view, path, name, section="concept-note"),
        title=title,
        subtitle=subtitle,
        facts=_facts(view, only),
        note_state=_state(view, note),
        downloads=downloads,
        sections=sections,
    )


def _facts(view: View, only: SessionEntry | None) -> str:
    """Day, time and place in one line."""
    time = when(view, only) if only else None
    if only and time:
        parts = [time.day, f"{time.times}, {time.zone}", place(view, only)]
    else:
        venue = view.forum.venue
        place_words = [view.plain(venue.name), view.plain(venue.city)] if venue else []
        parts = [view.words.days(view.forum.first_day, view.forum.last_day), *place_words]
    return ", ".join(part for part in parts if part)


def _state(view: View, note: ConceptNote) -> str:
    """A word where the note is not final in this language."""
    state = note.states.get(view.language)
    if state is None or state == NoteState.FINAL:
        return ""
    return {
        NoteState.DRAFT: view.words.gettext("Draft"),
        NoteState.IN_REVIEW: view.words.gettext("In review"),
        NoteState.CLEARED: view.words.gettext("Cleared, not final"),
    }[state]


def heading_of(words: Words, kind: SectionKind) -> str:
    """The heading of a section that has none of its own."""
    return {
        SectionKind.TEXT: words.gettext("Introduction"),
        SectionKind.OBJECTIVES: words.gettext("Objectives and expected outcomes"),
        SectionKind.THEMES: words.gettext("Background"),
        SectionKind.MODERATOR: words.gettext("Moderator"),
        SectionKind.KEY_QUESTIONS: words.gettext("Key questions"),
        SectionKind.SPEAKERS: words.gettext("Speakers"),
        SectionKind.PROGRAMME: words.gettext("Programme"),
        SectionKind.FOCAL_POINTS: words.gettext("Focal points"),
        SectionKind.PARTNERS: words.gettext("Partners"),
        SectionKind.TERMS: words.gettext("Acronyms"),
        SectionKind.REFERENCES: words.gettext("References"),
    }[kind]


def _section(view: View, section: Section, number: int, sessions: list[SessionEntry]) -> SectionView:
    own = view.text(section.heading) if section.heading else None
    shown = SectionView(
        number=number,
        kind=section.kind,
        heading=own or Markup.escape(heading_of(view.words, section.kind)),
        body=view.rich(section.body, 3),
    )
    _draw(view, shown, sessions)
    return shown


def _draw(view: View, shown: SectionView, sessions: list[SessionEntry]) -> None:
    """Fills in what the section draws from the programme."""
    match shown.kind:
        case SectionKind.MODERATOR:
            keys = [key for session in sessions for key in session.people(RoleKind.MODERATOR)]
            shown.people = everybody(view, list(dict.fromkeys(keys)))
        case SectionKind.KEY_QUESTIONS:
            own = [question for session in sessions for question in session.key_questions]
            shown.questions = [*(view.forum.key_questions if len(sessions) != 1 or not own else []), *own]
        case SectionKind.SPEAKERS:
            shown.talks = [talk for session in sessions for talk in talk_views(view, session)]
            shown.people = _without_talk(view, sessions)
            shown.introduced = frozenset(key for session in sessions for key in session.people(RoleKind.MODERATOR))
        case SectionKind.PROGRAMME:
            shown.days = days_of(view, sessions)
        case SectionKind.THEMES:
            shown.themes = [ThemeBlock(one.title, view.rich(one.text, 4)) for one in view.content.themes]
        case SectionKind.OBJECTIVES:
            shown.blocks = _objectives(view, sessions)
        case SectionKind.FOCAL_POINTS:
            shown.points, shown.general = contacts(view), general_contact(view)
        case SectionKind.PARTNERS:
            shown.partners = partner_groups(view)
        case _:
            pass


def _without_talk(view: View, sessions: list[SessionEntry]) -> list[Who]:
    """Panellists and speakers who give no talk of their own."""
    talking = {speaker.person for session in sessions for talk in session.talks for speaker in talk.speakers}
    keys = [key for session in sessions for key in session.people(RoleKind.SPEAKER, RoleKind.PANELLIST)]
    return everybody(view, [key for key in dict.fromkeys(keys) if key not in talking])


def _objectives(view: View, sessions: list[SessionEntry]) -> list[Block]:
    blocks = []
    for label, name in (
        (view.words.gettext("Objectives"), "objectives"),
        (view.words.gettext("Expected outcomes"), "expected_outcomes"),
    ):
        bodies = [view.rich(getattr(session, name), 4) for session in sessions]
        body = Markup("").join(body for body in bodies if body)
        if body:
            blocks.append(Block(label, body))
    return blocks
