"""A speaker's own page as somebody meets it by a mail's link, its doors, and the desk that invites."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Connection, delete, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionStatus, Visibility
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import PersonPrivate, Role
from forum_app.models.programme import KeyQuestion, Session, Talk
from forum_app.models.speaking import Invitation, PreparedAnswer
from forum_app.services.media import Media
from tests.cast import CAST, ORGANISER, VIEWER, Browser, Browsers, join
from tests.documents.conftest import Paper
from tests.houses import Start
from tests.lists.cut import headings
from tests.services.test_inviting import ask, entry, mails, publish, speaker, states

__all__ = ["speaker"]  # a fixture
PERSONAL = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
QUESTIONS = (
    "Which South-South good practice do you bring, and how does it contribute to the alliance or network?",
    "Going ahead, where will your organization turn to South-South cooperation next?",
)


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


def answer_with(client: FlaskClient, mine: str, *, at: str = "", **fields: str) -> Any:
    page = page_of(client, mine)
    part = page.xpath("//input[@name='part']/@value")[0]
    return client.post(at or f"{mine}/answer", data={"_csrf": token(page), "part": part, **fields})


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


def add_role(database: Database, person: str, kind: RoleKind, state: RoleState) -> str:
    """Another part of somebody in the session of their talk."""

    def job(connection: Connection) -> str:
        role = connection.execute(select(Role).where(Role.person == person)).one()._asdict()
        session = connection.execute(select(Talk.parent).where(Talk.id == role["talk_id"])).scalar_one()
        role |= {
            "id": "zzzzzzzzz2",
            "session_id": session,
            "talk_id": None,
            "role": kind,
            "state": state,
            "position": 50,
        }
        connection.execute(insert(Role).values(**role))
        connection.execute(update(Forum).values(version=Forum.version + 1))
        return session

    return database.write(job)


def parts(database: Database, person: str) -> dict[RoleKind, RoleState]:
    with database.reading() as connection:
        rows = connection.execute(select(Role.role, Role.state).where(Role.person == person))
        return {row.role: row.state for row in rows}


def refusals(page: Any) -> list[str]:
    return [said.text_content().strip() for said in page.xpath("//p[@class='wrong']")]


def test_declining_what_is_asked_now_leaves_what_was_accepted_before(
    client: FlaskClient, database: Database, config: Config, mine: str, speaker: str
) -> None:
    answer_with(client, mine, answer="yes")
    session = add_role(database, speaker, RoleKind.MODERATOR, RoleState.TO_INVITE)
    ask(database, config, speaker)
    page = page_of(client, mine)
    asked, accepted = page.xpath("//section[contains(@class, 'ans')]")
    assert [button.text_content().strip() for button in asked.xpath(".//button")] == [
        "I will moderate",
        "I cannot take part",
    ]
    assert asked.xpath("p[@class='ans-w']/text()") == ["Moderator"]
    assert accepted.xpath("p[@class='ans-w']")[0].text_content().startswith("Speaker: ")
    assert "I will moderate" in mails(database)[-1].text
    assert entry(mails(database)[-1])[1].attendee.params["ROLE"] == ["REQ-PARTICIPANT"], (
        "they didn't say yes to chairing"
    )
    given = {"_csrf": token(page), "part": session, "answer": "no", "reason": "My talk is enough."}
    assert client.post(f"{mine}/answer", data=given).status_code == 303
    assert parts(database, speaker) == {RoleKind.SPEAKER: RoleState.CONFIRMED, RoleKind.MODERATOR: RoleState.DECLINED}
    [taken] = page_of(client, mine).xpath("//section[contains(@class, 'ans')][.//textarea='My talk is enough.']")
    assert taken.xpath(".//span[contains(@class, 'bad')]")[0].text_content() == "You can't take part"


def test_of_several_parts_that_are_open_those_are_answered_that_are_ticked(
    client: FlaskClient, database: Database, config: Config, mine: str, speaker: str
) -> None:
    session = add_role(database, speaker, RoleKind.MODERATOR, RoleState.TO_INVITE)
    ask(database, config, speaker)
    page = page_of(client, mine)
    accept, decline = page.xpath("//section[contains(@class, 'ans')]//form")
    said = {label.text_content().partition(":")[0] for label in accept.xpath(".//label/span")}
    assert said == {"Moderator", "Speaker"}
    ticks = accept.xpath(".//input[@type='checkbox']")
    assert all(tick.get("checked") is not None for tick in [*ticks, *decline.xpath(".//input[@type='checkbox']")])
    talk = next(tick.get("value") for tick in ticks if tick.get("value") != "zzzzzzzzz2")
    fields = {"_csrf": token(page), "part": session}
    nothing = client.post(f"{mine}/answer", data={**fields, "answer": "yes", "role": ""})
    assert nothing.status_code == 422 and refusals(html.fromstring(nothing.text)) == ["Tick what your answer is for."]
    assert set(parts(database, speaker).values()) == {RoleState.INVITED}
    assert client.post(f"{mine}/answer", data={**fields, "answer": "yes", "role": ["", talk]}).status_code == 303
    assert parts(database, speaker) == {RoleKind.SPEAKER: RoleState.CONFIRMED, RoleKind.MODERATOR: RoleState.INVITED}
    assert client.post(f"{mine}/answer", data={**fields, "answer": "no", "role": "2222222222"}).status_code == 404


@pytest.mark.parametrize("said", [{}, {"answer": ""}, {"answer": "maybe"}, {"answer": "YES"}])
def test_what_is_neither_yes_nor_no_changes_nothing_and_loses_nothing(
    client: FlaskClient, database: Database, mine: str, speaker: str, said: dict[str, str]
) -> None:
    refused = answer_with(client, mine, reason="I am away.", colleague="Yan Li", **said)
    page = html.fromstring(refused.text)
    assert refused.status_code == 422
    assert refusals(page) == ["Choose one of the two: whether you take part, or cannot."]
    assert page.xpath("//textarea[@name='reason']/text()") == ["I am away."]
    assert page.xpath("//input[@name='colleague']/@value") == ["Yan Li"]
    assert states(database, speaker) == {RoleState.INVITED}


def test_the_fields_of_i_cannot_send_no_yes(client: FlaskClient, mine: str) -> None:
    """Enter in a field presses the first button of its form."""
    [decline] = page_of(client, mine).xpath("//form[.//input[@name='colleague']]")
    assert dict(decline.form_values())["answer"] == "no"
    assert decline.xpath(".//button/@value") == []


@pytest.mark.parametrize(
    ("colleague", "email"), [("Yan Li", ""), ("", "yan@example.org"), ("Yan Li", "yan@example.org")]
)
def test_a_colleague_is_kept_by_name_or_address_and_can_be_changed_later(
    client: FlaskClient, database: Database, mine: str, colleague: str, email: str
) -> None:
    assert answer_with(client, mine, answer="no", colleague=colleague, colleague_email=email).status_code == 303
    with database.reading() as connection:
        kept = connection.execute(select(Invitation.colleague)).scalar_one()
    assert kept == {"name": colleague, "email": email}
    page = page_of(client, mine)
    [form] = page.xpath("//details[@open]/form")
    told = dict(form.form_values())
    assert (told["colleague"], told["colleague_email"]) == (colleague, email)
    assert not page.xpath("//a[.='Join online']"), "who doesn't come joins nothing"
    assert client.post(f"{mine}/answer", data={**told, "reason": "I am away after all."}).status_code == 303
    with database.reading() as connection:
        row = connection.execute(select(Invitation.reason, Invitation.colleague)).one()
    assert (row.reason, row.colleague) == ("I am away after all.", kept)


def test_an_address_that_is_none_is_refused_beside_its_field(client: FlaskClient, mine: str) -> None:
    refused = answer_with(client, mine, answer="no", colleague="Yan Li", colleague_email="yan@")
    page = html.fromstring(refused.text)
    [field] = page.xpath("//input[@name='colleague_email'][@aria-invalid='true']")
    assert "This is no e-mail address" in page.get_element_by_id(field.get("aria-describedby")).text_content()
    assert field.get("value") == "yan@"


def second_session(database: Database, person: str) -> str:
    """Somebody sits on a panel three hours later as well."""

    def job(connection: Connection) -> None:
        role = connection.execute(select(Role).where(Role.person == person)).one()._asdict()
        talk = select(Talk.parent).where(Talk.id == role["talk_id"])
        session = connection.execute(select(Session).where(Session.id == talk.scalar_subquery())).one()._asdict()
        session |= {"id": "zzzzzzzzz3", "start": session["start"] + timedelta(hours=3), "title": {"en": "A panel"}}
        connection.execute(insert(Session).values(**session))
        role |= {"id": "zzzzzzzzz2", "session_id": "zzzzzzzzz3", "talk_id": None, "role": RoleKind.PANELLIST}
        connection.execute(insert(Role).values(**role))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)
    return "zzzzzzzzz3"


def test_a_mails_link_opens_at_its_own_session(
    client: FlaskClient, database: Database, config: Config, speaker: str
) -> None:
    later = second_session(database, speaker)
    ask(database, config, speaker)
    links = [line for mail in mails(database) for line in mail.text.splitlines() if "/s/" in line]
    link = next(line for line in links if f"part={later}&answer=no" in line)
    page = page_of(client, link[link.index("/s/") :])
    [first, _other] = page.xpath("//article")
    assert "marked" in first.get("class") and first.xpath("h1")[0].text_content() == "A panel"
    [answer] = page.xpath("//section[contains(@class, 'marked')]")
    assert answer.get("id") == f"answer-{later}"
    assert answer.xpath(".//details[@open]//textarea/@autofocus") == [""]
    assert len(page.xpath("//details[@class='no'][@open]")) == 1


def test_a_session_that_is_a_draft_is_shown_as_tentative_and_can_be_answered(
    client: FlaskClient, database: Database, config: Config, media: Media, speaker: str
) -> None:
    def job(connection: Connection) -> None:
        connection.execute(update(Session).values(status=SessionStatus.DRAFT))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)
    publish(database, media)
    ask(database, config, speaker)
    mine = "/s/" + mails(database)[-1].text.partition("/s/")[2].partition("?")[0]
    page = page_of(client, mine)
    assert page.xpath("//article//span[contains(@class, 'warn')]/text()") == ["To be confirmed"]
    assert "Tuesday 13 September 2022" in page.text_content()
    assert answer_with(client, mine, answer="no").status_code == 303
    assert page_of(client, mine).xpath("//article//span[contains(@class, 'bad')]"), (
        "it stays, so that they can come back"
    )


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


def test_an_older_page_takes_nothing_back(client: FlaskClient, database: Database, mine: str, speaker: str) -> None:
    """What was written on the laptop stays though the phone's page shows nothing of it; both texts are shown."""
    answer_with(client, mine, answer="yes")
    old = page_of(client, mine)
    [shown] = [form for form in old.forms if "/questions" in form.get("action")]
    fields = dict(shown.form_values())
    [first, second] = [name for name in fields if name.startswith("answer-")]
    written = {**fields, first: "The laptop's first.", second: "The laptop's second."}
    assert client.post(f"{mine}/questions", data=written).status_code == 303
    assert client.post(f"{mine}/questions", data=fields).status_code == 303, "nothing was typed there"
    clash = client.post(f"{mine}/questions", data={**fields, first: "The phone's first."})
    page = html.fromstring(clash.text)
    assert clash.status_code == 409
    assert page.xpath("//p[@class='theirs']/text()") == ["The laptop's first."]
    assert page.xpath(f"//textarea[@name='{first}']/text()") == ["The phone's first."]
    assert page.xpath(f"//textarea[@name='{second}']/text()") == []
    again = dict(next(form for form in page.forms if "/questions" in form.get("action")).form_values())
    assert client.post(f"{mine}/questions", data={**again, second: "The laptop's second."}).status_code == 303
    with database.reading() as connection:
        rows = connection.execute(select(PreparedAnswer.text)).scalars().all()
    assert sorted(rows) == ["The laptop's second.", "The phone's first."]


