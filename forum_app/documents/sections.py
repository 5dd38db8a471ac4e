"""What a section of a concept note is generated from: speakers, questions, themes, partners … of a release."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from forum_app import labels
from forum_app.documents.reading import Reading
from forum_app.domain.draft_parts import KeyQuestion
from forum_app.domain.release import OrganisationEntry, PersonEntry, SessionEntry, TalkEntry, Text, ThemeEntry
from forum_app.domain.vocabularies import Partnership, RoleKind, SectionKind
from forum_app.i18n import Words


@dataclass(frozen=True)
class Aim:
    """What a session wants: objectives and expected outcomes, under its title where there are several sessions."""

    title: Markup
    objectives: Text
    outcomes: Text


@dataclass(frozen=True)
class Questions:
    title: Markup
    items: list[KeyQuestion]


@dataclass(frozen=True)
class Moderator:
    person: PersonEntry
    to_be_confirmed: bool
    of: Markup


@dataclass(frozen=True)
class Row:
    """A row of the speakers' table. The first of a talk carries the talk; the others share it.

    ``again``: the person's portrait and biography stand before, in another row or with the moderator.
    """

    person: PersonEntry | None
    to_be_confirmed: bool
    talk: TalkEntry | None
    abstract: Text
    role: str
    shared_with: str
    again: bool = False


@dataclass(frozen=True)
class Talks:
    title: Markup
    session: SessionEntry
    groups: list[list[Row]]


@dataclass(frozen=True)
class Partners:
    word: str
    organisations: list[OrganisationEntry]


@dataclass(frozen=True)
class Generated:
    """What one kind of section needs; only its own field is filled."""

    aims: list[Aim] = field(default_factory=list)
    themes: list[ThemeEntry] = field(default_factory=list)
    moderators: list[Moderator] = field(default_factory=list)
    questions: list[Questions] = field(default_factory=list)
    talks: list[Talks] = field(default_factory=list)
    sessions: list[SessionEntry] = field(default_factory=list)
    partners: list[Partners] = field(default_factory=list)
    present: bool = False

    def __bool__(self) -> bool:
        lists = (self.aims, self.themes, self.moderators, self.questions, self.talks, self.sessions, self.partners)
        return self.present or any(lists)


def gathered(
    reading: Reading,
    kind: SectionKind,
    sessions: list[SessionEntry],
    only: SessionEntry | None,
    shown: frozenset[str] = frozenset(),
) -> Generated:
    """What a section of this kind shows of these sessions.

    ``only`` is the session of a session's own note; ``shown`` are people whose biographies stand in sections before.
    """
    forum = reading.forum
    match kind:
        case SectionKind.OBJECTIVES:
            return Generated(aims=_aims(reading, sessions))
        case SectionKind.THEMES:
            return Generated(themes=_themes(reading, only))
        case SectionKind.MODERATOR:
            return Generated(moderators=_moderators(reading, sessions))
        case SectionKind.KEY_QUESTIONS:
            return Generated(questions=_questions(reading, sessions, only))
        case SectionKind.SPEAKERS:
            return Generated(talks=_talks(reading, sessions, shown))
        case SectionKind.PROGRAMME:
            return Generated(sessions=sessions)
        case SectionKind.FOCAL_POINTS:
            return Generated(present=any(point.person in reading.content.person for point in forum.focal_points))
        case SectionKind.PARTNERS:
            return Generated(partners=_partners(reading, only))
        case SectionKind.TERMS:
            return Generated(present=bool(forum.terms))
        case SectionKind.REFERENCES:
            return Generated(present=bool(forum.references))
        case _:
            return Generated()


def heading_word(kind: SectionKind, words: Words) -> str:
    """The heading of a generated section that the organiser gave none."""
    gettext = words.gettext
    return {
        SectionKind.TEXT: "",
        SectionKind.OBJECTIVES: gettext("Objectives and expected outcomes"),
        SectionKind.THEMES: gettext("Themes"),
        SectionKind.MODERATOR: gettext("Moderator"),
        SectionKind.KEY_QUESTIONS: gettext("Key questions"),
        SectionKind.SPEAKERS: gettext("Speakers and solutions"),
        SectionKind.PROGRAMME: gettext("Programme"),
        SectionKind.FOCAL_POINTS: gettext("Focal points"),
        SectionKind.PARTNERS: gettext("Partners"),
        SectionKind.TERMS: gettext("Abbreviations"),
        SectionKind.REFERENCES: gettext("References"),
    }[kind]


def _titles(reading: Reading, sessions: list[SessionEntry]) -> dict[str, Markup]:
    """Titles of sessions where there is more than one to tell apart."""
    return {session.id: reading.title(session) if len(sessions) > 1 else Markup("") for session in sessions}


def _aims(reading: Reading, sessions: list[SessionEntry]) -> list[Aim]:
    said = [item for item in sessions if reading.rich(item.objectives, 3) or reading.rich(item.expected_outcomes, 3)]
    titles = _titles(reading, said)
    return [Aim(titles[item.id], item.objectives, item.expected_outcomes) for item in said]


def _themes(reading: Reading, only: SessionEntry | None) -> list[ThemeEntry]:
    if only is None:
        return reading.content.themes
    wanted = {*only.themes, *(key for talk in only.talks for key in talk.themes)}
    return [theme for theme in reading.content.themes if theme.id in wanted]


def _moderators(reading: Reading, sessions: list[SessionEntry]) -> list[Moderator]:
    """Each moderator once, with the sessions' titles where the note has several."""
    found: dict[str, Moderator] = {}
    titles = _titles(reading, sessions)
    for session in sessions:
        for part in session.cast:
            person = reading.content.person.get(part.person)
            if part.role == RoleKind.MODERATOR and person is not None:
                before = found.get(person.id)
                of = Markup("; ").join(title for title in (before.of if before else "", titles[session.id]) if title)
                found[person.id] = Moderator(person, part.to_be_confirmed, of)
    return list(found.values())


