"""The headers of every answer (OWASP ASVS 5.0, 3.4): what a page may load, who may frame it, what leaks by a link."""

from flask import Flask, Response

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
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


def set_headers(app: Flask, https: bool) -> None:
    """Adds the headers to every answer of the application, errors included."""
    added = (*ALWAYS, ("Strict-Transport-Security", "max-age=31536000")) if https else ALWAYS

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.extend(added)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