@pytest.mark.parametrize(("text", "sentence"), [
    ("a" * 10_001, "This has 10001 characters; at most 10000 are kept. Shorten it."),
    ("ถ" * 3 * 121, "This has 121 words; at most 120 are kept. Shorten it."),
])  # fmt: skip
def test_what_is_too_long_is_said_by_what_is_counted(client: FlaskClient, mine: str, text: str, sentence: str) -> None:
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    name = page.xpath("//textarea[starts-with(@name, 'answer-')]/@name")[0]
    refused = client.post(f"{mine}/questions", data={"_csrf": token(page), name: text})
    assert refused.status_code == 422 and refusals(html.fromstring(refused.text)) == [sentence]


def test_a_question_that_is_gone_meanwhile_keeps_nothing(client: FlaskClient, database: Database, mine: str) -> None:
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    [first, second] = page.xpath("//textarea[starts-with(@name, 'answer-')]/@name")
    database.write(lambda connection: connection.execute(update(KeyQuestion).values(session_id=None)))
    answered = client.post(f"{mine}/questions", data={"_csrf": token(page), first: "A", second: "B", "answer-x": "C"})
    assert answered.status_code == 303, "put to all who speak in the forum, they are still theirs"


def test_what_was_written_to_a_question_that_is_gone_is_shown_and_the_rest_can_be_kept(
    client: FlaskClient, database: Database, mine: str
) -> None:
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    [fields] = [dict(form.form_values()) for form in page.forms if "/questions" in form.get("action")]
    [first, second] = [name for name in fields if name.startswith("answer-")]
    database.write(lambda c: c.execute(delete(KeyQuestion).where(KeyQuestion.id == second.removeprefix("answer-"))))
    answer = client.post(f"{mine}/questions", data={**fields, first: "Stays.", second: "Was <asked>."})
    page = html.fromstring(answer.text)
    assert answer.status_code == 409 and page.xpath("//p[@class='theirs']/text()") == ["Was <asked>."]
    assert page.get_element_by_id(first).value.strip() == "Stays."
    [again] = [dict(form.form_values()) for form in page.forms if "/questions" in form.get("action")]
    assert client.post(f"{mine}/questions", data=again).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(PreparedAnswer.text)).scalars().all() == ["Stays."]


