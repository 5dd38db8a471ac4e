"""Doors without accounts and without cookies: a form that anybody may send, and pages that a personal key opens.

What is sent carries a token made from the key, or from what its page chose, and must come from this site: so it works
where cookies are refused. Nothing here is kept by anybody on the way, found by a search engine, or told to other sites.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request

from forum_app.domain.errors import NotAllowed, NotFound, Withdrawn
from forum_app.services.personal_keys import Holder, holder_of
from forum_app.services.screen_keys import Screen, screen_of
from forum_app.web.access import PRIVATE, from_another_site, must_be_text
from forum_app.web.going import see_other
from forum_app.web.installed import installed

View = TypeVar("View", bound=Callable[..., Any])
SENT = ("POST",)
# Where a personal key is part of the address, or what somebody sends of themselves.
_PERSONAL = re.compile(r"/(?:[rs]/|forums/+[^/]+/+register)", re.IGNORECASE)


def _kept(view: View, door: str, keeper: Callable[[], None]) -> View:
    """Writes on a view whom it lets in, and who looks at them before it is called."""
    view.door, view.keeper = door, keeper  # type: ignore[attr-defined]
    return view


def open_form(view: View) -> View:
    """Anybody may come to this form and send it."""
    return _kept(view, "form", _must_be_ours)


def registration_key(view: View) -> View:
    """Whoever has a key of a registration; ``holder()`` says whose."""
    return _kept(view, "registration's key", _keep_registration)


def speaker_key(view: View) -> View:
    """Whoever has a key of a person in the programme; ``holder()`` says whose."""
    return _kept(view, "speaker's key", _keep_speaker)


def screen_key(view: View) -> View:
    """Whoever has a key of one session's second screen; ``screen_here()`` says of which."""
    return _kept(view, "screen's key", _keep_screen)


def screen_here() -> Screen:
    """Which session's screen the key of this page shows."""
    found: Screen = g.screen
    return found


def holder() -> Holder:
    """Whose key opened this page."""
    found: Holder = g.holder
    return found


def form_token(text: str) -> str:
    """The token of a form that belongs to a key, or to what its page chose."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"personal:{text}".encode(), hashlib.sha256).hexdigest()


def has_token(text: str) -> bool:
    """Whether what was sent carries the token of a form that belongs to ``text``."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("_csrf", "")
    return hmac.compare_digest(given.encode(), form_token(text).encode())


def is_personal(path: str) -> bool:
    """Whether an address is one person's own: behind a key, or where somebody registers."""
    return _PERSONAL.match(path) is not None


def keep_personal(app: Flask) -> None:
    """Marks every answer at these addresses as one person's own, also where no route answers or a door was never asked;
    and leads from an address with a slash at its end, as some write them, to the page."""

    @app.before_request
    def without_slash() -> Response | None:
        if request.endpoint is None and request.method in ("GET", "HEAD") and request.path.endswith("/"):
            return _page_without_slash()
        return None

    @app.after_request
    def personal(response: Response) -> Response:
        if is_personal(request.path):
            for name, value in (*PRIVATE, ("Referrer-Policy", "no-referrer")):
                response.headers[name] = value
        return response


def _page_without_slash() -> Response | None:
    path = request.path.rstrip("/")
    if not is_personal(path) or not current_app.url_map.bind("").test(path, "GET"):
        return None
    query = request.query_string.decode("ascii", "replace")
    return see_other(quote(path) + (f"?{query}" if query else ""))


def _keep_registration() -> None:
    _keep_key("registration")


def _keep_speaker() -> None:
    _keep_key("person")


def _keep_screen() -> None:
    key, session = (str((request.view_args or {}).get(name, "")) for name in ("key", "session"))
    with installed().database.reading() as connection:
        found = screen_of(connection, key, installed().config.now())
    if found is None or found.session != session:
        raise NotFound("There is nothing at this address.")
    g.screen = found


def _keep_key(of: str) -> None:
    """Lets in whoever has a key of this kind (``registration`` or ``person``)."""
    key = str((request.view_args or {}).get("key", ""))
    with installed().database.reading() as connection:
        found = holder_of(connection, key, installed().config.now())
    if found is None or getattr(found, of) is None:
        raise NotFound("There is nothing at this address.")
    if found.expired:
        raise Withdrawn("This link is no longer good: the forum is long over.")
    g.holder = found
    if request.method in SENT:
        view = current_app.view_functions[request.endpoint or ""]
        request.max_content_length = getattr(view, "most_bytes", request.max_content_length)
    _must_be_ours()
    if request.method in SENT and not has_token(key):
        raise NotAllowed(
            "This form was not complete when it was sent. Go back, load the page again, and send it once more."
        )


def _must_be_ours() -> None:
    """What is sent comes from this site, and is text as far as it is a form: asked before any of its fields is read."""
    if request.method not in SENT:
        return
    if from_another_site():
        raise NotAllowed("This was sent from another site: nothing was changed.")
    must_be_text()
