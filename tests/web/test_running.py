"""A session's run by its doors: who comes in, what is pressed with and without a script, what the second screen shows."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import delete, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import RoleState, Visibility
from forum_app.models.forum import Forum
from forum_app.models.people import Person, Role
from forum_app.models.programme import KeyQuestion, Session, Talk
from forum_app.models.running import RunStep, ScreenKey
from forum_app.models.speaking import PreparedAnswer, Proposal, SpeakerNote
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.cast import EDITOR, ORGANISER, RECEPTION, Browsers, browser_of, join
from tests.documents.conftest import Paper
from tests.houses import Start
from tests.services.speakers import asks

SESSION, MODERATOR, SPEAKER, QUESTION = "225py65p8d", "p7vuurgmg2", "3cukgsgx4f", "hmtc74xbzr"
OPENING, TALK = "gkvaaw9f4b", "mhqugwnrn7"
NOW = datetime(2022, 9, 13, 3, 30, tzinfo=UTC)
PERSONAL = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
PAGES = ("", "/cue-sheet.pdf", "/run", "/run/state", "/run/screen")


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",), drafts=("eiip2025",))


@pytest.fixture
def config(config: Config) -> Config:
    return Config(**{**vars(config), "now_at": NOW})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def key_of(database: Database, person: str = MODERATOR) -> str:
    key = new_personal_key()

    def job(connection: Any) -> None:
        forum = connection.execute(select(Person.forum_id).where(Person.id == person)).scalar_one()
        keep_key(connection, key, forum, person=person)

    database.write(job)
    return key


@pytest.fixture
def base(database: Database) -> str:
    """The session behind its moderator's key."""
    return f"/s/{key_of(database)}/sessions/{SESSION}"


