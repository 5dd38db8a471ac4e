"""Concept notes to be read on the web: of the forum and of a session."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup
from msgspec.structs import replace

from forum_app import labels
from forum_app.domain.draft_parts import ConceptNote
from forum_app.domain.errors import NotFound
from forum_app.domain.note import Aim, Leading, Outlined, Stage, outline, single_session
from forum_app.domain.release import SessionEntry
from forum_app.domain.texts import is_blank
from forum_app.domain.vocabularies import NoteState
from forum_app.goals import goals_of
from forum_app.pages import frame
from forum_app.pages.about import contacts, general_contact
from forum_app.pages.agenda import DayView, days_of
from forum_app.pages.files import note_languages
from forum_app.pages.partners import partner_view
from forum_app.pages.people import Who, who
from forum_app.pages.rendering import rendered
from forum_app.pages.session import found
from forum_app.pages.sessions import SessionView, TalkView, place, session_view, talk_views, when
from forum_app.pages.view import NOTHING, View


@dataclass(frozen=True)
class Heading:
    """A section in the list of contents, still to be drawn."""

    outlined: Outlined
    text: Markup


@dataclass(frozen=True)
class Aims:
    session: SessionEntry
    titled: bool
    texts: list[tuple[str, Markup]]


@dataclass(frozen=True)
class Leader:
    who: Who
    of: list[SessionEntry]


@dataclass(frozen=True)
class Speaking:
    """The talks of one session, with those who sit on its panel without one."""

    session: SessionEntry
    titled: bool
    talks: list[TalkView]
    panel: list[Who]


@dataclass
class Programme:
    """The days, the sessions without a time, and the talks where there is one session only."""

    days: list[DayView]
    undated: list[SessionView]
    talks: list[TalkView]


@dataclass(frozen=True)
class Download:
    label: str
    address: str


def forum_note_page(view: View) -> str:
    note = view.forum.note
    if note is None or not note.sections:
        raise NotFound("This forum has no concept note.")
    downloads = _downloads(view, view.at.concept_note(".pdf"), note_languages(view))
    return _page(view, note, view.at.concept_note(), None, downloads)


def session_note_page(view: View, key: str) -> str:
    session = found(view, key)
    if session.note is None or not session.note.sections:
        raise NotFound("This session has no concept note.")
    downloads = _downloads(view, view.at.session_note(key, ".pdf"), note_languages(view, session))
    return _page(view, session.note, view.at.session_note(key), session, downloads)


def _downloads(view: View, path: str, languages: list[str]) -> list[Download]:
    if len(languages) < 2:
        return [Download("PDF", view.links.file(path, language=(languages or [""])[0]))]
    return [
        Download(f"PDF, {view.words.language_name(code)}", view.links.file(path, language=code)) for code in languages
    ]


def _page(view: View, note: ConceptNote, path: str, session: SessionEntry | None, downloads: list[Download]) -> str:
    """``session``: whose own note it is. The template draws the sections one by one, so that their footnotes are
    numbered in the order in which they stand."""
    title = session.title if session else view.forum.title
    name = view.words.gettext("Concept note: %(title)s", title=view.plain(title))
    contents = outline(view.content, note, view.language, session)
    host = view.forum.part_of
    return rendered(
        "public/note.html",
        view,
        frame.frame(view, path, name, section="concept-note"),
        title=title,
        subtitle={} if session else view.forum.theme,
        cancelled=labels.status(view.words, session.status) if session and session.is_cancelled else "",
        when=_when(view, session or single_session(view.content)),
        host_days=labels.host_days(view.words, host) if host else "",
        goals=[] if session else goals_of(view.forum.goals, view.words),
        funding=[] if session else view.forum.funding,
        note_state=_state(view, note),
        downloads=downloads,
        sections=[Heading(item, _heading(view, item) if item.number else NOTHING) for item in contents],
        partnership=partial(labels.partnership, view.words),
        partner=partial(partner_view, view),
        leaders=partial(_leaders, view),
        aims=partial(_aims, view),
        speaking=partial(_speaking, view),
        programme=partial(_programme, view),
        points=partial(contacts, view),
        general=partial(general_contact, view),
    )


def _when(view: View, only: SessionEntry | None) -> list[str]:
    """When and where, a line each: day, times and place of one session, else the days and the venue."""
    if only:
        time = when(view, only)
        comma = view.words.comma
        first = comma.join((time.day, time.times, time.zone)) if time else view.words.gettext("Time to be announced")
        return [line for line in (first, place(view, only)) if line]
    days = view.words.comma.join((view.words.days(view.forum.first_day, view.forum.last_day), view.zone_words()))
    venue = view.forum.venue
    where = view.words.listed(map(view.plain, (venue.name, venue.city))) if venue else ""
    return [line for line in (days, where) if line]


def _state(view: View, note: ConceptNote) -> str:
    """A word where the note is not final in this language."""
    state = note.states.get(view.language, NoteState.DRAFT)
    if state == NoteState.FINAL:
        return ""
    return {
        NoteState.DRAFT: view.words.gettext("Draft"),
        NoteState.IN_REVIEW: view.words.gettext("In review"),
        NoteState.CLEARED: view.words.gettext("Cleared, not final"),
    }[state]


def _heading(view: View, item: Outlined) -> Markup:
    own = item.section.heading
    return Markup.escape(labels.section(view.words, item.section.kind)) if is_blank(view.plain(own)) else view.text(own)


def _leaders(view: View, leading: list[Leading]) -> list[Leader]:
    people = [(one, who(view, one.person, to_be_confirmed=one.to_be_confirmed)) for one in leading]
    return [Leader(person, one.of) for one, person in people if person]


def _aims(view: View, aims: list[Aim]) -> Iterator[Aims]:
    word = view.words.gettext
    for aim in aims:
        session, level = aim.session, 5 if aim.titled else 4
        texts = [(word("Objectives"), view.rich(session.objectives, level))]
        texts.append((word("Expected outcomes"), view.rich(session.expected_outcomes, level)))
        yield Aims(session, aim.titled, [(label, text) for label, text in texts if text])


def _speaking(view: View, stages: list[Stage]) -> Iterator[Speaking]:
    for stage in stages:
        panel = [
            who(view, part.person, role=labels.role(view.words, part.role), to_be_confirmed=part.to_be_confirmed)
            for part in stage.panel
        ]
        shown = replace(stage.session, talks=stage.talks)
        yield Speaking(stage.session, stage.titled, talk_views(view, shown), [person for person in panel if person])


def _programme(view: View, sessions: list[SessionEntry]) -> Programme:
    return Programme(
        days=days_of(view, sessions),
        undated=[session_view(view, session) for session in sessions if session.starts_at is None],
        talks=talk_views(view, sessions[0], full=False) if len(sessions) == 1 else [],
    )