def test_the_calendar_of_ones_own_sessions_and_the_brief(client: FlaskClient, mine: str) -> None:
    feed = client.get(f"{mine}/agenda.ics")
    assert feed.content_type == "text/calendar; charset=utf-8"
    assert {name: feed.headers[name] for name in PERSONAL} == PERSONAL
    calendar = vobject.readOne(feed.text)
    assert len(calendar.vevent_list) == 1
    assert "ATTENDEE" not in feed.text and mine.removeprefix("/s/") not in feed.text


def events(client: FlaskClient, mine: str) -> list[str]:
    """The states of the events in their feed, as somebody else's parser reads them."""
    return [event.status.value for event in vobject.readOne(client.get(f"{mine}/agenda.ics").text).components()
            if event.name == "VEVENT"]  # fmt: skip


def test_the_feed_has_what_is_theirs_and_no_more(
    client: FlaskClient, database: Database, mine: str, speaker: str
) -> None:
    answer_with(client, mine, answer="yes")
    assert events(client, mine) == ["CONFIRMED"]
    answer_with(client, mine, answer="no")
    assert events(client, mine) == []
    answer_with(client, mine, answer="yes")
    assert events(client, mine) == ["CONFIRMED"]

    def taken_out(connection: Connection) -> None:
        connection.execute(delete(Invitation))
        connection.execute(delete(Role).where(Role.person == speaker))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(taken_out)
    assert events(client, mine) == []


