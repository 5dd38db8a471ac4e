"""The documents there are, by the name of their file: which function writes each, and how it becomes bytes."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from forum_app.documents.jobs import Job
from forum_app.documents.long import Progress, page_numbers, render_long
from forum_app.documents.note import note_html
from forum_app.documents.programme import DENSITIES, fits_one_page, programme_html, programme_parts
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import NotFound
from forum_app.domain.release import Release
from forum_app.i18n import words

_FILE = re.compile(r"[0-9a-f]{64}\.(?:png|webp|jpg)")
KINDS = ("concept-note.pdf", "session-note.pdf", "agenda.pdf")


def render(
    kind: str,
    release: Release,
    language: str,
    base_url: str,
    media: Callable[[str], Path],
    renderer: Renderer,
    *,
    folder: Path | None = None,
    progress: Progress | None = None,
    **params: Any,
) -> bytes:
    """A document of a release as PDF/UA-1 bytes, the same for the same release, language and base URL.

    ``media`` gives the path of a file by its name; ``params``: ``session_id`` for session-note.pdf, ``day`` (a date or
    None) for agenda.pdf. A long one is made in parts, kept in ``folder`` and told to ``progress``, see ``render_long``.
    Raises NotFound for an unknown kind, session or day, RenderingFailed when it can't be made.
    """
    if kind == "agenda.pdf" and not fits_one_page(release, params.get("day")):
        pages = programme_parts(release, language, base_url, params.get("day"))
        if len(pages) > 1:
            numbers = page_numbers(words(language))
            return render_long(pages, renderer, numbers=numbers, media=media, folder=folder, progress=progress)
        most = 0
    else:
        pages, most = _written(kind, release, language, base_url, params)
    digest = hashlib.blake2s(digest_size=16)
    digest.update("\0".join(pages).encode("utf-8", "replace"))
    files = {name: str(media(name)) for name in sorted(media_of(release))}
    used = {name: path for name, path in files.items() if any(f"media:{name}" in page for page in pages)}
    return renderer.render(Job(pages, used, digest.digest(), most)).pdf


def _written(
    kind: str, release: Release, language: str, base_url: str, params: dict[str, Any]
) -> tuple[list[str], int]:
    """A short document's HTML, in one or several densities, and the number of pages that the first must fit into."""
    if kind == "concept-note.pdf":
        return [note_html(release, language, base_url)], 0
    if kind == "session-note.pdf":
        return [note_html(release, language, base_url, str(params["session_id"]))], 0
    if kind == "agenda.pdf":
        day: date | None = params.get("day")
        return [programme_html(release, language, base_url, day, density) for density in DENSITIES], 1
    raise NotFound(f"There is no document called {kind}.")


def media_of(release: Release) -> set[str]:
    """Names of all files that a release refers to, in its texts too."""
    return set(_names(msgspec.to_builtins(release.content)))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, str):
        yield from _FILE.findall(value)
