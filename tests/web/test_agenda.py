"""The agenda's builder without a script: every step by a form, clashes with ways out, two people, what is no step."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from lxml import html as lxml_html
from werkzeug.test import TestResponse

from forum_app.database import Database
from forum_app.domain.agenda.slots import gaps_closed, slot_of
from forum_app.domain.draft import Draft, Session
from forum_app.domain.identity import new_id
from forum_app.domain.trees import digest
from forum_app.services.forum_files import draft_named
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.media import Media
from forum_app.services.things import Edit, save_thing
from tests.cast import EDITOR, NEIGHBOUR, ORGANISER, OWNER, VIEWER, Browser, Browsers, join
from tests.houses import Start

SLUG, AGENDA = "eiip2025", "/manage/eiip2025/agenda"
JSON = {"Accept": "application/json"}


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,), published=("gssd2022",))


@pytest.fixture
def cast(app: Flask, database: Database) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG, "gssd2022"))


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def session_of(database: Database, media: Media, key: str) -> Session:
    return next(session for session in draft(database, media).sessions if session.id == key)


def talks(database: Database, media: Media, count: int = 2) -> list[Session]:
    """Some sessions in rooms on the first day, in time."""
    found = draft(database, media).sessions
    first = min(session.start for session in found if session.start)
    held = [each for each in found if each.room and each.start and each.start.date() == first.date()]
    return sorted(held, key=lambda each: (str(each.start), each.id))[:count]


class Page:
    """The builder as a browser without a script has it."""

    def __init__(self, browser: Browser, query: str = "") -> None:
        answer = browser.get(AGENDA + query)
        assert answer.status_code == 200
        self.browser, self.root = browser, lxml_html.fromstring(answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        return " ".join(self.root.text_content().split())

    def card(self, key: str) -> Any:
        (found,) = self.root.xpath(f"//article[@data-key='{key}']")
        return found

    def card_text(self, key: str) -> str:
        return " ".join(self.card(key).text_content().split())

    def tray(self) -> list[str]:
        return self.root.xpath("//*[@data-tray]//article/@data-key")

    def press(self, doing: str, number: int = 0, **changed: str) -> "Answer":
        """Sends the panel's form for a step, with what stands in it."""
        form = self.root.xpath(f"//form[.//input[@name='do' and @value='{doing}']]")[number]
        fields = [(name, value) for name, value in form.form_values() if name not in changed]
        sent = _lists([*fields, *((name, value) for name, value in changed.items() if value)])
        return Answer(self.browser, self.browser.client.post(form.get("action"), data=sent))


class Answer:
    """What a step was answered with, and the page that the browser goes on to."""

    def __init__(self, browser: Browser, answer: TestResponse) -> None:
        self.browser, self.status_code = browser, answer.status_code
        self.address = answer.headers.get("Location", "")
        self.page = (browser.get(self.address) if self.address else answer).get_data(as_text=True)

    def undone(self) -> str:
        """Presses Undo on that page; what the next one says."""
        address = re.search(r'action="([^"]+/steps/[^"]+/undo)"', self.page)
        assert address, self.page[:3000]
        return Answer(self.browser, self.browser.post(address[1])).page


