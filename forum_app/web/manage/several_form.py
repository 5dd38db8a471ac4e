"""The page on which several things are changed: what is chosen, what stands in them now, what was typed, what is wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request

from forum_app.domain.identity import looks_like_id
from forum_app.domain.permissions import Place, may_see_private
from forum_app.forms.controls import Control, Option, Spec
from forum_app.forms.posted import Problem, Reading
from forum_app.forms.several import SeveralPosted, read_several, several_form, ways
from forum_app.forms.shown import Filling, Shown, in_words, shown_form
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.several import MOST, Chosen, Meanwhile, Settled, chosen_things
from forum_app.web.access import guest
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words
from forum_app.web.manage.nouns import Noun

SHOWN_VALUES = 4


@dataclass(frozen=True)
class Row:
    """A field to change: its control, ways to change it, the way chosen, and what stands in the things now."""

    field: Shown
    ways: Sequence[Option]
    how: str
    now: str


@dataclass
class SeveralForm:
    """One page of this request. ``keys`` are ids as they came, at most MOST and one."""

    noun: Noun
    forum: DeskForum
    keys: Sequence[str]
    words: Words = field(default_factory=desk_words)
    posted: SeveralPosted = field(default_factory=SeveralPosted)
    problems: list[Problem] = field(default_factory=list)
    meanwhile: Sequence[Meanwhile] = ()
    status: int = 200
    seen: int | None = None

    def __post_init__(self) -> None:
        self.options = DraftOptions(installed().database, self.forum, self.words.interface)
        spec = self.noun.form(self.words)
        self.original = spec if may_see_private(guest().actor, Place(self.forum.id)) else spec.public()
        self.spec: Spec = several_form(self.original, self.words)
        places = [control.place for control in self.spec.controls()]
        self.chosen: Chosen = chosen_things(
            installed().database, self.forum.id, self.noun.kind, self.keys[:MOST], places, self.words.interface
        )

    @property
    def reading(self) -> Reading:
        return Reading([self.forum.languages[0]], self.options)

    def read(self) -> None:
        self.posted = read_several(self.spec, self.original, request.form, self.reading, self.words)
        self.problems = list(self.posted.problems)
        self.seen = _number("_seen")

    @property
    def settled(self) -> Settled:
        """What was chosen for things that others changed meanwhile."""
        answers = {key: request.form.get(f"{key}@choose") for key in request.form.getlist("_asked")}
        chosen = {key: answer == "mine" for key, answer in answers.items() if answer in ("mine", "theirs")}
        return Settled(chosen, _number("_upto"))

    def rows(self) -> list[Row]:
        filling = Filling(words=self.words, reading=self.reading, typed=self.posted.values, problems=self.problems)
        own = {control.place: control for control in self.original.controls()}
        found = []
        for group in shown_form(self.spec, filling).groups:
            for (shown,) in group.fields:
                how = self.posted.hows.get(shown.name, "leave")
                now = self._now(filling, own[shown.name])
                found.append(Row(shown, ways(shown.control, own[shown.name], self.words), how, now))
        return found

    def _now(self, filling: Filling, control: Control) -> str:
        """The commonest values with how often each is there."""
        values: Iterable[Any] = self.chosen.values[control.place]
        said = Counter(in_words(filling, control, value) for value in values)
        first = said.most_common(SHOWN_VALUES)
        listed = [text if len(said) == 1 else f"{text} ({number})" for text, number in first]
        rest = len(said) - len(first)
        listed += [self.words.ngettext("one other", "%(num)d others", rest)] if rest else []
        return self.words.listed(listed)

    def clashes(self) -> list[Mapping[str, Any]]:
        """What others did meanwhile, one entry a thing."""
        filling = Filling(words=self.words, reading=self.reading)
        own = {control.place: control for control in self.original.controls()}
        found: dict[str, dict[str, Any]] = {}
        for each in self.meanwhile:
            entry = found.setdefault(each.key, {"key": each.key, "name": each.name, "who": each.who, "values": []})
            control = own[each.place]
            entry["values"].append((control.label, in_words(filling, control, each.value)))
        return list(found.values())


def _number(name: str) -> int:
    raw = request.form.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 18 else 0


def ids(raw: Iterable[str]) -> list[str]:
    """What looks like an id, once each; at most one more than can be changed at once."""
    fine = (key for key in raw if looks_like_id(key))
    return list(dict.fromkeys(fine))[: MOST + 1]
