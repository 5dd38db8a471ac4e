"""My agenda: sessions chosen and left, and who hears of it when one of them moves, is cancelled or goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.domain.messages import MessageKind
from forum_app.domain.my_agenda import MOST_STARS
from forum_app.domain.vocabularies import MessageState, RegistrationStatus
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration, RegistrationSession, RegistrationStar
from forum_app.services.media import Media
from forum_app.services.my_agenda import TooManyStars, change_stars, stars_of
from forum_app.services.my_registration import erase_me, my_data
from forum_app.services.pending import pending
from forum_app.services.removing import remove_thing
from forum_app.services.telling_choosers import choosers_told
from tests.factories import BORIS
from tests.services.opened import at_once, comes, open_registration, people
from tests.services.test_telling import FORUM, PLENARY, STUDIO, SWAP, Desk, plenary, role

SEEDS = {"id": SWAP, "title": {"en": "Seed swap"}, "kind": "workshop", "start": "2030-05-14T16:00:00", "minutes": 30}


@pytest.fixture
def desk(database: Database, media: Media) -> Desk:
    desk = Desk(database, media)
    desk.publish(plenary(roles=[], talks=[]), SEEDS)
    return desk


@pytest.fixture
def zoe(desk: Desk, config: Config) -> str:
    """Somebody who registered, in French."""
    open_registration(desk.database)
    comes(desk.database, config, FORUM, 1, language="fr")
    desk.sent()
    return str(people(desk.database)["person1@example.org"].id)


def star(desk: Desk, who: str, *keys: str, remove: tuple[str, ...] = ()) -> None:
    change_stars(desk.database, FORUM, who, keys, remove)


def stars(desk: Desk, who: str) -> list[str]:
    with desk.database.reading() as connection:
        return stars_of(connection, who)


def still(**changes: Any) -> dict[str, Any]:
    return plenary(roles=[], talks=[], **changes)


def told(desk: Desk) -> dict[str, Any]:
    return {to: mail for to, mail in desk.mails().items() if mail.kind == MessageKind.AGENDA}


def test_what_is_chosen_twice_stands_once_and_is_taken_out_again(desk: Desk, zoe: str) -> None:
    star(desk, zoe, PLENARY, SWAP, PLENARY)
    star(desk, zoe, PLENARY)
    assert sorted(stars(desk, zoe)) == [PLENARY, SWAP]
    star(desk, zoe, remove=(PLENARY, "sunknown22"))
    assert stars(desk, zoe) == [SWAP]


def test_chosen_by_many_presses_at_once(desk: Desk, zoe: str) -> None:
    assert at_once([lambda: star(desk, zoe, PLENARY, SWAP) for _ in range(8)]) == [None] * 8
    assert sorted(stars(desk, zoe)) == [PLENARY, SWAP]


def test_an_agenda_is_bounded(desk: Desk, zoe: str) -> None:
    star(desk, zoe, *(f"s{number:09d}" for number in range(MOST_STARS)))
    with pytest.raises(TooManyStars):
        star(desk, zoe, PLENARY)
    star(desk, zoe, PLENARY, remove=("s000000000",))
    assert len(stars(desk, zoe)) == MOST_STARS


def test_who_chose_a_session_that_moves_is_told_once_in_ten_minutes_in_their_language(desk: Desk, zoe: str) -> None:
    star(desk, zoe, PLENARY, SWAP)
    desk.publish(still(start="2030-05-14T14:00:00"), {**SEEDS, "room": STUDIO})
    [mail] = told(desk).values()
    assert (mail.person, mail.language, mail.priority) == (zoe, "fr", 2)
    assert "L’eau pour tous" in mail.text and "Seed swap" in mail.text
    assert "14:00" in mail.text and "10:00" in mail.text
    assert "/r/" not in mail.text
    assert choosers_told(desk.database, FORUM, 2) == 1
    desk.sent()
    desk.publish(still(start="2030-05-14T14:00:00", summary={"en": "<p>New.</p>"}), {**SEEDS, "room": STUDIO})
    assert told(desk) == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"room": STUDIO}, "moved to another place"),
        ({"status": "cancelled"}, "is cancelled"),
        ({"start": None}, "has no time any more"),
        ({"status": "draft"}, "no longer in the programme"),
    ],
)
def test_what_happened_is_said(desk: Desk, zoe: str, config: Config, changes: dict[str, Any], said: str) -> None:
    comes(desk.database, config, FORUM, 2)
    desk.sent()
    star(desk, str(people(desk.database)["person2@example.org"].id), PLENARY)
    desk.publish(still(**changes), SEEDS)
    [mail] = told(desk).values()
    assert (mail.to, said in mail.text) == ("person2@example.org", True)


def test_who_has_a_seat_in_a_session_that_is_deleted_hears_of_it_and_of_its_return(desk: Desk, zoe: str) -> None:
    row = {"forum_id": FORUM, "parent": zoe, "member": SWAP, "position": 0}
    desk.database.write(lambda connection: connection.execute(insert(RegistrationSession).values(row)))
    remove_thing(desk.database, FORUM, "session", SWAP, actor="test")
    assert stars(desk, zoe) == [SWAP]
    desk.publish(still())
    assert "Seed swap" in told(desk)["person1@example.org"].text
    desk.sent()
    desk.publish(still(), SEEDS)
    assert "Seed swap" in told(desk)["person1@example.org"].text


def test_changes_within_ten_minutes_are_one_mail_and_none_when_it_is_as_it_was(desk: Desk, zoe: str) -> None:
    star(desk, zoe, PLENARY)
    for hour in (11, 12, 13):
        desk.publish(still(start=f"2030-05-14T{hour}:00:00"), SEEDS)
    text = told(desk)["person1@example.org"].text
    assert "13:00" in text and "10:00" in text and "12:00" not in text
    desk.publish(still(start="2030-05-14T13:00:00"), {**SEEDS, "minutes": 40})
    assert "13:00" in told(desk)["person1@example.org"].text
    desk.publish(still(), SEEDS)
    assert told(desk) == {}


def test_taken_back_nobody_hears_of_it(desk: Desk, zoe: str) -> None:
    star(desk, zoe, PLENARY)
    number = desk.publish(still(start="2030-05-14T14:00:00"), SEEDS)
    assert len(told(desk)) == 1
    desk.take_back(number)
    assert told(desk) == {}


def test_who_cancelled_or_left_it_or_has_no_address_is_not_told(desk: Desk, zoe: str, config: Config) -> None:
    for number in (2, 3):
        comes(desk.database, config, FORUM, number)
    here = people(desk.database)
    cancelled, without = here["person2@example.org"].id, here["person3@example.org"].id
    for who in (zoe, cancelled, without):
        star(desk, who, PLENARY)
    desk.sent()
    star(desk, zoe, remove=(PLENARY,))
    row = Registration
    with desk.database.writing() as connection:
        gone = {"status": RegistrationStatus.CANCELLED}
        connection.execute(update(row).where(row.id == cancelled).values(gone))
        connection.execute(update(row).where(row.id == without).values(email="", address=None))
    desk.publish(still(start="2030-05-14T14:00:00"), SEEDS)
    assert told(desk) == {}


def test_who_is_told_as_a_speaker_is_not_told_twice(desk: Desk, zoe: str) -> None:
    swap = {**SEEDS, "roles": [role(BORIS, 4)]}
    desk.publish(still(), swap)
    row = Registration
    with desk.database.writing() as connection:
        connection.execute(update(row).where(row.id == zoe).values(person=BORIS))
    star(desk, zoe, PLENARY, SWAP)
    desk.publish(still(), {**swap, "minutes": 45})
    assert {mail.kind for mail in desk.mails().values()} == {MessageKind.SLOT}
    desk.sent()
    desk.publish(still(room=STUDIO), {**swap, "minutes": 60})
    [mail] = told(desk).values()
    assert "L’eau pour tous" in mail.text and "Seed swap" not in mail.text


def test_what_is_over_is_told_to_nobody(desk: Desk, zoe: str) -> None:
    star(desk, zoe, PLENARY)
    desk.now = datetime(2030, 5, 14, 4, 31, tzinfo=UTC)
    desk.publish(still(room=STUDIO), SEEDS)
    assert told(desk) == {}


def test_the_desk_knows_how_many_before_it_publishes(desk: Desk, zoe: str) -> None:
    desk.edit(still(start="2030-05-14T14:00:00"), SEEDS)
    assert len(pending(desk.database, "harvest").telling.choosers.told) == 0
    star(desk, zoe, PLENARY)
    assert [each.person for each in pending(desk.database, "harvest").telling.choosers.told] == [zoe]


def test_it_is_ones_own_data_and_erased_with_it(desk: Desk, zoe: str, config: Config) -> None:
    star(desk, zoe, PLENARY)
    assert b"Water for all" in my_data(desk.database, FORUM, zoe)
    desk.publish(still(start="2030-05-14T14:00:00"), SEEDS)
    erase_me(desk.database, config, config.instance, FORUM, zoe)
    assert stars(desk, zoe) == []
    assert told(desk) == {}
    desk.publish(still(start="2030-05-14T15:00:00"), SEEDS)
    with desk.database.reading() as connection:
        mails = connection.execute(select(Message.to).where(Message.state == MessageState.WAITING)).all()
    assert mails == []


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def many(desk: Desk, zoe: str, count: int) -> None:
    """So many who registered, each with a star at the plenary."""
    with desk.database.writing() as connection:
        like = dict(connection.execute(select(Registration).where(Registration.id == zoe)).one()._mapping)
        rows = []
        for number in range(count):
            address = f"n{count}-{number}@example.org"
            own = {
                "id": new_id(),
                "code": f"{count:x}"[-3:] + f"{number:03x}"[-3:],
                "email": address,
                "address": address,
            }
            rows.append({**like, **own, "language": ("en", "fr")[number % 2]})
        connection.execute(insert(Registration), rows)
        star = {"forum_id": FORUM, "session": PLENARY, "starred_at": datetime.now(UTC)}
        connection.execute(insert(RegistrationStar), [{**star, "registration": row["id"]} for row in rows])


def test_thousands_who_chose_a_session_are_told_in_a_handful_of_statements(desk: Desk, zoe: str) -> None:
    counts, seconds, told_now = [], [], []
    for hour, count in ((11, 10), (12, 3_000)):
        many(desk, zoe, count)
        desk.edit(still(start=f"2030-05-14T{hour}:00:00"), SEEDS)
        began = time.perf_counter()
        with statements(desk.database) as seen:
            desk.publish(still(start=f"2030-05-14T{hour}:00:00"), SEEDS)
        seconds.append(time.perf_counter() - began)
        counts.append(len(seen))
        told_now.append(len(told(desk)))
        desk.sent()
    assert told_now == [10, 3_010]
    assert counts[1] - counts[0] < 20, counts
    assert seconds[1] < seconds[0] + 5, seconds
