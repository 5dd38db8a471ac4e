"""Multilingual text: one value per content language in a plain JSON map, with a fallback order.

``{"en": "Opening", "fr": "Ouverture", "fr@en": "5f1c02ab"}``: a key with an ``@`` holds the fingerprint of
the original (``en``) that a translation (``fr``) was made from. A translation whose fingerprint differs from
the original's is out of date; one without a fingerprint is taken to be in step.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html.parser import HTMLParser

Text = Mapping[str, str]

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_OTHER_COMMA = RIGHT_TO_LEFT - {"he", "yi"}
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff]+"
)


def fingerprint(value: str) -> str:
    """Eight hexadecimal digits that differ when the text does."""
    return hashlib.blake2s(value.encode(), digest_size=4).hexdigest()


def languages_of(text: Text) -> list[str]:
    """The languages a text is written in, without its fingerprints."""
    return [key for key in text if "@" not in key]


def plain_map(text: Text) -> dict[str, str]:
    """The text without fingerprints and empty values: what a release holds."""
    return {key: value for key, value in text.items() if "@" not in key and value}


def language_for(text: Text, wanted: str, order: Iterable[str]) -> str:
    """The language that ``text`` is shown in when ``wanted`` is asked for; ``""`` when it has none."""
    if text.get(wanted):
        return wanted
    for language in order:
        if text.get(language):
            return language
    return next((key for key in languages_of(text) if text[key]), "")


def pick(text: Text, wanted: str, order: Iterable[str] = ()) -> str:
    """The text in ``wanted``, else in the first language of ``order`` that has it, else ``""``."""
    return text.get(language_for(text, wanted, order), "")


def is_out_of_date(text: Text, language: str, original: str) -> bool:
    """Whether the translation was made from another state of the original than today's."""
    made_from = text.get(f"{language}@{original}")
    return bool(text.get(language)) and made_from is not None and made_from != fingerprint(text.get(original, ""))


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, by the language's usual script."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def comma(language: str) -> str:
    """What stands between the items of a list, its blank included."""
    return "، " if language.split("-")[0] in _OTHER_COMMA else ", "


def semicolon(language: str) -> str:
    """What stands between items that hold commas themselves, its blank included."""
    return "؛ " if language.split("-")[0] in _OTHER_COMMA else "; "


def apart(value: str, way: str) -> str:
    """A text to be put among words that run ``way`` (``rtl`` or ``ltr``): between marks that isolate it where it holds
    letters of the other direction, so that it turns nothing around it and is turned by nothing (Unicode TR 9, 2.7).

    A text that holds such marks already is one of ours, put together from others, and stays as it is.
    """
    if (way == "ltr" and value.isascii()) or _ISOLATE in value:
        return value
    other = {"L"} if way == "rtl" else {"R", "AL"}
    turns = any(unicodedata.bidirectional(letter) in other for letter in value)
    return f"{_ISOLATE}{value}{_END_OF_ISOLATE}" if turns else value


def way_of(value: str, otherwise: str) -> str:
    """``rtl`` or ``ltr``, by the first letter that has a direction (Unicode TR 9, P2 and P3), else ``otherwise``."""
    for letter in value:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return otherwise


def is_blank(value: str) -> bool:
    """True for nothing, blanks of any kind and invisible characters only."""
    return not _INVISIBLE.sub("", value)


def one_line(value: str) -> str:
    """NFC, one line, without doubled or outer blanks."""
    return re.sub("[\\s\u0085\u2028\u2029]+", " ", unicodedata.normalize("NFC", value)).strip()


def in_short(value: str, most: int = 120) -> str:
    """A text for a line of a list: the beginning, to the end of a word, with the mark that more comes."""
    if len(value) <= most:
        return value
    kept = value[:most]
    at_word = kept if value[most].isspace() else kept.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > most // 2 else kept).rstrip()}…"


def opening(value: str) -> str:
    """With its first letter large, as a line of its own begins."""
    return value[:1].upper() + value[1:]


# Letters that are no letter with a mark, and still one for whoever types: ı, the stroked and joined Latin ones, alef
# wasla, alef maksura, teh marbuta, Persian yeh and kaf; signs that come in several shapes.
_ALIKE = {
    "\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "\u2212": "-",
}  # fmt: skip
_TATWEEL = "\u0640"
_PART_OF_THE_LETTER = (0, 8, 9)  # combining classes: voiced kana, and the signs that join consonants in Indic scripts


def folded(value: str) -> str:
    """The form that is searched, sorted and compared: compatibility forms, case, accents, vowel signs, hamzas, the
    shapes of a letter and of a digit folded, and what can't be seen left out. ``İSTANBUL`` = ``istanbul``."""
    if value.isascii():
        return value.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    return spread.translate({ord(char): _shape(char) for char in set(spread)})


@lru_cache(maxsize=5000)
def _shape(char: str) -> str:
    """The one shape of a sign: nothing for marks on letters and what isn't seen, a digit of any script as 0 to 9."""
    if unicodedata.combining(char) not in _PART_OF_THE_LETTER or char == _TATWEEL or unicodedata.category(char) == "Cf":
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return _ALIKE.get(char, char)


class _Reader(HTMLParser):
    BREAKS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "br", "blockquote", "tr", "ul", "ol", "table"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "sup" and ("class", "fn") in attrs:
            self.skipping += 1
        if tag in self.BREAKS:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup" and self.skipping:
            self.skipping -= 1
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(data.replace("\n", " "))  # a line end in HTML is a blank


def readable(html: str) -> str:
    """Stored rich text as plain paragraphs: for calendars, descriptions, search and word counts."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (one_line(line) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line not in ("", "-"))
