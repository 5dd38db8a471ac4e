"""Groups of a form that are folded: they say what they hold, and one that holds something wrong is open."""

import re

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.forms.controls import Control, Option, Widget
from forum_app.forms.said import held
from forum_app.i18n import words
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.things import Edit, save_thing
from tests.cast import EDITOR, OWNER, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_things import Form

SLUG = "gssd2022"
DESK = f"/manage/{SLUG}"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def folded(page: str) -> dict[str, tuple[bool, str]]:
    """Of each folded group by its heading: whether it is open, and what it says that it holds."""
    pattern = (
        r'<details class="bx group"( open)?><summary><h2>(.*?)</h2>(?:<span class="held" dir="auto">(.*?)</span>)?'
    )
    found = re.findall(pattern, page)
    return {heading: (bool(is_open), re.sub(r"[\u2066-\u2069]", "", said)) for is_open, heading, said in found}


class Chosen:
    def of(self, source: str) -> tuple[Option, ...]:
        return ()

    def label(self, source: str, value: str) -> str:
        return {"en": "English", "fr": "French"}.get(value, value)

    def named(self, source: str, text: str) -> list[Option]:
        return []


@pytest.mark.parametrize(
    ("widget", "value", "said"),
    [
        (Widget.RICH, "<p>Long.</p>", "X"),
        (Widget.RICH, "<p> </p>", ""),
        (Widget.WORD, "Zoom", "X: Zoom"),
        (Widget.WORD, " ", ""),
        (Widget.LINE, "w" * 41, "X"),
        (Widget.NUMBER, "0", ""),
        (Widget.NUMBER, "15", "X: 15"),
        (Widget.TICK, True, "X"),
        (Widget.TICK, False, ""),
        (Widget.CHOICES, ["en", "fr"], "X: English, French"),
        (Widget.CHOICES, ["en"] * 12, "X: 12"),
        (Widget.CHOICES, [], ""),
        (Widget.WORDS, ["8.5", "17"], "X: 8.5, 17"),
        (Widget.ITEMS, [{"url": "a"}, {"url": "b"}], "X: 2"),
        (Widget.CHOICE, "a", ""),
        (Widget.CHOICE, "b", "X: B"),
    ],
)
def test_what_is_filled_in_is_named_with_a_short_value(widget: Widget, value: object, said: str) -> None:
    choices = (Option("a", "A"), Option("b", "B")) if widget == Widget.CHOICE else ()
    told = held(words("en"), Chosen(), [(Control("x", widget, "X", choices=choices), value)])
    assert re.sub(r"[\u2066-\u2069]", "", told) == said


def test_a_folded_group_says_what_it_holds(cast: dict[str, Browser], database: Database, media: Media) -> None:
    draft = draft_named(database, media, SLUG)
    here = draft.sessions[0].id
    page = cast[EDITOR].get(f"{DESK}/sessions/{here}").text
    assert folded(page)["Objectives and outcomes"] == (False, "Objectives, Expected outcomes")
    assert "Languages spoken: English" in folded(page)["Languages and joining online"][1]
    assert folded(cast[EDITOR].get(f"{DESK}/sessions/new").text)["Objectives and outcomes"] == (False, "")
    # In the other language alone it is something too.
    outcome = Edit({"outcome.fr": "<p>On a vu.</p>", "objectives.en": "", "objectives.fr": ""})
    save_thing(database, draft.forum.id, "session", here, outcome, actor="test")
    page = cast[EDITOR].get(f"{DESK}/sessions/{here}?in=fr").text
    assert folded(page)["Objectives and outcomes"] == (False, "Expected outcomes, Outcome")
    behind = folded(cast[OWNER].get(f"{DESK}/settings").text)["Who stands behind it"][1]
    assert behind.startswith("Organisers and partners: 3, Part of: ") and "https://" not in behind


@pytest.mark.parametrize(
    ("path", "wrong", "group"),
    [
        ("sessions", {"online.url": "no address"}, "Languages and joining online"),
        ("settings", {"goals": "8\n99"}, "Who stands behind it"),
        ("settings", {"minutes_between_rooms": "many"}, "Distances and invitations"),
    ],
)
def test_a_folded_group_with_something_wrong_is_open(
    cast: dict[str, Browser], database: Database, media: Media, path: str, wrong: dict[str, str], group: str
) -> None:
    key = draft_named(database, media, SLUG).sessions[0].id
    address = f"{DESK}/sessions/{key}" if path == "sessions" else f"{DESK}/settings"
    form = Form(cast[OWNER].get(address).text, address)
    answer = cast[OWNER].client.post(address, data=form.sent(**wrong))
    assert answer.status_code == 422
    open_ones = [heading for heading, (is_open, _said) in folded(answer.text).items() if is_open]
    assert open_ones == [group]
