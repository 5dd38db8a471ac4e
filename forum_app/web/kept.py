"""Answers that are kept: made once, plain and compressed, with their ETag; bounded in bytes."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from flask import Response, request

MOST_BYTES = 64 * 1024 * 1024
WORTH_COMPRESSING = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with everything said about it. ``compressed`` is None where that saves nothing."""

    body: bytes
    compressed: bytes | None
    etag: str
    content_type: str
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.compressed or b"") + 500


def answer_of(body: bytes, content_type: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An answer ready to be sent any number of times: the same bytes give the same ETag."""
    compressed = None
    if len(body) > WORTH_COMPRESSING and not content_type.startswith(("application/pdf", "image/")):
        compressed = gzip.compress(body, compresslevel=6, mtime=0)
    etag = hashlib.blake2s(body + content_type.encode(), digest_size=12).hexdigest()
    return Answer(body, compressed, etag, content_type, headers)


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
    compressed = answer.compressed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{answer.etag}-gz"' if compressed else f'"{answer.etag}"'
    asked = request.headers.get("If-None-Match")
    if asked is not None and (answer.etag in asked or asked.strip() == "*"):
        response = Response(status=304)
    else:
        response = Response(answer.compressed if compressed else answer.body, content_type=answer.content_type)
        if compressed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    for name, value in answer.headers:
        response.headers[name] = value
    if answer.compressed is not None:
        vary = response.headers.get("Vary")
        response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    return response
