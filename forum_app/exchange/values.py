"""The small values of programme files, read leniently: dates, clock times, lengths, languages, web addresses."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin

from babel import Locale, UnknownLocaleError

from forum_app.domain.web_addresses import is_web_address

_CLOCK = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$")
LONGEST_URL = 2_000


def read_text(data: bytes) -> str:
    """The text of UTF-8, with or without its mark, or of UTF-16 with one. Raises UnicodeDecodeError."""
    return data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")


def read_date(text: str) -> date | None:
    """2024-02-03, also where a time follows."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """ISO 8601, with or without an offset."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def read_clock(text: str) -> time | None:
    """10:30 or 10:30:00, on the 24-hour clock."""
    match = _CLOCK.match(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def read_minutes(text: str) -> int | None:
    """01:30, 1:30:00 and 0:01:30:00 (days first) as minutes; None for anything else."""
    parts = text.strip().split(":")
    if not 2 <= len(parts) <= 4 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    days = numbers.pop(0) if len(numbers) == 4 else 0
    hours, minutes, seconds = [*numbers, 0][:3]
    return round(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds() / 60)


def read_language(text: str) -> str:
    """A language code as we write it (en, pt-BR), ``""`` for what is none."""
    code = text.strip().replace("_", "-")
    base, _, rest = code.partition("-")
    code = base.lower() + (f"-{rest}" if rest else "")
    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return ""
    return code


def web_address(text: str, base: str = "") -> str:
    """An absolute http or https address; one relative to ``base`` is completed; ``""`` for anything else."""
    text = text.strip()
    if text and base and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        text = urljoin(base, text)
    return text if is_web_address(text) and len(text) <= LONGEST_URL else ""
