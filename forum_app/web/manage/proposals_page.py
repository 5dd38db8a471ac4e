"""The desk's page of what speakers propose: by person, each field with what stands there now and the difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum_app.domain.differences import Piece, difference
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import Part
from forum_app.domain.texts import direction, in_short, pick
from forum_app.domain.trees import Tree, digest, same, tree_of, value_at
from forum_app.forms.controls import Control, Options, Widget
from forum_app.forms.said import value_in_words
from forum_app.forms.speaking import profile_form, talk_texts_form
from forum_app.i18n import Words
from forum_app.markdown import as_markdown
from forum_app.services.proposals import Proposed
from forum_app.services.proposing import NEW
from forum_app.web.manage.picture_form import address_of


@dataclass(frozen=True)
class Row:
    """One field. ``pieces`` is the difference from what stands there now; where that ``moved`` since the proposal was
    made, ``now`` and ``wanted`` are both whole. Pictures are addresses, empty where there is none."""

    id: str
    label: str
    language: str
    tongue: str
    way: str
    pieces: Sequence[Piece]
    moved: bool
    now: str
    wanted: str
    pictures: tuple[str, str] | None
    seen: str
    refused: str = ""
    changed: bool = False


@dataclass
class Proposer:
    """Somebody with all that they propose, of themselves and of their talks."""

    key: str
    name: str
    things: list[tuple[str, list[Row]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(rows) for _title, rows in self.things)


class ProposalsPage:
    """What is shown of the open proposals of a forum; ``changed`` are those whose field another changed while the page
    was open, ``refused`` say why some can't be kept, by their id."""

    def __init__(self, words: Words, options: Options, draft: Draft, changed: Iterable[str], refused: dict[str, str]):
        self.words, self.options, self.languages = words, options, draft.forum.languages
        self.slug, self.changed, self.refused = draft.forum.slug, set(changed), refused
        self.people = {person.id: person for person in draft.people}
        self.talks = {talk.id: talk for session in draft.sessions for talk in session.talks}
        self._trees: dict[str, Tree] = {}
        specs = {"person": profile_form(words, 0), "talk": talk_texts_form(words)}
        self._controls = {kind: {control.place: control for control in spec.controls()} for kind, spec in specs.items()}
        self._controls["talk"]["minutes"] = Control("minutes", Widget.NUMBER, words.gettext("Minutes"))

    def proposers(self, proposals: Iterable[Proposed]) -> list[Proposer]:
        """Everybody who proposes something, in the order of their oldest proposal."""
        found: dict[str, Proposer] = {}
        for each in proposals:
            thing = self._thing(each)
            if thing is None:
                continue
            here = found.setdefault(each.person, Proposer(each.person, self._name(each.person)))
            title = "" if each.kind == "person" else in_short(self._say(getattr(thing, "title", {})))
            rows = next((rows for known, rows in here.things if known == title), None)
            if rows is None:
                rows = []
                here.things.append((title, rows))
            rows.append(self._row(each, thing))
        return list(found.values())

    def _thing(self, each: Proposed) -> Part | None:
        return self.people.get(each.thing) if each.kind == "person" else self.talks.get(each.thing)

    def _name(self, key: str) -> str:
        person = self.people.get(key)
        return self._say(person.name) if person else key

    def _say(self, text: dict[str, str]) -> str:
        return pick(text, self.words.interface, self.languages)

    def _row(self, each: Proposed, thing: Part) -> Row:
        tree = self._trees.setdefault(each.thing, tree_of(thing))
        now = value_at(tree, each.place)
        control, tongue = self._control(each)
        before, after = self._text(control, now), self._text(control, each.value)
        is_photo = each.place == "photo"
        return Row(
            id=each.id,
            label=self.words.gettext("Photo") if is_photo else control.label if control else each.place,
            language=self.words.language_name(tongue) if tongue and len(self.languages) > 1 else "",
            tongue=tongue,
            way=direction(tongue) if tongue else "auto",
            pieces=() if is_photo else difference(before, after),
            moved=not same(now, each.before),
            now=before,
            wanted=after,
            pictures=(self._picture(now), self._picture(each.value)) if is_photo else None,
            seen=digest(now),
            refused=self.refused.get(each.id, ""),
            changed=each.id in self.changed,
        )

    def _picture(self, photo: Any) -> str:
        return address_of(self.slug, photo["file"]) if photo and photo.get("file") else ""

    def _control(self, each: Proposed) -> tuple[Control | None, str]:
        """What asks for a place, and the language of its text."""
        controls = self._controls[each.kind]
        if each.place in controls:
            return controls[each.place], ""
        place, _dot, tongue = each.place.rpartition(".")
        return controls.get(place), tongue

    def _text(self, control: Control | None, value: Any) -> str:
        """A value as a text that can be compared: rich ones as Markdown, lists a line for each of their parts."""
        if value is None or value in ("", [], {}) or control is None:
            return ""
        if control.widget == Widget.RICH:
            return as_markdown(str(value))
        if control.widget == Widget.ITEMS:
            return "\n".join(self._part(control, item) for item in value)
        return value_in_words(self.words, self.options, control, value)

    def _part(self, control: Control, item: Tree) -> str:
        said: list[str] = []
        for inner in control.items:
            value = value_at(item, inner.place)
            if inner.tongued:
                texts = value or {}
                said.append(" / ".join(texts[code] for code in self.languages if texts.get(code)))
            elif inner.widget == Widget.REFERENCE:
                said.append(item.get(NEW) or (self.options.label(inner.source, value) if value else ""))
            else:
                said.append(str(value or ""))
        new = self.words.gettext("new here") if item.get(NEW) else ""
        return self.words.listed([each for each in said if each]) + (f" ({new})" if new else "")
