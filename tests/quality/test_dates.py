"""Dates, zones and clocks at the import, on pages, in calendars and in data: one instant everywhere, or refused in words."""

import hashlib
import os
import re
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from forum_app.domain.times import zone_names
from tests.houses import migrated
from tests.quality.house import Data, Doors, House, a_file, opened, put, shown

ROOT = Path(__file__).resolve().parents[2]
NO_DATES = ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-00-00", "10000-01-01", "31.12.2026", "12/31/2026", "tomorrow", "", "٢٠٢٦-٠١-٠١", "２０２６-01-01", "2026-W05-1", "20260101", "-2026-01-01"]  # fmt: skip


@pytest.mark.parametrize("value", NO_DATES)
def test_what_is_no_date_is_refused_in_every_field_of_one(house: House, value: str) -> None:
    for place in ("forum.first_day", "forum.last_day", "forum.part_of.first_day"):
        data = put(a_file("nodates"), "forum.part_of.name", {"en": "Host"})
        assert house.refusal(put(data, place, value)) == {place: "This is no date: write one such as 2026-09-13."}
    for place, name in (
        ("sessions.0.start", "sessions[0].start"),
        ("forum.registration.closes_at", "forum.registration.closes_at"),
    ):
        refused = house.refusal(put(a_file("nodates"), place, f"{value}T10:00:00"))
        assert refused == {name: "This is no time: write one such as 2026-09-13T10:30:00."}


NO_TIMES = ["2030-05-14T24:00:00", "2030-05-14T10:60:00", "2030-05-14T10:00:61", "2030-05-14", "10:00", "noon"]


@pytest.mark.parametrize("value", NO_TIMES)
def test_what_is_no_time_is_refused(house: House, value: str) -> None:
    assert house.refusal(put(a_file("notimes"), "sessions.0.start", value)) == {
        "sessions[0].start": "This is no time: write one such as 2026-09-13T10:30:00."
    }


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("sessions.0.start", "2030-05-14T10:00:00Z", "without a zone"),
        ("sessions.0.start", "2030-05-14T10:00:00+07:00", "without a zone"),
        ("sessions.0.start", "2030-05-14T10:00:00.5", "fraction of a second"),
        ("forum.day_starts_at", "04:00:00Z", "without a zone"),
        ("forum.day_starts_at", "25:00:00", "no time of day"),
        ("sessions.0.minutes", 0, "at least 1"),
        ("sessions.0.minutes", -1, "at least 1"),
        ("sessions.0.minutes", 400 * 24 * 60, "at most 10080"),
        ("sessions.0.minutes", 10**30, "number"),
        ("sessions.0.minutes", 1.5, "whole number"),
        ("sessions.0.minutes", "90", "whole number"),
        ("sessions.0.fold", 2, "at most 1"),
        ("forum.last_day", "2030-05-13", "before the first day"),
        ("forum.last_day", "2031-12-31", "at most 366 days"),
        ("forum.first_day", "1969-12-31", "1970 to 2100"),
        ("forum.first_day", "9999-12-31", ""),
        ("sessions.0.start", "1969-12-31T10:00:00", "1970 to 2100"),
        ("sessions.0.start", "2101-01-01T10:00:00", "1970 to 2100"),
        ("sessions.0.start", "9999-12-31T23:59:59", "1970 to 2100"),
        ("sessions.0.start", "0001-01-01T00:00:00", "1970 to 2100"),
        ("forum.references", [{"title": {"en": "x"}, "year": 10**25}], "at most 9999"),
    ],
)
def test_times_that_can_not_be_are_refused_in_words(house: House, place: str, value: Any, words: str) -> None:
    refused = house.refusal(put(a_file("cannotbe"), place, value))
    assert refused
    assert words in " ".join(refused.values())


NO_ZONES = ["Mars/Phobos", "../etc/passwd", "/etc/passwd", "GMT", "EST", "CET", "EST5EDT", "UTC+7", "+07:00", "", " ", "asia/bangkok", "Asia/Bangkok/", "posix/Asia/Bangkok", "right/UTC", "Asia/Bangkok\n../x", "localtime", "Factory", "x" * 64]  # fmt: skip


