"""Lists of people taken into a forum: guessed and mapped columns, second imports, what is refused; on both databases."""

import csv
import hashlib
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import msgspec
import pytest

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import RegistrationPlan, StoredFile
from forum_app.domain.errors import ImportRefused
from forum_app.domain.registrations import Delegation, Registration
from forum_app.domain.vocabularies import Constituency, Gender, Mode, RegistrationSource, RegistrationStatus
from forum_app.services.forum_files import (
    checked_draft,
    draft_named,
    export_draft,
    import_forum,
    keep_draft,
    parse_forum_json,
    version_named,
)
from forum_app.services.list_exports import export_list
from forum_app.services.media import Media
from forum_app.services.registration_imports import ListImported, UnknownMeaning, import_list
from forum_app.services.registration_lists import Asked
from tests.factories import PLENARY, a_draft, a_plain_session, an_id
from tests.lists.books import a_book
from tests.services.comers import a_registration

NOW = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
# The columns that Indico writes into its lists, and what it calls states.
INDICO = [
    ["ID", "Name", "Email Address", "Affiliation", "Position", "Country", "Phone Number", "Title", "Registration date", "Registration state", "Price", "Checked in", "Check-in date", "T-shirt"],
    ["1", "Diallo, Amina", "Amina@Example.ORG", "Ministry of Labour", "Director", "Senegal", "'+221 33 889", "Ms", "20/01/2030 09:30", "Completed", "0 EUR", "Yes", "14/05/2030 08:50", "M"],
    ["2", "Petrov, Boris", "boris@example.org", "Farmers’ Union", "Adviser", "Atlantis", "", "Mr", "25/01/2030 10:00", "Withdrawn", "0 EUR", "No", "", ""],
]  # fmt: skip


@pytest.fixture
def house(database: Database) -> Database:
    database.write(lambda connection: keep_draft(connection, a_draft(), True, "test"))
    return database


