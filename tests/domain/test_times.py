"""Wall times, zones and instants, where clocks jump and where they don't."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.domain.draft_rules import problems_of
from forum_app.domain.errors import SkippedHour, UnknownZone
from forum_app.domain.times import comes_twice, conference_day, in_zone, instant, zone_named, zone_names
from tests.factories import WORKSHOP, a_draft, a_plain_session, a_release


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "typed", "refusal"),
    [
        (
            "Europe/Paris",
            "2026-03-29T02:30",
            "2026-03-29 02:30 does not exist in Europe/Paris: the clocks are set forward over it. "
            "The next time that exists is 03:00.",
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:10",
            "2026-10-04 02:10 does not exist in Australia/Lord_Howe: the clocks are set forward over it. "
            "The next time that exists is 02:30.",
        ),
        (
            "Pacific/Apia",
            "2011-12-30T12:00",
            "2011-12-30 12:00 does not exist in Pacific/Apia: the clocks are set forward over it. "
            "The next time that exists is 2011-12-31 00:00.",
        ),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_the_clocks_skip_is_refused_with_the_next_that_exists(
    zone: str, typed: str, refusal: str, fold: int
) -> None:
    with pytest.raises(SkippedHour) as refused:
        instant(wall(typed), zone, fold)

    assert str(refused.value) == refusal


@pytest.mark.parametrize(
    ("zone", "typed", "fold", "shown"),
    [
        ("Europe/Paris", "2026-03-29T01:59", 0, "2026-03-29T01:59:00+01:00"),
        ("Europe/Paris", "2026-03-29T03:00", 0, "2026-03-29T03:00:00+02:00"),
        ("Europe/Paris", "2026-10-25T02:30", 0, "2026-10-25T02:30:00+02:00"),
        ("Europe/Paris", "2026-10-25T02:30", 1, "2026-10-25T02:30:00+01:00"),
        ("Europe/Paris", "2026-10-25T04:30", 1, "2026-10-25T04:30:00+01:00"),
        ("Asia/Kathmandu", "2026-07-01T10:00", 0, "2026-07-01T10:00:00+05:45"),
        ("America/St_Johns", "2026-07-01T10:00", 0, "2026-07-01T10:00:00-02:30"),
        ("Etc/GMT-14", "2026-07-01T10:00", 0, "2026-07-01T10:00:00+14:00"),
        ("UTC", "2026-07-01T10:00", 0, "2026-07-01T10:00:00+00:00"),
    ],
)
def test_an_instant_keeps_its_wall_time_and_says_its_offset(zone: str, typed: str, fold: int, shown: str) -> None:
    assert instant(wall(typed), zone, fold).isoformat() == shown


def test_only_the_hour_that_comes_twice_comes_twice() -> None:
    times = ["2026-10-25T01:59", "2026-10-25T02:00", "2026-10-25T02:59", "2026-10-25T03:00", "2026-03-29T02:30"]

    assert [comes_twice(wall(typed), "Europe/Paris") for typed in times] == [False, True, True, False, False]


@pytest.mark.parametrize(
    "name",
    ["Mars/Phobos", "../etc/passwd", "/etc/localtime", "GMT", "EST", "CET", "", " ", "asia/bangkok", "US/Eastern"],
)
def test_what_is_no_zone_or_an_ambiguous_one_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        zone_named(name)

    assert str(refused.value) == f"“{name}” is no time zone: use a name such as Asia/Bangkok or Europe/Paris."


def test_a_name_that_can_not_be_shown_is_not_repeated() -> None:
    with pytest.raises(UnknownZone) as refused:
        zone_named("a\x1b[31m")

    assert str(refused.value) == "“this” is no time zone: use a name such as Asia/Bangkok or Europe/Paris."


@pytest.mark.parametrize(
    ("starts_at", "day"),
    [
        ("2030-05-14T23:30:00+07:00", date(2030, 5, 14)),
        ("2030-05-15T00:30:00+07:00", date(2030, 5, 14)),
        ("2030-05-15T03:59:00+07:00", date(2030, 5, 14)),
        ("2030-05-15T04:00:00+07:00", date(2030, 5, 15)),
    ],
)
def test_a_session_after_midnight_belongs_to_the_evening_before(starts_at: str, day: date) -> None:
    assert conference_day(wall(starts_at), time(4, 0)) == day


def test_a_readers_zone_may_have_another_date() -> None:
    start = instant(wall("2026-07-01T10:00"), "Pacific/Apia")

    assert in_zone(start, "America/New_York").isoformat() == "2026-06-30T17:00:00-04:00"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1969-12-31T10:00", "The year must be from 1970 to 2100."),
        ("1970-01-01T10:00", None),
        ("2038-01-19T03:14", None),
        ("2100-12-31T23:59", None),
        ("9999-12-31T23:59", "The year must be from 1970 to 2100."),
        ("0001-01-01T00:00", "The year must be from 1970 to 2100."),
    ],
)
def test_years_outside_a_sane_window_are_refused(typed: str, problem: str | None) -> None:
    draft = a_draft(a_plain_session(start=wall(typed)))

    assert problems_of(draft) == ([("sessions[0].start", problem)] if problem else [])


@given(
    st.sampled_from(sorted(zone_names())),
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30)),
    st.sampled_from([0, 1]),
)
def test_an_instant_shown_in_its_zone_is_the_wall_time_again(zone: str, typed: datetime, fold: int) -> None:
    try:
        found = instant(typed, zone, fold)
    except SkippedHour:
        return

    assert found.replace(tzinfo=None) == typed
    assert in_zone(found.astimezone(UTC), zone).replace(tzinfo=None, fold=0) == typed


@pytest.fixture
def newer_rules(tmp_path: Path) -> Iterator[Path]:
    """A folder of zone rules that is read instead of the usual one, and put away again."""
    usual = zoneinfo.TZPATH
    yield tmp_path
    zoneinfo.reset_tzpath(usual)
    zoneinfo.ZoneInfo.clear_cache()


def test_newer_rules_of_a_zone_keep_the_wall_time_and_move_the_instant_at_the_next_release(newer_rules: Path) -> None:
    before = a_release()
    tokyo = resources.files("tzdata.zoneinfo.Asia").joinpath("Tokyo")
    (newer_rules / "Asia").mkdir()
    (newer_rules / "Asia" / "Bangkok").write_bytes(tokyo.read_bytes())
    zoneinfo.reset_tzpath([newer_rules])
    zoneinfo.ZoneInfo.clear_cache()

    after = a_release(after=before)

    was, now = (release.content.session[WORKSHOP].starts_at for release in (before, after))
    assert was is not None
    assert now is not None
    assert (now.replace(tzinfo=None), now - was) == (was.replace(tzinfo=None), timedelta(hours=-2))
    assert (before.ledger[WORKSHOP].sequence, after.ledger[WORKSHOP].sequence) == (0, 1)
