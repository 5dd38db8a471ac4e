"""A forum's settings as an organiser changes them: zone, days, languages, colour, who finds it, a file, deletion."""

import json
import re
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from lxml.html import fromstring
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import Mode, Visibility
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.models.publishing import AuditEntry
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import EDITOR, ORGANISER, OWNER, WHOLE, Browser, browser_of, join
from tests.houses import Start
from tests.services.opened import comes, open_registration, states
from tests.web.test_things import Form

SLUG, SETTINGS = "gssd2022", "/manage/gssd2022/settings"


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


@pytest.fixture
def cast(database: Database, media: Media) -> dict[str, str]:
    return join(database, SLUG)


@pytest.fixture
def organiser(app: Flask, database: Database, cast: dict[str, str]) -> Browser:
    return browser_of(app, database, cast[ORGANISER])


def filled(browser: Browser, **changes: object) -> dict[str, object]:
    """The fields of the settings as they stand, with changes."""
    fields: dict[str, list[str]] = {}
    for name, value in Form(browser.get(SETTINGS).text, SETTINGS).fields:
        fields.setdefault(name, []).append(value)
    return {**fields, **changes}


def test_an_untouched_form_changes_nothing(organiser: Browser, database: Database, media: Media) -> None:
    before = draft_named(database, media, SLUG)
    answer = organiser.post(SETTINGS, filled(organiser))
    assert answer.status_code == 303
    assert "Nothing was changed." in organiser.get(SETTINGS).text
    assert draft_named(database, media, SLUG) == before


def test_another_zone_asks_and_keeps_what_the_clocks_show(organiser: Browser, database: Database, media: Media) -> None:
    before = draft_named(database, media, SLUG)
    asked = organiser.post(SETTINGS, filled(organiser, zone="Europe/Paris"))
    assert asked.status_code == 422 and 'name="_times" value="walls" checked' in asked.text
    answer = organiser.post(SETTINGS, filled(organiser, zone="Europe/Paris", _times="walls"))
    assert answer.status_code == 303
    after = draft_named(database, media, SLUG)
    assert after.forum.zone == "Europe/Paris"
    assert [one.start for one in after.sessions] == [one.start for one in before.sessions]


def test_another_zone_can_keep_the_moments(organiser: Browser, database: Database, media: Media) -> None:
    before = draft_named(database, media, SLUG).sessions[0].start
    organiser.post(SETTINGS, filled(organiser, zone="Europe/Paris", _times="instants"))
    assert (before, draft_named(database, media, SLUG).sessions[0].start) == (datetime(2022, 9, 13, 10, 30), datetime(2022, 9, 13, 5, 30))  # fmt: skip


def test_a_time_that_the_new_clocks_skip_refuses_the_zone(organiser: Browser, database: Database) -> None:
    database.write(lambda one: one.execute(update(Session).values(start=datetime(2026, 3, 29, 2, 30))))
    answer = organiser.post(SETTINGS, filled(organiser, zone="Europe/Paris", _times="walls"))
    assert answer.status_code == 422 and "the clocks there skip" in answer.text
    with database.reading() as connection:
        assert connection.execute(select(Forum.zone)).scalar_one() == "Asia/Bangkok"


@pytest.mark.parametrize("zone", ["Mars/Phobos", "../etc/passwd", "GMT", "EST", ""])
def test_a_zone_that_is_none_is_refused(organiser: Browser, zone: str) -> None:
    answer = organiser.post(SETTINGS, filled(organiser, zone=zone))
    assert answer.status_code == 422 and 'id="zone-error"' in answer.text


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "Antarctica/Troll", "UTC"])  # fmt: skip
def test_odd_zones_are_zones(organiser: Browser, database: Database, zone: str) -> None:
    assert organiser.post(SETTINGS, filled(organiser, zone=zone, _times="walls")).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(Forum.zone)).scalar_one() == zone


