"""Whom publications tell: people whose slot moved or went, once, with the last state, ten minutes later, or not at all."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.domain.errors import DraftMoved, NotFound, PublishedMeanwhile, TooLate
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState, Visibility
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.publishing import AuditEntry
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.forum_files import import_forum
from forum_app.services.live_releases import LiveReleases
from forum_app.services.media import Media
from forum_app.services.publishing import Seen, bring_back, publish_changes, publish_release
from forum_app.services.taking_back import take_back
from tests.factories import AMINA, BORIS, CARLA, DINH

FORUM, HALL, STUDIO = "f222222222", "r222222222", "r333333333"
START = datetime(2030, 3, 1, tzinfo=UTC)
PLENARY, SWAP = "s222222222", "s333333333"
KNOWN: dict[str, Any] = {"host": "forum.test", "actor": "test", "base_url": "https://forum.test"}


def person(key: str, name: str, **private: Any) -> dict[str, Any]:
    return {"id": key, "name": {"en": name}, **({"private": private} if private else {})}


def role(person: str, number: int, kind: str = "moderator", state: str = "confirmed") -> dict[str, Any]:
    return {"id": f"m22222222{number}", "person": person, "role": kind, "state": state}


def plenary(**changes: Any) -> dict[str, Any]:
    """10:00 to 11:30: Amina moderates, Boris and then Carla speak, Dinh is invited."""
    talks = [
        {"id": f"k22222222{number}", "title": {"en": title}, "minutes": 20, "speakers": [{"id": f"w22222222{number}", "person": who}]}
        for number, title, who in ((2, "Wells", BORIS), (3, "Rain", CARLA))
    ]  # fmt: skip
    given = {
        "id": PLENARY, "title": {"en": "Water for all", "fr": "L’eau pour tous"}, "kind": "plenary", "room": HALL,
        "start": "2030-05-14T10:00:00", "minutes": 90, "roles": [role(AMINA, 2), role(DINH, 3, "panellist", "invited")],
        "talks": talks,
    }  # fmt: skip
    return {**given, **changes}


def draft(*sessions: dict[str, Any], **forum: Any) -> bytes:
    data = {
        "version": 1,
        "forum": {
            "id": FORUM, "slug": "harvest", "title": {"en": "Harvest Forum"}, "zone": "Asia/Bangkok", "languages": ["en", "fr"],
            "first_day": "2030-05-14", "last_day": "2030-05-15", "venue": {"name": {"en": "River House"}}, **forum,
        },
        "rooms": [{"id": HALL, "name": {"en": "Hall"}}, {"id": STUDIO, "name": {"en": "Studio"}}],
        "people": [
            person(AMINA, "Amina Diallo", email="amina@example.org", language="fr", zone="Europe/Paris"),
            person(BORIS, "Boris Petrov", email="boris@example.org", zone="Asia/Bangkok"),
            person(CARLA, "Carla Núñez"),
            person(DINH, "Dinh", email="dinh@example.org"),
        ],
        "sessions": list(sessions),
    }  # fmt: skip
    return json.dumps(data).encode()


class Desk:
    """Publishes one state after another."""

    def __init__(self, database: Database, media: Media) -> None:
        self.database, self.media, self.now = database, media, START

    def edit(self, *sessions: dict[str, Any], **forum: Any) -> None:
        import_forum(self.database, self.media, draft(*sessions, **forum), replace=True, actor="test")

    def publish(self, *sessions: dict[str, Any], **forum: Any) -> int:
        self.edit(*sessions, **forum)
        self.now += timedelta(hours=1)
        return publish_release(self.database, "harvest", now=self.now, **KNOWN).number or 0

    def take_back(self, number: int) -> int | None:
        shown = take_back(self.database, "harvest", number, now=self.now, **KNOWN)
        return shown.number if shown else None

    def mails(self, *states: MessageState) -> dict[str, Any]:
        """By address, the mail that waits, or is in another state."""
        wanted = states or (MessageState.WAITING,)
        with self.database.reading() as connection:
            rows = connection.execute(select(Message).where(Message.state.in_(wanted))).all()
        found = {row.to: row for row in rows}
        assert len(found) == len(rows), "one mail a person"
        return found

    def time_passes(self, minutes: int = 10) -> None:
        """Everything happened so much earlier."""
        back = timedelta(minutes=minutes)
        with self.database.writing() as connection:
            connection.execute(update(ReleaseRow).values(made_at=datetime.now(UTC) - back))

    def sent(self) -> None:
        with self.database.writing() as connection:
            connection.execute(update(Message).where(Message.state == "waiting").values(state=MessageState.SENT))


@pytest.fixture
def desk(database: Database, media: Media) -> Desk:
    desk = Desk(database, media)
    assert desk.publish(plenary()) == 1
    return desk


def test_the_first_release_and_a_change_of_words_tell_nobody(desk: Desk) -> None:
    assert desk.mails() == {}
    desk.publish(plenary(summary={"en": "<p>Who gets water.</p>"}, title={"en": "Water", "fr": "Eau"}))
    assert desk.mails() == {}


def test_those_whose_session_moved_are_told_in_ten_minutes_in_their_language_and_both_zones(desk: Desk) -> None:
    before = datetime.now(UTC)
    desk.publish(plenary(start="2030-05-14T14:00:00"))
    mails = desk.mails()
    assert set(mails) == {"amina@example.org", "boris@example.org", "dinh@example.org"}
    amina, boris = mails["amina@example.org"], mails["boris@example.org"]
    assert (amina.kind, amina.person, amina.language) == (MessageKind.SLOT, AMINA, "fr")
    assert before + timedelta(minutes=10) <= amina.not_before <= datetime.now(UTC) + timedelta(minutes=10)
    assert "L’eau pour tous" in amina.text
    assert "mardi 14 mai 2030, 14:00–15:30" in amina.text
    assert "mardi 14 mai 2030, 09:00–10:30" in amina.text  # Paris
    assert "10:00–11:30" in amina.text  # before
    assert "Water for all" in boris.text
    assert "Tuesday 14 May 2030, 14:00–15:30, Bangkok time (UTC+7)" in boris.text
    assert "Where you are" not in boris.text
    assert "Wells" in boris.text and "14:00–14:20" in boris.text
    assert f"https://forum.test/forums/harvest/sessions/{PLENARY}" in boris.text
    assert "Wells" in boris.html and "Rain" not in boris.html
    # Dinh is invited: no release names them, and their slot moved all the same.
    assert "Water for all" in mails["dinh@example.org"].text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"room": STUDIO}, "moved to another place"),
        ({"status": "cancelled"}, "is cancelled"),
        ({"start": None}, "has no time any more"),
        ({"status": "draft"}, "no longer in the programme"),
        ({"roles": [], "talks": []}, "no longer in the programme of this session"),
    ],
)
def test_what_happened_is_said(desk: Desk, changes: dict[str, Any], said: str) -> None:
    desk.publish(plenary(**changes))
    assert said in desk.mails()["boris@example.org"].text


def test_a_session_that_is_deleted_and_comes_back_is_told_both_times(desk: Desk) -> None:
    desk.publish()
    assert "no longer in the programme" in desk.mails()["boris@example.org"].text
    desk.sent()
    desk.publish(plenary())
    assert "takes place after all" in desk.mails()["boris@example.org"].text
    desk.sent()
    without = plenary()
    without["talks"] = without["talks"][1:]
    desk.publish(without)
    desk.sent()
    desk.publish(plenary())
    assert "takes place after all" in desk.mails()["boris@example.org"].text


def test_a_talk_that_moves_within_its_session_concerns_its_speaker_alone(desk: Desk) -> None:
    swapped = plenary()
    swapped["talks"].reverse()
    desk.publish(swapped)
    assert set(desk.mails()) == {"boris@example.org"}
    assert "10:20–10:40" in desk.mails()["boris@example.org"].text


def test_who_declined_and_who_is_new_are_not_told(desk: Desk) -> None:
    declined = plenary(roles=[role(AMINA, 2, state="declined"), role(DINH, 3, "panellist")])
    desk.publish(declined)
    assert desk.mails() == {}


def test_several_sessions_are_one_mail(desk: Desk) -> None:
    swap = {
        "id": SWAP, "title": {"en": "Seed swap"}, "kind": "workshop", "start": "2030-05-14T16:00:00", "minutes": 30,
        "roles": [role(BORIS, 4)],
    }  # fmt: skip
    desk.publish(plenary(), swap)
    desk.publish(plenary(room=STUDIO), {**swap, "minutes": 45})
    mail = desk.mails()["boris@example.org"]
    assert "Water for all" in mail.text and "Seed swap" in mail.text


def test_changes_within_ten_minutes_are_one_mail_with_the_last_state(desk: Desk) -> None:
    for hour in range(11, 19):
        desk.publish(plenary(start=f"2030-05-14T{hour}:00:00"))
    text = desk.mails()["boris@example.org"].text
    assert "18:00–19:30" in text
    assert "10:00–11:30" in text  # what they knew
    assert "17:00" not in text
    desk.publish(plenary())
    assert desk.mails() == {}


def test_a_mail_that_stays_true_keeps_its_time_when_others_are_moved(desk: Desk) -> None:
    swap = {
        "id": SWAP, "title": {"en": "Seed swap"}, "kind": "workshop", "start": "2030-05-14T16:00:00", "minutes": 30,
        "roles": [role(DINH, 4)],
    }  # fmt: skip
    desk.publish(plenary(), swap)
    desk.publish(plenary(start="2030-05-14T14:00:00"), swap)
    first = desk.mails()
    desk.publish(plenary(start="2030-05-14T14:00:00"), {**swap, "room": STUDIO})
    second = desk.mails()
    assert {to: mail.id for to, mail in second.items() if mail.id == first[to].id}.keys() == {
        "amina@example.org",
        "boris@example.org",
    }
    assert "Seed swap" in second["dinh@example.org"].text and "Water for all" in second["dinh@example.org"].text
    desk.publish(plenary(), {**swap, "room": STUDIO})
    assert set(desk.mails()) == {"dinh@example.org"}
    assert "Water for all" not in desk.mails()["dinh@example.org"].text


def test_who_was_told_is_told_from_there(desk: Desk) -> None:
    desk.publish(plenary(start="2030-05-14T14:00:00"))
    desk.sent()
    desk.publish(plenary(start="2030-05-14T15:00:00"))
    text = desk.mails()["boris@example.org"].text
    assert "15:00–16:30" in text and "14:00–15:30" in text and "10:00" not in text


def test_who_could_not_be_reached_is_told_anew_from_what_they_know(desk: Desk) -> None:
    desk.publish(plenary(start="2030-05-14T14:00:00"))
    with desk.database.writing() as connection:
        connection.execute(update(Message).values(state=MessageState.FAILED))
    desk.publish(plenary(start="2030-05-14T14:00:00", summary={"en": "<p>New.</p>"}))
    assert "14:00–15:30" in desk.mails()["boris@example.org"].text
    assert desk.mails(MessageState.FAILED) == {}


def test_taken_back_within_ten_minutes_nobody_hears_of_it(desk: Desk) -> None:
    assert desk.publish(plenary(start="2030-05-14T14:00:00")) == 2
    assert desk.take_back(2) == 3
    assert desk.mails() == {}
    assert len(desk.mails(MessageState.CANCELLED)) == 3
    live = LiveReleases(desk.database)
    release = live.release(live.all()["harvest"])
    assert (release.number, release.brought_back) == (3, 1)
    session = release.content.session[PLENARY]
    assert session.starts_at == datetime.fromisoformat("2030-05-14T10:00:00+07:00")
    assert release.ledger[PLENARY].sequence == 2  # calendars only ever hear of more
    assert desk.take_back(2) == 3  # pressed twice
    with desk.database.reading() as connection:
        log = connection.execute(select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id)).all()
    assert ("release.taken-back", "Release 2") in [tuple(row) for row in log]
    desk.publish(plenary(room=STUDIO))
    assert "10:00–11:30" in desk.mails()["boris@example.org"].text


def test_after_ten_minutes_and_after_another_release_nothing_is_taken_back(desk: Desk) -> None:
    desk.publish(plenary(start="2030-05-14T14:00:00"))
    desk.time_passes()
    with pytest.raises(TooLate, match="Ten minutes have passed"):
        desk.take_back(2)
    assert len(desk.mails()) == 3
    desk.publish(plenary(start="2030-05-14T15:00:00"))
    with pytest.raises(PublishedMeanwhile, match="Release 3 was published meanwhile"):
        desk.take_back(2)
    with pytest.raises(NotFound):
        desk.take_back(9)


def test_the_first_release_taken_back_hides_the_forum(desk: Desk) -> None:
    assert desk.take_back(1) is None
    with desk.database.reading() as connection:
        forum = connection.execute(select(Forum.visibility, Forum.current_release)).one()
    assert (forum.visibility, forum.current_release) == (Visibility.DRAFT, 1)
    assert LiveReleases(desk.database).all() == {}


@pytest.mark.parametrize(
    "changes", [{"room": STUDIO}, {"status": "cancelled"}, {"start": None}, {"start": "2030-05-14T09:00:00"}, {"roles": [], "talks": []}]
)  # fmt: skip
def test_what_is_over_is_told_to_nobody(desk: Desk, changes: dict[str, Any]) -> None:
    desk.now = datetime(2030, 5, 14, 4, 31, tzinfo=UTC)  # 11:31 in Bangkok
    number = desk.publish(plenary(**changes))
    assert desk.mails() == {}
    assert desk.take_back(number) == number + 1
    bring_back(desk.database, "harvest", number, now=desk.now, **KNOWN)
    assert desk.mails(*MessageState) == {}
    desk.now = datetime(2030, 5, 16, tzinfo=UTC)
    desk.publish()
    assert desk.mails(*MessageState) == {}


def test_what_was_over_and_is_to_come_is_told_and_what_goes_on_too(desk: Desk) -> None:
    desk.now = datetime(2030, 5, 14, 3, 0, tzinfo=UTC)  # 11:00 in Bangkok once an hour has passed
    desk.publish(plenary(room=STUDIO))
    assert "moved to another place" in desk.mails()["boris@example.org"].text
    desk.sent()
    desk.now += timedelta(hours=4)
    desk.publish(plenary(room=STUDIO, start="2030-05-15T10:00:00"))
    assert "Wednesday 15 May 2030, 10:00" in desk.mails()["boris@example.org"].text


def test_of_two_sessions_the_one_that_is_over_is_left_out(desk: Desk) -> None:
    swap = {
        "id": SWAP, "title": {"en": "Seed swap"}, "kind": "workshop", "start": "2030-05-14T16:00:00", "minutes": 30,
        "roles": [role(BORIS, 4)],
    }  # fmt: skip
    desk.publish(plenary(), swap)
    desk.now = datetime(2030, 5, 14, 5, 0, tzinfo=UTC)
    desk.publish(plenary(room=STUDIO), {**swap, "room": STUDIO})
    assert set(desk.mails()) == {"boris@example.org"}
    text = desk.mails()["boris@example.org"].text
    assert "Seed swap" in text and "Water for all" not in text


def test_what_has_no_time_is_over_when_the_forum_is(desk: Desk) -> None:
    desk.publish(plenary(start=None))
    desk.sent()
    desk.now = datetime(2030, 5, 15, 15, 0, tzinfo=UTC)
    desk.publish(plenary(start=None, status="cancelled"))
    assert set(desk.mails()) == {"amina@example.org", "boris@example.org", "dinh@example.org"}
    desk.sent()
    desk.now = datetime(2030, 5, 16, 0, 0, tzinfo=UTC)
    desk.publish(plenary(start=None))
    assert desk.mails() == {}


def test_what_was_not_seen_is_not_published_and_twice_the_same_is_once(desk: Desk) -> None:
    desk.edit(plenary(minutes=80))
    with desk.database.reading() as connection:
        version = connection.execute(select(Forum.version)).scalar_one()
    how: dict[str, Any] = {"now": desk.now, **KNOWN}
    with pytest.raises(DraftMoved):
        publish_changes(desk.database, "harvest", seen=Seen(2, version - 1), **how)
    with pytest.raises(PublishedMeanwhile):
        publish_changes(desk.database, "harvest", seen=Seen(1, version), **how)
    assert publish_changes(desk.database, "harvest", seen=Seen(2, version), **how)[1] is True
    again, made = publish_changes(desk.database, "harvest", seen=Seen(2, version), **how)
    assert (again.number, made) == (2, False)
    assert bring_back(desk.database, "harvest", 1, current=2, **how).number == 3
    assert bring_back(desk.database, "harvest", 1, current=2, **how).number == 3
    with pytest.raises(PublishedMeanwhile):
        bring_back(desk.database, "harvest", 2, current=2, **how)
    assert desk.mails() == {}


def test_an_address_that_is_none_stops_no_publication(desk: Desk) -> None:
    data = json.loads(draft(plenary(minutes=80)))
    with desk.database.writing() as connection:
        from forum_app.models.people import PersonPrivate

        connection.execute(update(PersonPrivate).where(PersonPrivate.parent == BORIS).values(email="boris at home"))
        connection.execute(update(Forum).values(version=Forum.version + 1))
    assert data["people"][1]["id"] == BORIS
    from forum_app.models.programme import Session

    with desk.database.writing() as connection:
        connection.execute(update(Session).values(minutes=80))
    publish_release(desk.database, "harvest", now=desk.now, **KNOWN)
    assert set(desk.mails()) == {"amina@example.org", "dinh@example.org"}
