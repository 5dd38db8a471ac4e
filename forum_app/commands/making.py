"""The worker's loop: takes one document after another and makes it in the child process; the post runs beside it."""

import logging
import signal
import threading
import time
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from forum_app.commands.context import house
from forum_app.commands.posting import Post
from forum_app.database import Database
from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import ForumError, NotFound, RenderingFailed, RenderingLate
from forum_app.domain.failures import Failure, Reason, fault
from forum_app.services.calendars_left import end_left
from forum_app.services.document_clearing import clear_away
from forum_app.services.document_jobs import DocumentJobs, LeaseLost, told
from forum_app.services.file_clearing import clear_files
from forum_app.services.live_documents import Document
from forum_app.services.media import Media
from forum_app.services.parts_of_upload import UploadParts
from forum_app.services.publishing import release_by_id
from forum_app.services.reminding import remind_all
from forum_app.services.waiting_list import sweep
from forum_app.services.worker_signs import Signs

POLL_SECONDS, TROUBLE_SECONDS, CLEARING_SECONDS = 0.2, 2.0, 60.0
FILES_SECONDS = 3600.0
log = logging.getLogger("forum.worker")


class Stopped(Exception):
    """The worker is to end; what it makes goes back to the queue."""


class OthersFirst(Exception):
    """A reader waits for something else: after each of its parts a long document gives way."""


def work(once: bool) -> None:
    """Sends and makes what waits; on SIGTERM or SIGINT gives back what it makes and stops.

    A full disk or a database that is away stop nothing for good: it tries again, and so does the document's lease.
    """
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    log.setLevel(logging.INFO)
    stopping = threading.Event()
    post = Post(house.any_database, house.config)
    with Renderer() as renderer:

        def stop(*_: object) -> None:
            stopping.set()
            post.stop()
            renderer.abort()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stop)
        if once:
            _tend()
            post.once()
            _make(renderer, stopping, once=True)
            return
        with post:
            _make(renderer, stopping, once=False)


def _tend() -> None:
    """What is due by the clock: places that became free, offers that lapsed, reminders, ends of entries in calendars."""
    sweep(house.any_database, house.config)
    remind_all(house.any_database, house.config)
    end_left(house.any_database, house.config.now())


def _make(renderer: Renderer, stopping: threading.Event, *, once: bool) -> None:
    """Makes one document after another until told to stop, or until none waits."""
    jobs = DocumentJobs(house.any_database, house.config.instance)
    signs, began = Signs(house.config.instance), time.monotonic()
    tended_at = cleared_at = files_at = began
    while not stopping.is_set():
        try:
            signs.give()
            found = step(jobs, renderer, house.any_database, house.media, stopping)
            if once and not found:
                return
            if time.monotonic() - tended_at > CLEARING_SECONDS:  # also while documents wait: offers have a deadline
                _tend()
                tended_at = time.monotonic()
            if not found and time.monotonic() - cleared_at > CLEARING_SECONDS:
                clear_away(house.any_database, jobs.folder)
                cleared_at = time.monotonic()
            if not found and time.monotonic() - files_at > FILES_SECONDS:
                clear_files(house.any_database, house.media)
                UploadParts(house.config.instance).sweep()
                files_at = time.monotonic()
            stopping.wait(0 if found else POLL_SECONDS)
        except (OSError, SQLAlchemyError) as error:
            if once:
                raise
            log.error("disk or database fails, trying again in %s seconds: %s", TROUBLE_SECONDS, error)
            stopping.wait(TROUBLE_SECONDS)


def step(
    jobs: DocumentJobs, renderer: Renderer, database: Database, media: Media, stopping: threading.Event | None = None
) -> bool:
    """Makes the next document that waits, if there is one: kept, marked as failed with the reason, or given back."""
    document = jobs.claim()
    if document is None:
        return False
    started = time.monotonic()
    try:
        with jobs.held(document):
            data = _made(jobs, document, renderer, database, media, stopping or threading.Event())
        jobs.finish(document, data)
    except LeaseLost:
        log.warning("%s: left to another worker, or not needed any more", told(document))
    except OthersFirst:
        jobs.give_back(document, last=True)
        log.info("%s: lets others go first", told(document))
    except Stopped:
        jobs.give_back(document)
        log.info("%s: given back", told(document))
    except (RenderingFailed, NotFound) as error:
        log.warning("%s failed: %s", told(document), error)
        with suppress(LeaseLost):
            if not (isinstance(error, RenderingLate) and jobs.try_later(document)):
                jobs.fail(document, error.failure if isinstance(error, RenderingFailed) else Failure(Reason.GONE))
    except OSError:
        jobs.give_back(document)
        raise
    except SQLAlchemyError:
        raise
    except Exception as error:  # a fault of ours in one document stops no other
        log.exception("%s failed", told(document))
        with suppress(LeaseLost):
            jobs.fail(document, fault(error))
    else:
        log.info("%s made in %.1f seconds", told(document), time.monotonic() - started)
    return True


def _made(
    jobs: DocumentJobs,
    document: Document,
    renderer: Renderer,
    database: Database,
    media: Media,
    stopping: threading.Event,
) -> bytes:
    """The document's bytes. Raises LeaseLost, Stopped, and ForumError where it can't be made."""

    had: list[int] = []

    def progress(done: int, in_all: int) -> None:
        jobs.progress(document, done, in_all)
        log.info("%s: part %s of %s", told(document), done, in_all)
        if stopping.is_set():
            raise Stopped
        if had and done < in_all and jobs.others_wait(document):
            raise OthersFirst
        had.append(done)

    try:
        return render(
            document.kind,
            release_by_id(database, document.forum_id, document.release),
            document.language,
            document.base_url,
            media.path,
            renderer,
            folder=jobs.parts(document),
            progress=progress,
            **document.params,
        )
    except ForumError:
        if stopping.is_set():
            raise Stopped from None
        raise
