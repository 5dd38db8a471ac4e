"""My agenda, by a registration's key: sessions chosen and left, without a script too, and the calendar of them."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from forum_app.addresses import Addresses
from forum_app.calendars.public import agenda_ics
from forum_app.calendars.wording import Wording
from forum_app.domain.registrations import GONE
from forum_app.pages.view import View
from forum_app.services.live_online import online_links, online_place
from forum_app.services.my_agenda import TooManyStars, change_stars, stars_of
from forum_app.services.my_registration import mine_of
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.choose_page import choosable, choose_page
from forum_app.web.personal.doors import form_token, holder, registration_key
from forum_app.web.personal.my_page import Mine, is_online
from forum_app.web.personal.shown import forum_with, page, view_of
from forum_app.web.public import asked

blueprint = Blueprint("my_agenda", __name__, url_prefix="/r/<key>")
CALENDAR = "text/calendar; charset=utf-8"


def mine_with_stars(key: str) -> tuple[View, Mine, list[str]]:
    """The page's forum, the registration as it is now, and the ids in its agenda."""
    here = holder()
    assert here.registration is not None
    with installed().database.reading() as connection:
        found = mine_of(connection, here.forum_id, here.registration)
        stars, item = stars_of(connection, here.registration), found.registration
        online = online_place(connection, here.forum_id)
        links = online_links(connection, here.forum_id, item.sessions, stars) if is_online(item) else {}
    view = view_of(forum_with(here.forum_id), item.language)
    return view, Mine(item, found.place, key, form_token(key), online, found.offer_hours, links), stars


def _back(key: str, done: str) -> Response:
    return see_other(f"/r/{key}?done={done}#agenda")


@blueprint.get("/agenda")
@registration_key
def agenda(key: str) -> Response:
    view, mine, stars = mine_with_stars(key)
    if mine.registration.status in GONE:
        return see_other(f"/r/{key}")
    return page(choose_page(view, mine, stars, stars))


@blueprint.post("/agenda")
@registration_key
def ticked(key: str) -> Response:
    """Keeps what was ticked and leaves what was unticked since the page was made: what another device chose stays."""
    view, mine, stars = mine_with_stars(key)
    known = choosable(view)
    ticks = set(known).intersection(request.form.getlist("session"))
    was = set(known).intersection(request.form.get("_was", "").split())
    try:
        _change(mine, view, [each for each in known if each in ticks - was], was - ticks)
    except TooManyStars as error:
        said = view.words.gettext(error.message, **error.values)
        return page(choose_page(view, mine, stars, ticks, said), 422)
    return _back(key, "agenda")


@blueprint.post("/stars")
@registration_key
def starred(key: str) -> Response:
    """Puts sessions into the agenda (``add``), or takes some out (``remove``); what is in no programme is left out."""
    view, mine, _stars = mine_with_stars(key)
    asked_for = set(request.form.getlist("add"))
    try:
        _change(mine, view, [each for each in choosable(view) if each in asked_for], request.form.getlist("remove"))
    except TooManyStars:
        return _back(key, "many")
    return _back(key, "agenda")


def _change(mine: Mine, view: View, add: Iterable[str], remove: Iterable[str]) -> None:
    if mine.registration.status not in GONE:
        change_stars(installed().database, view.forum.id, mine.registration.id, add, remove)


@blueprint.get("/agenda.ics")
@registration_key
def calendar(key: str) -> Response:
    """The agenda as a calendar to subscribe to: the events of the public one, and where this person joins online."""
    view, mine, stars = mine_with_stars(key)
    item, release = mine.registration, view.release
    languages = release.content.forum.languages
    code = item.language if item.language in languages else asked.file_language(languages)
    addresses = Addresses(view.forum.slug, installed().config.base_url)
    keys = set() if item.status in GONE else {*stars, *item.sessions}
    name = Wording(release.content, code, addresses).own_name()
    made = agenda_ics(release, code, addresses, keys, name, online=mine.links)
    headers = {"Content-Disposition": f'inline; filename="{view.forum.slug}-my-agenda.ics"'}
    return Response(made, content_type=CALENDAR, headers=headers)
