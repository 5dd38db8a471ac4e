"""The door: everybody once a day and a session, however many desks press; who isn't confirmed needs a second press."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError

from forum_app.database import Database
from forum_app.domain.check_ins import Scanned, Spot, day_at_the_door, scanned
from forum_app.domain.errors import NotFound
from forum_app.domain.registrations import CheckIn as Checked
from forum_app.domain.vocabularies import Mode, RegistrationSource, RegistrationStatus
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import CheckIn, Registration
from forum_app.services.check_in_lists import Shown, door_of, list_at, version_of
from forum_app.services.check_ins import (
    NOT_SIGNED_UP,
    ONLINE,
    Asked,
    Outcome,
    Result,
    check_in,
    person_at,
    undo_check_in,
)
from forum_app.services.desk import desk_forum
from forum_app.services.erasing import erase_person
from forum_app.services.forum_files import draft_named, keep_draft
from forum_app.services.media import Media
from forum_app.services.registration_rows import change_registration, keep_registrations, registration_of
from forum_app.services.removing import bring_back_thing, remove_thing
from forum_app.services.waiting_list import in_turn
from forum_app.services.walk_ins import RegisteredAlready, UnfitWalkIn, WalkIn, walk_in
from tests.factories import AMINA, FIRST_DAY, PLENARY, WORKSHOP, a_draft, a_forum, a_plain_session, a_session, an_id
from tests.houses import BASE_URL
from tests.services.comers import a_registration

FORUM, OTHER = an_id(1, "f"), an_id(2, "f")
DAY, NEXT_DAY = Spot(FIRST_DAY), Spot(FIRST_DAY + timedelta(days=1))
IN_WORKSHOP, IN_PLENARY = Spot(FIRST_DAY, WORKSHOP), Spot(FIRST_DAY, PLENARY)
NOW = datetime(2030, 5, 14, 2, 4, tzinfo=UTC)
LATER = NOW + timedelta(minutes=9)
CONFIRMED, WAITING, AFAR, PENDING, CANCELLED, DECLINED, OFFERED, SPEAKER = (an_id(number, "j") for number in range(8))


def coming(number: int, key: str, code: str, **changes: Any) -> Any:
    given = {"id": key, "code": code, "status": RegistrationStatus.CONFIRMED, "mode": Mode.IN_PERSON}
    return a_registration(number, **{**given, **changes})


@pytest.fixture
def house(database: Database) -> Database:
    """A forum whose workshop needs a sign-up, with somebody in every state, and another one with somebody."""
    people = [
        coming(0, CONFIRMED, "abc234"),
        coming(1, WAITING, "abc235", status=RegistrationStatus.WAITING),
        coming(2, AFAR, "abc236", mode=Mode.ONLINE),
        coming(3, PENDING, "abc237", status=RegistrationStatus.PENDING),
        coming(4, CANCELLED, "abc238", status=RegistrationStatus.CANCELLED),
        coming(5, DECLINED, "abc239", status=RegistrationStatus.DECLINED),
        coming(6, OFFERED, "abc23a", status=RegistrationStatus.OFFERED),
        coming(7, SPEAKER, "abc23b", person=AMINA, sessions=[WORKSHOP]),
    ]
    draft = a_draft(a_session(), a_plain_session(sign_up=True, capacity=20), registrations=people)
    other = msgspec.structs.replace(
        a_draft(sessions=[], people=[], themes=[], rooms=[], organisations=[]),
        forum=a_forum(id=OTHER, slug="other"),
        registrations=[coming(8, an_id(9, "j"), "zzz999")],
    )
    for each in (draft, other):
        database.write(lambda connection, each=each: keep_draft(connection, each, True, "test"))
    return database


def press(database: Database, spot: Spot = DAY, *, trusted: bool = True, now: datetime = NOW, **asked: Any) -> Outcome:
    return check_in(database, FORUM, "harvest", spot, Asked(**asked), trusted=trusted, now=now, actor="desk")


def undo(database: Database, key: str, spot: Spot = DAY) -> Outcome:
    return undo_check_in(database, FORUM, spot, key, actor="desk")


def rows(database: Database) -> list[tuple[str, str, datetime]]:
    with database.reading() as connection:
        query = select(CheckIn.parent, CheckIn.spot, CheckIn.at).order_by(CheckIn.parent, CheckIn.position)
        return [tuple(row) for row in connection.execute(query)]


def logged(database: Database) -> list[tuple[str, str, str | None]]:
    with database.reading() as connection:
        query = select(AuditEntry.actor, AuditEntry.action, AuditEntry.thing).where(
            AuditEntry.action.startswith("check_in.")
        )
        return [tuple(row) for row in connection.execute(query.order_by(AuditEntry.id))]


def test_a_second_press_says_when_the_first_was_and_leaves_it(house: Database) -> None:
    assert press(house, registration=CONFIRMED) == Outcome(Result.IN, CONFIRMED, at=NOW)
    assert press(house, text="ABC-234", now=LATER) == Outcome(Result.ALREADY, CONFIRMED, at=NOW)
    assert rows(house) == [(CONFIRMED, "2030-05-14", NOW)]
    assert logged(house) == [("desk", "check_in.made", CONFIRMED)]


def test_each_day_and_each_session_is_a_door_of_its_own(house: Database) -> None:
    for spot in (DAY, NEXT_DAY, IN_PLENARY):
        assert press(house, spot, registration=CONFIRMED).result == Result.IN
    assert [spot for _key, spot, _at in rows(house)] == ["2030-05-14", "2030-05-15", PLENARY]


def test_the_database_itself_lets_nobody_in_twice(house: Database) -> None:
    press(house, registration=CONFIRMED)
    twice = {"forum_id": FORUM, "parent": CONFIRMED, "position": 5, "at": LATER, "day": FIRST_DAY, "spot": DAY.key}
    with pytest.raises(IntegrityError), house.writing() as connection:
        connection.execute(insert(CheckIn).values(twice))


def test_eight_desks_at_once_check_one_person_in_once(house: Database) -> None:
    with ThreadPoolExecutor(8) as desks:
        moments = [NOW + timedelta(seconds=number) for number in range(8)]
        done = list(desks.map(lambda at: press(house, text="abc234", now=at), moments))
    [(_key, _spot, at)] = rows(house)
    assert sorted(each.result for each in done) == [Result.ALREADY] * 7 + [Result.IN]
    assert {each.at for each in done} == {at}
    assert len(logged(house)) == 1


def test_two_desks_at_once_check_different_people_in(house: Database) -> None:
    with ThreadPoolExecutor(2) as desks:
        done = list(desks.map(lambda key: press(house, registration=key), [CONFIRMED, SPEAKER] * 4))
    assert [each.result for each in done].count(Result.IN) == 2
    assert {key for key, _spot, _at in rows(house)} == {CONFIRMED, SPEAKER}


def test_a_check_in_is_taken_back_and_made_again(house: Database) -> None:
    press(house, registration=CONFIRMED)
    press(house, NEXT_DAY, registration=CONFIRMED)
    assert undo(house, CONFIRMED) == Outcome(Result.UNDONE, CONFIRMED)
    assert undo(house, CONFIRMED) == Outcome(Result.NOT_HERE, CONFIRMED)
    assert [spot for _key, spot, _at in rows(house)] == ["2030-05-15"]
    assert press(house, registration=CONFIRMED, now=LATER) == Outcome(Result.IN, CONFIRMED, at=LATER)
    assert [action for _who, action, _thing in logged(house)] == [
        "check_in.made", "check_in.made", "check_in.undone", "check_in.made",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "concern"),
    [
        (WAITING, "waiting"),
        (PENDING, "pending"),
        (CANCELLED, "cancelled"),
        (DECLINED, "declined"),
        (OFFERED, "offered"),
    ],
)
def test_who_is_not_confirmed_comes_in_by_a_second_press_of_somebody_trusted(
    house: Database, key: str, concern: str
) -> None:
    asked = Outcome(Result.ASKED, key, (concern,))
    assert press(house, registration=key) == asked
    assert press(house, registration=key, agreed=["online"]) == asked  # they agreed to something else
    assert press(house, registration=key, agreed=[concern], trusted=False) == asked
    assert rows(house) == []
    assert press(house, registration=key, agreed=[concern]).result == Result.IN


def test_who_joins_online_or_did_not_sign_up_comes_in_by_a_second_press_of_anybody(house: Database) -> None:
    assert press(house, IN_WORKSHOP, registration=SPEAKER, trusted=False).result == Result.IN
    assert press(house, IN_WORKSHOP, registration=CONFIRMED, trusted=False).concerns == (NOT_SIGNED_UP,)
    assert press(house, IN_PLENARY, registration=CONFIRMED, trusted=False).result == Result.IN  # it needs no sign-up
    against = press(house, IN_WORKSHOP, registration=AFAR, trusted=False).concerns
    assert against == (ONLINE, NOT_SIGNED_UP)
    assert press(house, IN_WORKSHOP, registration=AFAR, trusted=False, agreed=[ONLINE]).concerns == against
    assert press(house, IN_WORKSHOP, registration=AFAR, trusted=False, agreed=against).result == Result.IN


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("abc234", Scanned(code="abc234")),
        ("  ABC 234 ", Scanned(code="abc234")),
        ("abc–234", Scanned(code="abc234")),
        ("https://x.example/manage/harvest/check-in?code=ABC234", Scanned("harvest", "abc234")),
        ("http://x.example/events/manage/harvest/check-in/?a=1&code=abc234", Scanned("harvest", "abc234")),
        ("https://x.example/manage/harvest/check-in", Scanned("harvest", "")),
        ("https://x.example/menu?code=abc234", Scanned()),
        ("http://[x", Scanned()),
        ("abc23", Scanned()),
        ("abc231", Scanned()),  # no code has a 1
        ("%", Scanned()),
        ("", Scanned()),
        ("a" * 10_000, Scanned()),
    ],
)
def test_what_a_code_says(text: str, read: Scanned) -> None:
    assert scanned(text) == read


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ABC 234", Result.IN),
        ("http://localhost/manage/harvest/check-in?code=abc234", Result.IN),
        ("http://localhost/manage/other/check-in?code=abc234", Result.OF_ANOTHER),
        ("Person0@Example.ORG", Result.IN),
        ("zzz999", Result.OF_ANOTHER),
        ("yyy888", Result.NOBODY),
        ("person8@example.org", Result.NOBODY),
        ("Åkerman", Result.NOBODY),  # a camera reads no names
        ("%", Result.NOBODY),
        ("x" * 10_000, Result.NOBODY),
    ],
)
def test_what_is_scanned_is_somebodys_code_or_address_or_nobodys(house: Database, text: str, result: Result) -> None:
    assert press(house, text=text).result == result
    assert len(rows(house)) == (result == Result.IN)


def shown(database: Database, spot: Spot = DAY, show: str = "all", words: str = "") -> Shown:
    door = door_of(database, desk_forum(database, "harvest"), time(), spot.day, spot.session or "")
    return Shown(door, show, words)


def test_what_is_typed_may_also_be_the_only_one_of_the_list(house: Database) -> None:
    def typed(words: str, show: str = "all") -> Outcome:
        return press(house, text=words, shown=shown(house, show=show, words=words))

    assert typed("example").result == Result.SEVERAL
    assert typed("nobody like this").result == Result.NOBODY
    assert typed("zzz999").result == Result.OF_ANOTHER
    assert typed("amina aker") == Outcome(Result.IN, CONFIRMED, at=NOW)
    assert typed("amina aker", "missing").result == Result.NOBODY
    assert typed("abc234").result == Result.ALREADY


def test_nothing_is_changed_by_looking(house: Database) -> None:
    def look(**asked: Any) -> Outcome:
        return person_at(house, FORUM, "harvest", DAY, Asked(**asked))

    assert look(text="abc234") == Outcome(Result.FOUND, CONFIRMED)
    assert look(text="abc235") == Outcome(Result.FOUND, WAITING, ("waiting",))
    assert look(text="zzz999") == Outcome(Result.OF_ANOTHER)
    assert (rows(house), logged(house)) == ([], [])
    press(house, registration=CONFIRMED)
    assert look(registration=CONFIRMED) == Outcome(Result.FOUND, CONFIRMED, at=NOW)


@pytest.mark.parametrize("key", [an_id(9, "j"), an_id(77, "j"), "%"])
def test_the_id_of_nobody_here_is_refused(house: Database, key: str) -> None:
    for tried in (lambda: press(house, registration=key), lambda: undo(house, key)):
        with pytest.raises(NotFound):
            tried()


def names(database: Database, *asked: Any) -> list[str]:
    return [each.row.id for each in list_at(database, FORUM, shown(database, *asked)).people]


def test_the_list_holds_who_is_expected_and_words_find_everybody(house: Database) -> None:
    assert set(names(house)) == {CONFIRMED, SPEAKER}
    assert names(house, IN_WORKSHOP) == [SPEAKER]
    assert len(names(house, DAY, "all", "example.org")) == 8
    assert names(house, DAY, "all", "åkerman ABC235") == [WAITING]
    assert names(house, DAY, "all", "%") == []
    press(house, registration=WAITING, agreed=["waiting"])
    found = list_at(house, FORUM, shown(house))
    assert {each.row.id: each.at for each in found.people} == {CONFIRMED: None, SPEAKER: None, WAITING: NOW}
    assert (found.counts.expected, found.counts.here, found.counts.speakers, found.total) == (3, 1, 1, 3)
    assert set(names(house, DAY, "missing")) == {CONFIRMED, SPEAKER}
    assert names(house, DAY, "speakers") == [SPEAKER]


def test_other_desks_see_a_new_version_after_each_press(house: Database) -> None:
    versions = [version_of(house, FORUM)]
    for step in (
        lambda: press(house, registration=CONFIRMED),
        lambda: undo(house, CONFIRMED),
        lambda: press(house, registration=SPEAKER),
    ):
        step()
        versions.append(version_of(house, FORUM))
    assert len(set(versions)) == 4
    press(house, registration=SPEAKER)
    assert version_of(house, FORUM) == versions[-1]


def test_the_list_asks_as_many_queries_of_a_hundred_as_of_one(house: Database) -> None:
    def queries() -> int:
        asked: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked.append(statement)

        where = shown(house)
        event.listen(house.engine, "before_cursor_execute", count)
        assert list_at(house, FORUM, where).people
        event.remove(house.engine, "before_cursor_execute", count)
        return len(asked)

    few = queries()
    more = [coming(number, an_id(number, "n"), "") for number in range(10, 110)]
    house.write(lambda connection: keep_registrations(connection, FORUM, [], more))
    found = list_at(house, FORUM, shown(house))
    assert (len(found.people), found.total) == (50, 102)
    assert queries() == few


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2030, 5, 1, tzinfo=UTC), 14),
        (datetime(2030, 5, 13, 16, 59, tzinfo=UTC), 14),
        (datetime(2030, 5, 14, 20, 59, tzinfo=UTC), 14),  # 03:59 in Bangkok: the night belongs to the evening before
        (datetime(2030, 5, 14, 21, 0, tzinfo=UTC), 15),
        (datetime(2031, 1, 1, tzinfo=UTC), 15),
    ],
)
def test_today_is_a_day_of_the_forum_by_its_own_clocks(now: datetime, day: int) -> None:
    last = FIRST_DAY + timedelta(days=1)
    assert day_at_the_door(now, "Asia/Bangkok", time(4), FIRST_DAY, last) == date(2030, 5, day)


def test_a_check_in_outlives_its_session_and_the_file_holds_it(house: Database, media: Media) -> None:
    press(house, registration=CONFIRMED)
    press(house, IN_PLENARY, registration=CONFIRMED, now=LATER)
    whole = draft_named(house, media, "harvest", everybody=True)
    [person] = [each for each in whole.registrations if each.id == CONFIRMED]
    assert person.check_ins == [
        Checked(at=NOW, day=FIRST_DAY),
        Checked(at=LATER, day=FIRST_DAY, session=PLENARY),
    ]
    entry = remove_thing(house, FORUM, "session", PLENARY, actor="test")
    assert [spot for _key, spot, _at in rows(house)] == ["2030-05-14", PLENARY]
    bring_back_thing(house, FORUM, entry, actor="test")
    assert msgspec.json.encode(draft_named(house, media, "harvest", everybody=True)) == msgspec.json.encode(whole)


def test_whoever_changes_a_registration_meanwhile_loses_no_check_in(house: Database) -> None:
    people = [CONFIRMED, SPEAKER]

    def rewrite(connection: Any) -> None:
        for key in people:
            registration = registration_of(connection, FORUM, key)
            assert registration is not None
            change_registration(connection, FORUM, registration)

    with ThreadPoolExecutor(4) as hands:
        for number in range(6):
            hands.submit(in_turn, house, FORUM, rewrite)
            if number % 3 == 1:
                hands.submit(press, house, registration=people[number // 3])
    assert {key for key, _spot, _at in rows(house)} == set(people)


def test_of_two_check_ins_of_a_file_at_one_door_the_first_is_kept(house: Database, media: Media) -> None:
    both = [Checked(at=NOW, day=FIRST_DAY), Checked(at=LATER, day=FIRST_DAY)]
    house.write(
        lambda connection: keep_registrations(connection, FORUM, [], [coming(20, an_id(20, "n"), "", check_ins=both)])
    )
    [person] = [
        each for each in draft_named(house, media, "harvest", everybody=True).registrations if each.id == an_id(20, "n")
    ]
    assert person.check_ins == both[:1]


def test_nothing_of_somebody_stays_at_the_door_once_their_data_is_erased(house: Database, media: Media) -> None:
    press(house, registration=CONFIRMED)
    undo(house, CONFIRMED)
    press(house, registration=CONFIRMED)
    erase_person(house, media.folder.parent, FORUM, CONFIRMED, actor="test", base_url="", now=NOW)
    with house.reading() as connection:
        query = select(AuditEntry.subject).where(AuditEntry.action.startswith("check_in."))
        assert connection.execute(query).scalars().all() == ["", "", ""]
    assert press(house, text="abc234").result == Result.NOBODY


HOW: dict[str, Any] = {"trusted": True, "now": NOW, "actor": "desk", "base_url": BASE_URL}


def walking(key: str = "", **written: str) -> WalkIn:
    return WalkIn(key, {"given_name": "Wanda", "family_name": "Kowalska", **written})


def test_a_walk_in_is_registered_and_here_at_once(house: Database) -> None:
    written = {"email": "Wanda@Example.org", "institution": "Union", "country": "PL", "constituency": "workers"}
    done = walk_in(house, FORUM, DAY, walking(an_id(50, "w"), **written), **HOW)
    assert done == Outcome(Result.IN, an_id(50, "w"), at=NOW)
    with house.reading() as connection:
        row = connection.execute(select(Registration).where(Registration.id == an_id(50, "w"))).one()
    assert (row.name, row.status, row.source, row.position) == (
        "Wanda Kowalska", RegistrationStatus.CONFIRMED, RegistrationSource.WALK_IN, 8,
    )  # fmt: skip
    assert (row.address, row.sorted_by, row.country) == ("wanda@example.org", "kowalska wanda", "PL")
    assert press(house, text=row.code).result == Result.ALREADY
    assert [action for _who, action, _thing in logged(house)] == ["check_in.walk-in", "check_in.made"]
    assert names(house, DAY, "all", "kowal") == [row.id]


def test_a_double_press_makes_one_walk_in(house: Database) -> None:
    form = walking(an_id(50, "w"))
    with ThreadPoolExecutor(4) as presses:
        done = list(presses.map(lambda _: walk_in(house, FORUM, DAY, form, **HOW), range(4)))
    assert sorted(each.result for each in done) == [Result.ALREADY] * 3 + [Result.IN]
    assert len(rows(house)) == 1
    others = replace(form, key=an_id(9, "j"))  # somebody's of another forum
    made = walk_in(house, FORUM, DAY, others, **HOW)
    assert (made.result, made.registration == an_id(9, "j")) == (Result.IN, False)


def test_a_walk_in_whose_address_is_here_is_that_person(house: Database) -> None:
    with pytest.raises(RegisteredAlready) as known:
        walk_in(house, FORUM, DAY, walking(email="PERSON3@example.org"), **HOW)
    assert known.value.registration == PENDING
    assert rows(house) == []


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"given_name": "", "family_name": ""}, "given_name"),
        ({"email": "nobody"}, "email"),
        ({"family_name": "x" * 300}, "family_name"),
        ({"institution": "x" * 201}, "institution"),
        ({"country": "Poland"}, "country"),
        ({"country": "p1"}, "country"),
        ({"constituency": "martians"}, "constituency"),
    ],
)
def test_what_a_walk_in_cannot_be(house: Database, written: dict[str, str], field: str) -> None:
    with pytest.raises(UnfitWalkIn) as unfit:
        walk_in(house, FORUM, DAY, walking(**written), **HOW)
    assert [name for name, _sentence in unfit.value.problems] == [field]
    assert rows(house) == []
