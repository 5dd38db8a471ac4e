"""Lists of organisations and sessions pasted at the desk: looked at, saved once with new rooms, undone; odd cells, doors."""

import msgspec
import pytest
from flask import Flask
from sqlalchemy import event, select

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.vocabularies import Constituency, SessionKind
from forum_app.lists.pasted_things import clock_of, minutes_of
from forum_app.models.publishing import AuditEntry
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from tests.cast import EDITOR, NEIGHBOUR, OWNER, RECEPTION, VIEWER, Browser, browser_of, join, refusal
from tests.factories import HALL, a_draft, wall
from tests.web.test_pasting import DESK, FORUM, HOSTILE, SLUG, drafted, send, text_of
from tests.web.test_things import Form

SESSIONS, ORGANISATIONS = f"{DESK}/sessions/paste", f"{DESK}/organisations/paste"
PROGRAMME = (
    "Session\tDate\tFrom\tTo\tRoom\tType\n"
    "Seeds for dry years\t14/05/2030\t14:00\t15:20\tgreat hall\tPanel\n"
    "Lunch\tTuesday 14 May\t12.30 PM\t\tGarden\tBreak\n"
    "Walk to the wells\t2\t9h00\t11:30\tGarden\tField visit\n"
    "An open question\t\t\t\t\tRiddle\n"
    "Water for all\t14/05/2030\t10:00\t\t\t\n"
    "seeds for dry YEARS\t14 May 2030\t14:00\t\t\t\n"
    "\t14/05/2030\t16:00\t\t\t\n"
)


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    import_forum(database, media, msgspec.json.encode(a_draft()), actor="test")
    return {member: browser_of(app, database, key) for member, key in join(database, SLUG).items()}


def look(browser: Browser, address: str, text: str, **fields: object) -> str:
    answer = send(browser, address, {"text": text, **fields})
    assert answer.status_code == 200, text_of(answer.get_data(as_text=True))[:500]
    return str(answer.get_data(as_text=True))


def save(browser: Browser, address: str, page: str, **changed: str):
    fields = Form(page, f"{address}/save").sent()
    return send(
        browser, f"{address}/save", {**fields, **{name.replace("__", "-"): [value] for name, value in changed.items()}}
    )


