"""The doorkeeper: every route says who may come in; a route that says nothing stays shut.

``@public`` reads no cookie at all. The other doors know who is signed in, keep every answer private, and take a POST
only with the token of that sign-in, from this site (OWASP ASVS 5.0, 3.5.1).
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, unquote_to_bytes, urlsplit

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import NotFound

from forum_app.domain.errors import CookiesNeeded, NotAllowed, SessionEnded, UnfitForm
from forum_app.domain.permissions import Actor, Place, Rule, may_see_desk
from forum_app.services.accounts import Person
from forum_app.services.desk import DeskForum, desk_forum
from forum_app.services.signing_in import From, guest_of
from forum_app.web.going import see_other
from forum_app.web.installed import installed

View = TypeVar("View", bound=Callable[..., Any])
DOORLESS = "This route has no door."
BROWSER_DAYS = 400
PRIVATE = (("Cache-Control", "private, no-store"), ("X-Robots-Tag", "noindex"))


@dataclass(frozen=True)
class Visitor:
    """Who is signed in. ``csrf`` is the token that forms carry, ``token`` the hash that names this sign-in."""

    account: Person
    actor: Actor
    csrf: str
    token: str


def public(view: View) -> View:
    """Anybody may read this."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def anybody(view: View) -> View:
    """Anybody may come to this, signed in or not; what is sent needs a token all the same."""
    view.door = "anybody"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in."""
    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def needs(rule: Rule) -> Callable[[View], View]:
    """Whoever is signed in and may do this: in the forum of the address, where it names one."""

    def keep(view: View) -> View:
        view.door = rule.__name__  # type: ignore[attr-defined]
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return keep


def takes(most: int, fields: int = 0) -> Callable[[View], View]:
    """Whoever is signed in, or has a key, may send so many bytes here, and so many fields where that is said, all of them
    text; everywhere else it is as many as the application says."""

    def keep(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        view.most_fields = fields  # type: ignore[attr-defined]
        return view

    return keep


def door_of(view: Callable[..., Any]) -> str | None:
    """The door of a view, None where it has none."""
    found: str | None = getattr(view, "door", None)
    return found


def visitor() -> Visitor | None:
    """Who is signed in, known once a door has asked; None at public doors and for strangers."""
    return getattr(g, "visitor", None)


def whoever_asks() -> Visitor | None:
    """Who is signed in, also where no door has asked; a stranger, who sends no such cookie, costs no query."""
    return g.visitor if hasattr(g, "visitor") else _visitor()


def guest() -> Visitor:
    """Who is signed in, where the door made sure that somebody is."""
    here = visitor()
    assert here is not None
    return here


def csrf_token() -> str:
    """The token that a form of this answer carries: of the sign-in, or of a stranger's browser."""
    here = visitor()
    return here.csrf if here else _token_of(_browser())


def where_from() -> From:
    """Where this request comes from, for counting what fails."""
    name, most = request.user_agent.string[:200], installed().config.network_failures
    return From(request.remote_addr or "", _browser(), name, most)


def _browser() -> str:
    """The mark of this browser: what it came with, else a new one that the answer sets."""
    mark = request.cookies.get(_cookie("browser"), "")
    if len(mark) != 43:
        mark = getattr(g, "new_browser", "") or secrets.token_urlsafe(32)
        g.new_browser = mark
    return mark


browser_mark = _browser


def _cookie(name: str) -> str:
    """``__Host-`` cookies can't be set by another host or over http; browsers take them on https alone."""
    return f"__Host-forum-{name}" if installed().config.base_url.startswith("https:") else f"forum-{name}"


def keep_signed_in(response: Response, token: str) -> Response:
    """Hands the browser the token of a new sign-in."""
    _set(response, "session", token, None)
    _set(response, "browser", _browser(), BROWSER_DAYS * 86_400)
    return response


def forget(response: Response) -> Response:
    """Takes the token of a sign-in from the browser."""
    _set(response, "session", "", 0)
    return response


def _set(response: Response, name: str, value: str, seconds: int | None) -> None:
    secure = installed().config.base_url.startswith("https:")
    response.set_cookie(_cookie(name), value, seconds, path="/", secure=secure, httponly=True, samesite="Lax")


def _token_of(text: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"form:{text}".encode(), hashlib.sha256).hexdigest()


