"""The door: who comes is checked in, by camera, by code or from a list, for a day or a session."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from forum_app.domain.check_ins import LONGEST_SCAN, day_at_the_door, scanned
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.messages import printable
from forum_app.domain.permissions import may_see_registrations
from forum_app.domain.texts import one_line
from forum_app.domain.vocabularies import Constituency
from forum_app.forms.vocabulary import countries
from forum_app.i18n import Words
from forum_app.labels import constituency
from forum_app.services.check_in_lists import SHOWS, Door, Shown, day_starts_at, door_of, version_of
from forum_app.services.check_ins import Asked, Outcome, Result, check_in, person_at, undo_check_in
from forum_app.services.desk import DeskForum
from forum_app.services.walk_ins import FIELDS, RegisteredAlready, UnfitWalkIn, WalkIn, walk_in
from forum_app.web.access import guest, needs
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.check_in_page import (
    Told,
    day_choices,
    door_words,
    listed,
    may_let_in,
    slot_choices,
    told,
)
from forum_app.web.manage.desk import desk_fragment, desk_page, desk_words, forum_here

blueprint = Blueprint("check_in", __name__, url_prefix="/manage/<slug>/check-in")
CAMERA = "camera=(self), geolocation=(), microphone=()"
MOST_WORDS = 200
# Outcomes that an address may name after a redirect; what it says of a person is read anew.
SAID_AGAIN = (Result.IN, Result.ALREADY, Result.ASKED, Result.UNDONE, Result.NOT_HERE)


@dataclass(frozen=True)
class _Here:
    """The forum and door that a request is about, and the part of the list that it shows."""

    forum: DeskForum
    words: Words
    shown: Shown

    @property
    def door(self) -> Door:
        return self.shown.door

    @property
    def base(self) -> str:
        return f"/manage/{self.forum.slug}/check-in"

    def fields(self, **more: str) -> dict[str, str]:
        """What an address or a form of this page carries."""
        spot = self.door.spot
        held = {
            "day": spot.day.isoformat(),
            "session": spot.session or "",
            "show": self.shown.show,
            "q": self.shown.words,
        }
        given = {**held, **more}
        return {name: value for name, value in given.items() if value and (name, value) != ("show", "all")}

    def address(self, **more: str) -> str:
        return f"{self.base}?{urlencode(self.fields(**more))}"


def _plain(text: str, most: int = MOST_WORDS) -> str:
    """One line without control characters, which one database refuses."""
    return one_line(printable(text[: 2 * most]))[:most]


def _here(slug: str) -> _Here:
    """Raises NotFound for a day or a session that isn't this forum's."""
    forum, given = forum_here(slug), request.values
    starts = day_starts_at(installed().database, forum.id)
    day = day_at_the_door(installed().config.now(), forum.zone, starts, forum.first_day, forum.last_day)
    if given.get("day"):
        try:
            day = date.fromisoformat(_plain(given["day"], 10))
        except ValueError:
            raise NotFound("The forum isn't on that day.") from None
    door = door_of(installed().database, forum, starts, day, _plain(given.get("session", ""), 40))
    show = given.get("show", "")
    return _Here(forum, desk_words(), Shown(door, show if show in SHOWS else "all", _plain(given.get("q", ""))))


@blueprint.get("")
@needs(may_see_registrations)
def page(slug: str) -> Response:
    here = _here(slug)
    return _page(here, _looked_up(here))


def _looked_up(here: _Here) -> Told | None:
    """Whom the address names: by a code, after a press, or as the only one whom the words are exactly about."""
    code, key = _plain(request.args.get("code", ""), LONGEST_SCAN), request.args.get("person", "")
    if looks_like_id(key):
        return _told_again(here, key, request.args.get("was", ""))
    if code:
        return _asked_about(here, Asked(text=code), code)
    words = here.shown.words
    if words and (scanned(words).code or "@" in words):
        found = _asked_about(here, Asked(text=words), words)
        return found if found.id or scanned(words).slug else None
    return None


def _asked_about(here: _Here, asked: Asked, text: str) -> Told:
    found = person_at(installed().database, here.forum.id, here.forum.slug, here.door.spot, asked)
    return told(here.forum, here.words, here.door, found, text)


def _told_again(here: _Here, key: str, was: str) -> Told:
    """What became of a press, told from what is so now."""
    found = person_at(installed().database, here.forum.id, here.forum.slug, here.door.spot, Asked(key))
    result = next((each for each in SAID_AGAIN if each == was), Result.FOUND)
    came = result in (Result.IN, Result.ALREADY)
    if came == (found.at is not None) and result != Result.FOUND:
        found = replace(found, result=result, concerns=found.concerns if result == Result.ASKED else ())
    return told(here.forum, here.words, here.door, found)


def _page(here: _Here, last: Told | None, status: int = 200) -> Response:
    response = desk_page(
        "manage/check_in.html",
        here.forum,
        here="check-in",
        title=here.words.gettext("Check-in"),
        status=status,
        last=last,
        version=version_of(installed().database, here.forum.id),
        days=day_choices(here.forum, here.words, here.door),
        slots=slot_choices(here.forum, here.words, here.door),
        **_shared(here),
    )
    response.headers["Permissions-Policy"] = CAMERA
    return response


def _shared(here: _Here) -> dict[str, Any]:
    return {
        "base": here.base,
        "address": here.address,
        "door_query": urlencode(here.fields(q="", show="")),
        "fields": here.fields(),
        "door": here.door,
        "where": door_words(here.forum, here.words, here.door),
        "shown": here.shown,
        "found": listed(here.forum, here.words, here.shown),
    }


@blueprint.get("/now")
@needs(may_see_registrations)
def now(slug: str) -> Response:
    """The list and its counts for the page's script, nothing where all is as its version says; with ``person``, them."""
    here = _here(slug)
    version = version_of(installed().database, here.forum.id)
    if not request.args.get("person") and version in request.if_none_match:
        return _fresh(Response(status=304), version)
    last = _looked_up(here) if request.args.get("person") else None
    return _answer(here, last, version)


