"""What the examples of the agenda's rules change: the panel is on Tuesday at 10:00 to 11:30 in the Green Room (the first
talk until 10:30, the second, with its moderator of the workshop, until 11:00), the workshop on Wednesday at 14:00."""

from typing import Any

PANEL, WORKSHOP = "sessions[0]", "sessions[1]"
GREEN, BLUE = "r222222222", "r322222222"
MODERATES_PANEL, FIRST_TALK, SECOND_TALK, MODERATES_WORKSHOP = (f"p{number}22222222" for number in range(2, 6))


def a_session(number: int, at: str, minutes: int, **more: Any) -> dict[str, Any]:
    """A session more, of no kind of its own; ``at`` is a day of June 2031 and a clock time: 10 09:30."""
    day, clock = at.split()
    return {
        "id": f"s{number}22222222",
        "title": {"en": f"Meeting {number}", "fr": f"Rencontre {number}"},
        "start": f"2031-06-{day}T{clock}:00",
        "minutes": minutes,
        "room": GREEN,
    } | more


def a_break(number: int, at: str, minutes: int, **more: Any) -> dict[str, Any]:
    return a_session(number, at, minutes, **({"kind": "break", "room": None} | more))


def on_tuesday(clock: str, **more: Any) -> dict[str, Any]:
    """The workshop on the day of the panel, for an hour."""
    changes = {"start": f"2031-06-10T{clock}:00", "minutes": 60, **more}
    return {f"{WORKSHOP}.{name}": value for name, value in changes.items()}


def with_role(session: str, person: str, role: str = "moderator", state: str = "confirmed") -> dict[str, Any]:
    """One role more in the panel or the workshop, each of which has one."""
    return {f"{session}.roles[1]": {"id": "m922222222", "person": person, "role": role, "state": state}}
