"""A part of a list as its form was filled with it (``posts[0]@item``): what the form doesn't show of it comes back so."""

from collections.abc import Sequence
from typing import Any

import msgspec

from forum_app.domain.sentences import Said, said
from forum_app.domain.trees import Tree, value_at
from forum_app.forms.controls import Control, Widget

LONGEST_PART = 100_000


def part_of(raw: str, controls: Sequence[Control]) -> Tree | None:
    """The part; None where that is none of this list: what the form doesn't show would be lost, or be something else."""
    try:
        item = msgspec.json.decode(raw[:LONGEST_PART] or "{}")
        msgspec.json.encode(item)  # numbers of any length can be read, but not kept
    except (msgspec.DecodeError, RecursionError, OverflowError):
        return None
    if not isinstance(item, dict):
        return None
    fits = (_fits(control, value_at(item, control.place) if control.place else item) for control in controls)
    return item if all(fits) else None


def _fits(control: Control, value: Any) -> bool:
    """Whether a value is what reading the control begins from; what it puts in its place needn't be."""
    if value is None or not (control.tongued or control.widget in (Widget.CHOICES, Widget.WORDS)):
        return True
    inner = value.values() if control.tongued and isinstance(value, dict) else value
    return isinstance(value, dict if control.tongued else list) and all(isinstance(one, str) for one in inner)


def not_arrived() -> Said:
    return said("Part of this list had not arrived when it was sent: look at it, and save again.")