def page_of(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    assert {name: answer.headers[name] for name in PERSONAL} == PERSONAL
    return html.fromstring(answer.text)


def press(client: FlaskClient, base: str, *steps: dict[str, Any]) -> Any:
    token = page_of(client, f"{base}/run").xpath("//body/@data-token")[0]
    sent = {"steps": [{"at": int(NOW.timestamp() * 1000) + number, **step} for number, step in enumerate(steps)]}
    return client.post(f"{base}/run/steps", json=sent, headers={"X-CSRF-Token": token})


def form(page: Any, do: str) -> dict[str, str]:
    """What the first button of this kind sends."""
    found = page.xpath(f"//form[.//input[@name='do'][@value='{do}']]")[0]
    return {field.get("name"): field.get("value") for field in found.xpath(".//input")}


START = {"id": "start22222", "do": "start"}
NEXT = {"id": "next222222", "do": "next", "item": OPENING}


def test_only_the_sessions_moderator_comes_in(client: FlaskClient, database: Database, base: str) -> None:
    strangers = [
        f"/s/{key_of(database, SPEAKER)}/sessions/{SESSION}",
        f"/s/{new_personal_key()}/sessions/{SESSION}",
        base.replace(SESSION, "2222222222"),
    ]
    with database.reading() as connection:
        other = connection.execute(select(Role).where(Role.role == "moderator", Role.person != MODERATOR)).first()
    assert other is not None
    strangers += [f"{base.rpartition('/')[0]}/{other.session_id}", f"/s/{key_of(database, other.person)}/sessions/{SESSION}"]  # fmt: skip
    for path in PAGES:
        assert client.get(base + path).status_code == 200, path
        assert [client.get(stranger + path).status_code for stranger in strangers] == [404] * 5, path
    for path in ("/run/steps", "/run/screen-link", "/notes", "/questions"):
        assert {client.post(each + path).status_code for each in strangers} <= {403, 404}
        assert client.post(base + path).status_code == 403
    database.write(lambda connection: connection.execute(update(Role).values(state=RoleState.DECLINED)))
    assert client.get(f"{base}/run").status_code == 404


def test_the_state_is_tiny_where_nothing_changed_and_tells_the_clock(client: FlaskClient, base: str) -> None:
    first = client.get(f"{base}/run/state?screen=screen2222")
    told = dict(first.json)
    assert re.fullmatch("[0-9a-f]{8}", told.pop("mark"))
    assert told == {"version": 0, "screens": 1, "facing": 0, "run": {}}
    assert abs(int(first.headers["Server-Time"]) / 1000 - NOW.timestamp()) < 3600
    again = client.get(f"{base}/run/state?screen=screen2222", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, "Server-Time" in again.headers) == (304, b"", True)
    done = press(client, base, START, NEXT)
    assert (done.status_code, done.json["version"], done.json["run"]["current"]) == (200, 1, 1)
    fresh = client.get(f"{base}/run/state", headers={"If-None-Match": first.headers["ETag"]})
    assert (fresh.status_code, fresh.json["run"]) == (200, done.json["run"])
    assert press(client, base, START, NEXT).json["version"] == 1


def test_a_talk_that_is_taken_out_or_added_while_it_runs_leaves_the_page_whole(
    client: FlaskClient, database: Database, base: str
) -> None:
    """What runs keeps its items and its questions, whatever became of the programme."""
    press(client, base, START)

    def other(connection: Any) -> None:
        row = connection.execute(select(Talk).where(Talk.id == OPENING)).one()._mapping
        connection.execute(delete(Talk).where(Talk.id == OPENING))
        connection.execute(insert(Talk).values({**row, "id": "added22222"}))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(other)
    page = page_of(client, f"{base}/run")
    assert "Taken out of the programme" in page.xpath("//*[@data-now][not(@hidden)]")[0].text_content()
    listed = page.xpath("//ol[@class='ro']/li/@data-item")
    assert OPENING in listed and "added22222" not in listed
    assert page.xpath("//article[@data-question]/@data-question")
    assert set(" ".join(page.xpath("//article/@data-items")).split()) <= set(listed)


def test_who_waits_is_told_that_the_programme_is_another_now(
    client: FlaskClient, database: Database, base: str
) -> None:
    def shown(path: str) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(page_of(client, base + path).xpath("//body/@data-state")[0])
        return state

    before = client.get(f"{base}/run/state")
    assert {before.json["mark"], shown("/run")["mark"], shown("/run/screen")["mark"]} == {before.json["mark"]}

    def longer(connection: Any) -> None:
        connection.execute(update(Talk).where(Talk.id == OPENING).values(minutes=5))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(longer)
    after = client.get(f"{base}/run/state", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json["mark"]) == (200, shown("/run")["mark"])
    assert after.json["mark"] != before.json["mark"]
    assert press(client, base, START).json["run"]["plan"]["items"][0]["length"] == 5 * 60_000
    assert client.get(f"{base}/run/state").json["mark"] == ""  # a run keeps the plan that it began with


def test_screens_that_face_the_speaker_are_told_apart(client: FlaskClient, base: str) -> None:
    client.get(f"{base}/run/state?screen=screen2222")
    told = client.get(f"{base}/run/state?screen=screen3333&faces").json
    assert (told["screens"], told["facing"]) == (2, 1)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"steps": [{"id": "x", "do": "start", "at": 1}]}',
        b'{"steps": [{"id": "start22222", "do": "dance", "at": 1}]}',
        b'{"steps": [{"id": "start22222", "do": "start", "at": -1}]}',
        b'{"steps": [{"id": "next222222", "do": "next", "at": 1, "item": "\\u0000"}]}',
        b'{"steps": [{"id": "take222222", "do": "take", "at": 1, "lengths": {"<b>": 1}}]}',
        b'{"steps": [{"id": "start22222", "do": "add", "at": 1, "length": 1e99}]}',
    ],
)
def test_what_is_no_press_is_refused_whole(client: FlaskClient, base: str, sent: bytes) -> None:
    token = page_of(client, f"{base}/run").xpath("//body/@data-token")[0]
    headers = {"X-CSRF-Token": token, "Content-Type": "application/json"}
    answer = client.post(f"{base}/run/steps", data=sent, headers=headers)
    assert (answer.status_code, list(answer.json)) == (400, ["refused"])
    assert "Server-Time" in answer.headers  # by which a page knows that it wasn't something on the way
    assert client.get(f"{base}/run/state").json["version"] == 0


