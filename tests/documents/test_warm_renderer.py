"""The renderer that stays warm between documents that somebody waits for: one process, given up when nobody asks."""

import time

import pytest

from forum_app.documents.jobs import Job
from forum_app.documents.rendering import Renderer
from forum_app.documents.warm_renderer import WarmRenderer
from forum_app.domain.errors import RenderingFailed

PAGE = Job(["<!doctype html><html lang='en'><title>One page</title><p>Wells</p>"], {}, b"0" * 16, 0)


def process(renderer: Renderer) -> int:
    """Makes a page; the number of the process that made it."""
    assert renderer.render(PAGE).pdf.startswith(b"%PDF")
    assert renderer._child.process is not None
    return renderer._child.process.pid


def test_who_comes_next_has_the_same_process_and_who_comes_beside_another() -> None:
    warm = WarmRenderer()
    with warm.borrowed() as one, warm.borrowed() as two:
        first, second = process(one), process(two)
    with warm.borrowed() as one:
        again = process(one)
    warm.end()
    assert first != second and again in (first, second)
    assert one._child.process is None and two._child.process is None


def test_it_ends_when_nobody_asks() -> None:
    warm = WarmRenderer(seconds=0.2)
    with warm.borrowed() as one:
        process(one)
    end = time.monotonic() + 20
    while one._child.process is not None:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_after_a_failure_the_next_has_another() -> None:
    warm = WarmRenderer()
    with warm.borrowed() as one:
        first = process(one)
    with pytest.raises(RenderingFailed), warm.borrowed() as again:
        again.render(Job([], {}, b"0" * 16, 0))
    with warm.borrowed() as two:
        assert process(two) != first
    warm.end()
