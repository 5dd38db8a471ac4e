"""The bench table: what a reader asks for most, each as a ratio to its floor in the same run.

    make bench

Pages and feeds: the whole WSGI application (static files' layer, trusted hosts, doorkeeper, headers) against a bare
Flask view that returns the same bytes. First PDF: the child process that renders, against WeasyPrint in this process,
warm, on the same HTML with the same options and finisher. Long PDFs: made in parts, kept, numbered and put together,
against WeasyPrint alone on the same parts. Publishing has no floor: its time is said.
"""

import io
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from flask import Flask, Response
from sqlalchemy import update
from werkzeug.test import EnvironBuilder

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.services.document_jobs import DocumentJobs
from forum_app.services.live_documents import Document
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release, release_numbered
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade

BASE_URL = "http://localhost:8000"
ROUNDS, PER_ROUND = 15, 100
SLUG = "gssd2022"
Job = Callable[[], object]


def asked(app: Callable[..., Iterable[bytes]], path: str) -> Callable[[], bytes]:
    """One request through a WSGI application, its body read to the end."""
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "en"}
    builder = EnvironBuilder(path=path, base_url=BASE_URL, headers=headers)
    environ = builder.get_environ()

    def ask() -> bytes:
        status: list[str] = []
        body = app({**environ, "wsgi.input": io.BytesIO()}, lambda line, _headers, _info=None: status.append(line))
        data = b"".join(body)
        assert status[0].startswith("200"), (path, status)
        return data

    return ask


def bare(body: bytes, content_type: str) -> Flask:
    """The floor: a Flask application with one view that returns these bytes."""
    app = Flask("bare")

    @app.get("/")
    def view() -> Response:
        return Response(body, content_type=content_type)

    return app


def ratio(ours: Job, floor: Job, rounds: int, each: int) -> tuple[float, float, float]:
    """Medians of microseconds for both, taken in turn, and the median of the ratios."""
    ours(), floor()
    pairs = [(timed(ours, each), timed(floor, each)) for _ in range(rounds)]
    first, second = zip(*pairs, strict=True)
    return statistics.median(first), statistics.median(second), statistics.median(a / b for a, b in pairs)


def timed(job: Job, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        job()
    return (time.perf_counter() - start) / times * 1e6


def row(name: str, values: tuple[float, float, float], target: str) -> None:
    print(f"| {name} | {values[0] / 1000:.2f} ms | {values[1] / 1000:.2f} ms | {values[2]:.2f} | {target} |")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        database = Database(f"sqlite:///{instance / 'forum.db'}")
        config = Config(instance, str(database.url), BASE_URL, "k" * 40, False, None, 0)
        upgrade(database)
        list(load_samples(database, Media(instance), host="localhost"))
        print("| what | ours | floor | ratio | target |\n|---|---|---|---|---|")
        through_the_door(create_app(config, database))
        documents(create_app(config, database), database)
        long_documents(instance)
        publishing(database)


def through_the_door(app: Any) -> None:
    """Pages and feeds of an unchanged release."""
    session = app.extensions["forum"].live.release(app.extensions["forum"].live.all()[SLUG]).content.sessions[0].id
    for name, path in (
        ("forum page", f"/forums/{SLUG}/"),
        ("agenda page", f"/forums/{SLUG}/agenda"),
        ("session page", f"/forums/{SLUG}/sessions/{session}"),
        ("calendar feed", f"/forums/{SLUG}/agenda.ics"),
        ("one event", f"/forums/{SLUG}/sessions/{session}.ics"),
    ):
        ask = asked(app, path)
        floor = asked(bare(ask(), "text/html; charset=utf-8"), "/")
        row(name, ratio(ask, floor, ROUNDS, PER_ROUND), "2")


def documents(app: Any, database: Database) -> None:
    """The concept note: made for the first time from its release, and repeated."""
    from forum_app.documents.kinds import render
    from forum_app.documents.note import note_html
    from forum_app.documents.rendering import Renderer

    house = app.extensions["forum"]
    release = release_numbered(database, SLUG)
    made: list[bytes] = []
    with Renderer() as renderer:

        def first() -> None:
            made.append(render("concept-note.pdf", release, "en", BASE_URL, house.media.path, renderer))

        row(
            "note PDF, first",
            ratio(first, weasyprint_alone(house.media.path, note_html(release, "en", BASE_URL)), 7, 1),
            "1.15",
        )
    document = Document(release.content.forum.id, release.number or 0, "concept-note.pdf", "en", "", BASE_URL)
    house.documents.ask(document)
    jobs = DocumentJobs(database, house.config.instance)
    assert jobs.claim() == document
    jobs.finish(document, made[-1])
    ask = asked(app, f"/forums/{SLUG}/concept-note.pdf?lang=en")
    row("note PDF, repeated", ratio(ask, asked(bare(made[-1], "application/pdf"), "/"), ROUNDS, PER_ROUND), "2")


def long_documents(folder: Path, sessions: int = 900) -> None:
    """A programme of three days with an abstract and a moderator for each session, without anything kept before."""
    from forum_app.documents.kinds import render
    from forum_app.documents.programme import programme_parts
    from forum_app.documents.rendering import Renderer
    from tests.documents import forums

    release, photos = forums.release(forums.large(sessions)), forums.photos_in(folder)
    with Renderer() as renderer:

        def ours() -> None:
            render("agenda.pdf", release, "en", BASE_URL, photos.joinpath, renderer)

        floor = weasyprint_alone(photos.joinpath, *programme_parts(release, "en", BASE_URL))
        row(f"programme PDF, {sessions} sessions", ratio(ours, floor, 2, 1), "1.15")


def weasyprint_alone(media: Callable[[str], Path], *pages: str) -> Callable[[], object]:
    """The floor of a document: the same HTML, fonts, options and finisher, in this process, warm."""
    from forum_app.documents import fonts

    os.environ["FONTCONFIG_FILE"] = str(fonts.configuration(fonts.folder()))
    import weasyprint

    from forum_app.documents.fetching import Shelf
    from forum_app.documents.tagging import finish

    names = {name for html in pages for name in re.findall(r"media:([0-9a-f]{64}\.(?:png|webp|jpg))", html)}
    shelf = Shelf({name: str(media(name)) for name in names})
    sources = [shelf.prepared(html) for html in pages]
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_identifier": b"x" * 16}

    def alone() -> object:
        fetcher = shelf.fetcher()
        made = (weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=fetcher) for html in sources)
        return [page.write_pdf(finisher=finish, **options) for page in made]

    return alone


def publishing(database: Database) -> None:
    now = datetime(2022, 9, 10, tzinfo=UTC)
    accents = cycle(("#2440b0", "#7a1f3d"))

    def changed_and_published() -> object:
        with database.writing() as connection:  # without a change there is no release to make
            connection.execute(update(Forum).where(Forum.slug == SLUG).values(accent=next(accents)))
        return publish_release(database, SLUG, now=now, host="localhost", actor="bench")

    spent = timed(changed_and_published, 10)
    print(f"| publish | {spent / 1000:.1f} ms | | | |")


if __name__ == "__main__":
    main()
