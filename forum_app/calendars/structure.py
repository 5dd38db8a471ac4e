"""The check on the way out: whether bytes are the iCalendar we mean to send (RFC 5545, RFC 7986).

The library that writes them lets invalid files through, so what it wrote is read again, by rules of our own.
"""

import re
from collections import Counter
from collections.abc import Iterator

LONGEST_LINE = 75
_BAD = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_LINE = re.compile(
    rb'([A-Z][A-Z0-9-]*)((?:;[A-Z][A-Z0-9-]*=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
_UTC = re.compile(rb"[0-9]{8}T[0-9]{6}Z$")
_EVENT_ONCE = (b"UID", b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE", b"DTSTART", b"DTEND", b"SUMMARY", b"STATUS")
_EVENT_MOST_ONCE = (b"DESCRIPTION", b"LOCATION", b"URL", b"GEO", b"COLOR", b"CATEGORIES")
_CALENDAR_ONCE = (b"VERSION", b"PRODID")
_UNFIT = frozenset({b"ATTENDEE", b"ORGANIZER", b"METHOD"})  # in what is public
_NAMING = ("ATTENDEE in VEVENT", "ORGANIZER in VEVENT", "METHOD in VCALENDAR")
_STATUSES = frozenset({b"TENTATIVE", b"CONFIRMED", b"CANCELLED"})


class UnfitCalendarError(Exception):
    """What was written is no calendar to send. It is a fault of the software, not of what people typed."""


def checked(data: bytes, *, invitation: bool = False) -> bytes:
    """``data`` when it is fit to be sent, a whole calendar or components of one; raises UnfitCalendarError if not. An
    ``invitation`` names who invites whom, which nothing public does."""
    if found := [fault for fault in faults(data) if not (invitation and fault.startswith(_NAMING))]:
        raise UnfitCalendarError("; ".join(found[:5]))
    return data


def faults(data: bytes) -> Iterator[str]:
    """Everything that is wrong with the bytes of a public calendar or of components of one."""
    yield from _byte_faults(data)
    inside: list[bytes] = []
    properties: list[dict[bytes, list[bytes]]] = []
    for content in data.replace(b"\r\n ", b"").split(b"\r\n")[:-1]:
        match = _LINE.fullmatch(content)
        if match is None:
            yield f"no content line: {content[:40]!r}"
            continue
        name, value = match[1], match[3]
        if name == b"BEGIN":
            inside.append(value)
            properties.append({})
        elif name == b"END":
            if not inside or inside.pop() != value:
                yield f"END without BEGIN: {value!r}"
                return
            yield from _component_faults(value, properties.pop())
        elif not inside:
            yield f"outside of a component: {name!r}"
        else:
            properties[-1].setdefault(name, []).append(value)
    if inside:
        yield f"BEGIN without END: {inside[-1]!r}"


def _byte_faults(data: bytes) -> Iterator[str]:
    if not data.endswith(b"\r\n"):
        yield "the last line does not end"
    if data.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark"
    for line in data.split(b"\r\n")[:-1]:
        if len(line) > LONGEST_LINE:
            yield f"a line of {len(line)} octets: {line[:40]!r}"
        if not line.strip():
            yield "an empty line"
        if _BAD.search(line):
            yield f"a control character: {line[:40]!r}"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"a character cut in two: {line[:40]!r}"


def _component_faults(kind: bytes, properties: dict[bytes, list[bytes]]) -> Iterator[str]:
    counted = Counter({name: len(values) for name, values in properties.items()})
    required = {b"VEVENT": _EVENT_ONCE, b"VCALENDAR": _CALENDAR_ONCE}.get(kind, ())
    for name in required:
        if counted[name] != 1:
            yield f"{counted[name]} × {name.decode()} in {kind.decode()}"
    for name in _UNFIT & properties.keys():
        yield f"{name.decode()} in {kind.decode()}"
    if kind == b"VALARM":
        yield "an alarm"
    if kind == b"VEVENT" and all(counted[name] == 1 for name in required):
        yield from _event_faults(properties)


def _event_faults(properties: dict[bytes, list[bytes]]) -> Iterator[str]:
    for name in _EVENT_MOST_ONCE:
        if len(properties.get(name, [])) > 1:
            yield f"more than one {name.decode()}"
    for name in (b"DTSTAMP", b"LAST-MODIFIED", b"DTSTART", b"DTEND"):
        if not _UTC.match(properties[name][0]):
            yield f"{name.decode()} is not in UTC"
    if properties[b"DTEND"][0] <= properties[b"DTSTART"][0]:
        yield "the end is not after the start"
    if not properties[b"SEQUENCE"][0].isdigit() or int(properties[b"SEQUENCE"][0]) >= 2**31:
        yield "SEQUENCE out of range"
    if properties[b"STATUS"][0] not in _STATUSES:
        yield "an unknown STATUS"
    if not 0 < len(properties[b"UID"][0]) <= 255:
        yield "UID out of range"
