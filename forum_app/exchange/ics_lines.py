"""The lines of a calendar file that are read, counted and measured before anybody parses them.

What a programme has no use for is left out here, however much of it there is: alarms, repetitions, attendees, parameters
without end. Memory and time stay with the size of what is kept.
"""

import re
from collections.abc import Iterator

from forum_app.domain.sentences import said
from forum_app.exchange.programme import refused
from forum_app.exchange.values import read_text

MOST_COMPONENTS, DEEPEST = 20_000, 8
MOST_LINES, MOST_KEPT, LONGEST_LINE, LONGEST_ZONE_LINE = 2_000_000, 400_000, 200_000, 2_000
_LINE_END = re.compile("\r\n|\n|\r")
_NAME = re.compile("[A-Za-z0-9-]+")
_HEAD = "BEGIN END VERSION PRODID NAME X-WR-CALNAME X-WR-TIMEZONE TIMEZONE-ID"
_EVENT = "SUMMARY UID DTSTART DTEND DURATION LOCATION DESCRIPTION STATUS URL CATEGORIES"
_READ = frozenset(f"{_HEAD} {_EVENT}".split())
_READ_OF_ZONES = frozenset("BEGIN END TZID DTSTART TZOFFSETFROM TZOFFSETTO TZNAME RRULE RDATE".split())
# Only that there are some is told, not which.
_SHORTENED = {"RRULE": "X-REPEATED:1", "RDATE": "X-REPEATED:1", "ATTENDEE": "X-ATTENDED:1"}


def content_lines(data: bytes) -> list[str]:
    """Unfolded lines. Raises ImportRefused for what is no calendar or too much of one, and UnicodeDecodeError."""
    if data.count(b"\n") + data.count(b"\r") > MOST_LINES:
        raise refused("", said("The calendar holds more than %(most)s lines.", most=MOST_LINES))
    kept: list[str] = []
    inside: list[str] = []  # the parts that are open
    components = 0
    for line in _unfolded(read_text(data)):
        found = _NAME.match(line)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            components += 1
            inside.append(line[6:].strip().upper())
            if components > MOST_COMPONENTS or len(inside) > DEEPEST:
                much = said("The calendar holds more than %(most)s parts, or parts nested more than %(deepest)s deep.")
                raise refused("", much.of({"most": MOST_COMPONENTS, "deepest": DEEPEST}))
        in_zone = "VTIMEZONE" in inside
        if name in (_READ_OF_ZONES if in_zone else _READ):
            if len(line) > (LONGEST_ZONE_LINE if in_zone else LONGEST_LINE):
                long = said("A line of the calendar has %(length)s characters: “%(start)s”.")
                raise refused("", long.of({"length": len(line), "start": line[:40]}))
            kept.append(line)
        elif name in _SHORTENED and not (kept and kept[-1] == _SHORTENED[name]):
            kept.append(_SHORTENED[name])
        if name == "END" and (not inside or inside.pop() != line[4:].strip().upper()):
            raise refused("", said("The calendar ends a part that is not open: “%(start)s”.", start=line[:40]))
        if len(kept) > MOST_KEPT:
            raise refused("", said("The calendar holds more than %(most)s lines about events.", most=MOST_KEPT))
    if not components:
        raise refused("", said("The file is no calendar: it has no BEGIN:VCALENDAR."))
    if inside:
        raise refused("", said("The calendar is cut off: the END of a part is missing."))
    return kept


def _unfolded(text: str) -> Iterator[str]:
    """Whole lines: one that begins with a blank goes on with the one before."""
    parts: list[str] = []
    for line in _LINE_END.split(text):
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        if parts:
            yield "".join(parts)
        parts = [line] if line else []
    if parts:
        yield "".join(parts)
