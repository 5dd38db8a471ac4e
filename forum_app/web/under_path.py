"""The site under a path of its host, such as https://example.org/events: what comes in loses it, what goes out gains it.

All within speaks of addresses from ``/`` on; only here, at the border, are they another host's. A proxy passes the path on
as it came. Nothing of this runs where the site has a host of its own.
"""

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PLAIN = ("/healthz", "/readyz")  # asked from beside the server, not through the proxy
_AS_IT_IS = ("/static/",)  # holds no addresses, and is kept compressed


class UnderPath:
    """WSGI: ``app`` as it is under ``prefix`` (``/events``). ``segments`` are what its own addresses begin with."""

    def __init__(self, app: WSGIApplication, prefix: str, segments: Iterable[str]) -> None:
        self.app, self.prefix = app, prefix
        names = "|".join(sorted(map(re.escape, segments)))
        ours = rf'/(?=(?:(?:{names})(?:[/?#]|\\?"|$)|\\?"|$|\?|#))'
        # As pages and fragments of them in JSON have it: attributes that lead somewhere, and never what somebody typed.
        self._attribute = re.compile(rf'(\s(?:href|src|action|formaction|data-[a-z-]+)=\\?"){ours}'.encode())
        self._value = re.compile(rf'(": ?"){ours}'.encode())
        self._whole = re.compile(ours)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/" or path == self.prefix:
            start_response("302 Found", [("Location", f"{self.prefix}/"), ("Content-Length", "0")])
            return [b""]
        if path.startswith(f"{self.prefix}/"):
            path = path.removeprefix(self.prefix)
        elif path not in _PLAIN:
            path = "/no-such-page"
        environ = {**environ, "PATH_INFO": path}
        if not path.startswith(_AS_IT_IS):
            environ.pop("HTTP_ACCEPT_ENCODING", None)  # what is changed on the way is compressed by the proxy
        return self._answer(environ, start_response)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            begun[:] = [status, [self._header(*each) for each in headers], error]
            return lambda _data: None

        body = self.app(environ, begin)
        status, headers, error = begun
        kinds = [value.partition(";")[0] for name, value in headers if name.lower() == "content-type"]
        changed = {"text/html": (self._attribute,), "application/json": (self._attribute, self._value)}.get(
            "".join(kinds)
        )
        if changed is None:
            start_response(status, headers, error)
            return body
        try:
            data = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        for pattern in changed:
            data = pattern.sub(rb"\1" + self.prefix.encode() + b"/", data)
        headers = [each for each in headers if each[0].lower() != "content-length"]
        if environ["REQUEST_METHOD"] != "HEAD" and not status.startswith("304"):
            headers.append(("Content-Length", str(len(data))))
        start_response(status, headers, error)
        return [data]

    def _header(self, name: str, value: str) -> tuple[str, str]:
        """``Location``, and the path of a cookie that is for a part of the site."""
        if name.lower() == "location" and self._whole.match(value):
            return name, self.prefix + value
        if name.lower() == "set-cookie":
            return name, re.sub(r"(; Path=)(/\w)", rf"\1{self.prefix}\2", value)
        return name, value