def a_csv(*rows: list[str]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def taken(database: Database, *rows: list[str], **more: Any) -> ListImported:
    return import_list(database, "harvest", a_csv(*rows), now=more.pop("now", NOW), actor="test", **more)


def here(database: Database, media: Media) -> Draft:
    return draft_named(database, media, "harvest", everybody=True)


def people(database: Database, media: Media) -> list[Registration]:
    return here(database, media).registrations


def refused(database: Database, *rows: list[str], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(ImportRefused) as error:
        taken(database, *rows, **more)
    return error.value.problems


def test_the_list_of_another_system_comes_in_with_all_that_it_says(house: Database, media: Media) -> None:
    done = taken(house, *INDICO)
    assert (done.added, done.changed, done.same, done.left, done.questions) == (2, 0, 0, 0, ["T-shirt"])
    assert done.told == [
        "2 names written “Family, Given” were turned round.",
        "line 3, “Country”: “Atlantis” is not known here; it stands in the notes.",
    ]
    amina, boris = people(house, media)
    assert (amina.name, amina.given_name, amina.family_name, amina.honorific) == (
        "Amina Diallo",
        "Amina",
        "Diallo",
        "Ms",
    )
    assert (amina.email, amina.institution, amina.post, amina.country, amina.phone) == (
        "Amina@example.org", "Ministry of Labour", "Director", "SN", "+221 33 889",
    )  # fmt: skip
    assert (amina.status, amina.source, amina.mode) == (
        RegistrationStatus.CONFIRMED,
        RegistrationSource.FILE,
        Mode.IN_PERSON,
    )
    assert amina.registered_at == datetime(2030, 1, 20, 2, 30, tzinfo=UTC)
    assert [(one.day, one.at) for one in amina.check_ins] == [
        (date(2030, 5, 14), datetime(2030, 5, 14, 1, 50, tzinfo=UTC))
    ]
    assert list(amina.answers.values()) == ["M"]
    assert [(change.status, change.at, change.by) for change in amina.changes] == [("confirmed", NOW, "test")]
    assert (boris.status, boris.country, boris.notes) == (RegistrationStatus.CANCELLED, "", "Country: Atlantis")
    assert amina.code != boris.code


def test_a_second_import_leaves_people_alone_and_replaces_them_when_told(house: Database, media: Media) -> None:
    taken(house, *INDICO)
    before = people(house, media)
    again = taken(house, *INDICO)
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    moved = [INDICO[0], [*INDICO[1][:5], "Bangladesh", *INDICO[1][6:9], "Pending", *INDICO[1][10:]]]
    done = taken(house, *moved, replace=True)
    assert (done.added, done.changed, done.same, done.left) == (0, 1, 0, 1)
    amina, boris = people(house, media)
    assert boris == before[1]
    assert (amina.id, amina.code, amina.check_ins, amina.answers) == (
        before[0].id,
        before[0].code,
        before[0].check_ins,
        before[0].answers,
    )
    assert (amina.country, [change.status for change in amina.changes]) == ("BD", ["confirmed", "pending"])
    assert taken(house, *moved, replace=True).same == 1


def test_whoever_has_a_new_address_is_known_by_number_and_name(house: Database, media: Media) -> None:
    taken(house, ["ID", "Name", "E-mail"], ["7", "Ana Lee", "ana@example.org"])
    done = taken(
        house, ["ID", "Name", "E-mail"], ["7", "ana lee", "ana.lee@example.org"], ["8", "Bo", ""], replace=True
    )
    assert (done.added, done.changed) == (1, 1)
    done = taken(house, ["ID", "Name", "E-mail"], ["7", "Somebody Else", "else@example.org"], replace=True)
    assert (done.added, done.changed) == (1, 0)
    assert [one.email for one in people(house, media)] == ["ana.lee@example.org", "", "else@example.org"]


def test_whoever_has_neither_is_known_by_what_a_badge_says(house: Database, media: Media) -> None:
    rows = [["Name", "Institution"], ["Ana Lee", "Union"], ["Ana Lee", "Ministry"]]
    assert taken(house, *rows).added == 2
    assert taken(house, *rows).same == 2
    assert refused(house, *rows, rows[1]) == [("line 4", "The row is the same person as an earlier one (Ana Lee).")]


@pytest.mark.parametrize("kind", ["registrations.csv", "registrations.xlsx"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_own_lists_come_back_as_they_went(house: Database, media: Media, kind: str, language: str) -> None:
    everything = [a_registration(n, gender=Gender.FEMALE, institution="=1+1", sessions=[PLENARY]) for n in range(12)]
    house.write(lambda connection: keep_draft(connection, a_draft(registrations=everything), True, "test"))
    before = people(house, media)
    out = BytesIO()
    columns = "id,name,given_name,family_name,post,institution,constituency,country,gender,email,phone,language,mode,status,sessions,registered_at,code"
    export_list(house, "harvest", kind, Asked(columns=columns), out, language=language, actor="test")
    done = import_list(house, "harvest", out.getvalue(), replace=True, now=NOW, actor="test")
    assert (done.added, done.changed, done.same, done.told) == (0, 0, 12, [])
    assert people(house, media) == before


def test_columns_can_be_mapped_and_the_map_is_kept(house: Database, media: Media) -> None:
    rows = [["Wer", "Haus", "Schuhgröße"], ["Ana Lee", "Union", "38"]]
    assert refused(house, *rows) == [("line 2", "The row names nobody: it needs a name, or a given and a family name.")]
    done = taken(house, *rows, columns={"Wer": "name", "Haus": "institution", "Schuhgröße": "-"})
    assert done.meanings == {"Wer": "name", "Haus": "institution", "Schuhgröße": "-"}
    again = taken(house, ["wer", "Haus"], ["Bo Li", "Ministry"])
    assert again.meanings == {"wer": "name", "Haus": "institution"}
    assert [(one.name, one.institution, one.answers) for one in people(house, media)] == [
        ("Ana Lee", "Union", {}),
        ("Bo Li", "Ministry", {}),
    ]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"Shoe": "name"}, "The file has no column “Shoe”. It has: Name."),
        ({"Name": "shoe"}, "“shoe” is nothing that a column can mean: name, given_name,"),
    ],
)
def test_a_map_that_fits_nothing_is_refused(house: Database, columns: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnknownMeaning) as error:
        taken(house, ["Name"], ["Ana"], columns=columns)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    ("headings", "meanings"),
    [
        ("Nom;Prénom;Pays;Courriel", "family_name given_name country email"),
        ("Nom;Pays", "name country"),
        ("Surname;Country", "name country"),
        ("First Name*;Last Name*;E-mail address;Job title", "given_name family_name email post"),
        ("Nom;Prénom;Nom de famille", "name given_name family_name"),
        ("Name;Name", "name question"),
        ("S/N;Full name (as in passport);Organization;Mobile", "- name institution phone"),
    ],
)
def test_headings_are_guessed(house: Database, headings: str, meanings: str) -> None:
    names = headings.split(";")
    done = taken(
        house,
        names,
        [f"x{index}" if meanings.split()[index] != "email" else "a@example.org" for index in range(len(names))],
    )
    assert list(done.meanings.values()) == meanings.split()


