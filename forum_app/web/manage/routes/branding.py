"""A forum's colour: chosen, and how it reads worked out live, with what had to be adjusted in words."""

import re
from typing import Any

from flask import Blueprint, Response, request

from forum_app.branding import accent_values, swatch_sheet, swatches
from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import may_set_up
from forum_app.domain.trees import digest
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.things import Edit, EditClash, save_thing
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here, fragment_answer

blueprint = Blueprint("branding", __name__, url_prefix="/manage/<slug>/settings/branding")
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})\s*\Z")


@blueprint.get("")
@needs(may_set_up)
def branding(slug: str) -> Response:
    """The page; ``?accent=`` shows another colour before it is kept."""
    forum = forum_here(slug)
    typed = request.args.get("accent", forum.accent)
    return _page(forum, typed)


@blueprint.get("/figures")
@needs(may_set_up)
def figures(slug: str) -> Response:
    """The swatches of a colour, for a page that asks while one chooses."""
    accent = _colour(request.args.get("accent", ""))
    if accent is None:
        raise NotFound("This is no colour.")
    return fragment_answer("manage/_swatches.html", forum_here(slug), **_shown(accent, desk_words()))


@blueprint.get("/figures.css")
@needs(may_set_up)
def sheet(slug: str) -> Response:
    accent = _colour(request.args.get("accent", ""))
    if accent is None:
        raise NotFound("This is no colour.")
    response = Response(swatch_sheet(accent), mimetype="text/css")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@blueprint.post("")
@needs(may_set_up)
def save(slug: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    typed = request.form.get("accent", "")
    accent = _colour(typed)
    if accent is None or request.form.get("_do") == "preview":
        return _page(forum, typed)
    seen = {"accent": digest(request.form.get("_was", forum.accent))}
    try:
        edit = Edit({"accent": accent}, seen)
        saved = save_thing(installed().database, forum.id, "forum", forum.id, edit, actor=guest().account.id)
    except EditClash as clash:
        theirs = clash.clashes[0].theirs
        sentence = words.gettext("Somebody chose %(colour)s meanwhile. Save again to keep yours.", colour=theirs)
        return _page(forum_here(slug), typed, sentence, 409)
    text = words.gettext("Saved.") if saved.changed else words.gettext("Nothing was changed.")
    return done(f"/manage/{slug}/settings/branding", text)


def _colour(typed: str) -> str | None:
    """``#rrggbb`` in small letters; None for what is no colour."""
    found = _COLOUR.match(typed.strip()[:20])
    return f"#{found[1].lower()}" if found else None


def _page(forum: DeskForum, typed: str, error: str = "", status: int = 200) -> Response:
    words, accent = desk_words(), _colour(typed)
    if accent is None:
        error, status = words.gettext("This is no colour: write # and six digits, such as #2440b0."), 422
    shown = _shown(accent or forum.accent, words)
    title = words.gettext("Colour and logo")
    more: dict[str, Any] = {"here": "settings", "title": title, "typed": (accent or typed)[:40], "error": error}
    return desk_page("manage/branding.html", forum, status=status, **more, **shown)


def _shown(accent: str, words: Words) -> dict[str, Any]:
    """The swatches of a colour, and in words what of it was adjusted."""
    values = accent_values(accent)
    told = []
    if "fill" in values.adjusted:
        told.append(words.gettext("Neither white nor dark letters read well on this colour. Buttons are a little darker: %(colour)s.", colour=values.fill))  # fmt: skip
    elif values.on != "#ffffff":
        told.append(words.gettext("White letters would not read well on this colour: buttons carry dark letters."))
    if "text" in values.adjusted:
        told.append(words.gettext("As a link on white this colour would be too pale. Links are darker, of the same hue: %(colour)s.", colour=values.text))  # fmt: skip
    if values.edge != "transparent":
        told.append(words.gettext("Buttons would hardly stand out from the page: they get an edge."))
    if not told:
        told.append(words.gettext("This colour reads well everywhere as it is."))
    return {"accent": accent, "swatches": swatches(accent), "told": told}
