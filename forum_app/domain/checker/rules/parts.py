"""Rules on who takes part in a session: nobody moderates it, somebody has not confirmed or has declined."""

from collections.abc import Iterator
from typing import NamedTuple

from forum_app.domain.checker.findings import Hit, Rule
from forum_app.domain.checker.programme import held
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Value
from forum_app.domain.draft import Session
from forum_app.domain.sentences import Said, said
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionKind, SessionStatus

_NO_MODERATOR = said("Nobody moderates the session.")
_DECLINED_TO_MODERATE = said("%(name)s has declined to moderate the session, and nobody else does.")
_NOBODY_LEADS = said("Nobody is named who leads the session.")
_NOT_INVITED = said("The session is confirmed, and %(name)s has not been invited yet.")
_NOT_CONFIRMED = said("The session is confirmed, and %(name)s has not confirmed yet.")
_DECLINED = said("%(name)s has declined and is still listed.")
# People talk with each other there, and somebody has to give them the word.
_MODERATED = frozenset({SessionKind.PANEL, SessionKind.GROUP_DISCUSSION})
# One who teaches leads alone; several need one who leads. So do several speeches of a plenary.
_LED = frozenset({SessionKind.WORKSHOP, SessionKind.PEER_LEARNING})
_IN_FRONT = frozenset({RoleKind.SPEAKER, RoleKind.PANELLIST})


class _Part(NamedTuple):
    """Somebody in a session, where that stands, and their role; None for one who gives a talk."""

    person: str
    state: RoleState
    place: str
    role: RoleKind | None


def _parts(reading: Reading, session: Session) -> list[_Part]:
    here = reading.of_session(session).place
    found = [
        _Part(role.person, role.state, f"{here}.roles[{index}]", role.role)
        for index, role in enumerate(session.roles)
        if role.role != RoleKind.FOCAL_POINT
    ]
    return found + [
        _Part(speaker.person, speaker.state, f"{here}.talks[{number}].speakers[{index}]", None)
        for number, talk in enumerate(session.talks)
        for index, speaker in enumerate(talk.speakers)
    ]


def moderator_missing(reading: Reading) -> Iterator[Hit]:
    for session in held(reading):
        parts = _parts(reading, session)
        if not _lacks_moderator(session, parts):
            continue
        owner = reading.of_session(session)
        place = f"{owner.place}.roles"
        declined = next((part.person for part in parts if part.role == RoleKind.MODERATOR), None)
        if declined:
            name = reading.person_named(declined)
            yield Hit(place, owner.words, _DECLINED_TO_MODERATE, {"name": name}, people=(declined,))
        else:
            nobody = session.kind in _LED and not any(_is_in_front(part) for part in parts)
            yield Hit(place, owner.words, _NOBODY_LEADS if nobody else _NO_MODERATOR)


def _lacks_moderator(session: Session, parts: list[_Part]) -> bool:
    """Not breaks, visits and networking; an opening, a closing and what is imported as "other" may be one speech."""
    if any(part.role == RoleKind.MODERATOR and part.state != RoleState.DECLINED for part in parts):
        return False
    leading = {part.person for part in parts if _is_in_front(part)}
    if session.kind in _LED:
        return len(leading) != 1
    if session.kind == SessionKind.PLENARY:
        return len(leading) > 1 and sum(1 for talk in session.talks if talk.speakers) != 1
    return session.kind in _MODERATED


def _is_in_front(part: _Part) -> bool:
    return part.state != RoleState.DECLINED and (part.role is None or part.role in _IN_FRONT)


def speaker_unconfirmed(reading: Reading) -> Iterator[Hit]:
    messages = {RoleState.TO_INVITE: _NOT_INVITED, RoleState.INVITED: _NOT_CONFIRMED}
    for session in held(reading):
        if session.status == SessionStatus.CONFIRMED:
            yield from _told(reading, session, messages)


def declined_still_listed(reading: Reading) -> Iterator[Hit]:
    for session in held(reading):
        yield from _told(reading, session, {RoleState.DECLINED: _DECLINED})


def _told(reading: Reading, session: Session, messages: dict[RoleState, Said]) -> Iterator[Hit]:
    """Once for each person in the session; a moderator who declined and is missed is told as that."""
    parts = _parts(reading, session)
    missed = RoleKind.MODERATOR if RoleState.DECLINED in messages and _lacks_moderator(session, parts) else None
    told: set[str] = set()
    words = reading.of_session(session).words
    for part in parts:
        if part.state in messages and part.person not in told and (part.role is None or part.role != missed):
            told.add(part.person)
            values: dict[str, Value] = {"name": reading.person_named(part.person)}
            yield Hit(f"{part.place}.state", words, messages[part.state], values, people=(part.person,))


RULES = (
    Rule(
        name="moderator-missing",
        description=said(
            "A panel, a discussion or a workshop of several people, or a plenary of several speeches, without a moderator."
        ),
        remedy=said("Name somebody who moderates the session."),
        find=moderator_missing,
    ),
    Rule(
        name="speaker-unconfirmed",
        description=said("Somebody in a confirmed session has not confirmed, or was not invited."),
        remedy=said("Ask the person, or make the session tentative."),
        find=speaker_unconfirmed,
    ),
    Rule(
        name="declined-still-listed",
        description=said("Somebody who declined is still listed in a session."),
        remedy=said("Take the person out, or find somebody else."),
        find=declined_still_listed,
    ),
)
