"""The step that a request to the agenda's builder asks for, from its form or its script."""

import re
from typing import Any

import msgspec
from flask import request

from forum_app.domain.agenda.slots import gaps_closed, shifted_after, slot_of, swapped, unscheduled
from forum_app.domain.errors import EditRefused
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.sentences import said
from forum_app.domain.texts import one_line
from forum_app.domain.times import conference_day
from forum_app.domain.trees import digests, tree_of
from forum_app.services.agenda_board import Board, board_now
from forum_app.services.agenda_steps import Placing, Step
from forum_app.services.desk import DeskForum
from forum_app.web.installed import installed
from forum_app.web.manage.agenda_page import PLACES
from forum_app.web.manage.agenda_session import SlotForm


class Wish(msgspec.Struct):
    """What the builder's script asks of one session: where it is to be, and what its page showed."""

    session: str
    values: dict[str, str | int | None]
    seen: dict[str, str] = {}


def form_step(key: str, form: SlotForm) -> Step:
    return Step(key, [Placing(form.key, form.edit.values, form.edit.seen)], all_the_same=all_the_same())


def all_the_same() -> bool:
    """Whether both versions were shown, and this one was chosen."""
    return request.form.get("all") == "yes"


def wanted_step(forum: DeskForum, key: str) -> Step:
    """The step that was asked for; raises EditRefused for what is none, NotFound where its session is gone."""
    asked, forms = request.form.get("do", ""), request.form
    if asked == "place":
        return Step(key, [_placing(each) for each in _wishes()], all_the_same=all_the_same())
    if asked == "copy":
        fresh = forms.get("new", "")
        return Step(key, copies=[(forms.get("session", ""), fresh if looks_like_id(fresh) else new_id())])
    if asked == "new":
        return Step(key, made=[_made(forum)])
    if asked == "delete":
        return Step(key, removed=forms.getlist("session")[:100], all_the_same=all_the_same(), shown=_shown())
    placings = _placings(board_now(installed().database, forum.id), asked)
    return Step(key, placings, all_the_same=all_the_same(), about=[forms.get("session", "")], shown=_shown())


def _made(forum: DeskForum) -> tuple[str, dict[str, Any]]:
    """A new session: its title in the forum's first language, and where it is to be."""
    fresh, title = request.form.get("new", ""), one_line(request.form.get("title", ""))
    if not title:
        raise EditRefused([("title", said("This is needed: write something here."))])
    wishes = _wishes()
    if len(wishes) > 1:
        raise _no_step()
    asked = wishes[0].values if wishes else {}
    values = {place: value for place, value in asked.items() if place in PLACES and value not in (None, "")}
    minutes = values.get("minutes")
    if isinstance(minutes, str):  # as it was written, in whatever digits
        if not re.fullmatch(r"\d{1,400}", minutes):
            raise EditRefused([("minutes", said("This is no number: write digits only."))])
        values["minutes"] = int(minutes)
    return fresh if looks_like_id(fresh) else new_id(), {"title": {forum.languages[0]: title}, **values}


def _wishes() -> list[Wish]:
    try:
        return msgspec.json.decode(request.form.get("wishes", "") or "[]", type=list[Wish])
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
        raise _no_step() from None


def _no_step() -> EditRefused:
    return EditRefused([("", said("Nothing was changed: this is no step of the agenda."))])


def _placing(wish: Wish) -> Placing:
    values = {place: value for place, value in wish.values.items() if place in PLACES}
    return Placing(wish.session, values, wish.seen)


def _placings(board: Board, asked: str) -> list[Placing]:
    """What several sessions come to by a rule, such as all that comes later moved by so many minutes."""
    draft, forms = board.draft, request.form
    one = board.session(forms.get("session", ""))
    if asked == "unschedule":
        slots = unscheduled([one])
    elif asked == "swap":
        slots = swapped(one, board.session(forms.get("other", "")))
    elif asked in ("shift", "close") and not (one.start and (one.room or asked == "shift")):
        gone = said("Nothing was changed: the session has no time or no room any more.")
        raise EditRefused([("", gone)])
    elif asked == "shift" and one.start:
        rooms = {one.room} if forms.get("where") == "room" else None
        slots = shifted_after(draft, one.start, _minutes(), rooms)
    elif asked == "close" and one.start and one.room:
        day = conference_day(one.start, draft.forum.day_starts_at)
        slots = gaps_closed(draft, day, one.room, max(_minutes(), 0))
    else:
        raise _no_step()
    known = {each.id: each for each in draft.sessions}
    return [
        Placing(key, slot.values, digests(tree_of(known[key]), PLACES))
        for key, slot in slots.items()
        if slot != slot_of(known[key])
    ]


def _shown() -> int | None:
    """The last entry of the log that the page knew of when it was pressed; None where it doesn't say."""
    raw = request.form.get("shown", "")
    return int(raw) if re.fullmatch(r"[0-9]{1,15}", raw) else None


def _minutes() -> int:
    """How many minutes a rule is given, of four digits at most; none for rubbish."""
    raw = request.form.get("by", "").strip().replace("−", "-")
    return int(raw) if re.fullmatch(r"-?\d{1,4}", raw) else 0
