"""The pages of a forum: kept per release, language and zone; filtered ones are made for each reader."""

from flask import Blueprint, Response

from forum_app.addresses import Addresses
from forum_app.branding import sheet_named
from forum_app.documents.card import card_png
from forum_app.domain.errors import NotFound
from forum_app.pages.forum import render_page
from forum_app.services.live_releases import LiveForum
from forum_app.web.access import public
from forum_app.web.installed import installed
from forum_app.web.kept import Answer, answer_of, send
from forum_app.web.public import asked

blueprint = Blueprint("pages", __name__, url_prefix="/forums/<slug>")
HTML = "text/html; charset=utf-8"
VARY = (("Vary", "Accept-Language"),)


def page(slug: str, name: str, key: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """One page of a forum for this reader."""
    forum = asked.forum_named(slug)
    live = installed().live
    code = asked.language(live.release(forum).content.forum.languages)
    zone = asked.zone()

    def make() -> Answer:
        history = live.history(forum) if name == "changes" else ()
        html = render_page(name, live.release(forum), asked.reader(forum, code, zone), key, history)
        return answer_of(html.encode(), HTML, (*VARY, ("Content-Language", code), *(headers or asked.robots(forum))))

    return send(installed().kept.get((forum.id, forum.epoch, name, key, code, zone), make))


@blueprint.get("/")
@public
def forum(slug: str) -> Response:
    return page(slug, "forum")


@blueprint.get("/agenda")
@public
def agenda(slug: str) -> Response:
    forum = asked.forum_named(slug)
    wanted = asked.chosen(forum)
    if not wanted.any:
        return page(slug, "agenda")
    release = installed().live.release(forum)
    code = asked.language(release.content.forum.languages)
    html = render_page("agenda", release, asked.reader(forum, code, asked.zone()), filters=wanted)
    return send(answer_of(html.encode(), HTML, (*VARY, *asked.robots(forum))))


@blueprint.get("/sessions/<key>")
@public
def session(slug: str, key: str) -> Response:
    asked.check_session(asked.forum_named(slug), key)
    return page(slug, "session", key)


@blueprint.get("/sessions/<key>/drawer")
@public
def session_drawer(slug: str, key: str) -> Response:
    """A session as the programme's drawer shows it: no page to be found by itself."""
    asked.check_session(asked.forum_named(slug), key)
    return page(slug, "session-drawer", key, headers=(("X-Robots-Tag", "noindex"),))


@blueprint.get("/sessions/<key>/concept-note")
@public
def session_note(slug: str, key: str) -> Response:
    asked.check_session(asked.forum_named(slug), key)
    return page(slug, "session-note", key)


@blueprint.get("/speakers")
@public
def speakers(slug: str) -> Response:
    return page(slug, "speakers")


@blueprint.get("/speakers/<key>")
@public
def speaker(slug: str, key: str) -> Response:
    """Somebody's page; one who was merged into another leads to that one."""
    forum, live = asked.forum_named(slug), installed().live
    if key not in live.release(forum).content.person and (kept := live.kept_person(forum, key)):
        return asked.elsewhere(Addresses(slug).speaker(kept))
    return page(slug, "speaker", key)


@blueprint.get("/concept-note")
@public
def concept_note(slug: str) -> Response:
    return page(slug, "concept-note")


@blueprint.get("/changes")
@public
def changes(slug: str) -> Response:
    return page(slug, "changes")


@blueprint.get("/card.png")
@public
def card(slug: str) -> Response:
    """The picture for those who share a link to this forum."""
    forum = asked.forum_named(slug)
    release = installed().live.release(forum)
    code = asked.file_language(release.content.forum.languages)

    def make() -> Answer:
        return answer_of(card_png(release, code), "image/png", (("Content-Language", code), *asked.robots(forum)))

    return send(installed().kept.get((forum.id, forum.epoch, "card.png", code), make))


@blueprint.get("/style-<name>.css")
@public
def style(slug: str, name: str) -> Response:
    """A style sheet of the release's own; its name is a fingerprint of it, so it never changes."""
    forum: LiveForum = asked.forum_named(slug)
    content = installed().live.release(forum).content
    sheet = sheet_named(content, name)
    if sheet is None:
        raise NotFound("This style sheet belongs to another release.")
    response = Response(sheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
