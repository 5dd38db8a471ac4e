"""The draft as publishing would make it: every public address again below ``/manage/SLUG/preview/``, behind its door.

The same functions write the same pages, documents and feeds, from a release that has no number and is never kept.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file

from forum_app.addresses import Addresses
from forum_app.branding import sheet_named
from forum_app.calendars.public import agenda_ics, session_ics
from forum_app.documents.card import card_png
from forum_app.documents.kinds import media_of
from forum_app.domain import filters
from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import may_see_desk
from forum_app.domain.release import Release
from forum_app.domain.times import in_zone
from forum_app.exchange.frab_out import schedule_json, schedule_xml
from forum_app.feeds.agenda_json import agenda_json
from forum_app.feeds.atom import changes_atom
from forum_app.pages.forum import render_page
from forum_app.pages.reader import Reader
from forum_app.services.draft_documents import DraftDocument, DraftDocuments
from forum_app.services.live_releases import release_history
from forum_app.services.media import TYPES
from forum_app.services.pending import Frozen, frozen_now
from forum_app.web.access import needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import forum_here
from forum_app.web.public import asked

blueprint = Blueprint("preview", __name__, url_prefix="/manage/<slug>/preview")
HTML = "text/html; charset=utf-8"


class PreviewAddresses(Addresses):
    """The addresses of a draft's pages; ``desk`` leads back."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.desk = f"/manage/{quote(slug)}/releases"
        self.root = f"/manage/{quote(slug)}/preview"

    def media(self, name: str) -> str:
        return f"{self.root}/media/{name}"


def _frozen(slug: str) -> tuple[Frozen, Release]:
    """The draft as it would be published now; raises what makes it unfit for that."""
    frozen = frozen_now(installed().database, slug)
    if frozen.content is None:
        assert frozen.refusal is not None
        raise frozen.refusal
    return frozen, Release(content=frozen.content)


def _page(slug: str, name: str, key: str = "", wanted: filters.Filters | None = None) -> Response:
    release = _frozen(slug)[1]
    reader = Reader(
        language=asked.language(release.content.forum.languages),
        zone=asked.zone(),
        base_url=installed().config.base_url,
        addresses=PreviewAddresses(slug),
        preview=True,
        contact=installed().config.contact,
    )
    history = release_history(installed().database, release.content.forum.id) if name == "changes" else ()
    html = render_page(name, release, reader, key, history, wanted or filters.Filters())
    return Response(html, content_type=HTML)


@blueprint.get("/")
@needs(may_see_desk)
def forum(slug: str) -> Response:
    return _page(slug, "forum")


@blueprint.get("/agenda")
@needs(may_see_desk)
def agenda(slug: str) -> Response:
    content, wanted = _frozen(slug)[1].content, filters.parse(request.args.items(multi=True))
    if len(request.args.get("q", "").strip()) > filters.LONGEST:
        raise NotFound("There is no such choice.")
    for name, value in filters.unknown(content, wanted):
        raise filters.refusal(name, value)
    return _page(slug, "agenda", wanted=wanted)


@blueprint.get("/sessions/<key>")
@needs(may_see_desk)
def session(slug: str, key: str) -> Response:
    return _page(slug, "session", key)


@blueprint.get("/sessions/<key>/drawer")
@needs(may_see_desk)
def session_drawer(slug: str, key: str) -> Response:
    return _page(slug, "session-drawer", key)


@blueprint.get("/sessions/<key>/concept-note")
@needs(may_see_desk)
def session_note(slug: str, key: str) -> Response:
    return _page(slug, "session-note", key)


@blueprint.get("/speakers")
@needs(may_see_desk)
def speakers(slug: str) -> Response:
    return _page(slug, "speakers")


@blueprint.get("/speakers/<key>")
@needs(may_see_desk)
def speaker(slug: str, key: str) -> Response:
    return _page(slug, "speaker", key)


@blueprint.get("/concept-note")
@needs(may_see_desk)
def concept_note(slug: str) -> Response:
    return _page(slug, "concept-note")


@blueprint.get("/changes")
@needs(may_see_desk)
def changes(slug: str) -> Response:
    return _page(slug, "changes")


@blueprint.get("/now")
@needs(may_see_desk)
def now(slug: str) -> Response:
    moment = in_zone(installed().config.now(), forum_here(slug).zone).replace(microsecond=0)
    return Response(json.dumps({"now": moment.isoformat()}), content_type="application/json")


