"""Why a ``forum.json`` can't be read, in words: every problem with its place, not only the first."""

import json
import re
import types
from collections.abc import Iterator
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from forum_app.domain.draft import FORMAT_VERSION, SLUG, Draft
from forum_app.domain.draft_parts import Colour, Country, FileName, Goal, Id, Language, NewId, Part, TextKey
from forum_app.domain.draft_rules import Problem
from forum_app.domain.sentences import said

_PATTERN = re.compile(r"Expected `str` matching regex ")
_GOT = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE = re.compile(r"\(byte (\d+)\)$")
_KINDS = {
    "str": said("a text in quotation marks"),
    "int": said("a whole number"),
    "float": said("a number"),
    "bool": said("true or false"),
    "array": said("a list […]"),
    "object": said("an object {…}"),
    "date": said("a date in quotation marks, such as 2026-09-13"),
    "datetime": said("a time in quotation marks, such as 2026-09-13T10:30:00"),
    "time": said("a time of day in quotation marks, such as 04:00:00"),
    "bytes": said("base64 in quotation marks"),
    "null": said("null"),
}
_FORMS = {
    SLUG: said("This is no short name: it needs 2 to 60 small letters, digits and single hyphens between them."),
    Id: said("This is no id: an id is ten small letters and digits, without 0, 1, i, l and o."),
    NewId: said(
        "This is no id: an id is ten small letters and digits, without 0, 1, i, l and o. Leave it out for something new."
    ),
    Colour: said("This is no colour: write # and six small hexadecimal digits, such as #2440b0."),
    Language: said("This is no code of a language: write one such as en, fr or pt-BR."),
    TextKey: said("This is no code of a language: write one such as en, fr or pt-BR."),
    Country: said("This is no code of a country: write two capital letters, such as TH."),
    Goal: said("This is no goal: write its number from 1 to 17, or a target such as 8.5 or 13.b."),
    FileName: said(
        "This is no name of a file: it is the SHA-256 of the content, 64 small hexadecimal digits, and .png, .webp, .jpg or .pdf."
    ),
}
_MALFORMED = {
    "invalid character": said("invalid character"),
    "object keys must be strings": said("object keys must be strings"),
    "trailing comma in object": said("trailing comma in object"),
    "trailing comma in array": said("trailing comma in array"),
    "trailing characters": said("trailing characters"),
    "expected ':'": said("expected ':'"),
    "expected ',' or '}'": said("expected ',' or '}'"),
    "expected ',' or ']'": said("expected ',' or ']'"),
    "invalid number": said("invalid number"),
    "invalid escape character in string": said("invalid escape character in string"),
}
_UNFIT = said("This has not the form needed.")
# What the decoder says, and what is said of it; a number that it names is filled in.
_WORDS = (
    (re.compile(r"Expected `str` of length <= (\d+)"), said("The text is longer than %(number)s characters.")),
    (re.compile(r"Expected `(?:int|float)` >= (.+)"), said("The number must be at least %(number)s.")),
    (re.compile(r"Expected `(?:int|float)` <= (.+)"), said("The number must be at most %(number)s.")),
    (re.compile(r"Expected `array` of length >= (\d+)"), said("The list needs at least %(number)s.")),
    (re.compile(r"Expected `array` of length <= (\d+)"), said("The list holds more than %(number)s.")),
    (
        re.compile(r"Expected `(?:datetime|time)` with no timezone.*"),
        said("Write the time as the clocks there show it, without a zone or offset."),
    ),
    (
        re.compile(r"Invalid RFC3339 encoded datetime"),
        said("This is no time: write one such as 2026-09-13T10:30:00."),
    ),
    (re.compile(r"Invalid RFC3339 encoded date"), said("This is no date: write one such as 2026-09-13.")),
    (re.compile(r"Invalid RFC3339 encoded time"), said("This is no time of day: write one such as 04:00:00.")),
    (re.compile(r"Invalid base64.*"), said("The content is no base64.")),
    (re.compile(r"(?:Number|Integer value|Float value) out of range"), said("The number is too large.")),
)


def problems_in(data: bytes, error: msgspec.DecodeError) -> list[Problem]:
    """Everything that keeps bytes from being a draft; ``error`` is what the decoder said first."""
    try:
        tree = msgspec.json.decode(data)
    except msgspec.DecodeError as malformed:
        return _no_json(data, str(malformed))
    found = list(_problems(tree, Draft, ""))
    return found or [("", _in_words(str(error), Draft))]


def unfit_words(tree: Any, kind: type[Part]) -> Problem:
    """The first place of plain data that its type refuses, with what is said of it: what forms don't check before."""
    return next(_problems(tree, kind, ""), ("", _UNFIT))