@pytest.mark.parametrize(
    ("field", "heading", "cells"),
    [
        ("constituency", "Constituency", {"Trade union": Constituency.WORKERS, "Employers’": Constituency.EMPLOYERS, "UN": Constituency.INTERGOVERNMENTAL, "gouvernement": Constituency.GOVERNMENT}),
        ("mode", "Attendance", {"On-site": Mode.IN_PERSON, "En ligne": Mode.ONLINE, "Face to face": Mode.IN_PERSON, "VIRTUAL": Mode.ONLINE}),
        ("status", "State", {"Completed": RegistrationStatus.CONFIRMED, "Awaiting payment": RegistrationStatus.PENDING, "Rejected": RegistrationStatus.DECLINED, "Liste d’attente": RegistrationStatus.WAITING}),
        ("country", "Pays", {"Viet Nam": "VN", "OPT": "PS", "Lao PDR": "LA", "BGD": "BD", "Côte d’Ivoire": "CI", "Iran (Islamic Republic of)": "IR", "suisse": "CH", "Timor Leste": "TL"}),
        ("language", "Langue", {"English": "en", "français": "fr", "ar": "ar", "Arabic": "ar"}),
    ],
)  # fmt: skip
def test_words_are_understood_as_people_write_them(
    house: Database, media: Media, field: str, heading: str, cells: dict[str, Any]
) -> None:
    done = taken(house, ["Name", heading], *([f"Person {index}", cell] for index, cell in enumerate(cells)))
    assert done.told == []
    assert [getattr(one, field) for one in people(house, media)] == list(cells.values())


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2030-01-20", "2030-01-20T09:30:00+06:00"], [(2030, 1, 19, 17, 0), (2030, 1, 20, 3, 30)]),
        (["03/04/2030", "04/03/2030 10:15"], [(2030, 4, 2, 17, 0), (2030, 3, 4, 3, 15)]),
        (["03/04/2030", "04/25/2030 10:15"], [(2030, 3, 3, 17, 0), (2030, 4, 25, 3, 15)]),
        (["20 January 2030", "Monday 21 janv. 2030, 9:05"], [(2030, 1, 19, 17, 0), (2030, 1, 21, 2, 5)]),
    ],
)
def test_dates_are_read_in_one_way_through_a_column(
    house: Database, media: Media, cells: list[str], days: list[tuple[int, ...]]
) -> None:
    done = taken(house, ["Name", "Registered"], *([f"Person {index}", cell] for index, cell in enumerate(cells)))
    assert done.told == []
    assert [one.registered_at for one in people(house, media)] == [datetime(*day, tzinfo=UTC) for day in days]  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([["a@example.org"], ["A@Example.org "]], [("line 3", "The address A@example.org stands in line 2 too: each person needs one of their own.")]),
        ([["a@b"]], [("line 2, “E-mail”", "“a@b” is no e-mail address: write one such as name@example.org.")]),
        ([["a@example.org,b@example.org"]], [("line 2, “E-mail”", "“a@example.org,b@example.org” is no e-mail address: write one such as name@example.org.")]),
        ([["a@example.org\r\nBcc: x@example.org"]], [("line 2, “E-mail”", "“a@example.org Bcc: x@example.org” is no e-mail address: write one such as name@example.org.")]),
        ([["a" * 250 + "@example.org"]], [("line 2, “E-mail”", "The text has 262 characters; at most 254 are kept.")]),
    ],
)  # fmt: skip
def test_addresses_have_to_be_somebodys_own(
    house: Database, rows: list[list[str]], problems: list[tuple[str, str]]
) -> None:
    assert refused(house, ["Name", "E-mail"], *(["Ana", *row] for row in rows)) == problems


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "names nobody"),
        ("\u200b\u3000", "names nobody"),
        ("x" * 201, "The text has 201 characters; at most 200 are kept."),
        ("\x1b[31mred", "control character"),
        ("a" + "\u0301" * 50, "marks stand on one letter"),
    ],
)
def test_names_have_to_be_names(house: Database, media: Media, name: str, reason: str) -> None:
    ((place, text),) = refused(house, ["Name", "Post"], ["Ana", "x"], [name, "y"])
    assert place.startswith("line 3")
    assert reason in text
    assert people(house, media) == []