def test_without_a_script_each_button_is_a_form(client: FlaskClient, database: Database, base: str) -> None:
    page = page_of(client, f"{base}/run")
    fields = form(page, "start")
    for _ in range(2):  # pressed twice
        answer = client.post(f"{base}/run/steps", data=fields)
        assert (answer.status_code, answer.location) == (303, f"{base}/run")
    page = page_of(client, f"{base}/run")
    assert page.xpath("//noscript//meta/@content") == ["15"]
    assert page.xpath("//body/@data-phase") == ["going"]
    assert page.xpath("//li[@aria-current='step']/@data-item") == [OPENING]
    for do in ("next", "warn", "pause"):
        page = page_of(client, f"{base}/run")
        assert client.post(f"{base}/run/steps", data=form(page, do)).status_code == 303
    page = page_of(client, f"{base}/run")
    assert page.xpath("//body/@data-tone") == ["paused"]
    assert "Mr Helder da Costa" in page.xpath("//div[@data-now][not(@hidden)]//h2")[0].text_content()
    with database.reading() as connection:
        assert len(connection.execute(select(RunStep)).all()) == 4
    wrong = {**form(page, "resume"), "length": "a lot"}
    assert client.post(f"{base}/run/steps", data=wrong).status_code == 400


def test_the_way_out_can_be_pressed_without_a_script(client: FlaskClient, base: str) -> None:
    """Begun five minutes late, all of them come off the discussion."""
    press(
        client, base, START, *[{"id": f"add{n:07d}", "do": "add", "item": OPENING, "length": 60_000} for n in range(5)]
    )
    page = page_of(client, f"{base}/run")
    way = page.xpath("//div[@data-way]")[0]
    assert "Take 5 minutes from Discussion: the two key questions to end on time." in " ".join(
        way.text_content().split()
    )
    assert client.post(f"{base}/run/steps", data=form(page, "take")).status_code == 303
    page = page_of(client, f"{base}/run")
    assert page.xpath("//div[@data-way]/@hidden") == [""]
    assert page.xpath("//li[@data-item='2n54sg2m9a']//*[@data-length]/text()") == ["11 minutes"]


def test_the_page_shows_what_was_prepared_for_the_question_and_how_names_are_said(
    client: FlaskClient, database: Database, base: str
) -> None:
    _prepared(database)
    on = [{"id": f"n{item[:9]}", "do": "next", "item": item} for item in (OPENING, TALK)]
    press(client, base, START, *on)
    page = page_of(client, f"{base}/run")
    shown = page.xpath("//section[contains(@class, 'run-r')]//*[@data-answer][not(@hidden)]")
    assert [" ".join(each.text_content().split()) for each in shown] == ["Anir ChowdhuryTwo years.Thirty countries."]
    assert page.xpath("//article[@data-question][not(@hidden)]/@data-question") == [QUESTION]
    assert page.xpath("//*[@data-note][not(@hidden)]//*[@dir='auto']/text()") == ["Be brief."]
    assert "Say “ah-NEER”" in page.xpath("//div[@data-now][not(@hidden)]")[0].text_content()
    done = press(client, base, {"id": "ask2222222", "do": "ask", "question": QUESTION, "item": SPEAKER_TALK})
    assert done.json["run"]["asked"] == [f"{QUESTION} {SPEAKER_TALK}"]
    page = page_of(client, f"{base}/run")
    assert page.xpath("//article[@data-question][not(@hidden)]/@data-question") == ["gfz7b9cf4c"]
    assert page.xpath("//*[@data-was-asked][not(@hidden)]/@data-was-asked") == [QUESTION]
    back = page.xpath("//*[@data-was-asked][not(@hidden)]//form")[0]
    sent = {field.get("name"): field.get("value") for field in back.xpath(".//input")}
    assert client.post(back.get("action"), data=sent).status_code == 303
    page = page_of(client, f"{base}/run")
    assert page.xpath("//article[@data-question][not(@hidden)]/@data-question") == [QUESTION]
    assert page.xpath("//*[@data-asked][not(@hidden)]") == []


SPEAKER_TALK = "wkvupb7792"


def _prepared(database: Database) -> None:
    def job(connection: Any) -> None:
        forum, now = (
            connection.execute(select(Forum.id).where(Forum.slug == "gssd2022")).scalar_one(),
            datetime.now(UTC),
        )
        own = {"forum_id": forum, "updated_at": now, "person": SPEAKER}
        connection.execute(insert(PreparedAnswer).values(question=QUESTION, text="- Two years.\n- Thirty countries.", **own))  # fmt: skip
        connection.execute(insert(SpeakerNote).values(session=SESSION, text="Be brief.", by=MODERATOR, **own))
        connection.execute(update(Person).where(Person.id == SPEAKER).values(pronunciation={"en": "ah-NEER"}))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)


