"""Where somebody is checked in, which day it is at the door, and what a code says that is scanned or typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from forum_app.domain.identity import ALPHABET
from forum_app.domain.registrations import CODE_LENGTH, CheckIn
from forum_app.domain.texts import folded
from forum_app.domain.times import conference_day, in_zone

LONGEST_SCAN = 300  # characters
_PAGE = re.compile(r"/manage/([^/]+)/check-in/?")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015.]+")


@dataclass(frozen=True)
class Spot:
    """A door: of one of the forum's days, or of one session on it."""

    day: date
    session: str | None = None

    @property
    def key(self) -> str:
        """What is unique of one person: the session's id, else the day as 2025-02-18."""
        return self.session or self.day.isoformat()


def spot_of(check_in: CheckIn) -> str:
    """The key of the spot at which somebody was checked in."""
    return Spot(check_in.day, check_in.session).key


def first_of_each_spot(check_ins: Sequence[CheckIn]) -> list[CheckIn]:
    """Check-ins with each spot once, as the tables hold them; where one comes twice, the first in the list counts."""
    found: dict[str, CheckIn] = {}
    for each in check_ins:
        found.setdefault(spot_of(each), each)
    return list(found.values())


def days_between(first: date, last: date) -> list[date]:
    """Every day of a forum."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def day_at_the_door(now: datetime, zone: str, day_starts_at: time, first: date, last: date) -> date:
    """Today by the forum's clocks; the first of its days before it begins, the last one after it."""
    return min(max(conference_day(in_zone(now, zone), day_starts_at), first), last)


@dataclass(frozen=True)
class Scanned:
    """What stands in a code: the slug of the forum where it says one, and six characters; both may be empty."""

    slug: str = ""
    code: str = ""


def scanned(text: str) -> Scanned:
    """What a badge's QR code, a scanner on a cable or somebody's fingers said: an address of the check-in page with its
    code, or the bare code in any case, with blanks or hyphens in it. Nothing else is a code."""
    text = text.strip()[:LONGEST_SCAN]
    if "://" in text:
        try:
            parts = urlsplit(text)
        except ValueError:
            return Scanned()
        page = _PAGE.search(parts.path)
        code = parse_qs(parts.query).get("code", [""])[-1]
        return Scanned(unquote(page[1]), _code(code)) if page else Scanned()
    return Scanned(code=_code(text))


def _code(text: str) -> str:
    plain = _BETWEEN.sub("", folded(text))
    return plain if len(plain) == CODE_LENGTH and not set(plain) - set(ALPHABET) else ""
