"""What was posted, read by place: values as the draft keeps them, and why some can't be."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from forum_app.domain.draft_rules import several_lines
from forum_app.domain.identity import looks_like_id
from forum_app.domain.sentences import Said, said
from forum_app.domain.texts import is_blank, one_line
from forum_app.domain.trees import Tree, put_at, value_at
from forum_app.forms.controls import Control, Options, Spec, Widget
from forum_app.forms.days import clock_of, day_of, wall_of
from forum_app.forms.parts import not_arrived, part_of
from forum_app.markdown import submitted_rich, untouched

Problem = tuple[str, Said]
LONGEST = {Widget.LINE: 300, Widget.PLAIN: 4_000, Widget.RICH: 60_000, Widget.WORD: 200, Widget.AREA: 4_000}
MADE = {"people": "person", "organisations": "organisation"}  # sources that a form may add to, with the kind added
_COLOUR = re.compile("#?[0-9a-fA-F]{6}$")
# Digits of any script; a sign and a point only where a control is one of decimals.
_NUMBERS = {Widget.NUMBER: re.compile(r"\d{1,400}"), Widget.DECIMAL: re.compile(r"-?\d{1,400}([.,]\d{0,400})?")}


class Fields(Protocol):
    """The fields of a request's body, in the order in which they came."""

    def get(self, key: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> list[str]: ...
    def keys(self) -> Any: ...


@dataclass
class Posted:
    """``values`` by place. What couldn't be read stands there as it was typed, and has a problem. ``made``: by id, what
    the form wants added as well."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    made: dict[str, "Made"] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """Something new that a field names and that is to be added with what is saved: a person or an organisation."""

    kind: str
    name: str


@dataclass(frozen=True)
class Reading:
    """What reading a form needs to know: languages shown, what can be chosen, the thing that it was filled from."""

    languages: Sequence[str]
    options: Options
    stored: Tree = field(default_factory=dict)


def read_posted(spec: Spec, fields: Fields, reading: Reading) -> Posted:
    """Reads the controls of a form and nothing else that was posted."""
    posted = Posted()
    for control in spec.controls():
        for place, value in _read(control, control.place, fields, reading, posted, reading.stored):
            posted.values[place] = value
    return posted


def _read(
    control: Control, name: str, fields: Fields, reading: Reading, posted: Posted, stored: Tree
) -> list[tuple[str, Any]]:
    """Places of one control with their values; ``name`` is where it stands in the form."""
    if control.tongued:
        found = []
        for index, code in enumerate(reading.languages):
            here = f"{name}.{code}"
            before = value_at(stored, within(control.place, code)) or ""
            same = control.widget == Widget.RICH and stored is reading.stored and untouched(fields, here)
            value = before if same else _text(control, here, fields, posted, before)
            if control.required and index == 0 and is_blank(value):
                posted.problems.append((here, _needed(control)))
            found += [] if same else [(here, value)]
        return found
    value = _READERS[control.widget](control, name, fields, reading, posted)
    if control.required and (value is None or value == "" or value == []) and not _refused(posted, name):
        posted.problems.append((name, _needed(control)))
    return [(name, value)]


def within(place: str, name: str) -> str:
    """A place inside another; a part that is one text alone has no name of its own."""
    return f"{place}.{name}" if place and name else place or name


def _refused(posted: Posted, name: str) -> bool:
    return any(place == name for place, _sentence in posted.problems)


def _needed(control: Control) -> Said:
    if control.widget in (Widget.CHOICE, Widget.CHOICES):
        return said("This is needed: choose one of the list.")
    if control.widget in (Widget.DATE, Widget.WALL):
        return said("This is needed: choose a day.")
    return said("This is needed: write something here.")


def _text(control: Control, name: str, fields: Fields, posted: Posted, before: str) -> str:
    raw = fields.get(name) or ""
    if control.widget == Widget.RICH:
        value = submitted_rich(fields, name, before)
        if "\0" in raw:  # Markdown and HTML would put another sign for it, so that nobody else could refuse it
            wrong = said("The text holds a control character (%(code)s): take it out.", code="U+0000")
            posted.problems.append((name, wrong))
    else:
        value = one_line(raw) if control.widget in (Widget.LINE, Widget.WORD) else several_lines(raw)
    most = control.most or LONGEST[control.widget]
    if len(value) > most:
        posted.problems.append((name, too_long(len(value), most)))
        return raw if control.widget != Widget.RICH else value
    return "" if is_blank(value) and control.widget != Widget.RICH else value


def too_long(length: int, most: int) -> Said:
    return said("This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=length, most=most)


def _word(control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    return _text(control, name, fields, posted, "")


def _words(control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    lines = [one_line(line) for line in (fields.get(name) or "").splitlines()]
    kept = [line for line in lines if not is_blank(line)]
    for line in kept:
        if len(line) > (control.most or 200):
            posted.problems.append((name, too_long(len(line), control.most or 200)))
    return list(dict.fromkeys(kept))


def _number(control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    raw = one_line(fields.get(name) or "")
    if not raw:
        return None
    if not _NUMBERS[control.widget].fullmatch(raw):
        posted.problems.append((name, said("This is no number: write digits only.")))
        return raw
    value = int(raw) if control.widget == Widget.NUMBER else float(raw.replace(",", "."))
    if not control.least <= value <= (control.most or 10**9):
        sentence = said("The number must be from %(least)s to %(most)s.", least=control.least, most=control.most)
        posted.problems.append((name, sentence))
        return raw
    return value


def _tick(_control: Control, name: str, fields: Fields, _reading: Reading, _posted: Posted) -> Any:
    return bool(fields.get(name))


def _choice(control: Control, name: str, fields: Fields, reading: Reading, posted: Posted) -> Any:
    raw = fields.get(name) or ""
    if raw and raw not in _offered(control, reading) and raw != value_at(reading.stored, control.place):
        posted.problems.append((name, said("This can't be chosen here: choose one of the list.")))
    if not raw:
        return None if control.choices or control.source in ("rooms", "talks", "questions") else ""
    return int(raw) if control.kind == "number" and raw.isdigit() else raw


def _choices(control: Control, name: str, fields: Fields, reading: Reading, posted: Posted) -> Any:
    chosen = list(dict.fromkeys(value for value in fields.getlist(name) if value))
    kept = value_at(reading.stored, control.place) or ()  # those that are offered no more may stay
    if set(chosen) - _offered(control, reading) - set(kept):
        posted.problems.append((name, said("One of these can't be chosen here: choose from the list.")))
    return chosen


def _offered(control: Control, reading: Reading) -> set[str]:
    return {option.value for option in (control.choices or reading.options.of(control.source))}


def _colour(_control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    raw = one_line(fields.get(name) or "")
    if not _COLOUR.match(raw):
        posted.problems.append((name, said("This is no colour: write # and six digits, such as #2440b0.")))
        return raw
    return f"#{raw.lstrip('#').lower()}"


def _date(_control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    raw = one_line(fields.get(name) or "")
    return _or_refused(day_of(raw), raw, name, posted) if raw else None


def _time(_control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    raw = one_line(fields.get(name) or "")
    return _or_refused(clock_of(raw), raw, name, posted) if raw else None


def _wall(_control: Control, name: str, fields: Fields, _reading: Reading, posted: Posted) -> Any:
    day, clock = (one_line(fields.get(f"{name}{part}") or "") for part in ("@day", "@time"))
    return _or_refused(wall_of(day, clock), {"@day": day, "@time": clock}, name, posted) if day or clock else None


def _or_refused(found: str | Said, typed: Any, name: str, posted: Posted) -> Any:
    """What was read; what was typed, with a problem, where it can't be."""
    if not isinstance(found, Said):
        return found
    posted.problems.append((name, found))
    return typed


def _reference(control: Control, name: str, fields: Fields, reading: Reading, posted: Posted) -> Any:
    """Who or what was typed: the one chosen before where its label still stands there, else the only one so called."""
    raw, before = one_line(fields.get(name) or ""), fields.get(f"{name}@id") or ""
    if not raw:
        return None
    if before and raw == reading.options.label(control.source, before):
        return before
    found = reading.options.named(control.source, raw)
    if len(found) == 1:
        return found[0].value
    new = fields.get(f"{name}@new") or ""
    if not found and control.source in MADE and looks_like_id(new):
        posted.made[new] = Made(MADE[control.source], raw)
        return new
    if found:
        sentence = said("%(count)s here are called “%(name)s”: choose one of the list.", count=len(found), name=raw)
    else:
        sentence = said("Nothing here is called “%(name)s”: choose from the list, or tick that it is new.", name=raw)
    posted.problems.append((name, sentence))
    return raw


def _items(control: Control, name: str, fields: Fields, reading: Reading, posted: Posted) -> Any:
    """The parts of a list, each with what the form doesn't show of it kept as it was."""
    marks = re.compile(rf"{re.escape(name)}\[(\d{{1,4}})\]@item$")
    found: list[Any] = []
    for match in (match for key in list(fields.keys()) if (match := marks.match(key))):
        here = Posted()
        item = part_of(fields.get(match[0]) or "", control.items)
        if item is None:
            posted.problems.append((name, not_arrived()))
            continue
        stored = dict(item)
        for inner in control.items:
            at = within(f"{name}[{match[1]}]", inner.place)
            for place, value in _read(inner, at, fields, reading, here, stored):
                put_at(item, place.removeprefix(f"{name}[{match[1]}]."), value)
        if _is_blank_item(control, item, reading.languages):
            continue
        posted.made.update(here.made)
        posted.problems += [(_moved(place, name, match[1], len(found)), sentence) for place, sentence in here.problems]
        found.append(item)
    return found


def _moved(place: str, name: str, index: str, to: int) -> str:
    """The place of a part's field once blank parts before it are left out."""
    return f"{name}[{to}]" + place.removeprefix(f"{name}[{index}]")


def _is_blank_item(control: Control, item: Tree, languages: Sequence[str]) -> bool:
    for inner in control.items:
        if inner.widget in (Widget.CHOICE, Widget.TICK):
            continue  # they always say something
        places = [within(inner.place, code) for code in languages] if inner.tongued else [inner.place]
        if any(value_at(item, place) for place in places):
            return False
    return True


_READERS: Mapping[Widget, Callable[[Control, str, Fields, Reading, Posted], Any]] = {
    Widget.WORD: _word,
    Widget.AREA: _word,
    Widget.WORDS: _words,
    Widget.NUMBER: _number,
    Widget.DECIMAL: _number,
    Widget.TICK: _tick,
    Widget.CHOICE: _choice,
    Widget.CHOICES: _choices,
    Widget.COLOUR: _colour,
    Widget.DATE: _date,
    Widget.TIME: _time,
    Widget.WALL: _wall,
    Widget.REFERENCE: _reference,
    Widget.ITEMS: _items,
}
