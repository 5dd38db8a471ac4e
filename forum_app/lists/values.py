"""The cells of a list of people as values: words of the closed vocabularies, countries, times, in several languages."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from babel import Locale
from babel.core import get_global

from forum_app.domain.country_names import COUNTRY_NAMES
from forum_app.domain.texts import folded
from forum_app.i18n import interface_languages, words
from forum_app.lists.columns import closed_words

# What people write, folded, beside the words that the interface has in its languages.
_ALIKE: dict[str, dict[str, str]] = {
    "mode": {
        "in-person": "in-person, on site, onsite, physical, physically, face to face, in presence, presentiel, sur place, presencial, venue",
        "online": "online, virtual, virtually, remote, remotely, zoom, en ligne, a distance, virtuel, en linea, virtual attendance",
    },
    "status": {
        "confirmed": "confirmed, completed, complete, registered, accepted, approved, paid, confirme, valide, inscrit, confirmado",
        "pending": "pending, awaiting approval, awaiting payment, unpaid, submitted, new, en attente, pendiente",
        "waiting": "waiting, waiting list, waitlisted, waitlist, liste d attente",
        "offered": "offered, place offered",
        "declined": "declined, rejected, refused, refuse, rechazado",
        "cancelled": "cancelled, canceled, withdrawn, annule, cancelado, no show",
    },
    "constituency": {
        "government": "government, governments, gov, govt, gouvernement, gobierno, ministry",
        "employers": "employers, employer, employers organisation, employers organization, employeurs, empleadores",
        "workers": "workers, worker, trade union, union, workers organisation, workers organization, travailleurs, trabajadores, syndicat",
        "intergovernmental": "un, united nations, ilo, intergovernmental, international organisation, international organization, igo, nations unies",
        "regional": "regional body, regional organisation, regional organization, regional",
        "civil-society": "civil society, ngo, ngos, cso, ong, societe civile, sociedad civil",
        "academia": "academia, academic, university, research, universite, academia and research",
        "private": "private sector, private, company, business, secteur prive",
        "media": "media, press, journalist, presse, medias",
    },
    "gender": {
        "female": "female, f, woman, femme, feminin, mujer, w, women",
        "male": "male, m, man, homme, masculin, hombre, men",
        "other": "other, x, non binary, nonbinary, autre, otro, diverse",
    },
}
_COUNTRIES = (
    "CI ivory coast; CZ czech republic; SZ swaziland; MM burma; LA laos, lao pdr, rdp lao; RU russian federation; "
    "KR republic of korea, korea, korea republic of; KP democratic peoples republic of korea, dprk; US united states of america; GB uk, great britain, "
    "united kingdom of great britain and northern ireland; TZ united republic of tanzania; PS palestine, state of palestine, opt, "
    "occupied palestinian territories, palestinian territories, occupied palestinian territory, territoire palestinien occupe, الأرض الفلسطينية المحتلة; SY syria; MD republic of moldova; BN brunei darussalam; CD drc, "
    "democratic republic of the congo; CG congo, republic of the congo; VN vietnam; TR turkey; CV cape verde; MK north macedonia; "
    "TL east timor; GM the gambia; IR iran; BO bolivia; VE venezuela; NL the netherlands, holland"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,? +(\d{1,2})[:.h](\d{2})(?::\d{2})?)?$")
_WORDS = re.compile(
    r"(?:\w+,? )?(\d{1,2})\.? ([^\W\d]+)\.?,? (\d{4})(?:,? +(?:at +|à +)?(\d{1,2})[:.h](\d{2})(?::\d{2})?)?$"
)


def plain(value: str) -> str:
    """A value as it is compared: folded, without signs, what stands in brackets left out."""
    return " ".join(re.sub(r"\([^)]*\)|['’]|[^\w&]", " ", folded(value).replace("'", "").replace("’", "")).split())


def word_of(field: str, value: str) -> str | None:
    """The word of a closed vocabulary that a cell means; None where it means none."""
    return _closed(field).get(plain(value))


@cache
def _closed(field: str) -> dict[str, str]:
    known: dict[str, str] = {}
    for language in interface_languages():
        for key, label in closed_words(words(language))[field].items():
            known |= {plain(label): key, plain(key): key}
    for key, alike in _ALIKE.get(field, {}).items():
        known |= {plain(one): key for one in alike.split(",")}
    return known


def country_of(value: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country by its code (of two or three letters) or name; None for no country."""
    if len(value) in (2, 3) and value.isascii() and value.isalpha():
        code = value.upper()
        if code in _codes():
            return code
        replaced = get_global("territory_aliases").get(code, [])
        if len(replaced) == 1 and replaced[0] in _codes():
            return str(replaced[0])
    return _countries().get(_country_name(value))


@cache
def _codes() -> frozenset[str]:
    return frozenset(
        code
        for code in map(str, Locale("en").territories)
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    )


_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"})


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in (*interface_languages(), "es"):
        for code in _codes():
            known.setdefault(_country_name(str(Locale(language).territories.get(code, code))), code)
        for code, name in COUNTRY_NAMES.get(language, {}).items():
            known[_country_name(name)] = code
    for entry in _COUNTRIES.split("; "):
        code, names = entry.split(" ", 1)
        known |= {_country_name(name): code for name in names.split(", ")}
    return known


def _country_name(name: str) -> str:
    return plain(name).removeprefix("the ").replace(" and ", " & ")


def language_of(value: str) -> str | None:
    """The code of a language by code or by name; None for none that is known."""
    return _languages().get(plain(value))


@cache
def _languages() -> dict[str, str]:
    known: dict[str, str] = {}
    for code in map(str, Locale("en").languages):
        if len(code) > 3:
            continue
        known.setdefault(code, code)
        for language in interface_languages():
            name = Locale(language).languages.get(code)
            if name:
                known.setdefault(plain(str(name)), code)
        own = Locale.parse(code).get_display_name() if code in _LOCALES else None
        if own:
            known.setdefault(plain(own), code)
    return known


YEARS = range(1990, 2101)  # of a registration: anything else is a slip
_LOCALES = (
    "ar",
    "bn",
    "de",
    "en",
    "es",
    "fr",
    "hi",
    "id",
    "it",
    "ja",
    "ko",
    "my",
    "ne",
    "pt",
    "ru",
    "th",
    "ur",
    "vi",
    "zh",
)


def is_day_first(values: Iterable[str]) -> bool:
    """Whether dates such as 03/04/2025 in a column begin with the day: they do unless one of them can't."""
    found = [match for value in values if (match := _NUMBERS.match(value))]
    return not any(int(match[2]) > 12 for match in found)


def moment_of(value: str, day_first: bool) -> datetime | None:
    """A time as people and systems write it, naive unless an offset is said; midnight for a day alone; None for none."""
    try:
        if match := _ISO.match(value):
            return datetime.fromisoformat(value) if int(match[1]) in YEARS else None
        if match := _NUMBERS.match(value):
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            day, month = (first, second) if day_first else (second, first)
        elif match := _WORDS.match(value):
            day, year = int(match[1]), int(match[3])
            month = _months().get(folded(match[2]), 0)
        else:
            return None
        if year not in YEARS:
            return None
        return datetime(year, month, day, int(match[4] or 0), int(match[5] or 0))  # noqa: DTZ001 - wall time of the forum
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {
        folded(str(name)).rstrip("."): int(month)
        for language in (*interface_languages(), "es")
        for width in ("wide", "abbreviated")
        for month, name in Locale(language).months["format"][width].items()
    }
