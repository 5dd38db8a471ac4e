"""Lists of organisations and of sessions as they are pasted: what their columns mean, what their cells say."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial

from forum_app import labels
from forum_app.domain.sentences import said
from forum_app.domain.texts import folded, is_blank
from forum_app.domain.vocabularies import SessionKind
from forum_app.i18n import interface_languages, words
from forum_app.lists.meanings import LEFT_OUT, plain
from forum_app.lists.pasted import Row, Shape, Table, line_in
from forum_app.lists.reading import Line
from forum_app.lists.values import country_of, is_day_first, moment_of, word_of

# Headings of people's own sheets, folded, in the languages of the interface and some more.
_ALIKE: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "organisation", "organization", "institution", "entity", "partner", "company", "nom", "organizacion",
        "institucion", "nombre", "الاسم", "المنظمة", "المؤسسة",
    ),
    "acronym": ("acronym", "abbreviation", "short name", "sigle", "acronyme", "abreviation", "sigla", "المختصر", "الاختصار"),
    "constituency": ("constituency", "group", "type", "kind", "category", "mandant", "groupe", "categorie", "tipo", "الفئة", "النوع"),
    "country": ("country", "country or territory", "pays", "pays ou territoire", "pais", "البلد", "البلد أو الإقليم"),
    "url": ("url", "web", "website", "web page", "web site", "homepage", "site", "site web", "page web", "link", "lien", "الموقع", "الصفحة"),
    "title": ("title", "session", "session title", "name", "topic", "subject", "titre", "seance", "intitule", "titulo", "sesion", "العنوان", "الجلسة", "عنوان الجلسة"),
    "kind": ("kind", "type", "format", "session type", "genre", "tipo", "النوع"),
    "day": ("day", "date", "jour", "dia", "fecha", "اليوم", "التاريخ"),
    "time": ("time", "start", "start time", "begins", "from", "hour", "heure", "debut", "heure de debut", "hora", "inicio", "الوقت", "البداية", "من"),
    "end": ("end", "end time", "ends", "to", "until", "fin", "heure de fin", "النهاية", "إلى"),
    "minutes": ("minutes", "min", "length", "duration", "length in minutes", "duree", "duree en minutes", "duracion", "المدة", "الدقائق"),
    "room": ("room", "hall", "place", "location", "venue", "salle", "lieu", "sala", "lugar", "القاعة", "المكان"),
}  # fmt: skip
ORGANISATION_FIELDS = ("name", "acronym", "constituency", "country", "url")
SESSION_FIELDS = ("title", "kind", "day", "time", "end", "minutes", "room")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h٫](\d{2})?)?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_LENGTH = re.compile(r"(?:(\d{1,2})\s*(?:h|:)\s*)?(\d{1,4})?\s*(?:m|min|minutes?|')?\.?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s/\\?#@]+\.[^\s/\\?#@]+(?:[/?#][^\s\\]*)?")


def _by_headings(fields: Sequence[str], headings: Sequence[str]) -> list[str]:
    known = {folded(heading): field for field in reversed(fields) for heading in _ALIKE[field]}
    meanings: list[str] = []
    for heading in headings:
        meaning = known.get(plain(heading), LEFT_OUT)
        meanings.append(LEFT_OUT if meaning in meanings else meaning)
    return meanings


def _by_signs(signs: Mapping[str, Callable[[str], bool]], first: str, rows: Sequence[Line], width: int) -> list[str]:
    """What columns mean of which half of the cells look like something; the first of the others is ``first``."""
    meanings: list[str] = []
    for index in range(width):
        cells = [line.cells[index] for line in rows if index < len(line.cells) and line.cells[index]]
        fitting = (
            name for name, fits in signs.items() if name not in meanings and sum(map(fits, cells)) * 2 >= len(cells)
        )
        meaning = next(fitting, first if first not in meanings else LEFT_OUT) if cells else LEFT_OUT
        meanings.append(meaning)
    return meanings


def _is_day(cell: str) -> bool:
    return moment_of(cell, day_first=True) is not None or moment_of(cell, day_first=False) is not None


_ORGANISATION_SIGNS: dict[str, Callable[[str], bool]] = {
    "url": lambda cell: bool(_URL.match(cell)) or cell.startswith("www."),
    "constituency": lambda cell: word_of("constituency", cell) is not None,
    "country": lambda cell: country_of(cell) is not None,
}
_SESSION_SIGNS: dict[str, Callable[[str], bool]] = {
    "day": _is_day,
    "time": lambda cell: ":" in cell and clock_of(cell) is not None,
    "end": lambda cell: ":" in cell and clock_of(cell) is not None,
    "minutes": lambda cell: minutes_of(cell) is not None,
    "kind": lambda cell: kind_of(cell) is not None,
}
ORGANISATIONS = Shape(
    ORGANISATION_FIELDS,
    frozenset({"name"}),
    partial(_by_headings, ORGANISATION_FIELDS),
    partial(_by_signs, _ORGANISATION_SIGNS, "name"),
)
SESSIONS = Shape(
    SESSION_FIELDS,
    frozenset({"title"}),
    partial(_by_headings, SESSION_FIELDS),
    partial(_by_signs, _SESSION_SIGNS, "title"),
)


def rows_of_organisations(table: Table) -> list[Row]:
    """What every line says of an organisation."""
    readers: dict[str, Callable[[str], str | None]] = {
        "country": country_of,
        "constituency": lambda text: word_of("constituency", text),
        "url": url_of,
    }
    return [_row(number, line, table, readers) for number, line in enumerate(table.lines, 1)]


def rows_of_sessions(table: Table, first_day: date, last_day: date) -> list[Row]:
    """What every line says of a session: the day as 2030-05-14, times as 10:30, the length in minutes.

    A day such as 03/04/2030 is read in the way in which more of them lie within the forum; a day without a year is of
    the forum's; a bare number counts the forum's days.
    """
    days = [line.cells[at] for line in table.lines for at, field in enumerate(table.meanings) if field == "day"]
    guess = is_day_first(days)
    within = {way: sum(first_day <= (_day(cell, way, first_day) or date.min) <= last_day for cell in days) for way in (True, False)}  # fmt: skip
    day_first = guess if within[True] == within[False] else within[True] > within[False]
    readers: dict[str, Callable[[str], str | None]] = {
        "day": lambda cell: _iso(_day(cell, day_first, first_day, (last_day - first_day).days + 1)),
        "time": lambda cell: _range(cell)[0],
        "end": clock_of,
        "minutes": minutes_of,
        "kind": kind_of,
    }
    rows = [_row(number, line, table, readers) for number, line in enumerate(table.lines, 1)]
    return [_with_end(row, table) for row in rows]


def _row(number: int, line: Line, table: Table, readers: Mapping[str, Callable[[str], str | None]]) -> Row:
    values: dict[str, str] = {}
    told: dict[int, str] = {}
    for index, (cell, meaning) in enumerate(zip(line.cells, table.meanings, strict=True)):
        if meaning == LEFT_OUT or is_blank(cell):
            continue
        value, reason = line_in(cell, 2_000 if meaning == "url" else 300)
        if not reason and meaning in readers:
            value = readers[meaning](value) or ""
            reason = "" if value else said("This is not understood here: it is left out.")
        if reason:
            told[index] = reason
        elif not is_blank(value):
            values[meaning] = value
    return Row(number, line.place, line.cells, values, told)


def _with_end(row: Row, table: Table) -> Row:
    """A time such as 10:30–11:50 says the end too."""
    at = table.meanings.index("time") if "time" in table.meanings else -1
    end = _range(row.cells[at])[1] if at >= 0 and "time" in row.values and "end" not in row.values else None
    return Row(row.number, row.place, row.cells, {**row.values, "end": end}, row.told) if end else row


def url_of(text: str) -> str | None:
    """A web address; one that begins with www gets what it lacks."""
    address = f"https://{text}" if text.startswith("www.") else text
    return address if _URL.fullmatch(address) else None


def _day(text: str, day_first: bool, first_day: date, count: int = 0) -> date | None:
    if text.isdecimal() and 1 <= int(text) <= count:
        return first_day + timedelta(days=int(text) - 1)
    without = text.partition(" ")[2].strip() if text.partition(" ")[0].rstrip(",").isalpha() else ""
    for given in (text, without):
        for whole in (given, f"{given} {first_day.year}") if given else ():
            if found := moment_of(whole, day_first):
                return found.date()
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _range(text: str) -> tuple[str | None, str | None]:
    """The two ends of 10:30–11:50; of one time alone only that."""
    parts = re.split(r"\s*[–—-]\s*|\s+(?:to|à|au|إلى)\s+", text.removeprefix("من ").strip(), maxsplit=1)
    begins = clock_of(parts[0])
    ends = clock_of(parts[1]) if len(parts) > 1 else None
    return (begins, ends) if len(parts) == 1 or ends else (None, None)


def clock_of(text: str) -> str | None:
    """10:30 of what people write for it: 10.30, 10h30, 10:30:00, 10:30 AM, or the time of a day with one."""
    moment = moment_of(text, day_first=True)
    if moment is not None and " " in text.replace("T", " "):
        return f"{moment:%H:%M}"
    match = _CLOCK.fullmatch(text.strip())
    if match is None or (match[2] is None and match[3] is None and not text.strip().endswith("h")):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").replace(".", "").casefold()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def minutes_of(text: str) -> str | None:
    """A length in minutes of 80, 80 min, 1:20 or 1h20; None for none, and for nothing."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or not (match[1] or match[2]):
        return None
    minutes = int(match[1] or 0) * 60 + int(match[2] or 0)
    return str(minutes) if 0 < minutes <= 7 * 24 * 60 else None


def kind_of(text: str) -> str | None:
    """The kind of a session by its name in a language of the interface."""
    return _kinds().get(plain(text))


@cache
def _kinds() -> dict[str, str]:
    known: dict[str, str] = {kind.value: kind.value for kind in SessionKind}
    for language in interface_languages():
        for kind in SessionKind:
            name = labels.session_kind(words(language), kind)
            if name:
                known.setdefault(plain(name), kind.value)
    return known
