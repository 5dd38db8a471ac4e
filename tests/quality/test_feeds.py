"""Calendars from the import to other people's readers, on both databases: texts, times, and the life of a session."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from forum_app.calendars.structure import faults
from forum_app.services.publishing import bring_back
from tests.calendars.readers import READERS, Seen, read_by_all
from tests.quality.house import NOW, Data, House, a_file, an_id, put

TEXTS = {
    "a property of its own": "Title\r\nATTENDEE:mailto:x",
    "a lone CR": "Title\rEND:VEVENT",
    "the end of it": "END:VEVENT BEGIN:VALARM",
    "signs that are escaped": "a\\\\,b;c:\"d\" 'e' \\; \\,",
    "markup": "R&D <x> &amp; &lt; <b>",
    "long in two bytes": "a" + "é" * 120,
    "long in three bytes": "ab" + "ท" * 120,
    "long in four bytes": "abc" + "🌾" * 60,
    "right to left": "منتدى Forum (3)",
    "a name for nothing": "None",
}


def with_sessions(slug: str, titles: list[str]) -> Data:
    """A file with one session for each title, an hour each, room and theme of the same name."""
    data = a_file(slug)
    first = data["sessions"][0]
    data["rooms"] = [{"id": an_id("r", number), "name": {"en": title}} for number, title in enumerate(titles)]
    data["themes"] = [{"id": an_id("t", number), "title": {"en": title}} for number, title in enumerate(titles)]
    data["sessions"] = [
        {
            **{name: first[name] for name in ("kind", "start")},
            "id": an_id("s", number),
            "title": {"en": title},
            "minutes": 60,
            "summary": {"en": f"<p>{title.replace('&', '&amp;').replace('<', '&lt;')}</p>"},
            "room": an_id("r", number),
            "themes": [an_id("t", number)],
        }
        for number, title in enumerate(titles)
    ]
    return data


def test_every_reader_reads_titles_places_and_descriptions_as_they_were_typed(house: House, tmp_path: Path) -> None:
    doors = house.open(with_sessions("texts", list(TEXTS.values())))
    whole = doors.get("agenda.ics")
    assert list(faults(whole)) == []
    single = {f"one{number}": doors.get(f"sessions/{an_id('s', number)}.ics") for number in (0, 3, 7)}
    seen = read_by_all({"whole": whole, **single}, tmp_path)
    shown = {an_id("s", number): " ".join(title.split()) for number, title in enumerate(TEXTS.values())}
    for reader in READERS:
        events = {event.uid.split("@")[0]: event for event in seen["whole"][reader]}
        assert {key: event.summary for key, event in events.items()} == shown
        assert {key: event.location.removesuffix(", River House, Bangkok") for key, event in events.items()} == shown
        assert {key: set(event.categories) for key, event in events.items()} == {
            key: {text, "Plenary"} for key, text in shown.items()
        }
        assert {key: event.description.split("\n")[0] for key, event in events.items()} == shown
        for number in (0, 3, 7):
            assert seen[f"one{number}"][reader] == [events[an_id("s", number)]]


BARE = {
    "nothing but a title and a time": {"minutes": 60},
    "a week": {"minutes": 7 * 24 * 60},
    "a minute": {"minutes": 1},
}


def test_sessions_with_next_to_nothing_are_events_that_every_reader_takes(house: House, tmp_path: Path) -> None:
    data = a_file("bare")
    data["forum"].pop("venue")
    data["sessions"] = [
        {"id": an_id("b", number), "title": {"en": name}, "start": "2030-05-14T10:00:00", **more}
        for number, (name, more) in enumerate(BARE.items())
    ]
    feed = house.open(data).get("agenda.ics")
    assert list(faults(feed)) == [] and b"None" not in feed
    for events in read_by_all({"bare": feed}, tmp_path)["bare"].values():
        lasts = {event.summary: event.end for event in events}
        assert lasts["a week"] == "2030-05-21T03:00:00Z" and lasts["a minute"] == "2030-05-14T03:01:00Z"
        assert all(event.end > event.start for event in events)


def test_a_forum_without_sessions_has_a_calendar_and_pages(house: House) -> None:
    data = a_file("empty")
    data["sessions"] = []
    doors = house.open(data)
    assert list(faults(doors.get("agenda.ics"))) == []
    assert set(doors.pages) == {"", "agenda", "speakers", "changes"}  # who does nothing is not shown


def test_a_description_of_sixty_thousand_characters_is_whole(house: House) -> None:
    text = "Wells that last. " * 3500
    doors = house.open(put(a_file("longtext"), "sessions.0.summary.en", f"<p>{text}</p>"))
    (event,) = doors.events
    assert event.description.value.startswith(text.strip())
    assert list(faults(doors.get("agenda.ics"))) == []


ADDRESSES = {
    "https://forum.example/a;b,c": "https://forum.example/a;b,c",
    "https://forum.example/caf\u00e9": "https://forum.example/caf%C3%A9",
    "https://b\u00fccher.example/": "https://xn--bcher-kva.example/",
}


@pytest.mark.parametrize("typed", ADDRESSES)
def test_an_address_in_a_calendar_is_of_plain_letters(house: House, typed: str) -> None:
    data = put(
        put(a_file("urls"), "sessions.0.mode", "online"),
        "sessions.0.online",
        {"platform": "Call", "url": typed, "public": True},
    )
    data["forum"]["slug"] = f"urls{list(ADDRESSES).index(typed)}"
    doors = house.open(data)
    lines = doors.get("agenda.ics").replace(b"\r\n ", b"").split(b"\r\n")
    (line,) = [line for line in lines if line.startswith(b"CONFERENCE")]
    assert line.isascii() and line.endswith(ADDRESSES[typed].encode())


@pytest.mark.parametrize(
    "bad", ["https://x.example/a\r\nATTENDEE:x", "https://x.example/a b", "https://x.example/\x00", "//x.example"]
)
def test_an_address_with_a_line_or_a_blank_in_it_is_refused(house: House, bad: str) -> None:
    refused = house.refusal(
        put(a_file("badurl"), "sessions.0.online", {"platform": "Call", "url": bad, "public": True})
    )
    assert set(refused) == {"sessions[0].online.url"}


# What happens to the session, one release after the other: the change, then status and SEQUENCE of its event.
LIFE: list[tuple[str, dict[str, Any], str, int]] = [
    ("published", {}, "CONFIRMED", 0),
    ("published again", {}, "CONFIRMED", 0),
    ("renamed", {"title": {"en": "Water for everybody"}}, "CONFIRMED", 0),
    ("moved", {"start": "2030-05-14T11:00:00"}, "CONFIRMED", 1),
    ("moved back", {"start": "2030-05-14T10:00:00"}, "CONFIRMED", 2),
    ("shortened", {"minutes": 45}, "CONFIRMED", 3),
    ("without its room", {"room": None}, "CONFIRMED", 4),
    ("doubtful", {"status": "tentative"}, "TENTATIVE", 5),
    ("cancelled", {"status": "cancelled"}, "CANCELLED", 6),
    ("reinstated", {"status": "confirmed"}, "CONFIRMED", 7),
    ("deleted", {"gone": True}, "CANCELLED", 8),
    ("still deleted", {"gone": True}, "CANCELLED", 8),
    ("back again", {"gone": False}, "CONFIRMED", 9),
    ("unscheduled", {"start": None}, "CANCELLED", 10),
]


def test_through_its_life_a_session_is_one_event_whose_number_only_grows(house: House, tmp_path: Path) -> None:
    data, feeds = a_file("life"), {}
    session = data["sessions"][0]
    for number, (name, change, _status, _sequence) in enumerate(LIFE):
        change = dict(change)
        gone = change.pop("gone", False)
        session.update(change)
        house.take({**data, "sessions": [] if gone else [session]}, replace=number > 0)
        house.publish("life", NOW + timedelta(seconds=30 * number))  # changed and changed back within a minute
        feeds[name] = house.client.get("/forums/life/agenda.ics").data
        assert list(faults(feeds[name])) == []
    assert feeds["published again"] == feeds["published"]
    assert feeds["still deleted"] == feeds["deleted"]
    seen = read_by_all(feeds, tmp_path)
    for reader in READERS:
        events = [the_only(seen[name][reader]) for name, *_ in LIFE]
        assert {event.uid for event in events} == {f"{session['id']}@localhost"}
        assert [(event.status, event.sequence) for event in events] == [step[2:] for step in LIFE]
    stamps = [_stamp(feed) for feed in feeds.values()]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == len(LIFE) - 2


def test_an_old_release_brought_back_and_a_copy_of_the_forum_take_no_number_twice(house: House) -> None:
    data = a_file("again")
    house.take(data)
    house.publish("again", NOW)
    house.take(put(json.loads(json.dumps(data)), "sessions.0.minutes", 30), replace=True)
    house.publish("again", NOW + timedelta(hours=1))
    bring_back(house.database, "again", 1, now=NOW + timedelta(hours=2), host="localhost", actor="test")
    house.client.application.extensions["forum"].live.read_at = -10.0
    feed = house.client.get("/forums/again/agenda.ics").data
    assert b"SEQUENCE:2" in feed and b"DTEND:20300514T043000Z" in feed

    house.take(house.exported("again"), slug="copied")
    house.publish("copied", NOW)
    copied = house.client.get("/forums/copied/agenda.ics").data
    assert b"SEQUENCE:0" in copied
    assert f"{data['sessions'][0]['id']}@".encode() not in copied


def the_only(events: list[Seen]) -> Seen:
    (event,) = events
    return event


def _stamp(feed: bytes) -> bytes:
    (line,) = {line for line in feed.split(b"\r\n") if line.startswith(b"LAST-MODIFIED")}
    return line