@pytest.mark.parametrize("zone", NO_ZONES)
def test_a_zone_is_a_place_of_iana_or_refused_in_a_file_and_in_an_address(house: House, zone: str) -> None:
    refused = house.refusal(put(a_file("nozone"), "forum.zone", zone))
    assert list(refused) == ["forum.zone"]
    assert "no time zone" in refused["forum.zone"]
    if "zones" not in house.client.application.extensions:
        house.client.application.extensions["zones"] = house.open(a_file("zones"))
    answer = house.client.get("/forums/zones/agenda", query_string={"tz": zone})
    assert answer.status_code == (400 if zone else 200)


def test_every_zone_of_iana_may_be_asked_for(house: House) -> None:
    house.open(put(a_file("anyzone"), "sessions.0.summary", {}))
    for zone in sorted(zone_names())[::12]:
        answer = house.client.get("/forums/anyzone/", query_string={"tz": zone})
        assert answer.status_code == 200, zone


# Zone, wall time, fold, minutes, and both instants, worked out by hand from the zone's offset.
TIMES = [
    ("Asia/Bangkok", "2030-05-14T10:30:00", 0, 80, "2030-05-14T03:30", "2030-05-14T04:50"),
    ("Asia/Kathmandu", "2026-07-01T10:00:00", 0, 60, "2026-07-01T04:15", "2026-07-01T05:15"),
    ("Africa/Nairobi", "2026-07-01T10:00:00", 0, 60, "2026-07-01T07:00", "2026-07-01T08:00"),
    ("Pacific/Chatham", "2026-01-15T10:00:00", 0, 60, "2026-01-14T20:15", "2026-01-14T21:15"),
    ("America/St_Johns", "2026-07-01T10:00:00", 0, 60, "2026-07-01T12:30", "2026-07-01T13:30"),
    ("America/New_York", "2026-03-08T01:30:00", 0, 60, "2026-03-08T06:30", "2026-03-08T07:30"),
    ("Africa/Casablanca", "2025-03-10T10:00:00", 0, 60, "2025-03-10T10:00", "2025-03-10T11:00"),
    ("Pacific/Apia", "2026-07-01T10:00:00", 0, 60, "2026-06-30T21:00", "2026-06-30T22:00"),
    ("Antarctica/Troll", "2026-07-01T10:00:00", 0, 60, "2026-07-01T08:00", "2026-07-01T09:00"),
    ("UTC", "2026-07-01T10:00:00", 0, 60, "2026-07-01T10:00", "2026-07-01T11:00"),
    ("Etc/GMT-14", "2026-07-01T10:00:00", 0, 60, "2026-06-30T20:00", "2026-06-30T21:00"),
    ("Europe/London", "2026-03-29T00:30:00", 0, 120, "2026-03-29T00:30", "2026-03-29T02:30"),
    ("Europe/Paris", "2026-10-25T02:30:00", 0, 60, "2026-10-25T00:30", "2026-10-25T01:30"),
    ("Europe/Paris", "2026-10-25T02:30:00", 1, 60, "2026-10-25T01:30", "2026-10-25T02:30"),
    ("Europe/Paris", "2026-06-30T23:30:00", 0, 90, "2026-06-30T21:30", "2026-06-30T23:00"),
    ("Europe/Paris", "2026-06-30T23:00:00", 0, 3 * 24 * 60, "2026-06-30T21:00", "2026-07-03T21:00"),
    ("Asia/Tokyo", "1970-01-01T00:00:00", 0, 60, "1969-12-31T15:00", "1969-12-31T16:00"),
    ("Asia/Bangkok", "2038-01-19T10:14:08", 0, 60, "2038-01-19T03:14", "2038-01-19T04:14"),
    ("Asia/Bangkok", "2100-12-31T23:30:00", 0, 60, "2100-12-31T16:30", "2100-12-31T17:30"),
]


