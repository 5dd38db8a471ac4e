"""Answers that are kept: made once, plain and compressed, with their ETag; bounded in bytes."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.datastructures import Headers

from forum_app.web.headers import ALWAYS

MOST_BYTES = 64 * 1024 * 1024
WORTH_COMPRESSING = 500


class Whole(Response):
    """A response that has all its headers. They are shared between requests, so nothing may change them."""

    def get_wsgi_headers(self, environ: dict[str, Any]) -> Headers:
        return self.headers


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer: its bytes, and its headers with and without them."""

    body: bytes
    etag: str
    headers: Headers
    unchanged: Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with everything said about it. ``compressed`` is None where that saves nothing."""

    plain: Form
    compressed: Form | None

    @property
    def size(self) -> int:
        return len(self.plain.body) + (len(self.compressed.body) if self.compressed else 0) + 2000


def answer_of(body: bytes, content_type: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An answer ready to be sent any number of times: the same bytes give the same ETag."""
    etag = hashlib.blake2s(body + content_type.encode(), digest_size=12).hexdigest()
    said = {"Cache-Control": "no-cache", **dict(ALWAYS), **dict(headers)}
    if len(body) <= WORTH_COMPRESSING or content_type.startswith(("application/pdf", "image/")):
        return Answer(_form(body, etag, content_type, said), None)
    said["Vary"] = f"{said['Vary']}, Accept-Encoding" if "Vary" in said else "Accept-Encoding"
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    compressed = _form(packed, f"{etag}-gz", content_type, {**said, "Content-Encoding": "gzip"})
    return Answer(_form(body, etag, content_type, said), compressed)


def _form(body: bytes, etag: str, content_type: str, said: dict[str, str]) -> Form:
    unchanged = {**said, "ETag": f'"{etag}"'}
    unchanged.pop("Content-Encoding", None)
    whole = {**said, "ETag": f'"{etag}"', "Content-Type": content_type, "Content-Length": str(len(body))}
    return Form(body, etag, Headers(whole), Headers(unchanged))


class Kept:
    """A bounded store of answers by what they are a function of; the least used go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under ``key``, made and kept where it is not there."""
        with self.lock:
            found = self.answers.get(key)
            if found is not None:
                self.answers.move_to_end(key)
                return found
        made = make()
        with self.lock:
            old = self.answers.pop(key, None)
            self.bytes += made.size - (old.size if old else 0)
            self.answers[key] = made
            while self.bytes > self.most_bytes and len(self.answers) > 1:
                self.bytes -= self.answers.popitem(last=False)[1].size
        return made


def send(answer: Answer) -> Response:
    """The answer to this request: 304 where the reader has it, else the body as the reader takes it."""
    environ = request.environ
    packed = answer.compressed is not None and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    form = answer.compressed if packed and answer.compressed else answer.plain
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None and (f'"{answer.plain.etag}' in asked or asked.strip() == "*"):
        return Whole(None, 304, form.unchanged)
    return Whole([form.body], 200, form.headers)


def _takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3)."""
    return "gzip" in header and "gzip;q=0" not in header.replace(" ", "")
