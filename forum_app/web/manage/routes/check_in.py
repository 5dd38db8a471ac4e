"""The door: who comes is checked in, by camera, by code or from a list, for a day or a session."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.check_ins import LONGEST_SCAN, scanned
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.permissions import may_see_registrations
from forum_app.domain.vocabularies import Constituency
from forum_app.forms.desk_registering import consent_said
from forum_app.forms.vocabulary import countries
from forum_app.labels import constituency
from forum_app.services.check_in_lists import version_of
from forum_app.services.check_ins import Asked, Outcome, Result, check_in, person_at, undo_check_in
from forum_app.services.registration_plan import plan_of
from forum_app.services.walk_ins import (
    FIELDS,
    NoRoom,
    RegisteredAlready,
    UnfitWalkIn,
    WalkIn,
    seats_at_the_door,
    walk_in,
)
from forum_app.web.access import guest, needs
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.at_the_door import MOST_WORDS, Here, here_at, plain, shared
from forum_app.web.manage.check_in_page import (
    Told,
    day_choices,
    may_let_in,
    room_said,
    slot_choices,
    told,
)
from forum_app.web.manage.desk import desk_fragment, desk_page

blueprint = Blueprint("check_in", __name__, url_prefix="/manage/<slug>/check-in")
CAMERA = "camera=(self), geolocation=(), microphone=()"
# Outcomes that an address may name after a redirect; what it says of a person is read anew.
SAID_AGAIN = (Result.IN, Result.ALREADY, Result.ASKED, Result.UNDONE, Result.NOT_HERE)


@blueprint.get("")
@needs(may_see_registrations)
def page(slug: str) -> Response:
    here = here_at(slug)
    return _page(here, _looked_up(here))


def _looked_up(here: Here) -> Told | None:
    """Whom the address names: by a code, after a press, or as the only one whom the words are exactly about."""
    code, key = plain(request.args.get("code", ""), LONGEST_SCAN), request.args.get("person", "")
    if looks_like_id(key):
        return _told_again(here, key, request.args.get("was", ""))
    if code:
        return _asked_about(here, Asked(text=code), code)
    words = here.shown.words
    if words and (scanned(words).code or "@" in words):
        found = _asked_about(here, Asked(text=words), words)
        return found if found.id or scanned(words).slug else None
    return None


def _asked_about(here: Here, asked: Asked, text: str) -> Told:
    found = person_at(installed().database, here.forum.id, here.forum.slug, here.door.spot, asked)
    return told(here.forum, here.words, here.door, found, text)


def _told_again(here: Here, key: str, was: str) -> Told:
    """What became of a press, told from what is so now."""
    found = person_at(installed().database, here.forum.id, here.forum.slug, here.door.spot, Asked(key))
    result = next((each for each in SAID_AGAIN if each == was), Result.FOUND)
    came = result in (Result.IN, Result.ALREADY)
    if came == (found.at is not None) and result != Result.FOUND:
        found = replace(found, result=result, concerns=found.concerns if result == Result.ASKED else ())
    return told(here.forum, here.words, here.door, found)


def _page(here: Here, last: Told | None, status: int = 200) -> Response:
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
        **shared(here),
    )
    response.headers["Permissions-Policy"] = CAMERA
    return response


@blueprint.get("/now")
@needs(may_see_registrations)
def now(slug: str) -> Response:
    """The list and its counts for the page's script, nothing where all is as its version says; with ``person``, them."""
    here = here_at(slug)
    version = version_of(installed().database, here.forum.id)
    if not request.args.get("person") and version in request.if_none_match:
        return _fresh(Response(status=304), version)
    last = _looked_up(here) if request.args.get("person") else None
    return _answer(here, last, version)


def _answer(here: Here, last: Told | None, version: str, status: int = 200) -> Response:
    whole = shared(here)
    parts: dict[str, Any] = {
        name: desk_fragment(f"manage/_check_in_{name}.html", here.forum, **whole)
        for name in ("counts", "chips", "people")
    }
    if last is not None:
        parts["last"] = desk_fragment("manage/_check_in_last.html", here.forum, last=last, **whole)
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
    here = here_at(slug)
    text = plain(request.form.get("text", ""), LONGEST_SCAN)
    typed = replace(here.shown, words=text[:MOST_WORDS]) if text and request.form.get("typed") else None
    asked = Asked(
        plain(request.form.get("person", ""), 20),
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
    here = here_at(slug)
    key = plain(request.form.get("person", ""), 20)
    outcome = undo_check_in(installed().database, here.forum.id, here.door.spot, key, actor=guest().account.id)
    return _done(here, outcome)


def _done(here: Here, outcome: Outcome, text: str = "") -> Response:
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
    return _walk_in_page(here_at(slug), new_id(), {})


def _consent(here: Here) -> str:
    """What whoever presses says of somebody's agreement."""
    with installed().database.reading() as connection:
        planned = plan_of(connection, here.forum.id)
    return consent_said(here.words, planned.plan, planned.languages)


def _walk_in_page(
    here: Here,
    key: str,
    written: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
    known: Told | None = None,
    no_room: bool = False,
) -> Response:
    words = here.words
    with installed().database.reading() as connection:
        seats = seats_at_the_door(connection, here.forum.id)
    return desk_page(
        "manage/walk_in.html",
        here.forum,
        here="check-in",
        title=words.gettext("Walk-in"),
        status=422 if wrong or known else 409 if no_room else 200,
        key=key,
        written=dict.fromkeys(FIELDS, "") | dict(written),
        wrong=wrong or {},
        known=known,
        room=room_said(words, here.forum, seats),
        is_full=not seats.is_free,
        may_add=seats.is_free or may_let_in(here.forum),
        is_written=bool(written),
        consent=_consent(here),
        agreed=bool(request.form.get("agreed")),
        privacy=f"/forums/{here.forum.slug}/privacy",
        countries=countries(words.interface),
        constituencies=[(each.value, constituency(words, each)) for each in Constituency],
        **shared(here),
    )


@blueprint.post("/walk-in")
@needs(may_see_registrations)
def make_walk_in(slug: str) -> Response:
    here = here_at(slug)
    key = plain(request.form.get("key", ""), 20)
    written = {name: plain(request.form.get(name, ""), 1000) for name in FIELDS}
    actor, now = guest().account.id, installed().config.now()
    agreed = _consent(here) if request.form.get("agreed") else ""
    new = WalkIn(key, written, agreed, bool(request.form.get("all_the_same")))
    how: dict[str, Any] = {
        "trusted": may_let_in(here.forum),
        "now": now,
        "actor": actor,
        "base_url": installed().config.base_url,
    }
    try:
        done = walk_in(installed().database, here.forum.id, here.door.spot, new, **how)
    except UnfitWalkIn as error:
        return _walk_in_page(here, key, written, {name: here.words.said(said) for name, said in error.problems})
    except RegisteredAlready as error:
        return _walk_in_page(here, key, written, known=_told_again(here, error.registration, ""))
    except NoRoom:
        return _walk_in_page(here, key, written, no_room=True)
    return see_other(here.address(q="", show="", person=done.registration, was=done.result))
