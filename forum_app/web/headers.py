"""The headers of every answer (OWASP ASVS 5.0, 3.4): what a page may load, who may frame it, what leaks by a link."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


STRICT = ("Strict-Transport-Security", "max-age=31536000")


def set_headers(app: Flask, https: bool) -> None:
    """Adds the headers to every answer of the application, errors included; kept answers have them already."""

    @app.after_request
    def headers(response: Response) -> Response:
        if "X-Content-Type-Options" not in response.headers:
            for name, value in ALWAYS:
                response.headers.setdefault(name, value)
        return response

    if https:
        app.wsgi_app = _strict_transport(app.wsgi_app)  # type: ignore[method-assign,assignment]


def _strict_transport(inner: "WSGIApplication") -> "WSGIApplication":
    """Says on every answer that this host is reached by https only."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            return start_response(status, [*headers, STRICT], error)

        return inner(environ, start)

    return app
