"""What stands beside the forums: the home page, privacy, accessibility, stored files, signs of life."""

import re
from collections.abc import Callable

from flask import Blueprint, Response
from sqlalchemy import text

from forum_app.addresses import Addresses
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import FILE
from forum_app.domain.vocabularies import Visibility
from forum_app.i18n import interface_languages
from forum_app.pages.reader import Reader
from forum_app.pages.site import (
    ForumCard,
    contact_address,
    forum_card,
    render_accessibility,
    render_home,
    render_privacy,
)
from forum_app.services.schema import is_current
from forum_app.web.access import public
from forum_app.web.installed import installed
from forum_app.web.kept import Answer, answer_of, send
from forum_app.web.public import asked
from forum_app.web.sent_media import sent_media

blueprint = Blueprint("site", __name__)
HTML = "text/html; charset=utf-8"
VARY = (("Vary", "Accept-Language"),)
_NAME = re.compile(FILE)
SHOWN = (Visibility.PUBLISHED, Visibility.ARCHIVED)


def _reader() -> Reader:
    code = asked.language(list(interface_languages()))
    config = installed().config
    return Reader(language=code, base_url=config.base_url, addresses=Addresses(), contact=config.contact)


def _of_all_forums(name: str, render: Callable[[Reader, list[ForumCard]], str]) -> Response:
    """A page that names the forums which are listed, kept until one of them changes."""
    reader, live = _reader(), installed().live
    shown = [forum for forum in live.all().values() if forum.visibility in SHOWN]

    def make() -> Answer:
        cards = [forum_card(live.release(forum), archived=forum.visibility == Visibility.ARCHIVED) for forum in shown]
        return answer_of(render(reader, cards).encode(), HTML, VARY)

    key = (name, reader.language, tuple((forum.id, forum.epoch) for forum in shown))
    return send(installed().kept.get(key, make))


@blueprint.get("/")
@public
def home() -> Response:
    return _of_all_forums("home", lambda reader, cards: render_home(cards, reader))


@blueprint.get("/privacy")
@public
def privacy() -> Response:
    return _of_all_forums("privacy", render_privacy)


@blueprint.get("/accessibility")
@public
def accessibility() -> Response:
    return _of_all_forums("accessibility", render_accessibility)


@blueprint.get("/media/<name>")
@public
def media(name: str) -> Response:
    """A stored file that a current release refers to; anything else is not here."""
    live = installed().live
    if not _NAME.fullmatch(name) or name not in live.files():
        raise NotFound("There is no such file.")
    response = sent_media(installed().media.path(name))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if name not in live.files(listed=True):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/.well-known/security.txt")
@public
def security() -> Response:
    """Where to report a weakness (RFC 9116)."""
    config = installed().config
    contact = contact_address(config.contact) or f"{config.base_url}/accessibility"
    body = f"Contact: {contact}\nExpires: 2027-12-31T00:00:00Z\nPreferred-Languages: en, fr\n"
    return Response(body, content_type="text/plain; charset=utf-8")


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Ready when the database answers and has every migration."""
    database = installed().database
    with database.reading() as connection:
        connection.execute(text("SELECT 1"))
    ready = is_current(database)
    words = "ready\n" if ready else "the database needs forum db upgrade\n"
    return Response(
        words, 200 if ready else 503, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
