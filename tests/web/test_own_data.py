"""What is kept of somebody who came by the forms that everybody uses: handed out whole, with nothing of others; kept as it
was agreed to; and gone when they erase it."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.errors import NotFound
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import MemberRole, RegistrationState, RoleState
from forum_app.models.forum import Forum
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration, SentForm
from forum_app.services.erasing import erase_person
from forum_app.services.my_registration import erase_me, my_data
from tests.cast import ORGANISER, RECEPTION, Browsers, join
from tests.factories import an_id
from tests.houses import Start
from tests.keyholders import MODERATOR, SESSION, SPEAKER, Keys
from tests.services.opened import at_once, open_registration
from tests.services.speakers import asks, forum_id, key_for
from tests.services.test_erasing import places_of
from tests.web.test_preparing import JPEG, form_of, upload
from tests.web.test_registering import ADDRESS, ask, hidden, key_of, page_of, send

DOOR = "/manage/gssd2022/check-in"
MINE, OTHER = "Zzkanarienvogel", "Zzstieglitz"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def desk(app: Flask, database: Database) -> Browsers:
    return Browsers(app, database, join(database, "gssd2022"))


@pytest.fixture
def question(database: Database) -> str:
    """Registration is open, and asks one thing of its own."""
    return ask(database, open_registration(database), text={"en": "Which wells do you know?"})


def comes_with_all(client: FlaskClient, desk: Browsers, database: Database, question: str, word: str) -> str:
    """Somebody registers, asks for the link, comes again, chooses sessions, changes answers and is checked in, with this
    word in whatever they write; the key of their link."""
    email = f"{word}@secret.example"
    told = {
        name: f"{word} {name}" for name in ("given_name", "family_name", "institution", "access_needs", "dietary_needs")
    }
    told |= {"email": email, "needs_consent": "1", f"answer-{question}": f"{word} Creek"}
    assert send(client, **told).status_code == 303
    mine = f"/r/{key_of(database)}"
    link = hidden(page_of(client, f"{ADDRESS}/link"))
    assert client.post(f"{ADDRESS}/link", data={**link, "email": email.upper()}).status_code == 200
    assert send(client, **told).status_code == 303
    token = {"_csrf": hidden(page_of(client, f"{mine}/agenda"))["_csrf"]}
    assert client.post(f"{mine}/stars", data={**token, "add": SESSION}).status_code == 303
    changed = {**told, "institution": f"{word} Union"}
    assert send(client, address=f"{mine}/change", **changed).location == f"{mine}?done=changed"
    with database.reading() as connection:
        person = connection.execute(select(Registration.id).where(Registration.address == email.lower())).scalar_one()
    assert desk[RECEPTION].post(DOOR, {"person": person, "day": "2022-09-13"}).status_code == 303
    return mine.rpartition("/")[2]


def test_an_attendee_is_handed_all_that_is_kept_and_nothing_of_another(
    client: FlaskClient, desk: Browsers, database: Database, question: str
) -> None:
    """GDPR-2, B150: each part, by their own link."""
    comes_with_all(client, desk, database, question, OTHER)
    mine = comes_with_all(client, desk, database, question, MINE)
    text = client.get(f"/r/{mine}/data.json").text
    data = json.loads(text)
    assert OTHER.lower() not in text.lower()
    [found] = data["registrations"]
    written = {
        name: found[name] for name in ("given_name", "family_name", "institution", "access_needs", "dietary_needs")
    }
    assert written == {name: f"{MINE} {name}" for name in written} | {"institution": f"{MINE} Union"}
    assert (found["email"], found["country"], found["constituency"]) == (f"{MINE}@secret.example", "JO", "government")
    assert found["answers"] == [{"question": {"en": "Which wells do you know?"}, "answer": f"{MINE} Creek"}]
    assert {each["purpose"]: bool(each["text"] and each["given_at"]) for each in found["consents"]} == {
        "registration": True,
        "needs": True,
    }
    assert [each["status"] for each in found["status_changes"]] == ["confirmed"]
    assert [each["session"] for each in found["agenda"]] == [SESSION]
    assert [each["day"] for each in found["check_ins"]] == ["2022-09-13"]
    assert [each["to"] for each in data["mails"]] == [f"{MINE}@secret.example"] * 3
    assert all(MINE in each["text"] for each in data["mails"])
    assert data["log"]


def a_speaker_with_all(client: FlaskClient, desk: Browsers, database: Database, who: str, word: str) -> str:
    """A speaker is invited, answers, prepares, proposes, is told something by the moderator, and agrees to be recorded."""
    asks(database, recording={"en": "Our words on recording."})
    forum, names = forum_id(database), {SPEAKER: "Anir", "x26x5c24yy": "Helder"}

    def known(connection: Connection) -> None:
        blank = dict.fromkeys(("phone", "zone", "access_needs", "dietary_needs", "notes"), "")
        known = {"forum_id": forum, "position": 0, "unavailable": [], "language": "en", **blank}
        if not connection.execute(update(PersonPrivate).where(PersonPrivate.parent == who).values(email=f"{word}@secret.example")).rowcount:  # fmt: skip
            connection.execute(insert(PersonPrivate).values(parent=who, email=f"{word}@secret.example", **known))
        connection.execute(update(Role).where(Role.person == who).values(state=RoleState.TO_INVITE))

    database.write(known)
    fields = {"_csrf": desk[ORGANISER].csrf, "person": [who], "note": f"Dear {word}"}
    assert desk[ORGANISER].client.post("/manage/gssd2022/speaking/invite", data=fields).status_code == 303
    mine = f"/s/{key_for(database, names[who])}"
    page = page_of(client, mine)
    sent = {
        "_csrf": page.xpath("//input[@name='_csrf']/@value")[0],
        "part": page.xpath("//input[@name='part']/@value")[0],
    }
    no = {
        "answer": "no",
        "reason": f"{word} is away",
        "colleague": f"{word} Junior",
        "colleague_email": "yan@example.org",
    }
    assert client.post(f"{mine}/answer", data={**sent, **no}).status_code == 303
    assert client.post(f"{mine}/answer", data={**sent, "answer": "yes"}).status_code == 303
    page = page_of(client, mine)
    names_of_answers = page.xpath("//textarea[starts-with(@name, 'answer-')]/@name")
    assert client.post(f"{mine}/questions", data={**sent, names_of_answers[0]: f"{word} prepared"}).status_code == 303
    needs = {**form_of(client, mine, "/needs?lang=en"), "access_needs": f"{word} ramp", "recording": "yes"}
    assert client.post(f"{mine}/needs?lang=en", data=needs).status_code == 303
    profile = {**form_of(client, f"{mine}/profile"), "biography.en": f"{word} digs."}
    assert client.post(f"{mine}/profile", data=profile).status_code == 303
    run = (
        f"/s/{Keys(database, client.application.extensions['forum'].config).given(person=MODERATOR)}/sessions/{SESSION}"
    )
    note = {
        "_csrf": page_of(client, run).xpath("//input[@name='_csrf']/@value")[0],
        f"n-{who}": f"Tell of {word}",
    }
    assert client.post(f"{run}/notes", data=note).status_code == 303
    return mine


def test_a_speaker_is_handed_all_that_is_kept_and_nothing_of_another(
    client: FlaskClient, desk: Browsers, database: Database
) -> None:
    """GDPR-2, B150: of the programme, too, only their own."""
    other = a_speaker_with_all(client, desk, database, "x26x5c24yy", OTHER)
    mine = a_speaker_with_all(client, desk, database, SPEAKER, MINE)
    text = client.get(f"{mine}/data.json").text
    data = json.loads(text)
    assert OTHER.lower() not in text.lower() and MINE.lower() not in client.get(f"{other}/data.json").text.lower()
    private = data["person"][0]["private"]
    assert (private["email"], private["access_needs"]) == (f"{MINE}@secret.example", f"{MINE} ramp")
    assert (private["recording"]["agrees"], private["recording"]["text"]) == (True, "Our words on recording.")
    spoken = data["speaking"]
    [asked] = spoken["invitations"]
    assert asked["invited_at"] and asked["answered_at"]
    assert [each["answer"] for each in spoken["answers"]] == [f"{MINE} prepared"]
    assert [each["value"] for each in spoken["proposals"]] == [f"<p>{MINE} digs.</p>"]
    assert [each["text"] for each in spoken["notes"]] == [f"Tell of {MINE}"]
    assert data["parts"] and data["published"]
    assert any(f"Dear {MINE}" in each["text"] for each in data["mails"])
    assert {each["to"] for each in data["mails"]} == {f"{MINE}@secret.example"}


def test_what_somebody_agreed_to_stays_as_it_was_worded(
    client: FlaskClient, desk: Browsers, database: Database, question: str
) -> None:
    """B154: the forum keeps for a shorter time, and the answers are changed afterwards."""
    mine = comes_with_all(client, desk, database, question, MINE)

    def consents() -> Any:
        with database.reading() as connection:
            return connection.execute(select(Registration.consents)).scalar_one()

    before = consents()
    assert "12 months" in before[0]["text"]
    plan = tree_of(RegistrationPlan(state=RegistrationState.HERE, keep_months=3, policy={"en": "Other words."}))
    database.write(lambda connection: connection.execute(update(Forum).values(registration=plan)))
    assert "3 months" in client.get(ADDRESS).text
    carried = {**hidden(page_of(client, f"/r/{mine}/change")), "access_needs": "Less", "needs_consent": "1"}
    answer = send(client, address=f"/r/{mine}/change", carried=carried, institution="Elsewhere")
    assert answer.status_code == 303
    assert consents() == before
    with database.reading() as connection:
        assert connection.execute(select(Registration.institution)).scalar() == "Elsewhere"


def test_what_was_said_of_recording_stays_as_it_was_worded(client: FlaskClient, database: Database) -> None:
    """B154: until somebody answers anew."""
    asks(database, recording={"en": "Our words on recording."})
    mine = f"/s/{key_for(database, 'Helder')}"

    def kept() -> Any:
        with database.reading() as connection:
            return connection.execute(
                select(PersonPrivate.recording).where(PersonPrivate.recording.is_not(None))
            ).scalar()

    def says(**more: str) -> Any:
        fields = {**form_of(client, mine, "/needs?lang=en"), **more}
        assert client.post(f"{mine}/needs?lang=en", data=fields).status_code == 303
        return kept()

    first = says(recording="yes")
    asks(database, recording={"en": "Other words."})
    assert says(access_needs="A ramp") == first
    refused = says(recording="no")
    assert (refused["agrees"], refused["text"]) == (False, "Other words.")


def test_who_agrees_that_their_photo_is_shown_finds_the_words_in_the_log(
    client: FlaskClient, database: Database
) -> None:
    """GDPR-5."""
    mine = f"/s/{key_for(database, 'Helder')}"
    page = page_of(client, f"{mine}/photo")
    token = page.xpath("//input[@name='_csrf']/@value")[0]
    assert upload(client, f"{mine}/photo", JPEG, "x.jpg", _csrf=token).status_code == 422

    def agreed() -> list[Any]:
        with database.reading() as connection:
            query = select(AuditEntry.after, AuditEntry.thing, AuditEntry.at).where(
                AuditEntry.action == "person.photo-agreed"
            )
            return list(connection.execute(query))

    assert agreed() == []
    assert upload(client, f"{mine}/photo", JPEG, "x.jpg", _csrf=token, agree="1").status_code == 303
    [entry] = agreed()
    label = page.xpath("//input[@name='agree']/ancestor::label")[0].text_content()
    assert entry.after["text"] and entry.after["text"] in " ".join(label.split())
    assert (entry.thing, entry.at <= datetime.now(UTC)) == ("x26x5c24yy", True)
    assert entry.after["text"] in client.get(f"{mine}/data.json").text


def test_nothing_of_who_came_by_the_forms_is_left_when_they_erase_it(
    client: FlaskClient, desk: Browsers, database: Database, config: Config, question: str, tmp_path: Path
) -> None:
    """GDPR-3, B151: rows, and the database's own files on SQLite; what others wrote stays."""
    comes_with_all(client, desk, database, question, OTHER)
    mine = comes_with_all(client, desk, database, question, MINE)
    walk_in = {"key": "walkin2222", "day": "2022-09-13", "given_name": f"{MINE}-w", "email": f"{MINE}-w@secret.example"}
    assert desk[RECEPTION].post(f"{DOOR}/walk-in", walk_in).status_code == 303
    before = {place.partition(":")[0] for place in places_of(database, tmp_path, MINE)}
    assert {"registration", "sent_form", "message"} <= before
    others = len(places_of(database, tmp_path, OTHER))
    token = hidden(page_of(client, f"/r/{mine}/erase"))
    assert client.post(f"/r/{mine}/erase", data=token).status_code == 200
    left = [place for place in places_of(database, tmp_path, MINE) if f"{MINE}-w".lower() not in place.lower()]
    assert [place for place in left if not Path(place).exists()] == []
    erase_person(
        database,
        tmp_path,
        forum_id(database),
        walk_in["email"],
        actor="test",
        base_url=config.base_url,
        now=config.now(),
    )
    assert places_of(database, tmp_path, MINE) == []
    assert len(places_of(database, tmp_path, OTHER)) == others
    with database.reading() as connection:
        assert len(connection.execute(select(SentForm.key)).all()) == 2, "the other's, whose page can be loaded again"