@blueprint.get("/style-<name>.css")
@needs(may_see_desk)
def style(slug: str, name: str) -> Response:
    sheet = sheet_named(_frozen(slug)[1].content, name)
    if sheet is None:
        raise NotFound("This style sheet belongs to another state of the draft.")
    return Response(sheet, content_type="text/css; charset=utf-8")


@blueprint.get("/media/<name>")
@needs(may_see_desk)
def media(slug: str, name: str) -> Response:
    """A file that the draft's public part refers to."""
    path = installed().media.path(name)
    if name not in media_of(_frozen(slug)[1]) or not path.is_file():
        raise NotFound("There is no such file.")
    response = send_file(path, mimetype=TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/card.png")
@needs(may_see_desk)
def card(slug: str) -> Response:
    release = _frozen(slug)[1]
    return Response(card_png(release, asked.file_language(release.content.forum.languages)), content_type="image/png")


Maker = Callable[[Release, str, Addresses], bytes]
_FEEDS: dict[str, tuple[str, Maker]] = {
    "agenda.ics": ("text/calendar; charset=utf-8", agenda_ics),
    "agenda.json": ("application/json", lambda release, code, at: agenda_json(release, code, None, at)),
    "schedule.xml": ("application/xml; charset=utf-8", schedule_xml),
    "schedule.json": ("application/json", schedule_json),
}


def _feed(name: str) -> Callable[[str], Response]:
    kind, make = _FEEDS[name]

    def show(slug: str) -> Response:
        return _made(slug, kind, make)

    return show


def _made(slug: str, kind: str, make: Maker) -> Response:
    release = _frozen(slug)[1]
    code = asked.file_language(release.content.forum.languages)
    return Response(make(release, code, Addresses(slug, installed().config.base_url)), content_type=kind)


for _name in _FEEDS:
    blueprint.add_url_rule(f"/{_name}", _name.replace(".", "_") + "_feed", needs(may_see_desk)(_feed(_name)))


@blueprint.get("/sessions/<key>.ics")
@needs(may_see_desk)
def event(slug: str, key: str) -> Response:
    return _made(slug, "text/calendar; charset=utf-8", lambda release, code, at: session_ics(release, key, code, at))


@blueprint.get("/changes.atom")
@needs(may_see_desk)
def atom(slug: str) -> Response:
    history = release_history(installed().database, forum_here(slug).id)
    kind = "application/atom+xml; charset=utf-8"
    return _made(slug, kind, lambda release, code, at: changes_atom(release, history, code, at))


def _document(slug: str, kind: str, **params: Any) -> Response:
    """A PDF of the draft: 503 with Retry-After while it is being made."""
    frozen, release = _frozen(slug)
    code = asked.file_language(release.content.forum.languages)
    given = tuple(sorted(params.items()))
    document = DraftDocument(release.content.forum.id, frozen.version, kind, code, installed().config.base_url, given)
    data = DraftDocuments(installed().config.instance, installed().media).read(document, release.content)
    name = f"{slug}-draft-{kind.removesuffix('.pdf')}-{code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(data, content_type="application/pdf", headers=headers)


@blueprint.get("/concept-note.pdf")
@needs(may_see_desk)
def concept_note_pdf(slug: str) -> Response:
    if _frozen(slug)[1].content.forum.note is None:
        raise NotFound("This forum has no concept note.")
    return _document(slug, "concept-note.pdf")


@blueprint.get("/sessions/<key>/concept-note.pdf")
@needs(may_see_desk)
def session_note_pdf(slug: str, key: str) -> Response:
    found = _frozen(slug)[1].content.session.get(key)
    if found is None or found.note is None:
        raise NotFound("This session has no concept note of its own.")
    return _document(slug, "session-note.pdf", session_id=key)


@blueprint.get("/agenda.pdf")
@needs(may_see_desk)
def agenda_pdf(slug: str) -> Response:
    day, days = request.args.get("day", ""), {str(entry.day) for entry in _frozen(slug)[1].content.days}
    if day and day not in days:
        raise NotFound("The programme has no such day.")
    return _document(slug, "agenda.pdf", **({"day": date.fromisoformat(day)} if day else {}))
