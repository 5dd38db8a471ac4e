"""A mail as it looks, for a frame of the desk: an answer of its own that runs nothing, loads nothing, leads nowhere."""

from flask import Response

# Mails carry their styles in their elements; nothing else is let in (CSP level 3).
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)


def mail_answer(html: str) -> Response:
    """The HTML of a mail, kept by nobody."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
