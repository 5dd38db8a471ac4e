"""A form as a template draws it: every field with its value, its refusal, and what somebody else made of it meanwhile."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from forum_app.domain.identity import new_id
from forum_app.domain.merging import Clash
from forum_app.domain.texts import direction, is_out_of_date
from forum_app.domain.trees import Tree, digests, value_at
from forum_app.forms.controls import Control, Group, Option, Spec, Widget
from forum_app.forms.posted import LONGEST, MADE, Made, Problem, Reading, within
from forum_app.forms.said import held, value_in_words
from forum_app.i18n import Words

MOST_LISTED = 500


@dataclass(frozen=True)
class Shown:
    """One field. ``value`` is a text, a tick or a list of keys; ``language`` is ``""`` where it has none.

    ``original`` is what a translation is made from; ``stale`` where that changed since. ``theirs`` is what somebody else
    saved meanwhile, in words, None where nobody did.
    """

    name: str
    control: Control
    label: str
    value: Any
    error: str = ""
    language: str = ""
    language_name: str = ""
    way: str = ""
    required: bool = False
    most: int = 0
    choices: Sequence[Option] = ()
    listed: str = ""  # the id of the page's list that is searched while typing
    key: str = ""  # of what is chosen
    stale: bool = False
    theirs: str | None = None
    parts: tuple["ShownPart", ...] = ()
    kept: bool = False  # it shows what is kept, not what was typed
    new: str = ""  # the id that what was typed gets where it is added as something new
    made: bool = False  # and whether it was said to be new

    @property
    def described(self) -> str:
        """The ids of what describes this field."""
        found = [f"{self.name}-error"] if self.error else []
        return " ".join([*found, *([f"{self.name}-hint"] if self.control.hint else [])])


@dataclass(frozen=True)
class ShownPart:
    """One of a list of parts; ``kept`` is all of it as plain data, also what isn't shown."""

    index: int
    kept: str
    fields: tuple[tuple[Shown, ...], ...]


@dataclass(frozen=True)
class ShownGroup:
    heading: str
    hint: str
    folded: bool
    private: bool
    name: str
    fields: tuple[tuple[Shown, ...], ...]  # of one control, one in each language shown
    wrong: bool = False
    held: str = ""  # of a folded one: what it holds, in one line


@dataclass(frozen=True)
class ShownForm:
    """``base`` is what the form was filled from; ``lists`` are the names offered while typing, by source."""

    groups: tuple[ShownGroup, ...]
    base: str
    problems: tuple[tuple[str, str, str], ...]  # place, name of the field, sentence
    clashes: tuple[Shown, ...]
    lists: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    rich: bool = False  # it holds rich texts, or parts with some


@dataclass(frozen=True)
class Filling:
    """What a form is filled with: the thing as it is kept, what was typed over it, and what is wrong with that."""

    words: Words
    reading: Reading
    typed: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    clashes: Sequence[Clash] = ()
    original: str = ""
    base: str = ""  # what the form was filled from, where that isn't what is kept now
    made: Mapping[str, Made] = field(default_factory=dict)

    def value(self, place: str) -> Any:
        return self.typed[place] if place in self.typed else value_at(self.reading.stored, place)

    def error(self, place: str) -> str:
        return " ".join(sentence_in(self.words, text) for at, text in self.problems if at == place)


def sentence_in(words: Words, sentence: str) -> str:
    """A sentence of the rules in the reader's language."""
    return words.said(sentence)


def shown_form(spec: Spec, filling: Filling) -> ShownForm:
    """The form with all its fields."""
    groups = tuple(_group(group, filling) for group in spec.groups)
    everything = [shown for group in groups for shown in _all(group.fields)]
    names = {shown.name: shown.label for shown in everything}
    problems = tuple(
        (_field_of(place, names), names.get(_field_of(place, names), ""), sentence_in(filling.words, text))
        for place, text in filling.problems
    )
    places = spec.places(filling.reading.languages)
    sources = {control.source for control in _controls(spec.controls()) if control.widget == Widget.REFERENCE}
    offered = {source: filling.reading.options.of(source) for source in sorted(sources)}
    return ShownForm(
        groups,
        filling.base or msgspec.json.encode(digests(filling.reading.stored, places)).decode(),
        problems,
        tuple(shown for shown in everything if shown.theirs is not None),
        {source: options for source, options in offered.items() if len(options) <= MOST_LISTED},
        any(control.widget == Widget.RICH for control in _controls(spec.controls())),
    )


def _controls(controls: Iterable[Control]) -> Iterable[Control]:
    for control in controls:
        yield control
        yield from _controls(control.items)


def _all(fields: Iterable[tuple[Shown, ...]]) -> Iterable[Shown]:
    for row in fields:
        for shown in row:
            yield shown
            for part in shown.parts:
                yield from _all(part.fields)


def _field_of(place: str, names: Container[str]) -> str:
    """The field that a place is in: itself, or the nearest above it that has one."""
    while place and place not in names:
        cut = max(place.rfind("."), place.rfind("["))
        place = place[:cut] if cut > 0 else ""
    return place


