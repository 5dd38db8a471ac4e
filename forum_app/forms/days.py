"""Days and times of day as they are typed: read as the draft keeps them, or why they can't be."""

import re
from datetime import date, datetime, time

from forum_app.domain.sentences import Said, said

_TIME = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)$", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)


def day_of(raw: str) -> str | Said:
    """A day in ISO 8601."""
    try:
        if _DAY.match(raw):
            return date.fromisoformat(raw).isoformat()
    except ValueError:
        pass
    return said("This is no date: write year, month and day, such as 2026-09-13.")


def clock_of(raw: str) -> str | Said:
    """A time of day in ISO 8601."""
    found = _TIME.match(raw)
    if found is None:
        return said("This is no time of day: write hours and minutes, such as 14:30.")
    return time(int(found[1]), int(found[2])).isoformat()


def wall_of(day: str, clock: str) -> str | Said:
    """A day and a time on the forum's clocks, both needed, as one in ISO 8601."""
    if not day or not clock:
        return said("The day is missing.") if not day else said("The time of day is missing.")
    found, at = day_of(day), clock_of(clock)
    if isinstance(found, Said) or isinstance(at, Said):
        return found if isinstance(found, Said) else at
    return datetime.combine(date.fromisoformat(found), time.fromisoformat(at)).isoformat()
