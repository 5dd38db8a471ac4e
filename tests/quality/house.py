"""Every door of this application in one hand: a file goes in by the import, and is read again where readers read it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import html5lib
import vobject
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import func, select

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.errors import ImportRefused
from forum_app.domain.identity import ALPHABET
from forum_app.domain.release import Release
from forum_app.services.draft_rows import DRAFT_TABLES, table
from forum_app.services.forum_files import export_draft, import_forum
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from tests.houses import BASE_URL

NOW = datetime(2030, 4, 1, 9, 0, tzinfo=UTC)
Data = dict[str, Any]


def an_id(kind: str, number: int) -> str:
    """A public id that tells its kind and number: s22222223 is the second session."""
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return kind + digits.rjust(9, ALPHABET[0])


def a_file(slug: str = "harvest", **forum: Any) -> Data:
    """The plain data of a small forum.json: one session with a talk, two people, a room, a theme, an organisation.

    Ids begin with letters that belong to the slug, so that several forums stand in one house without being copies.
    """
    mark = "".join(char for char in slug if char in ALPHABET)[:4].ljust(4, "x")

    def key(letter: str) -> str:
        return f"{letter}{mark}22222"

    given = {
        "id": key("f"),
        "slug": slug,
        "title": {"en": "Harvest Forum"},
        "first_day": "2030-05-14",
        "last_day": "2030-05-15",
        "zone": "Asia/Bangkok",
        "venue": {"name": {"en": "River House"}, "city": {"en": "Bangkok"}},
        "languages": ["en", "fr"],
    }
    return {
        "version": 1,
        "forum": {**given, **forum},
        "themes": [{"id": key("t"), "title": {"en": "Water"}}],
        "rooms": [{"id": key("r"), "name": {"en": "Great Hall"}}],
        "organisations": [{"id": key("g"), "name": {"en": "League"}, "kind": "workers"}],
        "people": [
            {
                "id": key("p"),
                "name": {"en": "Amina Diallo"},
                "posts": [{"title": {"en": "Head"}, "organisation": key("g")}],
            },
            {"id": key("q"), "name": {"en": "Boris Petrov"}},
        ],
        "sessions": [
            {
                "id": key("s"),
                "title": {"en": "Water for all"},
                "kind": "plenary",
                "start": "2030-05-14T10:00:00",
                "minutes": 90,
                "room": key("r"),
                "themes": [key("t")],
                "roles": [{"id": key("m"), "person": key("p"), "role": "moderator"}],
                "talks": [
                    {
                        "id": key("k"),
                        "title": {"en": "Wells that last"},
                        "minutes": 20,
                        "speakers": [{"id": key("w"), "person": key("q")}],
                    }
                ],
            }
        ],
    }


def put(data: Data, place: str, value: Any) -> Data:
    """The data with a value at a place such as ``sessions.0.title``; what is not there is made."""
    here: Any = data
    *way, last = place.split(".")
    for step, following in zip(way, place.split(".")[1:], strict=True):
        here = here[int(step)] if isinstance(here, list) else here.setdefault(step, [{}] if following.isdigit() else {})
    if isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value
    return data


@dataclass
class House:
    """A database of this test's own, the application on it, and a visitor."""

    database: Database
    media: Media
    client: FlaskClient

    def take(self, data: Data | bytes, **options: Any) -> str:
        """Imports a file; returns the short name."""
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        return import_forum(self.database, self.media, raw, actor="test", **options).slug

    def refusal(self, data: Data | bytes) -> dict[str, str]:
        """Why a file is refused, by place. The tables are as they were, whatever was wrong."""
        before = self.rows()
        try:
            self.take(data)
        except ImportRefused as refused:
            assert self.rows() == before
            return dict(refused.problems)
        return {}

    def exported(self, slug: str) -> bytes:
        return export_draft(self.database, self.media, slug, actor="test")

    def rows(self) -> dict[str, int]:
        with self.database.reading() as connection:
            names = ("forum", *DRAFT_TABLES)
            return {
                name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names
            }

    def publish(self, slug: str, now: datetime = NOW) -> Release:
        release = publish_release(self.database, slug, now=now, host="localhost", actor="test")
        self.client.application.extensions["forum"].live.read_at = -10.0
        return release

    def open(self, data: Data, **options: Any) -> "Doors":
        """Imports and publishes a file, and opens every door of it."""
        slug = self.take(data, **options)
        return Doors(self.client, slug, self.publish(slug))


def opened(url: str, instance: Path) -> House:
    database = Database(url)
    config = Config(
        instance=instance,
        database_url=url,
        base_url=BASE_URL,
        secret_key="k" * 40,
        production=False,
        now_at=NOW,
        proxies=0,
    )
    return House(database, Media(instance), create_app(config, database).test_client())


@dataclass
class Doors:
    """What readers get of one published forum, read by other people's parsers."""

    client: FlaskClient
    slug: str
    release: Release

    @property
    def root(self) -> str:
        return f"/forums/{self.slug}"

    def get(self, path: str) -> bytes:
        answer = self.client.get(f"{self.root}/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.data

    def paths(self) -> Iterator[str]:
        """Every page of the forum."""
        content = self.release.content
        yield from ("", "agenda", "speakers", "changes")
        if content.forum.note:
            yield "concept-note"
        yield from (f"sessions/{session.id}" for session in content.sessions)
        yield from (f"sessions/{session.id}/concept-note" for session in content.sessions if session.note)
        yield from (f"speakers/{person.id}" for person in content.people)

    @cached_property
    def pages(self) -> dict[str, str]:
        return {path: self.get(path).decode() for path in self.paths()}

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        return {path: tree_of(html) for path, html in self.pages.items()}

    @cached_property
    def agenda(self) -> Data:
        found: Data = json.loads(self.get("agenda.json"))
        return found

    @cached_property
    def calendar(self) -> vobject.base.Component:
        return vobject.readOne(self.get("agenda.ics").decode())

    @property
    def events(self) -> list[vobject.base.Component]:
        events: list[vobject.base.Component] = self.calendar.contents.get("vevent", [])
        return events


def tree_of(html: str, *, scripting: bool = False) -> etree._Element:
    """A page as a browser builds it, with scripts on or off."""
    root: etree._Element = html5lib.parse(
        html, treebuilder="lxml", namespaceHTMLElements=False, scripting=scripting
    ).getroot()
    return root


def shown(element: etree._Element | None) -> str:
    """The text of an element, blanks made one."""
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()
