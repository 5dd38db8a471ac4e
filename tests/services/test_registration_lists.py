"""Lists of who comes: columns, filters, groups and order; the same people on every database."""

import csv
from collections import Counter
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.registrations import CheckIn, Consent, Delegation, Question
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.lists.columns import UnknownColumn
from forum_app.services.forum_files import keep_draft
from forum_app.services.list_exports import export_list
from forum_app.services.registration_lists import Asked
from tests.factories import AMINA, FIRST_DAY, PLENARY, WORKSHOP, a_draft, a_session, an_id
from tests.services.comers import START, a_registration

TEAM, DIET = an_id(1, "d"), an_id(1, "q")


def kept(database: Database, draft: Draft) -> None:
    database.write(lambda connection: keep_draft(connection, draft, True, "test"))


def listed(database: Database, **asked: Any) -> list[dict[str, str]]:
    """The rows of the CSV by their headings, as the standard library reads it."""
    where = tuple(asked.pop("where", ()))
    out = BytesIO()
    count = export_list(
        database, "harvest", "registrations.csv", Asked(where=where, **asked), out, language="en", actor="test"
    )
    rows = list(csv.DictReader(StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert len(rows) == count
    return rows


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["Name"] for row in rows]


@pytest.fixture
def house(database: Database) -> Database:
    """A forum with a hundred people, one of them with everything that a registration can have."""
    people = [a_registration(number) for number in range(99)]
    whole = a_registration(
        99,
        name="Zoë Ünal",
        given_name="Zoë",
        family_name="Ünal",
        person=AMINA,
        delegation=TEAM,
        sessions=[WORKSHOP, PLENARY],
        answers={DIET: "No nuts"},
        dietary_needs="nuts",
        consents=[Consent(purpose="list", given_at=START, text="I agree to be on the list.")],
        check_ins=[CheckIn(at=START, day=FIRST_DAY)],
        status=RegistrationStatus.CANCELLED,
    )
    kept(
        database,
        a_draft(
            registrations=[*people, whole],
            delegations=[Delegation(id=TEAM, name={"en": "Lake Union"}, seats=3, head=whole.id)],
            questions=[Question(id=DIET, text={"en": "What do you eat?", "fr": "Que mangez-vous ?"})],
        ),
    )
    return database


def test_a_list_has_everybody_once_in_the_order_of_their_names(house: Database) -> None:
    rows = listed(house)
    assert len(rows) == 100
    assert len({row["E-mail"] for row in rows}) == 100
    assert [row["Family name"] for row in rows][::10] == [
        "Åkerman", "Barua", "Chowdhury", "Diallo", "Éboué", "Fernández", "García", "Haddad", "Işık", "Jha",
    ]  # fmt: skip
    assert [row["Given name"] for row in rows[:10]] == [
        "Amina", "Boris", "Carla", "Đinh", "Élise", "Fatima", "Goran", "Hana", "İlker", "José",
    ]  # fmt: skip
    assert names(rows)[-1] == "Zoë Ünal"


def test_columns_stand_as_they_were_asked_for(house: Database) -> None:
    (row,) = listed(
        house,
        columns="number,name,role,sessions,checked_in,dietary_needs,answers,consents,registered_at",
        where=["text=unal zoe"],
    )
    assert list(row.items()) == [
        ("No.", "1"),
        ("Name", "Zoë Ünal"),
        ("Role", "Moderator"),
        ("Sessions", "Seed swap; Water for all"),
        ("Checked in", "2030-05-14"),
        ("Dietary needs", "nuts"),
        ("What do you eat?", "No nuts"),
        ("Consents", "list (2030-01-07)"),
        ("Registered (time in Bangkok)", "2030-01-07 18:09"),
    ]


def test_by_role_whoever_is_in_the_programme_comes_first(house: Database) -> None:
    for asked in ({"group": "role"}, {"sort": "role", "columns": "name,role"}):
        rows = listed(house, **asked)
        assert (len(rows), rows[0]["Name"], rows[0]["Role"]) == (100, "Zoë Ünal", "Moderator")
    assert {row["Role"] for row in listed(house, group="role")[1:]} == {"Participant"}
    assert names(listed(house, sort="-role"))[-1] == "Zoë Ünal"


def test_what_is_special_leaves_only_when_it_is_asked_for(house: Database) -> None:
    heads = set(listed(house)[0])
    assert heads & {"Dietary needs", "Access needs", "Gender", "Notes", "Badge code"} == set()


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (["country=BD"], 10),
        (["country=BD,India"], 20),
        (["country!=BD"], 90),
        (["status=cancelled"], 1),
        (["status=waiting", "mode=online"], 1),
        (["delegation=lake union"], 1),
        (["delegation="], 99),
        (["role=moderator"], 1),
        (["role=Moderator,Speaker"], 1),
        (["role!=Participant"], 1),
        (["role=participant", "country=BD"], 10),
        (["role=speaker"], 0),
        (["session=Seed swap"], 1),
        ([f"session={PLENARY}"], 1),
        (["checked_in=2030-05-14"], 1),
        (["checked_in=2030-05-15"], 0),
        (["checked_in="], 99),
        (["checked_in!="], 1),
        (["session="], 99),
        (["session=,Seed swap"], 100),
        (["country=DE"], 0),
        (["country=Allemagne"], 0),
        (["gender="], 100),
        (["gender=female"], 0),
        (["text=HADDAD"], 10),
        (["text=isik elise"], 1),
        (["text=%"], 0),
        (["text=_"], 0),
        (["institution=institution NO. 3"], 3),
    ],
)  # fmt: skip
def test_filters_choose(house: Database, where: list[str], count: int) -> None:
    assert len(listed(house, where=where)) == count


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"columns": "name,shoe"}, "There is no column “shoe”. The columns are: number, name, "),
        ({"where": ["shoe=9"]}, "“shoe=9” is no filter."),
        ({"where": ["country"]}, "“country” is no filter."),
        ({"where": ["country=Atlantis"]}, "Nobody has the country “Atlantis”. There are: BD (Bangladesh), "),
        ({"where": ["checked_in=soon"]}, "“soon” is no day: write one such as 2025-02-18."),
        ({"sort": "shoe"}, "Lists have no order or groups by “shoe”."),
        ({"group": "name"}, "Lists have no order or groups by “name”."),
    ],
)
def test_what_lists_do_not_have_is_said(house: Database, asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnknownColumn) as error:
        listed(house, **asked)
    assert str(error.value).startswith(sentence)


