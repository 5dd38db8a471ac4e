"""Dates told in a text: days, spans of days, months and years, with the weekday where one is told."""

import re
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

_EN_MONTHS = "january february march april may june july august september october november december".split()
_FR_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_EN_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_FR_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_NUMBERS = {
    **{name: index for index, name in enumerate(_EN_MONTHS, 1)},
    **{name[:3]: index for index, name in enumerate(_EN_MONTHS, 1)},
    "sept": 9,
    **{name: index for index, name in enumerate(_FR_MONTHS, 1)},
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
    "janv": 1,
    "févr": 2,
    "avr": 4,
    "juil": 7,
    "déc": 12,
}
_WEEKDAYS = {
    **{name: index for index, name in enumerate(_EN_DAYS)},
    **{name[:3]: index for index, name in enumerate(_EN_DAYS)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
    **{name: index for index, name in enumerate(_FR_DAYS)},
}


MONTH_WORDS = frozenset(_NUMBERS)


class DateMention(Struct, frozen=True):
    """A date in a text. ``first`` to ``last`` are the days it can mean; ``unit`` is day, month or year.

    ``year_told`` is False where the year was taken from ``around``. ``several`` is True for a span of days.
    """

    start: int
    end: int
    first: date
    last: date
    unit: str
    said: str
    weekday: int | None = None
    year_told: bool = True
    several: bool = False


def _names(*lists: list[str], short: tuple[str, ...] = ()) -> str:
    return "|".join(sorted({name for names in lists for name in names} | set(short), key=len, reverse=True))


_MONTH = {
    "en": re.compile(
        rf"(?<![\w'’])(?:{_names(_EN_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?)(?!\w)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        rf"(?<![\w])(?:{_names(_FR_MONTHS, ['fevrier', 'aout', 'decembre'])}|(?:janv|févr|avr|juil|sept|oct|nov|déc)\.)(?!\w)",
        re.IGNORECASE,
    ),
}
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th|er))?"
_ANY_MONTH = _names(_EN_MONTHS, _FR_MONTHS, short=tuple(name[:3] for name in _EN_MONTHS))
_DAYS_BEFORE = re.compile(
    rf"(?<![\d:.,/-])(?:{_DAY.format('first')}(?:\s(?P<other>{_ANY_MONTH})\.?(?:\s(?P<year>(?:19|20)\d\d))?)?\s?(?P<sep>-|–|—|to|au|and|et|&|,)\s?)?"
    rf"{_DAY.format('last')}\s(?:of\s)?$",
    re.IGNORECASE,
)
_DAYS_AFTER = re.compile(
    rf"\s{_DAY.format('first')}(?:\s?(?:-|–|—|to|and|&)\s?(?:(?P<other>{_ANY_MONTH})\s)?{_DAY.format('last')})?(?![\d:])(?P<year>,?\s(?:19|20)\d\d(?![\d]))?",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r",?\s(?P<year>(?:19|20)\d\d)(?!\d|-\d|–\d)")
_WEEKDAY_BEFORE = re.compile(
    rf"(?<!\w)(?P<day>{_names(_EN_DAYS, _FR_DAYS, short=('mon', 'tue', 'tues', 'wed', 'thu', 'thur', 'thurs', 'fri', 'sat', 'sun'))})"
    r"\.?,?\s(?:the\s|le\s)?$",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\w/-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-2]\d|3[01])(?![\w-])")
_NUMERIC = re.compile(r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\w/-])")
_PART = "(?:end|beginning|start|middle|spring|summer|autumn|winter|quarter|half|course)"
_NO_NAME = (
    r"(?![\w%/]|[-–]\d|[.,]\d| (?:agenda|report|edition|budget|conference|summit|goals?|targets?|declaration|strategy|session|programme"
    r"|plan|assembly|forum|framework|election|season|prices|terms)\b)"
)
_YEAR = {
    "en": re.compile(
        rf"\b(?:in|since|during|early|late|mid|{_PART} of)[ -](?P<year>(?:19|20)\d\d){_NO_NAME}", re.IGNORECASE
    ),
    "fr": re.compile(rf"\b(?:en|depuis|courant|début|fin|mi)[ -](?P<year>(?:19|20)\d\d){_NO_NAME}", re.IGNORECASE),
}
_DIGIT = re.compile(r"\d")


