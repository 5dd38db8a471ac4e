"""Rules on what people can do: be there at that hour, follow what is said, be followed."""

from collections.abc import Iterable, Iterator

from forum_app.domain.checker.agenda import Busy
from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.programme import contents
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Language, Value, some
from forum_app.domain.draft import Person, Session
from forum_app.domain.sentences import Said, said
from forum_app.domain.vocabularies import SessionKind

# The hours are private: only that they don't fit is told, and that to those who may see them.
_AWAY = said("%(name)s is not available at this time.")
_SPEAKS_ANOTHER = said("%(name)s speaks %(theirs)s; the session is in %(languages)s, and nobody interprets.")
_NOT_FOLLOWED = said("The session is for everybody, and nobody interprets into %(languages)s.")
_FOR_EVERYBODY = frozenset({SessionKind.OPENING, SessionKind.PLENARY, SessionKind.CLOSING})
_NAMED = 4


def person_unavailable(reading: Reading) -> Iterator[Hit]:
    """Once for each person and session."""
    agenda = reading.agenda
    for person in reading.draft.people:
        hours = person.private.unavailable if person.private else []
        away = [(agenda.minute(each.start), agenda.minute(each.end)) for each in hours]
        told: set[int] = set()
        for busy in agenda.by_person.get(person.id, []) if away else []:
            if busy.slot.number not in told and any(busy.start < end and start < busy.end for start, end in away):
                told.add(busy.slot.number)
                yield _at(reading, busy, person, _AWAY, {"name": reading.named(person.name)})


def language_without_interpretation(reading: Reading) -> Iterator[Hit]:
    """Of who speaks, and of the languages that a forum works in where a session is for everybody."""
    yield from _not_spoken(reading)
    working = [*dict.fromkeys(_base(code) for code in reading.draft.forum.working_languages)]
    for session in contents(reading):
        understood = _understood(session)
        missing = [code for code in working if code not in understood]
        if session.kind in _FOR_EVERYBODY and session.languages and missing:
            languages = some([Language(code) for code in missing], _NAMED)
            yield at(reading.of_session(session), "interpretation", _NOT_FOLLOWED, {"languages": languages})


def _not_spoken(reading: Reading) -> Iterator[Hit]:
    for person in reading.draft.people:
        spoken = {_base(code) for code in person.languages}
        told: set[int] = set()
        for busy in reading.agenda.by_person.get(person.id, []) if spoken else []:
            session = busy.slot.session
            if busy.slot.number in told or not session.languages or spoken & _understood(session):
                continue
            told.add(busy.slot.number)
            values: dict[str, Value] = {
                "name": reading.named(person.name),
                "theirs": _listed(person.languages),
                "languages": _listed(session.languages),
            }
            yield _at(reading, busy, person, _SPEAKS_ANOTHER, values)


def _understood(session: Session) -> set[str]:
    return {_base(code) for code in (*session.languages, *session.interpretation)}


def _base(code: str) -> str:
    return code.partition("-")[0]


def _listed(codes: Iterable[str]) -> Value:
    return some([Language(code) for code in codes], _NAMED)


def _at(reading: Reading, busy: Busy, person: Person, message: Said, values: dict[str, Value]) -> Hit:
    """Where somebody stands in the session that they are needed in."""
    words = reading.of_session(busy.slot.session).words
    return Hit(busy.place, words, message, values, people=(person.id,))


RULES = (
    Rule(
        name="person-unavailable",
        description=said("Somebody is needed at an hour at which they are not available."),
        remedy=said("Move the session, or find somebody else."),
        find=person_unavailable,
        private=True,
    ),
    Rule(
        name="language-without-interpretation",
        description=said(
            "Somebody speaks none of a session's languages, or a session for everybody leaves out a working language, and nobody interprets."
        ),
        remedy=said("Enter the languages that are interpreted, or correct the session's or the person's languages."),
        find=language_without_interpretation,
    ),
)
