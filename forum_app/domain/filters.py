"""Choosing sessions of a release by day, theme, room, speaker, kind, mode, language and words: one rule for
the agenda's page and its feeds."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forum_app.domain.errors import UnknownChoice
from forum_app.domain.release import Content, LedgerEntry, SessionEntry
from forum_app.domain.texts import folded, readable
from forum_app.domain.times import conference_day
from forum_app.domain.vocabularies import Mode, SessionKind

NAMES = ("day", "theme", "room", "speaker", "kind", "mode", "language", "q")
LONGEST = 200


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty means all. Values nobody knows match nothing."""

    day: str = ""
    theme: str = ""
    room: str = ""
    speaker: str = ""
    kind: str = ""
    mode: str = ""
    language: str = ""
    q: str = ""
    session: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.session) or any(getattr(self, name) for name in NAMES)

    def without(self, *names: str) -> "Filters":
        kept = {name: getattr(self, name) for name in NAMES if name not in names}
        return Filters(**kept, session=() if "session" in names else self.session)

    def query(self) -> list[tuple[str, str]]:
        """As the pairs of an address."""
        pairs = [(name, getattr(self, name)) for name in NAMES if getattr(self, name)]
        return pairs + [("session", key) for key in self.session]


def parse(query: Mapping[str, str], sessions: Iterable[str] = ()) -> Filters:
    """Filters from an address's query; ``sessions`` are the values of ``session``. Values are cut at 200 characters."""
    return Filters(
        **{name: query.get(name, "").strip()[:LONGEST] for name in NAMES},
        session=tuple(dict.fromkeys(key[:LONGEST] for key in list(sessions)[:1000] if key)),
    )


def unknown(content: Content, filters: Filters) -> list[tuple[str, str]]:
    """Names and values of the filters whose value isn't in this release; words of a closed list are always known."""
    asked = [(name, getattr(filters, name)) for name in NAMES if name != "q"]
    return [(name, value) for name, value in asked if value and value not in _known(content, name)]


def _known(content: Content, name: str) -> Container[str]:
    match name:
        case "day":
            return {str(entry.day) for entry in content.days}
        case "theme":
            return content.theme
        case "room":
            return content.room
        case "speaker":
            return content.person
        case "kind":
            return {kind.value for kind in SessionKind}
        case "mode":
            return {mode.value for mode in Mode}
        case _:
            return {*languages_of(content), *content.forum.languages, *content.forum.working_languages}


def refusal(name: str, value: str) -> UnknownChoice:
    """Says in words which value of which filter is unknown."""
    value = "".join(char if char.isprintable() else "\ufffd" for char in value)
    match name:
        case "day":
            return UnknownChoice("“%(value)s” is no day of this programme: a day is written 2026-09-13.", value=value)
        case "theme":
            return UnknownChoice("This programme has no theme “%(value)s”.", value=value)
        case "room":
            return UnknownChoice("This programme has no room “%(value)s”.", value=value)
        case "speaker":
            return UnknownChoice("This programme has no speaker “%(value)s”.", value=value)
        case "kind":
            return UnknownChoice("There is no kind of session “%(value)s”.", value=value)
        case "mode":
            return UnknownChoice("Nobody attends “%(value)s”: it is in-person, online or hybrid.", value=value)
        case _:
            return UnknownChoice("No session of this programme is in the language “%(value)s”.", value=value)


def chosen(content: Content, filters: Filters) -> list[SessionEntry]:
    """The sessions that match, in the release's order."""
    if not filters.any:
        return list(content.sessions)
    on_day = _sessions_on(content, filters.day)
    terms = folded(filters.q).split()
    return [
        session
        for session in content.sessions
        if (on_day is None or session.id in on_day)
        and (not filters.session or session.id in filters.session)
        and _matches(
            session, themes_of(session), people_of(session), [*session.languages, *session.interpretation], filters
        )
        and (not terms or _holds(content, session, terms))
    ]


