"""Calendars and feeds of a forum: language and choice come from the address only."""

from collections.abc import Callable

from flask import Blueprint, Response

from forum_app.addresses import Addresses
from forum_app.calendars.public import agenda_ics, blocks_of, session_ics
from forum_app.calendars.wording import Wording
from forum_app.domain import filters
from forum_app.domain.ledger import tombstones
from forum_app.domain.release import Release
from forum_app.exchange.frab_out import schedule_json, schedule_xml
from forum_app.feeds.agenda_json import agenda_json
from forum_app.feeds.atom import changes_atom
from forum_app.services.live_releases import LiveForum
from forum_app.web.access import public
from forum_app.web.installed import installed
from forum_app.web.kept import Answer, answer_of, send
from forum_app.web.public import asked

blueprint = Blueprint("calendars", __name__, url_prefix="/forums/<slug>")
CALENDAR = "text/calendar; charset=utf-8"
JSON = "application/json"
XML = "application/xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


def _attached(name: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Disposition", f'inline; filename="{name}"'),)


def _facts(slug: str) -> tuple[LiveForum, Release, str, Addresses]:
    forum = asked.forum_named(slug)
    release = installed().live.release(forum)
    code = asked.file_language(release.content.forum.languages)
    return forum, release, code, Addresses(slug, installed().config.base_url)


def _chosen(forum: LiveForum, release: Release) -> set[str] | None:
    """Ids of the sessions that the address chooses, None for all of them.

    One that is gone stays chosen by what it was: its subscribers learn that it is cancelled.
    """
    wanted = asked.chosen(forum)
    if not wanted.any:
        return None
    gone = filters.chosen_gone(release.content, tombstones(release), wanted)
    return gone.union(entry.id for entry in filters.chosen(release.content, wanted))


@blueprint.get("/agenda.ics")
@public
def agenda(slug: str) -> Response:
    forum, release, code, addresses = _facts(slug)
    headers = (*_attached(f"{slug}.ics"), *asked.robots(forum))

    def make() -> Answer:
        return answer_of(agenda_ics(release, code, addresses), CALENDAR, headers)

    whole = installed().kept.get((forum.id, forum.epoch, "agenda.ics", code), make)
    chosen = _chosen(forum, release)
    if chosen is None:
        return send(whole)
    name = Wording(release.content, code, addresses).feed_name(asked.chosen(forum))
    blocks = blocks_of(whole.plain.body)
    return send(answer_of(agenda_ics(release, code, addresses, chosen, name, blocks), CALENDAR, headers))


@blueprint.get("/agenda.json")
@public
def agenda_data(slug: str) -> Response:
    forum, release, code, addresses = _facts(slug)
    chosen = _chosen(forum, release)
    if chosen is not None:
        return send(answer_of(agenda_json(release, code, chosen, addresses), JSON, asked.robots(forum)))

    def make() -> Answer:
        return answer_of(agenda_json(release, code, None, addresses), JSON, asked.robots(forum))

    return send(installed().kept.get((forum.id, forum.epoch, "agenda.json", code), make))


@blueprint.get("/schedule.xml")
@public
def schedule_as_xml(slug: str) -> Response:
    return _schedule(slug, "schedule.xml", schedule_xml, XML)


@blueprint.get("/schedule.json")
@public
def schedule_as_json(slug: str) -> Response:
    return _schedule(slug, "schedule.json", schedule_json, JSON)


def _schedule(slug: str, name: str, write: Callable[[Release, str, Addresses], bytes], kind: str) -> Response:
    """frab's file of the whole programme."""
    forum, release, code, addresses = _facts(slug)

    def make() -> Answer:
        return answer_of(write(release, code, addresses), kind, asked.robots(forum))

    return send(installed().kept.get((forum.id, forum.epoch, name, code), make))


@blueprint.get("/sessions/<key>.ics")
@public
def session(slug: str, key: str) -> Response:
    forum, release, code, addresses = _facts(slug)

    def make() -> Answer:
        headers = (*_attached(f"{slug}-{key}.ics"), *asked.robots(forum))
        return answer_of(session_ics(release, key, code, addresses), CALENDAR, headers)

    return send(installed().kept.get((forum.id, forum.epoch, "session.ics", key, code), make))


@blueprint.get("/changes.atom")
@public
def changes(slug: str) -> Response:
    forum, release, code, addresses = _facts(slug)

    def make() -> Answer:
        history = installed().live.history(forum)
        return answer_of(changes_atom(release, history, code, addresses), ATOM, asked.robots(forum))

    return send(installed().kept.get((forum.id, forum.epoch, "changes.atom", code), make))
