"""A registration, by its owner's key: what became of it, changed, cancelled, an offer answered, the data taken or erased."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import is_address
from forum_app.domain.registrations import GONE, Registration
from forum_app.forms.registering import Asked, Filled, full_said
from forum_app.forms.registering_read import read_registration, typed_of
from forum_app.pages.view import View
from forum_app.services import my_registration as mine
from forum_app.services.live_online import online_place
from forum_app.services.registering import NoPlace, SessionsFull
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.doors import form_token, holder, registration_key
from forum_app.web.personal.my_agenda import my_agenda
from forum_app.web.personal.my_page import Mine, change_page, erased_page, registration_page, sure_page
from forum_app.web.personal.routes.my_agenda import mine_with_stars
from forum_app.web.personal.shown import asked_of, forum_with, page, posted, view_of

blueprint = Blueprint("registration", __name__, url_prefix="/r/<key>")


def _mine(key: str) -> tuple[View, Mine, Asked]:
    """The page's forum, the registration as it is now, and what is asked."""
    here = holder()
    assert here.registration is not None
    with installed().database.reading() as connection:
        found = mine.mine_of(connection, here.forum_id, here.registration)
        view = view_of(forum_with(here.forum_id), found.registration.language)
        asked = asked_of(connection, view, but=here.registration).with_kept(found.registration)
        online = online_place(connection, here.forum_id)
    return view, Mine(found.registration, found.place, key, form_token(key), online, found.offer_hours), asked


def _back(key: str, done: str = "") -> Response:
    return see_other(f"/r/{key}" + (f"?done={done}" if done else ""))


@blueprint.get("")
@registration_key
def registration(key: str) -> Response:
    view, found, stars = mine_with_stars(key)
    base_url = installed().config.base_url
    agenda = my_agenda(view, found.registration, stars, f"{base_url}{found.address}", found.links)
    return page(registration_page(view, found, agenda, base_url, done=request.args.get("done", "")))


@blueprint.get("/change")
@registration_key
def change(key: str) -> Response:
    view, found, asked = _mine(key)
    if found.registration.status in GONE:
        return _back(key)
    filled = Filled(typed_of(found.registration, asked))
    return page(change_page(view, found, asked, filled, mine.seen(found.registration)))


@blueprint.post("/change")
@registration_key
def changed(key: str) -> Response:
    view, found, asked = _mine(key)
    typed, base = posted(), request.form.get("_base", "")
    if found.registration.status in GONE:
        return _back(key)
    read = read_registration(asked, view.words, typed, installed().config.now(), found.registration)
    if read.problems:
        return page(change_page(view, found, asked, Filled(typed, read.problems), base), 422)
    config = installed().config
    try:
        mine.change_mine(installed().database, config, holder().forum_id, read.registration, base)
    except mine.ChangedMeanwhile as error:
        return _changed_meanwhile(view, found, asked, typed, error.now)
    except (NoPlace, SessionsFull) as error:
        _view, _now, asked = _mine(key)  # with the places as they are by now
        return page(change_page(view, found, asked, Filled(typed, _full(view, asked, error)), base), 409)
    return _back(key, "changed")


def _changed_meanwhile(
    view: View, found: Mine, asked: Asked, typed: Mapping[str, Sequence[str]], now: Registration
) -> Response:
    """Both are shown: what was typed stays in the fields, what is kept now stands above them."""
    return page(change_page(view, found, asked, Filled(typed), mine.seen(now), kept=typed_of(now, asked)), 409)


def _full(view: View, asked: Asked, error: NoPlace | SessionsFull) -> dict[str, str]:
    if isinstance(error, NoPlace):
        return {"mode": view.words.gettext("No place is left in this way of coming: you keep the one you have.")}
    return {"sessions": full_said(view.words, asked, error.sessions)}


@blueprint.get("/cancel")
@registration_key
def cancel(key: str) -> Response:
    view, found, _asked = _mine(key)
    return page(sure_page(view, found, "cancel")) if found.registration.status not in GONE else _back(key)


@blueprint.post("/cancel")
@registration_key
def cancelled(key: str) -> Response:
    here = holder()
    mine.cancel_mine(installed().database, installed().config, here.forum_id, here.registration or "")
    return _back(key)


@blueprint.post("/offer")
@registration_key
def offer(key: str) -> Response:
    """Takes the place that was offered, or leaves it to the next."""
    here, takes = holder(), request.form.get("answer") == "take"
    try:
        mine.answer_offer(installed().database, installed().config, here.forum_id, here.registration or "", takes=takes)
    except mine.OfferOver:
        return _back(key, "late")
    return _back(key)


@blueprint.get("/data.json")
@registration_key
def data(key: str) -> Response:
    here = holder()
    made = mine.my_data(installed().database, here.forum_id, here.registration or "")
    headers = {"Content-Disposition": f'attachment; filename="{here.slug}-my-data.json"'}
    return Response(made, content_type="application/json; charset=utf-8", headers=headers)


@blueprint.get("/erase")
@registration_key
def erase(key: str) -> Response:
    view, found, _asked = _mine(key)
    return page(sure_page(view, found, "erase"))


@blueprint.post("/erase")
@registration_key
def erased(key: str) -> Response:
    view, found, _asked = _mine(key)
    here, config = holder(), installed().config
    try:
        mine.erase_me(installed().database, config, config.instance, here.forum_id, here.registration or "")
    except mine.InProgramme:
        return page(sure_page(view, found, "erase", in_programme=True), 409)
    return page(erased_page(view))


@blueprint.post("/new-link")
@registration_key
def new_link(key: str) -> Response:
    """Every link to this registration is good for nothing from now on; a new one is on its way by mail."""
    view, found, _asked = _mine(key)
    here = holder()
    if not is_address(found.registration.email):
        raise NotFound("Without an address no link can be sent.")
    mine.replace_my_link(installed().database, installed().config, here.forum_id, here.registration or "")
    return page(sure_page(view, found, "replaced"))
