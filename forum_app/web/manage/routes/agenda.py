"""The agenda's builder: its page, one session beside it, the steps that are taken in it, what others did meanwhile."""

import json
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused, ForumError, NotFound
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.permissions import Place, may_edit, may_see_desk
from forum_app.services.agenda_board import Board, board_now
from forum_app.services.agenda_log import Since, sessions_since
from forum_app.services.agenda_steps import Taken, TouchedSince, take_back, take_step
from forum_app.services.desk import DeskForum
from forum_app.web.access import guest, needs, takes
from forum_app.web.installed import installed
from forum_app.web.manage.agenda_asked import all_the_same, form_step, wanted_step
from forum_app.web.manage.agenda_page import Cards, chosen_day, days_shown, grid_of, sessions_a_day
from forum_app.web.manage.agenda_people import people_on
from forum_app.web.manage.agenda_session import SlotForm, session_shown, touched_told
from forum_app.web.manage.desk import desk_fragment, desk_page, desk_words, done, forum_here, fragment_answer
from forum_app.web.manage.seen_findings import sees_private

blueprint = Blueprint("builder", __name__, url_prefix="/manage/<slug>/agenda")
MOST_BYTES = 256 * 1024


@blueprint.get("")
@needs(may_see_desk)
def builder(slug: str) -> Response:
    return _page(slug)


def _page(slug: str, form: SlotForm | None = None, status: int = 200) -> Response:
    forum, words = forum_here(slug), desk_words()
    board = board_now(installed().database, forum.id)
    key = form.key if form else request.args.get("session", "")
    session = next((each for each in board.draft.sessions if each.id == key), None)
    day = chosen_day(board.draft, request.values.get("day", ""), session)
    may_change = may_edit(guest().actor, Place(forum.id))
    if request.args.get("view") == "people" and form is None:
        return desk_page(
            "manage/agenda_people.html",
            forum,
            here="agenda",
            title=words.gettext("Agenda by people"),
            address=f"/manage/{slug}/agenda",
            day=day,
            days=days_shown(board.draft, words, day),
            rows=people_on(board, words, day, private=sees_private(forum)),
        )
    return desk_page(
        "manage/agenda.html",
        forum,
        here="agenda",
        title=words.gettext("Agenda"),
        status=status,
        readonly=not may_change,
        address=f"/manage/{slug}/agenda",
        new_key=new_id,
        languages=[forum.languages[0]],
        shown=session_shown(forum, board, session, words, form) if session else None,
        **grid_of(board, words, day, private=sees_private(forum)),
    )


@blueprint.get("/sessions/<key>")
@needs(may_see_desk)
def session(slug: str, key: str) -> Response:
    """The panel of one session, for the page to show beside the grid."""
    forum, words = forum_here(slug), desk_words()
    board = board_now(installed().database, forum.id)
    shown = session_shown(forum, board, board.session(key), words)
    return fragment_answer(
        "manage/_agenda_session.html",
        forum,
        shown=shown,
        readonly=not may_edit(guest().actor, Place(forum.id)),
        address=f"/manage/{slug}/agenda",
        new_key=new_id,
        languages=[forum.languages[0]],
    )


@blueprint.get("/changes")
@needs(may_see_desk)
def changes(slug: str) -> Response:
    """What was done to the agenda after an entry of the log; nothing, and few queries, where nothing was."""
    forum = forum_here(slug)
    entry = _after()
    since = sessions_since(installed().database, forum.id, entry)
    if since.last <= entry:
        return _json({"entry": entry})
    return _json(_told(forum, since.sessions, whole=since.others))


def _after() -> int:
    """The entry of the log that the page knows of."""
    after = request.values.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0


def _told(forum: DeskForum, touched: tuple[str, ...], whole: bool = False) -> dict[str, Any]:
    """The agenda after something was done, for the page's script: cards anew, what clashes, who is gone."""
    words = desk_words()
    board = board_now(installed().database, forum.id)
    day = chosen_day(board.draft, request.values.get("day", ""), None)
    cards, here = (
        Cards(board, words, day, private=sees_private(forum)),
        {each.id: each for each in board.draft.sessions},
    )
    drawn = {key: _card(forum, cards, board, key) for key in touched if key in here}
    return {
        "version": board.version,
        "entry": board.entry,
        "cards": drawn,
        "gone": [key for key in touched if key not in here],
        "reload": whole,
        "days": {str(each): count for each, count in sessions_a_day(board.draft).items()},
        "count": len(board.seen(sees_private(forum))),
        "problems": msgspec.to_builtins(cards.problems),
    }


