"""A list of people pasted at the desk: looked at, answered, saved once, undone; hostile cells, limits, who may."""

import html
import io
import re
from datetime import UTC, datetime

import msgspec
import pytest
from flask import Flask
from sqlalchemy import event, select

from forum_app.database import Database
from forum_app.domain.draft_parts import Post, Private
from forum_app.models.publishing import AuditEntry
from forum_app.services.erasing import erase_person
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from forum_app.services.portable_rows import lines_of, tables_here
from forum_app.services.things import Edit, save_thing
from tests.cast import EDITOR, NEIGHBOUR, OWNER, RECEPTION, VIEWER, WHOLE, Browser, browser_of, join, refusal
from tests.factories import AMINA, BORIS, CARLA, DINH, MINISTRY, UNION, a_draft, a_person, an_id
from tests.lists.books import a_book
from tests.web.test_things import Form

SLUG, DESK, FORUM = "harvest", "/manage/harvest", an_id(1, "f")
PASTE = f"{DESK}/people/paste"
TABLE = (
    "Title\tFirst name\tLast name\tEmail address\tPosition\tOrganization\tCountry\n"
    "Ms\tAna\tSilva\tana@silva.example\tDirector\tMinistry of Water\tBrazil\n"
    "Mr\tBoris\tPetrov\tboris@petrov.example\tAdviser\tWater Board\tBGR\n"
    "\tAmina\tDiallo\tAMINA@example.org\tPresident\tfarmers' union\tSenegal\n"
)


def the_draft() -> bytes:
    people = [
        a_person(private=Private(email="amina@example.org")),
        a_person(BORIS, "Boris Petrov", country="RU", posts=[Post(title={"en": "Engineer"})]),
        a_person(CARLA, "Carla Núñez"),
        a_person(DINH, "Dinh"),
    ]
    return msgspec.json.encode(a_draft(people=people, sessions=[]))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    import_forum(database, media, the_draft(), actor="test")
    accounts = join(database, SLUG)
    return {member: browser_of(app, database, key) for member, key in accounts.items()}


def send(browser: Browser, address: str, fields: dict[str, object]):
    data = {"_csrf": browser.csrf, **fields}
    return browser.client.post(address, data=data)


def look(browser: Browser, text: str, **fields: object) -> str:
    answer = send(browser, PASTE, {"text": text, **fields})
    assert answer.status_code == 200, text_of(answer.get_data(as_text=True))
    return answer.get_data(as_text=True)


def shown(page: str) -> dict[str, list[str]]:
    return Form(page, f"{PASTE}/save").sent()


def save(browser: Browser, page: str, **changed: str):
    return send(
        browser,
        f"{PASTE}/save",
        {**shown(page), **{name.replace("__", "-"): [value] for name, value in changed.items()}},
    )