def test_names_with_commas_are_one_value(database: Database) -> None:
    title = {"en": "Water, for all, at last"}
    kept(
        database,
        a_draft(a_session(title=title), registrations=[a_registration(0, sessions=[PLENARY]), a_registration(1)]),
    )
    for typed in ("session=water, for all, at last", 'session="Water, for all, at last"', f"session={PLENARY}, "):
        assert len(listed(database, where=[typed])) == (2 if typed.endswith(" ") else 1)


def test_groups_come_first_in_the_order_of_their_names(house: Database) -> None:
    rows = listed(house, group="country", sort="-name", columns="name,country")
    assert list(rows[0]) == ["Country or territory", "Name"]
    groups = list(dict.fromkeys(row["Country or territory"] for row in rows))
    assert groups == [
        "Bangladesh", "India", "Iraq", "Jordan", "Lebanon", "Nepal", "Philippines", "Switzerland", "Timor-Leste", "Yemen",
    ]  # fmt: skip
    assert names(rows)[:2] == ["Amina Jha", "Amina Işık"]


def test_closed_words_sort_in_their_own_order(house: Database) -> None:
    rows = listed(house, sort="status,-registered_at", columns="name,status,email")
    assert Counter(row["Status"] for row in rows) == {"Confirmed": 85, "Waiting list": 14, "Cancelled": 1}
    assert [row["Status"] for row in rows][::49] == ["Confirmed", "Confirmed", "Waiting list"]
    assert rows[0]["E-mail"] == "person98@example.org"


def test_a_workbook_holds_texts_as_texts_and_real_dates(house: Database) -> None:
    out = BytesIO()
    asked = Asked(columns="number,phone,name,registered_at", sort="registered_at")
    assert export_list(house, "harvest", "registrations.xlsx", asked, out, language="en", actor="test") == 100
    sheet = load_workbook(out).active
    assert (sheet.title, sheet.freeze_panes, sheet.max_row) == ("Registrations", "A2", 101)
    assert [cell.data_type for cell in sheet[2]] == ["n", "s", "s", "d"]
    assert [cell.value for cell in sheet[2]][:3] == [1, "+880 2 000000", "Amina Åkerman"]
    assert f"{sheet[2][3].value:%Y-%m-%d %H:%M}" == "2030-01-07 16:30"


HOSTILE = [
    "=1+1",
    "+39 06 57051",
    "007",
    "1E5",
    "3-4",
    "1/2",
    "12345678901234567890",
    "TRUE",
    "12:30",
    'a"b,c;d',
    "{{7*7}}",
    "https://example.org",
]


def test_whatever_was_typed_is_a_text_in_both(database: Database) -> None:
    kept(
        database,
        a_draft(registrations=[a_registration(n, institution=text, phone="") for n, text in enumerate(HOSTILE)]),
    )
    rows = listed(database, sort="registered_at")
    guard = {"=1+1": "'=1+1", "+39 06 57051": "'+39 06 57051"}
    assert [row["Institution"] for row in rows] == [guard.get(text, text) for text in HOSTILE]
    out = BytesIO()
    asked = Asked(columns="institution", sort="registered_at")
    export_list(database, "harvest", "registrations.xlsx", asked, out, actor="test")
    cells = list(load_workbook(out).active["A"])[1:]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", text) for text in HOSTILE]


def test_headings_of_questions_are_guarded_and_different(database: Database) -> None:
    asked = [Question(id=an_id(n, "q"), text={"en": text}) for n, text in enumerate(["=x", "Name", "Diet", "Diet"])]
    kept(database, a_draft(questions=asked, registrations=[a_registration()]))
    assert list(listed(database, columns="name,answers")[0]) == ["Name", "'=x", "Name (2)", "Diet", "Diet (2)"]


def test_a_forum_without_registrations_gives_a_list_without_rows(database: Database) -> None:
    kept(database, a_draft())
    out = BytesIO()
    assert export_list(database, "harvest", "registrations.csv", Asked(), out, actor="test") == 0
    assert out.getvalue().startswith(b"\xef\xbb\xbfName,Given name,")
    assert out.getvalue().endswith(b"\r\n")
    assert export_list(database, "harvest", "registrations.xlsx", Asked(group="country"), BytesIO(), actor="test") == 0


def test_somebody_who_comes_in_while_a_list_is_written_is_not_in_it(house: Database) -> None:
    class Slow(BytesIO):
        """Registers somebody more at every piece that is written."""

        count = 0

        def write(self, data: Any) -> int:
            self.count += 1
            kept(house, a_draft(registrations=[a_registration(500 + self.count, mode=Mode.ONLINE)]))
            return super().write(data)

    out = Slow()
    assert export_list(house, "harvest", "registrations.csv", Asked(), out, actor="test") == 100
    assert out.getvalue().count(b"\r\n") == 101
    assert len(listed(house)) == 100 + out.count