def _lists(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def place(browser: Browser, step: str = "", **sessions: dict[str, Any]) -> TestResponse:
    """As the page's script asks for it."""
    wishes = [{"session": key, "values": values} for key, values in sessions.items()]
    fields = {"do": "place", "_step": step or new_id(), "wishes": json.dumps(wishes)}
    return browser.post(f"{AGENDA}/steps", fields, headers=JSON)


def test_every_day_has_its_cards_and_what_has_no_time_waits(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    whole = draft(database, media)
    seen: list[str] = []
    for day in sorted({session.start.date() for session in whole.sessions if session.start}):
        page = Page(cast[VIEWER], f"?day={day}")
        seen += page.root.xpath("//*[@data-grid]//article/@data-key")
        assert page.tray() == []
    assert sorted(seen) == sorted(session.id for session in whole.sessions)
    page = Page(cast[VIEWER])
    assert not page.root.xpath("//form[.//input[@name='do']]")
    one = talks(database, media)[0]
    assert "Tuesday 18 February 2025" in page.root.xpath("//*[@role='region']/@aria-label")[0]
    assert one.title["en"] in page.card_text(one.id)


def test_a_session_is_unscheduled_and_comes_back(cast: dict[str, Browser], database: Database, media: Media) -> None:
    one = talks(database, media)[0]
    answer = Page(cast[EDITOR], f"?session={one.id}").press("unschedule")
    page = Page(cast[EDITOR])
    assert page.tray() == [one.id] and f"{one.minutes} minutes" in page.card_text(one.id)
    assert "It is taken back." in answer.undone()
    assert session_of(database, media, one.id) == one


def test_the_form_changes_time_room_and_words_and_says_what_is_wrong_beside_the_field(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one, two = talks(database, media)
    page = Page(cast[EDITOR], f"?session={one.id}")
    answer = page.press("edit", **{"start@time": "25:00", "minutes": "0", "title.en": "Kept"})
    assert answer.status_code == 422
    again = lxml_html.fromstring(answer.page)
    assert again.xpath("//input[@name='title.en']/@value") == ["Kept"]
    assert again.xpath("//p[@id='start-error']") and again.xpath("//p[@id='minutes-error']")
    answer = page.press("edit", **{"start@time": "16:05", "minutes": "35", "room": two.room or "", "title.en": "Other words"})  # fmt: skip
    assert "One session is changed." in answer.page
    now = session_of(database, media, one.id)
    assert (f"{now.start:%H:%M}", now.minutes, now.room, now.title["en"]) == ("16:05", 35, two.room, "Other words")
    answer.undone()
    assert session_of(database, media, one.id) == one


def test_a_room_taken_twice_is_told_at_both_and_each_way_out_is_free(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one, two = talks(database, media)
    place(cast[EDITOR], **{two.id: {"start": one.start.isoformat(), "room": one.room, "minutes": 45}})
    page = Page(cast[EDITOR], f"?session={two.id}")
    assert "is taken by" in page.text and "Room" in page.card_text(one.id) and "Room" in page.card_text(two.id)
    ways = page.root.xpath("//div[@class='pn-ways']//button")
    assert len(ways) == 3
    for number in range(len(ways)):
        answer = Page(cast[EDITOR], f"?session={two.id}").press("place", number)
        assert Page(cast[EDITOR]).root.xpath("//*[@data-problems]")[0].text_content() == "0 problems", number
        answer.undone()
    assert len(Page(cast[EDITOR], f"?session={two.id}").root.xpath("//div[@class='pn-ways']//button")) == 3


def test_all_that_comes_after_moves_gaps_close_and_two_swap(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one, two = talks(database, media)
    before = draft(database, media)
    later = [each for each in before.sessions if each.start and one.start and each.start.date() == one.start.date() and each.start >= one.start]  # fmt: skip
    answer = Page(cast[EDITOR], f"?session={one.id}").press("shift", by="-10")
    assert f"{len(later)} sessions are changed." in answer.page
    for each in later:
        moved = session_of(database, media, each.id)
        assert moved.start and each.start and (each.start - moved.start).total_seconds() == 600
    answer.undone()
    answer = Page(cast[EDITOR], f"?session={one.id}").press("swap", other=two.id)
    swapped = session_of(database, media, one.id), session_of(database, media, two.id)
    assert (swapped[0].start, swapped[0].room) == (two.start, two.room)
    assert (swapped[1].start, swapped[1].room) == (one.start, one.room)
    answer.undone()
    room = next(each for each in before.sessions if each.start and each.room and gaps_closed(before, each.start.date(), each.room))  # fmt: skip
    assert room.start and room.room
    wanted = gaps_closed(before, room.start.date(), room.room)
    answer = Page(cast[EDITOR], f"?session={room.id}").press("close", by="0")
    for each in before.sessions:
        assert slot_of(session_of(database, media, each.id)) == wanted.get(each.id, slot_of(each))
    answer.undone()
    assert draft(database, media) == before


def test_a_copy_waits_in_the_tray_and_what_is_deleted_comes_back(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one = talks(database, media)[0]
    before = draft(database, media)
    answer = Page(cast[EDITOR], f"?session={one.id}").press("copy")
    (fresh,) = Page(cast[EDITOR]).tray()
    assert session_of(database, media, fresh).title == one.title
    answer.undone()
    answer = Page(cast[EDITOR], f"?session={one.id}").press("delete")
    assert one.id not in {each.id for each in draft(database, media).sessions}
    answer.undone()
    assert draft(database, media) == before


def test_what_somebody_else_moved_meanwhile_is_shown_beside_mine_and_chosen(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one = talks(database, media)[0]
    mine = Page(cast[EDITOR], f"?session={one.id}")
    theirs = Page(cast[ORGANISER], f"?session={one.id}")
    theirs.press("edit", **{"start@time": "16:10"})
    answer = mine.press("edit", **{"start@time": "17:20"})
    assert answer.status_code == 409
    page = lxml_html.fromstring(answer.page)
    text = " ".join(page.text_content().split())
    assert "Organiser changed this at" in text and "16:10" in text and "17:20" in text
    assert f"{session_of(database, media, one.id).start:%H:%M}" == "16:10"
    form = page.xpath("//form[.//input[@name='all']]")[0]
    cast[EDITOR].client.post(form.get("action"), data=_lists(form.form_values()))
    assert f"{session_of(database, media, one.id).start:%H:%M}" == "17:20"


def test_what_oneself_moved_in_another_window_is_not_told_of_somebody_else(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one = talks(database, media)[0]
    first, second = (Page(cast[EDITOR], f"?session={one.id}") for _ in range(2))
    first.press("edit", **{"start@time": "16:10"})
    answer = second.press("edit", **{"start@time": "17:20"})
    text = " ".join(lxml_html.fromstring(answer.page).text_content().split())
    assert answer.status_code == 409
    assert "You changed this at" in text and "in another window" in text and "Editor changed this" not in text


def test_to_the_script_a_step_answers_with_the_cards_and_what_clashes(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one, two = talks(database, media)
    step = new_id()
    where = {"start": one.start.isoformat() if one.start else None, "room": one.room, "minutes": 60}
    told = place(cast[EDITOR], step, **{two.id: where}).get_json()
    assert told["step"] == step and list(told["cards"]) == [two.id] and not told["reload"]
    assert {"rule", "tone", "short", "reason", "sessions"} <= set(told["problems"][0])
    assert sorted(told["problems"][0]["sessions"]) == sorted([one.id, two.id])
    again = place(cast[EDITOR], step, **{two.id: where}).get_json()
    assert (again["step"], again["entry"]) == (step, told["entry"])
    seen = cast[ORGANISER].get(f"{AGENDA}/changes?after={told['entry'] - 1}").get_json()
    assert list(seen["cards"]) == [two.id] and seen["problems"] == told["problems"]
    assert cast[ORGANISER].get(f"{AGENDA}/changes?after={told['entry']}").get_json() == {"entry": told["entry"]}
    back = cast[EDITOR].post(f"{AGENDA}/steps/{step}/undo", headers=JSON).get_json()
    assert back["problems"] == [] and session_of(database, media, two.id) == two
    twice = cast[EDITOR].post(f"{AGENDA}/steps/{step}/undo", headers=JSON)
    assert twice.status_code == 422 and twice.get_json()["problems_of_step"] == ["This step was taken back already."]


def test_others_changes_to_what_cards_show_ask_for_the_page_anew(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = cast[EDITOR].get(f"{AGENDA}/changes?after=0").get_json()["entry"]
    with database.reading() as connection:
        forum = forum_id_of(connection, SLUG)
    room = draft(database, media).rooms[0]
    save_thing(database, forum, "room", room.id, Edit({"name.en": "Great Hall"}), actor="test")
    assert cast[EDITOR].get(f"{AGENDA}/changes?after={before}").get_json()["reload"] is True


def test_a_new_session_is_made_where_it_was_asked_for_once_and_taken_back(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before, one = draft(database, media), talks(database, media)[0]
    wish = [{"session": "", "values": {"start": "2025-02-18T09:05:00", "minutes": 35, "room": one.room, "title": "x"}}]
    sent = {"do": "new", "_step": new_id(), "new": new_id(), "title": " A  walk ", "wishes": json.dumps(wish)}
    told = cast[EDITOR].post(f"{AGENDA}/steps", {**sent, "day": "2025-02-18"}, headers=JSON).get_json()
    assert list(told["cards"]) == [sent["new"]] and "A walk" in told["cards"][sent["new"]]
    assert cast[EDITOR].post(f"{AGENDA}/steps", sent, headers=JSON).get_json()["step"] == sent["_step"]
    made = session_of(database, media, sent["new"])
    assert (made.title, made.minutes, made.room) == ({"en": "A walk"}, 35, one.room)
    assert f"{made.start:%d %H:%M}" == "18 09:05"
    assert cast[EDITOR].post(f"{AGENDA}/steps/{sent['_step']}/undo", {}, headers=JSON).status_code == 200
    assert draft(database, media).sessions == before.sessions


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"title": "  "}, 422),
        ({"title": "x" * 4000}, 422),
        ({"title": "A walk", "wishes": '[{"session": "", "values": {}}, {"session": "", "values": {}}]'}, 422),
        ({"title": "A walk", "wishes": '[{"session": "", "values": {"room": "nowhere234"}}]'}, 422),
        ({"title": "A walk", "wishes": '[{"session": "", "values": {"start": "2025-02-18T25:00:00"}}]'}, 422),
        ({"title": "A walk", "wishes": '[{"session": "", "values": {"minutes": -5}}]'}, 422),
        ({"title": "A walk", "new": "{other}"}, 404),
    ],
    ids=str,
)
def test_a_new_session_that_can_t_be_is_refused_and_nothing_is_made(
    cast: dict[str, Browser], database: Database, media: Media, fields: dict[str, str], status: int
) -> None:
    before = draft(database, media)
    other = draft_named(database, media, "gssd2022").sessions[0].id
    sent = {"do": "new", **{name: value.replace("{other}", other) for name, value in fields.items()}}
    answer = cast[EDITOR].post(f"{AGENDA}/steps", sent, headers=JSON)
    assert answer.status_code == status and answer.get_json()["problems_of_step"]
    assert draft(database, media) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "place", "wishes": "no json"},
        {"do": "place", "wishes": "[" * 5000},
        {"do": "place", "wishes": '[{"session": 1, "values": {}}]'},
        {"do": "place", "wishes": '[{"session": "{one}", "values": "later"}]'},
        {"do": "fly", "session": "{one}"},
    ],
    ids=str,
)
def test_what_is_no_step_is_refused_in_words_and_changes_nothing(
    cast: dict[str, Browser], database: Database, media: Media, fields: dict[str, str]
) -> None:
    before = draft(database, media)
    one = talks(database, media)[0]
    sent = {name: value.replace("{one}", one.id) for name, value in fields.items()}
    answer = cast[EDITOR].post(f"{AGENDA}/steps", sent, headers=JSON)
    said = "Nothing was changed: this is no step of the agenda."
    assert (answer.status_code, answer.get_json()) == (422, {"problems_of_step": [said]})
    answer = cast[EDITOR].post(f"{AGENDA}/steps", sent)
    assert answer.status_code == 303
    assert said in cast[EDITOR].get(answer.location).text
    assert draft(database, media) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "swap", "session": "{one}", "other": "nowhere234"},
        {"do": "unschedule", "session": "nowhere234"},
        {"do": "copy", "session": "nowhere234"},
        {"do": "edit", "session": "nowhere234"},
        {},
    ],
    ids=str,
)
def test_a_step_for_what_is_not_here_is_not_found_and_changes_nothing(
    cast: dict[str, Browser], database: Database, media: Media, fields: dict[str, str]
) -> None:
    before = draft(database, media)
    one = talks(database, media)[0]
    for headers in (JSON, {}):
        sent = {name: value.replace("{one}", one.id) if name == "session" else value for name, value in fields.items()}
        assert cast[EDITOR].post(f"{AGENDA}/steps", sent, headers=headers).status_code == 404
    assert draft(database, media) == before


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"start": "2025-02-18T09:00:00", "minutes": 0}, 422),
        ({"start": "2025-02-18T09:00:00", "minutes": 100_000}, 422),
        ({"start": "yesterday"}, 422),
        ({"start": None, "room": "r222222222"}, 422),
        ({"title": "mine", "status": "draft"}, 200),
        ({"minutes": 7 * 24 * 60}, 200),
        ({"start": "2025-02-18T23:50:00"}, 200),
        ({"start": "2031-01-01T00:00:00"}, 200),
    ],
    ids=str,
)
def test_odd_places_are_refused_in_words_or_kept_and_told(
    cast: dict[str, Browser], database: Database, media: Media, values: dict[str, Any], status: int
) -> None:
    one = talks(database, media)[0]
    answer = place(cast[EDITOR], **{one.id: values})
    assert answer.status_code == status, answer.get_json()
    if status == 422:
        assert answer.get_json()["problems_of_step"] and session_of(database, media, one.id) == one
        return
    now = session_of(database, media, one.id)
    assert (now.title, now.status) == (one.title, one.status)
    assert Page(cast[VIEWER], f"?session={one.id}").card(one.id) is not None