def test_times_are_those_that_everybody_was_told_and_minutes_the_drafts(
    client: FlaskClient, database: Database, base: str
) -> None:
    def moved(connection: Any) -> None:
        connection.execute(update(Session).where(Session.id == SESSION).values(start=datetime(2022, 9, 13, 14, 0)))
        connection.execute(update(Talk).where(Talk.id == OPENING).values(minutes=5))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(moved)
    page = page_of(client, f"{base}/run")
    assert page.xpath("//ol[@class='ro']/li/time/text()")[:2] == ["10:30", "10:35"]
    database.write(lambda connection: connection.execute(update(Forum).values(visibility=Visibility.DRAFT)))
    client.application.extensions["forum"].live.read_at = -10.0  # as a second later
    page = page_of(client, f"{base}/run")
    assert page.xpath("//ol[@class='ro']/li/time/text()")[:2] == ["14:00", "14:05"]
    assert page.xpath("//link[@rel='stylesheet']/@href")[1:] == []  # the colours of a forum that nobody may see


def test_the_second_screen_has_a_key_of_its_own_that_shows_the_time_alone(
    client: FlaskClient, database: Database, base: str
) -> None:
    _prepared(database)
    press(client, base, START, {"id": "order22222", "do": "order", "questions": [QUESTION]})
    token = page_of(client, f"{base}/run").xpath("//body/@data-token")[0]
    link = html.fromstring(client.post(f"{base}/run/screen-link", data={"_csrf": token}).text)
    address = link.xpath("//input[@id='screen-a']/@value")[0]
    assert re.fullmatch(rf"http://localhost:8000/s/[1-9A-Za-z]{{22}}/sessions/{SESSION}/screen", address)
    assert link.xpath("//*[@class='qr']")
    path = address.removeprefix("http://localhost:8000")
    key = path.split("/")[2]
    assert key not in base
    screen = page_of(client, path)
    assert json.loads(screen.xpath("//body/@data-state")[0])["run"].keys() & {"order", "assigned", "asked"} == set()
    assert re.fullmatch(r"[78]:\d\d|6:[345]\d", screen.xpath("//p[@data-timer]")[0].text)
    assert client.get(f"{path}/state").json["run"].keys() & {"order", "assigned", "asked"} == set()
    for other in ("", "/run", "/run/state", "/cue-sheet.pdf", "/run/screen"):
        assert client.get(f"/s/{key}/sessions/{SESSION}{other}").status_code == 404
    assert client.get(path.replace(SESSION, "2222222222")).status_code == 404
    assert client.get(f"{base}/screen").status_code == 404  # nor does the moderator's key open it
    again = html.fromstring(client.post(f"{base}/run/screen-link", data={"_csrf": token}).text)
    assert "One address made before opens this screen too." in again.text_content()
    alone = dict(again.xpath("//form[contains(@action, '/run/screen-link')]")[0].form_values())
    last = html.fromstring(client.post(f"{base}/run/screen-link", data={**alone, "alone": "1"}).text)
    assert "The addresses made before open nothing any more." in last.text_content()
    assert not last.xpath("//form[contains(@action, '/run/screen-link')]")
    assert [client.get(each).status_code for each in (path, f"{path}/state")] == [404, 404]
    path = last.xpath("//input[@id='screen-a']/@value")[0].removeprefix("http://localhost:8000")
    assert [client.get(each).status_code for each in (path, f"{path}/state")] == [200, 200]
    database.write(lambda connection: connection.execute(update(ScreenKey).values(until=NOW)))
    assert [client.get(each).status_code for each in (path, f"{path}/state")] == [404, 404]


def test_a_moderator_prepares_notes_and_the_order_of_questions(
    client: FlaskClient, database: Database, base: str
) -> None:
    _prepared(database)
    page = page_of(client, base)
    assert page.xpath("//ol[@class='prep-q']/li/@id") == [f"q-{QUESTION}", "q-gfz7b9cf4c"]
    token = page.xpath("//input[@name='_csrf']/@value")[0]
    order = {"_csrf": token, "do": "order", "question": QUESTION, "way": "down", "all": [QUESTION, "gfz7b9cf4c"]}
    answer = client.post(f"{base}/questions", data=order)
    assert (answer.status_code, answer.location) == (303, f"{base}?done=questions#q-{QUESTION}")
    keep = {"_csrf": token, "do": "assign", "question": QUESTION, "to": TALK}
    assert client.post(f"{base}/questions", data=keep).status_code == 303
    page = page_of(client, base)
    assert page.xpath("//ol[@class='prep-q']/li/@id") == ["q-gfz7b9cf4c", f"q-{QUESTION}"]
    assert page.xpath(f"//li[@id='q-{QUESTION}']//option[@selected]/@value") == [TALK]


