"""Slides of somebody's talks and sessions: sent in parts that can be taken up again, or at once in a form."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from forum_app.domain.errors import ForumError, NoSpace, PictureRefused, PicturesBusy
from forum_app.services.parts_of_upload import PART, PartUnfit, UploadParts
from forum_app.services.speaker_slides import place_named, put_slides, take_slides_away
from forum_app.web.access import takes
from forum_app.web.installed import installed
from forum_app.web.personal.doors import speaker_key
from forum_app.web.personal.routes.photo import own_desk
from forum_app.web.personal.shown import page
from forum_app.web.personal.slides_page import MOST_AT_ONCE, slides_page
from forum_app.web.personal.speaker import Mine, mine
from forum_app.web.sent_files import FIELD_BYTES, STATUS, drain, led_to, refused_in_json, sent_file, wants_json

blueprint = Blueprint("slides", __name__, url_prefix="/s/<key>/slides")


def _parts() -> UploadParts:
    return UploadParts(installed().config.instance)


@blueprint.get("")
@speaker_key
def slides(key: str) -> Response:
    return page(slides_page(mine(key), done=request.args.get("done", "")))


@blueprint.post("")
@takes(MOST_AT_ONCE + FIELD_BYTES)
@speaker_key
def put(key: str) -> Response:
    """Takes a whole file, or one whose parts have all arrived; one that is refused leaves what was there."""
    here = mine(key)
    upload = request.form.get("upload", "")

    def job() -> str:
        place, person = place_named(here.speaker, request.form.get("for", "")), here.speaker.person.id
        data = _parts().whole(person, upload, _size()) if upload else sent_file(MOST_AT_ONCE)
        try:
            put_slides(own_desk(here), here.speaker, place, data)
        except (PicturesBusy, NoSpace):
            raise  # it is asked again, and nothing is sent anew
        except PictureRefused:
            _parts().forget(person, upload)
            raise
        _parts().forget(person, upload)
        return "put"

    return _tried(here, job)


def _size() -> int:
    text = request.form.get("size", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


@blueprint.post("/remove")
@speaker_key
def remove(key: str) -> Response:
    here = mine(key)

    def job() -> str:
        take_slides_away(own_desk(here), place_named(here.speaker, request.form.get("for", "")))
        return "gone"

    return _tried(here, job)


@blueprint.get("/parts/<upload>")
@speaker_key
def parts(key: str, upload: str) -> Response:
    """Which parts of an upload are here."""
    here = mine(key)
    return _about(here, lambda: _parts().here(here.speaker.person.id, upload))


@blueprint.post("/parts/<upload>/<int:number>")
@takes(PART)
@speaker_key
def part(key: str, upload: str, number: int) -> Response:
    """Keeps one part: its bytes are the body, its SHA-256 is in a header."""
    here = mine(key)
    digest = request.headers.get("X-Part-SHA256", "")
    person = here.speaker.person.id
    return _about(here, lambda: _parts().put(person, upload, number, request.get_data(), digest))


def _about(here: Mine, job: Callable[[], list[int]]) -> Response:
    try:
        return jsonify(here=job(), part=PART)
    except (PartUnfit, NoSpace) as error:
        sentence = here.view.words.gettext(error.message, **error.values)
        return refused_in_json(sentence, STATUS.get(type(error), 422))


def _tried(here: Mine, job: Callable[[], str]) -> Response:
    try:
        done = job()
    except (PictureRefused, PicturesBusy, NoSpace, PartUnfit) as error:
        return _refused(here, error, STATUS.get(type(error), 422))
    return led_to(here.at("/slides", done=done))


def _refused(here: Mine, error: ForumError, status: int) -> Response:
    sentence = here.view.words.gettext(error.message, **error.values)
    if wants_json() or request.mimetype == "application/octet-stream":
        return refused_in_json(sentence, status)
    at = request.form.get("for", "") if status != 413 else ""
    return page(slides_page(here, error=sentence, at=at), status)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_much(error: RequestEntityTooLarge) -> Response:
    """A file that is larger than a form takes at once."""
    drain()
    here = mine(str((request.view_args or {})["key"]))
    refusal = PictureRefused("At most %(most)s MB are taken at once. With a script running in the browser, larger files are sent in parts; or save it smaller, as PDF.", most=MOST_AT_ONCE // (1024 * 1024))  # fmt: skip
    return _refused(here, refusal, 413)
