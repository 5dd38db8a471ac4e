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
from forum_app.domain.texts import opening

_PATTERN = re.compile(r"Expected `str` matching regex ")
_GOT = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE = re.compile(r"\(byte (\d+)\)$")
_KINDS = {
    "str": "a text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list […]",
    "object": "an object {…}",
    "date": "a date in quotation marks, such as 2026-09-13",
    "datetime": "a time in quotation marks, such as 2026-09-13T10:30:00",
    "time": "a time of day in quotation marks, such as 04:00:00",
    "bytes": "base64 in quotation marks",
    "null": "null",
}
_ID_FORM = "ten small letters and digits, without 0, 1, i, l and o"
_FORMS = {
    SLUG: "This is no short name: it needs 2 to 60 small letters, digits and single hyphens between them.",
    Id: f"This is no id: an id is {_ID_FORM}.",
    NewId: f"This is no id: an id is {_ID_FORM}. Leave it out for something new.",
    Colour: "This is no colour: write # and six small hexadecimal digits, such as #2440b0.",
    Language: "This is no code of a language: write one such as en, fr or pt-BR.",
    TextKey: "This is no code of a language: write one such as en, fr or pt-BR.",
    Country: "This is no code of a country: write two capital letters, such as TH.",
    Goal: "This is no goal: write its number from 1 to 17, or a target such as 8.5 or 13.b.",
    FileName: "This is no name of a file: it is the SHA-256 of the content, 64 small hexadecimal digits, and "
    ".png, .webp, .jpg or .pdf.",
}
_WORDS = (
    (re.compile(r"Expected `str` of length <= (\d+)"), r"The text is longer than \1 characters."),
    (re.compile(r"Expected `(?:int|float)` >= (.+)"), r"The number must be at least \1."),
    (re.compile(r"Expected `(?:int|float)` <= (.+)"), r"The number must be at most \1."),
    (re.compile(r"Expected `array` of length >= (\d+)"), r"The list needs at least \1."),
    (re.compile(r"Expected `array` of length <= (\d+)"), r"The list holds more than \1."),
    (
        re.compile(r"Expected `(?:datetime|time)` with no timezone.*"),
        "Write the time as the clocks there show it, without a zone or offset.",
    ),
    (re.compile(r"Invalid RFC3339 encoded datetime"), "This is no time: write one such as 2026-09-13T10:30:00."),
    (re.compile(r"Invalid RFC3339 encoded date"), "This is no date: write one such as 2026-09-13."),
    (re.compile(r"Invalid RFC3339 encoded time"), "This is no time of day: write one such as 04:00:00."),
    (re.compile(r"Invalid base64.*"), "The content is no base64."),
    (re.compile(r"(?:Number|Integer value|Float value) out of range"), "The number is too large."),
)


def problems_in(data: bytes, error: msgspec.DecodeError) -> list[Problem]:
    """Everything that keeps bytes from being a draft; ``error`` is what the decoder said first."""
    try:
        tree = msgspec.json.decode(data)
    except msgspec.DecodeError as malformed:
        return _no_json(data, str(malformed))
    found = list(_problems(tree, Draft, ""))
    return found or [("", _in_words(str(error), Draft))]


def _no_json(data: bytes, message: str) -> list[Problem]:
    """What is wrong with the JSON itself, with its line; texts with half of a character with their places."""
    if not data.strip():
        return [("", "The file is empty.")]
    try:
        halves = list(_halves(json.loads(data.decode("utf-8")), ""))
    except (ValueError, RecursionError):
        halves = []
    if halves:
        said = "The file is no valid JSON: this text holds half of a character (a lone surrogate)."
        return [(place, said) for place in halves]
    if "truncated" in message:
        return [("", "The file is no valid JSON: it ends too early, as if it was cut off.")]
    reason = message.removeprefix("JSON is malformed: ")
    at = _BYTE.search(reason)
    if at:
        before = data[: int(at[1])]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        reason = f"{reason[: at.start()].strip()}, line {line}, column {column}"
    return [("", f"The file is no valid JSON: {reason}.")]


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
            yield place, f"The field “{field.name}” is missing."
    for name in (_shown(name) for name in value if name not in hints):
        close = get_close_matches(name, hints, 1)
        hint = f"is “{close[0]}” meant?" if close else "is it misspelt?"
        yield place, f"The field “{name}” is not known here: {hint}"


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
    return f"The file has version {str(value)[:20]} of the format; this software reads version {FORMAT_VERSION}."


def _in_words(message: str, hint: Any) -> str:
    text = message.split(" - at `", 1)[0]
    bare = _bare(hint)
    if text.startswith("Invalid enum value") and issubclass(bare, Enum):
        allowed = ", ".join(str(word.value) for word in bare)
        return f"{text.removeprefix('Invalid enum value ')[:60]} is not one of the words allowed here: {allowed}."
    if _PATTERN.match(text):
        return next((words for form, words in _FORMS.items() if _is_form(form, text)), "This has not the form needed.")
    if got := _GOT.match(text):
        wanted = [_KINDS.get(name, name) for name in got[1].split(" | ") if name != "null"]
        if get_origin(bare) is dict and got[2] == "str":
            return 'A text is written by language here, such as {"en": "Opening"}.'
        return f"{opening(' or '.join(wanted))} is needed here; this is {_KINDS.get(got[2], got[2])}."
    for pattern, words in _WORDS:
        if pattern.match(text):
            return pattern.sub(words, text)
    return text


def _is_form(form: Any, text: str) -> bool:
    """Whether the message names the pattern of a form, which is given itself or as the type that has it."""
    pattern = form if isinstance(form, str) else next(meta.pattern for meta in form.__metadata__)
    return _PATTERN.sub("", text) == repr(pattern)
