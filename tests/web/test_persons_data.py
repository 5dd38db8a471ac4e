"""One person's data at the desk: a reason first, the name typed first, and who may at all."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.errors import ErasedMeanwhile
from forum_app.domain.trees import digest
from forum_app.models.forum import Forum
from forum_app.models.people import Person
from forum_app.models.publishing import AuditEntry
from forum_app.services.media import Media
from forum_app.services.pending import checked_now
from forum_app.services.things import Edit, save_thing, thing_named
from tests.cast import CAST, EDITOR, OWNER, RECEPTION, STRANGER, VIEWER, Browser, browser_of, join
from tests.houses import Start

NAME = "Anir Chowdhury"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    accounts = join(database, "gssd2022")
    return {member: browser_of(app, database, accounts.get(member, "")) for member in CAST}


def address_of(database: Database) -> str:
    with database.reading() as connection:
        key = connection.execute(select(Person.id).where(Person.family_name == "Chowdhury")).scalar_one()
    return f"/manage/gssd2022/people/{key}/data"


def actions(database: Database) -> list[tuple[str, object]]:
    with database.reading() as connection:
        told = select(AuditEntry.action, AuditEntry.after).where(AuditEntry.action.startswith("person."))
        return [(row.action, row.after) for row in connection.execute(told.order_by(AuditEntry.id))]


def test_data_is_handed_out_for_a_reason_that_is_logged(database: Database, cast: dict[str, Browser]) -> None:
    address, owner = address_of(database), cast[OWNER]
    assert NAME in owner.get(address).get_data(as_text=True)
    refused = owner.post(address, {"why": " \u200b "})
    assert (refused.status_code, refused.get_data(as_text=True).count('aria-invalid="true"')) == (422, 1)
    for why, told in (("a\0b", "U+0000"), ("x" * 301, "This has 301 characters")):
        refused = owner.post(address, {"why": why})
        page = refused.get_data(as_text=True)
        assert (refused.status_code, told in page, f'value="{why}"' in page) == (422, True, True)
    answer = owner.post(address, {"why": "asked by mail"})
    assert json.loads(answer.data)["person"][0]["name"]["en"] == NAME
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="gssd2022-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert actions(database) == [("person.exported", {"why": "asked by mail"})]


def test_an_erasure_wants_the_name_and_says_what_went(database: Database, cast: dict[str, Browser]) -> None:
    address, owner = address_of(database), cast[OWNER]
    refused = owner.post(f"{address}/erase", {"typed": "Somebody else"})
    assert refused.status_code == 422 and "Nothing was erased" in refused.get_data(as_text=True)
    with database.reading() as connection:
        epoch = connection.execute(select(Forum.epoch)).scalar_one()
    done = owner.post(f"{address}/erase", {"typed": "anir  chowdhury "})
    assert (done.status_code, "2 releases were rewritten" in done.get_data(as_text=True)) == (200, True)
    assert NAME not in owner.client.get("/forums/gssd2022/speakers?lang=en").get_data(as_text=True)
    assert "Speaker removed" in owner.client.get("/forums/gssd2022/speakers?lang=en").get_data(as_text=True)
    assert owner.get(address).status_code == 404
    with database.reading() as connection:
        assert connection.execute(select(Forum.epoch)).scalar_one() == epoch + 1
    assert actions(database) == [("person.erased", None)]


def test_the_checker_misses_nothing_of_somebody_who_was_erased(database: Database, cast: dict[str, Browser]) -> None:
    address, owner = address_of(database), cast[OWNER]
    key = address.split("/")[-2]
    assert owner.post(f"{address}/erase", {"typed": NAME}).status_code == 200
    draft, findings = checked_now(database, "gssd2022")
    number = next(at for at, person in enumerate(draft.people) if person.id == key)
    places = [spot.place for finding in findings for spot in (finding, *finding.also)]
    assert not [place for place in places if place.startswith(f"people[{number}]")]
    assert "Speaker removed" not in owner.get("/manage/gssd2022/checker").get_data(as_text=True)


def test_a_form_filled_before_the_erasure_writes_nothing_of_them_again(
    database: Database, cast: dict[str, Browser]
) -> None:
    address = address_of(database)
    key = address.split("/")[-2]
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id).where(Forum.slug == "gssd2022")).scalar_one()
    assert cast[OWNER].post(f"{address}/erase", {"typed": NAME}).status_code == 200
    with pytest.raises(ErasedMeanwhile):
        save_thing(database, forum, "person", key, Edit({"pronouns": "he"}, {"name.en": digest(NAME)}), actor="test")
    assert not thing_named(database, forum, "person", key).tree.get("pronouns")


def test_somebody_who_was_deleted_is_erased_from_the_log(database: Database, cast: dict[str, Browser]) -> None:
    address, log, owner = address_of(database), "/manage/gssd2022/log", cast[OWNER]
    assert owner.post(f"{address.removesuffix('/data')}/delete").status_code == 303
    for page in (log, address.removesuffix("/data")):
        told = owner.get(page).get_data(as_text=True)
        assert NAME in told and f'href="{address}"' in told and "Erase for good" in told, page
    for member in (EDITOR, VIEWER):
        assert "Erase for good" not in cast[member].get(log).get_data(as_text=True)
    assert f"Type the name, {NAME}" in owner.get(address).get_data(as_text=True)
    done = owner.post(f"{address}/erase", {"typed": NAME})
    assert (done.status_code, "The data was erased." in done.get_data(as_text=True)) == (200, True)
    told = owner.get(log).get_data(as_text=True)
    assert not any(word in told for word in (NAME, "Bring back", "Erase for good"))
    assert owner.get(address.removesuffix("/data")).status_code == 404
    with database.reading() as connection:
        entries = connection.execute(select(AuditEntry).where(AuditEntry.action == "person.deleted")).all()
    assert [(entry.subject, entry.before, entry.after) for entry in entries] == [("", None, None)]


def test_who_may_not_see_private_data_neither_takes_nor_erases_it(database: Database, cast: dict[str, Browser]) -> None:
    address = address_of(database)
    for member in (EDITOR, RECEPTION, VIEWER, STRANGER):
        for answer in (
            cast[member].get(address),
            cast[member].post(address, {"why": "x"}),
            cast[member].post(f"{address}/erase", {"typed": "x"}),
        ):
            assert answer.status_code in (403, 404) or answer.headers.get("Location", "").startswith("/sign-in")
            assert NAME.encode() not in answer.data
    assert actions(database) == []
