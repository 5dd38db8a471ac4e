"""A session's life from release to release, as the calendars of its readers tell it."""

from datetime import UTC
from itertools import pairwise
from typing import Any

import pytest

from forum_app.calendars.public import agenda_ics, session_ics
from forum_app.domain.draft import Session
from forum_app.domain.errors import NotFound
from forum_app.domain.filters import chosen_gone, parse
from forum_app.domain.ledger import tombstones
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import SessionStatus
from tests.calendars.readers import READERS, Reading, Seen, read_by_all
from tests.factories import (
    ADDRESSES,
    AMINA,
    FIRST_DAY,
    NOW,
    PLENARY,
    STUDIO,
    WATER,
    WORKSHOP,
    a_draft,
    a_plain_session,
    a_release,
    a_session,
    wall,
)

PAGE = "https://forum.example/forums/harvest/sessions/s222222224"
USUAL = f"Attendance: In person\n\n{PAGE}"
GONE = "This session is no longer in the programme.\n\nhttps://forum.example/forums/harvest/agenda"
MOVED: dict[str, Any] = {"start": wall(15), "minutes": 90}
RENAMED: dict[str, Any] = {**MOVED, "title": {"en": "Seeds, swapped", "fr": "Troc de semences"}}
PLACED: dict[str, Any] = {**RENAMED, "room": STUDIO}
CANCELLED: dict[str, Any] = {**PLACED, "status": SessionStatus.CANCELLED}
# Each release: its name, the session in the draft (None: deleted) and what calendars then show (None: nothing).
LIFE: list[tuple[str, dict[str, Any] | None, tuple[str, ...] | None]] = [
    ("published", {}, ("07:00", "08:00", "Seed swap", "River House, Bangkok", USUAL, "CONFIRMED", "0", "Workshop")),
    ("untouched", {}, ("07:00", "08:00", "Seed swap", "River House, Bangkok", USUAL, "CONFIRMED", "0", "Workshop")),
    ("moved", MOVED, ("08:00", "09:30", "Seed swap", "River House, Bangkok", USUAL, "CONFIRMED", "1", "Workshop")),
    (
        "renamed",
        RENAMED,
        ("08:00", "09:30", "Seeds, swapped", "River House, Bangkok", USUAL, "CONFIRMED", "1", "Workshop"),
    ),
    (
        "placed",
        PLACED,
        ("08:00", "09:30", "Seeds, swapped", "Studio, River House, Bangkok", USUAL, "CONFIRMED", "2", "Workshop"),
    ),
    (
        "cancelled",
        CANCELLED,
        (
            "08:00",
            "09:30",
            "Seeds, swapped",
            "Studio, River House, Bangkok",
            f"This session is cancelled.\n\n{USUAL}",
            "CANCELLED",
            "3",
            "Workshop",
        ),
    ),
    (
        "deleted",
        None,
        ("08:00", "09:30", "Seeds, swapped", "Studio, River House, Bangkok", GONE, "CANCELLED", "3", ""),
    ),
    (
        "brought back",
        PLACED,
        ("08:00", "09:30", "Seeds, swapped", "Studio, River House, Bangkok", USUAL, "CONFIRMED", "4", "Workshop"),
    ),
    (
        "unscheduled",
        {**PLACED, "start": None},
        ("08:00", "09:30", "Seeds, swapped", "Studio, River House, Bangkok", GONE, "CANCELLED", "5", ""),
    ),
    (
        "scheduled again, to be confirmed",
        {**PLACED, "status": SessionStatus.TENTATIVE},
        (
            "08:00",
            "09:30",
            "Seeds, swapped",
            "Studio, River House, Bangkok",
            f"This session is still to be confirmed.\n\n{USUAL}",
            "TENTATIVE",
            "6",
            "Workshop",
        ),
    ),
    (
        "set back to draft",
        {**PLACED, "status": SessionStatus.DRAFT},
        ("08:00", "09:30", "Seeds, swapped", "Studio, River House, Bangkok", GONE, "CANCELLED", "7", ""),
    ),
    ("over", None, None),
]
NAMES = [name for name, _draft, _seen in LIFE]


def the_session(changes: dict[str, Any] | None) -> list[Session]:
    return [] if changes is None else [a_plain_session(**changes)]