def _answer(here: _Here, last: Told | None, version: str, status: int = 200) -> Response:
    shared = _shared(here)
    parts: dict[str, Any] = {
        name: desk_fragment(f"manage/_check_in_{name}.html", here.forum, **shared)
        for name in ("counts", "chips", "people")
    }
    if last is not None:
        parts["last"] = desk_fragment("manage/_check_in_last.html", here.forum, last=last, **shared)
        parts["result"] = last.result
    body = json.dumps(parts, ensure_ascii=False)
    return _fresh(Response(body, status, content_type="application/json"), version)


def _fresh(response: Response, version: str) -> Response:
    response.set_etag(version)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("")
@needs(may_see_registrations)
def press(slug: str) -> Response:
    """Checks somebody in: ``person`` as pressed, or ``text`` as scanned or, with ``typed``, as written over the list."""
    here = _here(slug)
    text = _plain(request.form.get("text", ""), LONGEST_SCAN)
    typed = replace(here.shown, words=text[:MOST_WORDS]) if text and request.form.get("typed") else None
    asked = Asked(
        _plain(request.form.get("person", ""), 20),
        text,
        typed,
        frozenset(request.args.get("agreed", "")[:200].split(",")),
    )
    outcome = check_in(
        installed().database,
        here.forum.id,
        slug,
        here.door.spot,
        asked,
        trusted=may_let_in(here.forum),
        now=installed().config.now(),
        actor=guest().account.id,
    )
    return _done(here, outcome, text)


@blueprint.post("/undo")
@needs(may_see_registrations)
def undo(slug: str) -> Response:
    here = _here(slug)
    key = _plain(request.form.get("person", ""), 20)
    outcome = undo_check_in(installed().database, here.forum.id, here.door.spot, key, actor=guest().account.id)
    return _done(here, outcome)


def _done(here: _Here, outcome: Outcome, text: str = "") -> Response:
    """To the script what became of it and the list as it is now; to a form the page again."""
    if _script_asks():
        last = told(here.forum, here.words, here.door, outcome, text)
        return _answer(here, last, version_of(installed().database, here.forum.id))
    if not outcome.registration:
        return _page(here, told(here.forum, here.words, here.door, outcome, text), 404)
    return see_other(here.address(person=outcome.registration, was=outcome.result))


def _script_asks() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


@blueprint.get("/walk-in")
@needs(may_see_registrations)
def new_walk_in(slug: str) -> Response:
    return _walk_in_page(_here(slug), new_id(), {})


def _walk_in_page(
    here: _Here, key: str, written: Mapping[str, str], wrong: Mapping[str, str] | None = None, known: Told | None = None
) -> Response:
    words = here.words
    return desk_page(
        "manage/walk_in.html",
        here.forum,
        here="check-in",
        title=words.gettext("Walk-in"),
        status=422 if wrong or known else 200,
        key=key,
        written=dict.fromkeys(FIELDS, "") | dict(written),
        wrong=wrong or {},
        known=known,
        countries=countries(words.interface),
        constituencies=[(each.value, constituency(words, each)) for each in Constituency],
        **_shared(here),
    )


@blueprint.post("/walk-in")
@needs(may_see_registrations)
def make_walk_in(slug: str) -> Response:
    here = _here(slug)
    key = _plain(request.form.get("key", ""), 20)
    written = {name: _plain(request.form.get(name, ""), 1000) for name in FIELDS}
    actor, now = guest().account.id, installed().config.now()
    try:
        done = walk_in(installed().database, here.forum.id, here.door.spot, WalkIn(key, written), now=now, actor=actor)
    except UnfitWalkIn as error:
        return _walk_in_page(here, key, written, {name: here.words.said(said) for name, said in error.problems})
    except RegisteredAlready as error:
        return _walk_in_page(here, key, written, known=_told_again(here, error.registration, ""))
    return see_other(here.address(q="", show="", person=done.registration, was=done.result))
