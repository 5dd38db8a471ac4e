"""The log of requests: when, what was asked, how it was answered and how long that took; nobody's address, no key.

What follows a question mark is left out, and where an address is a key itself, so is the key: who reads the log can
neither come in by it nor learn who came.
"""

import re
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger

from forum_app.services.credentials import TOKEN_LENGTH
from forum_app.services.personal_keys import ALPHABET, LENGTH

# /r/KEY and /s/KEY of attendees and speakers, links that sign in once, invitations, tokens of letters; also where the whole
# site is under a path, and where nothing answers: an address that was mistyped holds a key that is good.
_KEYED = re.compile(
    r"^((?:/[^/]+)*?/(?:(?:r|s|sign-in/link|invitation)|manage/[^/]+/(?:invitations|messages/write)"
    r"|forums/[^/]+/register/sent)/)[^/]+",
    re.IGNORECASE,
)
# What looks like a personal key or like a token, wherever it stands.
_LOOKS_LIKE_KEY = re.compile(
    rf"(?<![0-9A-Za-z])[{ALPHABET}]{{{LENGTH}}}(?![0-9A-Za-z])|(?<![\w-])[0-9A-Za-z_-]{{{TOKEN_LENGTH}}}(?![\w-])",
    re.ASCII,
)
LONGEST = 300


def shown(path: str) -> str:
    """A path as it is logged: without query, key and signs that would begin another line. Slashes that follow each other
    are one, as the application takes them."""
    bare = _KEYED.sub(r"\1…", re.sub("/{2,}", "/", path.partition("?")[0]))
    keyless = _LOOKS_LIKE_KEY.sub("…", bare)
    return "".join(sign if sign.isprintable() and sign != " " else "?" for sign in keyless)[:LONGEST]


class AccessLog(Logger):  # type: ignore[misc]
    """gunicorn's logger with a line of our own."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """One line: instant in UTC, method, path, status, bytes, milliseconds."""
        if not self.access_log_enabled:
            return
        status = str(resp.status).split(" ", 1)[0]
        milliseconds = request_time.total_seconds() * 1000
        self.access_log.info(
            "%s %s %s %s %s %.0f ms",
            datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            shown(environ.get("REQUEST_METHOD", "-")),
            shown(environ.get("PATH_INFO", "-")),
            status,
            getattr(resp, "sent", "-") or 0,
            milliseconds,
        )
