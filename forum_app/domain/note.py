"""What a concept note says, whether it is read on the web or on paper: its sections in order, and what each draws.

A section that says nothing is left out, and has no number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forum_app.domain.draft_parts import ConceptNote, Contact, KeyQuestion, Reference, Section, Term
from forum_app.domain.release import (
    CastEntry,
    Content,
    FocalPoint,
    OrganisationEntry,
    SessionEntry,
    TalkEntry,
    Text,
    ThemeEntry,
)
from forum_app.domain.texts import folded, is_blank, pick, readable
from forum_app.domain.vocabularies import Partnership, RoleKind, SectionKind

# Whoever leads a forum is introduced before what is written about it; elsewhere the text leads to what is drawn.
DRAWN_FIRST = frozenset({SectionKind.MODERATOR})
ON_PANEL = (RoleKind.PANELLIST, RoleKind.SPEAKER)


@dataclass(frozen=True)
class Aim:
    """A session with objectives or expected outcomes. ``titled``: its title has to be said."""

    session: SessionEntry
    titled: bool


@dataclass(frozen=True)
class Leading:
    """Somebody who moderates; ``of`` are their sessions where the titles have to be said."""

    person: str
    to_be_confirmed: bool
    of: list[SessionEntry]


@dataclass(frozen=True)
class Asked:
    """Key questions: of the forum, or of a session whose title is said where it is not None."""

    session: SessionEntry | None
    questions: list[KeyQuestion]


@dataclass(frozen=True)
class Stage:
    """A session's talks that have speakers, and who sits on its panel without a talk."""

    session: SessionEntry
    titled: bool
    talks: list[TalkEntry]
    panel: list[CastEntry]


@dataclass(frozen=True)
class Standing:
    """Organisations that stand behind the forum in one way; None for the alliances that its sessions name."""

    kind: Partnership | None
    organisations: list[OrganisationEntry]


@dataclass(frozen=True)
class Drawn:
    """What a section draws from the release; only what belongs to its kind is filled."""

    aims: list[Aim] = field(default_factory=list)
    themes: list[ThemeEntry] = field(default_factory=list)
    leading: list[Leading] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    sessions: list[SessionEntry] = field(default_factory=list)
    partners: list[Standing] = field(default_factory=list)
    points: list[FocalPoint] = field(default_factory=list)
    contact: Contact | None = None
    terms: list[Term] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Outlined:
    """A section that says something. ``number`` is 0 where it goes on under the heading before.

    ``parts`` are "body" and "drawn" in their order, ``level`` is that of headings in the body, ``introduced`` are
    people whose portraits and biographies stand in sections before.
    """

    section: Section
    number: int
    drawn: Drawn
    level: int
    introduced: frozenset[str]

    @property
    def parts(self) -> tuple[str, str]:
        return ("drawn", "body") if self.section.kind in DRAWN_FIRST else ("body", "drawn")


def outline(content: Content, note: ConceptNote, language: str, session: SessionEntry | None = None) -> list[Outlined]:
    """The sections of the forum's note, or of ``session``'s own, as they stand for a reader of ``language``."""
    order = content.forum.languages
    found: list[Outlined] = []
    introduced: frozenset[str] = frozenset()
    number = 0
    for section in note.sections:
        drawn = drawn_for(content, section.kind, language, session)
        if not drawn and not says(section.body, language, order):
            continue
        headed = section.kind != SectionKind.TEXT or not is_blank(pick(section.heading, language, order))
        number += headed
        level = 3 if number else 2
        found.append(Outlined(section, number if headed else 0, drawn, level, introduced))
        introduced |= {leader.person for leader in drawn.leading}
    return found


def says(text: Text, language: str, order: Iterable[str]) -> bool:
    """Whether a rich text says something to a reader of ``language``: words, or a picture."""
    value = pick(text, language, order)
    return "<img" in value or not is_blank(readable(value))


def single_session(content: Content) -> SessionEntry | None:
    """The session of a forum that is one session: the only one that is not cancelled."""
    live = [session for session in content.sessions if not session.is_cancelled]
    return live[0] if len(live) == 1 else None


def terms_in(content: Content, language: str) -> list[Term]:
    """Terms that have an acronym in ``language``, by that acronym."""
    terms = [term for term in content.forum.terms if not is_blank(term.acronym.get(language, ""))]
    return sorted(terms, key=lambda term: (folded(term.acronym[language]), term.acronym[language]))


def alliances_of(content: Content, sessions: Iterable[SessionEntry]) -> list[OrganisationEntry]:
    """The alliances that sessions and their talks name, once each, in order."""
    keys = [
        key for item in sessions for keys in (item.alliances, *(talk.alliances for talk in item.talks)) for key in keys
    ]
    return [content.organisation[key] for key in dict.fromkeys(keys) if key in content.organisation]


