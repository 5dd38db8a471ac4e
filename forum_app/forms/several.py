"""What can be changed on several things at once, and how: left, set, emptied, added to, taken from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from forum_app.domain.sentences import said
from forum_app.domain.trees import Tree, value_at
from forum_app.forms.controls import Control, Group, Option, Spec, Widget
from forum_app.forms.posted import Fields, Problem, Reading, read_posted
from forum_app.i18n import Words

# Texts in several languages are not among them: the same title on ten sessions is a slip, not a wish.
PLACES = {
    "session": (
        "kind", "status", "themes", "alliances", "minutes", "room", "mode", "capacity", "sign_up",
        "languages", "interpretation", "captions", "online.platform", "online.public",
    ),
    "role": ("state",),
    "person": ("country", "languages"),
    "organisation": ("kind", "country"),
    "theme": ("colour",),
    "room": ("capacity", "building", "equipment", "online.platform", "online.public"),
    "key_question": ("to",),
    "material": ("kind", "language", "audience"),
    "reference": ("year",),
    "term": (),
}  # fmt: skip


class How(StrEnum):
    """What becomes of a field of each thing."""

    LEAVE = "leave"
    SET = "set"
    EMPTY = "empty"
    ADD = "add"
    DROP = "drop"


@dataclass(frozen=True)
class Change:
    """One field changed: ``value`` is a list of keys where it is added or taken out."""

    place: str
    how: How
    value: Any = None

    def of(self, tree: Tree) -> Any:
        """The field's new value in a thing."""
        before = value_at(tree, self.place)
        if self.how == How.ADD:
            return [*(before or []), *(key for key in self.value if key not in (before or []))]
        if self.how == How.DROP:
            return [key for key in before or [] if key not in self.value]
        return self.value


@dataclass
class SeveralPosted:
    """``hows`` and ``values`` by place, as the page shows them again where something is wrong."""

    changes: list[Change] = field(default_factory=list)
    hows: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def several_form(spec: Spec, words: Words) -> Spec:
    """Those controls of a kind's form that make sense for several: nothing is chosen in them yet."""
    wanted = {control.place: control for control in spec.controls()}
    chosen = (wanted[place] for place in PLACES[spec.kind] if place in wanted)
    return Spec(spec.kind, (Group("", tuple(_open(control, words) for control in chosen)),))


def _open(control: Control, words: Words) -> Control:
    blank = words.gettext("Choose") if control.widget == Widget.CHOICE else control.blank
    return replace(control, blank=blank, hint="", required=False)


def ways(control: Control, original: Control, words: Words) -> Sequence[Option]:
    """What can be done with a field; ``original`` is the control of the thing's own form."""
    leave = Option(How.LEAVE, words.gettext("Leave as it is"))
    if control.widget == Widget.TICK:
        return (leave, Option(How.SET, words.gettext("Yes")), Option(How.EMPTY, words.gettext("No")))
    if control.widget == Widget.CHOICES:
        return (
            leave,
            Option(How.ADD, words.gettext("Add these")),
            Option(How.DROP, words.gettext("Take these out")),
            Option(How.SET, words.gettext("Exactly these")),
            Option(How.EMPTY, words.gettext("None")),
        )
    empty = () if original.widget == Widget.CHOICE and original.blank is None else (_emptied(original, words),)
    return (leave, Option(How.SET, words.gettext("Set to")), *empty)


def _emptied(original: Control, words: Words) -> Option:
    return Option(How.EMPTY, original.blank or words.gettext("Make empty"))


def read_several(spec: Spec, original: Spec, fields: Fields, reading: Reading, words: Words) -> SeveralPosted:
    """Reads how each field is to be changed and to what. A value beside "leave as it is" is asked, not dropped."""
    posted = SeveralPosted()
    own = {control.place: control for control in original.controls()}
    for control in spec.controls():
        offered = {option.value for option in ways(control, own[control.place], words)}
        raw = fields.get(f"{control.place}@how") or How.LEAVE
        how = How(raw) if raw in offered else How.LEAVE
        posted.hows[control.place] = how
        if how == How.EMPTY or control.widget == Widget.TICK:
            if how != How.LEAVE:
                posted.changes.append(Change(control.place, how, how == How.SET or _nothing(control)))
            continue
        _read_value(control, how, fields, reading, posted)
    if not posted.changes and not posted.problems:
        posted.problems.append(("", said("Nothing is changed yet: say of at least one field what becomes of it.")))
    return posted


def _read_value(control: Control, how: How, fields: Fields, reading: Reading, posted: SeveralPosted) -> None:
    wanted = replace(control, required=how != How.LEAVE)
    found = read_posted(Spec("", (Group("", (wanted,)),)), fields, reading)
    posted.values.update(found.values)
    posted.problems += found.problems
    value = found.values[control.place]
    if how != How.LEAVE:
        posted.changes.append(Change(control.place, how, value))
    elif value not in (None, "", []):
        posted.problems.append((control.place, said("Say above what becomes of this, or leave the field empty.")))


def _nothing(control: Control) -> Any:
    """A field's value where nothing is in it, as its own form reads it."""
    if control.widget == Widget.CHOICES:
        return []
    if control.widget == Widget.TICK:
        return False
    if control.widget == Widget.CHOICE:
        return None if control.choices or control.source == "rooms" else ""
    return None if control.widget == Widget.NUMBER else ""
