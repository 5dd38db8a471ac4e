"""The overview and finding anything: right numbers, what to do with where it is done, nothing personal for who may not."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from forum_app.database import Database
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Role
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from tests.cast import EDITOR, ORGANISER, OWNER, RECEPTION, VIEWER, Browser, Browsers, join
from tests.factories import NOW
from tests.houses import Start
from tests.web.test_log import text_of

DESK = "/manage/eiip2025"


def loaded(database: Database, media: Media, change: Any = lambda data: None) -> None:
    data = json.loads((SAMPLES / "eiip2025.json").read_bytes())
    change(data)
    import_forum(database, media, json.dumps(data).encode(), actor="test", replace=True)


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025"))


def registered() -> list[dict[str, Any]]:
    """Who registered in the sample."""
    found: list[dict[str, Any]] = json.loads((SAMPLES / "eiip2025.json").read_bytes())["registrations"]
    return found


def page_of(browser: Browser, path: str = "/") -> str:
    answer = browser.get(f"{DESK}{path}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def tasks_of(page: str) -> list[tuple[str, str, str]]:
    """Title, the line under it, and where it is done."""
    found = re.findall(r"<li><span.*?<b>(.*?)</b><small[^>]*>(.*?)</small>.*?href=\"(.*?)\"", page, re.S)
    return [(text_of(title), text_of(under), address) for title, under, address in found]


def test_its_numbers_are_those_of_the_list(cast: dict[str, Browser]) -> None:
    coming = [each for each in registered() if each.get("status") == "confirmed"]
    page = text_of(page_of(cast[VIEWER]))
    women = round(
        100
        * sum(each.get("gender") == "female" for each in coming)
        / sum(each.get("gender") is not None for each in coming)
    )
    assert f"registered {len(coming)} countries" in page
    assert f"{len({each['country'] for each in coming})} women, of" in page and f"{women}%" in page
    assert "34 of 34" in page
    assert f"Bangladesh {sum(each['country'] == 'BD' for each in coming)} " in page
    assert f"rose from 14 in the week of 9 December 2024 to {len(coming)} in the week of 13 January 2025" in page_of(
        cast[VIEWER]
    )


@pytest.mark.parametrize("member", [VIEWER, EDITOR])
def test_who_may_not_see_registrations_sees_counts_and_nobody(
    cast: dict[str, Browser], database: Database, media: Media, member: str
) -> None:
    draft = draft_named(database, media, "eiip2025")
    in_programme = {person.name["en"] for person in draft.people}
    strangers = [each["name"] for each in registered() if each["name"] not in in_programme]
    page = page_of(cast[member])
    assert len(strangers) > 20 and not any(name in page for name in strangers)
    assert "@" not in re.sub(r"<a class=.dk-home.*?</header>", "", page, flags=re.S)
    assert "registrations.csv" not in page and "/log" not in page and "Nothing is left to do" in page
    assert cast[member].get(f"{DESK}/registrations").status_code == 403


def test_exports_stand_for_who_may_take_them(cast: dict[str, Browser], database: Database) -> None:
    kinds = (
        "registrations.xlsx",
        "registrations.csv",
        "registrations.pdf",
        "attendance.pdf",
        "badges.pdf",
        "name-plates.pdf",
        "forum.json",
    )
    for member, may in ((OWNER, True), (ORGANISER, True), (RECEPTION, False), (VIEWER, False)):
        page = page_of(cast[member])
        assert all((f'href="{DESK}/{kind}"' in page) is may for kind in kinds), member
        assert f"{DESK}/preview/concept-note.pdf" in page and "/forums/eiip2025/agenda.pdf" not in page
    publish_release(database, "eiip2025", now=NOW, host="localhost", actor="test")
    page = page_of(cast[VIEWER])
    for kind in ("concept-note.pdf", "agenda.pdf", "agenda.ics", "agenda.json", "schedule.xml"):
        assert f'href="/forums/eiip2025/{kind}"' in page


def test_what_is_to_be_done_is_counted_in_groups_with_where(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    def spoil(data: dict[str, Any]) -> None:
        people = data["people"]
        for person, country in zip(people[:3], ("IN", "IN", "IQ"), strict=True):
            person.update(photo=None, country=country)
        people[4]["biography"] = {}
        session = next(each for each in data["sessions"] if each.get("kind") == "panel" and each.get("roles"))
        session["roles"] = [role for role in session["roles"] if role.get("role") != "moderator"]
        for each in data["sessions"][:3]:
            each["title"] = {"en": each["title"]["en"]}
        data["forum"]["note"]["states"] = {"en": "cleared"}

    loaded(database, media, spoil)
    found = {title: (under, address) for title, under, address in tasks_of(page_of(cast[OWNER]))}
    assert found["3 photos missing"] == ("India 2, Iraq 1", f"{DESK}/people?only=photo")
    draft = draft_named(database, media, "eiip2025")
    assert found["One biography missing"][1].startswith(f"{DESK}/people/{draft.people[4].id}")
    assert "A session has no moderator" in found
    under, address = found["Arabic: 3 texts to translate"]
    assert (address, re.match(r"\d+ of \d+ done", under) is not None) == (f"{DESK}/languages?to=ar", True)
    assert found["Concept note: one language is not cleared"] == ("Arabic: draft", f"{DESK}/concept-note")
    for _title, (_under, address) in found.items():
        assert cast[OWNER].get(address).status_code == 200
    as_viewer = {title: address for title, _under, address in tasks_of(page_of(cast[VIEWER]))}
    assert as_viewer and not any("/languages" in address for address in as_viewer.values())
    for address in as_viewer.values():
        assert cast[VIEWER].get(address).status_code == 200
    card = text_of(cast[OWNER].get("/manage/").get_data(as_text=True))
    assert f"{len(found)} things to do" in card


def test_a_person_has_confirmed_when_all_their_parts_are(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    draft = draft_named(database, media, "eiip2025")
    person = next(role.person for session in draft.sessions for role in session.roles)
    part = next(role.id for session in draft.sessions for role in session.roles if role.person == person)
    database.write(
        lambda connection: connection.execute(update(Role).where(Role.id == part).values(state=RoleState.INVITED))
    )
    assert "33 of 34" in text_of(page_of(cast[VIEWER]))


@pytest.mark.parametrize("path", ["/", "/find?q=a", "/log", "/registrations"])
def test_pages_ask_the_same_of_the_database_for_few_and_for_many(
    cast: dict[str, Browser], database: Database, media: Media, path: str
) -> None:
    def queries() -> int:
        seen: list[str] = []
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        page_of(cast[OWNER], path)  # what is kept in memory is kept now
        event.listen(database.engine, "before_cursor_execute", listener)
        page_of(cast[OWNER], path)
        event.remove(database.engine, "before_cursor_execute", listener)
        return len(seen)

    many = queries()

    def fewer(data: dict[str, Any]) -> None:
        data["sessions"], data["registrations"] = data["sessions"][:3], data["registrations"][:2]
        data["delegations"] = []
        for each in data["registrations"]:
            each.pop("delegation", None)
            each.pop("sessions", None)

    loaded(database, media, fewer)
    assert queries() == many < 40


def hits_of(page: str) -> list[str]:
    return re.findall(r'<li><a href="[^"]*" dir="auto">(.*?)</a>', page)


def test_anything_is_found_by_its_name_in_any_language_or_case(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    draft = draft_named(database, media, "eiip2025")
    session, person = draft.sessions[5], next(each for each in draft.people if "João" in each.name["en"])
    assert f'{DESK}/people/{person.id}"' in page_of(cast[VIEWER], "/find?q=JOAO")
    assert f'{DESK}/sessions/{session.id}"' in page_of(cast[VIEWER], f"/find?q={session.title['ar'].split()[0]}")
    assert f"{DESK}/concept-note?section=" in page_of(cast[VIEWER], "/find?q=how+we+work")
    publish_release(database, "eiip2025", now=NOW, host="localhost", actor="test")
    assert f'{DESK}/releases/1"' in page_of(cast[VIEWER], "/find?q=release+1")
    assert f'{DESK}/members"' in page_of(cast[OWNER], "/find?q=memb")
    assert f'{DESK}/members"' not in page_of(cast[VIEWER], "/find?q=memb")
    for address in re.findall(r'<li><a href="([^"]*)" dir="auto">', page_of(cast[OWNER], "/find?q=e")):
        assert cast[OWNER].get(address.replace("&amp;", "&")).status_code == 200, address


def test_at_most_ten_of_a_kind_are_shown_and_all_are_counted(cast: dict[str, Browser]) -> None:
    page = page_of(cast[VIEWER], "/find?q=a")
    sections = re.findall(r"<section><h2>(.*?)</h2>(.*?)</section>", page, re.S)
    assert sections and all(0 < len(hits_of(inside)) <= 10 for _title, inside in sections)
    assert re.search(r"Sessions <small>.*10.* of .*\d\d", sections[0][0])


def test_addresses_find_people_for_who_may_see_them_and_are_never_shown(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    person = next(
        each for each in draft_named(database, media, "eiip2025").people if each.private and each.private.email
    )
    assert person.private is not None
    address = person.private.email
    assert person.id in page_of(cast[OWNER], f"/find?q={address}")
    for member in (EDITOR, VIEWER, RECEPTION):
        assert person.id not in page_of(cast[member], f"/find?q={address}")
    for member in (OWNER, VIEWER):
        fragment = cast[member].get(f"{DESK}/find?q={person.name['en']}", headers={"X-Fragment": "1"})
        assert b"@" not in fragment.data and b"<html" not in fragment.data and person.id.encode() in fragment.data
        assert "no-store" in fragment.headers["Cache-Control"]


@pytest.mark.parametrize(
    "query",
    [
        "%25",
        "_",
        "*",
        "%22",
        "(",
        "(a%2B)%2B%24",
        "'+OR+1=1--",
        "%F0%9F%91%A9%F0%9F%8F%BD",
        "%E2%80%AE",
    ],
)
def test_every_sign_is_looked_for_as_it_stands(cast: dict[str, Browser], query: str) -> None:
    assert hits_of(page_of(cast[VIEWER], f"/find?q={query}")) == [] or query in ("*", "(")
