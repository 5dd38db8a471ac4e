"""What is said once after something was done: carried over the redirect in a signed cookie of a minute."""

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "forum_notice"
SECONDS = 60
Then = tuple[str, str]  # the address of a page to go on to, and what its button says


def _signed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="notice")


def say(response: Response, text: str, tone: str = "ok", undo: str = "", then: Then | None = None) -> Response:
    """Adds words to be shown on the next page: tone ok, warn or bad; ``undo`` is the address that a POST takes back,
    ``then`` what can be done about it."""
    response.set_cookie(
        COOKIE,
        _signed().dumps([text, tone, undo, then]),
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        path="/manage",
    )
    return response


def heard() -> tuple[str, str, str, Then | None] | None:
    """Text, tone, address to undo and what to go on to, of what was said for this page; None where nothing was."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        text, tone, undo, then = _signed().loads(cookie, max_age=SECONDS)
    except (BadData, ValueError):
        return None
    return str(text), str(tone), str(undo), (str(then[0]), str(then[1])) if then else None
