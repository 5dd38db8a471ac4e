"""A file in place of a forum: what would change is shown first, then it is confirmed."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import DraftMoved, ImportRefused
from forum_app.domain.permissions import may_set_up
from forum_app.forms.shown import sentence_in
from forum_app.forms.vocabulary import zones
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.forum_files import LARGEST
from forum_app.services.forum_uploads import Review, replace_from, review_again, review_of
from forum_app.services.media import Media
from forum_app.web.access import guest, needs, takes
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.kind_words import kinds_in_words

blueprint = Blueprint("forum_file", __name__, url_prefix="/manage/<slug>/settings/file")
ROOM = 64 * 1024  # beside a file, for the other fields of its form


@blueprint.get("")
@needs(may_set_up)
def choose(slug: str) -> Response:
    return _page(forum_here(slug))


@blueprint.post("")
@needs(may_set_up)
@takes(LARGEST + ROOM)
def review(slug: str) -> Response:
    """Reads the file and shows what it would make of the forum; nothing is changed."""
    forum, words = forum_here(slug), desk_words()
    upload = request.files.get("file")
    data, zone = (upload.read() if upload else b""), request.form.get("zone", "")[:64]
    if not data:
        return _page(forum, 422, error=words.gettext("Choose a file: it was missing or empty."), zone=zone)
    media = Media(installed().config.instance)
    try:
        found = review_of(installed().database, media, data, slug, zone, guest().actor)
    except ImportRefused as error:
        return _page(forum, 422, problems=_problems(words, error), zone=zone)
    return _page(forum, review=found, zone=zone, **_said(words, found))


@blueprint.post("/confirm")
@needs(may_set_up)
def confirm(slug: str) -> Response:
    """Takes the file in that was reviewed; where somebody changed the forum since, it is reviewed again."""
    forum, words = forum_here(slug), desk_words()
    media, zone = Media(installed().config.instance), request.form.get("zone", "")[:64]
    key, seen = request.form.get("key", "")[:64], request.form.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    held = (installed().database, media, key)
    try:
        replace_from(*held, version, slug, zone, guest().actor)
    except ImportRefused as error:
        return _page(forum, 422, problems=_problems(words, error), zone=zone)
    except DraftMoved as error:
        found = review_again(*held, slug, zone, guest().actor)
        return _page(forum, 409, moved=words.gettext(error.message), review=found, zone=zone, **_said(words, found))
    return done(f"/manage/{slug}/settings", words.gettext("The file is taken in. Nothing is published yet."))


def _problems(words: Words, error: ImportRefused) -> list[tuple[str, str]]:
    return [(sentence_in(words, place), sentence_in(words, text)) for place, text in error.problems[:200]]


def _said(words: Words, found: Review) -> dict[str, Any]:
    rows = [
        (kinds_in_words(words)[row.kind], row) for row in found.counts if row.new or row.changed or row.gone or row.same
    ]
    told = list(dict.fromkeys((sentence_in(words, place), sentence_in(words, text)) for place, text in found.told))
    return {
        "rows": rows,
        "told": told[:200],
        "changes": any(row.new or row.changed or row.gone for row in found.counts),
    }


def _page(forum: DeskForum, status: int = 200, **more: Any) -> Response:
    words = desk_words()
    found = {
        "error": "",
        "moved": "",
        "problems": [],
        "review": None,
        "zone": "",
        "rows": [],
        "told": [],
        "changes": False,
        **more,
    }
    title = words.gettext("From a file")
    return desk_page("manage/forum_file.html", forum, here="settings", title=title, status=status, zones=zones(words.interface), **found)  # fmt: skip