def test_addresses_in_other_scripts_are_kept_in_one_form(house: Database, media: Media) -> None:
    taken(house, ["Name", "E-mail"], ["Ana", " ana@Bücher.example "], ["Bo", "ana+bo@bücher.example"])
    assert [one.email for one in people(house, media)] == ["ana@xn--bcher-kva.example", "ana+bo@xn--bcher-kva.example"]
    assert taken(house, ["Name", "E-mail"], ["Ana", "ANA@xn--bcher-kva.example."]).same == 1


def test_delegations_and_sessions_are_known_by_name(house: Database, media: Media) -> None:
    done = taken(
        house,
        ["Name", "Delegation", "Sessions"],
        ["Ana", "Lake Union", "Water for all; Seed swap"],
        ["Bo", "LAKE UNION", "L’eau pour tous;Nothing of the kind"],
    )
    assert done.delegations == ["Lake Union"]
    assert done.told == ["line 3: no session is called “Nothing of the kind”; that choice was left out."]
    found = here(house, media)
    titles = {session.id: session.title["en"] for session in found.sessions}
    assert [item.name for item in found.delegations] == [{"en": "Lake Union"}]
    assert [(one.delegation, [titles[key] for key in one.sessions]) for one in found.registrations] == [
        (found.delegations[0].id, ["Water for all", "Seed swap"]),
        (found.delegations[0].id, ["Water for all"]),
    ]


def test_a_look_changes_nothing(house: Database, media: Media) -> None:
    before = here(house, media)
    done = taken(house, *INDICO, only_look=True)
    assert done.added == 2
    assert here(house, media) == before


def test_a_workbook_counts_its_rows(house: Database) -> None:
    with pytest.raises(ImportRefused) as error:
        import_list(
            house,
            "harvest",
            a_book(["Name", "E-mail"], ["Ana", "a@example.org"], [None, "b@example.org"]),
            now=NOW,
            actor="test",
        )
    assert error.value.problems == [("row 3", "The row names nobody: it needs a name, or a given and a family name.")]


def test_registrations_survive_the_programme_that_is_imported_again(house: Database, media: Media) -> None:
    taken(house, *INDICO)
    before = people(house, media)
    house.write(lambda connection: keep_draft(connection, a_draft(), True, "test"))
    assert people(house, media) == before


def test_who_may_still_come_is_counted_for_the_checker(house: Database, media: Media) -> None:
    rows = [
        ["Ana", "Water for all", "confirmed"],
        ["Bo", "Water for all", "pending"],
        ["Cy", "Water for all", "cancelled"],
    ]
    taken(house, ["Name", "Sessions", "Status"], *rows)
    draft, sign_ups, _erased = checked_draft(house, media, "harvest")
    assert sign_ups == {PLENARY: 2}
    assert draft.registrations == []


