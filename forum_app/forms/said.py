"""Values of a form in words: whole, and what a folded group holds in one line, so that nothing is out of sight unsaid."""

from collections.abc import Iterable
from typing import Any

from forum_app.domain.texts import is_blank, readable
from forum_app.domain.trees import Tree, value_at
from forum_app.forms.controls import Control, Options, Widget
from forum_app.i18n import Words

SHORT = 40  # the longest value that a folded group says; of a longer one only that it is there
_SAID = frozenset({Widget.WORD, Widget.LINE, Widget.NUMBER, Widget.DECIMAL, Widget.REFERENCE})


def value_in_words(words: Words, options: Options, control: Control, value: Any) -> str:
    """A value as a person reads it, in one line or several."""
    if value is None or value == "" or value == [] or value == {}:
        return words.gettext("(nothing)")
    if control.widget == Widget.TICK:
        return words.gettext("Yes") if value else words.gettext("No")
    if control.widget in (Widget.CHOICE, Widget.CHOICES, Widget.REFERENCE):
        names = {option.value: option.label for option in control.choices}
        chosen = value if isinstance(value, list) else [value]
        return words.listed(names.get(key) or options.label(control.source, key) for key in chosen)
    if control.widget == Widget.ITEMS:
        return "\n".join(_part_in_words(words, options, control, item) for item in value)
    if control.widget == Widget.WALL:
        return str(value).replace("T", " ")[:16]
    return "\n".join(value) if isinstance(value, list) else str(value)


def _part_in_words(words: Words, options: Options, control: Control, item: Tree) -> str:
    said = []
    for inner in control.items:
        value = value_at(item, inner.place)
        if isinstance(value, dict):
            value = next((text for key, text in value.items() if "@" not in key and text), "")
        if value:
            said.append(value_in_words(words, options, inner, value))
    return words.listed(said)


def held(words: Words, options: Options, filled: Iterable[tuple[Control, Any]]) -> str:
    """What is filled in: the names of the fields, with values that are short; empty where nothing is."""
    return words.listed(
        _held(words, options, control, value) for control, value in filled if _is_filled(control, value)
    )


def _held(words: Words, options: Options, control: Control, value: Any) -> str:
    short = ""
    if control.widget in (Widget.CHOICE, Widget.CHOICES):
        short = value_in_words(words, options, control, value)
    elif control.widget == Widget.WORDS:
        short = words.listed(value)
    elif control.widget in _SAID and control.kind != "url":
        short = str(value).strip()
    if control.widget == Widget.ITEMS or (isinstance(value, list) and len(short) > SHORT):
        short = str(len(value))
    if not short or len(short) > SHORT:
        return control.label
    return words.gettext("%(label)s: %(value)s", label=control.label, value=short)


def _is_filled(control: Control, value: Any) -> bool:
    if control.widget == Widget.CHOICE and control.blank is None and control.choices:
        return str(value) != control.choices[0].value  # the first is what nobody chose
    if control.widget == Widget.RICH:
        return isinstance(value, str) and not is_blank(readable(value))
    if control.widget == Widget.NUMBER:
        return str(value).strip() not in ("", "0")
    return bool(value.strip()) if isinstance(value, str) else bool(value)
