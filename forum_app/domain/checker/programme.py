"""The programme's facts as the rules compare texts with them: lengths, hours and days of sessions."""

from datetime import date, timedelta
from itertools import groupby

from forum_app.domain.checker.language.clock import said
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Hours
from forum_app.domain.draft import Session
from forum_app.domain.texts import folded
from forum_app.domain.times import conference_day


def held(reading: Reading) -> list[Session]:
    """The sessions that are neither drafts nor cancelled."""
    return reading.agenda.held


def contents(reading: Reading) -> list[Session]:
    """Those that are no breaks."""
    return reading.agenda.contents


def start_minute(session: Session) -> int | None:
    """Minutes after midnight of its first day; None where it has no start."""
    return session.start.hour * 60 + session.start.minute if session.start else None


def end_minute(session: Session) -> int | None:
    """Minutes after midnight of the day it starts on, more than 1,440 after midnight; None where that is not known."""
    start = start_minute(session)
    return start + session.minutes if start is not None and session.minutes else None


def hours_of(session: Session) -> Hours | None:
    """10:30–11:50; the start alone, or None, where no more is known."""
    start, end = start_minute(session), end_minute(session)
    return None if start is None else Hours(said(start), said(end) if end else "")


def day_of(session: Session, reading: Reading) -> date | None:
    """The conference day it belongs to."""
    return conference_day(session.start, reading.draft.forum.day_starts_at) if session.start else None


def days_by_date(reading: Reading) -> dict[date, list[Session]]:
    """The scheduled sessions by day, breaks included, drafts and cancelled ones left out."""
    timed = sorted((session for session in held(reading) if session.start), key=lambda session: str(session.start))
    return {day: list(group) for day, group in groupby(timed, lambda session: day_of(session, reading)) if day}


def day_lengths(reading: Reading) -> set[int]:
    """Minutes from the first start to the last end of each day, and of all sessions together."""
    found: set[int] = set()
    total = sum(session.minutes or 0 for session in contents(reading))
    for sessions in days_by_date(reading).values():
        ends = [end for session in sessions if (end := end_minute(session))]
        if ends:
            found.add(max(ends) - (start_minute(sessions[0]) or 0))
    return found | ({total} if total else set())


def forum_days(reading: Reading) -> set[date]:
    """The days of the forum and of the event that it is part of."""
    forum = reading.draft.forum
    spans = [(forum.first_day, forum.last_day)]
    if forum.part_of and forum.part_of.first_day:
        spans.append((forum.part_of.first_day, forum.part_of.last_day or forum.part_of.first_day))
    days: set[date] = set()
    for first, last in spans:
        days |= {first + timedelta(days=number) for number in range(min((last - first).days, 400) + 1)}
    return days


def last_day(reading: Reading) -> date:
    """The last day of the forum or of the event that it is part of, whichever is later."""
    forum = reading.draft.forum
    host = forum.part_of
    return (
        max(forum.last_day, *(day for day in (host.first_day, host.last_day) if day))
        if host and host.first_day
        else forum.last_day
    )


_KINDS = {
    "seance pleniere": "plenary",
    "pleniere": "plenary",
    "atelier": "workshop",
    "ouverture": "opening",
    "cloture": "closing",
}


def is_called(session: Session, noun: str) -> bool:
    """Whether a session is a workshop, a panel, an opening …: by its kind, its label or its title."""
    names = [session.kind.value.replace("-", " "), *session.title.values(), *session.label.values()]
    word = folded(noun).replace("-", " ").rstrip("s")
    return any(word in folded(name) or _KINDS.get(word, "\0") in folded(name) for name in names)