def text_of(page: str) -> str:
    return re.sub(r"[\u2066-\u2069\s]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def drafted(database: Database, media: Media) -> bytes:
    return msgspec.json.encode(draft_named(database, media, SLUG))


def test_a_spreadsheets_cells_are_looked_at_answered_and_saved(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = drafted(database, media)
    page = look(cast[OWNER], TABLE)
    read = text_of(page)
    assert drafted(database, media) == before, "nothing is saved by looking"
    chosen = re.findall(r'<option value="([\w-]+)" selected>', page.split("Language of the list")[0])
    assert chosen == ["honorific", "given_name", "family_name", "email", "post", "institution", "country"]
    assert "Known by the address: Amina Diallo" in read and "New organisation: Water Board" not in read
    assert "The same as Boris Petrov" in read and "Guessed from the headings" in read
    refused = save(cast[OWNER], page)
    assert refused.status_code == 422 and drafted(database, media) == before
    assert "One line wants an answer" in text_of(refused.get_data(as_text=True))
    assert 'href="#line-2"' in refused.get_data(as_text=True)
    page = refused.get_data(as_text=True)
    answer = save(cast[OWNER], page, line__2=BORIS)
    assert (answer.status_code, answer.location) == (303, f"{DESK}/people")
    told = text_of(cast[OWNER].get(answer.location).get_data(as_text=True))
    assert (
        "One person is new. 2 people were completed." in told and "organisation" not in told.split("completed.")[1][:30]
    )
    draft = draft_named(database, media, SLUG)
    people = {person.name["en"]: person for person in draft.people}
    ana, amina, boris = people["Ana Silva"], people["Amina Diallo"], people["Boris Petrov"]
    assert (ana.honorific, ana.country, ana.private.email) == ({"en": "Ms"}, "BR", "ana@silva.example")
    assert [(post.title["en"], post.organisation) for post in ana.posts] == [("Director", MINISTRY)]
    assert (amina.id, amina.country, amina.posts[0].title["en"], amina.posts[0].organisation) == (
        AMINA,
        "SN",
        "President",
        UNION,
    )
    assert (boris.country, boris.posts[0].title["en"], boris.private.email) == (
        "RU",
        "Engineer",
        "boris@petrov.example",
    )
    with database.reading() as connection:
        entries = connection.execute(
            select(AuditEntry.action, AuditEntry.thing).where(
                AuditEntry.forum_id == FORUM, AuditEntry.actor == cast[OWNER].account
            )
        ).all()
    assert sorted(entry.action for entry in entries) == ["list.pasted", "person.changed", "person.changed"]
    # The same page sent again makes nothing twice, and says the same.
    again = save(cast[OWNER], page, line__2=BORIS)
    assert again.status_code == 303 and drafted(database, media) == msgspec.json.encode(draft)


def entry(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(AuditEntry.id).where(AuditEntry.action == "list.pasted")).scalar_one()


def test_all_of_it_is_undone_in_one_press_while_nothing_was_changed(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = drafted(database, media)
    text = (
        TABLE
        + "Dr\tCarla\tNúñez\tcarla@nunez.example\tChair\tNew Institute\tSpain\nMs\tEva\tLund\t\tChair\tNew Institute\t\n"
    )
    page = look(cast[OWNER], text, alike="same")
    assert "New organisation: New Institute" in text_of(page)
    assert save(cast[OWNER], page, alike="same").status_code == 303
    draft = draft_named(database, media, SLUG)
    assert len(draft.people) == 6 and len(draft.organisations) == 3
    log = cast[OWNER].get(f"{DESK}/log").get_data(as_text=True)
    assert "List of people pasted" in log and "Eva Lund" in text_of(log)
    assert cast[EDITOR].post(f"{DESK}/undo/{entry(database)}").location == f"{DESK}/people"
    assert drafted(database, media) == before
    assert "it was undone before" in refusal(cast[OWNER], f"{DESK}/undo/{entry(database)}")


@pytest.mark.parametrize("what", ["edited", "completed", "used", "deleted", "organisation"])
def test_it_is_not_undone_once_something_of_it_is_used(
    cast: dict[str, Browser], database: Database, media: Media, what: str
) -> None:
    text = "Eva Lund, New Institute, Sweden\nCarla Núñez, New Institute, Spain"
    page = look(cast[OWNER], text, alike="same")
    assert save(cast[OWNER], page, alike="same").status_code == 303
    draft = draft_named(database, media, SLUG)
    eva = next(person for person in draft.people if person.name["en"] == "Eva Lund")
    if what == "edited":
        save_thing(database, FORUM, "person", eva.id, Edit({"pronouns": "she"}), actor="test")
    elif what == "completed":
        save_thing(database, FORUM, "person", CARLA, Edit({"country": "MX"}), actor="test")
    elif what == "used":
        label = "Eva Lund – Representative, New Institute"
        answer = cast[OWNER].post(
            f"{DESK}/focal-points/new",
            {**WHOLE, "person": label, "person@id": eva.id, "role": "focal-point", "state": "confirmed"},
        )
        assert answer.status_code == 303
    elif what == "deleted":
        assert cast[OWNER].post(f"{DESK}/people/{eva.id}/delete").status_code == 303
    else:
        institute = draft.organisations[-1].id
        save_thing(
            database,
            FORUM,
            "person",
            DINH,
            Edit({"posts": [{"title": {"en": "x"}, "organisation": institute}]}),
            actor="test",
        )
    before = drafted(database, media)
    assert "changed or used since" in refusal(cast[OWNER], f"{DESK}/undo/{entry(database)}")
    assert drafted(database, media) == before


def test_plain_lines_without_headings_are_understood(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    text = "Ms Ana Silva, Ministry of Labour, Brazil\nProf. Dr Rui Costa, Director, Ministry of Labour, Portugal\n\nKim Lee, Korea"
    page = look(cast[OWNER], text)
    assert "the list has no headings" in page
    assert save(cast[OWNER], page).status_code == 303
    draft = draft_named(database, media, SLUG)
    people = [(person.honorific.get("en", ""), person.name["en"], person.country) for person in draft.people[4:]]
    assert people == [("Ms", "Ana Silva", "BR"), ("Prof. Dr", "Rui Costa", "PT"), ("", "Kim Lee", "KR")]
    assert [[post.title["en"] for post in person.posts] for person in draft.people[4:]] == [
        ["Representative"],
        ["Director"],
        [],
    ]
    assert [item.name["en"] for item in draft.organisations[2:]] == ["Ministry of Labour"]
    assert draft.organisations[2].kind == "government"


def test_columns_can_be_chosen_otherwise_and_the_list_changed(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    page = look(cast[OWNER], "Ana Silva;Lisbon\nRui Costa;Porto")
    fields = {**shown(page), "column-1": ["-"], "_do": ["look"]}
    page = send(cast[OWNER], PASTE, fields).get_data(as_text=True)
    assert "New organisation:" not in page
    fields = {**shown(page), "text": ["Ana Silva;Lisbon\nEva Lund;Malmö"]}
    page = send(cast[OWNER], PASTE, fields).get_data(as_text=True)
    assert "Eva Lund" in page and "Rui Costa" not in page
    assert save(cast[OWNER], page, line__1="leave", language="fr").status_code == 303
    assert [person.name for person in draft_named(database, media, SLUG).people[4:]] == [{"fr": "Eva Lund"}]


def test_a_file_is_read_as_a_list_is(cast: dict[str, Browser], database: Database, media: Media) -> None:
    sheet = io.BytesIO("Nom;Prénom;Pays\nLund;Eva;Suède\n".encode("cp1252"))
    page = send(cast[OWNER], PASTE, {"text": "", "file": (sheet, "people.csv")}).get_data(as_text=True)
    assert save(cast[OWNER], page).status_code == 303
    person = draft_named(database, media, SLUG).people[-1]
    assert (person.name["en"], person.given_name, person.family_name, person.country) == (
        "Eva Lund",
        "Eva",
        "Lund",
        "SE",
    )
    book = io.BytesIO(
        a_book(["Name", "Country", "Phone"], ["@Ana -1", "Chad", 12345678], ['Quo"ted\tName', "Peru", None])
    )
    page = send(cast[OWNER], PASTE, {"text": "", "file": (book, "people.xlsx")}).get_data(as_text=True)
    assert save(cast[OWNER], page).status_code == 303
    people = draft_named(database, media, SLUG).people[-2:]
    found = [(each.name["en"], each.country, each.private.phone if each.private else "") for each in people]
    assert found == [("@Ana -1", "TD", "12345678"), ('Quo"ted Name', "PE", "")]
    broken = send(cast[OWNER], PASTE, {"text": "kept", "file": (io.BytesIO(b"PK\x03\x04rubbish"), "people.xlsx")})
    assert broken.status_code == 422 and "kept" in broken.get_data(as_text=True)


HOSTILE = [
    '=HYPERLINK("https://evil.example")\tx',
    "<script>alert(1)</script>\tMinistry of <b>Water</b>",
    "Ana\u202eavliS\tevil\u2066",
    "Ctrl\x07Name\tMinistry",
    "N" * 10_000 + "\tMinistry",
    "Z" + "\u0301" * 40 + "\tMinistry",
    "'; DROP TABLE person; --\tMinistry",
    "\ufeffBom Name\tMinistry",
    "\u200b\tMinistry",
    "%(name)s {0} {{ x }}\tMinistry",
]


def test_hostile_cells_are_held_to_the_rules_of_forms(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    page = look(cast[OWNER], "\n".join(["Name\tOrganisation", *HOSTILE]))
    assert "<script>alert" not in page.replace("&lt;", "<" if False else "&lt;") and "<b>Water" not in page
    read = text_of(page)
    assert (
        "has 10000 characters" in read and "control character (U+0007)" in read and "marks stand on one letter" in read
    )
    assert save(cast[OWNER], page).status_code == 303
    names = [person.name["en"] for person in draft_named(database, media, SLUG).people[4:]]
    assert names == [
        '=HYPERLINK("https://evil.example")', "<script>alert(1)</script>", "AnaavliS", "'; DROP TABLE person; --",
        "Bom Name", "%(name)s {0} {{ x }}",
    ] or names[-2:] == ["\ufeffBom Name", "%(name)s {0} {{ x }}"]  # fmt: skip
    assert all("\u202e" not in name for name in names)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing in this list yet"),
        (" \n\t\n", "There is nothing in this list yet"),
        ("Name\tCountry", "headings and nobody under them"),
        ("Ana\x00Silva", "no text has (NUL)"),
        ('"Ana Silva\tMinistry', "within quotes"),
        ("\n".join(f"Person Number{number}" for number in range(1001)), "at most 1000"),
        ("x" * 1_100_000, "larger than 1 MiB"),
        ("a" * 50_000, "more than 40,000 characters"),
    ],
)
def test_what_is_no_list_is_refused_in_words_and_kept(
    cast: dict[str, Browser], database: Database, media: Media, text: str, said: str
) -> None:
    before = drafted(database, media)
    for address in (PASTE, f"{PASTE}/save"):
        answer = send(cast[OWNER], address, {"text": text})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and said in text_of(page), text_of(page)[:500]
        if text.strip() and len(text) < 1_000_000 and "\x00" not in text:
            assert html.escape(text[:100]) in page.replace("&#34;", "&quot;")
    assert drafted(database, media) == before


def test_an_editor_pastes_names_and_neither_keeps_nor_learns_private_data(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    page = look(cast[EDITOR], "Name\tEmail address\nEva Lund\tamina@example.org\nAmina Diallo\tx@y.example")
    read = text_of(page)
    assert "Known by the address" not in read and "Only owners and organisers keep this" in read
    assert save(cast[EDITOR], page, line__2="new").status_code == 303
    draft = draft_named(database, media, SLUG)
    assert [(person.name["en"], person.private) for person in draft.people[4:]] == [
        ("Eva Lund", None),
        ("Amina Diallo", None),
    ]
    for member in (VIEWER, RECEPTION, NEIGHBOUR):
        assert cast[member].get(PASTE).status_code in (403, 404)
        for address in (PASTE, f"{PASTE}/save"):
            assert send(cast[member], address, {"text": "Eve"}).status_code in (403, 404)
        assert "Paste a list" not in cast[member].get(f"{DESK}/people").get_data(as_text=True)
    assert "Paste a list" in cast[EDITOR].get(f"{DESK}/people").get_data(as_text=True)


def test_twice_in_a_list_and_crafted_answers(cast: dict[str, Browser], database: Database, media: Media) -> None:
    page = look(cast[OWNER], "Eva Lund, Institute\neva LUND, institute\nEva Lund, Museum")
    assert "Stands in line 1 already." in text_of(page)
    assert (
        save(
            cast[OWNER],
            page,
            line__1=AMINA,
            line__3="rubbish",
            line__99="new",
            line__x="y",
            language="xx",
            constituency="zz",
        ).status_code
        == 303
    )
    names = [person.name["en"] for person in draft_named(database, media, SLUG).people[4:]]
    assert names == ["Eva Lund", "Eva Lund"]


def test_who_came_meanwhile_is_asked_about(cast: dict[str, Browser], database: Database, media: Media) -> None:
    page = look(cast[OWNER], "Eva Lund, Institute")
    other = look(cast[EDITOR], "Eva Lund, Institute")
    assert save(cast[EDITOR], other).status_code == 303
    answer = save(cast[OWNER], page)
    assert answer.status_code == 422 and "The same as Eva Lund" in text_of(answer.get_data(as_text=True))
    assert len(draft_named(database, media, SLUG).people) == 5


def test_a_thousand_lines_take_few_queries(cast: dict[str, Browser], database: Database, media: Media) -> None:
    def lines(count: int) -> str:
        head = "Name\tEmail\tPosition\tOrganization\tCountry\n"
        return head + "\n".join(
            f"Person Number{n} Of{n}\tp{n}@many.example\tAdviser\tOffice {n % 50}\tBrazil" for n in range(count)
        )

    counted = [0]

    def count(*_given: object) -> None:
        counted[-1] += 1

    event.listen(database.engine, "before_cursor_execute", count)
    for number in (20, 1000):
        page = look(cast[OWNER], lines(number))
        fields = shown(page)
        counted.append(0)
        answer = send(cast[OWNER], f"{PASTE}/save", fields)
        counted.append(0)
        assert answer.status_code == 303, text_of(answer.get_data(as_text=True))[:300]
    event.remove(database.engine, "before_cursor_execute", count)
    draft = draft_named(database, media, SLUG)
    assert len(draft.people) == 4 + 1000 and len(draft.organisations) == 2 + 50
    assert counted[3] - counted[1] < 30, counted


def test_who_is_erased_leaves_nothing_in_the_log_of_a_list(
    cast: dict[str, Browser], database: Database, media: Media, tmp_path
) -> None:
    save_thing(
        database,
        FORUM,
        "person",
        CARLA,
        Edit({"private": {"phone": "+34 canary"}, "biography": {"en": "<p>Canarybird sings.</p>"}}),
        actor="test",
    )
    page = look(cast[OWNER], "Name\tEmail\tCountry\nCarla Núñez\tcarla@canary.example\tSpain", alike="same")
    assert save(cast[OWNER], page, alike="same").status_code == 303
    erase_person(
        database, tmp_path, FORUM, CARLA, actor="test", base_url="https://forum.example", now=datetime.now(UTC)
    )
    with database.reading() as connection:
        everything = b"".join(line for table in tables_here(connection) for line, _row in lines_of(connection, table))
    assert b"anary" not in everything
    assert refusal(cast[OWNER], f"{DESK}/undo/{entry(database)}")
