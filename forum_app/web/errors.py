"""Every refusal becomes a page in plain words, in one place; a fault of ours gets a number that is in the log."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from forum_app.addresses import Addresses
from forum_app.database import is_away
from forum_app.domain.errors import (
    ForumError,
    NoSpace,
    NotAllowed,
    NotFound,
    PicturesBusy,
    RenderingBusy,
    RenderingFailed,
    SessionEnded,
    TooManyAttempts,
    UnfitForm,
    Withdrawn,
)
from forum_app.i18n import best_language, interface_languages, words
from forum_app.pages.errors import said_of
from forum_app.pages.reader import Reader
from forum_app.pages.site import render_error
from forum_app.services.attempts import WINDOW
from forum_app.services.media import FULL
from forum_app.web.access import from_another_site, visitor
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words
from forum_app.web.manage.kept_words import SECRET, kept_fields, sent_fields
from forum_app.web.manage.refused import refused_page
from forum_app.web.personal.kept_form import kept_form
from forum_app.web.public import asked

log = logging.getLogger("forum")
RETRY_SECONDS = 5
_STATUS = {
    NotFound: 404,
    Withdrawn: 410,
    RenderingBusy: 503,
    RenderingFailed: 503,
    PicturesBusy: 503,
    NoSpace: 507,
    NotAllowed: 403,
    TooManyAttempts: 429,
}


def answer_errors(app: Flask) -> None:
    app.register_error_handler(SessionEnded, _ended)
    app.register_error_handler(UnfitForm, _no_text)
    app.register_error_handler(ForumError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(NoConnection, _no_connection)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(Exception, _fault)
    app.after_request(_in_a_while)


def _in_a_while(response: Response) -> Response:
    """Says to whoever tried too often when they may try again (RFC 6585, 4), also where their form is shown again."""
    if response.status_code == 429:
        response.headers.setdefault("Retry-After", str(int(WINDOW.total_seconds())))
    return response


def _page(code: int, refusal: ForumError | None = None, number: str = "") -> Response:
    """The page for a refusal, inside its forum where the address is in one, with what was refused in words."""
    if code >= 500 and (kept := _to_send_again(code, refusal, number)) is not None:
        return kept
    message, values = (refusal.message, refusal.values) if refusal else ("", {})
    if (inside := refused_page(code, message, values)) is not None:
        return inside
    release = None
    slug = _slug(request.path)
    try:
        forum = installed().live.all().get(slug) if slug else None
        release = installed().live.release(forum) if forum else None
    except (DatabaseError, NoConnection):
        pass  # the database is away: the page says so without it
    language = _language()
    reader = Reader(language=language, zone=None, base_url=installed().config.base_url, addresses=Addresses(slug))
    reason = words(language).gettext(refusal.message, **refusal.values) if refusal else ""
    personal = kept_form() if code >= 500 else None
    again = refusal.seconds if isinstance(refusal, RenderingBusy) and personal is None else 0
    failed = refusal.seconds if isinstance(refusal, RenderingFailed) else 0
    forum_shown = release.content if release else None
    html = render_error(code, reason, number, reader, forum=forum_shown, again=again, failed=failed, kept=personal)
    response = Response(html, code, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return _later(response, again or failed)


def _later(response: Response, seconds: int = 0) -> Response:
    if response.status_code == 503:
        response.headers["Retry-After"] = str(seconds or RETRY_SECONDS)
    return response


def _language() -> str:
    """The language of the account where it is known already: of a fault nothing more is asked."""
    here = visitor()
    chosen = here.account.language if here is not None else ""
    offered = list(interface_languages())
    return best_language(chosen, asked.accepted_header(), offered) if chosen else asked.language(offered)


def _slug(path: str) -> str:
    """The forum that an address is in, also where nothing answers at it."""
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "forums" else ""


def _ended(error: SessionEnded) -> Response:
    """A form without a sign-in that lasts: what was written is on the page, to be sent again or copied."""
    fields = [(name, value) for name, value in sent_fields() if name != "_csrf"]
    word = desk_words()
    return _kept(
        word.gettext("Not saved yet"),
        word.gettext(error.message),
        403,
        fields=fields,
        shown=kept_fields(word, request.path, fields),
        signed_in=visitor() is not None,
        lost=False,
    )


def _no_text(error: UnfitForm) -> Response:
    """What was asked or sent is no text: whoever is signed in is told on a page of the desk, with what was written."""
    if visitor() is None:
        return _page(400, error)
    word = desk_words()
    shown = kept_fields(word, request.path, sent_fields()) if request.method == "POST" else []
    title = word.gettext("Not saved") if request.method == "POST" else word.gettext("This can't be asked")
    return _kept(
        title, word.gettext(error.message, **error.values), 400, fields=[], shown=shown, signed_in=True, lost=True
    )


def _kept(title: str, reason: str, code: int, *, again: bool = False, **values: Any) -> Response:
    shown: dict[str, Any] = {"reason": reason, "address": request.path, "again": again, "error": ""}
    return desk_page("manage/ended.html", None, title=title, status=code, **shown, **values)


def _to_send_again(code: int, refusal: ForumError | None, number: str) -> Response | None:
    """What was written in a form of the desk while the server failed, to be sent again; None where it is nothing, or
    holds what is secret. The database isn't asked: it may be what failed."""
    if request.method != "POST" or not request.path.startswith("/manage/") or from_another_site():
        return None
    word, fields = desk_words(), sent_fields()
    shown = [] if SECRET.intersection(name for name, _value in fields) else kept_fields(word, request.path, fields)
    if not shown:
        return None
    said = said_of(code, word)
    reason = word.gettext(refusal.message, **refusal.values) if refusal else said.explanation
    return _later(
        _kept(
            word.gettext("Not saved yet"), reason, code,
            fields=fields, shown=shown, signed_in=False, lost=False, again=True, number=number, files=_has_files(),
        )
    )  # fmt: skip