def test_a_session_of_another_forum_and_a_viewer_s_step_are_refused(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    other = draft_named(database, media, "gssd2022").sessions[0]
    assert place(cast[OWNER], **{other.id: {"start": None}}).status_code == 404
    one = talks(database, media)[0]
    assert place(cast[VIEWER], **{one.id: {"start": None}}).status_code == 403
    assert place(cast[NEIGHBOUR], **{one.id: {"start": None}}).status_code == 404
    step = new_id()
    place(cast[EDITOR], step, **{one.id: {"start": None, "room": None}})
    assert cast[ORGANISER].post(f"{AGENDA}/steps/{step}/undo", headers=JSON).status_code == 422
    assert cast[NEIGHBOUR].post(f"/manage/gssd2022/agenda/steps/{step}/undo", headers=JSON).status_code == 422
    assert session_of(database, media, one.id).start is None


def test_a_forum_without_rooms_or_sessions_has_a_page(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    whole = draft(database, media)
    for each in whole.sessions:
        cast[OWNER].post(f"/manage/{SLUG}/sessions/{each.id}/delete")
    for room in whole.rooms:
        cast[OWNER].post(f"/manage/{SLUG}/rooms/{room.id}/delete")
    page = Page(cast[OWNER])
    assert "No sessions on" in page.text and page.root.xpath("//b[@data-column='']")


def test_by_people_it_shows_who_is_where_when_and_private_hours_to_those_alone_who_may_see_them(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    whole = draft(database, media)
    session = next(each for each in whole.sessions if each.start and each.roles)
    person = next(each for each in whole.people if each.id == session.roles[0].person)
    with database.reading() as connection:
        forum = forum_id_of(connection, SLUG)
    start = session.start
    assert start
    away = [{"start": f"{start:%Y-%m-%d}T20:00:00", "end": f"{start:%Y-%m-%d}T21:30:00"}]
    save_thing(database, forum, "person", person.id, Edit({"private.unavailable": away}), actor="test")
    pages = {name: Page(cast[name], f"?view=people&day={start:%Y-%m-%d}").text for name in (ORGANISER, VIEWER)}
    for page in pages.values():
        assert person.name["en"] in page and session.title["en"] in page
    assert "Not available 20:00–21:30" in pages[ORGANISER]
    assert "Not available" not in pages[VIEWER] and "20:00" not in pages[VIEWER]


def test_a_step_s_answer_holds_what_others_did_since_the_page_last_asked(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one, two = talks(database, media)
    known = cast[EDITOR].get(f"{AGENDA}/changes?after=0").get_json()["entry"]
    place(cast[ORGANISER], **{two.id: {"start": "2025-02-18T16:10:00"}})
    wishes = json.dumps([{"session": one.id, "values": {"start": "2025-02-18T16:40:00"}}])
    fields = {"do": "place", "_step": new_id(), "wishes": wishes, "after": str(known)}
    told = cast[EDITOR].post(f"{AGENDA}/steps", fields, headers=JSON).get_json()
    assert set(told["cards"]) == {one.id, two.id}
    start = session_of(database, media, one.id).start
    assert start and told["left"] == {one.id: {"start": digest(start.isoformat())}}  # not what another did


def test_a_step_sent_again_tells_what_it_left_then_not_what_another_did_since(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    one, step = talks(database, media)[0], new_id()
    first = place(cast[EDITOR], step, **{one.id: {"start": "2025-02-18T16:40:00"}}).get_json()
    place(cast[ORGANISER], **{one.id: {"start": "2025-02-18T16:10:00"}})
    again = place(cast[EDITOR], step, **{one.id: {"start": "2025-02-18T16:40:00"}}).get_json()
    assert again["left"] == first["left"] and again["left"][one.id]
    assert "16:10" in again["cards"][one.id]


@pytest.mark.parametrize("by", ["--15", "1e3", "99999", "", "x", "0"])
def test_minutes_that_are_none_move_nothing(
    cast: dict[str, Browser], database: Database, media: Media, by: str
) -> None:
    before = draft(database, media)
    one = talks(database, media)[0]
    assert "Nothing was changed." in Page(cast[EDITOR], f"?session={one.id}").press("shift", by=by).page
    assert draft(database, media) == before


def test_who_is_away_is_told_to_those_alone_who_may_see_private_fields(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    session = next(each for each in draft(database, media).sessions if each.start and each.roles)
    with database.reading() as connection:
        forum = forum_id_of(connection, SLUG)
    assert session.start
    day = f"{session.start:%Y-%m-%d}"
    away = [{"start": f"{day}T00:00:00", "end": f"{day}T23:59:00"}]
    save_thing(database, forum, "person", session.roles[0].person, Edit({"private.unavailable": away}), actor="test")
    for name, told in ((ORGANISER, True), (EDITOR, False), (VIEWER, False)):
        pages = [Page(cast[name], f"?session={session.id}").text, Page(cast[name], f"?view=people&day={day}").text]
        pages += [cast[name].get(f"/manage/{SLUG}/{path}").get_data(as_text=True) for path in ("checker", "")]
        assert [bool(re.search("not available at this|Not available", page)) for page in pages[:3]] == [told] * 3, name
        assert told or "not available" not in pages[3].lower()
        problems = cast[name].get(f"{AGENDA}/changes?after=0").get_json()["problems"]
        assert bool([line for line in problems if line["rule"] == "person-unavailable"]) == told


@pytest.mark.parametrize("doing", ["shift", "close", "swap", "unschedule", "delete"])
def test_a_step_by_what_stands_there_asks_about_what_another_moved_since_its_page(
    cast: dict[str, Browser], database: Database, media: Media, doing: str
) -> None:
    one, two = talks(database, media)
    mine = Page(cast[EDITOR], f"?session={one.id}")
    place(cast[ORGANISER], **{one.id: {"start": "2025-02-20T09:00:00"}})
    before = draft(database, media)
    more = {"shift": {"by": "10"}, "swap": {"other": two.id}}.get(doing, {})
    answer = mine.press(doing, **more)
    page = lxml_html.fromstring(answer.page)
    assert answer.status_code == 409 and "Organiser changed this at" in " ".join(page.text_content().split())
    assert draft(database, media) == before
    form = page.xpath("//form[.//input[@name='all']]")[0]
    again = cast[EDITOR].client.post(form.get("action"), data=_lists(form.form_values()))
    assert again.status_code == 303
    assert doing == "close" or draft(database, media) != before
    fresh = Page(cast[EDITOR], f"?session={two.id}")
    assert fresh.press("unschedule").status_code == 303  # what the page showed is asked about by nobody
