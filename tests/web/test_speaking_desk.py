"""The desk that invites: links that are replaced, addresses that change, what the form refuses and what its button says."""

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import RoleState
from forum_app.models.messages import Message
from forum_app.models.people import PersonPrivate, Role
from forum_app.models.publishing import AuditEntry
from forum_app.models.speaking import Invitation
from forum_app.services.media import Media
from forum_app.services.speaking_list import takers_of
from tests.cast import CAST, EDITOR, ORGANISER, OWNER, Browser, Browsers, join
from tests.houses import Start
from tests.services.test_inviting import answered, ask, forum_of, mails, speaker, states
from tests.web.test_speaker import invite_from_desk, second_session
from tests.web.test_things import the_form

__all__ = ["speaker"]  # a fixture
DESK = "/manage/gssd2022/speaking"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> Browsers:
    return Browsers(app, database, join(database, "gssd2022"))


@pytest.fixture
def organiser(cast: Browsers) -> Browser:
    return cast[ORGANISER]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page_of(browser: Any, address: str = DESK) -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text[:300]
    return BeautifulSoup(answer.text, "lxml")


def keys_of(database: Database) -> list[str]:
    """The keys of all mails to the speaker, in their order."""
    return [key for mail in mails(database) for key in re.findall(r"/s/(\w{22})", mail.text)]


def row_of(page: BeautifulSoup, speaker: str) -> Any:
    return page.find("a", href=f"/manage/gssd2022/people/{speaker}").find_parent("tr")


def replace_at(browser: Browser, speaker: str) -> Any:
    """Presses the button of the page that asks, as it is."""
    [form] = page_of(browser, f"{DESK}/{speaker}/replace-link").select("main form")
    return browser.client.post(form["action"], data={each["name"]: each["value"] for each in form.select("input")})


def test_a_link_is_replaced_after_it_was_asked_and_a_new_one_is_mailed_once(
    organiser: Browser, client: FlaskClient, database: Database, config: Config, speaker: str
) -> None:
    assert row_of(page_of(organiser), speaker).find("a", string=re.compile("Replace the link")) is None
    ask(database, config, speaker)
    old = keys_of(database)[-1]
    address = row_of(page_of(organiser), speaker).find("a", href=re.compile("replace-link"))["href"]
    page = page_of(organiser, address)
    assert "Every link to their page opens nothing any more" in page.main.get_text()
    assert "A new link goes to zoe@example.org at once." in page.main.get_text()
    assert client.get(f"/s/{old}").status_code == 200, "asking replaces nothing"
    [form] = page.select("main form")
    fields = {each["name"]: each["value"] for each in form.select("input")}
    for _press in range(2):
        assert organiser.client.post(form["action"], data=fields).location == DESK
        said = page_of(organiser).find(role="status").get_text()
        assert "before open nothing any more. A new one is on its way to zoe@example.org." in said
    assert client.get(f"/s/{old}").status_code == 404
    _invitation, link = mails(database)
    assert "Links that you were sent before open it no more." in link.text
    assert client.get(f"/s/{keys_of(database)[-1]}").status_code == 200
    with database.reading() as connection:
        [entry] = connection.execute(select(AuditEntry).where(AuditEntry.action == "speaker.link-replaced")).all()
    assert (entry.actor, entry.thing) == (organiser.account, speaker)


def test_who_has_no_address_loses_the_link_and_gets_no_mail(
    organiser: Browser, client: FlaskClient, database: Database, speaker: str
) -> None:
    database.write(lambda connection: connection.execute(update(PersonPrivate).values(email="")))
    made = BeautifulSoup(organiser.post(f"{DESK}/{speaker}/link").text, "lxml").find("input", readonly=True)["value"]
    key = made.rpartition("/")[2]
    assert client.get(f"/s/{key}").status_code == 200
    assert "no link is mailed" in page_of(organiser, f"{DESK}/{speaker}/replace-link").main.get_text()
    replace_at(organiser, speaker)
    assert "They have no address: make a new one by hand." in page_of(organiser).find(role="status").get_text()
    assert client.get(f"/s/{key}").status_code == 404
    with database.reading() as connection:
        assert connection.execute(select(Message.id)).all() == []
    assert not page_of(organiser, f"{DESK}/{speaker}/replace-link").select("main form"), "there is none to replace"