def test_a_code_that_no_badge_has_stands_in_the_notes(house: Database, media: Media) -> None:
    taken(house, ["Name", "Badge code"], ["Ana", "=1+2"], ["Bo", "abcdef"])
    ana, bo = people(house, media)
    assert (len(ana.code), ana.notes, bo.code) == (6, "Badge code: =1+2", "abcdef")
    taken(house, ["ID", "Name", "Badge code"], [bo.id, "Bo", "ghjkmn"], replace=True)
    assert people(house, media)[1].code == "abcdef"


def test_questions_that_differ_in_brackets_only_are_different(house: Database, media: Media) -> None:
    done = taken(
        house,
        ["Name", "Workshop (Monday)", "Workshop (Tuesday)", "Hotel", "hotel", "Role"],
        ["Ana", "Clay", "Bamboo", "Ritz", "Plaza", "Minister"],
    )
    assert done.questions == ["Workshop (Monday)", "Workshop (Tuesday)", "Hotel", "hotel (2)", "Role"]
    assert list(people(house, media)[0].answers.values()) == ["Clay", "Bamboo", "Ritz", "Plaza", "Minister"]


def test_an_address_of_somebody_else_is_refused_and_two_may_be_exchanged(house: Database, media: Media) -> None:
    taken(house, ["Name", "E-mail"], ["Ana", "a@example.org"], ["Bo", "b@example.org"])
    ana, bo = people(house, media)
    head = ["ID", "Name", "E-mail"]
    assert refused(house, head, [ana.id, "Ana", "b@example.org"], replace=True) == [
        ("line 2", "The address b@example.org is that of Ana already, who is another person.")
    ]
    taken(house, head, [ana.id, "Ana", "b@example.org"], [bo.id, "Bo", "a@example.org"], replace=True)
    assert [one.email for one in people(house, media)] == ["b@example.org", "a@example.org"]


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31T23:59:00-05:00", "0025-01-20", "1/1/3000"])
def test_times_that_nobody_registered_at_stand_in_the_notes(house: Database, media: Media, when: str) -> None:
    taken(house, ["Name", "Registered"], ["Ana", when])
    assert [(one.registered_at, one.notes) for one in people(house, media)] == [(NOW, f"Registered: {when}")]


def test_a_namesake_without_an_address_is_told(house: Database) -> None:
    rows = [["Name", "Institution"], ["Ana Lee", "Union"]]
    taken(house, *rows)
    assert taken(house, *rows).told == [
        "line 2: taken for Ana Lee, who is here from the same institution and country; "
        "if it is somebody else, give either of them an address."
    ]


def test_a_list_that_adds_questions_makes_others_read_the_forum_again(house: Database) -> None:
    before = version_named(house, "harvest")
    taken(house, ["Name", "Shoe"], ["Ana", "38"])
    assert version_named(house, "harvest") == (before or 0) + 1


def test_an_older_file_undoes_nothing_for_those_who_are_here(house: Database, media: Media) -> None:
    taken(house, ["Name", "E-mail", "Shoe", "Sessions"], ["Ana", "a@example.org", "38", "Water for all; Seed swap"])
    old = export_draft(house, media, "harvest", actor="test")
    (ana,) = people(house, media)
    taken(house, ["ID", "Name", "Status", "Checked in"], [ana.id, "Ana", "cancelled", "2030-05-14"], replace=True)
    after = people(house, media)
    done = import_forum(house, media, old, replace=True, actor="test")
    assert people(house, media) == after
    assert done.told[-1] == (
        "registrations",
        "People of the file who are registered here and stay as they are here: 1.",
    )
    bare = a_draft(a_plain_session())
    done = import_forum(house, media, msgspec.json.encode(bare), replace=True, actor="test")
    assert done.told == [("registrations", "Sign-ups for sessions that are gone: 1.")]
    found = here(house, media)
    assert [one.answers for one in found.registrations] == [one.answers for one in after]
    assert [question.text for question in found.questions] == [{"en": "Shoe"}]
    out = export_draft(house, media, "harvest", actor="test")
    assert parse_forum_json(out) == found


