"""Long documents: made part by part, each within the renderer's limits, kept as they are made, and put together.

A list of 20,000 rows or a programme of 2,000 sessions is given as a sequence of HTML documents. A part that is made
lies in a folder under a name drawn from its content, so whoever goes on after a crash makes only what is missing.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from forum_app.documents.fonts import stylesheet
from forum_app.documents.jobs import Job
from forum_app.documents.merging import Part, merged
from forum_app.documents.rendering import Renderer
from forum_app.i18n import Words
from forum_app.templating import build, environment

MOST_NUMBERED = 200  # pages whose numbers are made at once
Progress = Callable[[int, int], None]
Numbers = Callable[[int], list[str]]
_MEDIA = re.compile(r"media:([0-9a-f]{64}\.(?:png|webp|jpg))")


def render_long(
    parts: Sequence[str],
    renderer: Renderer,
    *,
    numbers: Numbers | None,
    media: Callable[[str], Path] | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> bytes:
    """One tagged PDF/UA-1 file of documents rendered one by one, numbered right through; the same bytes each time.

    ``parts``: whole HTML documents for print, one a part of some 5 to 20 pages (at most 20 seconds and 1 GiB each),
    alike in page size. The first gives title, author, dates and language; it holds the h1. Outlines of the others
    go under it, unless they hold an h1 of their own. Every part begins on a new page. Ids are unique throughout;
    a link to an id leads only where both are in one part. Their pages bear no numbers: those come from
    ``numbers(count)``, see ``page_numbers``; None: they bear none. ``media`` gives the path of a picture ``media:NAME`` by its name.

    ``folder`` keeps the parts that are made: with it a later call with the same parts goes on where this one was cut
    off. The caller removes it. ``progress(done, in_all)`` is called before the first part and after each one made; what
    it raises ends the work. Raises RenderingFailed, and OSError where a part can't be kept.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="forum-parts-") as temporary:
            return render_long(parts, renderer, numbers=numbers, media=media, folder=Path(temporary), progress=progress)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    jobs = [_job(html, media) for html in parts]
    paths = [folder / f"{job.identifier.hex()}.part" for job in jobs]
    told = progress or (lambda done, in_all: None)
    told(sum(path.exists() for path in paths), len(paths))
    for done, (job, path) in enumerate(zip(jobs, paths, strict=True), 1):
        if not path.exists():
            keep(path, renderer.render(job).pdf)
            told(done, len(paths))
    made = [Part(path, "<h1" not in html) for path, html in zip(paths, parts, strict=True)]

    def drawn(number: Numbers, count: int) -> list[bytes]:
        return [renderer.render(Job([html], {}, b"numbers", role="numbers")).pdf for html in number(count)]

    return merged(made, partial(drawn, numbers) if numbers else None)


def page_numbers(words: Words, *, size: str = "A4", margin: str = "15mm 18mm 16mm") -> Numbers:
    """Numbers such as “3 of 40” at the foot of each page, on the side where lines end; CSS gives size and margins.

    Called with the number of pages, it gives documents of pages that bear nothing else.
    """

    def numbers(count: int) -> list[str]:
        template, look = environment().get_template("documents/numbers.html"), {"size": size, "margin": margin}
        return [
            template.render(
                words=words,
                first=first,
                last=min(first + MOST_NUMBERED - 1, count),
                in_all=count,
                fonts=stylesheet(),
                **look,
            )
            for first in range(1, count + 1, MOST_NUMBERED)
        ]

    return numbers


def keep(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as temporary:
        temporary.write(data)
        temporary.flush()
        os.fsync(temporary.fileno())
    os.replace(temporary.name, path)


def _job(html: str, media: Callable[[str], Path] | None) -> Job:
    names = sorted(set(_MEDIA.findall(html))) if media else []
    digest = hashlib.blake2s(f"{build()}\0{html}".encode("utf-8", "replace"), digest_size=16).digest()
    return Job([html], {name: str(media(name)) for name in names if media}, digest, role="part")