def test_a_replaced_link_is_told_on_a_page_of_nobody(client: FlaskClient, database: Database, mine: str) -> None:
    for is_hidden in (False, True):
        page = page_of(client, mine)
        told = html.fromstring(client.post(f"{mine}/new-link", data={"_csrf": token(page)}).text)
        assert told.xpath("//h1/text()") == ["A new link is on its way"]
        assert "zoe@example.org" in told.text_content()
        assert told.xpath("//main//form") == [] and mine not in html.tostring(told).decode()
        for address in told.xpath("//link[@rel='stylesheet']/@href | //img/@src | //header//a/@href"):
            with client.get(address) as answer:
                assert answer.status_code == 200, address
        assert client.get(mine).status_code == 404
        mine = "/s/" + mails(database)[-1].text.partition("/s/")[2].partition("\n")[0]
        if not is_hidden:
            database.write(lambda connection: connection.execute(update(Forum).values(visibility=Visibility.DRAFT)))


def test_a_language_that_was_chosen_stays_chosen(client: FlaskClient, mine: str) -> None:
    chosen = f"{mine}?lang=fr"
    answer = answer_with(client, chosen, answer="yes", at=f"{mine}/answer?lang=fr")
    assert answer.location.startswith(f"{mine}?lang=fr")
    page = page_of(client, answer.location)
    assert page.get("lang") == "fr"
    inside = [*page.xpath("//main//form/@action"), *page.xpath(f"//main//a[starts-with(@href, '{mine}')]/@href")]
    assert [address for address in inside if "lang=fr" not in address and "data.json" not in address] == []
    for path in ("profile", "photo", "slides"):
        own = page_of(client, f"{mine}/{path}?lang=fr")
        assert own.get("lang") == "fr"
        assert [each for each in own.xpath("//main//form/@action | //main//a/@href") if "lang=fr" not in each] == []


