"""Rules on the day of a session: none yet, one too many, and the night when the clocks are set back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.names import THE_FORUM
from forum_app.domain.checker.programme import day_of, held
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Day, Value
from forum_app.domain.draft import Session
from forum_app.domain.sentences import said
from forum_app.domain.times import comes_twice, zone_names
from forum_app.domain.vocabularies import SessionStatus

_OVER_DAYS = said(
    "The session begins on %(first)s at %(start)s and ends on %(last)s at %(end)s, when the next day has begun."
)
_TWICE = said("The clocks show %(start)s twice on %(day)s, for they are set back that night; the first time is meant.")
_NO_TIME = said("The session is confirmed and has no time.")
_NO_TIMES = said("No session has a time yet.")
_NO_LENGTH = said("The session has no length.")
_LONGEST_NIGHT = 12 * 60  # a dance may go on until the morning


def session_unscheduled(reading: Reading) -> Iterator[Hit]:
    sessions = held(reading)
    confirmed = [session for session in sessions if _is_unscheduled(session)]
    if confirmed and len(sessions) > 1 and not any(session.start for session in sessions):
        yield Hit("sessions", THE_FORUM, _NO_TIMES)
        return
    for session in confirmed:
        yield at(reading.of_session(session), "start", _NO_TIME)


def _is_unscheduled(session: Session) -> bool:
    return session.start is None and session.status == SessionStatus.CONFIRMED


def length_missing(reading: Reading) -> Iterator[Hit]:
    """What is confirmed without a time is told to lack that first."""
    for session in held(reading):
        if session.minutes is None and not _is_unscheduled(session):
            yield at(reading.of_session(session), "minutes", _NO_LENGTH)


def session_over_days(reading: Reading) -> Iterator[Hit]:
    agenda, starts_at = reading.agenda, reading.draft.forum.day_starts_at
    for slot in agenda.slots:
        first = day_of(slot.session, reading)
        if first is None:
            continue
        start, end = (agenda.wall(minute).replace(tzinfo=None) for minute in (slot.start, slot.end))
        if slot.end - slot.start > _LONGEST_NIGHT and end > datetime.combine(first + timedelta(days=1), starts_at):
            values: dict[str, Value] = {
                "first": Day(start.date()),
                "start": f"{start:%H:%M}",
                "last": Day(end.date()),
                "end": f"{end:%H:%M}",
            }
            yield at(reading.of_session(slot.session), "minutes", _OVER_DAYS, values)


def hour_comes_twice(reading: Reading) -> Iterator[Hit]:
    zone = reading.draft.forum.zone
    for session in held(reading) if zone in zone_names() else []:
        if session.start and not session.fold and comes_twice(session.start, zone):
            values: dict[str, Value] = {"start": f"{session.start:%H:%M}", "day": Day(session.start.date())}
            yield at(reading.of_session(session), "start", _TWICE, values)


RULES = (
    Rule(
        name="session-unscheduled",
        description=said("A confirmed session without a time."),
        remedy=said("Give the session a time, or make it tentative or a draft until it has one."),
        find=session_unscheduled,
    ),
    Rule(
        name="length-missing",
        description=said("A session without a length."),
        remedy=said("Enter how many minutes the session lasts."),
        find=length_missing,
    ),
    Rule(
        name="session-over-days",
        description=said("A session of more than twelve hours that lasts beyond the end of its day."),
        remedy=said("Correct its start or length, or enter one session for each day."),
        find=session_over_days,
    ),
    Rule(
        name="hour-comes-twice",
        description=said("A session starts in the hour that comes twice when the clocks are set back."),
        remedy=said("Start the session at another time, or choose the second of the two hours where that is meant."),
        find=hour_comes_twice,
    ),
)
