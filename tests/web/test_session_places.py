"""Sessions with places of their own, chosen in the form that registers and on one's own page: the place is kept, or it is said
beside the field why not; on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.models.programme import Session
from forum_app.models.registrations import Registration, RegistrationSession
from forum_app.services import my_registration
from forum_app.services.publishing import publish_release
from forum_app.services.registration_plan import taken_in
from forum_app.web.manage.routes import registration as desk
from forum_app.web.personal.routes import register as registering
from tests.cast import ORGANISER, browser_of, join
from tests.houses import NOW, Start
from tests.services.opened import comes, open_registration
from tests.web.test_registering import hidden, key_of, page_of, send, wrong

ADDRESS = "/forums/eiip2025/register"
DIGITAL, CLINIC = "feae5d4fhe", "yax443gvqz"  # at the same time
ECAMPUS, VISIT = "rz29cd76wu", "5ph4uuuuqx"  # on the same day, and on the next
TITLES = {DIGITAL: "Digital tools to plan and monitor works", CLINIC: "How many jobs? A counting clinic", VISIT: "Field visit: a road and a bamboo walkway"}  # fmt: skip
GONE = "This can't be chosen any more: choose again."
FULL = f"“{TITLES[VISIT]}” is full by now: choose another."
IN_ROOM = f"“{TITLES[VISIT]}” is in a room only, and you join online: choose another."
AT_ONCE = f"“{TITLES[DIGITAL]}” and “{TITLES[CLINIC]}” are at the same time: choose one of them."


@pytest.fixture
def start() -> Start:
    return Start(published=("eiip2025",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def forum_id(database: Database) -> str:
    """The forum, to which one comes in both ways."""
    return open_registration(database, modes=[Mode.IN_PERSON, Mode.ONLINE])


def put(database: Database, key: str, **values: Any) -> None:
    database.write(lambda connection: connection.execute(update(Session).where(Session.id == key).values(values)))


def leave(database: Database, key: str, places: int) -> None:
    """Leaves so many places in a session."""
    with database.reading() as connection:
        taken = taken_in(connection, [key]).get(key, 0)
    put(database, key, capacity=taken + places)


def publish(client: FlaskClient, database: Database) -> None:
    publish_release(database, "eiip2025", host="localhost", actor="test", now=NOW + timedelta(hours=1))
    client.application.extensions["forum"].live.read_at = -1.0


def gone(client: FlaskClient, database: Database) -> None:
    put(database, VISIT, sign_up=False)


def cancelled(client: FlaskClient, database: Database) -> None:
    put(database, VISIT, status=SessionStatus.CANCELLED)
    publish(client, database)


def full(client: FlaskClient, database: Database) -> None:
    leave(database, VISIT, 0)


def in_a_room(client: FlaskClient, database: Database) -> None:
    put(database, VISIT, mode=Mode.IN_PERSON)
    publish(client, database)


def as_it_was(client: FlaskClient, database: Database) -> None:
    pass


REFUSED = [
    (gone, [ECAMPUS, VISIT], "in-person", GONE),
    (cancelled, [ECAMPUS, VISIT], "in-person", GONE),
    (as_it_was, [ECAMPUS, "2222222222"], "in-person", GONE),
    (full, [ECAMPUS, VISIT], "in-person", FULL),
    (in_a_room, [ECAMPUS, VISIT], "online", IN_ROOM),
    (as_it_was, [ECAMPUS, DIGITAL, CLINIC], "in-person", AT_ONCE),
    (full, [VISIT, DIGITAL, CLINIC], "in-person", f"{FULL} {AT_ONCE}"),
]


def amina(database: Database) -> tuple[Any, set[str]]:
    """Her registration (None: she isn't registered), and the sessions in which she has a place."""
    with database.reading() as connection:
        row = connection.execute(select(Registration).where(Registration.address == "amina@example.org")).first()
        signed = RegistrationSession
        query = select(signed.member).where(signed.parent == (row.id if row else ""))
        return row, set(connection.execute(query).scalars())


def ticked(page: Any) -> set[str]:
    return set(page.xpath("//main//input[@name='sessions'][@checked]/@value"))


def typed(page: Any) -> dict[str, Any]:
    """What stands in some other fields."""
    return {
        "family_name": page.xpath("//main//input[@name='family_name']/@value"),
        "institution": page.xpath("//main//input[@name='institution']/@value"),
        "country": page.xpath("//main//select[@name='country']/option[@selected]/@value"),
        "mode": page.xpath("//main//input[@name='mode'][@checked]/@value"),
    }


def refused_at_sessions(answer: Any, sentence: str, chosen: list[str], mode: str, institution: str) -> None:
    """It is said beside the sessions and in the summary, and everything stands in the form that was typed, but for a session
    that it has no more."""
    assert wrong(answer) == {"sessions": sentence}
    page = html.fromstring(answer.text)
    assert page.xpath("//*[@role='alert']//a[@href='#sessions']")
    there = set(page.xpath("//main//input[@name='sessions']/@value"))
    assert ticked(page) == set(chosen) & there
    assert not page.xpath("//main//input[@name='sessions'][@checked][@disabled]"), "whoever chose it takes it back"
    assert typed(page) == {"family_name": ["Haddad"], "institution": [institution], "country": ["JO"], "mode": [mode]}


def test_whoever_chooses_sessions_has_a_place_in_them_and_sees_what_is_left(
    client: FlaskClient, database: Database, forum_id: str
) -> None:
    for key, places in ((VISIT, 1), (CLINIC, 0), (ECAMPUS, 100)):
        leave(database, key, places)
    page = page_of(client, ADDRESS)
    boxes = {box.get("value"): box for box in page.xpath("//main//input[@name='sessions']")}
    said = {key: " ".join(boxes[key].getparent().text_content().split()) for key in (VISIT, CLINIC, ECAMPUS)}
    ends = [said[key].rpartition(", ")[2] for key in (VISIT, CLINIC, ECAMPUS)]
    assert ends == ["Few places left", "Full", "Places left"]
    assert [boxes[key].get("disabled") is None for key in (VISIT, CLINIC, ECAMPUS)] == [True, False, True]
    assert send(client, address=ADDRESS, mode="in-person", sessions=[VISIT, ECAMPUS]).status_code == 303
    assert amina(database)[1] == {VISIT, ECAMPUS}
    assert ticked(page_of(client, f"/r/{key_of(database)}/change")) == {VISIT, ECAMPUS}
    last = page_of(client, ADDRESS).xpath(f"//main//input[@name='sessions'][@value='{VISIT}']")[0]
    assert last.get("disabled") is not None, "that was the last place"


@pytest.mark.parametrize(("happens", "chosen", "mode", "sentence"), REFUSED)
def test_a_session_that_cannot_be_chosen_is_told_at_the_sessions_and_nobody_is_registered(
    client: FlaskClient, database: Database, forum_id: str, happens: Any, chosen: list[str], mode: str, sentence: str
) -> None:
    """B123, while somebody fills in the form: with another choice it goes through as it stands."""
    carried = hidden(page_of(client, ADDRESS))
    happens(client, database)
    answer = send(client, address=ADDRESS, carried=carried, mode=mode, sessions=chosen)
    assert answer.status_code == 422
    refused_at_sessions(answer, sentence, chosen, mode, "Ministry of Labour")
    assert amina(database) == (None, set())
    again = hidden(html.fromstring(answer.text))
    assert send(client, address=ADDRESS, carried=again, mode=mode, sessions=[ECAMPUS]).status_code == 303
    assert amina(database)[1] == {ECAMPUS}


@pytest.mark.parametrize(("happens", "chosen", "mode", "sentence"), REFUSED)
def test_on_ones_own_page_it_is_told_as_well_and_what_was_kept_stays(
    client: FlaskClient, database: Database, forum_id: str, happens: Any, chosen: list[str], mode: str, sentence: str
) -> None:
    send(client, address=ADDRESS, mode="in-person", sessions=[ECAMPUS])
    before, mine = amina(database), f"/r/{key_of(database)}/change"
    carried = hidden(page_of(client, mine))
    happens(client, database)
    answer = send(client, address=mine, carried=carried, mode=mode, sessions=chosen, institution="Union")
    assert answer.status_code == 422
    refused_at_sessions(answer, sentence, chosen, mode, "Union")
    assert amina(database) == before
    again = hidden(html.fromstring(answer.text))
    assert send(client, address=mine, carried=again, mode=mode, sessions=[], institution="Union").status_code == 303
    row, sessions = amina(database)
    assert (row.institution, sessions) == ("Union", set())


def full_for_another(database: Database, config: Config, forum_id: str) -> None:
    comes(database, config, forum_id, sessions=[VISIT])


def gone_by_now(database: Database, config: Config, forum_id: str) -> None:
    put(database, VISIT, sign_up=False)


MEANWHILE = [
    (full_for_another, f"Full by now: “{TITLES[VISIT]}”. Choose another, or none."),
    (gone_by_now, GONE),
]


def is_said_as_it_is_now(answer: Any, happens: Any) -> bool:
    """Whether the session is in the form as what it is now: full, or not there."""
    boxes = html.fromstring(answer.text).xpath(f"//main//input[@name='sessions'][@value='{VISIT}']")
    if happens is gone_by_now:
        return not boxes
    return str(boxes[0].getparent().text_content()).strip().endswith("Full")


@pytest.mark.parametrize(("happens", "sentence"), MEANWHILE)
def test_the_last_place_of_a_session_goes_at_the_very_moment_in_which_somebody_sends_the_form(
    client: FlaskClient,
    database: Database,
    config: Config,
    forum_id: str,
    monkeypatch: pytest.MonkeyPatch,
    happens: Any,
    sentence: str,
) -> None:
    """After the form was read, and before it is kept."""
    leave(database, VISIT, 1)
    keep = registering.register

    def second(*given: Any) -> Any:
        happens(database, config, forum_id)
        return keep(*given)

    monkeypatch.setattr(registering, "register", second)
    chosen = [ECAMPUS, VISIT]
    answer = send(client, address=ADDRESS, mode="in-person", sessions=chosen)
    assert answer.status_code == 409
    refused_at_sessions(answer, sentence, chosen, "in-person", "Ministry of Labour")
    assert is_said_as_it_is_now(answer, happens)
    assert amina(database) == (None, set())


@pytest.mark.parametrize(("happens", "sentence"), MEANWHILE)
def test_the_same_on_ones_own_page(
    client: FlaskClient,
    database: Database,
    config: Config,
    forum_id: str,
    monkeypatch: pytest.MonkeyPatch,
    happens: Any,
    sentence: str,
) -> None:
    send(client, address=ADDRESS, mode="in-person", sessions=[ECAMPUS])
    before, mine = amina(database), f"/r/{key_of(database)}/change"
    leave(database, VISIT, 1)
    keep = my_registration.change_mine

    def second(*given: Any) -> None:
        happens(database, config, forum_id)
        keep(*given)

    carried = hidden(page_of(client, mine))
    monkeypatch.setattr(my_registration, "change_mine", second)
    chosen = [ECAMPUS, VISIT]
    answer = send(client, address=mine, carried=carried, mode="in-person", sessions=chosen, institution="Union")
    assert answer.status_code == 409
    refused_at_sessions(answer, sentence, chosen, "in-person", "Union")
    assert is_said_as_it_is_now(answer, happens)
    assert amina(database) == before


def test_a_place_in_a_session_is_changed_kept_where_it_is_full_and_given_back(
    client: FlaskClient, database: Database, forum_id: str
) -> None:
    leave(database, VISIT, 1)
    send(client, address=ADDRESS, mode="in-person", sessions=[VISIT, DIGITAL])
    mine = f"/r/{key_of(database)}/change"
    for sessions in ([VISIT, CLINIC], [VISIT], []):
        page = page_of(client, mine)
        assert ticked(page) == amina(database)[1]
        assert send(client, address=mine, carried=hidden(page), mode="in-person", sessions=sessions).status_code == 303
        assert amina(database)[1] == set(sessions)
    other = send(client, address=ADDRESS, mode="in-person", email="next@example.org", sessions=[VISIT])
    assert other.status_code == 303


@pytest.mark.parametrize("happens", [gone, cancelled])
def test_a_place_in_a_session_that_is_offered_no_more_stays_where_another_field_is_changed(
    client: FlaskClient, database: Database, forum_id: str, happens: Any
) -> None:
    send(client, address=ADDRESS, mode="in-person", sessions=[VISIT, ECAMPUS])
    mine = f"/r/{key_of(database)}/change"
    happens(client, database)
    page = page_of(client, mine)
    assert ticked(page) == {ECAMPUS}
    answer = send(client, address=mine, carried=hidden(page), mode="in-person", sessions=[ECAMPUS], institution="Union")
    assert answer.status_code == 303
    row, sessions = amina(database)
    assert (row.institution, sessions) == ("Union", {VISIT, ECAMPUS})


def test_at_the_desk_the_session_that_filled_up_meanwhile_is_named(
    app: Flask, database: Database, config: Config, forum_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(database, VISIT, 1)
    organiser = browser_of(app, database, join(database, "eiip2025")[ORGANISER])
    keep = desk.register_at_desk

    def second(*given: Any, **more: Any) -> Any:
        comes(database, config, forum_id, 2, sessions=[VISIT])
        return keep(*given, **more)

    monkeypatch.setattr(desk, "register_at_desk", second)
    address = "/manage/eiip2025/registrations/new"
    form = dict(page_of(organiser, address).xpath("//main//form[.//input[@name='email']]")[0].form_values())
    typed = {**form, "given_name": "Amina", "email": "amina@example.org", "country": "JO", "mode": "in-person"}
    answer = organiser.post(address, {**typed, "sessions": [ECAMPUS, VISIT]})
    assert answer.status_code == 409
    assert wrong(answer) == {"sessions": f"Full by now: “{TITLES[VISIT]}”. Choose another, or none."}
    assert amina(database) == (None, set())