def _no_json(data: bytes, message: str) -> list[Problem]:
    """What is wrong with the JSON itself, with its line; texts with half of a character with their places."""
    if not data.strip():
        return [("", said("The file is empty."))]
    try:
        halves = list(_halves(json.loads(data.decode("utf-8")), ""))
    except (ValueError, RecursionError):
        halves = []
    if halves:
        half = said("The file is no valid JSON: this text holds half of a character (a lone surrogate).")
        return [(place, half) for place in halves]
    if "truncated" in message:
        return [("", said("The file is no valid JSON: it ends too early, as if it was cut off."))]
    reason = message.removeprefix("JSON is malformed: ")
    at = _BYTE.search(reason)
    if not at:
        return [("", said("The file is no valid JSON: %(reason)s.", reason=_MALFORMED.get(reason, reason)))]
    reason, before = reason[: at.start()].strip(), data[: int(at[1])]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    sentence = said("The file is no valid JSON: %(reason)s, line %(line)s, column %(column)s.")
    return [("", sentence.of({"reason": _MALFORMED.get(reason, reason), "line": line, "column": column}))]


def _halves(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, str) and _SURROGATE.search(value):
        yield place
    elif isinstance(value, dict):
        for key, item in value.items():
            name = _SURROGATE.sub("?", key)
            if name != key:
                yield place
            yield from _halves(item, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _halves(item, f"{place}[{index}]")


def _problems(value: Any, hint: Any, place: str) -> Iterator[Problem]:
    """What is wrong in a value of plain data that should be of a type, part by part."""
    bare = _bare(hint)
    before = None
    if isinstance(bare, type) and issubclass(bare, Part) and isinstance(value, dict):
        yield from _part_problems(value, bare, place)
        return
    if get_origin(bare) is list and isinstance(value, list):
        for index, item in enumerate(value):
            for before in _problems(item, get_args(bare)[0], f"{place}[{index}]"):
                yield before
    elif get_origin(bare) is dict and isinstance(value, dict):
        for key, item in value.items():
            for kind, part in zip(get_args(bare), (key, item), strict=True):
                for before in _problems(part, kind, f"{place}.{_shown(key)}"):
                    yield before
    if before is None:
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            yield place, _version(value) if place == "version" else _in_words(str(error), hint)


def _shown(name: str) -> str:
    """A name of somebody's own as it may be said in a line: whatever is no letter or sign is a question mark."""
    return "".join(char if char.isprintable() else "?" for char in name[:60])


def _part_problems(value: dict[str, Any], kind: type[Part], place: str) -> Iterator[Problem]:
    hints = _hints(kind)
    for field in msgspec.structs.fields(kind):
        here = f"{place}.{field.name}" if place else field.name
        if field.name in value:
            yield from _problems(value[field.name], hints[field.name], here)
        elif field.required:
            yield place, said("The field “%(name)s” is missing.", name=field.name)
    for name in (_shown(name) for name in value if name not in hints):
        close = get_close_matches(name, hints, 1)
        if close:
            yield (
                place,
                said("The field “%(name)s” is not known here: is “%(close)s” meant?", name=name, close=close[0]),
            )
        else:
            yield place, said("The field “%(name)s” is not known here: is it misspelt?", name=name)


@cache
def _hints(kind: type[Part]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _bare(hint: Any) -> Any:
    """A type without its limits, and without the None beside it."""
    if get_origin(hint) is Annotated:
        return _bare(hint.__origin__)
    if get_origin(hint) in (Union, types.UnionType):
        (only,) = (argument for argument in get_args(hint) if argument is not type(None))
        return _bare(only)
    return hint


def _version(value: Any) -> str:
    sentence = said("The file has version %(given)s of the format; this software reads version %(known)s.")
    return sentence.of({"given": str(value)[:20], "known": FORMAT_VERSION})


def _in_words(message: str, hint: Any) -> str:
    text = message.split(" - at `", 1)[0]
    bare = _bare(hint)
    if text.startswith("Invalid enum value") and issubclass(bare, Enum):
        allowed = ", ".join(str(word.value) for word in bare)
        given = text.removeprefix("Invalid enum value ")[:60]
        return said("%(given)s is not one of the words allowed here: %(allowed)s.", given=given, allowed=allowed)
    if _PATTERN.match(text):
        return next((words for form, words in _FORMS.items() if _is_form(form, text)), _UNFIT)
    if got := _GOT.match(text):
        if get_origin(bare) is dict and got[2] == "str":
            return said("A text is written by language here, such as %(example)s.", example='{"en": "Opening"}')
        wanted = next(_KINDS.get(name, name) for name in got[1].split(" | ") if name != "null" or got[1] == "null")
        return said("This should be %(wanted)s; it is %(given)s.", wanted=wanted, given=_KINDS.get(got[2], got[2]))
    for pattern, words in _WORDS:
        if found := pattern.match(text):
            return words.of({"number": found[1]}) if found.groups() else words
    return _UNFIT


def _is_form(form: Any, text: str) -> bool:
    """Whether the message names the pattern of a form, which is given itself or as the type that has it."""
    pattern = form if isinstance(form, str) else next(meta.pattern for meta in form.__metadata__)
    return _PATTERN.sub("", text) == repr(pattern)
