"""My agenda behind a personal key: ticks and stars, what is at the same time, the calendar, and who may not come in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Connection, event, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.my_agenda import MOST_STARS
from forum_app.domain.vocabularies import Mode, RegistrationStatus, SessionStatus
from forum_app.models.forum import Forum, Room
from forum_app.models.programme import Session
from forum_app.models.registrations import Registration, RegistrationSession, RegistrationStar
from forum_app.services.my_agenda import stars_of
from forum_app.services.publishing import publish_release
from forum_app.services.removing import remove_thing
from tests.calendars.readers import READERS, read_by_all
from tests.houses import NOW, Start
from tests.services.opened import open_registration
from tests.web.test_registering import PERSONAL, hidden, key_of, page_of, send

FEED_HEADERS = {**PERSONAL, "Content-Type": "text/calendar; charset=utf-8"}


@pytest.fixture
def start() -> Start:
    return Start(published=("eiip2025",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def key(client: FlaskClient, database: Database) -> str:
    """The key of somebody who registered."""
    open_registration(database)
    assert send(client, address="/forums/eiip2025/register", mode="in-person").status_code == 303
    return key_of(database)


def sessions(database: Database) -> list[Any]:
    """The sessions with a time, in its order, breaks left out."""
    with database.reading() as connection:
        query = select(Session).where(Session.start.is_not(None), Session.kind != "break")
        return list(connection.execute(query.order_by(Session.start, Session.id)))


def overlapping(database: Database) -> tuple[Any, Any]:
    """Two sessions that are at the same time."""
    found = sessions(database)
    return next((a, b) for a, b in zip(found, found[1:], strict=False) if a.start == b.start)


def post(client: FlaskClient, key: str, where: str, **fields: Any) -> Any:
    form = page_of(client, f"/r/{key}/agenda")
    return client.post(f"/r/{key}/{where}", data={"_csrf": hidden(form)["_csrf"], **fields})


def kept(database: Database) -> list[str]:
    with database.reading() as connection:
        who = connection.execute(select(Registration.id).order_by(Registration.position.desc())).scalars().first()
        return stars_of(connection, str(who))


def agenda_of(client: FlaskClient, key: str) -> Any:
    return page_of(client, f"/r/{key}").get_element_by_id("agenda")


def test_ticks_are_kept_without_a_script_and_what_another_device_chose_stays(
    client: FlaskClient, database: Database, key: str
) -> None:
    one, two, three = sessions(database)[:3]
    form = page_of(client, f"/r/{key}/agenda")
    assert len(form.xpath("//input[@name='session']")) == len(sessions(database))
    fields = {name: value for name, value in hidden(form).items() if name in ("_csrf", "_was")}
    answer = client.post(f"/r/{key}/agenda", data={**fields, "session": [one.id, two.id, "sunknown22"]})
    assert (answer.status_code, answer.location) == (303, f"/r/{key}?done=agenda#agenda")
    assert sorted(kept(database)) == sorted([one.id, two.id])
    # The first page again, on which nothing was ticked: what came in since is left alone.
    client.post(f"/r/{key}/agenda", data={**fields, "session": [three.id]})
    assert sorted(kept(database)) == sorted([one.id, two.id, three.id])
    form = page_of(client, f"/r/{key}/agenda")
    assert sorted(form.xpath("//input[@name='session'][@checked]/@value")) == sorted([one.id, two.id, three.id])
    fields = {name: value for name, value in hidden(form).items() if name in ("_csrf", "_was")}
    client.post(f"/r/{key}/agenda", data={**fields, "session": [two.id]})
    assert kept(database) == [two.id]


def test_stars_of_a_device_come_over_and_one_is_taken_out_again(
    client: FlaskClient, database: Database, key: str
) -> None:
    one, two = sessions(database)[:2]
    post(client, key, "stars", add=[two.id, one.id, "sunknown22", "x" * 400])
    assert sorted(kept(database)) == sorted([one.id, two.id])
    shown = agenda_of(client, key)
    assert [link.text_content() for link in shown.xpath(".//h3/a")] == [one.title["en"], two.title["en"]]
    assert shown.xpath(".//form[@data-module='device_stars']/@data-has")[0].split() == sorted([one.id, two.id])
    [button] = shown.xpath(f".//button[@name='remove'][@value='{one.id}']")
    assert one.title["en"] in button.text_content()
    post(client, key, "stars", remove=one.id)
    assert kept(database) == [two.id]


def test_an_agenda_that_holds_too_much_says_so(client: FlaskClient, database: Database, key: str) -> None:
    here = {"forum_id": select(Forum.id).scalar_subquery(), "starred_at": datetime.now(UTC)}
    with database.writing() as connection:
        who = connection.execute(select(Registration.id).where(Registration.address == "amina@example.org")).scalar()
        for number in range(MOST_STARS):
            connection.execute(insert(RegistrationStar).values(registration=who, session=f"s{number:09d}", **here))
    one = sessions(database)[0]
    refused = post(client, key, "agenda", session=one.id, _was="")
    assert (refused.status_code, "at most 500 sessions" in refused.text) == (422, True)
    assert html.fromstring(refused.text).xpath("//input[@checked]/@value") == [one.id]
    answer = client.get(post(client, key, "stars", add=one.id).location)
    assert "at most 500 sessions" in answer.text


def test_what_is_at_the_same_time_is_said_at_both_and_once_above(
    client: FlaskClient, database: Database, key: str
) -> None:
    one, two = overlapping(database)
    post(client, key, "stars", add=one.id)
    assert "same time" not in agenda_of(client, key).text_content()
    with database.writing() as connection:  # a seat counts as well as a star
        who, forum = connection.execute(
            select(Registration.id, Registration.forum_id).where(Registration.address == "amina@example.org")
        ).one()
        row = {"forum_id": forum, "parent": who, "member": two.id, "position": 0}
        connection.execute(insert(RegistrationSession).values(row))
    shown = agenda_of(client, key)
    said = f"{moment(one)}: 2 of yours at the same time: {one.title['en']}; {two.title['en']}"
    assert [p.text_content() for p in shown.xpath(".//*[@role='note']//p")] == [said]
    beside = [p.text_content().strip() for p in shown.xpath(".//p[contains(@class, 'same')]")]
    assert beside == [f"At the same time as “{each.title['en']}”" for each in (two, one)]
    assert len(shown.xpath(".//button[@name='remove']")) == 1  # a seat is given up elsewhere
    assert "You have a seat" in shown.text_content()


def moment(session: Any) -> str:
    """Tuesday 14 May, 11:15."""
    return f"{session.start:%A} {session.start.day} {session.start:%B, %H:%M}"


def test_many_at_the_same_time_are_one_line_above_and_one_at_each(
    client: FlaskClient, database: Database, key: str
) -> None:
    four = sessions(database)[:4]
    with database.writing() as connection:
        for number, each in enumerate(four):
            begins = four[0].start + timedelta(minutes=5 * number)
            connection.execute(update(Session).where(Session.id == each.id).values(start=begins, minutes=60))
        last = four[0].start + timedelta(minutes=60)  # as the first ends, and beside the second, third and fourth
        fifth = sessions(database)[4]
        connection.execute(update(Session).where(Session.id == fifth.id).values(start=last, minutes=60))
        connection.execute(update(Forum).values(version=Forum.version + 1))
    publish(database)
    client.application.extensions["forum"].live.read_at = -9
    post(client, key, "stars", add=[each.id for each in (*four, fifth)])
    titles = [each.title["en"] for each in (*four, fifth)]
    at = {each.id: each for each in sessions(database)}
    shown = agenda_of(client, key)
    assert [p.text_content() for p in shown.xpath(".//*[@role='note']//p")] == [
        f"{moment(at[four[3].id])}: 4 of yours at the same time: {'; '.join(titles[:4])}",
        f"{moment(at[fifth.id])}: 4 of yours at the same time: {'; '.join(titles[1:])}",
    ]
    beside = [p.text_content().strip() for p in shown.xpath(".//p[contains(@class, 'same')]")]
    assert beside == [f"At the same time as {count} of yours" for count in (3, 4, 4, 4, 3)]


def feed(client: FlaskClient, key: str) -> Any:
    answer = client.get(f"/r/{key}/agenda.ics")
    assert (answer.status_code, {name: answer.headers[name] for name in FEED_HEADERS}) == (200, FEED_HEADERS)
    assert "Set-Cookie" not in answer.headers
    return answer


def publish(database: Database) -> None:
    known: dict[str, Any] = {"host": "localhost", "actor": "test"}
    publish_release(database, "eiip2025", now=NOW + timedelta(hours=1), **known)


def test_the_feed_follows_its_sessions_in_every_reader(
    client: FlaskClient, database: Database, key: str, tmp_path: Path
) -> None:
    empty = feed(client, key).data
    one, two, three = sessions(database)[:3]
    post(client, key, "stars", add=[one.id, two.id])
    first = feed(client, key).data
    with database.writing() as connection:
        later = one.start + timedelta(minutes=15)
        connection.execute(update(Session).where(Session.id == one.id).values(start=later))
        connection.execute(update(Forum).values(version=Forum.version + 1))
    remove_thing(database, one.forum_id, "session", two.id, actor="test")
    publish(database)
    client.application.extensions["forum"].live.read_at = -9
    second = feed(client, key).data
    seen = read_by_all({"empty": empty, "first": first, "second": second}, tmp_path)
    for reader in READERS:
        before, after = ({each.uid: each for each in seen[name][reader]} for name in ("first", "second"))
        assert seen["empty"][reader] == []
        assert set(before) == set(after) == {f"{each.id}@localhost" for each in (one, two)}
        moved, gone = f"{one.id}@localhost", f"{two.id}@localhost"
        assert after[moved].sequence > before[moved].sequence and after[moved].start > before[moved].start
        assert (after[gone].status, before[gone].status) == ("CANCELLED", "CONFIRMED")
    public = client.get(f"/forums/eiip2025/agenda.ics?session={one.id}").data
    events = [part[part.index(b"BEGIN:VEVENT") :] for part in (second, public)]
    assert events[0].split(b"END:VEVENT")[0] == events[1].split(b"END:VEVENT")[0]
    assert three.id.encode() not in second
    shown = agenda_of(client, key)
    assert "Taken out of the programme" in shown.text_content() and two.title["en"] in shown.text_content()


def test_who_joins_online_finds_the_private_link_in_their_calendar_alone(
    client: FlaskClient, database: Database, key: str
) -> None:
    link = "https://meet.example.org/private"
    with database.writing() as connection:
        online = {"platform": "Meet", "url": link, "public": False}
        connection.execute(update(Forum).values(online=online))
        connection.execute(update(Session).values(mode=Mode.HYBRID, online=None))
        connection.execute(update(Room).values(online=None))
        connection.execute(update(Forum).values(version=Forum.version + 1))
    publish(database)
    client.application.extensions["forum"].live.read_at = -9
    post(client, key, "stars", add=sessions(database)[0].id)
    mine = update(Registration).where(Registration.address == "amina@example.org")
    assert link.encode() not in feed(client, key).data
    for status, has in ((RegistrationStatus.CONFIRMED, True), (RegistrationStatus.WAITING, False)):
        values = {"mode": Mode.ONLINE, "status": status}
        database.write(lambda connection, values=values: connection.execute(mine.values(values)))  # type: ignore[misc]
        assert (link.encode() in feed(client, key).data.replace(b"\r\n ", b"")) is has
    assert link not in client.get("/forums/eiip2025/agenda.ics").text


@pytest.mark.parametrize("whose", ["session", "room", "forum"])
def test_a_chosen_session_is_joined_by_its_own_link_else_its_rooms_else_the_forums(
    client: FlaskClient, database: Database, key: str, whose: str
) -> None:
    chosen = next(each for each in sessions(database) if each.room)
    post(client, key, "stars", add=chosen.id)
    own = {"session": Session, "room": Room, "forum": Forum}
    links = {name: f"https://meet.example.org/{name}" for name in list(own)[list(own).index(whose) :]}

    def job(connection: Connection) -> None:
        for name, model in own.items():
            place = {"platform": "Meet", "url": links[name], "public": False} if name in links else None
            connection.execute(update(model).values(online=place))
        connection.execute(update(Session).values(mode=Mode.HYBRID))
        connection.execute(update(Forum).values(version=Forum.version + 1))
        mine = Registration.address == "amina@example.org"
        joins = {"mode": Mode.ONLINE, "status": RegistrationStatus.CONFIRMED}
        connection.execute(update(Registration).where(mine).values(joins))

    database.write(job)
    publish(database)
    client.application.extensions["forum"].live.read_at = -9
    shown = agenda_of(client, key).xpath("//section[@id='agenda']//a[starts-with(., 'Join online')]/@href")
    assert shown == [links[whose]]
    data = feed(client, key).data.replace(b"\r\n ", b"")
    assert [link.encode() in data for link in links.values()] == [each == whose for each in links]
    programme = client.get(f"/forums/eiip2025/sessions/{chosen.id}").text
    assert not [link for link in links.values() if link in programme]
    for without in ({"sign_up": True}, {"sign_up": False, "status": SessionStatus.CANCELLED}):
        held = update(Session).where(Session.id == chosen.id).values(**without)
        database.write(lambda connection, held=held: connection.execute(held))  # type: ignore[misc]
        assert links[whose] not in agenda_of(client, key).xpath("string(//section[@id='agenda'])")
        assert not agenda_of(client, key).xpath("//section[@id='agenda']//a[starts-with(., 'Join online')]")
        assert links[whose].encode() not in feed(client, key).data.replace(b"\r\n ", b"")


def test_a_replaced_key_opens_nothing_and_a_cancelled_registration_has_an_empty_calendar(
    client: FlaskClient, database: Database, key: str
) -> None:
    post(client, key, "stars", add=sessions(database)[0].id)
    assert client.head(f"/r/{key}/agenda.ics").status_code == 200
    token = hidden(page_of(client, f"/r/{key}/agenda"))["_csrf"]
    client.post(f"/r/{key}/new-link", data={"_csrf": token})
    for address in ("agenda", "agenda.ics"):
        assert client.get(f"/r/{key}/{address}").status_code == 404
    fresh = key_of(database)
    assert b"VEVENT" in feed(client, fresh).data
    token = hidden(page_of(client, f"/r/{fresh}/agenda"))["_csrf"]
    client.post(f"/r/{fresh}/cancel", data={"_csrf": token})
    assert b"VEVENT" not in feed(client, fresh).data
    assert client.get(f"/r/{fresh}/agenda").location == f"/r/{fresh}"


def test_nothing_is_kept_without_the_pages_token_or_from_another_site(
    client: FlaskClient, database: Database, key: str
) -> None:
    one = sessions(database)[0].id
    for where in ("stars", "agenda"):
        assert client.post(f"/r/{key}/{where}", data={"add": one, "session": one}).status_code == 403
        token = hidden(page_of(client, f"/r/{key}/agenda"))["_csrf"]
        sent = client.post(f"/r/{key}/{where}", data={"_csrf": token, "add": one, "session": one}, headers={"Origin": "https://evil.example"})  # fmt: skip
        assert sent.status_code == 403
    assert kept(database) == []


def test_the_pages_ask_as_little_for_a_hundred_sessions_as_for_one(
    client: FlaskClient, database: Database, key: str, config: Config
) -> None:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    def asked(address: str) -> int:
        live = client.application.extensions["forum"].live
        live.all()
        live.read_at = float("inf")  # what is published is not looked for again meanwhile, however long it takes
        seen.clear()
        assert client.get(address).status_code == 200
        return len(seen)

    event.listen(database.engine, "before_cursor_execute", note)
    counts = []
    for few in (True, False):
        ids = [each.id for each in sessions(database)]
        post(client, key, "stars", add=ids[:1] if few else ids)
        counts.append([asked(f"/r/{key}{part}") for part in ("", "/agenda", "/agenda.ics")])
    event.remove(database.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9, counts