def keep_doors(app: Flask) -> None:
    """Refuses, before anything else runs, whoever may not come in by the door of a route."""

    @app.before_request
    def doorkeeper() -> Response | None:
        if request.endpoint is None:
            return None
        view = current_app.view_functions[request.endpoint]
        door = door_of(view)
        if door is None:
            raise NotFound(DOORLESS)
        if keeper := getattr(view, "keeper", None):
            _must_lead_somewhere()
            _must_ask_in_text()
            keeper()
        elif door != "public":
            return _let_in(door, view)
        _must_lead_somewhere()
        return None

    @app.after_request
    def private(response: Response) -> Response:
        if hasattr(g, "visitor"):
            for name, value in PRIVATE:
                response.headers.setdefault(name, value)
            if getattr(g, "new_browser", ""):
                _set(response, "browser", g.new_browser, BROWSER_DAYS * 86_400)
        return response


def _let_in(door: str, view: Callable[..., Any]) -> Response | None:
    g.visitor = _visitor()
    _must_lead_somewhere()
    _must_ask_in_text()
    rule: Rule | None = getattr(view, "rule", None)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        if from_another_site():  # its form isn't offered to be sent on either
            raise NotAllowed("This was sent from another site: nothing was changed.")
        if g.visitor is None and door != "anybody":  # nothing of what strangers send is read
            raise SessionEnded("Your sign-in has ended. What you wrote is kept below.")
        if g.visitor is not None:
            request.max_content_length = getattr(view, "most_bytes", request.max_content_length)
            if fields := getattr(view, "most_fields", 0):
                request.max_form_parts, request.max_form_memory_size = fields, request.max_content_length
        must_be_text()
        _check_token()
    if door == "anybody":
        return None
    if g.visitor is None:
        path = quote(request.full_path.rstrip("?"), safe="/")
        return see_other(f"/sign-in?next={path}")
    if rule is not None:
        _ask(rule, g.visitor.actor)
    return None


def _ask(rule: Rule, actor: Actor) -> None:
    """404 where somebody has nothing to do with a forum, so that none can be guessed; 403 for what a role can't do."""
    slug = (request.view_args or {}).get("slug")
    forum: DeskForum | None = desk_forum(installed().database, slug) if slug else None
    place = Place(forum.id if forum else "")
    if rule(actor, place):
        return
    if forum is not None and not may_see_desk(actor, place):
        raise NotFound("There is no forum at this address.")
    raise NotAllowed("Your role doesn't let you do this. An owner of the forum can change that.")


def _visitor() -> Visitor | None:
    token = request.cookies.get(_cookie("session"), "")
    if not token or len(token) > 100:
        return None
    found = guest_of(installed().database, token)
    return Visitor(found.account, found.actor, _token_of(token), found.token) if found else None


def _must_lead_somewhere() -> None:
    """Nothing has a key with U+0000 in it, and one of the databases can't even be asked for it."""
    if "\0" in request.path:
        raise NotFound("There is nothing at this address.")


def _must_ask_in_text() -> None:
    if request.query_string and any("\0" in f"{name}{text}" for name, text in request.args.items(multi=True)):
        raise UnfitForm("This address holds a character that no text may hold (U+0000): ask without it.")


def must_be_text() -> None:
    """A form whose bytes are no UTF-8 is refused whole: read leniently it would be kept as something nobody wrote."""
    if request.mimetype == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.get_data().replace(b"+", b" ")).decode()
        except UnicodeDecodeError:
            raise UnfitForm("What was sent is no text in UTF-8. Nothing was changed.") from None


def from_another_site() -> bool:
    """Whether a page of another site sent this (the Origin and Fetch Metadata headers)."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None and origin != "null" and urlsplit(origin).netloc != request.host:
        return True
    # A page that sends no referrer has no origin either: then the browser itself must say that it is ours.
    return (origin == "null" and site != "same-origin") or site not in (None, "same-origin", "none")


def _check_token() -> None:
    """A form of ours carries the token of its sign-in, or of a stranger's browser."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("_csrf") or ""
    expected = g.visitor.csrf if g.visitor else _token_of(request.cookies.get(_cookie("browser"), "") or "-")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        if g.visitor is None and not request.cookies.get(_cookie("browser")):
            raise CookiesNeeded(
                "Your browser sent no cookie. Signing in needs cookies: allow them for this site, then try again."
            )
        raise SessionEnded("Your sign-in has ended. What you wrote is kept below.")
