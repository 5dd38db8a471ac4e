"""Small private documents, made while somebody waits: at most two at once in a process, kept nowhere."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from forum_app.documents.jobs import Job
from forum_app.documents.warm_renderer import warm_renderer
from forum_app.domain.errors import RenderingBusy

MOST_AT_ONCE, WAIT_SECONDS, AGAIN_SECONDS = 2, 8, 10
_PLACES = threading.BoundedSemaphore(MOST_AT_ONCE)


def printed_now(pages: Sequence[str], media: Mapping[str, Path], *, most: int = 0) -> bytes:
    """A PDF of the first of these HTML documents that fits into ``most`` pages, else of the last. ``media`` are the files
    that they may show, by name. Raises RenderingBusy where others wait already, and RenderingFailed."""
    if not _PLACES.acquire(timeout=WAIT_SECONDS):
        raise RenderingBusy("Another document is being made: try again in a moment.", seconds=AGAIN_SECONDS)
    try:
        used = {name: str(path) for name, path in media.items() if any(f"media:{name}" in page for page in pages)}
        identifier = hashlib.blake2s("\0".join(pages).encode("utf-8", "replace"), digest_size=16).digest()
        with warm_renderer() as renderer:
            return renderer.render(Job(list(pages), used, identifier, most)).pdf
    finally:
        _PLACES.release()