def dates_in(text: str, language: str, around: date | None = None) -> list[DateMention]:
    """The dates of a text in order. Days without a year are read only with ``around``: the nearest such day to it."""
    if not _DIGIT.search(text):
        return []
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("‑", "-")
    found = [*_with_month(text, language, around), *_numeric(text), *_years(text, language)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


class _Days(Struct):
    """The days beside a month's name: (month, day) of the first and the last one, None where nothing stands there."""

    start: int
    end: int
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None


def _with_month(text: str, language: str, around: date | None) -> list[DateMention]:
    found = []
    for name in _MONTH[language].finditer(text):
        days, year = _days_before(text, name), None
        if days is None and language == "en" and (after := _DAYS_AFTER.match(text, name.end())):
            days, year = _days_after(name, after), after["year"]
        if year is None and (told := _YEAR_AFTER.match(text, days.end if days else name.end())):
            year = told["year"]
            end = told.end()
        else:
            end = days.end if days else name.end()
        if days is None and (year is None or (language == "en" and not name[0][0].isupper())):
            continue
        days = days or _Days(name.start(), end)
        mention = _mention(text, days, end, month_number(name[0]), int(year.strip(" ,")) if year else None, around)
        if mention:
            found.append(mention)
    return found


def _days_before(text: str, name: re.Match[str]) -> _Days | None:
    window = max(0, name.start() - 45)
    match = _DAYS_BEFORE.search(text[window : name.start()])
    if not match:
        return None
    month = month_number(name[0])
    last = (month, int(match["last"]))
    listed = match["sep"] and match["sep"].lower() in ("and", "et", "&", ",")
    if not match["first"] or (listed and match["year"]):  # "10 May 2022 and 3 June 2022" are two dates, not one span
        return _Days(window + match.start("last"), name.end(), last, last)
    first = (month_number(match["other"]) if match["other"] else month, int(match["first"]))
    return _Days(window + match.start(), name.end(), first, last)


def _days_after(name: re.Match[str], match: re.Match[str]) -> _Days:
    first = (month_number(name[0]), int(match["first"]))
    last = (
        (month_number(match["other"]) if match["other"] else first[0], int(match["last"])) if match["last"] else first
    )
    return _Days(name.start(), match.end(), first, last)


def _mention(text: str, days: _Days, end: int, month: int, year: int | None, around: date | None) -> DateMention | None:
    if days.first is None or days.last is None:
        first = date(year or 1, month, 1)
        return DateMention(days.start, end, first, _month_end(first), "month", text[days.start : end].strip())
    last_day = _day(year, *days.last, around)
    first_day = _day(last_day.year, *days.first, around) if last_day else None
    if not last_day or not first_day:
        return None
    if first_day > last_day:
        first_day = _day(last_day.year - 1, *days.first, around) or last_day
    weekday, start = _weekday_before(text, days.start)
    several = first_day != last_day
    said, weekday = text[start:end].strip(), None if several else weekday
    return DateMention(start, end, first_day, last_day, "day", said, weekday, year is not None, several)


def _weekday_before(text: str, start: int) -> tuple[int | None, int]:
    window = max(0, start - 18)
    match = _WEEKDAY_BEFORE.search(text[window:start])
    return (_WEEKDAYS[match["day"].lower()], window + match.start()) if match else (None, start)


def _numeric(text: str) -> list[DateMention]:
    found = []
    for match in [*_ISO.finditer(text), *_NUMERIC.finditer(text)]:
        year = int(match["year"])
        if "month" in match.groupdict():
            day, month = int(match["day"]), int(match["month"])
        else:
            day, month = int(match["a"]), int(match["b"])
            if day <= 12 and day != month:
                continue  # 5/9 is May or September
        if when := _day(year, month, day, None):
            weekday, start = _weekday_before(text, match.start())
            found.append(DateMention(start, match.end(), when, when, "day", match[0], weekday))
    return found


def _years(text: str, language: str) -> list[DateMention]:
    return [
        DateMention(match.start("year"), match.end(), date(year, 1, 1), date(year, 12, 31), "year", match["year"])
        for match in _YEAR[language].finditer(text)
        for year in [int(match["year"])]
    ]


def _day(year: int | None, month: int, day: int, around: date | None) -> date | None:
    if year is None and around is None:
        return None
    years = [year] if year is not None else [around.year - 1, around.year, around.year + 1] if around else []
    found = []
    for candidate in years:
        try:
            found.append(date(candidate, month, day))
        except ValueError:
            continue
    return min(found, key=lambda when: abs(when - around) if around else timedelta(0), default=None)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@cache
def month_number(name: str) -> int:
    """1 to 12 of a month's name in English or French, short or long."""
    plain = name.lower().rstrip(".")
    return _NUMBERS.get(plain) or _NUMBERS.get(plain[:3], 0) or 1


def day_said(when: date, weekday: bool = False) -> str:
    """13 September 2022; with the weekday: Tuesday 13 September 2022."""
    name = f"{_EN_DAYS[when.weekday()].capitalize()} " if weekday else ""
    return f"{name}{when.day} {_EN_MONTHS[when.month - 1].capitalize()} {when.year}"


def days_said(first: date, last: date) -> str:
    """12–14 September 2022."""
    if first == last:
        return day_said(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_said(last)}"
    return f"{day_said(first)} – {day_said(last)}"


def weekday_said(number: int) -> str:
    """0 -> Monday."""
    return _EN_DAYS[number].capitalize()
