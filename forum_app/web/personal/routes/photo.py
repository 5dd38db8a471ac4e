"""Somebody's own photo: sent from a telephone, cut to a square, described, taken away; seen by whoever has the key."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from forum_app.domain.errors import ForumError, NoSpace, PictureRefused, PicturesBusy
from forum_app.pictures.jobs import MOST_BYTES
from forum_app.pictures.sorting import too_large
from forum_app.services.speaker_photo import (
    Photo,
    cut_my_photo,
    must_have_photo,
    my_photo,
    put_my_photo,
    take_my_photo_away,
)
from forum_app.services.speaking_answers import SPEAKER
from forum_app.services.uploads import Desk
from forum_app.web.access import takes
from forum_app.web.installed import installed
from forum_app.web.manage.picture_form import box_in
from forum_app.web.personal.doors import speaker_key
from forum_app.web.personal.photo_page import agreement, alts_typed, photo_page, shown_photo
from forum_app.web.personal.shown import page
from forum_app.web.personal.speaker import Mine, mine
from forum_app.web.sent_files import FORM_BYTES, STATUS, drain, led_to, refused_in_json, sent_file, wants_json

blueprint = Blueprint("speaker_photo", __name__, url_prefix="/s/<key>/photo")
_REFUSALS = (PictureRefused, PicturesBusy, NoSpace)


def own_desk(here: Mine) -> Desk:
    """What keeping a file of theirs needs."""
    found = installed()
    return Desk(found.database, found.media, found.pictures, here.speaker.forum_id, SPEAKER)


def _photo(here: Mine) -> tuple[Photo | None, bool]:
    with installed().database.reading() as connection:
        return my_photo(connection, here.speaker)


def _tried(here: Mine, job: Callable[[Photo | None, bool], str]) -> Response:
    """Does something and leads back to the page, which says that it is done; or shows why it wasn't."""
    photo, waits = _photo(here)
    try:
        done = job(photo, waits)
    except _REFUSALS as error:
        return _refused(here, error, STATUS[type(error)])
    return led_to(here.at("/photo", done=done))


def _refused(here: Mine, error: ForumError, status: int, *, agreed: bool = True) -> Response:
    sentence = here.view.words.gettext(error.message, **error.values)
    if wants_json():
        return refused_in_json(sentence, status)
    photo, waits = _photo(here)
    said = {"error": sentence} if agreed else {"agree_error": sentence}
    return page(photo_page(here, photo, waits=waits, agreed=agreed, **said), status)


@blueprint.get("")
@speaker_key
def photo(key: str) -> Response:
    here = mine(key)
    photo, waits = _photo(here)
    return page(photo_page(here, photo, waits=waits, done=request.args.get("done", "")))


@blueprint.post("")
@takes(FORM_BYTES)
@speaker_key
def put(key: str) -> Response:
    """Takes a photo whose owner agrees that it is published; without that nothing is kept."""
    here = mine(key)
    if not request.form.get("agree"):
        refusal = PictureRefused("Tick that the photo may be published; then send it again.")
        return _refused(here, refusal, 422, agreed=False)

    def job(_photo: Photo | None, _waits: bool) -> str:
        put_my_photo(own_desk(here), here.speaker, sent_file(), agreement(here))
        return "put"

    return _tried(here, job)


@blueprint.post("/shown")
@speaker_key
def cut(key: str) -> Response:
    here = mine(key)

    def job(photo: Photo | None, _waits: bool) -> str:
        there = must_have_photo(photo)
        box = box_in(request.form, shown_photo(here, there))
        cut_my_photo(own_desk(here), here.speaker, there, box, alts_typed(here))
        return "cut"

    return _tried(here, job)


@blueprint.post("/remove")
@speaker_key
def remove(key: str) -> Response:
    here = mine(key)

    def job(_photo: Photo | None, waits: bool) -> str:
        take_my_photo_away(own_desk(here), here.speaker, waits=waits)
        return "back" if waits else "gone"

    return _tried(here, job)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_much(error: RequestEntityTooLarge) -> Response:
    """A file that is larger than any is taken: said beside its field."""
    drain()
    sentence = too_large(request.content_length or MOST_BYTES + 1)
    here = mine(str((request.view_args or {})["key"]))
    return _refused(here, PictureRefused(sentence.message, **sentence.values), 413)