def test_other_days_say_which_sessions_lie_outside(organiser: Browser) -> None:
    answer = organiser.post(SETTINGS, filled(organiser, first_day="2022-10-01", last_day="2022-10-02"))
    assert answer.status_code == 303
    assert "lies outside the days" in organiser.get(SETTINGS).text


def test_a_language_taken_out_is_asked_and_its_texts_stay(organiser: Browser, database: Database, media: Media) -> None:
    asked = organiser.post(SETTINGS, filled(organiser, languages=["en"]))
    assert asked.status_code == 422 and "texts are written in French" in asked.text
    before = draft_named(database, media, SLUG)
    assert organiser.post(SETTINGS, filled(organiser, languages=["en"], _drop="1")).status_code == 303
    after = draft_named(database, media, SLUG)
    assert after.forum.languages == ["en"] and after.forum.title == before.forum.title
    organiser.post(SETTINGS, filled(organiser, languages=["en", "fr"], _order=["fr", "en"]))
    assert draft_named(database, media, SLUG).forum.languages == ["fr", "en"]


def test_languages_are_put_in_another_order_step_by_step(organiser: Browser, database: Database, media: Media) -> None:
    four = ["en", "fr", "ml", "fil"]
    organiser.post(SETTINGS, filled(organiser, languages=four))
    assert draft_named(database, media, SLUG).forum.languages == four
    page = organiser.get(SETTINGS).text
    assert [label in page for label in ("Move up: Malayalam", "Move down: Filipino")] == [True, True]
    moved = organiser.post(SETTINGS, filled(organiser, _do="up:languages:3"))
    assert moved.status_code == 200 and re.findall(r'name="_order" value="(\w+)"', moved.text) == [
        "en",
        "fr",
        "fil",
        "ml",
    ]
    assert draft_named(database, media, SLUG).forum.languages == four, "nothing is saved by moving"
    organiser.post(SETTINGS, filled(organiser, _order=["en", "fil", "ml", "fr"]))
    assert draft_named(database, media, SLUG).forum.languages == ["en", "fil", "ml", "fr"]
    # One that was ticked just now comes last; rubbish in the list changes nothing.
    organiser.post(SETTINGS, filled(organiser, languages=["en", "fil", "ml", "fr", "de"]))
    organiser.post(SETTINGS, filled(organiser, _order=["xx", "xx"]))
    assert draft_named(database, media, SLUG).forum.languages == ["en", "fil", "ml", "fr", "de"]


def test_registration_elsewhere_needs_its_address(organiser: Browser) -> None:
    changes = {"registration.state": "elsewhere", "registration.url": ""}
    answer = organiser.post(SETTINGS, filled(organiser, **changes))
    assert answer.status_code == 422 and "Say where people register" in answer.text


def test_goals_and_targets_are_kept_and_others_refused(organiser: Browser, database: Database, media: Media) -> None:
    assert organiser.post(SETTINGS, filled(organiser, goals="8\n8.a\n17.16")).status_code == 303
    assert draft_named(database, media, SLUG).forum.goals == ["8", "8.a", "17.16"]
    answer = organiser.post(SETTINGS, filled(organiser, goals="18"))
    assert answer.status_code == 422 and "is no goal or target" in answer.text


def test_two_people_change_one_setting_and_the_second_is_asked(organiser: Browser, database: Database) -> None:
    first, second = filled(organiser, minutes_between_rooms="5"), filled(organiser, minutes_between_rooms="7")
    assert organiser.post(SETTINGS, first).status_code == 303
    clash = organiser.post(SETTINGS, second)
    assert clash.status_code == 409 and "in another window while you were writing here" in clash.text
    with database.reading() as connection:
        assert connection.execute(select(Forum.minutes_between_rooms)).scalar_one() == 5


def test_a_colour_shows_how_it_reads_and_is_kept(organiser: Browser, database: Database) -> None:
    page = organiser.get(f"{SETTINGS}/branding?accent=%23f5b800").text
    assert "9.1" in page and "#926700" in page and "dark letters" in page
    fragment = organiser.get(f"{SETTINGS}/branding/figures?accent=2440b0").text
    assert "8.6" in fragment and "reads well everywhere" in fragment and "<html" not in fragment
    assert ".sw-2440b0-fill" in organiser.get(f"{SETTINGS}/branding/figures.css?accent=%232440b0").text
    assert organiser.post(f"{SETTINGS}/branding", {"accent": "F5B800", "_was": "#2440b0"}).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(Forum.accent)).scalar_one() == "#f5b800"


