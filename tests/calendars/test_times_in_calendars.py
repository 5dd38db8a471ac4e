"""Wall times of every kind of zone become the same instants in everybody's calendar."""

import hashlib
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forum_app.calendars.public import agenda_ics
from forum_app.domain.errors import SkippedHour
from forum_app.domain.release import Release
from tests.calendars.readers import READERS, Reading, read_by_all
from tests.factories import ADDRESSES, WORKSHOP, a_draft, a_plain_session, a_release

# Zone, wall time, fold, minutes, and the instants that follow, worked out by hand from the zone's offset.
TIMES = [
    ("Asia/Bangkok", "2030-05-14T10:30", 0, 80, "2030-05-14T03:30:00Z", "2030-05-14T04:50:00Z"),
    ("Asia/Kathmandu", "2026-07-01T10:00", 0, 60, "2026-07-01T04:15:00Z", "2026-07-01T05:15:00Z"),
    ("Africa/Nairobi", "2026-07-01T10:00", 0, 60, "2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z"),
    ("Pacific/Chatham", "2026-01-15T10:00", 0, 60, "2026-01-14T20:15:00Z", "2026-01-14T21:15:00Z"),
    ("Pacific/Chatham", "2026-07-01T10:00", 0, 60, "2026-06-30T21:15:00Z", "2026-06-30T22:15:00Z"),
    ("America/St_Johns", "2026-01-15T10:00", 0, 60, "2026-01-15T13:30:00Z", "2026-01-15T14:30:00Z"),
    ("America/St_Johns", "2026-07-01T10:00", 0, 60, "2026-07-01T12:30:00Z", "2026-07-01T13:30:00Z"),
    ("America/New_York", "2026-03-08T01:30", 0, 60, "2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z"),
    ("Africa/Casablanca", "2025-07-01T10:00", 0, 60, "2025-07-01T09:00:00Z", "2025-07-01T10:00:00Z"),
    ("Africa/Casablanca", "2025-03-10T10:00", 0, 60, "2025-03-10T10:00:00Z", "2025-03-10T11:00:00Z"),
    ("Pacific/Apia", "2026-07-01T10:00", 0, 60, "2026-06-30T21:00:00Z", "2026-06-30T22:00:00Z"),
    ("Antarctica/Troll", "2026-01-15T10:00", 0, 60, "2026-01-15T10:00:00Z", "2026-01-15T11:00:00Z"),
    ("Antarctica/Troll", "2026-07-01T10:00", 0, 60, "2026-07-01T08:00:00Z", "2026-07-01T09:00:00Z"),
    ("UTC", "2026-07-01T10:00", 0, 60, "2026-07-01T10:00:00Z", "2026-07-01T11:00:00Z"),
    ("Etc/GMT-14", "2026-07-01T10:00", 0, 60, "2026-06-30T20:00:00Z", "2026-06-30T21:00:00Z"),
    ("Europe/Paris", "2026-10-25T02:30", 0, 60, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
    ("Europe/Paris", "2026-10-25T02:30", 1, 60, "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"),
    ("Europe/London", "2026-03-29T00:30", 0, 120, "2026-03-29T00:30:00Z", "2026-03-29T02:30:00Z"),
    ("Europe/Paris", "2026-06-30T23:00", 0, 3 * 24 * 60, "2026-06-30T21:00:00Z", "2026-07-03T21:00:00Z"),
    ("Europe/Paris", "1970-01-02T10:00", 0, 60, "1970-01-02T09:00:00Z", "1970-01-02T10:00:00Z"),
    ("Asia/Bangkok", "2038-01-19T10:14", 0, 60, "2038-01-19T03:14:00Z", "2038-01-19T04:14:00Z"),
    ("Asia/Bangkok", "2100-12-31T23:30", 0, 60, "2100-12-31T16:30:00Z", "2100-12-31T17:30:00Z"),
]


def published(zone: str, wall: str, fold: int = 0, minutes: int = 60) -> Release:
    start = datetime.fromisoformat(wall)
    session = a_plain_session(start=start, fold=fold, minutes=minutes)
    forum = {"zone": zone, "first_day": start.date(), "last_day": start.date() + timedelta(days=3)}
    return a_release(a_draft(session, forum=forum))


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    files = {
        str(number): agenda_ics(published(*given), "en", ADDRESSES)
        for number, (*given, _start, _end) in enumerate(TIMES)
    }
    return read_by_all(files, tmp_path_factory.mktemp("times"))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("number", range(len(TIMES)), ids=[" ".join(map(str, row[:3])) for row in TIMES])
def test_every_reader_sees_the_same_instants(reading: Reading, number: int, reader: str) -> None:
    (event,) = reading[str(number)][reader]

    assert (event.start, event.end) == TIMES[number][4:]


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(SkippedHour) as refused:
        published("Europe/Paris", "2026-03-29T02:30")

    assert str(refused.value) == (
        "2026-03-29 02:30 does not exist in Europe/Paris: the clocks are set forward over it. "
        "The next time that exists is 03:00."
    )


def test_a_forum_that_moves_to_another_zone_with_its_wall_times_moves_its_events() -> None:
    before = published("Asia/Bangkok", "2030-05-14T10:00")
    start = datetime.fromisoformat("2030-05-14T10:00")
    after = a_release(a_draft(a_plain_session(start=start), forum={"zone": "Asia/Tokyo"}), after=before)

    assert (before.ledger[WORKSHOP].sequence, after.ledger[WORKSHOP].sequence) == (0, 1)
    assert agenda_ics(after, "en", ADDRESSES).count(b"DTSTART:20300514T010000Z") == 1


def test_a_forum_that_moves_to_another_zone_with_its_instants_moves_nothing() -> None:
    before = published("Asia/Bangkok", "2030-05-14T10:00")
    start = datetime.fromisoformat("2030-05-14T12:00")
    after = a_release(a_draft(a_plain_session(start=start), forum={"zone": "Asia/Tokyo"}), after=before)

    assert agenda_ics(after, "en", ADDRESSES) == agenda_ics(before, "en", ADDRESSES)


def fingerprint() -> str:
    """Of every file of this page in both languages."""
    digest = hashlib.sha256()
    for row in TIMES:
        for language in ("en", "fr"):
            digest.update(agenda_ics(published(*row[:4]), language, ADDRESSES))
    return digest.hexdigest()


def test_the_bytes_do_not_depend_on_the_servers_zone_locale_or_hash_seed() -> None:
    others = [elsewhere("Asia/Tokyo", "tr_TR.UTF-8", "1"), elsewhere("America/St_Johns", "C", "2")]

    assert [process.communicate()[0] for process in others] == [fingerprint()] * 2


def elsewhere(zone: str, locale: str, seed: str) -> subprocess.Popen[str]:
    """Another process that prints its fingerprint, with other settings around it."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": "C", "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "tests.calendars.test_times_in_calendars"]
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    sys.stdout.write(fingerprint())
