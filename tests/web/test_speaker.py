"""A speaker's own page as somebody meets it by a mail's link, its doors, and the desk that invites."""

from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Connection, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import RoleState, Visibility
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.programme import KeyQuestion
from forum_app.models.speaking import Invitation, PreparedAnswer
from tests.cast import CAST, ORGANISER, VIEWER, Browser, Browsers, join
from tests.houses import Start
from tests.services.test_inviting import ask, mails, speaker, states

__all__ = ["speaker"]  # a fixture
PERSONAL = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def mine(database: Database, config: Config, speaker: str) -> str:
    """The address of an invited speaker's page."""
    ask(database, config, speaker)
    return "/s/" + mails(database)[0].text.partition("/s/")[2].partition("?")[0]


def page_of(client: Any, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def token(page: Any) -> str:
    return str(page.xpath("//input[@name='_csrf']/@value")[0])


def answer_with(client: FlaskClient, mine: str, **fields: str) -> Any:
    page = page_of(client, mine)
    part = page.xpath("//input[@name='part']/@value")[0]
    return client.post(f"{mine}/answer", data={"_csrf": token(page), "part": part, **fields})


def test_the_page_shows_the_slot_and_asks_for_an_answer(client: FlaskClient, mine: str) -> None:
    page = page_of(client, mine)
    text = " ".join(page.xpath("//main")[0].text_content().split())
    assert "Tuesday 13 September 2022" in text and "Bangkok time (UTC+7)" in text
    assert "Will you take part?" in text
    assert [button.text_content().strip() for button in page.xpath("//button[@value='yes']")] == ["I will speak"]
    assert page.xpath("//section[h2='Your moderator']//b") and page.xpath("//section[h2='Who else takes part']//b")
    assert len(page.xpath("//ol[@class='runs']/li[contains(@class, 'mine-turn')]")) == 1
    assert not page.xpath("//h2[starts-with(., 'To prepare')]"), "nothing is asked of who hasn't accepted"


def test_a_link_of_the_mail_chooses_an_answer_and_changes_nothing(
    client: FlaskClient,
    database: Database,
    mine: str,
    speaker: str,
) -> None:
    """B050: a scanner opens every link three times."""
    for _ in range(3):
        for query in ("?answer=yes", "?answer=no", "?part=x&answer=no", ""):
            assert client.get(mine + query).status_code == 200
            assert client.head(mine + query).status_code == 200
    assert states(database, speaker) == {RoleState.INVITED}
    part = page_of(client, mine).xpath("//input[@name='part']/@value")[0]
    assert page_of(client, f"{mine}?part={part}&answer=no").xpath("//details[@class='no']/@open") == [""]


def test_one_press_accepts_and_another_declines_with_a_reason_and_a_colleague(
    client: FlaskClient,
    database: Database,
    mine: str,
    speaker: str,
) -> None:
    assert answer_with(client, mine, answer="yes").status_code == 303
    assert states(database, speaker) == {RoleState.CONFIRMED}
    page = page_of(client, f"{mine}?done=yes")
    assert "You take part. Thank you." in page.text_content()
    given = {"reason": "I am away.", "colleague": "Yan Li", "colleague_email": "yan@"}
    refused = answer_with(client, mine, answer="no", **given)
    assert refused.status_code == 422 and states(database, speaker) == {RoleState.CONFIRMED}
    kept = html.fromstring(refused.text)
    assert kept.xpath("//textarea[@name='reason']/text()") == ["I am away."]
    assert kept.xpath("//input[@name='colleague']/@value") == ["Yan Li"]
    assert answer_with(client, mine, answer="no", **{**given, "colleague_email": "yan@example.org"}).status_code == 303
    assert states(database, speaker) == {RoleState.DECLINED}
    with database.reading() as connection:
        assert connection.execute(select(Invitation.reason)).scalar_one() == "I am away."
    assert answer_with(client, mine, answer="yes").status_code == 303, "an answer can be changed"


def test_answers_are_prepared_within_a_limit_and_nothing_is_lost(
    client: FlaskClient, database: Database, mine: str
) -> None:
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    names = page.xpath("//textarea[starts-with(@name, 'answer-')]/@name")
    assert len(names) == 2
    long = " ".join(["word"] * 121)
    refused = client.post(f"{mine}/questions", data={"_csrf": token(page), names[0]: long, names[1]: "Short."})
    assert refused.status_code == 422
    kept = html.fromstring(refused.text)
    assert kept.xpath(f"//textarea[@name='{names[0]}']/text()") == [long]
    assert kept.xpath(f"//textarea[@name='{names[1]}']/text()") == ["Short."]
    assert (
        client.post(f"{mine}/questions", data={"_csrf": token(page), names[0]: "Ours.", names[1]: ""}).status_code
        == 303
    )
    with database.reading() as connection:
        rows = connection.execute(select(PreparedAnswer.text)).scalars().all()
    assert rows == ["Ours."]
    assert "1 of 2 written" in page_of(client, mine).text_content()


def test_a_question_that_is_gone_meanwhile_keeps_nothing(client: FlaskClient, database: Database, mine: str) -> None:
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    [first, second] = page.xpath("//textarea[starts-with(@name, 'answer-')]/@name")
    database.write(lambda connection: connection.execute(update(KeyQuestion).values(session_id=None)))
    answered = client.post(f"{mine}/questions", data={"_csrf": token(page), first: "A", second: "B", "answer-x": "C"})
    assert answered.status_code == 303, "put to all who speak in the forum, they are still theirs"


def test_the_calendar_of_ones_own_sessions_and_the_brief(client: FlaskClient, mine: str) -> None:
    feed = client.get(f"{mine}/agenda.ics")
    assert feed.content_type == "text/calendar; charset=utf-8"
    assert {name: feed.headers[name] for name in PERSONAL} == PERSONAL
    calendar = vobject.readOne(feed.text)
    assert len(calendar.vevent_list) == 1
    assert "ATTENDEE" not in feed.text and mine.removeprefix("/s/") not in feed.text


def test_every_answer_behind_the_key_is_one_persons_own(client: FlaskClient, mine: str) -> None:
    for address in (mine, f"{mine}/agenda.ics", f"{mine}/media/{'0' * 64}.png", f"/s/{'x' * 22}"):
        got = client.get(address)
        assert {name: got.headers.get(name) for name in PERSONAL} == PERSONAL, address
        assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize("end", ["", "/agenda.ics", "/brief.pdf", "/media/x.png"])
def test_only_the_whole_key_opens_it(client: FlaskClient, mine: str, end: str) -> None:
    """B047, B048: also not where a registration's key would."""
    for key in (mine[3:-1], mine[3:] + "x", mine[3:].swapcase(), "%", "_" * 22):
        assert client.get(f"/s/{key}{end}").status_code == 404
    assert client.get(f"/r/{mine[3:]}{end}").status_code == 404


def test_nothing_is_sent_without_the_pages_token_or_from_another_site(
    client: FlaskClient,
    database: Database,
    mine: str,
    speaker: str,
) -> None:
    page = page_of(client, mine)
    part, good = page.xpath("//input[@name='part']/@value")[0], token(page)
    fields = {"part": part, "answer": "yes"}
    for csrf in ("", "0" * 64):
        assert client.post(f"{mine}/answer", data={"_csrf": csrf, **fields}).status_code == 403
    foreign = client.post(f"{mine}/answer", data={"_csrf": good, **fields}, headers={"Origin": "https://evil.test"})
    assert foreign.status_code == 403
    assert states(database, speaker) == {RoleState.INVITED}


def test_a_part_of_another_session_is_not_theirs_to_answer(client: FlaskClient, mine: str) -> None:
    good = token(page_of(client, mine))
    for part in ("", "2222222222", "../x"):
        assert client.post(f"{mine}/answer", data={"_csrf": good, "part": part, "answer": "yes"}).status_code == 404


def test_a_forum_that_nobody_sees_yet_shows_its_speakers_their_slot(
    client: FlaskClient, database: Database, mine: str
) -> None:
    def hide(connection: Connection) -> None:
        connection.execute(update(Forum).values(visibility=Visibility.DRAFT))

    database.write(hide)
    page = page_of(client, mine)
    style = page.xpath("//link[contains(@href, '/style-')]/@href")[0]
    assert style.startswith(mine) and client.get(style).status_code == 200
    photo = page.xpath("//img[@class='av']/@src")[0]
    assert photo.startswith(mine)
    with client.get(photo) as picture:
        assert picture.status_code == 200


@pytest.fixture
def cast(app: Flask, database: Database) -> Browsers:
    return Browsers(app, database, join(database, "gssd2022"))


def invite_from_desk(browser: Browser, people: list[str], **fields: str) -> Any:
    data = {"_csrf": browser.csrf, "person": people, **fields}
    return browser.client.post("/manage/gssd2022/speaking/invite", data=data)


def test_the_desk_invites_reminds_and_sees_what_came_of_it(
    cast: Browsers,
    client: FlaskClient,
    database: Database,
    speaker: str,
) -> None:
    organiser = cast[ORGANISER]
    page = page_of(organiser, "/manage/gssd2022/speaking")
    assert speaker in page.xpath("//input[@name='person']/@value")
    answer = invite_from_desk(organiser, [speaker], answer_by="2022-09-05", note="We would be glad.")
    assert answer.status_code == 303
    page = page_of(organiser, "/manage/gssd2022/speaking")
    assert "1 invitation is on its way." in page.text_content()
    mine = "/s/" + mails(database)[0].text.partition("/s/")[2].partition("?")[0]
    answer_with(client, mine, answer="no", reason="<b>Away</b>", colleague="Yan Li")
    page = page_of(organiser, "/manage/gssd2022/speaking?state=declined")
    assert page.xpath("//q[@class='said']")[0].text == "<b>Away</b>"
    assert "Proposes: Yan Li" in page.text_content()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"person": []}, "Choose whom to invite."),
        ({"answer_by": "tomorrow"}, "This is no day: choose one."),
        ({"note": "x" * 4001}, "At most 4000 characters."),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_nobody_is_asked(
    cast: Browsers,
    database: Database,
    speaker: str,
    fields: dict[str, Any],
    sentence: str,
) -> None:
    given = {"person": [speaker], **fields}
    answer = invite_from_desk(cast[ORGANISER], given.pop("person"), **given)
    assert answer.status_code == 422 and sentence in answer.text
    assert mails(database) == [] and states(database, speaker) == {RoleState.TO_INVITE}


def test_a_link_by_hand_is_shown_once(
    cast: Browsers,
    client: FlaskClient,
    speaker: str,
) -> None:
    page = html.fromstring(cast[ORGANISER].post(f"/manage/gssd2022/speaking/{speaker}/link").text)
    [link] = page.xpath("//input[@readonly]/@value")
    assert client.get("/s/" + link.partition("/s/")[2]).status_code == 200
    assert not page_of(cast[ORGANISER], "/manage/gssd2022/speaking").xpath("//input[@readonly]")


def test_only_those_who_write_to_people_invite(
    cast: Browsers,
    database: Database,
    speaker: str,
) -> None:
    allowed = {"owner", "organiser"}
    for member in CAST:
        answer = cast[member].get("/manage/gssd2022/speaking")
        assert (answer.status_code == 200) == (member in allowed), member
        if member not in allowed:
            assert "Rie Vejs" not in answer.text
    assert invite_from_desk(cast[VIEWER], [speaker]).status_code == 403
    with database.reading() as connection:
        assert connection.execute(select(Message.id)).all() == []
        roles = connection.execute(select(Role.state).where(Role.person == speaker)).scalars().all()
    assert set(roles) == {RoleState.TO_INVITE}