def _card(forum: DeskForum, cards: Cards, board: Board, key: str) -> str:
    return desk_fragment(
        "manage/_agenda_card.html",
        forum,
        card=cards.card(board.session(key)),
        address=f"/manage/{forum.slug}/agenda",
        readonly=False,
    )


@blueprint.post("/steps")
@needs(may_edit)
@takes(MOST_BYTES, 2_000)
def step(slug: str) -> Response:
    """Does one step. To the script its answer is JSON; to a form the page again, with what was done and a way back."""
    forum = forum_here(slug)
    key = request.form.get("_step", "")
    key = key if looks_like_id(key) else new_id()
    form = None
    try:
        if request.form.get("do") == "edit":
            form = SlotForm.posted_at(forum, request.form.get("session", ""))
        if form is not None and not form.ready():
            return _refused(slug, forum, EditRefused(list(form.problems)), form)
        wanted = form_step(key, form) if form is not None else wanted_step(forum, key)
        taken = take_step(installed().database, forum.id, wanted, actor=guest().account.id)
    except TouchedSince as error:
        return _touched(forum, error, form)
    except EditRefused as error:
        if form is not None:
            form.refuse(error)
        return _refused(slug, forum, error, form)
    except NotFound:
        if not _script_asks():
            raise
        return _json({"problems_of_step": [desk_words().gettext("This was deleted meanwhile.")]}, 404)
    return _done(forum, taken)


@blueprint.post("/steps/<key>/undo")
@needs(may_edit)
def undo(slug: str, key: str) -> Response:
    """Takes a step back; the step that does it can be taken back too."""
    forum = forum_here(slug)
    fresh = request.form.get("_step", "")
    fresh = fresh if looks_like_id(fresh) else new_id()
    actor, same = guest().account.id, all_the_same()
    try:
        taken = take_back(installed().database, forum.id, key, fresh, actor=actor, all_the_same=same)
    except TouchedSince as error:
        return _touched(forum, error, None)
    except ForumError as error:
        if not _script_asks():
            raise
        words = desk_words()
        not_own = words.gettext("Only steps of your own can be taken back here.")
        why = not_own if isinstance(error, NotFound) else words.gettext(error.message, **error.values)
        return _json({"problems_of_step": [why]}, 422)
    return _done(forum, taken, back=True)


def _script_asks() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _done(forum: DeskForum, taken: Taken, *, back: bool = False) -> Response:
    words = desk_words()
    if _script_asks():
        since = sessions_since(installed().database, forum.id, _after()) if request.form.get("after") else Since(0)
        touched = tuple(dict.fromkeys((*taken.sessions, *since.sessions)))
        told = _told(forum, touched, whole=since.others)
        return _json({"step": taken.key, "changed": bool(taken.first), "left": taken.left, **told})
    asked = {name: request.form.get(name, "")[:40] for name in ("day", "session")}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value.replace("-", "").isalnum())
    address = f"/manage/{forum.slug}/agenda" + (f"?{query}" if query else "")
    if not taken.first:
        return done(address, words.gettext("Nothing was changed."))
    count = len(taken.sessions)
    text = words.ngettext("One session is changed.", "%(num)d sessions are changed.", count)
    text = words.gettext("It is taken back.") if back else text
    return done(address, text, undo=f"/manage/{forum.slug}/agenda/steps/{taken.key}/undo")


def _refused(slug: str, forum: DeskForum, error: EditRefused, form: SlotForm | None) -> Response:
    words = desk_words()
    if _script_asks() or form is None:
        said = [words.said(sentence) for _place, sentence in error.problems]
        if not _script_asks():
            return done(f"/manage/{slug}/agenda", " ".join(said), "bad")
        return _json({"problems_of_step": said}, 422)
    return _page(slug, form, 422)


def _touched(forum: DeskForum, error: TouchedSince, form: SlotForm | None) -> Response:
    """Somebody else touched the same: both are shown, and nothing was done yet."""
    words = desk_words()
    shown = touched_told(forum, error, words)
    if _script_asks():
        return _json({"touched": shown}, 409)
    return desk_page(
        "manage/agenda_touched.html",
        forum,
        here="agenda",
        title=words.gettext("Somebody changed this meanwhile"),
        status=409,
        touched=shown,
        again=request.path,
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in ("_csrf", "all")],
        address=f"/manage/{forum.slug}/agenda",
    )


def _json(told: dict[str, Any], status: int = 200) -> Response:
    response = Response(json.dumps(told, ensure_ascii=False), status, content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response
