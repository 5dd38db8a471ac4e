"""Wall times, zones and instants. This file alone knows ``ZoneInfo``.

The draft keeps a wall time, a zone and a fold; everything else keeps aware instants.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from forum_app.domain.errors import SkippedHour, UnknownZone

FIRST_YEAR, LAST_YEAR = 1970, 2100


@cache
def zone_names() -> frozenset[str]:
    """IANA names of places, UTC and the fixed Etc zones; abbreviations such as EST or GMT are ambiguous: left out."""
    return frozenset(
        name
        for name in available_timezones()
        if name == "UTC" or ("/" in name and not name.startswith(("posix/", "right/", "US/", "SystemV/")))
    )


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises UnknownZone for anything else, paths and abbreviations included."""
    if name not in zone_names():
        shown = name if name.isprintable() and len(name) <= 64 else "this"
        raise UnknownZone("“%(zone)s” is no time zone: use a name such as Asia/Bangkok or Europe/Paris.", zone=shown)
    return ZoneInfo(name)


def instant(wall: datetime, zone: str, fold: int = 0) -> datetime:
    """The instant of a wall time, as a time with its offset in that zone.

    ``fold`` chooses the second of two where the clocks are set back. Raises SkippedHour where they are set forward.
    """
    if not _exists(wall, zone):
        later = wall.replace(second=0, microsecond=0)
        while not _exists(later, zone):
            later += timedelta(minutes=1)
        shown = f"{later:%H:%M}" if later.date() == wall.date() else f"{later:%Y-%m-%d %H:%M}"
        raise SkippedHour(
            "%(time)s does not exist in %(zone)s: the clocks are set forward over it. The next time that exists is %(next)s.",
            time=f"{wall:%Y-%m-%d %H:%M}",
            zone=zone,
            next=shown,
        )
    return with_offset(wall.replace(tzinfo=zone_named(zone), fold=fold))


def first_existing(wall: datetime, zone: str) -> datetime:
    """The instant of a wall time or, where the clocks skip it, of the first half hour after it that exists."""
    while not _exists(wall, zone):
        wall += timedelta(minutes=30)
    return instant(wall, zone)


def _exists(wall: datetime, zone: str) -> bool:
    """Whether the clocks of a zone ever show this wall time."""
    back = wall.replace(tzinfo=zone_named(zone), fold=0).astimezone(UTC).astimezone(zone_named(zone))
    return back.replace(tzinfo=None, fold=0) == wall.replace(fold=0)


def with_offset(moment: datetime) -> datetime:
    """The same moment with a fixed offset in place of zone rules, so that it stays what it is when stored."""
    return datetime.fromisoformat(moment.isoformat())


def comes_twice(wall: datetime, zone: str) -> bool:
    """Whether the clocks show this wall time twice."""
    place = zone_named(zone)
    first, second = (wall.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def in_zone(moment: datetime, zone: str) -> datetime:
    """An instant as wall time with offset in a zone."""
    return moment.astimezone(zone_named(zone))


def conference_day(starts_at: datetime, day_starts_at: time) -> date:
    """The day that a start belongs to: a session after midnight belongs to the evening before."""
    return _day_of_wall(starts_at.replace(tzinfo=None) if starts_at.tzinfo else starts_at, day_starts_at)


@lru_cache(maxsize=8192)  # asked of each session several times a step; of times without a zone: equal ones are the same
def _day_of_wall(wall: datetime, day_starts_at: time) -> date:
    return (wall - timedelta(hours=day_starts_at.hour, minutes=day_starts_at.minute)).date()


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