def _questions(reading: Reading, sessions: list[SessionEntry], only: SessionEntry | None) -> list[Questions]:
    asked = [session for session in sessions if session.key_questions]
    common = reading.forum.key_questions if only is None or not asked else []
    titles = _titles(reading, asked)
    groups = [Questions(Markup(""), common)] if common else []
    groups += [Questions(titles[session.id], session.key_questions) for session in asked]
    return groups


def _talks(reading: Reading, sessions: list[SessionEntry], shown: frozenset[str]) -> list[Talks]:
    """Talks with speakers, and those who sit on a panel without a talk, by session."""
    found = []
    seen = set(shown)
    for session in sessions:
        groups = [group for talk in session.talks if (group := _rows_of(reading, talk, session))]
        speaking = {row.person.id for group in groups for row in group if row.person}
        groups += [[row] for row in _panel(reading, session) if row.person and row.person.id not in speaking]
        if groups:
            found.append((session, [_once(group, seen) for group in groups]))
    titles = _titles(reading, [session for session, _groups in found])
    return [Talks(titles[session.id], session, groups) for session, groups in found]


def _once(rows: list[Row], seen: set[str]) -> list[Row]:
    """The same rows, marked where somebody was shown before; adds whom they show to ``seen``."""
    marked = [replace(row, again=row.person is not None and row.person.id in seen) for row in rows]
    seen |= {row.person.id for row in rows if row.person}
    return marked


def _rows_of(reading: Reading, talk: TalkEntry, session: SessionEntry) -> list[Row]:
    moderators = session.people(RoleKind.MODERATOR)
    speakers = reading.speakers(talk)
    if not speakers:
        return [Row(None, False, talk, {}, "", "")] if reading.rich(talk.abstract, 4) else []
    names = [reading.plain_name(person) for _speaker, person in speakers]
    return [
        Row(
            person,
            speaker.to_be_confirmed,
            None if number else talk,
            speaker.abstract,
            reading.words.gettext("Moderator") if person.id in moderators else "",
            reading.words.joined(names[:number] + names[number + 1 :]) if len(names) > 1 else "",
        )
        for number, (speaker, person) in enumerate(speakers)
    ]


def _panel(reading: Reading, session: SessionEntry) -> Iterable[Row]:
    for part in session.cast:
        person = reading.content.person.get(part.person)
        if part.role in (RoleKind.PANELLIST, RoleKind.SPEAKER) and person is not None:
            yield Row(person, part.to_be_confirmed, None, {}, labels.role(reading.words, part.role), "")


def _partners(reading: Reading, only: SessionEntry | None) -> list[Partners]:
    gettext = reading.words.gettext
    kinds = {
        Partnership.ORGANISER: gettext("Organised by"),
        Partnership.CO_ORGANISER: gettext("With"),
        Partnership.HOST: gettext("Hosted by"),
        Partnership.PARTNER: gettext("In partnership with"),
        Partnership.DONOR: gettext("Funded by"),
    }
    known = reading.content.organisation
    groups = []
    for kind, word in kinds.items():
        ids = [partner.organisation for partner in reading.forum.partners if partner.kind == kind]
        groups.append(Partners(word, [known[key] for key in ids if key in known]))
    alliances = [*only.alliances, *(key for talk in only.talks for key in talk.alliances)] if only else []
    groups.append(Partners(gettext("Alliances"), [known[key] for key in dict.fromkeys(alliances) if key in known]))
    return [group for group in groups if group.organisations]
