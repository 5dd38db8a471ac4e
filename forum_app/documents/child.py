"""The process that renders: HTML and media in, PDF out, over stdin and stdout; started with ``python -m``.

It may reach nothing but the files that a job names and the drawings made here. A job that outgrows its memory
ends in an error or with the process; the renderer then starts another.
"""

import logging
import os
import sys
import time
from contextlib import suppress
from functools import partial
from typing import Any

from forum_app.child_process import decode, encode, limit_memory, read_message, streams_to_parent
from forum_app.documents import fonts
from forum_app.documents.jobs import Answer, Job

MEMORY = int(os.environ.get("FORUM_RENDER_MEMORY_MB") or 1024) * 1024 * 1024
_WARM_UP = "<html lang=en><title>Warm</title><style>{}</style><h1>Warm</h1><p>é α ж <b>Ready</b></p>"


def main() -> None:
    """Reads jobs until stdin ends. The first message out says that it is warm, or why it can't be."""
    incoming, outgoing = streams_to_parent()
    os.environ["FONTCONFIG_FILE"] = str(fonts.configuration(fonts.folder()))
    limit_memory(MEMORY)
    sys.setrecursionlimit(5_000)
    with suppress(BrokenPipeError):  # whoever asked is gone
        outgoing.write(encode(_done(Job([_WARM_UP.format(fonts.stylesheet())], {}, b"warm"))))
        outgoing.flush()
        while (message := read_message(incoming)) is not None:
            outgoing.write(encode(_done(decode(message, Job))))
            outgoing.flush()
    os._exit(0)  # what could not be sent is not tried again


class _Warnings(logging.Handler):
    """Keeps the first words of what the renderer warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.kept) < 20:
            self.kept.append(record.getMessage()[:300])


def _done(job: Job) -> Answer:
    started = time.monotonic()
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [warnings]
    try:
        pdf, pages = _rendered(job)
    except MemoryError:
        return Answer(error="MemoryError: the document is too large to be made.", warnings=warnings.kept)
    except Exception as error:
        return Answer(error=f"{type(error).__name__}: {error}"[:500], warnings=warnings.kept)
    return Answer(pdf=pdf, warnings=warnings.kept, seconds=time.monotonic() - started, pages=pages)


def _rendered(job: Job) -> tuple[bytes, int]:
    """The PDF of the first of the job's pages that is short enough, else of the last."""
    import weasyprint

    from forum_app.documents.fetching import Shelf
    from forum_app.documents.tagging import finish

    shelf = Shelf(job.media)
    options: dict[str, Any] = {"pdf_identifier": job.identifier, "cache": {}}
    if job.role != "numbers":
        options["pdf_variant"] = "pdf/ua-1"
        options["finisher"] = partial(finish, part=job.identifier.hex()[:8] if job.role == "part" else "")
    document = None
    for html in job.pages_of:
        source = weasyprint.HTML(string=shelf.prepared(html), base_url="about:blank", url_fetcher=shelf.fetcher())
        document = source.render(**options)
        if len(document.pages) <= job.pages:
            break
    if document is None:
        raise ValueError("The job holds no document.")
    return document.write_pdf(**options), len(document.pages)


if __name__ == "__main__":
    main()
