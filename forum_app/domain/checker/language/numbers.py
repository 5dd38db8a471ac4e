"""Numbers written as words, English and French, from 2 to 199, and digits with separators."""

import re
from functools import cache

_EN_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FR_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def _english(number: int) -> str:
    if number < 20:
        return _EN_UNITS[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _EN_TENS[tens - 2] + (f" {_EN_UNITS[rest]}" if rest else "")
    return "hundred" + (f" and {_english(number - 100)}" if number > 100 else "")


def _french(number: int) -> str:
    if number < 20:
        return _FR_UNITS[number]
    if number >= 100:
        return "cent" + (f" {_french(number - 100)}" if number > 100 else "")
    tens = max(ten for ten in _FR_TENS if ten <= number)
    rest = number - tens
    if not rest:
        return _FR_TENS[tens] + ("s" if tens == 80 else "")
    joint = " et " if rest in (1, 11) and tens != 80 else " "
    return _FR_TENS[tens] + joint + _FR_UNITS[rest]


@cache
def words(language: str) -> dict[str, int]:
    """Number words with blanks in place of hyphens -> number; ``one``, ``un`` and ``une`` are left out as articles."""
    say = _english if language == "en" else _french
    found = {say(number).replace("-", " "): number for number in range(2, 200)}
    if language == "en":
        found |= {
            f"{first} {text}": value for text, value in list(found.items()) if value >= 100 for first in ("one", "a")
        }
    else:
        found |= {"septante": 70, "huitante": 80, "nonante": 90, "quatre vingt": 80}
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    single = sorted(
        {word for phrase in words(language) for word in phrase.split()} - {"and", "et", "one", "a", "un"}, key=len
    )
    word = "|".join(reversed(single))
    joint = "and" if language == "en" else "et"
    more = f"(?:[ -](?:{joint}[ -])?(?:{word}|one|un))"
    return re.compile(rf"(?<!\w)(?:(?:one|an?) (?=hundred))?(?:{word}){more}{{0,5}}(?!\w)", re.IGNORECASE)


def with_digits(text: str, language: str) -> str:
    """The text with its number words as digits: "ninety-minute" -> "90-minute", "quatre-vingt-dix" -> "90"."""
    known = words(language)

    def digits(match: re.Match[str]) -> str:
        parts = re.split(r"([ -])", match[0])
        for end in range(len(parts), 0, -2):
            value = known.get("".join(" " if part == "-" else part for part in parts[:end]).lower())
            if value is not None:
                rest = "".join(parts[end:])
                return f"{value}{_pattern(language).sub(digits, rest)}"
        return match[0]

    return _pattern(language).sub(digits, text)


def value_of(digits: str) -> float | None:
    """The number that digits say: "1,200", "1 200" and "1200" are one; "1.5" and "1,5" are one and a half."""
    plain = digits.replace("\u00a0", " ").replace("\u202f", " ")
    if re.fullmatch(r"\d{1,3}(?:[ ,.']\d{3})+", plain):
        return float(re.sub(r"[ ,.']", "", plain))
    plain = plain.replace(",", ".").replace(" ", "")
    return float(plain) if re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", plain) else None


@cache
def single_words(language: str) -> frozenset[str]:
    """Every word that number words begin with: a quick look whether a text holds any."""
    return frozenset(phrase.split()[0] for phrase in words(language)) - {"one", "a"}
