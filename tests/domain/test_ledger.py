"""What calendars were told: SEQUENCE and stamps only grow, and only when they have to."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.addresses import Addresses
from forum_app.calendars.public import agenda_ics, event_blocks
from forum_app.domain.draft import Room, Session, Theme
from forum_app.domain.draft_parts import Online, Role
from forum_app.domain.freezing import freeze
from forum_app.domain.ledger import next_ledger, tombstones
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import Mode, RoleKind, SessionStatus
from tests.factories import (
    ADDRESSES,
    AMINA,
    HALL,
    HOST,
    NOW,
    PLENARY,
    SEEDS,
    STUDIO,
    WATER,
    WORKSHOP,
    a_draft,
    a_person,
    a_plain_session,
    a_release,
    a_session,
    a_venue,
    an_id,
    people,
    wall,
)


def grew(release: Release) -> tuple[int, bool]:
    """The plenary's SEQUENCE, and whether its stamp grew, since the first release."""
    entry = release.ledger[PLENARY]
    return entry.sequence, entry.changed_at > NOW


def shown(release: Release) -> list[bytes]:
    """The plenary in calendars of both languages, without stamps."""
    events = [
        event_blocks(release, language, Addresses(release.content.forum.slug, "https://forum.example"))[PLENARY]
        for language in ("en", "fr")
    ]
    return [re.sub(rb"(DTSTAMP|LAST-MODIFIED|SEQUENCE):[^\r]*\r\n", b"", event) for event in events]


NOTHING, STAMP_ONLY, BOTH = (0, False), (0, True), (1, True)


@pytest.mark.parametrize(
    ("changes", "growth"),
    [
        ({}, NOTHING),
        ({"start": wall(10, 30)}, BOTH),
        ({"minutes": 80}, BOTH),
        ({"room": STUDIO}, BOTH),
        ({"room": None}, BOTH),
        ({"mode": Mode.ONLINE, "online": Online(platform="Zoom")}, BOTH),
        ({"status": SessionStatus.TENTATIVE}, BOTH),
        ({"status": SessionStatus.CANCELLED}, BOTH),
        ({"title": {"en": "Other"}}, STAMP_ONLY),
        ({"title": {"en": "Water for all", "fr": "Autre"}}, STAMP_ONLY),
        ({"summary": {"en": "<p>Other</p>"}}, STAMP_ONLY),
        ({"label": {"en": "Dialogue"}}, STAMP_ONLY),
        ({"themes": [SEEDS]}, STAMP_ONLY),
        ({"languages": ["en"]}, STAMP_ONLY),
        ({"roles": []}, STAMP_ONLY),
        ({"roles": [Role(id=an_id(1, "m"), person=AMINA, role=RoleKind.RAPPORTEUR)]}, STAMP_ONLY),
        ({"talks": []}, STAMP_ONLY),
        ({"objectives": {"en": "<p>Not in calendars</p>"}}, NOTHING),
        ({"outcome": {"en": "<p>Not in calendars</p>"}}, NOTHING),
        ({"capacity": 40}, NOTHING),
        ({"online": Online(platform="Zoom", url="https://zoom.example/1", public=True)}, NOTHING),
    ],
    ids=str,
)
def test_sequence_grows_with_time_place_and_status_and_the_stamp_with_what_shows(
    changes: dict[str, Any], growth: tuple[int, bool]
) -> None:
    before = a_release(a_draft(a_session()))
    after = a_release(a_draft(a_session(**changes)), after=before)

    assert grew(after) == growth
    assert (shown(after) != shown(before)) is growth[1]


