"""Images for texts: the editor asks as a script, and without one a page gives the line that is written into the text."""

import re

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from forum_app.domain.errors import NoSpace, PictureRefused, PicturesBusy
from forum_app.domain.permissions import may_edit
from forum_app.pictures.jobs import Use
from forum_app.services.uploads import FLOOR_PLAN, file_of, keep_picture
from forum_app.web.access import needs, takes
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here
from forum_app.web.manage.picture_form import address_of, say
from forum_app.web.manage.receiving import desk_of, too_much_said, words_on
from forum_app.web.sent_files import FORM_BYTES, STATUS, sent_file

blueprint = Blueprint("text_pictures", __name__, url_prefix="/manage/<slug>/pictures")
_NAME = re.compile(r"[0-9a-f]{64}\.(png|jpg)")


def _is_page() -> bool:
    return "text/html" in request.headers.get("Accept", "")


@blueprint.get("")
@needs(may_edit)
def page(slug: str) -> Response:
    return _page(slug)


def _page(slug: str, status: int = 200, error: str = "") -> Response:
    forum, words, name = forum_here(slug), desk_words(), request.args.get("name", "")
    here = bool(_NAME.fullmatch(name)) and file_of(installed().database, forum.id, name) is False
    return desk_page(
        "manage/text_picture.html",
        forum,
        title=words.gettext("An image for a text"),
        status=status,
        saying=say(FLOOR_PLAN, words, words.gettext("Choose an image")),
        name=name if here else "",
        shown=address_of(slug, name),
        address=f"/manage/{slug}/pictures",
        error=error,
    )


@blueprint.post("")
@needs(may_edit)
@takes(FORM_BYTES)
def keep(slug: str) -> Response:
    """Keeps an image that no text shows yet; a script is told what to write as its source, or why not."""
    forum, words = forum_here(slug), desk_words()
    try:
        kept = keep_picture(desk_of(forum), sent_file(), Use.TEXT)
    except (PictureRefused, PicturesBusy, NoSpace) as error:
        return _refused(slug, STATUS[type(error)], words.gettext(error.message, **error.values))
    if _is_page():
        return see_other(f"/manage/{slug}/pictures?name={kept.name}")
    answer = jsonify(
        src=f"media:{kept.name}",
        address=address_of(slug, kept.name),
        width=kept.width,
        height=kept.height,
        said=[text for text in [words_on(kept)] if text],
    )
    answer.status_code = 201
    return answer


def _refused(slug: str, status: int, sentence: str) -> Response:
    if _is_page():
        return _page(slug, status, sentence)
    answer = jsonify(error=sentence)
    answer.status_code = status
    return answer


@blueprint.errorhandler(RequestEntityTooLarge)
def too_much(_error: RequestEntityTooLarge) -> Response:
    return _refused((request.view_args or {})["slug"], 413, too_much_said(may_edit))
