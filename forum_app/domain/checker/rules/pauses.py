"""Rules on pauses: people sit for hours without one, all day without time to eat, or in what cuts into a break."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from forum_app.domain.checker.agenda import Slot
from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.programme import day_of
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Day, Value, in_minutes
from forum_app.domain.sentences import Said, said, said_many
from forum_app.domain.vocabularies import SessionKind

_NO_BREAK = said(
    "From %(from)s to %(until)s there is no pause for everybody: %(length)s. More than 3 hours is too long."
)
_HOURS = said_many("%(num)d hour", "%(num)d hours")
_HOURS_AND_MINUTES = said("%(hours)d h %(minutes)d min")
_NO_MEAL = said(
    "From %(from)s to %(until)s there is no pause of 30 minutes for everybody, the longest has %(longest)s: when do people eat?"
)
_INTO = said("The session ends at %(end)s, when “%(break)s” has begun at %(from)s.")
_FROM = said("The session begins at %(start)s, before “%(break)s” ends at %(until)s.")
# Twice the hour and a half that is usual for a session; after six hours European law (2003/88/EC) wants a rest break.
LONGEST_SITTING, LONGEST_WITHOUT_MEAL = 180, 360
LEAST_PAUSE, LEAST_MEAL = 10, 30
_LOOKED_BACK = 8  # breaks
_PAUSES = frozenset({SessionKind.BREAK, SessionKind.NETWORKING})
# These make pauses of their own when they are long: a training, a desk or an exhibition that is open all day.
_PAUSES_ITSELF = frozenset({SessionKind.WORKSHOP, SessionKind.PEER_LEARNING, SessionKind.OTHER})

_Spans = list[tuple[int, int]]


def break_missing(reading: Reading) -> Iterator[Hit]:
    for day, slots in _days(reading).items():
        for start, end in _without_pause(slots):
            yield _hit(reading, day, slots, (start, end), _NO_BREAK, {"length": _length(end - start)})


def _length(number: int) -> Said:
    hours, rest = divmod(number, 60)
    return _HOURS_AND_MINUTES.of({"hours": hours, "minutes": rest}) if rest else _HOURS.of({"num": hours})


def meal_missing(reading: Reading) -> Iterator[Hit]:
    for day, slots in _days(reading).items():
        sitting = _sitting(slots)
        if not sitting or sitting[-1][1] - sitting[0][0] <= LONGEST_WITHOUT_MEAL or _without_pause(slots):
            continue
        longest = max((later[0] - one[1] for one, later in pairwise(sitting)), default=0)
        if longest < LEAST_MEAL:
            yield _hit(reading, day, slots, (sitting[0][0], sitting[-1][1]), _NO_MEAL, {"longest": in_minutes(longest)})


def session_over_break(reading: Reading) -> Iterator[Hit]:
    """A break in one room is for those there; what lies wholly in a break, or around it, is meant so."""
    pauses = [slot for slot in reading.agenda.slots if slot.session.kind == SessionKind.BREAK and not slot.session.room]
    starts = [slot.start for slot in pauses]
    for slot in reading.agenda.slots if pauses else []:
        if not _is_sat_through(slot):
            continue
        into = pauses[bisect_right(starts, slot.start) : bisect_left(starts, slot.end)]
        before = pauses[: bisect_left(starts, slot.start)][-_LOOKED_BACK:]
        cut = next((pause for pause in into if pause.end > slot.end), None)
        cut = cut or next((pause for pause in before if slot.start < pause.end < slot.end), None)
        if cut:
            clock = reading.agenda.clock
            values: dict[str, Value] = {
                "start": clock(slot.start),
                "end": clock(slot.end),
                "break": reading.named(cut.session.title),
                "from": clock(cut.start),
                "until": clock(cut.end),
            }
            message = _INTO if cut.start > slot.start else _FROM
            yield at(reading.of_session(slot.session), "start", message, values, sessions=(cut.session.id,))


def _days(reading: Reading) -> dict[date, list[Slot]]:
    days: dict[date, list[Slot]] = defaultdict(list)
    for slot in reading.agenda.slots:
        day = day_of(slot.session, reading)
        if day:
            days[day].append(slot)
    return days


def _without_pause(slots: list[Slot]) -> _Spans:
    joined = _joined(_sitting(slots), LEAST_PAUSE)
    return [(start, end) for start, end in joined if end - start > LONGEST_SITTING]


def _sitting(slots: list[Slot]) -> _Spans:
    """When something is on that everybody may want to be at, without the breaks, whatever is on beside these."""
    pauses = _joined(((slot.start, slot.end) for slot in slots if slot.session.kind in _PAUSES), 0)
    found: _Spans = []
    for start, end in _joined(((slot.start, slot.end) for slot in slots if _is_sat_through(slot)), 0):
        for pause_start, pause_end in pauses:
            if pause_start < end and start < pause_end:
                found += [(start, pause_start)] if start < pause_start else []
                start = pause_end
        found += [(start, end)] if start < end else []
    return found


def _is_sat_through(slot: Slot) -> bool:
    kind = slot.session.kind
    if kind in _PAUSES or kind == SessionKind.FIELD_VISIT:
        return False
    return kind not in _PAUSES_ITSELF or slot.end - slot.start <= LONGEST_SITTING


def _joined(spans: Iterable[tuple[int, int]], least: int) -> _Spans:
    """Spans in order of their starts, as one where less than ``least`` minutes lie between them."""
    found: _Spans = []
    for start, end in spans:
        if found and (start <= found[-1][1] or start - found[-1][1] < least):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _hit(
    reading: Reading, day: date, slots: list[Slot], span: tuple[int, int], message: Said, values: dict[str, Value]
) -> Hit:
    """At the session with which it begins."""
    first = next(slot for slot in slots if slot.end > span[0] and _is_sat_through(slot))
    clock = reading.agenda.clock
    times: dict[str, Value] = {"from": clock(span[0]), "until": clock(span[1])}
    return Hit(f"sessions[{first.number}].start", Day(day, weekday=True), message, {**times, **values})


RULES = (
    Rule(
        name="break-missing",
        description=said("More than three hours of a day without a pause of ten minutes for everybody."),
        remedy=said("Enter a break of at least 10 minutes, better one every hour and a half."),
        find=break_missing,
    ),
    Rule(
        name="meal-missing",
        description=said("A day of more than six hours without a pause of half an hour for everybody."),
        remedy=said("Enter a lunch break, or leave half an hour in which nothing is on."),
        find=meal_missing,
    ),
    Rule(
        name="session-over-break",
        description=said("A session cuts into a break that is for everybody."),
        remedy=said("Move the session or the break, or give the break the room that it is for."),
        find=session_over_break,
    ),
)
