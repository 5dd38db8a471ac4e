"""The worker's loop: takes one document after another and makes it in the child process."""

import logging
import signal
import threading

from sqlalchemy.exc import SQLAlchemyError

from forum_app.commands.context import house
from forum_app.database import Database
from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import ForumError
from forum_app.services.live_documents import Document, LiveDocuments
from forum_app.services.media import Media
from forum_app.services.publishing import release_by_id

POLL_SECONDS, TROUBLE_SECONDS = 0.2, 2.0
log = logging.getLogger("forum.worker")


def work(once: bool) -> None:
    """Makes what waits; stops after the current document on SIGTERM or SIGINT.

    A full disk or a database that is away stop nothing for good: it tries again, and so does the document's lease.
    """
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    documents = LiveDocuments(house.any_database, house.config.instance)
    with Renderer() as renderer:
        while not stopping.is_set():
            try:
                document = documents.claim()
                if document is not None:
                    make(documents, document, renderer, house.any_database, house.media)
            except (OSError, SQLAlchemyError) as error:
                if once:
                    raise
                log.error("disk or database fails, trying again in %s seconds: %s", TROUBLE_SECONDS, error)
                stopping.wait(TROUBLE_SECONDS)
                continue
            if document is None:
                if once:
                    return
                stopping.wait(POLL_SECONDS)


def make(documents: LiveDocuments, document: Document, renderer: Renderer, database: Database, media: Media) -> None:
    """One document, kept or marked as failed with the reason."""
    try:
        release = release_by_id(database, document.forum_id, document.release)
        data = render(
            document.kind,
            release,
            document.language,
            document.base_url,
            media.path,
            renderer,
            **document.params,
        )
    except ForumError as error:
        log.warning("%s of release %s failed: %s", document.kind, document.release, error)
        documents.fail(document, str(error))
        return
    documents.finish(document, data)