def at(number: int) -> Data:
    zone, wall, fold, minutes, _start, _end = TIMES[number]
    data = a_file(f"at{'abcdefghjkmnpqrstuvwxyz'[number]}e", zone=zone, first_day=wall[:10], last_day=wall[:10])
    put(data, "sessions.0.talks", [])
    return put(put(put(data, "sessions.0.start", wall), "sessions.0.fold", fold), "sessions.0.minutes", minutes)


def in_utc(text: str) -> str:
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("number", range(len(TIMES)), ids=[" ".join(map(str, row[:3])) for row in TIMES])
def test_the_page_the_calendar_and_the_data_say_one_instant(house: House, number: int) -> None:
    _zone, wall, _fold, _minutes, start, end = TIMES[number]
    doors = house.open(at(number))
    (event,) = doors.events
    assert [f"{value.value.astimezone(UTC):%Y-%m-%dT%H:%M}" for value in (event.dtstart, event.dtend)] == [start, end]
    (session,) = doors.agenda["sessions"]
    assert [in_utc(session["start"]), in_utc(session["end"])] == [start, end]
    page = doors.trees[f"sessions/{session['id']}"]
    marked = [
        in_utc(time.get("datetime")) for time in page.iterfind(".//main//time") if "T" in (time.get("datetime") or "")
    ]
    assert start in marked
    assert set(marked) <= {start, end}
    assert wall[11:16] in shown(page.find(".//main"))
    islands = "".join(item.text or "" for item in page.iterfind(".//script[@type='application/ld+json']"))
    assert {in_utc(text) for text in re.findall(r'"startDate": ?"([^"]+T[^"]+)"', islands)} == {start}


def test_an_hour_that_the_clocks_skip_is_refused_with_the_next_that_exists(house: House) -> None:
    for zone, wall, following in (
        ("Europe/Paris", "2026-03-29T02:30:00", "03:00"),
        ("America/New_York", "2026-03-08T02:00:00", "03:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15:00", "02:30"),
        ("Pacific/Apia", "2011-12-30T10:00:00", "2011-12-31 00:00"),
    ):
        data = put(a_file("skipped", zone=zone, first_day=wall[:10], last_day=wall[:10]), "sessions.0.start", wall)
        refused = house.refusal(data)
        assert refused["sessions[0].start"].endswith(f"The next time that exists is {following}.")


def test_a_session_past_midnight_belongs_to_the_evening_before(house: House) -> None:
    data = put(a_file("night"), "sessions.0.start", "2030-05-15T01:00:00")
    doors = house.open(put(data, "sessions.0.talks", []))
    assert [(day.day.isoformat(), len(day.sessions)) for day in doors.release.content.days if day.sessions] == [
        ("2030-05-14", 1)
    ]


def test_a_forum_that_moves_to_another_zone_keeps_its_wall_times_and_tells_its_subscribers(house: House) -> None:
    before = house.open(a_file("moving"))
    house.take(put(a_file("moving"), "forum.zone", "Asia/Tokyo"), replace=True)
    after = Doors(house.client, "moving", house.publish("moving"))
    (old,), (new,) = before.release.content.sessions, after.release.content.sessions
    assert (old.starts_at.isoformat(), new.starts_at.isoformat()) == (
        "2030-05-14T10:00:00+07:00",
        "2030-05-14T10:00:00+09:00",
    )  # type: ignore[union-attr]
    (event,) = after.events
    assert (event.sequence.value, event.dtstart.value.astimezone(UTC).hour) == ("1", 1)
    told = feedparser.parse(after.get("changes.atom")).entries[0].content[0].value
    assert "Tokyo" in told


def test_a_reader_beyond_the_date_line_sees_both_days(house: House) -> None:
    house.open(a_file("dateline", zone="Pacific/Auckland"))
    main = shown(Doors(house.client, "dateline", house.publish("dateline")).trees[""].find(".//main"))
    assert "10:00" in main
    answer = house.client.get("/forums/dateline/?tz=America/Los_Angeles&lang=en").text
    assert re.search(r"13 May", answer)
    assert "15:00" in answer
    assert "14 May" in answer