def notes_form(client: FlaskClient, base: str) -> dict[str, Any]:
    page = page_of(client, base)
    [found] = [each for each in page.forms if "/notes" in each.get("action", "")]
    return dict(found.form_values())


def notes_shown(answer: Any) -> tuple[dict[str, str], dict[str, str]]:
    """What stands in the fields of notes, and what is said beside them, by speaker."""
    page = html.fromstring(answer.text)
    fields = page.xpath("//textarea[starts-with(@name, 'n-')]")
    said = {each.get("id")[2:]: " ".join(each.text_content().split()) for each in page.xpath("//*[starts-with(@id, 'w-')]")}  # fmt: skip
    return {each.get("name")[2:]: each.text or "" for each in fields}, said


def notes_kept(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        return {row.person: row.text for row in connection.execute(select(SpeakerNote)) if row.session == SESSION}


def test_notes_to_all_speakers_are_one_form_and_every_word_typed_stays_in_it(
    client: FlaskClient, database: Database, base: str
) -> None:
    _prepared(database)
    old = notes_form(client, base)
    others = [name[2:] for name in old if name.startswith("n-") and name != f"n-{SPEAKER}"]
    assert old[f"n-{SPEAKER}"].strip() == "Be brief." and len(others) > 1
    new = {f"n-{SPEAKER}": "Be loud.", f"n-{others[0]}": "Welcome"}
    answer = client.post(f"{base}/notes", data={**old, **new})
    assert (answer.status_code, answer.location) == (303, f"{base}?done=notes#notes-h")
    assert notes_kept(database) == {SPEAKER: "Be loud.", others[0]: "Welcome"}
    older = {**old, f"n-{SPEAKER}": "Be kind.", f"n-{others[1]}": "Last, and short."}
    clash = client.post(f"{base}/notes", data=older)
    shown, said = notes_shown(clash)
    assert clash.status_code == 409 and list(said) == [SPEAKER] and said[SPEAKER].endswith("Be loud.")
    assert shown == dict.fromkeys(shown, "") | {
        SPEAKER: "Be kind.",
        others[0]: "Welcome",
        others[1]: "Last, and short.",
    }
    assert notes_kept(database) == {SPEAKER: "Be loud.", others[0]: "Welcome"}
    [again] = [each for each in html.fromstring(clash.text).forms if "/notes" in each.get("action", "")]
    assert client.post(f"{base}/notes", data=dict(again.form_values())).status_code == 303
    assert notes_kept(database) == {SPEAKER: "Be kind.", others[0]: "Welcome", others[1]: "Last, and short."}


def test_one_note_that_is_too_long_keeps_none_and_hides_nothing_that_others_wrote(
    client: FlaskClient, database: Database, base: str
) -> None:
    _prepared(database)
    old = notes_form(client, base)
    other = next(name[2:] for name in old if name.startswith("n-") and name != f"n-{SPEAKER}")
    assert client.post(f"{base}/notes", data={**old, f"n-{SPEAKER}": "Be loud."}).status_code == 303
    typed = {f"n-{other}": "x" * 2001, f"n-{SPEAKER}": "Be <b>kind</b>."}
    long = client.post(f"{base}/notes", data={**old, **typed})
    shown, said = notes_shown(long)
    assert long.status_code == 422 and said == {other: "At most 2000 characters are kept: shorten it."}
    assert (shown[other], shown[SPEAKER]) == ("x" * 2001, "Be <b>kind</b>.")
    assert notes_kept(database) == {SPEAKER: "Be loud."}
    [again] = [each for each in html.fromstring(long.text).forms if "/notes" in each.get("action", "")]
    clash = client.post(f"{base}/notes", data={**dict(again.form_values()), f"n-{other}": "Short"})
    assert clash.status_code == 409 and notes_shown(clash)[1][SPEAKER].endswith("Be loud.")
    assert notes_shown(clash)[0][other] == "Short"


def test_words_to_somebody_who_speaks_no_more_are_shown_and_the_other_notes_can_be_kept(
    client: FlaskClient, database: Database, base: str
) -> None:
    gone = {"n-2222222222": "See you <there>", "was-2222222222": "", f"n-{SPEAKER}": "Be brief."}
    answer = client.post(f"{base}/notes", data={**notes_form(client, base), **gone})
    page = html.fromstring(answer.text)
    assert answer.status_code == 409 and page.xpath("//p[@class='theirs']/text()") == ["See you <there>"]
    assert notes_kept(database) == {}
    [again] = [each for each in page.forms if "/notes" in each.get("action", "")]
    assert client.post(f"{base}/notes", data=dict(again.form_values())).status_code == 303
    assert notes_kept(database) == {SPEAKER: "Be brief."}


def minutes_form(client: FlaskClient, base: str) -> dict[str, Any]:
    page = page_of(client, base)
    [found] = [each for each in page.forms if "/minutes" in each.get("action", "")]
    return dict(found.form_values())


def clocks(client: FlaskClient, base: str) -> list[str]:
    return [str(text) for text in page_of(client, f"{base}/run").xpath("//ol[@class='ro']/li/time/text()")]


def test_a_moderators_minutes_hold_for_the_run_and_are_proposed_for_the_programme(
    app: Flask, client: FlaskClient, database: Database, base: str
) -> None:
    before = clocks(client, base)
    form = minutes_form(client, base)
    assert form[f"m-{OPENING}"] == form[f"was-{OPENING}"] == "8"
    answer = client.post(f"{base}/minutes", data={**form, f"m-{OPENING}": "12"})
    assert (answer.status_code, answer.location) == (303, f"{base}?done=proposed#order-h")
    page = page_of(client, answer.location)
    assert "the organisers see as a proposal" in page.text_content()
    assert len(page.xpath("//table//*[@class='st chg'][text()='Proposed']")) == 1
    assert (clocks(client, base)[0], clocks(client, base)[1]) == (before[0], "10:42")
    with database.reading() as connection:
        assert connection.execute(select(Talk.minutes).where(Talk.id == OPENING)).scalar_one() == 8
        assert [row.value for row in connection.execute(select(Proposal))] == [12]
    desk = Browsers(app, database, join(database, "gssd2022"))[EDITOR]
    said = html.fromstring(desk.get("/manage/gssd2022/proposals").text).xpath("//p[@class='dif']")[0]
    assert said.xpath("normalize-space(.)") == "[taken out: 8][added: 12]"
    # taken over, it is the programme's; set back before, nothing is proposed any more
    assert client.post(f"{base}/minutes", data={**minutes_form(client, base), f"m-{OPENING}": "8"}).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(Proposal)).all() == []
    assert clocks(client, base) == before