def _sessions_on(content: Content, value: str) -> frozenset[str] | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return frozenset()
    return frozenset(key for entry in content.days if entry.day == day for key in entry.sessions)


def themes_of(session: SessionEntry) -> set[str]:
    """Ids of a session's themes, those of its talks included."""
    return {*session.themes, *(key for talk in session.talks for key in talk.themes)}


def people_of(session: SessionEntry) -> set[str]:
    """Ids of everybody with a part in a session or its talks."""
    people = {part.person for part in session.cast}
    return people | {speaker.person for talk in session.talks for speaker in talk.speakers}


def chosen_gone(content: Content, gone: Iterable[tuple[str, LedgerEntry]], filters: Filters) -> set[str]:
    """Ids of the tombstones that a filtered feed still shows: gone sessions that matched when they were last told."""
    terms = folded(filters.q).split()
    return {
        key
        for key, entry in gone
        if (not filters.session or key in filters.session)
        and (not filters.day or filters.day == str(conference_day(entry.starts_at, content.forum.day_starts_at)))
        and _matches(entry, set(entry.themes), set(entry.people), entry.languages, filters)
        and all(term in folded(" ".join(entry.title.values())) for term in terms)
    }


def _matches(
    told: SessionEntry | LedgerEntry, themes: set[str], people: set[str], languages: list[str], filters: Filters
) -> bool:
    return (
        (not filters.theme or filters.theme in themes)
        and (not filters.room or filters.room == told.room)
        and (not filters.speaker or filters.speaker in people)
        and (not filters.kind or filters.kind == told.kind)
        and (not filters.mode or _attended(told.mode, filters.mode))
        and (not filters.language or filters.language in languages)
    )


def _attended(how: Mode, mode: str) -> bool:
    """A hybrid session can be attended in person and online."""
    return mode == how or (how == Mode.HYBRID and mode in (Mode.IN_PERSON, Mode.ONLINE))


def _holds(content: Content, session: SessionEntry, terms: list[str]) -> bool:
    text = folded("\n".join(_searched(content, session)))
    return all(term in text for term in terms)


def _searched(content: Content, session: SessionEntry) -> Iterable[str]:
    """What a search looks through: titles, labels, abstracts, people and their organisations, in all languages."""
    for part in (session.title, session.label):
        yield from part.values()
    for rich in (session.summary, session.objectives):
        yield from map(readable, rich.values())
    people = [part.person for part in session.cast]
    for talk in session.talks:
        yield from talk.title.values()
        yield from talk.flagship.values()
        yield from map(readable, talk.abstract.values())
        for speaker in talk.speakers:
            people.append(speaker.person)
            yield from map(readable, speaker.abstract.values())
    for key in [*session.themes, *(key for talk in session.talks for key in talk.themes)]:
        if key in content.theme:
            yield from content.theme[key].title.values()
    for key in dict.fromkeys(people):
        yield from _named(content, key)
    for key in [*session.alliances, *(key for talk in session.talks for key in talk.alliances)]:
        yield from _organisation(content, key)


def _named(content: Content, key: str) -> Iterable[str]:
    person = content.person.get(key)
    if person is None:
        return
    yield from person.name.values()
    for post in person.posts:
        yield from post.title.values()
        yield from _organisation(content, post.organisation)


def _organisation(content: Content, key: str | None) -> Iterable[str]:
    organisation = content.organisation.get(key or "")
    if organisation:
        yield from organisation.acronym.values()
        yield from organisation.name.values()


def kinds_of(content: Content) -> list[SessionKind]:
    """The kinds that sessions of this release have, in the vocabulary's order."""
    found = {session.kind for session in content.sessions}
    return [kind for kind in SessionKind if kind in found]


def modes_of(content: Content) -> list[Mode]:
    found = {session.mode for session in content.sessions}
    return [mode for mode in Mode if mode in found]


def languages_of(content: Content) -> list[str]:
    """Languages that are spoken or interpreted into in a session, in order of appearance."""
    return list(
        dict.fromkeys(code for session in content.sessions for code in [*session.languages, *session.interpretation])
    )
