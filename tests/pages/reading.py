"""Rendering every page of a release, and reading it with somebody else's parser."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import html5lib
from lxml import etree

from forum_app.addresses import Addresses
from forum_app.domain.compare import compare
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.pages.forum import render_page
from forum_app.pages.reader import Reader
from tests.factories import HOST

XHTML = "{http://www.w3.org/1999/xhtml}"


def a_reader(release: Release, language: str = "en", zone: str | None = None) -> Reader:
    slug = release.content.forum.slug
    return Reader(language=language, zone=zone, base_url=f"https://{HOST}", addresses=Addresses(slug))


def news_of(release: Release) -> list[ReleaseNews]:
    return [
        ReleaseNews(
            number=2,
            published_at=datetime(2030, 4, 2, 9, tzinfo=UTC),
            note="Two rooms changed",
            changes=compare(release.content, release.content),
        ),
        ReleaseNews(number=1, published_at=datetime(2030, 4, 1, 9, tzinfo=UTC)),
    ]


def names_of(release: Release) -> Iterator[tuple[str, str]]:
    """Every page of a release, as its name and key."""
    content = release.content
    yield from (("forum", ""), ("agenda", ""), ("speakers", ""), ("changes", ""))
    if content.forum.note:
        yield "concept-note", ""
    for session in content.sessions:
        yield "session", session.id
        if session.note:
            yield "session-note", session.id
    for person in content.people:
        yield "speaker", person.id


def pages_of(release: Release, language: str = "en", zone: str | None = None) -> dict[tuple[str, str], str]:
    reader = a_reader(release, language, zone)
    return {(name, key): render_page(name, release, reader, key, news_of(release)) for name, key in names_of(release)}


def parsed(html: str) -> etree._Element:
    """The page as a browser's parser builds it."""
    tree: etree._Element = html5lib.parse(html, treebuilder="lxml", namespaceHTMLElements=False)
    return tree


def elements(html: str, path: str) -> list[etree._Element]:
    return list(parsed(html).iterfind(path))


def text_of(element: etree._Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def links_of(html: str) -> Iterable[str]:
    return [link.get("href", "") for link in elements(html, ".//a[@href]")]
