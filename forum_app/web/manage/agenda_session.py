"""One session beside the builder's grid: its form, what clashes with it and the ways out, its people; two versions of it."""

from dataclasses import dataclass
from typing import Any

import msgspec

from forum_app.domain.agenda.conflicts import OF_THE_PLACE
from forum_app.domain.agenda.slots import Slot
from forum_app.domain.draft import Session
from forum_app.domain.merging import Clash
from forum_app.domain.texts import pick
from forum_app.domain.trees import digests, tree_of
from forum_app.domain.vocabularies import RoleKind
from forum_app.forms import vocabulary
from forum_app.forms.controls import Control, Spec
from forum_app.forms.posted import Reading
from forum_app.forms.programme import slot_form
from forum_app.forms.shown import Filling, ShownForm, in_words
from forum_app.i18n import Words
from forum_app.labels import role as role_told
from forum_app.services.agenda_board import Board
from forum_app.services.agenda_steps import Touched, TouchedSince
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.things import thing_named
from forum_app.web.installed import installed
from forum_app.web.manage.agenda_page import PLACES, Card, Cards
from forum_app.web.manage.agenda_words import place_told
from forum_app.web.manage.clashes import clash_told
from forum_app.web.manage.nouns import NOUNS
from forum_app.web.manage.seen_findings import sees_private
from forum_app.web.manage.thing_form import ThingForm


class SlotForm(ThingForm):
    """The builder's form of one session: fewer fields than its own page has."""

    key: str = ""

    @classmethod
    def of(cls, forum: DeskForum, key: str, stored: Any) -> "SlotForm":
        form = cls(NOUNS["sessions"], forum, stored)
        form.key = key
        return form

    @classmethod
    def posted_at(cls, forum: DeskForum, key: str) -> "SlotForm":
        """The form of a session that is there; raises NotFound."""
        return cls.of(forum, key, thing_named(installed().database, forum.id, "session", key).tree)

    @property
    def languages(self) -> list[str]:
        return [self.forum.languages[0]]

    @property
    def spec(self) -> Spec:
        return slot_form(self.words, twice=self._twice())

    def ready(self) -> bool:
        """Reads what was posted; whether it can be saved as it is."""
        self.read()
        if self.problems:
            self.status = 422
        return not self.problems


@dataclass(frozen=True)
class WayOut:
    """A place in words, and what the step would be asked."""

    text: str
    wishes: str


@dataclass(frozen=True)
class InIt:
    """Somebody in a session: their name, what they do there, how far they are asked, whether they clash."""

    key: str
    name: str
    doing: str
    state: str
    state_told: str
    clash: bool


@dataclass(frozen=True)
class SessionShown:
    card: Card
    form: ShownForm
    ways_out: tuple[WayOut, ...]
    people: tuple[InIt, ...]
    others: tuple[tuple[str, str], ...]
    status: int
    entry: int


def session_shown(
    forum: DeskForum, board: Board, session: Session, words: Words, form: SlotForm | None = None
) -> SessionShown:
    form = form or SlotForm.of(forum, session.id, tree_of(session))
    card = Cards(board, words, private=sees_private(forum)).card(session)
    ways = board.ways_out(session.id) if any(line.rule in OF_THE_PLACE for line in card.told) else []
    same_day = [
        (each.id, pick(each.title, words.interface, forum.languages))
        for each in board.draft.sessions
        if each is not session and each.start
    ]
    return SessionShown(
        card,
        form.shown(),
        tuple(WayOut(place_told(words, board.draft, slot, beside=session), _wish(session, slot)) for slot in ways),
        tuple(_people(words, board, session)),
        tuple(same_day[:200]),
        form.status,
        board.entry,
    )


def _wish(session: Session, slot: Slot) -> str:
    seen = digests(tree_of(session), PLACES)
    wish = {"session": session.id, "values": slot.values, "seen": seen}
    return msgspec.json.encode([wish]).decode()


def _people(words: Words, board: Board, session: Session) -> list[InIt]:
    draft = board.draft
    names = {one.id: pick(one.name, words.interface, draft.forum.languages) for one in draft.people}
    states = {option.value: option.label for option in vocabulary.role_states(words)}
    clashing = {person for found in board.of(session.id) for person in found.people if found.others}
    found = [
        InIt(one.person, names.get(one.person, ""), role_told(words, one.role), one.state.value, states[one.state.value], one.person in clashing)
        for one in session.roles
        if one.role != RoleKind.FOCAL_POINT
    ]  # fmt: skip
    for talk in session.talks:
        minutes = words.minutes(talk.minutes) if talk.minutes else ""
        for one in talk.speakers:
            doing = words.listed((role_told(words, RoleKind.SPEAKER), minutes))
            found.append(InIt(one.person, names.get(one.person, ""), doing, one.state.value, states[one.state.value], one.person in clashing))  # fmt: skip
    return found


def touched_told(forum: DeskForum, error: TouchedSince, words: Words) -> list[dict[str, Any]]:
    """Each session that was touched meanwhile: who and when in words, and of each field theirs and mine."""
    reading = Reading([forum.languages[0]], DraftOptions(installed().database, forum, words.interface))
    filling = Filling(words, reading)
    controls = {control.place: control for control in slot_form(words, twice=True).controls()}
    return [
        {
            "session": each.session,
            "name": each.name,
            "told": _who_when(forum, each, words),
            "fields": [_both(filling, controls, clash) for clash in each.clashes],
        }
        for each in error.found
    ]


def _who_when(forum: DeskForum, each: Touched, words: Words) -> str:
    told = clash_told(each, forum, words)
    if told["clash_mine"]:
        return words.gettext("You changed this at %(at)s, in another window.", at=told["clash_at"])
    return words.gettext("%(who)s changed this at %(at)s.", who=told["clash_who"], at=told["clash_at"])


def _both(filling: Filling, controls: dict[str, Control], clash: Clash) -> dict[str, str]:
    control = controls.get(clash.place.partition(".")[0])
    if control is None:
        return {"label": clash.place, "theirs": "", "mine": ""}
    return {
        "label": control.label,
        "theirs": in_words(filling, control, clash.theirs),
        "mine": in_words(filling, control, clash.mine),
    }
