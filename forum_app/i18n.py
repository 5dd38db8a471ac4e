"""Words in the reader's language: the interface's catalogue, dates, times, zones, names of languages and countries.

One module for pages, documents, calendars and mails, on Babel. The catalogues are read from their ``.po`` files
once in each process, so there is nothing to compile. Interface languages are those with a catalogue, and English.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from forum_app.domain.country_names import COUNTRY_NAMES
from forum_app.domain.sentences import in_words
from forum_app.domain.texts import apart, comma, direction, semicolon
from forum_app.domain.times import in_zone, zone_named
from forum_app.paths import CATALOGUES

SOURCE_LANGUAGE = "en"


@cache
def interface_languages() -> tuple[str, ...]:
    """The languages the interface speaks, English first."""
    others = sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po"))
    return (SOURCE_LANGUAGE, *others)


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of one interface language."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain="messages")


def best_language(wanted: str | None, accepted: Iterable[str], offered: list[str]) -> str:
    """The language to answer in: the one asked for if it is offered, else the reader's first, else the first."""
    for code in [wanted, *accepted]:
        if not code:
            continue
        if code in offered:
            return code
        base = code.split("-")[0].lower()
        if base in offered:
            return base
    return offered[0]


class Words:
    """Everything that is said differently in another language; ``language`` is that of the content."""

    def __init__(self, language: str) -> None:
        self.language = language
        base = language.split("-")[0]
        self.interface = base if base in interface_languages() else SOURCE_LANGUAGE
        self.locale = Locale.parse(self.interface)
        self.catalogue = translations(self.interface)
        self.direction = direction(language)
        self.interface_direction = direction(self.interface)
        self.comma = comma(language)
        self.semicolon = semicolon(language)

    def gettext(self, message: str, **values: object) -> str:
        """The message; a value in a script of the other direction is isolated in it."""
        return self._filled(str(self.catalogue.ugettext(message)), values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        return self._filled(str(self.catalogue.ungettext(one, many, number)), {"num": number, **values})

    def pgettext(self, context: str, message: str, **values: object) -> str:
        return self._filled(str(self.catalogue.upgettext(context, message)), values)

    def said(self, sentence: object) -> str:
        """A sentence of the domain in this language, with all that it was made of; other values as they are."""
        return str(in_words(sentence, self))

    def _filled(self, text: str, values: dict[str, object]) -> str:
        way = self.interface_direction
        kept = {name: apart(value, way) if isinstance(value, str) else value for name, value in values.items()}
        return text % kept if kept else text

    def day(self, value: date, *, weekday: bool = True, year: bool = True) -> str:
        """Tuesday 13 September 2022."""
        pattern = ("EEEE " if weekday else "") + "d MMMM" + (" y" if year else "")
        return self._dated(value, pattern)

    def _dated(self, value: date, pattern: str) -> str:
        """A date in this language; in French the first of a month is an ordinal, which no pattern of CLDR knows."""
        ordinal = value.day == 1 and self.locale.language == "fr"
        return format_date(value, pattern.replace("d", "d'er'") if ordinal else pattern, locale=self.locale)

    def weekday(self, value: date) -> str:
        """Tuesday."""
        return format_date(value, "EEEE", locale=self.locale)

    def short_day(self, value: date) -> str:
        """Tue 13."""
        return self._dated(value, "EEE d")

    def short_month(self, value: date) -> str:
        """13 Sep."""
        return self._dated(value, "d MMM")

    def days(self, first: date, last: date) -> str:
        """13 September 2022; 12–14 September 2022; 30 September – 2 October 2022; in words as ``times`` are."""
        if first == last:
            return self.day(first, weekday=False)
        if self.interface_direction == "rtl":
            same = (first.year, first.month) == (last.year, last.month)
            start = str(first.day) if same else self.day(first, weekday=False, year=first.year != last.year)
            return self.gettext("from %(start)s to %(end)s", start=start, end=self.day(last, weekday=False))
        if (first.year, first.month) == (last.year, last.month):
            return f"{self._dated(first, 'd')}–{self.day(last, weekday=False)}"
        return f"{self.day(first, weekday=False, year=first.year != last.year)} – {self.day(last, weekday=False)}"

    def time(self, moment: datetime) -> str:
        """10:30, on the 24-hour clock."""
        return f"{moment:%H:%M}"

    def times(self, start: datetime, end: datetime) -> str:
        """10:30–11:50; in words where a dash between numbers can be read both ways."""
        return self.span(self.time(start), self.time(end))

    def span(self, start: str, end: str) -> str:
        """From one time to another, as they are written."""
        if self.direction == "rtl":
            return self.gettext("from %(start)s to %(end)s", start=start, end=end)
        return f"{start}–{end}"

    def offset(self, moment: datetime) -> str:
        """UTC+7, UTC+5:45, UTC."""
        delta = moment.utcoffset() or timedelta()
        minutes = int(delta.total_seconds() // 60)
        if not minutes:
            return "UTC"
        hours, rest = divmod(abs(minutes), 60)
        sign = "+" if minutes > 0 else "−"
        return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")

    def city(self, zone: str) -> str:
        """The exemplar city of an IANA zone; CLDR keeps some under the first name that their zone had."""
        if zone == "UTC" or zone.startswith("Etc/"):
            return "UTC"
        known = self.locale.time_zones
        for name in (zone, *(old for old, new in get_global("zone_aliases").items() if new == zone)):
            if "city" in known.get(name, {}):
                return str(known[name]["city"])
        return str(get_timezone_location(zone_named(zone), locale=self.locale, return_city=True))

    def zone(self, zone: str, moment: datetime) -> str:
        """Bangkok time (UTC+7)."""
        return self._zone(zone, self.offset(in_zone(moment, zone)))

    def _zone(self, zone: str, offset: str) -> str:
        city = self.city(zone)
        if city == "UTC":
            return self.pgettext("time zone", "%(offset)s", offset=offset)
        return self.gettext("%(city)s time (%(offset)s)", city=city, offset=offset)

    def zone_over(self, zone: str, moments: Iterable[datetime]) -> str:
        """The same for a stretch of time: Paris time (UTC+1, from 28 March UTC+2). ``moments`` are in time order."""
        offsets: list[tuple[str, datetime]] = []
        for moment in moments:
            offset = self.offset(in_zone(moment, zone))
            if not offsets or offsets[-1][0] != offset:
                offsets.append((offset, in_zone(moment, zone)))
        parts = [offsets[0][0]]
        parts += [
            self.gettext("from %(day)s %(offset)s", day=self.day(at.date(), weekday=False, year=False), offset=offset)
            for offset, at in offsets[1:]
        ]
        return self._zone(zone, self.comma.join(parts))

    def minutes(self, number: int) -> str:
        """80 minutes."""
        return self.ngettext("%(num)d minute", "%(num)d minutes", number)

    def language_name(self, code: str) -> str:
        """The name of a language in the reader's language; the code where nobody knows it."""
        try:
            return str(Locale.parse(code, sep="-").get_display_name(self.locale) or code)
        except (ValueError, LookupError, UnknownLocaleError):
            return code

    def own_name(self, code: str) -> str:
        """The name of a language in itself, as a language menu shows it."""
        try:
            name = Locale.parse(code, sep="-").get_display_name() or code
        except (ValueError, LookupError, UnknownLocaleError):
            return code
        return name[:1].upper() + name[1:]

    def country_name(self, code: str) -> str:
        own = COUNTRY_NAMES.get(self.interface, {})
        return own.get(code) or str(self.locale.territories.get(code, code))

    def listed(self, parts: Iterable[str]) -> str:
        """A, B, C, without those that are empty; each in its own direction."""
        return self.comma.join(apart(part, self.direction) for part in parts if part)

    def joined(self, items: list[str]) -> str:
        """A, B and C."""
        if len(items) < 2:
            return "".join(items)
        pattern, between = self.joining
        kept = [apart(item, self.interface_direction) for item in items]
        return pattern % {"list": between.join(kept[:-1]), "last": kept[-1]}

    @property
    def joining(self) -> tuple[str, str]:
        """How the last item of a list is joined to those before it, and they among themselves."""
        return self.gettext("%(list)s and %(last)s"), self.pgettext("A, B and C", ", ")


@cache
def words(language: str) -> Words:
    return Words(language)