def test_a_clock_that_steps_back_or_leaps_takes_nothing_back(house: House) -> None:
    now = datetime(2030, 4, 1, 12, tzinfo=UTC)
    house.take(a_file("clocks"))
    published = []
    for hours, start in ((0, "10"), (-1, "11"), (24 * 365, "12"), (-24 * 800, "13")):
        house.take(put(a_file("clocks"), "sessions.0.start", f"2030-05-14T{start}:00:00"), replace=True)
        published.append(house.publish("clocks", now + timedelta(hours=hours)))
    entries = [next(iter(release.ledger.values())) for release in published]
    assert [entry.sequence for entry in entries] == [0, 1, 2, 3]
    assert [entry.changed_at for entry in entries] == sorted(entry.changed_at for entry in entries)
    assert [release.published_at for release in published] == sorted(release.published_at for release in published)  # type: ignore[type-var]


def fingerprint(folder: Path) -> str:
    """Of everything that readers get of two forums, made in a process of whatever zone and locale."""
    url = f"sqlite:///{folder / 'forum.db'}"
    migrated(url)
    house = opened(url, folder)
    digest = hashlib.sha256()
    for number in (0, 12):
        data = put(at(number), "sessions.0.title", {"en": "İstanbul ıI", "fr": "Été"})
        doors = house.open(data)
        for page in doors.pages.values():
            digest.update(page.encode())
        for door in (
            "agenda.ics",
            "agenda.json",
            "changes.atom",
            "agenda?lang=fr&q=ISTANBUL",
            "agenda.json?lang=fr",
            "card.png",
        ):
            digest.update(doors.get(door))
    house.database.close()
    return digest.hexdigest()


@pytest.mark.broad
def test_nothing_depends_on_the_servers_zone_locale_or_hash_seed(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    processes = []
    for number, (zone, locale) in enumerate((("Asia/Tokyo", "tr_TR.UTF-8"), ("America/St_Johns", "C"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        settings = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": "C", "PYTHONHASHSEED": str(number + 1)}
        command = [sys.executable, "-m", "tests.quality.test_dates", str(folder)]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True))
    assert [process.communicate(timeout=120)[0] for process in processes] == [fingerprint(own)] * 2


def test_a_newer_time_zone_database_moves_instants_at_the_next_release_only(house: House, tmp_path: Path) -> None:
    doors = house.open(a_file("newlaw", zone="Europe/Paris"))
    newer = tmp_path / "Europe"
    newer.mkdir()
    law = next(path for path in _rules_of("Asia/Tokyo"))
    (newer / "Paris").write_bytes(law)
    url = house.database.url.render_as_string(hide_password=False)
    settings = {
        **os.environ,
        "PYTHONTZPATH": str(tmp_path),
        "FORUM_DATABASE_URL": url,
        "FORUM_INSTANCE": str(tmp_path / "instance"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "forum_app", "publish", "newlaw"],
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "Release 2 is published.\n", done.stderr
    house.client.application.extensions["forum"].live.read_at = -10.0
    (event,) = Doors(house.client, "newlaw", doors.release).events
    (before,) = doors.release.content.sessions
    assert before.starts_at is not None
    assert before.starts_at.isoformat() == "2030-05-14T10:00:00+02:00"
    assert (event.sequence.value, event.dtstart.value.astimezone(UTC).isoformat()) == ("1", "2030-05-14T01:00:00+00:00")


def _rules_of(zone: str) -> list[bytes]:
    """The compiled rules of a zone, as the system or the tzdata package has them."""
    import importlib.resources

    folder, name = zone.rsplit("/")
    found = [Path(place, zone).read_bytes() for place in zoneinfo.TZPATH if Path(place, zone).is_file()]
    return found or [importlib.resources.files(f"tzdata.zoneinfo.{folder}").joinpath(name).read_bytes()]


if __name__ == "__main__":
    sys.stdout.write(fingerprint(Path(sys.argv[1])))
