"""The site under a path of its host, such as https://example.org/events: what comes in loses it, what goes out gains it.

All within speaks of addresses from ``/`` on; only here, at the border, are they another host's. A proxy passes the path on
as it came. Nothing of this runs where the site has a host of its own.
"""

import json
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
        ours = rf'/(?=(?:{names})(?:[/?#"]|$)|["?#]|$)'
        # As our pages have it: attributes that lead somewhere, and never what somebody typed, where quotes are escaped.
        self._attribute = re.compile(rf'(\s(?:href|src|action|formaction|data-[a-z-]+)="){ours}')
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
            begun[:] = [status, [self._header(*each, environ.get("HTTP_HOST", "")) for each in headers], error]
            return lambda _data: None

        body = self.app(environ, begin)
        status, headers, error = begun
        kind = next((value.partition(";")[0] for name, value in headers if name.lower() == "content-type"), "")
        change = {"text/html": self._page, "application/json": self._told}.get(kind)
        if change is None:
            start_response(status, headers, error)
            return body
        try:
            data = change(b"".join(body).decode()).encode()
        finally:
            if hasattr(body, "close"):
                body.close()
        headers = [each for each in headers if each[0].lower() != "content-length"]
        if environ["REQUEST_METHOD"] != "HEAD" and not status.startswith("304"):
            headers.append(("Content-Length", str(len(data))))
        start_response(status, headers, error)
        return [data]

    def _page(self, text: str) -> str:
        return self._attribute.sub(rf"\1{self.prefix}/", text)

    def _told(self, text: str) -> str:
        """What scripts of the desk are answered: where to go, and parts of pages. Files of data stay as they are."""
        told = json.loads(text) if text.startswith("{") and ('"go":' in text or '"cards":' in text) else {}
        if not {"go", "cards"} & set(told):
            return text
        if "go" in told:
            told["go"] = self._address(told["go"])
        if isinstance(told.get("cards"), dict):
            told["cards"] = {key: self._page(card) for key, card in told["cards"].items()}
        return json.dumps(told, ensure_ascii=False)

    def _address(self, value: str) -> str:
        return self.prefix + value if self._whole.match(value) else value

    def _header(self, name: str, value: str, host: str) -> tuple[str, str]:
        """``Location``, and the path of a cookie that is for a part of the site."""
        if name.lower() == "location":
            own = re.match(rf"https?://{re.escape(host)}(?=/)", value)  # as werkzeug mends an address by its last slash
            return name, self._address(value[own.end() :] if own and host else value)
        if name.lower() == "set-cookie":
            return name, re.sub(r"(; Path=)(/\w)", rf"\1{self.prefix}\2", value)
        return name, value
