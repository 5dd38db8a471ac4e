"""Forms without an account while the database is away or busy: what was written is on the page, to be sent again once."""

import errno
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import event, func, select

from forum_app.database import Database
from forum_app.models.registrations import Registration
from forum_app.models.speaking import PreparedAnswer, Proposal, SpeakerNote
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.houses import Start
from tests.services.opened import open_registration
from tests.services.speakers import key_for

REGISTER = "/forums/gssd2022/register"
SESSION, SPEAKER, QUESTION = "225py65p8d", "3cukgsgx4f", "hmtc74xbzr"
COMER = {"given_name": "Ada", "email": "ada@example.org", "country": "KE", "language": "en", "mode": "in-person", "consent": "1"}  # fmt: skip
HOSTILE = "</p></form><script>alert(1)</script>\n\" onfocus='x' {{7*7}} & &lt;"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask, database: Database) -> FlaskClient:
    open_registration(database)
    return app.test_client()


@contextmanager
def away(database: Database) -> Iterator[None]:
    """No connection is to be had."""
    pool = database.engine.pool
    pool._timeout = 0.05  # seconds; else ten
    with ExitStack() as held:
        for _ in range(15):
            held.enter_context(database.engine.connect())
        yield


@contextmanager
def failing(database: Database, error: Exception) -> Iterator[None]:
    """Nothing can be saved."""

    def fail(*_any: Any) -> None:
        raise error

    event.listen(database.engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(database.engine, "commit", fail)


def form_at(client: FlaskClient, address: str, action: str = "") -> dict[str, Any]:
    """What the form of a page that sends to an address would send as it stands."""
    page = html.fromstring(client.get(address).text)
    [form] = [each for each in page.forms if (each.get("action") or "").partition("?")[0].partition("#")[0] == (action or address)]  # fmt: skip
    return fields_of(form)


def fields_of(form: Any) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return {name: each if len(each) > 1 else each[0] for name, each in fields.items()}


def kept(answer: Any) -> tuple[dict[str, Any], list[str]]:
    """What a page would send again, and the words on it."""
    page = html.fromstring(answer.text)
    forms = page.xpath("//form[@data-typed]")
    assert [each.get("action") for each in forms] == [None] * len(forms)  # to the address of the page
    words = [item.text_content() for item in page.xpath("//ul[@class='kept']/li")]
    return fields_of(forms[0]) if forms else {}, words


def registered(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(Registration.email)).scalars())


def count(database: Database, table: Any) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def comer(client: FlaskClient, database: Database) -> str:
    """The page of somebody who is registered."""
    client.post(REGISTER, data={**form_at(client, REGISTER), **COMER})
    key = new_personal_key()
    with database.writing() as connection:
        mine = connection.execute(select(Registration.id)).scalar_one()
        keep_key(connection, key, connection.execute(select(Registration.forum_id)).scalar_one(), registration=mine)
    return f"/r/{key}"


def test_a_registration_is_sent_again_from_the_page_and_made_once(client: FlaskClient, database: Database) -> None:
    """REL-10, B132, B134."""
    fields = {**form_at(client, REGISTER), **COMER, "family_name": HOSTILE[:40]}
    with away(database):
        answer = client.post(f"{REGISTER}?lang=fr", data=fields)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Cache-Control"] == "private, no-store"
    again, words = kept(answer)
    sent = {name: value.replace("\n", "\r\n") for name, value in fields.items()}
    assert {name: value.replace("\n", "\r\n") for name, value in again.items()} == sent
    assert words[0] == "Ada" and "ada@example.org" in words and again["_form"] not in answer.text.partition("<h2>")[2]
    assert registered(database) == []
    places = [client.post(REGISTER, data=again).location for _ in range(2)]
    assert places[0] == places[1] == f"{REGISTER}/sent/{fields['_form']}"
    assert registered(database) == ["ada@example.org"]


@pytest.mark.parametrize(("error", "status"), [(OSError(errno.ENOSPC, "full"), 507), (ValueError("a fault"), 500)])
def test_what_could_not_be_saved_is_on_the_page(
    client: FlaskClient, database: Database, error: Exception, status: int
) -> None:
    fields = {**form_at(client, REGISTER), **COMER, "institution": f"Kept {status}"}
    with failing(database, error):
        answer = client.post(REGISTER, data=fields)
    again, words = kept(answer)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "private, no-store")
    assert again == fields and f"Kept {status}" in words and registered(database) == []


def test_a_changed_registration_is_kept_and_the_same_sent_twice_is_no_clash(
    client: FlaskClient, database: Database, comer: str
) -> None:
    fields = {**form_at(client, f"{comer}/change"), "post": "Head of <i>all</i>"}
    with away(database):
        again, words = kept(client.post(f"{comer}/change", data=fields))
    assert again == fields and "Head of <i>all</i>" in words
    assert [client.post(f"{comer}/change", data=again).status_code for _ in range(2)] == [303, 303]
    other = client.post(f"{comer}/change", data={**again, "post": "Another"})
    assert other.status_code == 409


