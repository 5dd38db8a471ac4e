"""The renderer: nothing is fetched, nothing outlives its limits, and the next document is made all the same."""

import http.server
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forum_app.documents.jobs import Job
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import RenderingFailed
from tests.documents import forums
from tests.documents.conftest import Paper

PAGE = "<html lang=en><title>T</title><style>{}</style><h1>Title</h1>{}"


def job(html: str, **media: str) -> Job:
    return Job([html], media, b"test")


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine and the paths that anybody asked it for."""
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_page_that_loads_from_everywhere_reaches_nothing(renderer: Renderer, listener, tmp_path: Path) -> None:
    address, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET-CANARY")
    body = (
        f'<img src="{address}/i.png" alt="x"><img src="file://{secret}" alt="y"><img src="media:../{secret}" alt="z">'
        f'<object data="file://{secret}"></object><embed src="{address}/e"><iframe src="{address}/f"></iframe>'
        f'<a rel="attachment" href="file://{secret}">a</a><link rel="attachment" href="file://{secret}">'
        f'<svg><image href="{address}/s"/><use href="file://{secret}#a"/></svg><p style="background:url({address}/b)">p</p>'
        '<img src="data:image/svg+xml,<svg/>" alt="d">'
    )
    css = f"@import url({address}/c.css); @font-face {{ font-family: X; src: url({address}/f.woff) }} p {{ font-family: X }}"
    made = renderer.render(job(PAGE.format(css, body)))
    assert asked == []
    assert made.pdf.startswith(b"%PDF")
    assert b"CANARY" not in made.pdf and b"EmbeddedFile" not in made.pdf
    assert str(tmp_path).encode() not in made.pdf


HOSTILE = [
    "{{{{ 123457*7 }}}}",
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<link rel="stylesheet" href="{address}/l.css">',
    "<style>@import url({address}/s.css)</style>",
    '"><img src="{address}/q.png">',
    '<iframe srcdoc="<img src={address}/i>"></iframe>',
    '<object data="file:///etc/passwd"></object>',
    "</title></head><img src='{address}/t'>",
    "=HYPERLINK(1)",
]


def test_hostile_text_in_every_field_is_text_or_gone(paper: Callable[..., Paper], listener) -> None:
    address, asked = listener
    bad = " ".join(HOSTILE).format(address=address)[:290]
    data = forums.plan()
    for key in ("title", "short_title", "theme"):
        data["forum"][key] = {"en": bad}
    data["forum"]["venue"] = {"name": {"en": bad}, "address": {"en": bad}, "city": {"en": bad}}
    data["forum"]["registration"] = {"state": "elsewhere", "url": "javascript:alert(1)", "label": {"en": bad}}
    data["forum"]["note"]["sections"][0] |= {"heading": {"en": bad}, "body": {"en": bad}}
    data["themes"][0] |= {"title": {"en": bad}, "text": {"en": bad}}
    data["organisations"][0] |= {"name": {"en": bad}, "acronym": {"en": bad[:200]}, "url": "file:///etc/passwd"}
    data["people"][1] |= {"name": {"en": bad}, "honorific": {"en": bad}, "letters": bad[:200], "biography": {"en": bad}}
    data["people"][1]["photo"]["alt"] = {"en": bad}
    talk = data["sessions"][0]["talks"][0]
    talk |= {"title": {"en": bad}, "flagship": {"en": bad}, "abstract": {"en": bad}}
    data["sessions"][0]["key_questions"][0] = {
        "id": forums.an_id("k", 1),
        "text": {"en": bad},
        "sub_questions": [{"en": bad}],
    }
    for kind in ("concept-note.pdf", "agenda.pdf"):
        made = paper(forums.release(data), kind)
        assert asked == []
        assert "<script>alert(1)</script>" in made.text
        assert "{{ 123457*7 }}" in made.text and "864199" not in made.text
        assert made.faults == set()
        assert not any(url.startswith(("javascript", "file")) for url in made.addresses)


def test_no_path_of_this_machine_is_in_a_document(paper: Callable[..., Paper], photos: Path) -> None:
    made = paper(forums.release())
    whole = b"".join(bytes(str(item.get_object()), "utf-8", "replace") for item in made.reader.pages)
    for word in (str(photos).encode(), b"localhost", b"127.0.0.1", b"media:", b"drawn:"):
        assert word not in made.bytes and word not in whole


def test_a_document_that_never_ends_is_given_up_and_the_next_one_is_made() -> None:
    with Renderer(seconds=1.5) as renderer:
        renderer.start()
        endless = PAGE.format("p { break-before: page }", "<p>x</p>" * 60_000)
        with pytest.raises(RenderingFailed, match="took longer than"):
            renderer.render(job(endless))
        assert renderer.render(job(PAGE.format("", ""))).pages == 1


def test_a_process_that_dies_is_started_anew() -> None:
    with Renderer() as renderer:
        first = renderer.render(job(PAGE.format("", "")))
        os.kill(renderer._child.process.pid, 9)
        renderer._child.process.wait()
        assert renderer.render(job(PAGE.format("", ""))).pdf == first.pdf


def test_a_document_that_needs_too_much_memory_fails_alone() -> None:
    with Renderer(memory_mb=700) as renderer:
        with pytest.raises(RenderingFailed):
            renderer.render(job(PAGE.format("", "<p>" + "word " * 40_000_000 + "</p>")))
        assert renderer.render(job(PAGE.format("", ""))).pages == 1


def test_many_threads_share_one_renderer(renderer: Renderer) -> None:
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(renderer.render(job(PAGE.format("", "<p>same</p>"))).pdf))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 8 and len(set(made)) == 1


def test_a_closed_renderer_says_so() -> None:
    renderer = Renderer()
    renderer.close()
    with pytest.raises(RenderingFailed, match="stopping"):
        renderer.render(job(PAGE.format("", "")))
