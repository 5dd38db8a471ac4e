"""Whoever is refused something at the desk is told in the language of the account, whatever the browser asks for."""

import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.models.accounts import Account
from forum_app.paths import SAMPLES
from tests.cast import OWNER, Browser, browser_of, join
from tests.houses import Start

SLUG = "gssd2022"
FILE = f"/manage/{SLUG}/settings/file"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


def signed_in(app: Flask, database: Database, language: str) -> Browser:
    cast = join(database, SLUG)
    with database.writing() as connection:
        connection.execute(update(Account).where(Account.id == cast[OWNER]).values(language=language))
    return browser_of(app, database, cast[OWNER])


def wrong_file() -> bytes:
    data = json.loads((SAMPLES / f"{SLUG}.json").read_bytes())
    data["forum"].update(first_day="2026-02-29", accent="red", titel={}, title={"en": 5})
    data["sessions"] = [{**data["sessions"][0], "mode": "party"}]
    data["files"] = data["people"] = []
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fr",
            (
                "Ce n’est pas une date\u00a0: écrivez-la comme 2026-09-13.",
                "Ce n’est pas une couleur",
                "s’agit-il de «\u00a0title\u00a0»\u00a0?",
                "Il faut ici un texte entre guillemets\u00a0; il y a un nombre entier.",
                "n’est pas un des mots admis ici",
            ),
        ),
        ("ar", ("هذا ليس تاريخًا", "هذا ليس لونًا", "هل المقصود", "المطلوب هنا", "ليس من الكلمات المسموح بها")),
    ],
)
def test_a_refused_file(app: Flask, database: Database, language: str, sentences: tuple[str, ...]) -> None:
    browser = signed_in(app, database, language)
    answer = browser.post(FILE, {"file": (io.BytesIO(wrong_file()), "forum.json")}, headers=ENGLISH)
    assert answer.status_code == 422
    for sentence in sentences:
        assert sentence in answer.text
    for word in ("This is no", "is not known", "This should be", "is not one of"):
        assert word not in answer.text


def test_a_file_that_is_no_json(app: Flask, database: Database) -> None:
    browser = signed_in(app, database, "fr")
    answer = browser.post(FILE, {"file": (io.BytesIO(b'{\n"a": 1,}'), "forum.json")})
    assert "JSON valable\u00a0: virgule de trop à la fin d’un objet, ligne 2, colonne 8." in answer.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("where=session=zzz", "Personne n’a"),
        ("where=nonsense", "n’est pas un filtre"),
        ("where=checked_in=monday", "n’est pas un jour"),
        ("columns=shoes", "Il n’y a pas de colonne"),
        ("sort=shoes", "Les listes ne se trient ni ne se groupent par"),
    ],
)
def test_a_list_that_is_not_to_be_had(app: Flask, database: Database, asked: str, sentence: str) -> None:
    browser = signed_in(app, database, "fr")
    address = f"/manage/{SLUG}/registrations.csv?{asked}"
    shown, sent = browser.get(address, headers=ENGLISH), browser.post(address, {"why": "Un essai"}, headers=ENGLISH)
    assert (shown.status_code, sent.status_code) == (422, 422)
    assert sentence in shown.text and sentence in sent.text


@pytest.mark.parametrize(
    "address", ["/manage/nowhere/at/all", f"/manage/{SLUG}/rooms/zzzzzzzzzz", "/manage/none-such/"]
)
def test_a_page_that_is_not_there(app: Flask, database: Database, address: str) -> None:
    answer = signed_in(app, database, "ar").get(address, headers=ENGLISH)
    assert answer.status_code == 404
    assert '<html lang="ar" dir="rtl"' in answer.text


def test_a_method_that_no_page_has(app: Flask, database: Database) -> None:
    answer = signed_in(app, database, "ar").client.delete(f"/manage/{SLUG}/rooms", headers=ENGLISH)
    assert answer.status_code == 405
    assert '<html lang="ar" dir="rtl"' in answer.text


@pytest.mark.parametrize(
    ("values", "french"),
    [
        ({"minutes": "long"}, "Il faut ici un nombre entier"),
        ({"minutes": 999999}, "Le nombre doit être au plus 10080."),
        ({"room": 5}, "Il faut ici un texte"),
        ({"start": "tomorrow"}, "écrivez-la comme 2026-09-13T10:30:00"),
    ],
)
def test_a_crafted_step_of_the_agenda(app: Flask, database: Database, values: dict[str, Any], french: str) -> None:
    browser = signed_in(app, database, "fr")
    key = re.search(r'data-key="([a-z0-9]{10})"', browser.get(f"/manage/{SLUG}/agenda").text)[1]  # type: ignore[index]
    fields = {"do": "place", "_step": new_id(), "wishes": json.dumps([{"session": key, "values": values}])}
    answer = browser.post(f"/manage/{SLUG}/agenda/steps", fields, headers={"Accept": "application/json", **ENGLISH})
    told = json.dumps(answer.get_json(), ensure_ascii=False)
    assert answer.status_code == 422 and french in told
    assert "Expected" not in told and "Invalid" not in told


def test_of_strangers_nothing_is_asked(app: Flask, database: Database) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    stranger = app.test_client()
    answer = stranger.get("/manage/nowhere/at/all", headers={"Accept-Language": "fr"})
    assert (answer.status_code, '<html lang="fr"' in answer.text) == (404, True)
    assert not [statement for statement in asked if "sign_in" in statement or "account" in statement]