def test_what_a_speaker_wrote_is_sent_again(client: FlaskClient, database: Database) -> None:
    mine = f"/s/{key_for(database, 'Anir')}"
    answers, profile = form_at(client, mine, f"{mine}/questions"), form_at(client, f"{mine}/profile")
    written = (
        (f"{mine}/questions", {**answers, f"answer-{QUESTION}": HOSTILE}, PreparedAnswer),
        (f"{mine}/profile", {**profile, "letters": "PhD"}, Proposal),
    )
    for address, fields, table in written:
        with away(database):
            answer = client.post(address, data=fields)
        again, words = kept(answer)
        assert answer.status_code == 503 and (HOSTILE in words or "PhD" in words)
        assert mine.removeprefix("/s/") not in answer.text  # the key is in the address alone
        assert html.fromstring(answer.text).xpath("//main//script | //main//*[@onfocus]") == []
        assert [client.post(address, data=again).status_code for _ in range(2)] == [303, 303]
        assert count(database, table) == 1


def test_notes_and_minutes_of_a_moderator_are_sent_again(client: FlaskClient, database: Database) -> None:
    base = f"/s/{key_for(database, 'Vejs')}/sessions/{SESSION}"
    notes = {**form_at(client, base, f"{base}/notes"), f"n-{SPEAKER}": "Be brief.\r\nSmile."}
    with away(database):
        again, words = kept(client.post(f"{base}/notes", data=notes))
    assert words == ["Be brief.\nSmile."]
    assert [client.post(f"{base}/notes", data=again).status_code for _ in range(2)] == [303, 303]
    with database.reading() as connection:
        assert connection.execute(select(SpeakerNote.text)).scalars().all() == ["Be brief.\nSmile."]
    minutes = form_at(client, base, f"{base}/minutes")
    with away(database):
        assert kept(client.post(f"{base}/minutes", data=minutes))[0] == minutes


def test_what_is_not_to_be_given_back_is_not(client: FlaskClient, database: Database) -> None:
    """Another site's, what is secret or no text, and presses in which nobody wrote anything."""
    mine = f"/s/{key_for(database, 'Anir')}"
    token = form_at(client, mine, f"{mine}/questions")["_csrf"]
    words = {"_csrf": token, f"answer-{QUESTION}": "Said here"}
    form, questions = "application/x-www-form-urlencoded", f"{mine}/questions"
    with away(database):
        answers = [
            client.post(questions, data=words, headers={"Origin": "https://elsewhere.example"}),
            client.post(questions, data=words, headers={"Sec-Fetch-Site": "cross-site"}),
            client.post(questions, data={**words, "password": "seven slow barges"}),
            client.post(questions, data={**words, "access_needs": "a\0b"}),
            client.post(questions, data=b"access_needs=Said+here%ff", content_type=form),
            client.post(f"{mine}/answer", data={"_csrf": token, "answer": "yes", "part": SESSION}),
            client.post(f"{mine}/new-link", data={"_csrf": token}),
        ]
        large = client.post(questions, data={**words, "access_needs": "x" * (1024 * 1024)})
        whole = client.post(questions, data=words)
    for answer in answers:
        assert (answer.status_code, kept(answer)) == (503, ({}, []))
        assert "Said here" not in answer.text and "barges" not in answer.text
    assert kept(large) == ({}, []) and "xxx" not in large.text
    assert kept(whole) == (words, ["Said here"])


def test_hostile_names_and_values_stay_text_and_long_ones_are_listed_cut(
    client: FlaskClient, database: Database
) -> None:
    mine = f"/s/{key_for(database, 'Anir')}"
    fields = {HOSTILE.replace("\n", " "): HOSTILE, "reason": "y" * 9_000} | {
        f"more{n}": f"word {n}" for n in range(300)
    }
    with away(database):
        answer = client.post(f"{mine}/answer", data=fields)
    again, words = kept(answer)
    assert again == fields and (words[0], words[1]) == (HOSTILE, "y" * 4_000) and len(words) == 100
    assert html.fromstring(answer.text).xpath("//main//script | //main//*[@onfocus]") == []
    assert ">49<" not in answer.text


def test_files_are_said_not_to_be_kept(client: FlaskClient, database: Database) -> None:
    mine = f"/s/{key_for(database, 'Anir')}"
    fields = {"reason": "A reason", "file": (io.BytesIO(b"slides of mine"), "mine.pdf")}
    with away(database):
        answer = client.post(f"{mine}/answer", data=fields)
    answer.request.environ["wsgi.input"].close()
    assert kept(answer) == ({"reason": "A reason"}, ["A reason"])
    assert "Files are not kept: choose them again afterwards." in answer.text and "slides of mine" not in answer.text


def test_it_is_said_in_the_readers_language_inside_the_forum(client: FlaskClient, database: Database) -> None:
    fields = {**form_at(client, REGISTER), **COMER}
    with away(database):
        page = html.fromstring(client.post(f"{REGISTER}?lang=fr", data=fields).text)
    assert page.get("lang") == "fr" and len(page.xpath("//h1")) == 1
    assert page.xpath("//main//form[@data-typed]//button/text()") == ["Renvoyer"]
