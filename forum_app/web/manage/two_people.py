"""The page of two people who may be one: their fields side by side, what is chosen of each, what would move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from flask import request

from forum_app.domain.draft_rules import Problem
from forum_app.domain.one_person import Choice, Compared, Way, places, united
from forum_app.domain.permissions import Place, may_see_private
from forum_app.domain.texts import direction, pick, readable
from forum_app.domain.trees import digests
from forum_app.forms.controls import Control, Widget
from forum_app.forms.people import person_form
from forum_app.forms.posted import Reading
from forum_app.forms.shown import Filling, in_words, sentence_in
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.merging_people import MergeClash, Wanted, fields_of, unseen_clash
from forum_app.services.parts_of_person import Theirs, parts_of_two
from forum_app.services.things import Stored
from forum_app.web.access import guest
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words
from forum_app.web.manage.part_words import parts_in_words

NAMES = (Choice.ONE, Choice.TWO)


@dataclass(frozen=True)
class Row:
    """A field as the page draws it. ``one`` and ``two`` are texts, ``both`` what uniting makes of them; ``file`` holds
    the addresses of photos in their place."""

    place: str
    label: str
    language: str
    tongue: str
    way: str
    one: str
    two: str
    both: str
    chosen: str
    both_fit: bool
    changed: bool
    private: bool
    files: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Entry:
    """One of the two, as a card: whose id it is, what hangs on it in words."""

    key: str
    name: str
    post: str
    photo: str
    parts: list[dict[str, Any]]
    registrations: int
    mails: int


@dataclass
class TwoPeople:
    """The page of this request: ``one`` and ``two`` in the order of the address, what was chosen, what is wrong."""

    forum: DeskForum
    one: Stored
    two: Stored
    problems: list[Problem] = field(default_factory=list)
    clash: MergeClash | None = None
    status: int = 200

    def __post_init__(self) -> None:
        self.words = desk_words()
        self.theirs = parts_of_two(installed().database, self.forum.id, self.one.id, self.two.id)
        self.private = may_see_private(guest().actor, Place(self.forum.id))
        self.asks_others = not self.private and unseen_clash(self.one, self.two)
        reading = Reading(self.forum.languages, DraftOptions(installed().database, self.forum, self.words.interface))
        self.filling = Filling(self.words, reading)
        self.controls = {control.place: control for control in person_form(self.words).controls()}

    @property
    def kept(self) -> Choice:
        """Which entry is kept: as it was chosen, else the one with more parts."""
        chosen = request.form.get("keep", "")
        if chosen in NAMES:
            return Choice(chosen)
        return Choice.TWO if len(self.theirs[1].parts) > len(self.theirs[0].parts) else Choice.ONE

    @property
    def fields(self) -> list[Compared]:
        return fields_of(self.one, self.two, self.forum.languages, first=self.kept, private=self.private)

    def choice(self, compared: Compared) -> Choice:
        """What is chosen of a field: as it was posted, else its default."""
        posted = request.form.get(f"{compared.place}@choose", "")
        fit = (*NAMES, Choice.BOTH) if compared.both_fit else NAMES
        return Choice(posted) if posted in fit else compared.default

    @property
    def base(self) -> str:
        """What both look like now, by place, for what is shown of them."""
        found = [
            digests(stored.tree, [place for place in self._places if self.private or not place.startswith("private.")])
            for stored in (self.one, self.two)
        ]
        return msgspec.json.encode(found).decode()

    @property
    def _places(self) -> list[str]:
        return places(self.one.tree, self.two.tree, self.forum.languages)

    @property
    def wanted(self) -> Wanted:
        """What was posted, as the service takes it: choices seen from the one who is kept."""
        choices = {compared.place: self.choice(compared) for compared in self.fields if compared.way == Way.CHOSEN}
        seen = self._seen()
        if self.kept == Choice.TWO:
            turned = {Choice.ONE: Choice.TWO, Choice.TWO: Choice.ONE}
            choices = {place: turned.get(choice, choice) for place, choice in choices.items()}
            return Wanted(self.two.id, self.one.id, choices, (seen[1], seen[0]))
        return Wanted(self.one.id, self.two.id, choices, seen)

    def _seen(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        try:
            return msgspec.json.decode(request.form.get("_base", ""), type=tuple[dict[str, str], dict[str, str]])
        except (msgspec.DecodeError, msgspec.ValidationError):
            return {}, {}

    def rows(self) -> list[Row]:
        return [self._row(compared) for compared in self.fields]

    def _row(self, compared: Compared) -> Row:
        name, _, code = compared.place.partition(".")
        tongued = name in self.controls and self.controls[name].tongued
        control = self.controls.get(name if tongued else compared.place)
        both = ""
        if compared.way == Way.UNITED:
            first, second = (self.one, self.two) if self.kept == Choice.ONE else (self.two, self.one)
            turned = compared if self.kept == Choice.ONE else _turned(compared)
            value = united(first.tree, second.tree, [turned], {}, self.forum.languages[0])[compared.place]
            both = self._said(compared.place, control, value)
        return Row(
            place=compared.place,
            label=control.label if control else self._label(compared.place),
            language=self.words.language_name(code) if tongued and len(self.forum.languages) > 1 else "",
            tongue=code if tongued else "",
            way=compared.way,
            one=self._said(compared.place, control, compared.one),
            two=self._said(compared.place, control, compared.two),
            both=both,
            chosen=self.choice(compared),
            both_fit=compared.both_fit,
            changed=self.clash is not None and compared.place in self.clash.changed,
            private=compared.place.startswith("private."),
            files=(self._file(compared, compared.one), self._file(compared, compared.two)),
        )

    def _label(self, place: str) -> str:
        return self.words.gettext("Photo") if place == "photo" else self.words.gettext("Known to another system as")

    def _said(self, place: str, control: Control | None, value: Any) -> str:
        if place == "origin" and isinstance(value, dict):
            known = value.get("foreign_id") or value.get("guid") or value.get("code") or value.get("url") or ""
            return f"{value['source']}: {known}" if known else str(value["source"])
        if place == "photo" and isinstance(value, dict):
            return pick(value.get("alt") or {}, self.words.interface, self.forum.languages) or self._label(place)
        if control is None:
            control = Control(place, Widget.WORD, place)
        told = in_words(self.filling, control, value)
        return readable(told) if "<" in told else told

    def _file(self, compared: Compared, value: Any) -> str:
        fits = compared.place == "photo" and isinstance(value, dict)
        return f"/manage/{self.forum.slug}/media/{value['file']}" if fits else ""

    def entries(self) -> tuple[Entry, Entry]:
        return self._entry(self.one, self.theirs[0]), self._entry(self.two, self.theirs[1])

    def _entry(self, stored: Stored, theirs: Theirs) -> Entry:
        tree = stored.tree
        post = tree["posts"][:1]
        photo = tree["photo"]
        return Entry(
            stored.id,
            pick(tree["name"], self.words.interface, self.forum.languages),
            self._said("posts", self.controls["posts"], post) if post else "",
            f"/manage/{self.forum.slug}/media/{photo['file']}" if photo else "",
            parts_in_words(self.words, theirs, self.forum.languages),
            theirs.registrations if self.private else 0,
            theirs.mails if self.private else 0,
        )

    def told(self) -> list[tuple[str, str, str]]:
        """What is wrong: the place, what it is called, the sentence."""
        names = {row.place: row.label for row in self.rows()}
        return [(place if place in names else "", names.get(place, ""), sentence_in(self.words, text)) for place, text in self.problems]  # fmt: skip

    def way(self) -> Mapping[str, str]:
        """Direction of each content language."""
        return {code: direction(code) for code in self.forum.languages}


def _turned(compared: Compared) -> Compared:
    return Compared(compared.place, compared.two, compared.one, compared.way, compared.default, compared.both_fit)
