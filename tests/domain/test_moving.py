"""Wall times moved to another zone, short names suggested, a copy that leaves its source as it was."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from forum_app.domain.copying import Basics, Choice, copied
from forum_app.domain.draft import Draft, Session
from forum_app.domain.draft_parts import Interval, Online, Private, Role
from forum_app.domain.identity import ALPHABET
from forum_app.domain.moving import outside, same_instant
from forum_app.domain.slugs import suggested
from forum_app.domain.texts import fingerprint
from forum_app.domain.translations import State, counts, rows_into
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionStatus
from tests.factories import AMINA, FIRST_DAY, a_forum, a_person, an_id, wall

BASICS = Basics("Next", "next", FIRST_DAY + timedelta(days=364), FIRST_DAY + timedelta(days=365), "Asia/Bangkok", ("en", "fr"))  # fmt: skip


def a_draft(**changes: object) -> Draft:
    sessions = [
        Session(
            id=an_id(1, "s"),
            title={"en": "Opening", "fr": "Ouverture", "fr@en": fingerprint("Opening")},
            start=wall(9),
            minutes=60,
            online=Online(platform="Web", url="https://meet.example/1"),
            roles=[Role(id=an_id(1, "k"), person=AMINA, role=RoleKind.MODERATOR)],
        ),
        Session(id=an_id(2, "s"), title={"en": "Gone"}, status=SessionStatus.CANCELLED),
    ]
    return Draft(**{"version": 1, "forum": a_forum(), "people": [a_person()], "sessions": sessions, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "fold", "old", "new", "gives"),
    [
        ((2026, 10, 25, 2, 30), 0, "Europe/Paris", "UTC", ((2026, 10, 25, 0, 30), 0)),
        ((2026, 10, 25, 2, 30), 1, "Europe/Paris", "UTC", ((2026, 10, 25, 1, 30), 0)),
        ((2026, 10, 25, 1, 30), 0, "UTC", "Europe/Paris", ((2026, 10, 25, 2, 30), 1)),
        ((2026, 12, 31, 23, 0), 0, "Asia/Kathmandu", "Pacific/Chatham", ((2027, 1, 1, 7, 0), 0)),
        ((2026, 6, 1, 9, 0), 0, "Pacific/Apia", "America/St_Johns", ((2026, 5, 31, 17, 30), 0)),
    ],
)
def test_the_same_moment_on_other_clocks(at: tuple, fold: int, old: str, new: str, gives: tuple) -> None:
    assert same_instant(datetime(*at), fold, old, new) == (datetime(*gives[0]), gives[1])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Forum on the Future of Work", "forum-future-work-2027"),
        ("Été à Genève 2028", "ete-geneve-2028"),
        ("NEW", "new-2027"),
        ("A" * 300, "a" * 40 + "-2027"),
    ],
)
def test_short_names_are_suggested(title: str, name: str) -> None:
    assert suggested(title, 2027) == name


@pytest.mark.parametrize("title", ["", "…!?", "🎉", "منتدى", "x"])
def test_titles_without_latin_letters_get_a_random_one(title: str) -> None:
    one, other = suggested(title, 2027), suggested(title, 2027)
    assert one != other and set(one.removeprefix("forum-")) <= set(ALPHABET)


def test_a_copy_has_nothing_of_what_was_for_then_and_leaves_its_source_alone() -> None:
    source = a_draft()
    before = msgspec.json.encode(source)
    made = copied(source, BASICS, Choice(people=True, sessions=True))
    assert msgspec.json.encode(source) == before
    [session] = made.draft.sessions
    assert session.start == wall(9) + timedelta(days=364)
    assert session.online == Online(platform="Web")
    assert [role.state for role in session.roles] == [RoleState.TO_INVITE]
    assert session.roles[0].person == made.draft.people[0].id != AMINA
    assert {str(sentence) for _place, sentence in made.told} == {
        "Cancelled sessions were left out: 1.",
        "The online link is the earlier forum's: it was left out.",
    }


def test_hours_when_somebody_is_not_available_move_with_the_days() -> None:
    hours = [
        Interval(start=wall(9), end=wall(12)),
        Interval(start=datetime(1, 1, 1), end=datetime(1, 1, 2)),  # a slip of somebody's hand: on no days there are
    ]
    source = a_draft(people=[a_person(private=Private(email="amina@example.org", unavailable=hours))])
    [person] = copied(source, BASICS, Choice(people=True, private=True)).draft.people
    days = timedelta(days=364)
    assert person.private == Private(
        email="amina@example.org", unavailable=[Interval(start=wall(9) + days, end=wall(12) + days)]
    )
    assert source.people[0].private.unavailable == hours
    assert copied(source, BASICS, Choice(people=True)).draft.people[0].private is None


@pytest.mark.parametrize(("end", "left"), [((2, 30), []), ((4, 0), [((3, 0), (4, 0))])])
def test_hours_that_the_new_clocks_skip_are_cut_off(end: tuple[int, int], left: list) -> None:
    day = date(2030, 3, 31)  # in Paris 02:00 is 03:00
    basics = Basics("Next", "next", day, day, "Europe/Paris", ("en",))
    hours = [Interval(start=wall(2, 15), end=wall(*end))]
    source = a_draft(people=[a_person(private=Private(unavailable=hours))])
    [person] = copied(source, basics, Choice(people=True, private=True)).draft.people
    moved = [((one.start.hour, one.start.minute), (one.end.hour, one.end.minute)) for one in person.private.unavailable]
    assert [(start[0], until) for start, until in moved] == [(start[0], until) for start, until in left]


def test_languages_that_the_copy_does_not_list_go_where_something_is_left() -> None:
    made = copied(a_draft(), Basics("N", "nn", date(2031, 1, 1), date(2031, 1, 2), "UTC", ("fr",)), Choice(sessions=True))  # fmt: skip
    assert made.draft.sessions[0].title == {"fr": "Ouverture"}
    only = copied(a_draft(), Basics("N", "nn", date(2031, 1, 1), date(2031, 1, 2), "UTC", ("ar",)), Choice(sessions=True))  # fmt: skip
    assert only.draft.sessions[0].title["en"] == "Opening"


def test_sessions_outside_the_days_are_named() -> None:
    draft = a_draft()
    draft.forum.first_day = draft.forum.last_day = FIRST_DAY + timedelta(days=1)
    assert outside(draft) == ["Opening"]
    draft.sessions[0].start = wall(3, day=FIRST_DAY + timedelta(days=2))  # the night belongs to the evening before
    assert outside(draft) == []


def test_translations_are_missing_old_done_or_the_same() -> None:
    draft = a_draft(people=[a_person(posts=[], biography={"en": "<p>Long.</p>"})])
    states = {row.at: row.state for row in rows_into(draft, "fr")}
    session, person = draft.sessions[0].id, draft.people[0].id
    assert states[f"session/{session}/title"] == State.DONE
    assert states[f"person/{person}/biography"] == State.MISSING
    assert states[f"person/{person}/name"] == State.SAME
    assert not any("Gone" in row.original for row in rows_into(draft, "fr"))
    draft.sessions[0].title["en"] = "Another"
    assert (counts(draft)["fr"].old, counts(draft)["fr"].percent < 100) == (1, True)
    assert {row.at: row.state for row in rows_into(draft, "ar")}[f"person/{person}/name"] == State.MISSING
