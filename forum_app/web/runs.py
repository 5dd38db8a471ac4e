"""Running a session, behind whichever door somebody came: the page, its state, what was pressed, the speaker's screen."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

import msgspec
from flask import Response, request
from msgspec.structs import replace
from sqlalchemy import Connection

from forum_app.addresses import Addresses
from forum_app.branding import style_name
from forum_app.domain.errors import NotFound, UnfitForm
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.release import Release, SessionEntry
from forum_app.domain.run_plan import RunMaterial
from forum_app.domain.running import Do, Plan, Step
from forum_app.domain.trees import digest
from forum_app.pages.reader import Reader
from forum_app.pages.run_of_show import Stage, Stand, run_page, screen_page
from forum_app.pages.view import View
from forum_app.services.live_releases import LiveForum
from forum_app.services.run_material import is_session, plan_now, run_material, with_photos
from forum_app.services.running import RunNow, TooManySteps, do_steps, milliseconds, run_now, screen_looks
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.public import asked

MOST_AT_ONCE = 100
HTML = "text/html; charset=utf-8"
WHOLE_NUMBERS = ("length", "round")


@dataclass(frozen=True)
class Place:
    """A session that somebody runs or looks at: where it is, by which address, and who presses."""

    forum_id: str
    slug: str
    session: str
    stand: Stand
    by: str = ""


class Steps(msgspec.Struct):
    """What a page sends: presses in the order in which they were made."""

    steps: list[Step] = field(default_factory=list)


def published(place: Place) -> tuple[LiveForum | None, SessionEntry | None]:
    """The forum and the session as everybody sees them, where they do."""
    forum = installed().live.all().get(place.slug)
    release = installed().live.release(forum) if forum is not None else None
    return forum, release.content.session.get(place.session) if release else None


def material_of(place: Place) -> tuple[View, RunMaterial, RunNow]:
    """The session as its moderators see it, and how its run stands. Raises NotFound."""
    forum, session = published(place)
    live, database = installed().live, installed().database
    with database.reading() as connection:
        found = run_material(database, connection, place.forum_id, place.session, session)
        now = run_now(connection, place.session)
    content = replace(found.content, people=with_photos(found, live.files()))
    languages = content.forum.languages
    reader = Reader(
        asked.language(languages),
        zone=asked.zone(),
        base_url=installed().config.base_url,
        addresses=Addresses(place.slug),
    )
    if forum is not None:
        reader = asked.reader(forum, reader.language, reader.zone)
    return View(Release(content=content), reader), found, now


def session_here(forum_id: str, key: str) -> str:
    """The id of a session of this forum; raises NotFound for one of another, or of none."""
    with installed().database.reading() as connection:
        if not is_session(connection, forum_id, key):
            raise NotFound("There is no such session in this forum.")
    return key


def language_asked() -> str:
    """The language that the address chooses, to go along with what is sent: ``?lang=fr``, or nothing."""
    code = request.args.get("lang", "")[:35]
    return f"?lang={code}" if code and code.replace("-", "").isalnum() and code.isascii() else ""


def stage_of(now: RunNow) -> Stage:
    return Stage(now.run, now.version, now.screens, milliseconds(installed().config.ticking()), now.facing)


def for_speakers(now: RunNow) -> RunNow:
    """A run without what is the moderator's alone."""
    return dataclasses.replace(now, run=replace(now.run, order=[], assigned={}, asked=[]))


def style_of(place: Place) -> str:
    """The forum's colours, which are served where the forum is public."""
    forum = published(place)[0]
    if forum is None:
        return ""
    return Addresses(place.slug).style(style_name(installed().live.release(forum).content))


def show_run(place: Place) -> Response:
    view, material, now = material_of(place)
    return Response(run_page(view, material, stage_of(now), place.stand, style_of(place)), content_type=HTML)


def show_screen(place: Place, under: str = "") -> Response:
    view, material, now = material_of(place)
    page = screen_page(view, material, stage_of(for_speakers(now)), place.stand.address + under, style_of(place))
    return Response(page, content_type=HTML)