@pytest.mark.parametrize(
    ("changes", "growth"),
    [
        ({"forum": {"title": {"en": "Renamed"}}}, NOTHING),
        ({"forum": {"summary": {"en": "Other"}}}, NOTHING),
        ({"forum": {"venue": a_venue(name={"en": "Hill House"})}}, BOTH),
        ({"forum": {"venue": a_venue(name={"en": "River House", "fr": "Maison"})}}, STAMP_ONLY),
        ({"forum": {"venue": a_venue(latitude=13.7564)}}, STAMP_ONLY),
        ({"forum": {"slug": "sowing"}}, STAMP_ONLY),
        ({"rooms": [Room(id=HALL, name={"en": "Small Hall", "fr": "Grande salle"})]}, BOTH),
        ({"rooms": [Room(id=HALL, name={"en": "Great Hall", "fr": "Salle"})]}, STAMP_ONLY),
        ({"rooms": [Room(id=HALL, name={"en": "Great Hall", "fr": "Grande salle"}, building="B")]}, BOTH),
        ({"rooms": [Room(id=HALL, name={"en": "Great Hall", "fr": "Grande salle"}, capacity=9)]}, NOTHING),
        ({"themes": [Theme(id=WATER, title={"en": "Rivers"})]}, STAMP_ONLY),
        ({"themes": [Theme(id=WATER, title={"en": "Water", "fr": "Eau"}, text={"en": "<p>Long</p>"})]}, NOTHING),
        ({"people": [a_person(honorific={"en": "Dr"}), *people()[1:]]}, STAMP_ONLY),
        ({"people": [*[a_person(honorific={"en": "Ms", "fr": "Mme"}, biography={"en": "x"})], *people()[1:]]}, NOTHING),
    ],
    ids=str,
)
def test_what_changes_around_a_session_counts_where_its_calendar_shows_it(
    changes: dict[str, Any], growth: tuple[int, bool]
) -> None:
    before = a_release(a_draft(a_session()))
    after = a_release(a_draft(a_session(), **changes), after=before)

    assert grew(after) == growth
    assert (shown(after) != shown(before)) is growth[1]


@pytest.mark.parametrize("languages", [["en", "fr", "es"], ["fr", "en"]])
def test_other_content_languages_grow_the_stamp_for_what_readers_of_a_new_one_see(languages: list[str]) -> None:
    after = a_release(a_draft(a_session(), forum={"languages": languages}), after=a_release(a_draft(a_session())))

    assert grew(after) == STAMP_ONLY


def test_a_session_first_published_as_cancelled_starts_at_nought_and_counts_up_when_it_takes_place() -> None:
    first = a_release(a_draft(a_plain_session(status=SessionStatus.CANCELLED)))
    second = a_release(a_draft(a_plain_session()), after=first)

    assert [(entry.sequence, entry.status) for entry in (first.ledger[WORKSHOP], second.ledger[WORKSHOP])] == [
        (0, SessionStatus.CANCELLED),
        (1, SessionStatus.CONFIRMED),
    ]


def test_a_session_that_never_had_a_time_is_not_in_the_ledger() -> None:
    release = a_release(a_draft(a_plain_session(start=None)))

    assert release.ledger == {}


def test_a_tombstone_keeps_the_last_times_title_and_place() -> None:
    first = a_release()
    second = a_release(a_draft(a_session()), after=first)

    assert second.ledger[WORKSHOP] == msgspec.structs.replace(
        first.ledger[WORKSHOP],
        sequence=1,
        changed_at=NOW + timedelta(days=1),
        status=SessionStatus.CANCELLED,
        gone=True,
    )


def test_a_tombstone_stays_as_it_is_until_the_sessions_end_and_is_kept_after_it() -> None:
    ends_at = datetime(2030, 5, 14, 8, 0, tzinfo=UTC)
    gone = a_release(a_draft(a_session()), after=a_release())
    days = [gone.ledger[WORKSHOP].changed_at, ends_at - timedelta(seconds=1), ends_at, ends_at + timedelta(days=1)]
    later = [a_release(a_draft(a_session()), after=gone, now=now) for now in days]

    assert [[key for key, _entry in tombstones(release)] for release in later] == [[WORKSHOP], [WORKSHOP], [], []]
    assert [release.ledger[WORKSHOP] for release in later] == [gone.ledger[WORKSHOP]] * 4