def test_erasing_while_the_data_is_handed_out_leaves_nothing_and_hands_out_all_or_nothing(
    client: FlaskClient, desk: Browsers, database: Database, config: Config, question: str, tmp_path: Path
) -> None:
    """B153."""
    forum = forum_id(database)
    for number in range(4):
        word = f"{MINE}{number}"
        comes_with_all(client, desk, database, question, word)
        with database.reading() as connection:
            key = connection.execute(select(Registration.id).where(Registration.email.ilike(f"{word}@%"))).scalar_one()
        jobs = [partial(my_data, database, forum, key), partial(erase_me, database, config, tmp_path, forum, key)]
        taken, erased = at_once(jobs if number % 2 else jobs[::-1])[:: 1 if number % 2 else -1]
        assert erased is None
        if isinstance(taken, Exception):
            assert isinstance(taken, NotFound)
        else:
            [found] = json.loads(taken)["registrations"]
            whole = (found["given_name"], len(found["check_ins"]), len(found["agenda"]), len(found["answers"]))
            assert whole in ((f"{word} given_name", 1, 1, 1), ("", 1, 0, 0))
        assert places_of(database, tmp_path, word) == []


def test_what_completes_names_gives_ten_and_no_address(desk: Browsers, database: Database) -> None:
    """B052."""
    forum = forum_id(database)

    def job(connection: Connection) -> None:
        row = connection.execute(select(Person)).mappings().first()
        assert row is not None
        for number in range(30):
            name = {"en": f"Completed {number}"}
            connection.execute(
                insert(Person).values({**row, "id": an_id(number, "z"), "name": name, "position": 900 + number})
            )

    database.write(job)
    browser = desk[MemberRole.EDITOR.value]
    answer = browser.get("/manage/gssd2022/options/people?q=completed")
    assert len(answer.json) == 10 and all(label.startswith("Completed ") for label in answer.json)
    assert len(browser.get("/manage/gssd2022/options/people?q=a").json) <= 10
    assert browser.get("/manage/gssd2022/options/people?q=").json == []
    assert "@" not in answer.text and forum not in answer.text
