"""The outbox, letters and templates on the desk, as an organiser meets them."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState
from forum_app.i18n import words
from forum_app.models.forum import Forum
from forum_app.models.messages import Message, MessageTemplate
from forum_app.models.people import Person, PersonPrivate
from forum_app.models.publishing import AuditEntry
from forum_app.services.erasing import erase_person
from forum_app.services.outbox import queue
from forum_app.services.sign_in_mail import mail_invitation
from tests.cast import EDITOR, NEIGHBOUR, ORGANISER, RECEPTION, STRANGER, VIEWER, Browser, browser_of, join
from tests.services.test_sending import a_mail

DESK = "/manage/gssd2022/messages"


@pytest.fixture
def house(app: Flask, sample: FlaskClient, database: Database) -> tuple[Flask, dict[str, str]]:
    return app, join(database, "gssd2022")


@pytest.fixture
def organiser(house: tuple[Flask, dict[str, str]], database: Database) -> Browser:
    return browser_of(house[0], database, house[1][ORGANISER])


@pytest.fixture
def forum_id(database: Database, house: Any) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id)).scalar_one())


def put(database: Database, forum_id: str, **fields: Any) -> str:
    mail = replace(a_mail(fields.pop("to", "zoe@example.org")), forum_id=forum_id)
    states = {name: fields.pop(name) for name in ("state", "error", "attempts") if name in fields}

    def job(connection: Any) -> str:
        key = queue(connection, replace(mail, **fields))
        if states:
            connection.execute(update(Message).where(Message.id == key).values(**states))
        return key

    return database.write(job)


def state(database: Database, key: str) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Message.state).where(Message.id == key)).scalar_one().value)


def logged(database: Database, begins: str) -> list[tuple[str, str]]:
    with database.reading() as connection:
        query = select(AuditEntry.action, AuditEntry.actor).where(AuditEntry.action.startswith(begins))
        return [tuple(row) for row in connection.execute(query.order_by(AuditEntry.id))]


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", answer.get_data(as_text=True))).split())


@pytest.mark.parametrize(
    ("member", "status"), [(EDITOR, 403), (RECEPTION, 403), (VIEWER, 403), (NEIGHBOUR, 404), (STRANGER, 303)]
)
def test_only_who_writes_messages_reads_them(
    house: tuple[Flask, dict[str, str]], database: Database, forum_id: str, member: str, status: int
) -> None:
    key = put(database, forum_id)
    browser = browser_of(house[0], database, house[1].get(member, ""))
    for path in (
        "",
        f"/{key}",
        f"/{key}/html",
        "/write",
        "/templates",
        "/templates/slot/en",
        "/templates/slot/en/html",
    ):
        assert browser.get(DESK + path).status_code == status
    for path in (f"/{key}/cancel", "/failures", "/write", "/templates/slot/en"):
        assert browser.post(DESK + path).status_code in (status, 403)
    assert state(database, key) == "waiting"


def test_failures_come_first_with_the_servers_words(organiser: Browser, database: Database, forum_id: str) -> None:
    put(database, forum_id, to="a@example.org", subject="Waits")
    put(database, forum_id, to="b@example.org", subject="Fails", state=MessageState.FAILED, error="550 <b> unknown")
    said = text_of(organiser.get(DESK))
    assert said.index("Fails") < said.index("Waits")
    assert "The mail server said: 550 <b> unknown" in said
    assert "No mail server is set up yet. Mails wait here." in said
    only = text_of(organiser.get(f"{DESK}?only=failed"))
    assert "Fails" in only and "Waits" not in only
    assert "Waits" not in text_of(organiser.get(f"{DESK}?q=b@example"))
    assert "Nothing matches" in text_of(organiser.get(f"{DESK}?q=%25_!"))


def test_a_mail_taken_back_after_it_was_refused_still_says_why(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    put(database, forum_id, state=MessageState.CANCELLED, error="550 <b> unknown")
    assert "Taken back. Before that the mail server had said: 550 <b> unknown" in text_of(organiser.get(DESK))


def test_the_outbox_is_in_pages_of_fifty_with_the_same_queries(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    for number in range(60):
        put(database, forum_id, to=f"p{number:02}@example.org")
    first, second = organiser.get(DESK).get_data(as_text=True), organiser.get(f"{DESK}?page=2").get_data(as_text=True)
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 10)
    assert "Page 2 of 2" in second


def test_a_mail_is_held_sent_and_taken_back_and_the_log_knows(
    organiser: Browser, house: Any, database: Database, forum_id: str
) -> None:
    key = put(database, forum_id)
    for doing, now in (("hold", "held"), ("send", "waiting"), ("cancel", "cancelled")):
        assert organiser.post(f"{DESK}/{key}/{doing}").status_code == 303
        assert state(database, key) == now
    assert organiser.post(f"{DESK}/{key}/send").status_code == 303  # it was taken back: too late
    assert state(database, key) == "cancelled"
    me = house[1][ORGANISER]
    assert logged(database, "message.") == [("message.hold", me), ("message.send", me), ("message.cancel", me)]


def test_everything_that_was_given_up_is_tried_once_more(organiser: Browser, database: Database, forum_id: str) -> None:
    keys = [put(database, forum_id, state=MessageState.FAILED, error="550 no", attempts=4) for _ in range(2)]
    organiser.post(f"{DESK}/failures")
    assert [state(database, key) for key in keys] == ["waiting", "waiting"]


def test_another_forums_mail_is_not_here(organiser: Browser, database: Database, forum_id: str) -> None:
    key = database.write(lambda connection: queue(connection, a_mail()))
    assert organiser.get(f"{DESK}/{key}").status_code == 404
    assert organiser.post(f"{DESK}/{key}/cancel").status_code == 404
    assert state(database, key) == "waiting"


def test_a_mail_is_shown_by_an_answer_that_runs_and_loads_nothing(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    key = put(database, forum_id, html="<p style='color:red'>Hello</p><script>alert(1)</script>")
    answer = organiser.get(f"{DESK}/{key}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox"
    )
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = organiser.get(f"{DESK}/{key}").get_data(as_text=True)
    assert f'<iframe class="mail-frame" sandbox src="{DESK}/{key}/html"' in page
    assert "unsafe-inline" not in organiser.get(f"{DESK}/{key}").headers["Content-Security-Policy"]


def test_a_mail_that_lets_somebody_in_is_for_its_reader_alone(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    link = "http://localhost:8000/invitation/s3cret"
    database.write(lambda connection: mail_invitation(connection, "new@example.org", link, "F", forum_id, words("en")))
    with database.reading() as connection:
        row = connection.execute(select(Message).where(Message.kind == MessageKind.INVITATION)).one()
    assert "s3cret" in row.text
    page = organiser.get(f"{DESK}/{row.id}").get_data(as_text=True)
    assert "s3cret" not in page and "only its reader sees it" in page
    assert organiser.get(f"{DESK}/{row.id}/html").status_code == 404


def give_addresses(database: Database, forum_id: str) -> list[str]:
    """Addresses to everybody but the last; the first reads French. Their ids."""

    def job(connection: Any) -> list[str]:
        people = list(
            connection.execute(select(Person.id).where(Person.forum_id == forum_id).order_by("position")).scalars()
        )
        connection.execute(PersonPrivate.__table__.delete())
        more = {"phone": "", "zone": "", "unavailable": [], "access_needs": "", "dietary_needs": "", "notes": ""}
        for number, person in enumerate(people[:-1]):
            language = "fr" if number == 0 else ""
            known = {"parent": person, "forum_id": forum_id, "position": number, "language": language, **more}
            connection.execute(insert(PersonPrivate).values(email=f"p{number}@example.org", **known))
        return people

    return database.write(job)


LETTER = {
    "subject.en": "Slides for {forum}",
    "text.en": "Dear {name},\n\nsend {{7*7}} <b>slides</b> https://evil.test",
    "subject.fr": "Diapositives pour {forum}",
    "text.fr": "Bonjour {name}",
}


def field(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_a_letter_is_looked_at_and_then_queued_once_in_each_language(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    people = give_addresses(database, forum_id)
    whole = {**LETTER, "person": people}
    looked = organiser.post(f"{DESK}/write", whole)
    page = looked.get_data(as_text=True)
    assert looked.status_code == 200 and f"<b>{len(people) - 1}</b>" in page
    assert "1 person has no address" in text_of(looked)
    sending = {**whole, "_do": "queue", "token": field(page, "token"), "seal": field(page, "seal")}
    for _ in range(2):  # a double click
        assert organiser.post(f"{DESK}/write", sending).headers["Location"] == DESK
    with database.reading() as connection:
        rows = connection.execute(select(Message).order_by(Message.to)).all()
    assert [row.to for row in rows] == [f"p{number}@example.org" for number in range(len(people) - 1)]
    assert rows[0].subject.startswith("Diapositives pour ") and rows[1].subject.startswith("Slides for ")
    assert "{{7*7}} &lt;b&gt;slides&lt;/b&gt; https://evil.test" in rows[1].html and 'href="https' not in rows[1].html
    assert [action for action, _actor in logged(database, "letter.")] == ["letter.queued"]
    organiser.post(f"{DESK}/write/{sending['token']}/undo")
    with database.reading() as connection:
        assert set(connection.execute(select(Message.state)).scalars()) == {MessageState.CANCELLED}


def test_nobody_is_written_to_whose_data_was_erased(
    organiser: Browser, config: Config, database: Database, forum_id: str
) -> None:
    with database.reading() as connection:
        key = connection.execute(select(Person.id).where(Person.family_name == "Chowdhury")).scalar_one()
    assert f'value="{key}"' in organiser.get(f"{DESK}/write").get_data(as_text=True)
    erase_person(database, config.instance, forum_id, key, actor="test", base_url="", now=config.now())
    page = organiser.get(f"{DESK}/write").get_data(as_text=True)
    assert f'value="{key}"' not in page and "Speaker removed" not in page


def test_a_letter_that_changed_since_it_was_looked_at_is_not_sent(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    people = give_addresses(database, forum_id)
    page = organiser.post(f"{DESK}/write", {**LETTER, "person": people[:2]}).get_data(as_text=True)
    sending = {"_do": "queue", "token": field(page, "token"), "seal": field(page, "seal")}
    answer = organiser.post(f"{DESK}/write", {**LETTER, **sending, "person": people[:3]})
    assert answer.status_code == 409 and "Something changed since you looked at it" in text_of(answer)
    with database.reading() as connection:
        assert connection.execute(select(Message.id)).first() is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text.en": "  "}, "Write the text too."),
        ({"subject.en": "\u200b"}, "Write a subject too."),
        ({"subject.en": "x" * 151}, "At most 150 characters."),
        ({"text.en": "x" * 10_001}, "At most 10000 characters."),
        ({"person": []}, "Choose a group or people to write to."),
        ({"subject.en": "", "text.en": "", "subject.fr": "", "text.fr": ""}, "Write a subject and a text, in one"),
    ],
)
def test_a_letter_that_is_not_right_keeps_what_was_typed(
    organiser: Browser, database: Database, forum_id: str, wrong: dict[str, Any], said: str
) -> None:
    people = give_addresses(database, forum_id)
    answer = organiser.post(f"{DESK}/write", {**LETTER, "person": people, **wrong})
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422 and said in text_of(answer)
    kept = {**LETTER, **wrong}["text.fr"]
    assert f">{kept}</textarea>" in page


def test_a_forums_own_words_are_in_its_mails_until_it_takes_ours_again(
    organiser: Browser, database: Database, forum_id: str
) -> None:
    at = f"{DESK}/templates/slot/en"
    assert "The programme of ILO Solution Forum has changed." in text_of(organiser.get(f"{at}/html"))
    own = {"subject": "News\r\nBcc: x@example.org", "opening": "Hi {name}, {{7*7}} {days} {secret}\n\n<i>Bye</i>"}
    assert organiser.post(at, own).status_code == 303
    seen = text_of(organiser.get(f"{at}/html"))
    assert "Hi Sample Person, {{7*7}} " in seen and "{days}" not in seen and "{secret} <i>Bye</i>" in seen
    assert "News Bcc: x@example.org" in seen and "<i>" in seen
    assert "The programme of ILO Solution Forum has changed." not in seen
    assert "Your words" in text_of(organiser.get(f"{DESK}/templates"))
    organiser.post(at, {**own, "_do": "reset"})
    assert "The programme of ILO Solution Forum has changed." in text_of(organiser.get(f"{at}/html"))
    with database.reading() as connection:
        assert connection.execute(select(MessageTemplate.kind)).first() is None
    assert [action for action, _actor in logged(database, "template.")] == ["template.changed"] * 2


def test_words_that_are_being_written_are_seen_before_they_are_saved(organiser: Browser, database: Database) -> None:
    look = organiser.post(f"{DESK}/templates/slot/fr/html", {"subject": "Essai", "opening": "Bonjour {name}"})
    assert "Essai" in text_of(look) and 'lang="fr"' in look.get_data(as_text=True)
    assert "Essai" not in text_of(organiser.get(f"{DESK}/templates/slot/fr/html"))
    assert organiser.get(f"{DESK}/templates/slot/xx").status_code == 404
    assert organiser.get(f"{DESK}/templates/code/en").status_code == 404


def test_opening_a_mail_changes_nothing(organiser: Browser, database: Database, forum_id: str) -> None:
    key = put(database, forum_id)
    for path in ("send", "hold", "cancel"):
        assert organiser.get(f"{DESK}/{key}/{path}").status_code == 405
    assert state(database, key) == "waiting"


def test_who_runs_a_mail_server_is_told_what_it_says(
    house: Any, config: Config, database: Database, forum_id: str
) -> None:
    from forum_app.config import MailServer
    from forum_app.services.outbox_turns import say_trouble

    put(database, forum_id)
    say_trouble(database, "Connection refused")
    app = create_app(replace(config, mail_server=MailServer("smtp", "localhost", 25, "", "", "a@b.org")), database)
    said = text_of(browser_of(app, database, house[1][ORGANISER]).get(DESK))
    assert "The mail server can't be reached: Connection refused" in said