@pytest.mark.parametrize("typed", ["0", "-3", "1e1", "721", "٨", "8.5", "eight", "99999999999999999999", " 0 "])
def test_what_is_no_length_is_said_beside_the_minutes(
    client: FlaskClient, database: Database, base: str, typed: str
) -> None:
    form = minutes_form(client, base)
    answer = client.post(f"{base}/minutes", data={**form, f"m-{OPENING}": typed, f"m-{TALK}": "9"})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("normalize-space(//*[@id='m-wrong'])") == "Minutes are a number from 1 to 720, or nothing."
    assert page.xpath(f"//input[@id='m-{OPENING}']/@aria-invalid") == ["true"]
    assert page.xpath(f"//input[@id='m-{OPENING}']/@value") == [typed.strip()]
    assert page.xpath(f"//input[@id='m-{TALK}']/@value") == ["9"], "what was right is kept too"
    with database.reading() as connection:
        assert connection.execute(select(Proposal)).all() == []


def test_without_proposals_minutes_are_kept_at_once_and_nobody_is_overwritten(
    client: FlaskClient, database: Database, base: str
) -> None:
    form = minutes_form(client, base)
    client.post(f"{base}/minutes", data={**form, f"m-{OPENING}": "11"})  # proposed
    asks(database, propose=False)
    form = minutes_form(client, base)
    assert client.post(f"{base}/minutes", data={**form, f"m-{OPENING}": "", f"m-{TALK}": "9"}).status_code == 303
    with database.reading() as connection:
        kept = {row.id: row.minutes for row in connection.execute(select(Talk.id, Talk.minutes))}
        assert (kept[OPENING], kept[TALK]) == (None, 9)
        assert connection.execute(select(Proposal)).all() == [], "the older proposal is not what is wanted now"
    answer = client.post(f"{base}/minutes", data={**form, f"m-{SPEAKER_TALK}": "13", f"m-{TALK}": "20"})
    assert (answer.status_code, "changed minutes meanwhile" in answer.text) == (409, True)
    with database.reading() as connection:
        others = connection.execute(select(Talk.minutes).where(Talk.id == SPEAKER_TALK)).scalar_one()
        assert others != 13, "all of them or none"
    page = html.fromstring(answer.text)
    assert page.xpath(f"//input[@id='m-{TALK}']/@value") == ["9"]
    assert page.xpath(f"//td[.//input[@id='m-{TALK}']]/p/text()") == ["You typed: 20"]
    for foreign in ("2222222222", "zzz"):  # a talk that isn't of this session is passed over
        assert (
            client.post(f"{base}/minutes", data={**minutes_form(client, base), f"m-{foreign}": "5"}).status_code == 303
        )


