"""The log of requests: when, what was asked, how it was answered and how long that took; nobody's address, no key.

What follows a question mark is left out, and where an address is a key itself, so is the key: who reads the log can
neither come in by it nor learn who came.
"""

import re
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger

# /r/KEY and /s/KEY of attendees and speakers, links that sign in once, invitations, tokens of letters; also where the whole
# site is under a path.
_KEYED = re.compile(
    r"^((?:/[A-Za-z0-9_-]+)*?/(?:(?:r|s|sign-in/link|invitation)|manage/[^/]+/(?:invitations|messages/write)"
    r"|forums/[^/]+/register/sent)/)[^/]+"
)
LONGEST = 300


def shown(path: str) -> str:
    """A path as it is logged: without query, key and signs that would begin another line."""
    bare = _KEYED.sub(r"\1…", path.partition("?")[0])
    return "".join(sign if sign.isprintable() and sign != " " else "?" for sign in bare)[:LONGEST]


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