def test_a_preview_shows_no_tombstone() -> None:
    gone = a_release(a_draft(a_session()), after=a_release())
    preview = Release(content=gone.content, ledger=gone.ledger)

    assert list(tombstones(preview)) == []


def test_bringing_an_old_release_back_goes_on_counting() -> None:
    first = a_release()
    second = a_release(a_draft(a_session(start=wall(11))), after=first)
    third = a_release(content=first.content, after=second)

    assert [[release.ledger[key].sequence for key in (PLENARY, WORKSHOP)] for release in (first, second, third)] == [
        [0, 0],
        [1, 1],
        [2, 2],
    ]
    assert third.ledger[WORKSHOP].gone is False


def test_a_change_and_its_undoing_within_a_second_are_two_steps() -> None:
    first = a_release()
    second = a_release(a_draft(a_session(start=wall(11))), after=first, now=NOW)
    third = a_release(a_draft(a_session()), after=second, now=NOW)

    told = [release.ledger[PLENARY] for release in (first, second, third)]
    assert [(entry.sequence, (entry.changed_at - NOW).seconds) for entry in told] == [(0, 0), (1, 1), (2, 2)]


def test_a_clock_that_steps_back_takes_nothing_back() -> None:
    first = a_release()
    second = a_release(a_draft(a_session(start=wall(11))), after=first, now=NOW - timedelta(days=30))

    assert second.ledger[PLENARY].changed_at == NOW + timedelta(seconds=1)
    assert second.ledger[WORKSHOP].changed_at == NOW + timedelta(seconds=1)


def test_a_uid_outlives_another_host_and_another_short_name() -> None:
    first = a_release()
    content = freeze(a_draft(forum={"slug": "sowing"}))
    ledger = next_ledger(first.ledger, content, NOW, "elsewhere.example")

    assert {key: entry.uid for key, entry in ledger.items()} == {
        PLENARY: f"{PLENARY}@{HOST}",
        WORKSHOP: f"{WORKSHOP}@{HOST}",
    }


STATES = st.none() | st.builds(
    a_plain_session,
    start=st.sampled_from([wall(14), wall(15), None]),
    minutes=st.sampled_from([60, 90]),
    room=st.sampled_from([HALL, STUDIO, None]),
    title=st.sampled_from([{"en": "Seed swap"}, {"en": "Seeds"}]),
    status=st.sampled_from(SessionStatus),
)
CLOCKS = st.integers(-3, 50).map(lambda days: NOW + timedelta(days=days))


@given(st.lists(st.tuples(STATES, CLOCKS), min_size=2, max_size=8))
def test_whatever_is_published_when_nothing_told_falls_and_the_same_told_twice_is_the_same(
    steps: list[tuple[Session | None, datetime]],
) -> None:
    last: Release | None = None
    for session, now in steps:
        draft = a_draft(sessions=[session] if session else [])
        release = a_release(draft, after=last, now=now)
        again = a_release(draft, after=release, now=now)
        assert again.ledger == release.ledger
        assert agenda_ics(again, "en", ADDRESSES) == agenda_ics(release, "en", ADDRESSES)
        for key, before in (last.ledger if last else {}).items():
            entry = release.ledger[key]
            assert entry.uid == before.uid
            told = [(each.starts_at, each.ends_at, each.place, each.status, each.gone) for each in (before, entry)]
            buried = before.status == SessionStatus.CANCELLED and entry.gone
            assert entry.sequence - before.sequence == (told[0] != told[1] and not buried)
            assert (entry.changed_at > before.changed_at) == (
                msgspec.structs.replace(entry, changed_at=before.changed_at) != before
            )
            assert entry.changed_at >= before.changed_at
        last = release