def test_only_those_who_invite_replace_links(
    cast: Browsers, client: FlaskClient, database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    key, address = keys_of(database)[-1], f"{DESK}/{speaker}/replace-link"
    [form] = page_of(cast[OWNER], address).select("main form")
    fields = {each["name"]: each["value"] for each in form.select("input[name=seen]")}
    for member in set(CAST) - {OWNER, ORGANISER}:
        assert cast[member].get(address).status_code != 200, member
        cast[member].post(address, fields)
        assert client.get(f"/s/{key}").status_code == 200, member
    cast[ORGANISER].post(address, fields)
    assert client.get(f"/s/{key}").status_code == 404


def with_address(browser: Browser, speaker: str, email: str) -> BeautifulSoup:
    """Saves another address on the person's page; the page that follows."""
    address = f"/manage/gssd2022/people/{speaker}"
    answer = browser.client.post(address, data=the_form(browser, address).sent(private__email=email))
    assert answer.status_code == 303
    return page_of(browser, answer.location)


def test_another_address_says_that_links_to_the_old_one_open_still(
    organiser: Browser, client: FlaskClient, database: Database, config: Config, speaker: str
) -> None:
    assert "still" not in with_address(organiser, speaker, "zoe@other.example").find(role="status").get_text()
    with_address(organiser, speaker, "zoe@example.org")
    ask(database, config, speaker)
    old = keys_of(database)[-1]
    same = with_address(organiser, speaker, "ZOE@example.org").find(role="status")
    assert "still" not in same.get_text() and same.a is None, "it is the same address"
    said = with_address(organiser, speaker, "zoe@other.example").find(role="status")
    assert "Saved. Links to their own page that were sent to the old address open it still." in said.get_text()
    assert client.get(f"/s/{old}").status_code == 200
    assert (said.a.get_text(), said.a["href"]) == ("Replace the link", f"{DESK}/{speaker}/replace-link")
    replace_at(organiser, speaker)
    assert client.get(f"/s/{old}").status_code == 404
    [mail] = mails(database, "zoe@other.example")
    assert mail.kind == MessageKind.SPEAKING


def test_who_may_not_see_addresses_is_told_nothing_of_them(
    cast: Browsers, database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    address = f"/manage/gssd2022/people/{speaker}"
    fields = the_form(cast[EDITOR], address).sent(family_name="Other", private__email="editor@example.org")
    assert cast[EDITOR].client.post(address, data=fields).status_code == 303
    assert page_of(cast[EDITOR], address).find(role="status").p.get_text() == "Saved."


def test_a_day_that_is_over_is_refused_at_its_field_and_nothing_typed_is_lost(
    organiser: Browser, database: Database, speaker: str
) -> None:
    answer = invite_from_desk(organiser, [speaker], answer_by="2022-08-31", note="We would be glad.")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    field = page.find(id="answer_by")
    assert (field["aria-invalid"], field["value"], field["aria-describedby"]) == (
        "true",
        "2022-08-31",
        "answer_by-error",
    )
    sentence = "This day is over: choose today or a later one, or none."
    assert page.find(id="answer_by-error").get_text() == sentence
    assert page.find(role="alert").find("a", href="#answer_by").get_text() == sentence
    assert page.find(id="note").get_text() == "We would be glad."
    assert page.find("input", value=speaker).has_attr("checked")
    assert mails(database) == [] and states(database, speaker) == {RoleState.TO_INVITE}
    assert invite_from_desk(organiser, [speaker], answer_by="2022-09-01").status_code == 303, (
        "today is none of the past"
    )


def test_a_day_that_has_passed_meanwhile_keeps_no_reminder_back(
    organiser: Browser, database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker, answer_by=date(2022, 8, 20))
    assert invite_from_desk(organiser, [speaker], answer_by="").status_code == 303
    assert mails(database)[-1].subject.startswith("A reminder: you are invited")
    with database.reading() as connection:
        assert connection.execute(select(Invitation.answer_by)).scalars().all() == [date(2022, 8, 20)]


@pytest.mark.parametrize(
    ("fields", "place"),
    [({"person": []}, "person"), ({"answer_by": "soon"}, "answer_by"), ({"note": "x" * 4001}, "note")],
)
def test_each_problem_stands_at_its_field(organiser: Browser, speaker: str, fields: dict[str, Any], place: str) -> None:
    given = {"person": [speaker], **fields}
    page = BeautifulSoup(invite_from_desk(organiser, given.pop("person"), **given).text, "lxml")
    sentence = page.find(id=f"{place}-error").get_text()
    field = page.find(id=place)
    assert f"{place}-error" in field["aria-describedby"].split()
    assert place == "person" or field["aria-invalid"] == "true", "a table is not invalid, its ticks are missing"
    assert page.find(role="alert").find("a", href=f"#{place}").get_text() == sentence
    others = {"person", "answer_by", "note"} - {place}
    assert not [other for other in others if page.find(id=f"{other}-error") or page.find(id=other).get("aria-invalid")]
    assert not [each for each in page.select("[aria-describedby]") for name in each["aria-describedby"].split() if page.find(id=name) is None]  # fmt: skip


def sends(database: Database, speaker: str) -> tuple[int, int]:
    with database.reading() as connection:
        takers = takers_of(connection, forum_of(database), "en", ("en",))
    return next(taker.sends for taker in takers if taker.id == speaker)


def test_the_button_says_how_much_goes_and_so_much_goes(
    organiser: Browser, database: Database, config: Config, speaker: str
) -> None:
    second_session(database, speaker)
    with database.reading() as connection:
        first = takers_of(connection, forum_of(database), "en", ("en",))
    assert sends(database, speaker)[1] == 0 and speaker in {taker.id for taker in first}
    for note in ("x" * 4001, "We would be glad."):  # the first is refused, with what is ticked
        expected, before = sends(database, speaker), len(mails(database))
        page = invite_from_desk(organiser, [speaker], note=note)
    assert len(mails(database)) - before == sum(expected) and page.status_code == 303
    assert sends(database, speaker) == (0, sum(expected)), "all that was asked is a reminder now"
    told = invite_from_desk(organiser, [speaker], note="x" * 4001)
    label = BeautifulSoup(told.text, "lxml").select_one(".asking .btn").get_text()
    assert label == f"Send {sum(expected)} reminder{'s' if sum(expected) > 1 else ''}"
    invite_from_desk(organiser, [speaker])
    said = page_of(organiser).find(role="status").get_text()
    assert (
        re.search(r"^\s*\d reminders? of an invitation (is|are) on (its|their) way\.", said)
        and "invitations" not in said
    )


def test_an_invitation_and_a_reminder_are_said_apart(
    organiser: Browser, database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    second = second_session(database, speaker)
    new = update(Role).where(Role.session_id == second).values(state=RoleState.TO_INVITE)
    database.write(lambda connection: connection.execute(new))
    assert sends(database, speaker) == (1, 1)
    told = invite_from_desk(organiser, [speaker], note="x" * 4001)
    assert BeautifulSoup(told.text, "lxml").select_one(".asking .btn").get_text() == "Send 1 invitation and 1 reminder"
    invite_from_desk(organiser, [speaker])
    said = page_of(organiser).find(role="status").get_text()
    assert "1 invitation is on its way. 1 reminder of an invitation is on its way." in said
    subjects = sorted(mail.subject.partition(":")[0] for mail in mails(database)[-2:])
    assert subjects == ["A reminder", "You are invited to speak"]


def test_who_is_only_to_be_reminded_makes_the_button_say_so(
    organiser: Browser, database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    label = page_of(organiser, f"{DESK}?state=invited").select_one(".asking .btn").get_text()
    assert label == "Send reminders"
    answered(database, config, speaker, yes=True)
    assert sends(database, speaker) == (0, 1), "of what is missing"
    label = page_of(organiser, f"{DESK}?state=confirmed").select_one(".asking .btn").get_text()
    assert label == "Send reminders"


def test_where_nothing_is_missing_no_heading_stands_over_nothing(organiser: Browser, speaker: str) -> None:
    """A cell that holds an empty span is not shown where each row is a block."""
    cell = row_of(page_of(organiser), speaker).find(attrs={"data-label": "Still missing"})
    assert [(child.name, child.get_text()) for child in cell.find_all(recursive=False)] == [("span", "")]


@pytest.mark.parametrize(("answer", "said"), [("yes", "May be recorded"), ("no", "Not to be recorded")])
def test_the_desk_sees_who_agreed_to_be_recorded(
    organiser: Browser, client: FlaskClient, database: Database, config: Config, speaker: str, answer: str, said: str
) -> None:
    ask(database, config, speaker)
    [row] = [each for each in page_of(organiser).select("tbody tr") if "Zoe" in each.text or speaker in str(each)]
    assert "recorded" not in row.text
    mine = f"/s/{keys_of(database)[-1]}"
    form = page_of(client, mine).find("input", attrs={"name": "recording"}).find_parent("form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    assert client.post(form["action"], data={**sent, "recording": answer}).status_code == 303
    [row] = [each for each in page_of(organiser).select("tbody tr") if speaker in str(each)]
    assert said in row.text
