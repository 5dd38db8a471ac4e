"""What somebody of the programme writes: of themselves, of their talks, and what only the organisers are to know."""

from flask import Blueprint, Response, request

from forum_app.forms.speaking import contact_form, profile_form, talk_texts_form
from forum_app.services.proposing import Written
from forum_app.services.speaking_answers import keep_private
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.doors import speaker_key
from forum_app.web.personal.own_form import OwnForm, own_form
from forum_app.web.personal.profile_page import profile_page, talk_page
from forum_app.web.personal.shown import page
from forum_app.web.personal.speaker import Mine, mine

blueprint = Blueprint("profile", __name__, url_prefix="/s/<key>")


def _profile(here: Mine) -> OwnForm:
    spec = profile_form(here.view.words, here.speaker.plan.biography_words)
    return own_form(here, "person", here.speaker.person.id, spec)


def _contact(here: Mine) -> OwnForm:
    spec = contact_form(here.view.words, here.speaker.languages)
    return own_form(here, "person", here.speaker.person.id, spec)


def _talk(here: Mine, talk: str) -> OwnForm:
    return own_form(here, "talk", talk, talk_texts_form(here.view.words))


def _there(here: Mine, path: str, written: Written | None) -> Response:
    done = "saved" if written is None or written.kept else "proposed" if written.proposed else "same"
    return see_other(here.at(path, done=done))


def _sent(here: Mine, form: OwnForm) -> Written | None:
    """What became of a form that was sent; None where its page shows why nothing did."""
    form.read()
    if job := request.form.get("_do", ""):
        form.rearranged(job[:100])
        form.problems = []
        return None
    form.check(here.speaker.plan.biography_words)
    if form.problems:
        form.status = 422
        return None
    return form.send(here)


@blueprint.get("/profile")
@speaker_key
def profile(key: str) -> Response:
    here = mine(key)
    return page(profile_page(here, _profile(here), _contact(here), request.args.get("done", "")))


@blueprint.post("/profile")
@speaker_key
def profile_sent(key: str) -> Response:
    """Proposes what was changed, or keeps it at once: as the forum's settings say."""
    here = mine(key)
    form = _profile(here)
    written = _sent(here, form)
    if written is None:
        return page(profile_page(here, form, _contact(here)), form.status)
    return _there(here, "/profile", written)


@blueprint.post("/contact")
@speaker_key
def contact(key: str) -> Response:
    """Keeps what only the organisers are to know, at once."""
    here = mine(key)
    form = _contact(here)
    form.read()
    if form.problems:
        form.status = 422
        return page(profile_page(here, _profile(here), form), 422)
    values = {place.removeprefix("private."): value or "" for place, value in form.changed().items()}
    if values:
        keep_private(installed().database, here.speaker.forum_id, here.speaker.person.id, values)
    return _there(here, "/profile", None)


@blueprint.get("/talks/<talk>")
@speaker_key
def talk(key: str, talk: str) -> Response:
    here = mine(key)
    return page(talk_page(here, _talk(here, talk), request.args.get("done", "")))


@blueprint.post("/talks/<talk>")
@speaker_key
def talk_sent(key: str, talk: str) -> Response:
    here = mine(key)
    form = _talk(here, talk)
    written = _sent(here, form)
    return page(talk_page(here, form), form.status) if written is None else _there(here, f"/talks/{talk}", written)
