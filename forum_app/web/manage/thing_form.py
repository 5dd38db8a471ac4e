"""A thing's form from request to answer: what is asked, what was typed, what is wrong, what somebody else saved."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from flask import request

from forum_app.domain.errors import EditRefused
from forum_app.domain.merging import Clash
from forum_app.domain.permissions import Place, may_edit, may_see_private
from forum_app.domain.sentences import Said, said
from forum_app.domain.times import comes_twice
from forum_app.domain.trees import Tree, digest, value_at
from forum_app.forms.controls import Spec
from forum_app.forms.posted import Posted, Problem, Reading, read_posted
from forum_app.forms.programme import session_form
from forum_app.forms.shown import Filling, ShownForm, shown_form
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.edit_problems import problems_of_edit
from forum_app.services.form_options import DraftOptions
from forum_app.services.things import Edit, EditClash
from forum_app.web.access import guest
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words
from forum_app.web.manage.nouns import Noun


@dataclass
class ThingForm:
    """One form of this request. ``status`` is that of the answer which draws it."""

    noun: Noun
    forum: DeskForum
    stored: Tree
    owner: str | None = None
    words: Words = field(default_factory=desk_words)
    posted: Posted = field(default_factory=Posted)
    problems: list[Problem] = field(default_factory=list)
    clash: EditClash | None = None
    status: int = 200
    base: str = ""
    asked: list[Clash] = field(default_factory=list)  # again, because nothing was chosen

    def __post_init__(self) -> None:
        self.options = DraftOptions(installed().database, self.forum, self.words.interface, self.owner)

    @property
    def languages(self) -> list[str]:
        """The original, and the language chosen to stand beside it."""
        original = self.forum.languages[0]
        beside = request.values.get("in", "")
        return [original, beside] if beside in self.forum.languages and beside != original else [original]

    @property
    def spec(self) -> Spec:
        """The form's description, without what this visitor may not see."""
        spec = (
            session_form(self.words, twice=self._twice()) if self.noun.kind == "session" else self.noun.form(self.words)
        )
        if self.noun.kind == "material" and not self.options.of("talks"):
            spec = spec.without("talk")
        actor, place = guest().actor, Place(self.forum.id)
        spec = spec if may_edit(actor, place) else spec.without("online")  # links that let people in
        return spec if may_see_private(actor, place) else spec.public()

    def _twice(self) -> bool:
        """Whether the hour that is kept or typed comes twice on its day."""
        start = self.posted.values.get("start", value_at(self.stored, "start"))
        try:
            wall = msgspec.convert(start, type=datetime)
        except msgspec.ValidationError:
            return False
        return comes_twice(wall, self.forum.zone)

    @property
    def reading(self) -> Reading:
        return Reading(self.languages, self.options, self.stored)

    def read(self) -> None:
        """Reads what was posted, and what was chosen where somebody else had changed the same."""
        self.posted = read_posted(self.spec, request.form, self.reading)
        if self._twice():
            self.posted = read_posted(self.spec, request.form, self.reading)
            if "fold" not in request.form:
                problem = said("The clocks show this hour twice on that day: say which of the two.")
                self.posted.problems.append(("fold", problem))
                self.posted.values["fold"] = 0
        self.problems = list(self.posted.problems)
        self.base = request.form.get("_base", "")
        if not (self.base and request.form.get("_whole")):
            self._in_part()
        for name in request.form.getlist("_asked"):
            self._choose(name, request.form.get(f"{name}@choose"))

    def _in_part(self) -> None:
        """Only part of the form was sent, by a page that was still arriving: what wasn't there is left as it is kept."""
        sent = [re.split(r"[@\[]", name)[0] for name in request.form]
        self.posted.values = {place: value for place, value in self.posted.values.items() if place in sent}
        sentence = said(
            "The page had not arrived whole when this was sent. Nothing was changed: look at it, and save again."
        )
        self.problems = [("", sentence)]

    def _choose(self, name: str, choice: str | None) -> None:
        if name not in self.posted.values:
            return
        if choice == "theirs":
            self.posted.values.pop(name)
            self.problems = [(place, text) for place, text in self.problems if place != name]
        elif choice != "mine":
            self.problems.append((name, said("Choose which of the two is kept.")))
            self.asked.append(Clash(name, value_at(self.stored, name), self.posted.values[name]))

    @property
    def edit(self) -> Edit:
        return Edit(
            self.posted.values, self.seen, {key: (made.kind, made.name) for key, made in self.posted.made.items()}
        )

    @property
    def seen(self) -> Mapping[str, str]:
        """What the form was filled from, by place; rubbish is nothing."""
        try:
            found = msgspec.json.decode(self.base or "{}", type=dict[str, str])
        except (msgspec.DecodeError, msgspec.ValidationError):
            return {}
        return found

    def look_further(self) -> None:
        """Adds what the rules of the draft say against the fields that could be read, so that all is said at once."""
        refused = [place for place, _sentence in self.problems]
        if "" in refused:
            return
        database, kind = installed().database, self.noun.kind
        found = problems_of_edit(database, self.forum.id, kind, self.stored, self.edit, refused)
        self.problems += [(place, _sentence(text)) for place, text in found]

    def refuse(self, error: EditRefused) -> None:
        """The rules of the draft refuse it."""
        self.problems += [(place, _sentence(text)) for place, text in error.problems]
        self.status = 422

    def clashed(self, error: EditClash) -> None:
        """Somebody else saved the same places: what they saved is kept, what was typed here stands beside it."""
        seen = self.seen
        mine = {place: value for place, value in self.posted.values.items() if digest(value) != seen.get(place)}
        self.clash, self.status, self.base = error, 409, ""
        self.stored = error.stored.tree
        self.posted = Posted(mine)

    def shown(self) -> ShownForm:
        clashes: Sequence[Clash] = self.clash.clashes if self.clash else self.asked
        filling = Filling(
            words=self.words,
            reading=self.reading,
            typed=self.posted.values,
            problems=self.problems,
            clashes=clashes,
            original=self.forum.languages[0],
            base=self.base,
            made=self.posted.made,
        )
        return shown_form(self.spec, filling)

    def rearranged(self, job: str) -> None:
        """A part of a list is added, moved or taken out on the page; nothing is saved."""
        action, _, rest = job.partition(":")
        name, _, at = rest.partition(":")
        value: Any = self.posted.values.get(name)
        if not isinstance(value, list):
            return
        index = int(at) if at.isascii() and at.isdigit() else -1
        if action == "add":
            value.append({})
        elif action == "drop" and 0 <= index < len(value):
            value.pop(index)
        elif action in ("up", "down"):
            other = index + (1 if action == "down" else -1)
            if 0 <= index < len(value) and 0 <= other < len(value):
                value[index], value[other] = value[other], value[index]
        self.problems = []


def _sentence(text: str) -> Any:
    return text if hasattr(text, "message") else Said(text, {})
