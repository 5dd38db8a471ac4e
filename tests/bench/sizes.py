"""What size costs: the agenda, its feed and publishing at 8, 200 and 2,000 sessions, and real programmes taken in.

    python -m tests.bench.sizes [SCHEDULE.XML]

Per byte: a page or feed of 2,000 sessions may cost no more for each byte than one of 8, kept or made for the first time.
"""

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft import Draft, Person, Room, Session, Talk, Theme
from forum_app.domain.draft_parts import Role, TalkSpeaker
from forum_app.domain.vocabularies import RoleKind, SessionKind
from forum_app.services.forum_files import keep_draft
from forum_app.services.media import Media
from forum_app.services.programme_files import import_programme
from forum_app.services.publishing import publish_release
from forum_app.services.schema import upgrade
from tests.bench.__main__ import BASE_URL, asked, timed
from tests.factories import a_forum, an_id

SIZES = (8, 200, 2000)
NOW = datetime(2030, 4, 1, tzinfo=UTC)
ABSTRACT = "<p>What was tried in three districts, what it cost, who was paid, and what others can take from it.</p>"


def a_programme(sessions: int) -> Draft:
    """Sessions of 40 minutes in up to 40 rooms over up to five days, each with two speakers and a moderator."""
    rooms = min(40, max(2, sessions // 10))
    days = min(5, max(1, sessions // 100))
    per_room = -(-sessions // rooms)
    per_day = -(-per_room // days)
    first = date(2030, 5, 14)

    def start(number: int) -> datetime:
        place = number // rooms
        return datetime(2030, 5, 14, 8) + timedelta(days=place // per_day, minutes=45 * (place % per_day))

    people = [
        Person(id=an_id(number, "p"), name={"en": f"Person {number}"}, biography={"en": ABSTRACT})
        for number in range(sessions + 2)
    ]

    def session(number: int) -> Session:
        speakers = [TalkSpeaker(id=an_id(number * 2 + one, "w"), person=people[number + one].id) for one in range(2)]
        talk = Talk(
            id=an_id(number, "k"), title={"en": f"Talk {number} in full"}, abstract={"en": ABSTRACT}, speakers=speakers
        )
        return Session(
            id=an_id(number, "s"),
            title={"en": f"Session {number}: works that last and pay", "fr": f"Séance {number}"},
            kind=list(SessionKind)[number % 7],
            summary={"en": ABSTRACT},
            start=start(number),
            minutes=40,
            room=an_id(number % rooms, "r"),
            themes=[an_id(number % 6, "t")],
            languages=["en"],
            roles=[Role(id=an_id(number, "m"), person=people[number + 1].id, role=RoleKind.MODERATOR)],
            talks=[talk],
        )

    return Draft(
        version=1,
        forum=a_forum(
            id=an_id(sessions, "f"), slug=f"size-{sessions}", first_day=first, last_day=first + timedelta(days=days - 1)
        ),
        themes=[Theme(id=an_id(number, "t"), title={"en": f"Theme {number}"}) for number in range(6)],
        rooms=[Room(id=an_id(number, "r"), name={"en": f"Room {number}"}, capacity=80) for number in range(rooms)],
        people=people,
        sessions=[session(number) for number in range(sessions)],
    )


def main() -> None:
    print("| what | 8 sessions | 200 | 2,000 | per byte, 2,000 to 8 | target |\n|---|---|---|---|---|---|")
    figures: dict[str, list[tuple[float, int]]] = {}
    published: list[float] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), size, figures, published)
    for name, values in figures.items():
        cells = " | ".join(f"{spent / 1000:.2f} ms" for spent, _bytes in values)
        per_byte = [spent / length for spent, length in values]
        is_kept = name.startswith(
            ("agenda page", "calendar feed")
        )  # the others are made anew each time, mostly of frame
        print(f"| {name} | {cells} | {f'{per_byte[-1] / per_byte[0]:.2f} | 1' if is_kept else '|'} |")
    cells = " | ".join(f"{spent:.2f} s" for spent in published)
    print(f"| publish | {cells} | | 3 s at 2,000 |")
    for name in sys.argv[1:]:
        taken_in(Path(name))


def measure(folder: Path, size: int, figures: dict[str, list[tuple[float, int]]], published: list[float]) -> None:
    database = Database(f"sqlite:///{folder / 'forum.db'}")
    upgrade(database)
    draft = a_programme(size)
    database.write(lambda connection: keep_draft(connection, draft, False, "bench"))
    start = time.perf_counter()
    publish_release(database, draft.forum.slug, now=NOW, host="localhost", actor="bench")
    published.append(time.perf_counter() - start)
    config = Config(folder, str(database.url), BASE_URL, "k" * 40, False, None, 0)
    at = f"/forums/{draft.forum.slug}/"
    app = create_app(config, database)
    for name, path in (("agenda page", f"{at}agenda"), ("calendar feed", f"{at}agenda.ics")):
        ask = asked(app, path)
        spent, length = once(ask)
        figures.setdefault(f"{name}, first", []).append((spent, length))
        figures.setdefault(f"{name}, kept", []).append((timed(ask, 50), length))
    for name, path in (
        ("agenda, one theme", f"{at}agenda?theme={an_id(1, 't')}"),
        ("agenda, searched", f"{at}agenda?q=talk+7"),
    ):
        ask = asked(app, path)
        ask()
        figures.setdefault(name, []).append((timed(ask, 5), unpacked(ask())))
    database.close()


def once(ask: Callable[[], bytes]) -> tuple[float, int]:
    """Microseconds of the first answer, and its bytes."""
    start = time.perf_counter()
    body = ask()
    return (time.perf_counter() - start) * 1e6, unpacked(body)


def unpacked(body: bytes) -> int:
    """How many bytes a reader gets; many sessions alike would pack better than few."""
    return len(gzip.decompress(body)) if body.startswith(b"\x1f\x8b") else len(body)


def taken_in(file: Path) -> None:
    """A real file: imported, then published."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/forum.db")
        upgrade(database)
        data: Any = file.read_bytes()
        start = time.perf_counter()
        done = import_programme(database, Media(Path(folder)), data, zone="Europe/Brussels", actor="bench")
        between = time.perf_counter()
        publish_release(database, done.kept.slug, now=NOW, host="localhost", actor="bench")
        end = time.perf_counter()
        print(
            f"\n{file.name}: {done.sessions} sessions in {between - start:.1f} s (target 15), published in {end - between:.1f} s"
        )
        database.close()


if __name__ == "__main__":
    main()
