"""Hostile and broken programme files through the command line: one message with its place, nothing kept, memory bounded."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from forum_app.commands.context import house
from forum_app.domain.errors import ImportRefused
from forum_app.exchange.drafting import drafted
from forum_app.exchange.frab_json import read_frab_json
from forum_app.exchange.frab_xml import read_frab_xml
from forum_app.exchange.ics import read_ics
from tests.commands.conftest import Forum
from tests.commands.conftest import environment as environment
from tests.commands.conftest import forum as forum
from tests.exchange.files import event_xml, schedule
from tests.exchange.generated import AUTUMN, as_json, as_xml, programme
from tests.exchange.test_ics import WHEN, calendar

EVENT: dict[str, Any] = {
    "id": 1,
    "title": "T",
    "date": "2027-03-26T10:00:00+01:00",
    "start": "10:00",
    "duration": "01:00",
}
DOUBLE = "would be lost."
ENTITIES = "The file declares entities: they are not read. Save it without a DOCTYPE."
YEARS = "The year must be from 1970 to 2100."


def in_json(event: str = json.dumps(EVENT), more: str = "") -> bytes:
    day = f'{{"index": 1, "date": "2027-03-26", "rooms": {{"R": [{event}]{more}}}}}'
    return f'{{"schedule": {{"version": "1", "conference": {{"title": "T", "acronym": "made", "time_zone_name": "UTC", "days": [{day}]}}}}}}'.encode()


def with_event(**changes: Any) -> bytes:
    return in_json(json.dumps(EVENT | changes))


def entities(declared: str, title: str = "x") -> bytes:
    return schedule(event_xml(0).replace("Title 0", title), head=f"<!DOCTYPE schedule [{declared}]>")


SOUND = schedule(event_xml(0))
QUADRATIC = entities(f"<!ENTITY a '{'x' * 100_000}'>", "&a;" * 1000)
NESTED = entities("<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 9)), "&a8;")
LINE, FIRST = "line 1", "line 1, event 1"
IN_JSON = "days[0].rooms[R][0], event 1"
# What it is: the bytes, the place that is named, the sentence.
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "entities, nested": (NESTED, LINE, ENTITIES),
    "entities, long": (QUADRATIC, LINE, "Maximum entity amplification factor exceeded"),
    "a file of ours": (entities("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"), LINE, ENTITIES),
    "another host": (entities("<!ENTITY a SYSTEM 'http://127.0.0.1:1/'>", "&a;"), LINE, ENTITIES),
    "parameters": (entities("<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;"), LINE, ENTITIES),
    "depth": (b"<schedule>" + b"<a>" * 300_000, LINE, "Excessive depth in document"),
    "attributes": (b"<schedule " + b" ".join(b"a%d=''" % n for n in range(1_000_000)) + b"/>", LINE, "no readable XML"),
    "no letter": (schedule(event_xml(0, title="a\0b")), LINE, "Invalid character"),
    "latin-1": (schedule(event_xml(0, title="Zoé")).decode().encode("latin-1"), LINE, "Invalid bytes in character encoding"),
    "invalid UTF-8": (SOUND.replace(b"Title", b"T\xc3\x28"), LINE, "Invalid bytes in character encoding"),
    "cut": (SOUND[:-30], LINE, "no readable XML"),
    "no day": (schedule(event_xml(0, date="2027-02-29T10:00:00+01:00")), FIRST, "is no date"),
    "no hour": (schedule(event_xml(0, start="24:01")), FIRST, "“24:01” is no time of day such as 10:30."),
    "skipped": (schedule(event_xml(0, date="2027-03-28T02:30:00+01:00", start="02:30")), FIRST, "does not exist in Europe/Paris"),
    "no zone": (schedule(event_xml(0), zone="Mars/Phobos"), "", "“Mars/Phobos” is no time zone"),
    "long": (schedule(event_xml(0, title="x" * 1_000_000)), FIRST, "The title has 1000000 characters; 300 are the most."),
    "long id": (schedule(event_xml(0, id="9" * 100_000)), f"line 1, event {'9' * 40}", "The id has 100000 characters"),
    "year 1": (with_event(date="0001-01-01T00:00:00+14:00", start=""), "forum.first_day", YEARS),
    "year 9999": (with_event(date="9999-12-31T23:59:00-14:00", start=""), "forum.first_day", YEARS),
    "year 99999": (with_event(date="99999-01-01T10:00:00"), IN_JSON, "is no date"),
    "half a letter": (with_event(title="\ud800x"), f"{IN_JSON}: title.en", "U+D800"),
    "deep JSON": (b'{"schedule": ' + b"[" * 100_000, "", "nested too deep"),
    "NaN": (in_json().replace(b'"id": 1', b'"id": NaN'), "", "NaN is no number."),
    "many digits": (in_json().replace(b'"id": 1', b'"id": ' + b"9" * 5_000), "days[0].rooms[R][0], event 9", "The id has 5000 characters"),
    "a name twice": (in_json().replace(b'"title": "T", "date"', b'"title": "T", "title": "U", "date"'), "", f"“title” stands twice in one object of the file: one of them {DOUBLE}"),
    "a room twice": (in_json(more=', "R": []'), "", f"“R” stands twice in one object of the file: one of them {DOUBLE}"),
    "cut JSON": (in_json()[:-9], LINE, "no readable JSON"),
    "no UTF-8": (in_json().replace(b'"T"', b'"\xff"'), "", "not in UTF-8"),
    "cut calendar": (calendar("SUMMARY:x", *WHEN)[:-30], "", "The calendar is cut off"),
    "calendar in latin-1": (calendar("SUMMARY:Zoé", *WHEN).decode().encode("latin-1"), "", "not in UTF-8"),
    "DTSTART;;": (calendar("SUMMARY:x", "DTSTART;;:20270326T090000Z"), "event 1, UID 1@example.org", "no readable DTSTART"),
    "calendar of year 9999": (calendar("DTSTART:99991231T235900Z"), "event 1, UID 1@example.org", YEARS),
    "endless line": (calendar("SUMMARY:" + "x" * 1_000_000, *WHEN), "", "A line of the calendar has 1000008 characters"),
    "two calendars": (calendar("SUMMARY:x", *WHEN) * 2, "", "no readable calendar"),
}  # fmt: skip


def dump() -> list[str]:
    """Everything that the database holds."""
    with sqlite3.connect(make_url(house.config.database_url).database or "") as connection:
        return list(connection.iterdump())


def test_each_is_refused_in_one_message_with_its_place_and_nothing_is_kept(forum: Forum, tmp_path: Path) -> None:
    file = tmp_path / "programme"
    file.write_bytes(schedule(event_xml(3), zone="UTC"))
    assert forum("import", file, "--slug", "made").status == 0
    before = dump()
    for name, (data, place, sentence) in REFUSED.items():
        file.write_bytes(data)
        for words in ((), ("--slug", "made", "--replace")):
            done = forum("import", file, *words)
            start = f"forum: nothing was imported.\nprogramme: {place}"
            assert (done.status, done.out, done.err[: len(start)]) == (1, "", start), (name, done.err[:500])
            assert sentence in done.err, (name, done.err[:500])
            assert len(done.err) < 5_000, name
    assert dump() == before


ACCEPTED: dict[str, bytes] = {
    "XML in UTF-16": SOUND.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "a DOCTYPE without entities": schedule(event_xml(0), head="<!DOCTYPE schedule SYSTEM 'http://127.0.0.1:1/schedule.dtd'>"),
    "XInclude": schedule(event_xml(0, extra="<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>")),
    "JSON in UTF-16": in_json().decode().encode("utf-16"),
    "JSON with a mark": b"\xef\xbb\xbf" + in_json(),
    "1e999999": in_json().replace(b'"id": 1', b'"id": 1e999999'),
    "calendar in UTF-16": calendar("SUMMARY:x", *WHEN).decode().encode("utf-16"),
    "calendar with a mark": b"\xef\xbb\xbf" + calendar("SUMMARY:x", *WHEN),
    "carriage returns alone": calendar("SUMMARY:x", *WHEN).replace(b"\r\n", b"\r"),
    "RRULE": calendar("SUMMARY:x", *WHEN, "RRULE:FREQ=SECONDLY;COUNT=999999999"),
    "REPEAT": calendar("SUMMARY:x", *WHEN, "BEGIN:VALARM", "TRIGGER:-PT1M", "REPEAT:999999999", "DURATION:PT1S", "END:VALARM"),
    "a length beyond all": calendar("SUMMARY:x", WHEN[0], "DURATION:P99999999999999999W"),
    "a zone that changes each second": calendar(
        "SUMMARY:x", "DTSTART;TZID=Mine:20270326T100000",
        head="X-WR-TIMEZONE:UTC\r\nBEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE",
    ),
}  # fmt: skip


def test_odd_ones_come_in_with_their_one_session(forum: Forum, tmp_path: Path) -> None:
    for number, (name, data) in enumerate(ACCEPTED.items()):
        (tmp_path / "programme").write_bytes(data)
        done = forum("import", tmp_path / "programme", "--slug", f"odd-{number}")
        assert done.out.startswith(f"odd-{number}: imported, 1 sessions"), (name, done)
        assert "root:" not in done.out


@pytest.mark.parametrize("kind", ["xml", "json", "ics"])
def test_a_file_cut_anywhere_is_refused(kind: str) -> None:
    made = programme(AUTUMN)[:12]
    readers: dict[str, tuple[bytes, Callable[[bytes], Any]]] = {
        "xml": (as_xml(AUTUMN, made), read_frab_xml),
        "json": (as_json(AUTUMN, made), read_frab_json),
        "ics": (calendar("SUMMARY:Ünï", *WHEN, "DESCRIPTION:x" * 99), read_ics),
    }
    data, read = readers[kind]
    data = data.rstrip()
    drafted(read(data))
    for end in [*range(0, len(data), max(1, len(data) // 200)), *range(len(data) - 14, len(data))]:
        with pytest.raises(ImportRefused):
            drafted(read(data[:end]))


def persons(count: int) -> bytes:
    return b"<persons>" + b"".join(b"<person id='%d'>A</person>" % n for n in range(count)) + b"</persons>"


def with_body(body: bytes) -> bytes:
    return SOUND.replace(b"</persons>", b"</persons>" + body)


TOO_MUCH: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million people": (lambda: with_body(persons(1_000_000)), "The file holds more than 1000000 tags."),
    "many people": (lambda: with_body(persons(60_000)), "The file names people more than 50000 times."),
    "many events": (lambda: SOUND.replace(b"<room ", b"<room name='R'>" + b"<event/>" * 30_000 + b"</room><room ", 1), "The file holds more than 20000 events."),
    "empty elements": (lambda: with_body(b"<a/>" * 7_000_000), "The file holds more than 1000000 tags."),
    "empty lists": (lambda: b'{"schedule": {"x": [' + b"[]," * 10_000_000 + b"[]]}}", "The file holds more than 1000000 values."),
    "short texts": (lambda: b'{"schedule": {"x": [' + b'"ab",' * 6_000_000 + b'""]}}', "The file holds more than 1000000 values."),
    "lines": (lambda: calendar(*WHEN, *["X:1"] * 4_000_000), "The calendar holds more than 2000000 lines."),
    "lines about events": (lambda: calendar(*WHEN, *["UID:1"] * 500_000), "The calendar holds more than 400000 lines about events."),
    "repetitions": (lambda: calendar("SUMMARY:x", *WHEN, "RDATE:" + ",".join(["20270101T000000Z"] * 1_800_000)), "kept"),
    "parameters": (lambda: calendar("SUMMARY:x", *WHEN, "X-A" + ";P=1" * 7_000_000), "kept"),
    "people of a forum": (lambda: b'{"version": 1, "people": [' + b'{"id":"","name":{}},' * 1_500_000 + b"{}]}", "The file holds more than 3000000 values."),
}  # fmt: skip
READ_LIMITED = """
import resource, sys
from forum_app.domain.errors import ImportRefused
from forum_app.services.forum_files import parse_forum_json
from forum_app.services.programme_files import _read, format_of
data = sys.stdin.buffer.read()
limit = 800 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
try:
    _read(data, "", lambda done: None) if format_of(data) else parse_forum_json(data)
    print("kept")
except ImportRefused as error:
    print(error.problems[0][1])
"""


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_in_bounded_memory(name: str) -> None:
    make, sentence = TOO_MUCH[name]
    data = make()
    assert len(data) <= 32 * 2**20
    done = subprocess.run([sys.executable, "-c", READ_LIMITED], input=data, capture_output=True, timeout=250)
    assert done.stdout.decode() == f"{sentence}\n", done.stderr.decode()[-600:]