def releases() -> dict[str, Release]:
    found: dict[str, Release] = {}
    last = None
    for name, changes, _seen in LIFE:
        at = NOW.replace(month=5, day=15) if name == "over" else None
        last = a_release(a_draft(a_session(), *the_session(changes)), after=last, now=at)
        found[name] = last
    return found


RELEASES = releases()


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    files = {name: agenda_ics(release, "en", ADDRESSES) for name, release in RELEASES.items()}
    return read_by_all(files, tmp_path_factory.mktemp("life"))


def expected(seen: tuple[str, ...] | None) -> list[Seen]:
    if seen is None:
        return []
    start, end, summary, location, description, status, sequence, category = seen
    day = FIRST_DAY.isoformat()
    return [
        Seen(
            uid=f"{WORKSHOP}@forum.example",
            start=f"{day}T{start}:00Z",
            end=f"{day}T{end}:00Z",
            summary=summary,
            location=location,
            description=description,
            status=status,
            sequence=int(sequence),
            categories=(category,) if category else (),
        )
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("name", "seen"), [(name, seen) for name, _draft, seen in LIFE], ids=NAMES)
def test_every_reader_sees_the_session_as_it_is_now(
    reading: Reading, reader: str, name: str, seen: tuple[str, ...] | None
) -> None:
    events = reading[name][reader]

    assert [event for event in events if event.uid.startswith(WORKSHOP)] == expected(seen)


@pytest.mark.parametrize("reader", READERS)
def test_what_happens_to_one_session_leaves_the_other_as_it_was(reading: Reading, reader: str) -> None:
    others = [[event for event in reading[name][reader] if not event.uid.startswith(WORKSHOP)] for name in NAMES]

    assert others == [others[0]] * len(NAMES)
    assert [(event.start, event.end, event.sequence) for event in others[0]] == [
        ("2030-05-14T03:00:00Z", "2030-05-14T04:30:00Z", 0)
    ]


def test_the_stamp_grows_with_every_change_that_shows_and_with_nothing_else() -> None:
    stamps = [RELEASES[name].ledger[WORKSHOP].changed_at for name in NAMES]
    grew = [later > earlier for earlier, later in pairwise(stamps)]

    assert dict(zip(NAMES[1:], grew, strict=True)) == {
        "untouched": False,
        "moved": True,
        "renamed": True,
        "placed": True,
        "cancelled": True,
        "deleted": True,
        "brought back": True,
        "unscheduled": True,
        "scheduled again, to be confirmed": True,
        "set back to draft": True,
        "over": False,
    }


def test_publishing_the_same_again_gives_the_same_bytes() -> None:
    first, again = RELEASES["published"], RELEASES["untouched"]

    assert agenda_ics(first, "fr", ADDRESSES) == agenda_ics(again, "fr", ADDRESSES)


def test_the_file_of_a_deleted_session_tells_its_subscribers_until_its_end() -> None:
    first = a_release(a_draft(a_session(), a_plain_session()))
    gone = a_release(a_draft(a_session()), after=first)
    told = session_ics(gone, WORKSHOP, "en", ADDRESSES)
    assert b"STATUS:CANCELLED\r\nLOCATION" in told
    assert b"SEQUENCE:1\r\n" in told
    late = a_release(
        a_draft(a_session()), after=gone, now=wall(9, day=FIRST_DAY.replace(year=2031)).replace(tzinfo=UTC)
    )
    with pytest.raises(NotFound):
        session_ics(late, WORKSHOP, "en", ADDRESSES)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"theme": WATER}, True), ({"theme": "t222222299"}, False), ({"kind": "plenary"}, True), ({"kind": "panel"}, False),
        ({"speaker": AMINA}, True), ({"speaker": "p222222299"}, False), ({"day": "2030-05-14"}, True), ({"day": "2030-05-15"}, False),
        ({"mode": "in-person"}, True), ({"mode": "online"}, False), ({"language": "fr"}, True), ({"language": "de"}, False),
        ({"q": "water"}, True), ({"q": "seeds"}, False), ({"session": PLENARY}, True), ({"session": WORKSHOP}, False),
    ],
)  # fmt: skip
def test_a_filtered_feed_tells_that_a_session_it_showed_is_gone(asked: dict[str, str], shown: bool) -> None:
    first = a_release(a_draft(a_session(), a_plain_session()))
    gone = a_release(a_draft(a_plain_session()), after=first)
    wanted = parse(asked.items())
    assert chosen_gone(gone.content, tombstones(gone), wanted) == ({PLENARY} if shown else set())