def entry(database: Database, kind: str) -> int:
    with database.reading() as connection:
        query = select(AuditEntry.id).where(AuditEntry.forum_id == FORUM, AuditEntry.action == f"{kind}.pasted")
        return connection.execute(query.order_by(AuditEntry.id.desc())).scalars().first() or 0


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def test_a_programme_is_looked_at_saved_with_its_new_room_and_undone(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = drafted(database, media)
    assert f'href="{SESSIONS}"' in cast[EDITOR].get(f"{DESK}/sessions").text
    found = cast[EDITOR].get(f"{DESK}/find?q=spreadsheet").text
    assert all(f'href="{address}"' in found for address in (SESSIONS, ORGANISATIONS))
    page = look(cast[EDITOR], SESSIONS, PROGRAMME)
    read = text_of(page)
    assert drafted(database, media) == before, "nothing is saved by looking"
    assert "4 new sessions" in read and "1 here already" in read and "2 left out" in read and "1 cell not kept" in read
    assert "Tuesday 14 May 2030, 14:00, 80 minutes" in read and "Wednesday 15 May 2030, 09:00, 150 minutes" in read
    assert "New room: Garden" in read and "Great Hall" in read and "Not scheduled yet" in read
    assert "Stands in line 1 already." in read and "No name" in read and "This is not understood here" in read
    answer = save(cast[EDITOR], SESSIONS, page, minutes="45")
    assert (answer.status_code, answer.location) == (303, f"{DESK}/sessions")
    assert "4 sessions are new. One room is new." in text_of(cast[EDITOR].get(answer.location).text)
    after = draft(database, media)
    garden = after.rooms[-1]
    assert garden.name == {"en": "Garden"} and len(after.rooms) == 3
    found = [(one.title["en"], one.start, one.minutes, one.room, one.kind) for one in after.sessions[2:]]
    second = wall(9).replace(day=15)
    assert found == [
        ("Seeds for dry years", wall(14), 80, HALL, SessionKind.PANEL),
        ("Lunch", wall(12, 30), 45, garden.id, SessionKind.BREAK),
        ("Walk to the wells", second, 150, garden.id, SessionKind.FIELD_VISIT),
        ("An open question", None, None, None, SessionKind.OTHER),
    ]
    # The same page sent twice saves once; another look says that all of it is here.
    assert save(cast[EDITOR], SESSIONS, page, minutes="45").status_code == 303
    assert draft(database, media) == after
    page = look(cast[EDITOR], SESSIONS, PROGRAMME)
    assert "5 here already" in text_of(page) and "new sessions" not in text_of(page)
    save(cast[EDITOR], SESSIONS, page)
    assert "all of it is here already" in text_of(cast[EDITOR].get(f"{DESK}/sessions").text)
    log = text_of(cast[OWNER].get(f"{DESK}/log").text)
    assert "Session: pasted as a list" in log
    undone = cast[EDITOR].post(f"{DESK}/undo/{entry(database, 'session')}")
    assert (undone.status_code, undone.location) == (303, f"{DESK}/sessions")
    assert drafted(database, media) == before
    assert "Session: pasted list undone" in text_of(cast[OWNER].get(f"{DESK}/log").text)


def test_a_programme_that_was_worked_on_since_is_not_undone(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    page = look(cast[EDITOR], SESSIONS, "Title\tDay\tTime\nSeeds\t14/05/2030\t14:00")
    assert save(cast[EDITOR], SESSIONS, page).status_code == 303
    new = draft(database, media).sessions[-1]
    address = f"{DESK}/talks/new?of={new.id}"
    form = Form(cast[EDITOR].get(address).text, f"{DESK}/talks/new")
    made = cast[EDITOR].client.post(f"{DESK}/talks/new", data={**form.sent(title__en="A talk"), "of": new.id})
    assert made.status_code == 303
    before = drafted(database, media)
    assert "changed or used since" in refusal(cast[EDITOR], f"{DESK}/undo/{entry(database, 'session')}")
    assert drafted(database, media) == before


def test_organisations_are_new_or_here_already(cast: dict[str, Browser], database: Database, media: Media) -> None:
    before = drafted(database, media)
    text = (
        "Name\tAcronym\tType\tCountry\tWebsite\n"
        "Water Board\tWB\tGovernment\tBulgaria\twww.water.example\n"
        "farmers' union\t\t\t\t\n"
        "Seed Savers\t\tCivil society\tAtlantis\tno address\n"
        "Growers\t\t\t\t\n"
    )
    page = look(cast[EDITOR], ORGANISATIONS, text)
    read = text_of(page)
    assert "3 new organisations" in read and "1 here already" in read and "2 cells not kept" in read
    answer = save(cast[EDITOR], ORGANISATIONS, page, constituency="employers", line__4="new")
    assert answer.status_code == 303
    found = [
        (one.name["en"], one.acronym, one.kind, one.country, one.url)
        for one in draft(database, media).organisations[2:]
    ]
    assert found == [
        ("Water Board", {"en": "WB"}, Constituency.GOVERNMENT, "BG", "https://www.water.example"),
        ("Seed Savers", {}, Constituency.CIVIL_SOCIETY, "", ""),
        ("Growers", {}, Constituency.EMPLOYERS, "", ""),
    ]
    again = look(cast[EDITOR], ORGANISATIONS, "WB\nWater Board\nWater Board")
    assert "2 here already" in text_of(again) and "1 left out" in text_of(again)
    assert cast[EDITOR].post(f"{DESK}/undo/{entry(database, 'organisation')}").location == f"{DESK}/organisations"
    assert drafted(database, media) == before


def test_lists_without_headings_are_understood(cast: dict[str, Browser], database: Database, media: Media) -> None:
    page = look(cast[EDITOR], SESSIONS, "14 May 2030\t14:00\tSeeds\t60\n15 May 2030\t09:30\tWells\t45")
    assert "the list has no headings" in page
    assert save(cast[EDITOR], SESSIONS, page).status_code == 303
    found = [(one.title["en"], one.start, one.minutes) for one in draft(database, media).sessions[2:]]
    assert found == [("Seeds", wall(14), 60), ("Wells", wall(9, 30).replace(day=15), 45)]
    page = look(cast[EDITOR], ORGANISATIONS, "Seed Savers, Kenya\nGrowers, Peru")
    assert save(cast[EDITOR], ORGANISATIONS, page).status_code == 303
    assert [(one.name["en"], one.country) for one in draft(database, media).organisations[2:]] == [
        ("Seed Savers", "KE"),
        ("Growers", "PE"),
    ]


@pytest.mark.parametrize("address", [SESSIONS, ORGANISATIONS])
def test_hostile_cells_are_held_to_the_rules_of_forms(
    cast: dict[str, Browser], database: Database, media: Media, address: str
) -> None:
    lines = [line.replace("evil\u2066", "14/05/2030") for line in HOSTILE]
    page = look(cast[OWNER], address, "\n".join(["Name\tDay", *lines]))
    assert "<script>alert" not in page and "<b>Water" not in page
    assert save(cast[OWNER], address, page).status_code == 303
    after = draft(database, media)
    names = (
        [one.title["en"] for one in after.sessions[2:]]
        if address == SESSIONS
        else [one.name["en"] for one in after.organisations[2:]]
    )
    assert "<script>alert(1)</script>" in names and all(len(name) <= 300 and "\u202e" not in name for name in names)


@pytest.mark.parametrize("address", [SESSIONS, ORGANISATIONS])
def test_who_may_not_edit_pastes_nothing_and_nonsense_is_refused_in_words(
    cast: dict[str, Browser], database: Database, media: Media, address: str
) -> None:
    before = drafted(database, media)
    for member in (VIEWER, RECEPTION, NEIGHBOUR):
        assert cast[member].get(address).status_code in (403, 404)
        for place in (address, f"{address}/save"):
            assert send(cast[member], place, {"text": "Eve"}).status_code in (403, 404)
    for text, said in (
        ("", "There is nothing in this list yet"),
        ("Title\tName", "nothing under them"),
        ("x" * 1_100_000, "1 MiB"),
    ):
        answer = send(cast[EDITOR], address, {"text": text})
        assert answer.status_code == 422 and said in text_of(answer.text)
    assert "Paste a list" not in cast[VIEWER].get(address.removesuffix("/paste")).text
    assert drafted(database, media) == before


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("10:30", "10:30"), ("9.05", "09:05"), ("9h", "09:00"), ("10h30", "10:30"), ("10:30:00", "10:30"), ("1:15 PM", "13:15"),
        ("12 am", "00:00"), ("2030-05-14 10:30", "10:30"), ("25:00", None), ("10", None), ("13 pm", None), ("noon", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, clock: str | None) -> None:
    assert clock_of(text) == clock


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("80", "80"),
        ("80 min", "80"),
        ("1:20", "80"),
        ("1h20", "80"),
        ("2 h", "120"),
        ("90'", "90"),
        ("0", None),
        ("", None),
        ("long", None),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, minutes: str | None) -> None:
    assert minutes_of(text) == minutes


def test_a_thousand_sessions_take_few_queries(cast: dict[str, Browser], database: Database, media: Media) -> None:
    counted = [0]

    def count(*_given: object) -> None:
        counted[-1] += 1

    event.listen(database.engine, "before_cursor_execute", count)
    for number in (20, 1000):
        rows = "\n".join(
            f"Session {number}-{n}\t14/05/2030\t{8 + n % 10}:{n % 60:02}\t30\tRoom {n % 9}" for n in range(number)
        )
        page = look(cast[OWNER], SESSIONS, f"Title\tDay\tTime\tMinutes\tRoom\n{rows}")
        fields = Form(page, f"{SESSIONS}/save").sent()
        counted.append(0)
        answer = send(cast[OWNER], f"{SESSIONS}/save", fields)
        counted.append(0)
        assert answer.status_code == 303
    event.remove(database.engine, "before_cursor_execute", count)
    after = draft(database, media)
    assert (len(after.sessions), len(after.rooms)) == (2 + 1020, 2 + 9)
    assert counted[3] - counted[1] < 30, counted