def test_a_delegation_is_led_by_nobody_whom_the_file_knows_by_another_id(house: Database, media: Media) -> None:
    taken(house, ["Name", "E-mail"], ["Ana", "person0@example.org"])
    team = Delegation(id=an_id(1, "d"), name={"en": "Lake Union"}, head=a_registration(0).id)
    data = msgspec.json.encode(a_draft(registrations=[a_registration(0)], delegations=[team]))
    import_forum(house, media, data, replace=True, actor="test")
    found = here(house, media)
    assert [(item.name["en"], item.head) for item in found.delegations] == [("Lake Union", None)]
    assert parse_forum_json(export_draft(house, media, "harvest", actor="test")) == found


def test_a_letter_of_nomination_stays_where_a_file_that_has_none_takes_the_forums_place(
    house: Database, media: Media
) -> None:
    letter = b"%PDF-1.7\n%%EOF\n"
    name = f"{hashlib.sha256(letter).hexdigest()}.pdf"
    whole = a_draft(registrations=[a_registration(0, letter=name)], files=[StoredFile(name=name, data=letter)])
    import_forum(house, media, msgspec.json.encode(whole), replace=True, actor="test")
    import_forum(house, media, msgspec.json.encode(a_draft()), replace=True, actor="test")
    out = parse_forum_json(export_draft(house, media, "harvest", actor="test"))
    assert [(file.name, file.data) for file in out.files] == [(name, letter)]
    assert [one.letter for one in out.registrations] == [name]


def held(database: Database, plan: RegistrationPlan, *sessions: Any) -> None:
    """The forum with these places, two of which in person are taken."""
    here = [a_registration(number, mode=Mode.IN_PERSON, status=RegistrationStatus.CONFIRMED) for number in (0, 1)]
    draft = a_draft(*sessions, registrations=here)
    draft = msgspec.structs.replace(draft, forum=msgspec.structs.replace(draft.forum, registration=plan))
    database.write(lambda connection: keep_draft(connection, draft, True, "test"))


def test_a_list_says_how_many_it_takes_in_over_the_places(database: Database, media: Media) -> None:
    """Of each way to come and of each session: they are taken in all the same, and nobody loses a place."""
    workshop = a_plain_session(sign_up=True, capacity=1)
    held(database, RegistrationPlan(modes=[Mode.IN_PERSON, Mode.ONLINE], seats_in_person=3, seats_online=5), workshop)
    head, title = ["Name", "Email", "State", "Sessions"], workshop.title["en"]
    rows = [[f"Guest {number}", f"guest{number}@example.org", "confirmed", title] for number in range(3)]
    rows += [["Waits", "waits@example.org", "waiting", ""], ["Gone", "gone@example.org", "cancelled", title]]
    told = [
        "in-person: 5 have a place, and there are 3: 2 over the places.",
        f"“{title}”: 3 have a place, and there are 1: 2 over the places.",
    ]
    assert taken(database, head, *rows, only_look=True).told == told
    done = taken(database, head, *rows)
    assert (done.added, done.told) == (5, told)
    states = [one.status.value for one in people(database, media)]
    assert states == ["confirmed"] * 5 + ["waiting", "cancelled"]
    assert taken(database, head, *rows).told == [], "what was over before is no news of this list"
    more = taken(database, head, ["Guest 9", "guest9@example.org", "confirmed", ""])
    assert more.told == ["in-person: 6 have a place, and there are 3: 3 over the places."]


def test_a_list_that_fits_says_nothing_of_places(database: Database) -> None:
    held(database, RegistrationPlan(seats_in_person=3))
    assert taken(database, ["Name", "Email"], ["Guest", "guest@example.org"]).told == []
