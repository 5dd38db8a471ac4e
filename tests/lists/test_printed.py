"""Lists and attendance sheets on paper, as readers of other people see them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from forum_app.database import Database
from forum_app.documents.long import render_long
from forum_app.documents.rendering import Renderer
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.lists.columns import UnknownColumn
from forum_app.lists.printed import ROWS_A_PART
from forum_app.services.forum_files import keep_draft
from forum_app.services.list_exports import PrintedList, print_list
from forum_app.services.registration_lists import Asked
from tests.databases import Databases
from tests.documents.conftest import Paper
from tests.factories import PLENARY, WORKSHOP, a_draft, a_session, wall
from tests.houses import migrated
from tests.services.comers import a_registration

BASE = "https://forum.example"
NOW = datetime(2030, 5, 13, 9, 0, tzinfo=UTC)


def people(count: int) -> list[Any]:
    return [a_registration(number, status=RegistrationStatus.CONFIRMED) for number in range(count)]


def ready(database: Database, kind: str, draft: Any = None, language: str = "en", **asked: Any) -> PrintedList:
    if draft is not None:
        database.write(lambda connection: keep_draft(connection, draft, True, "test"))
    return print_list(
        database, "harvest", kind, Asked(**asked), language=language, now=NOW, base_url=BASE, actor="test"
    )


@pytest.fixture
def house(databases: Databases) -> Any:
    with databases.make_template("sqlite", migrated).copy() as url:
        database = Database(url)
        yield database
        database.close()


def printed(renderer: Renderer, listed: PrintedList) -> Paper:
    return Paper(render_long(listed.parts, renderer, numbers=listed.numbers))


def test_a_sheet_for_each_day_groups_by_country_and_leaves_room_to_sign(house: Database, renderer: Renderer) -> None:
    paper = printed(renderer, ready(house, "attendance.pdf", a_draft(registrations=people(20))))
    assert paper.faults == set()
    first, *_ = paper.pages
    assert first.startswith(
        "Attendance list Harvest Forum Day 1, Tuesday 14 May 2030, 10:00–15:00, Bangkok time (UTC+7) "
        "Sign once, beside your name. 18 people in person, 2 online. "
        "No. Name Institution Role Time in Signature Bangladesh 1 Amina Åkerman Institution no. 0 Government 2 Amina Barua"
    )
    assert (
        first.count(
            "Personal data: keep with the secretariat, destroy on 15 May 2031. As of 13 May 2030, 16:00, Bangkok time (UTC+7)."
        )
        == 1
    )
    assert paper.text.count("joins online, no signature") == 4
    days = [text for text in paper.pages if "Attendance list" in text]
    assert [("Tuesday 14 May" in text, "Day 2, Wednesday 15 May 2030 Sign" in text) for text in days] == [
        (True, False),
        (False, True),
    ]
    assert [page.rsplit(" ", 3)[1:] for page in paper.pages] == [
        [str(n + 1), "of", str(len(paper.pages))] for n in range(len(paper.pages))
    ]
    assert paper.tags[0].kind == "Document"
    assert {tag.scope for tag in paper.tags if tag.kind == "TH"} == {"Column", "Row"}


def test_by_session_each_has_those_who_signed_up(house: Database) -> None:
    signed = [
        a_registration(0, sessions=[PLENARY]),
        a_registration(1, sessions=[PLENARY, WORKSHOP]),
        a_registration(2),
        a_registration(3, sessions=[WORKSHOP], status=RegistrationStatus.CANCELLED),
    ]
    text = "".join(ready(house, "attendance.pdf", a_draft(registrations=signed), group="session").parts)
    assert text.count("<h1>Attendance list</h1>") == 2
    plenary, workshop = text.split("<h1>")[1:]
    assert (
        "Water for all, Great Hall<br>Day 1, Tuesday 14 May 2030, 10:00–11:30, Bangkok time (UTC+7)<br>Sign once, beside your name. 2 people in person."
        in plenary
    )
    assert [plenary.count(name) for name in ("Amina Åkerman", "Boris Åkerman", "Carla Åkerman")] == [1, 1, 0]
    assert [workshop.count(name) for name in ("Amina Åkerman", "Boris Åkerman", "Đinh Åkerman")] == [0, 1, 0]


def test_by_session_without_sign_ups_there_is_one_empty_sheet(house: Database) -> None:
    listed = ready(house, "attendance.pdf", a_draft(registrations=people(3)), group="session")
    assert ["".join(listed.parts).count(text) for text in ("<h1>", "Nobody is on this list.")] == [1, 1]
    chosen = ready(house, "attendance.pdf", group="session", where=("session=Water for all",))
    assert "Water for all, Great Hall<br>" in "".join(chosen.parts)


def test_days_and_groups_are_chosen_and_wrong_ones_are_said(house: Database) -> None:
    draft = a_draft(registrations=people(3))
    text = "".join(ready(house, "attendance.pdf", draft, where=("day=2030-05-15",), group="delegation").parts)
    assert text.count("<h1>") == 1
    assert "<bdi>Not stated</bdi>" in text
    for asked, sentence in (
        ({"where": ("day=2030-06-01",)}, "The forum has no day “2030-06-01”. Its days are: 2030-05-14, 2030-05-15."),
        ({"group": "shoe"}, "Sheets have no groups by “shoe”."),
        ({"columns": "name"}, "Attendance sheets have columns of their own"),
    ):
        with pytest.raises(UnknownColumn) as error:
            ready(house, "attendance.pdf", **asked)
        assert str(error.value).startswith(sentence)


def test_after_midnight_still_belongs_to_the_evening_before(house: Database) -> None:
    late = a_session(start=wall(23), minutes=180)
    listed = ready(house, "attendance.pdf", a_draft(late, registrations=people(1)))
    assert "Day 1, Tuesday 14 May 2030, 23:00–02:00, Bangkok" in "".join(listed.parts)


def test_a_long_list_is_cut_into_parts_and_numbered_right_through(house: Database, renderer: Renderer) -> None:
    many = ROWS_A_PART * 2 + 10
    listed = ready(house, "registrations.pdf", a_draft(registrations=people(many)), group="country")
    assert len(listed.parts) == 3
    paper = printed(renderer, listed)
    assert paper.faults == set()
    assert "1 Amina Åkerman" in paper.pages[0]
    assert f"{many} Hana Jha" in paper.pages[-1]
    assert paper.pages[-1].endswith(f"{len(paper.pages)} of {len(paper.pages)}")
    assert paper.outline == ["Registrations"]


def test_a_list_without_anybody_says_so(house: Database, renderer: Renderer) -> None:
    for kind in ("registrations.pdf", "attendance.pdf"):
        paper = printed(renderer, ready(house, kind, a_draft()))
        assert paper.faults == set()
        assert "Nobody is on this list." in paper.text


HOSTILE = [
    "=1+1",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "مرحبا بكم",
    "x" * 200,
    "עברית abc 12",
    "R&D <x> \"y\" 'z' &amp; &lt;",
    "👩‍🔬 🇹🇱",
]


def test_whatever_was_typed_is_printed_as_it_stands(house: Database, renderer: Renderer) -> None:
    coming = [
        a_registration(n, name=text, institution=text, status=RegistrationStatus.CONFIRMED)
        for n, text in enumerate(HOSTILE)
    ]
    for kind in ("registrations.pdf", "attendance.pdf"):
        paper = printed(renderer, ready(house, kind, a_draft(registrations=coming)))
        assert paper.faults == set()
        plain = paper.text.replace(" ", "")
        pieces = [*HOSTILE[:3], "R&D <x>", "&amp; &lt;"]
        assert [text for text in pieces if text.replace(" ", "") not in plain] == []
        assert "x" * 200 in plain.replace("-", "") or plain.count("x") >= 200


def test_a_sheet_in_french_speaks_french(house: Database) -> None:
    text = "".join(ready(house, "attendance.pdf", a_draft(registrations=people(12)), language="fr").parts)
    assert '<html lang="fr" dir="ltr">' in text
    for piece in (
        "Liste de présence",
        "Signez une fois",
        "11 personnes sur place, 1 en ligne",
        "Suisse",
        "jour 1, mardi 14 mai 2030".capitalize(),
    ):
        assert piece in text


def test_the_same_list_at_the_same_time_has_the_same_bytes(house: Database, renderer: Renderer) -> None:
    listed = ready(house, "attendance.pdf", a_draft(registrations=people(5)))
    again = ready(house, "attendance.pdf")
    assert render_long(listed.parts, renderer, numbers=listed.numbers) == render_long(
        again.parts, renderer, numbers=again.numbers
    )
