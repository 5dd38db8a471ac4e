"""Rules on what the programme lacks: themes nobody speaks to, talks without a title or abstract, empty sections."""

from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.names import SECTION_KINDS
from forum_app.domain.checker.programme import held
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Owner, Reading, says_nothing
from forum_app.domain.draft import Section, Session, Talk
from forum_app.domain.draft_parts import ConceptNote
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import RoleKind, RoleState, SectionKind, SessionKind, TalkKind

_WITHOUT_ABSTRACT = frozenset({TalkKind.OPENING, TalkKind.CLOSING, TalkKind.DISCUSSION})
_WITHOUT_TALKS = frozenset({SessionKind.BREAK, SessionKind.NETWORKING})
_NO_THEME = said("No session or talk has this theme.")
_NO_TITLE = said("The talk has no title.")
_NO_ABSTRACT = said("The talk has no abstract.")
_ONE_SIDED = said("%(with)s has an abstract of their own in this talk, %(without)s has none.")
_EMPTY = said("The section has a heading but nothing under it.")
_NOTHING_TO_LIST = said("The section is filled from the programme, and the programme has nothing for it (%(kind)s).")


def theme_nobody_speaks_to(reading: Reading) -> Iterator[Hit]:
    sessions = held(reading)
    if not sessions:
        return
    spoken_to = {theme for session in sessions for theme in session.themes}
    spoken_to |= {theme for session in sessions for talk in session.talks for theme in talk.themes}
    for theme in reading.draft.themes:
        if theme.id not in spoken_to:
            yield at(reading.owner_of[id(theme)], "", _NO_THEME)


def talk_without_title(reading: Reading) -> Iterator[Hit]:
    for owner, _session, talk in _talks(reading):
        if says_nothing(talk.title):
            yield at(owner, "title", _NO_TITLE)


def talk_without_abstract(reading: Reading) -> Iterator[Hit]:
    for owner, session, talk in _talks(reading):
        if talk.kind in _WITHOUT_ABSTRACT or session.kind in _WITHOUT_TALKS:
            continue
        speakers = [
            (index, speaker) for index, speaker in enumerate(talk.speakers) if speaker.state != RoleState.DECLINED
        ]
        having = [speaker for _index, speaker in speakers if not says_nothing(speaker.abstract)]
        if not having and says_nothing(talk.abstract):
            yield at(owner, "abstract", _NO_ABSTRACT)
        for index, speaker in speakers if having else []:
            if says_nothing(speaker.abstract):
                names = {
                    "with": reading.person_named(having[0].person),
                    "without": reading.person_named(speaker.person),
                }
                yield at(owner, f"speakers[{index}].abstract", _ONE_SIDED, {**names})


def _talks(reading: Reading) -> Iterator[tuple[Owner, Session, Talk]]:
    for session in held(reading):
        for talk in session.talks:
            yield reading.owner_of[id(talk)], session, talk


def section_empty(reading: Reading) -> Iterator[Hit]:
    notes: list[tuple[ConceptNote | None, Session | None]] = [(reading.draft.forum.note, None)]
    notes += [(session.note, session) for session in held(reading)]
    for note, session in notes:
        for section in note.sections if note else []:
            if not says_nothing(section.body):
                continue
            owner = reading.owner_of[id(section)]
            if section.kind == SectionKind.TEXT:
                yield at(owner, "body", _EMPTY)
            elif not _has(reading, section, session):
                yield at(owner, "", _NOTHING_TO_LIST, {"kind": SECTION_KINDS[section.kind]})


def _has(reading: Reading, section: Section, session: Session | None) -> bool:
    """Whether the programme, or the one session whose note it is, has anything for a generated section."""
    draft = reading.draft
    sessions = [session] if session else held(reading)
    roles = [role for item in sessions for role in item.roles] + draft.forum.roles
    talks = [talk for item in sessions for talk in item.talks]
    return {
        SectionKind.OBJECTIVES: lambda: any(item.objectives or item.expected_outcomes for item in sessions),
        SectionKind.THEMES: lambda: bool(draft.themes),
        SectionKind.MODERATOR: lambda: any(role.role == RoleKind.MODERATOR for role in roles),
        SectionKind.KEY_QUESTIONS: lambda: (
            bool(draft.forum.key_questions) or any(item.key_questions for item in sessions)
        ),
        SectionKind.SPEAKERS: lambda: (
            bool(talks) or any(role.role in (RoleKind.SPEAKER, RoleKind.PANELLIST) for role in roles)
        ),
        SectionKind.PROGRAMME: lambda: bool(sessions),
        SectionKind.FOCAL_POINTS: lambda: any(role.role == RoleKind.FOCAL_POINT for role in roles),
        SectionKind.PARTNERS: lambda: bool(draft.forum.partners),
        SectionKind.TERMS: lambda: bool(draft.forum.terms),
        SectionKind.REFERENCES: lambda: bool(draft.forum.references),
    }[section.kind]()


RULES = (
    Rule(
        name="theme-nobody-speaks-to",
        description=said("A theme that no session and no talk has."),
        remedy=said("Give the theme to a session or talk, or take it out."),
        find=theme_nobody_speaks_to,
    ),
    Rule(
        name="talk-without-title",
        description=said("A talk without a title, or with a placeholder for one."),
        remedy=said("Ask the speaker for the title."),
        find=talk_without_title,
        knows=ENGLISH_FRENCH,
    ),
    Rule(
        name="talk-without-abstract",
        description=said("A talk without an abstract; of two who share a talk only one has one."),
        remedy=said("Ask the speaker for the abstract, or make the talk an opening, a closing or a discussion."),
        find=talk_without_abstract,
        knows=ENGLISH_FRENCH,
    ),
    Rule(
        name="section-empty",
        description=said("A section of a concept note with nothing in it."),
        remedy=said("Write the section or take it out."),
        find=section_empty,
        knows=ENGLISH_FRENCH,
    ),
)