def give_state(place: Place, *, all_of_it: bool = True) -> Response:
    """The run as it stands: tiny where nothing changed. A screen says by an id of its own that it looks, and whether it
    faces the speaker."""
    database = installed().database
    screen = request.args.get("screen", "")
    if looks_like_id(screen):
        screen_looks(database, place.forum_id, place.session, screen, faces="faces" in request.args)
    with database.reading() as connection:
        now = run_now(connection, place.session)
        plan = _plan(connection, place) if now.run.plan is None else None
    return told(now if all_of_it else for_speakers(now), plan)


def _plan(connection: Connection, place: Place) -> Plan:
    return plan_now(installed().database, connection, place.forum_id, place.session, published(place)[1])


def told(now: RunNow, plan: Plan | None = None) -> Response:
    """The state as JSON; ``Server-Time`` is the clock that pages count by, in milliseconds. ``plan`` is the one that the
    run would begin with: a page that shows another is out of date."""
    mark = digest(plan) if plan is not None else ""
    tag = f'"{now.version}-{now.screens}-{now.facing}{mark}"'
    headers = {"ETag": tag, **_clock()}
    if request.method == "GET" and request.headers.get("If-None-Match") == tag:
        return Response(status=304, headers=headers)
    state = {
        "version": now.version,
        "screens": now.screens,
        "facing": now.facing,
        "mark": mark,
        "run": msgspec.to_builtins(now.run),
    }
    return Response(json.dumps(state), content_type="application/json", headers=headers)


def _clock() -> dict[str, str]:
    """What tells a page that it is the application that answers, and how late it is."""
    moment = str(milliseconds(installed().config.ticking()))
    return {"Server-Time": moment, "Cache-Control": "private, no-store"}


def take_steps(place: Place, back: str = "") -> Response:
    """Does what was pressed: JSON of a script, or one form, which leads back to its page."""
    if request.mimetype == "application/json":
        try:
            return told(_done(place, _sent()))
        except (UnfitForm, TooManySteps) as error:
            return Response(
                json.dumps({"refused": error.message}), 400, content_type="application/json", headers=_clock()
            )
    _done(place, [_typed()])
    return see_other(back or f"{place.stand.address}/run{place.stand.query}")


def _done(place: Place, steps: list[Step]) -> RunNow:
    database, now = installed().database, installed().config.ticking()
    with database.reading() as connection:
        plan = _plan(connection, place)
    return do_steps(database, place.forum_id, place.session, steps, plan=plan, by=place.by, now=now)


def _sent() -> list[Step]:
    try:
        found = msgspec.json.decode(request.get_data(), type=Steps).steps
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnfitForm("What was sent is no press of this page. Nothing was changed.") from error
    if len(found) > MOST_AT_ONCE:
        raise UnfitForm("Too much was sent at once. Nothing was changed.")
    return found


def _typed() -> Step:
    """One press of a page without a script: made when it arrives."""
    given = request.form
    values: dict[str, Any] = {name: given[name] for name in ("do", "item", "question", "to") if name in given}
    values |= {name: _number(given[name]) for name in WHOLE_NUMBERS if name in given}
    values["lengths"] = {
        name.partition(".")[2]: _number(value) for name, value in given.items() if name.startswith("length.")
    }
    if "done" in given:
        values["done"] = given["done"] != "no"
    if given.get("do") == Do.ORDER:
        values |= _moved()
    key = given.get("id", "")
    values |= {"id": key if looks_like_id(key) else new_id(), "at": milliseconds(installed().config.ticking())}
    try:
        return msgspec.convert(values, Step)
    except msgspec.ValidationError as error:
        raise UnfitForm("What was sent is no press of this page. Nothing was changed.") from error


def _number(text: str) -> int:
    try:
        return int(text[:20])
    except ValueError:
        raise UnfitForm("What was sent is no press of this page. Nothing was changed.") from None


def _moved() -> dict[str, Any]:
    """All questions as they were shown, and the one beside it that a question goes past, up or down."""
    keys, moved = request.form.getlist("all")[:200], request.form.get("question", "")
    place = keys.index(moved) + (-1 if request.form.get("way") == "up" else 1) if moved in keys else -1
    return {"questions": keys, "to": keys[place] if 0 <= place < len(keys) else ""}