@pytest.mark.parametrize("accent", ["", "red", "#12345", "#2440b0;}body{display:none", "</style>"])
def test_what_is_no_colour_is_refused(organiser: Browser, accent: str) -> None:
    answer = organiser.post(f"{SETTINGS}/branding", {"accent": accent, "_was": "#2440b0"})
    assert answer.status_code == 422 and "This is no colour" in answer.text
    assert "display:none<" not in answer.text and "</style>" not in answer.text


def test_disappearing_is_asked(organiser: Browser, database: Database) -> None:
    def now() -> Visibility:
        with database.reading() as connection:
            return connection.execute(select(Forum.visibility)).scalar_one()

    assert organiser.post(f"{SETTINGS}/visibility", {"visibility": "published"}).status_code == 422  # no release yet
    values = {"current_release": 1, "visibility": Visibility.PUBLISHED}
    database.write(lambda one: one.execute(update(Forum).values(values)))
    assert organiser.post(f"{SETTINGS}/visibility", {"visibility": "draft"}).status_code == 422
    assert now() == Visibility.PUBLISHED
    assert organiser.post(f"{SETTINGS}/visibility", {"visibility": "draft", "sure": "1"}).status_code == 303
    assert now() == Visibility.DRAFT
    assert organiser.post(f"{SETTINGS}/visibility", {"visibility": "secret"}).status_code == 422


def upload(browser: Browser, data: bytes) -> object:
    file = {"file": (BytesIO(data), "forum.json")}
    return browser.post(f"{SETTINGS}/file", file, content_type="multipart/form-data")


def test_a_file_is_reviewed_and_then_confirmed(organiser: Browser, database: Database, media: Media) -> None:
    data = json.loads((SAMPLES / "gssd2022.json").read_text("utf-8"))
    dropped = data["forum"]["terms"].pop()
    data["forum"]["theme"] = {"en": "Another theme"}
    before = draft_named(database, media, SLUG)
    page = upload(organiser, json.dumps(data).encode()).text
    assert dropped["acronym"]["en"] in page and "1 setting" not in page
    assert draft_named(database, media, SLUG) == before
    fields = dict(Form(page, f"{SETTINGS}/file/confirm").fields)
    assert organiser.post(f"{SETTINGS}/file/confirm", fields).status_code == 303
    after = draft_named(database, media, SLUG)
    assert after.forum.theme == {"en": "Another theme"} and len(after.forum.terms) == len(before.forum.terms) - 1
    assert organiser.post(f"{SETTINGS}/file/confirm", fields).status_code == 404  # held no longer
    assert upload(organiser, b"{}").status_code == 422


def test_who_changed_the_forum_since_the_review_loses_nothing(
    app: Flask, cast: dict[str, str], database: Database, organiser: Browser, media: Media
) -> None:
    data = json.loads((SAMPLES / "gssd2022.json").read_text("utf-8"))
    page = upload(organiser, json.dumps(data).encode()).text
    session, room = draft_named(database, media, SLUG).sessions[0], f"/manage/{SLUG}/sessions"
    owner = browser_of(app, database, cast[OWNER])
    theirs = {**WHOLE, "title.en": "Hers now", "kind": session.kind, "status": session.status, "mode": session.mode}
    assert owner.post(f"{room}/{session.id}", theirs).status_code == 303
    fields = dict(Form(page, f"{SETTINGS}/file/confirm").fields)
    again = organiser.post(f"{SETTINGS}/file/confirm", fields)
    assert again.status_code == 409 and "Somebody changed the forum since" in again.text
    assert draft_named(database, media, SLUG).sessions[0].title["en"] == "Hers now"
    seen = dict(Form(again.text, f"{SETTINGS}/file/confirm").fields)
    assert organiser.post(f"{SETTINGS}/file/confirm", seen).status_code == 303
    assert draft_named(database, media, SLUG).sessions[0].title == session.title