def _group(group: Group, filling: Filling) -> ShownGroup:
    fields = tuple(_row(control, control.place, filling, filling.value) for control in group.controls)
    everything = {shown.name: shown for shown in _all(fields)}
    wrong = any(shown.error or shown.theirs is not None for shown in everything.values())
    wrong = wrong or any(_field_of(place, everything) for place, _text in filling.problems)
    filled = [(row[0].control, next((one.value for one in row if one.value), "")) for row in fields]
    said = held(filling.words, filling.reading.options, filled) if group.folded else ""
    return ShownGroup(group.heading, group.hint, group.folded, group.private, group.name, fields, wrong, said)


def _row(control: Control, name: str, filling: Filling, value: Any) -> tuple[Shown, ...]:
    """A control's fields: one, or one in each language shown. ``value`` gives what stands at a place of the control."""
    if not control.tongued:
        return (_field(control, name, filling, value(control.place)),)
    found = []
    text = {code: value(within(control.place, code)) or "" for code in filling.reading.languages}
    marks = value(control.place) if control.place else {}
    marks = marks if isinstance(marks, dict) else {}
    for index, code in enumerate(filling.reading.languages):
        here = f"{name}.{code}"
        stale = bool(filling.original) and is_out_of_date(
            {**marks, code: text[code]}, code, filling.original
        )  # against the original as it is kept
        found.append(
            Shown(
                name=here,
                control=control,
                label=control.label,
                value=text[code],
                error=filling.error(here) or (filling.error(name) if index == 0 else ""),
                language=code,
                language_name=filling.words.language_name(code),
                way=direction(code),
                required=control.required and index == 0,
                most=control.most or LONGEST[control.widget],
                stale=stale,
                theirs=_theirs(filling, here, control),
                kept=here not in filling.typed,
            )
        )
    return tuple(found)


def _theirs(filling: Filling, place: str, control: Control) -> str | None:
    clash = next((clash for clash in filling.clashes if clash.place == place), None)
    return None if clash is None else in_words(filling, control, clash.theirs)


def in_words(filling: Filling, control: Control, value: Any) -> str:
    """A value as a person reads it, in one line or several."""
    return value_in_words(filling.words, filling.reading.options, control, value)


def _field(control: Control, name: str, filling: Filling, value: Any) -> Shown:
    key, listed, new, made = "", "", "", False
    if control.widget == Widget.REFERENCE:
        key, value, new, made = _named(control, name, filling, value)
        listed = f"list-{control.source}"
    return Shown(
        name=name,
        control=control,
        label=control.label,
        value=[] if value is None and control.widget in (Widget.CHOICES, Widget.WORDS) else _text_of(control, value),
        error=filling.error(name),
        required=control.required,
        most=control.most or LONGEST.get(control.widget, 0),
        choices=_choices(control, filling, value),
        listed=listed,
        key=key,
        new=new,
        made=made,
        theirs=_theirs(filling, name, control),
        parts=_parts(control, name, filling, value) if control.widget == Widget.ITEMS else (),
    )


def _named(control: Control, name: str, filling: Filling, value: Any) -> tuple[str, Any, str, bool]:
    """Of a field that names another thing: the id chosen, its text, the id of something new, whether it is said so."""
    if not isinstance(value, str) or not value:
        return "", value, "", False
    if value in filling.made:
        return "", filling.made[value].name, value, True
    options = filling.reading.options
    label = options.label(control.source, value)
    if label and label != value:
        return value, label, "", False
    offered = control.source in MADE and filling.error(name) and not options.named(control.source, value)
    return "", value, new_id() if offered else "", False


def _text_of(control: Control, value: Any) -> Any:
    """What stands in the field."""
    if control.widget == Widget.TICK or isinstance(value, (list, dict)):
        return value
    if value is None:
        return ""
    return str(value)[:5] if control.widget == Widget.TIME and str(value).count(":") == 2 else str(value)


def _choices(control: Control, filling: Filling, value: Any) -> Sequence[Option]:
    if control.widget not in (Widget.CHOICE, Widget.CHOICES):
        return ()
    offered = list(control.choices or filling.reading.options.of(control.source))
    if control.widget == Widget.CHOICE and isinstance(value, str) and value not in {option.value for option in offered}:
        kept = value == value_at(filling.reading.stored, control.place)  # one that is offered no more may stay
        label = filling.reading.options.label(control.source, value) if value and control.source else value
        offered += [Option(value, label)] if value and kept else []
    if control.widget == Widget.CHOICES and isinstance(value, list):
        known = {option.value: option for option in offered}
        for key in value_at(filling.reading.stored, control.place) or ():  # those that are offered no more may stay
            if key not in known:
                known[key] = Option(key, filling.reading.options.label(control.source, key) if control.source else key)
        first = [known[key] for key in value if key in known]  # in the order in which they were chosen
        offered = first + [option for option in offered if option.value not in value]
    return offered


def _parts(control: Control, name: str, filling: Filling, value: Any) -> tuple[ShownPart, ...]:
    return tuple(part_shown(control, name, index, item, filling) for index, item in enumerate(value or []))


def part_shown(control: Control, name: str, index: int, item: Tree, filling: Filling) -> ShownPart:
    """One of a list of parts, as it stands at ``index``."""
    rows = tuple(
        _row(inner, within(f"{name}[{index}]", inner.place), filling, lambda place: value_at(item, place))
        for inner in control.items
    )
    return ShownPart(index, msgspec.json.encode(item).decode(), rows)
