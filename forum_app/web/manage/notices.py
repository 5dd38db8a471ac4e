"""What is said once after something was done: carried over the redirect in a signed cookie of a minute."""

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "forum_notice"
SECONDS = 60


def _signed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="notice")


def say(response: Response, text: str, tone: str = "ok", undo: str = "") -> Response:
    """Adds words to be shown on the next page: tone ok, warn or bad; ``undo`` is the address that a POST takes back."""
    response.set_cookie(
        COOKIE,
        _signed().dumps([text, tone, undo]),
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        path="/manage",
    )
    return response


def heard() -> tuple[str, str, str] | None:
    """Text, tone and address to undo of what was said for this page; None where nothing was."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        text, tone, undo = _signed().loads(cookie, max_age=SECONDS)
    except (BadData, ValueError):
        return None
    return str(text), str(tone), str(undo)
