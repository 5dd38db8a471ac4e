"""Choosing sessions of a release by day, theme, room, speaker, kind, mode, language and words: one rule for
the agenda's page and its feeds."""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date

from forum_app.domain.errors import UnknownChoice
from forum_app.domain.release import Content, LedgerEntry, SessionEntry
from forum_app.domain.search import holding, words_of
from forum_app.domain.texts import folded
from forum_app.domain.times import conference_day
from forum_app.domain.vocabularies import Mode, SessionKind

ONE = ("day", "q")  # of several values the first
SEVERAL = ("theme", "room", "speaker", "kind", "mode", "language", "session")
NAMES = (*ONE, *SEVERAL)
LONGEST = 200
MOST_VALUES = 1000
MOST_AT_ONCE = 150  # sessions on one page


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty means all. Several values of one filter widen it, several filters narrow each other.
    Values nobody knows match nothing."""

    day: str = ""
    theme: tuple[str, ...] = ()
    room: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    q: str = ""
    session: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return any(getattr(self, name) for name in NAMES)

    def values(self, name: str) -> tuple[str, ...]:
        """All values of one filter."""
        found: str | tuple[str, ...] = getattr(self, name)
        return found if isinstance(found, tuple) else (found,) if found else ()

    def without(self, *names: str) -> "Filters":
        return Filters(**{name: getattr(self, name) for name in NAMES if name not in names})

    @property
    def asked(self) -> dict[str, str | tuple[str, ...]]:
        """What is set, by name."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    def query(self) -> list[tuple[str, str]]:
        """As the pairs of an address."""
        return [(name, value) for name in NAMES for value in self.values(name)]


def parse(query: Iterable[tuple[str, str]]) -> Filters:
    """Filters from the pairs of an address. Values are cut at 200 characters, and a filter at 1,000 values."""
    found: dict[str, dict[str, None]] = {name: {} for name in NAMES}
    for name, value in query:
        cut = value.strip()[:LONGEST]
        if cut and name in found and len(found[name]) < MOST_VALUES:
            found[name][cut] = None
    alone = {name: next(iter(found[name]), "") for name in ONE}
    return Filters(**alone, **{name: tuple(found[name]) for name in SEVERAL})  # type: ignore[arg-type]


def on_one_page(content: Content, sessions: Collection[SessionEntry]) -> bool:
    """Whether these sessions stand on one page, or each day on a page of its own."""
    return len(sessions) <= MOST_AT_ONCE or len(content.days) < 2


def unknown(content: Content, filters: Filters) -> list[tuple[str, str]]:
    """Names and values of the filters whose value isn't in this release; words of a closed list are always known."""
    asked = filters.without("q").query()
    known = {name: _known(content, name) for name, _value in asked}
    return [(name, value) for name, value in asked if value not in known[name]]


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
        case "session":
            return content.session
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
        case "session":
            return UnknownChoice("This programme has no session “%(value)s”.", value=value)
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
    words = words_of(filters.q)
    held = holding(content, words) if words else None
    picked = frozenset(filters.session)
    return [
        session
        for session in content.sessions
        if (on_day is None or session.id in on_day)
        and (held is None or session.id in held)
        and (not picked or session.id in picked)
        and _matches(session, themes_of(session), people_of(session), spoken_in(session), filters)
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


def spoken_in(session: SessionEntry) -> list[str]:
    """Languages that a session can be followed in."""
    return [*session.languages, *session.interpretation]


def chosen_gone(content: Content, gone: Iterable[tuple[str, LedgerEntry]], filters: Filters) -> set[str]:
    """Ids of the tombstones that a filtered feed still shows: gone sessions that matched when they were last told."""
    words = words_of(filters.q)
    return {
        key
        for key, entry in gone
        if (not filters.session or key in filters.session)
        and (not filters.day or filters.day == str(conference_day(entry.starts_at, content.forum.day_starts_at)))
        and _matches(entry, set(entry.themes), set(entry.people), entry.languages, filters)
        and all(word in folded(" ".join(entry.title.values())) for word in words)
    }


def _matches(
    told: SessionEntry | LedgerEntry, themes: set[str], people: set[str], languages: list[str], filters: Filters
) -> bool:
    return (
        (not filters.theme or not themes.isdisjoint(filters.theme))
        and (not filters.room or told.room in filters.room)
        and (not filters.speaker or not people.isdisjoint(filters.speaker))
        and (not filters.kind or told.kind in filters.kind)
        and (not filters.mode or any(_attended(told.mode, mode) for mode in filters.mode))
        and (not filters.language or any(code in languages for code in filters.language))
    )


def _attended(how: Mode, mode: str) -> bool:
    """A hybrid session can be attended in person and online."""
    return mode == how or (how == Mode.HYBRID and mode in (Mode.IN_PERSON, Mode.ONLINE))


def kinds_of(content: Content) -> list[SessionKind]:
    """The kinds that sessions of this release have, in the vocabulary's order."""
    found = {session.kind for session in content.sessions}
    return [kind for kind in SessionKind if kind in found]


def modes_of(content: Content) -> list[Mode]:
    found = {session.mode for session in content.sessions}
    return [mode for mode in Mode if mode in found]


def languages_of(content: Content) -> list[str]:
    """Languages that are spoken or interpreted into in a session, in order of appearance."""
    return list(dict.fromkeys(code for session in content.sessions for code in spoken_in(session)))