@pytest.mark.parametrize(("more", "language"), [(0, "en"), (3, "en"), (12, "ar")])
def test_a_brief_is_one_page_however_many_sessions_somebody_has(
    client: FlaskClient, database: Database, mine: str, speaker: str, more: int, language: str
) -> None:
    def job(connection: Connection) -> None:
        role = connection.execute(select(Role).where(Role.person == speaker)).one()._asdict()
        talk = select(Talk.parent).where(Talk.id == role["talk_id"])
        session = connection.execute(select(Session).where(Session.id == talk.scalar_subquery())).one()._asdict()
        plan = {"practical": {"en": "Come early. " * 20}}
        for place, sign in enumerate("abcdefghjkmn"[:more]):
            moved = {"id": f"zzzzzzzz{sign}3", "start": session["start"] + timedelta(hours=place + 2)}
            connection.execute(insert(Session).values(**{**session, **moved}))
            here = {"id": f"zzzzzzzz{sign}2", "session_id": moved["id"], "talk_id": None, "role": RoleKind.PANELLIST}
            connection.execute(insert(Role).values(**{**role, **here, "state": RoleState.CONFIRMED}))
        connection.execute(update(Forum).values(version=Forum.version + 1, speaking=plan))

    database.write(job)
    answer = client.get(f"{mine}/brief.pdf?lang={language}")
    with pikepdf.open(io.BytesIO(answer.data)) as paper:
        assert len(paper.pages) == 1


def test_a_brief_says_where_to_be_when_with_whom_and_what_to_prepare(
    client: FlaskClient, database: Database, mine: str, speaker: str
) -> None:
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    first = page.xpath("//textarea[starts-with(@name, 'answer-')]/@name")[0]
    client.post(f"{mine}/questions", data={"_csrf": token(page), first: "We share <all> & more."})

    def elsewhere(connection: Connection) -> None:
        connection.execute(update(PersonPrivate).where(PersonPrivate.parent == speaker).values(zone="America/Lima"))
        plan = {"practical": {"en": "Come at ten.", "fr": "Venez à dix heures."}}
        connection.execute(update(Forum).values(version=Forum.version + 1, speaking=plan))

    database.write(elsewhere)
    answer = client.get(f"{mine}/brief.pdf")
    assert answer.content_type == "application/pdf"
    assert {name: answer.headers[name] for name in PERSONAL} == PERSONAL
    paper = Paper(answer.data)
    assert (paper.faults, paper.reader.trailer["/Root"]["/Lang"]) == (set(), "en")
    assert paper.reader.metadata is not None and paper.reader.metadata.title == "Brief for Mr Helder da Costa"
    assert headings(paper) == [
        (1, "Brief for Mr Helder da Costa"),
        (2, "Building Multi-Stakeholder Alliances in the Global South to Build Back Better"),
        (3, "How the session runs"),
        (2, "Questions to prepare"),
        (3, f"1. {QUESTIONS[0]}"),
        (3, f"2. {QUESTIONS[1]}"),
        (2, "To know"),
    ]
    [text] = [" ".join(page.extract_text().split()) for page in paper.reader.pages]
    for words in (
        "Speaker: Fragile-to-fragile cooperation for peace and resilience",
        "Tuesday 13 September 2022, 10:30–11:50, Bangkok time (UTC+7)",
        "your talk from 10:38, 11 minutes, part 2 of 7",
        "Monday 12 September, 22:30–23:50, Lima time (UTC−5)",
        "Meeting room 1, United Nations Conference Centre, Bangkok",
        "Moderator Ms Rie Vejs-Kjeldgaard, Officer-in-charge",
        "What sets your experience of South-South cooperation apart?",
        "We share <all> & more.",
        "Come at ten.",
    ):
        assert words in text
    french = Paper(client.get(f"{mine}/brief.pdf?lang=fr").data)
    assert (french.faults, french.reader.trailer["/Root"]["/Lang"]) == (set(), "fr")
    for words in (
        "Mardi 13 septembre 2022",
        "Venez à dix heures.",
        "Intervention : La coopération entre États fragiles",
    ):
        assert words in french.text


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