def test_a_moderators_own_page_leads_to_the_session_and_back(
    client: FlaskClient, database: Database, base: str
) -> None:
    own = base.partition("/sessions/")[0]
    links = page_of(client, own).xpath("//main//a/@href")
    assert {base, f"{base}/run"} <= set(links)
    assert own in {link.partition("?")[0] for link in page_of(client, base).xpath("//main//a/@href")}
    speaker = page_of(client, f"/s/{key_of(database, SPEAKER)}")
    assert not [link for link in speaker.xpath("//main//a/@href") if f"sessions/{SESSION}" in link]


def test_the_cue_sheet_is_a_tagged_table_in_the_order_of_time(
    client: FlaskClient, database: Database, base: str
) -> None:
    _prepared(database)
    answer = client.get(f"{base}/cue-sheet.pdf")
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    paper = Paper(answer.data)
    assert paper.faults == set()
    assert {tag.kind for tag in paper.tags} >= {"H1", "Table", "TH", "TD"}
    for words in (
        "8 minutes",
        "10:38",
        "Say “ah-NEER”",
        "Anir Chowdhury: Two years. Thirty countries.",
        "Note: Be brief.",
    ):
        assert words in paper.text
    assert "DRAFT" not in paper.text
    assert paper.text.count("What sets your experience of South-South cooperation apart?") == 1
    french = Paper(client.get(f"{base}/cue-sheet.pdf?lang=fr").data)
    assert french.faults == set()


def test_organisers_press_at_the_desk_and_editors_see_no_answers(app: Flask, database: Database, base: str) -> None:
    _prepared(database)
    accounts = join(database, "gssd2022", "eiip2025")
    address = f"/manage/gssd2022/sessions/{SESSION}/run"
    pages = {}
    for member in (ORGANISER, EDITOR):
        browser = browser_of(app, database, accounts[member])
        answer = browser.get(address)
        assert answer.status_code == 200
        pages[member] = answer.text
    assert ("Thirty countries" in pages[ORGANISER], "Thirty countries" in pages[EDITOR]) == (True, False)
    assert "Be brief." not in pages[EDITOR]
    organiser = browser_of(app, database, accounts[ORGANISER])
    sent = json.dumps({"steps": [{**START, "at": int(NOW.timestamp() * 1000)}]})
    headers = {"X-CSRF-Token": organiser.csrf, "Content-Type": "application/json"}
    assert organiser.client.post(f"{address}/steps", data=sent, headers=headers).json["version"] == 1
    assert organiser.get("/manage/gssd2022/sessions/2222222222/run").status_code == 404
    with database.reading() as connection:
        other = connection.execute(select(Forum.id).where(Forum.slug == "eiip2025")).scalar_one()
        elsewhere = connection.execute(select(Role.session_id).where(Role.forum_id == other, Role.session_id.is_not(None))).scalars().first()  # fmt: skip
        [step] = connection.execute(select(RunStep)).all()
    assert organiser.get(f"/manage/gssd2022/sessions/{elsewhere}/run").status_code == 404
    assert step.by == accounts[ORGANISER]
    assert browser_of(app, database, accounts[RECEPTION]).get(address).status_code == 403


def test_a_session_without_talks_or_questions_can_be_run(client: FlaskClient, database: Database, base: str) -> None:
    def emptied(connection: Any) -> None:
        for table in (Talk, KeyQuestion):
            connection.execute(delete(table))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(emptied)
    done = press(client, base, START)
    assert done.json["run"]["plan"]["items"] == [{"id": SESSION, "length": 80 * 60_000}]
    for path in PAGES:
        assert client.get(base + path).status_code == 200, path