def _has_files() -> bool:
    """Whether files were sent, which a page can't hold; also where they could not be taken in."""
    return request.mimetype == "multipart/form-data"


def _lost(code: int, error: ForumError | None = None) -> Response | None:
    """What somebody who is signed in wrote where they may no longer save it, to be copied; None where it is nothing."""
    if request.method != "POST" or visitor() is None:
        return None
    word = desk_words()
    shown = kept_fields(word, request.path, sent_fields())
    if not shown:
        return None
    reason = (
        word.gettext(error.message, **error.values)
        if error is not None and code != 404
        else word.gettext("There is nothing at this address, or it is not open to you any more.")
    )
    return _kept(word.gettext("Not saved"), reason, code, fields=[], shown=shown, signed_in=True, lost=True)


def _refused(error: ForumError) -> Response:
    code = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    if code in (403, 404) and (kept := _lost(code, error)) is not None:
        return kept
    return _page(code, error if code != 404 else None)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return error.get_response()  # type: ignore[return-value]
    response = (_lost(code) if code == 404 else None) or _page(code)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _database(error: DatabaseError) -> Response:
    if not is_away(error):
        return _fault(error)
    number = secrets.token_hex(4)
    log.error("database unavailable %s: %s", number, type(error.orig).__name__)
    return _page(503, number=number)


def _no_connection(_error: NoConnection) -> Response:
    log.error("no connection to the database became free in time")
    return _page(503)


def _disk(error: OSError) -> Response:
    if error.errno not in FULL:
        return _fault(error)
    log.error("the disk is full: %s", error.filename or "a temporary file")
    return _page(507, NoSpace("There is no room left on the server's disk. Nothing was kept; tell its administrator."))


def _fault(error: Exception) -> Response:
    number = secrets.token_hex(4)
    log.exception("fault %s", number)
    return _page(500, number=number)