def partners_of(content: Content) -> list[Standing]:
    """Organisations by how they stand behind the forum, organisers first."""
    known = content.organisation
    groups = []
    for kind in Partnership:
        keys = [partner.organisation for partner in content.forum.partners if partner.kind == kind]
        groups.append(Standing(kind, [known[key] for key in keys if key in known]))
    return [group for group in groups if group.organisations]


def drawn_for(content: Content, kind: SectionKind, language: str, only: SessionEntry | None) -> Drawn:
    """What a section of this kind draws; ``only`` is the session of a session's own note."""
    forum, sessions = content.forum, [only] if only else content.sessions
    match kind:
        case SectionKind.OBJECTIVES:
            return Drawn(aims=_aims(content, language, sessions))
        case SectionKind.THEMES:
            return Drawn(themes=_themes(content, only))
        case SectionKind.MODERATOR:
            return Drawn(leading=_leading(content, sessions))
        case SectionKind.KEY_QUESTIONS:
            return Drawn(asked=_asked(content, sessions, only))
        case SectionKind.SPEAKERS:
            return Drawn(stages=_stages(content, sessions))
        case SectionKind.PROGRAMME:
            return Drawn(sessions=sessions)
        case SectionKind.FOCAL_POINTS:
            reached = forum.contact if forum.contact and (forum.contact.email or forum.contact.url) else None
            return Drawn(points=[one for one in forum.focal_points if one.person in content.person], contact=reached)
        case SectionKind.PARTNERS:
            return Drawn(partners=_behind(content, sessions))
        case SectionKind.TERMS:
            return Drawn(terms=terms_in(content, language))
        case SectionKind.REFERENCES:
            return Drawn(references=forum.references)
        case _:
            return Drawn()


def _behind(content: Content, sessions: list[SessionEntry]) -> list[Standing]:
    """Partners, then the alliances that are named and no partners themselves."""
    groups = partners_of(content)
    listed = {organisation.id for group in groups for organisation in group.organisations}
    others = [alliance for alliance in alliances_of(content, sessions) if alliance.id not in listed]
    return groups + ([Standing(None, others)] if others else [])


def _titled(sessions: list[SessionEntry], session: SessionEntry) -> bool:
    """Whether a session's title is said: to tell it from others, or to say that it is cancelled."""
    return len(sessions) > 1 or session.is_cancelled


def _aims(content: Content, language: str, sessions: list[SessionEntry]) -> list[Aim]:
    order = content.forum.languages
    said = [
        item
        for item in sessions
        if any(says(text, language, order) for text in (item.objectives, item.expected_outcomes))
    ]
    return [Aim(item, _titled(said, item)) for item in said]


def _themes(content: Content, only: SessionEntry | None) -> list[ThemeEntry]:
    if only is None:
        return content.themes
    wanted = {*only.themes, *(key for talk in only.talks for key in talk.themes)}
    return [theme for theme in content.themes if theme.id in wanted]


def _leading(content: Content, sessions: list[SessionEntry]) -> list[Leading]:
    """Each moderator once."""
    found: dict[str, Leading] = {}
    for session in sessions:
        for part in session.cast:
            if part.role == RoleKind.MODERATOR and part.person in content.person:
                before = found.get(part.person)
                of = [*(before.of if before else []), *([session] if _titled(sessions, session) else [])]
                unsure = part.to_be_confirmed and (before is None or before.to_be_confirmed)
                found[part.person] = Leading(part.person, unsure, of)
    return list(found.values())


def _asked(content: Content, sessions: list[SessionEntry], only: SessionEntry | None) -> list[Asked]:
    asking = [session for session in sessions if session.key_questions]
    common = content.forum.key_questions if only is None or not asking else []
    groups = [Asked(None, common)] if common else []
    return groups + [Asked(item if _titled(asking, item) else None, item.key_questions) for item in asking]


def _stages(content: Content, sessions: list[SessionEntry]) -> list[Stage]:
    known = content.person
    found = []
    for session in sessions:
        talks = [talk for talk in session.talks if any(speaker.person in known for speaker in talk.speakers)]
        talking = {speaker.person for talk in talks for speaker in talk.speakers}
        panel = {part.person: part for part in session.cast if part.role in ON_PANEL and part.person in known}
        quiet = [part for key, part in panel.items() if key not in talking]
        if talks or quiet:
            found.append((session, talks, quiet))
    shown = [session for session, _talks, _quiet in found]
    return [Stage(session, _titled(shown, session), talks, quiet) for session, talks, quiet in found]