def test_a_held_file_is_its_uploaders(app: Flask, cast: dict[str, str], database: Database, organiser: Browser) -> None:
    page = upload(organiser, (SAMPLES / "gssd2022.json").read_bytes()).text
    fields = dict(Form(page, f"{SETTINGS}/file/confirm").fields)
    owner = browser_of(app, database, cast[OWNER])
    assert owner.post(f"{SETTINGS}/file/confirm", {**fields, "_csrf": owner.csrf}).status_code == 404


def test_an_owner_deletes_by_typing_the_short_name(app: Flask, cast: dict[str, str], database: Database, organiser: Browser, media: Media) -> None:  # fmt: skip
    names = [file.name for file in draft_named(database, media, SLUG).files]
    assert names and organiser.post(f"{SETTINGS}/delete", {"typed": SLUG}).status_code == 403
    owner = browser_of(app, database, cast[OWNER])
    refused = owner.post(f"{SETTINGS}/delete", {"typed": "gssd"})
    assert refused.status_code == 422 and 'value="gssd"' not in refused.text
    assert owner.post(f"{SETTINGS}/delete", {"typed": SLUG}).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(Forum.id)).all() == []
        actions = set(connection.execute(select(AuditEntry.action)).scalars())
    assert "forum.deleted" in actions
    assert not any(media.path(name).exists() for name in names)


def test_an_editor_has_no_settings(app: Flask, cast: dict[str, str], database: Database) -> None:
    editor = browser_of(app, database, cast[EDITOR])
    assert [editor.get(f"{SETTINGS}{path}").status_code for path in ("", "/branding", "/visibility", "/file", "/delete")] == [403] * 5  # fmt: skip


def saved(organiser: Browser, **changes: object) -> str:
    """What the page says after the settings were saved with these changes, in its tone."""
    answer = organiser.post(SETTINGS, filled(organiser, **changes))
    assert answer.status_code == 303
    said = fromstring(organiser.get(answer.location).text).xpath("//*[@role='status' or @role='alert']")[0]
    return " ".join(("warn:" if "warn" in said.get("class", "") else "ok:", *said.text_content().split()))


def test_fewer_places_than_are_taken_are_kept_and_told(organiser: Browser, database: Database, config: Config) -> None:
    """Once: a save that changes nothing of it says nothing of it."""
    forum_id = open_registration(database, seats_in_person=3)
    for number in range(3):
        comes(database, config, forum_id, number)
    told = "warn: Saved. In person: 3 of %d places are taken. Nobody loses theirs; the next %sgiven up %s to nobody."
    assert saved(organiser, **{"registration.seats_in_person": "1"}) == told % (1, "2 that are ", "go")
    assert states(database) == {"confirmed": 3}
    assert saved(organiser, **{"registration.keep_months": "7"}) == "ok: Saved."
    assert saved(organiser, **{"registration.seats_in_person": "2"}) == told % (2, "that is ", "goes")
    assert saved(organiser, **{"registration.seats_in_person": "3"}) == "ok: Saved."


def test_a_way_to_come_that_people_wait_for_is_taken_away_and_that_is_told(
    organiser: Browser, database: Database, config: Config
) -> None:
    forum_id = open_registration(database, modes=[Mode.IN_PERSON, Mode.ONLINE], seats_online=1)
    for number in range(3):
        comes(database, config, forum_id, number, mode=Mode.ONLINE)
    assert states(database) == {"confirmed": 1, "waiting": 2}
    told = "Online is not offered any more: 2 people who wait for it get no place."
    assert saved(organiser, **{"registration.modes": ["in-person"]}) == f"warn: Saved. {told}"
    assert saved(organiser, **{"registration.modes": ["in-person", "online"]}) == "ok: Saved."
    assert states(database) == {"confirmed": 1, "waiting": 2}
