"""The builder in a browser where things are odd: forty rooms, nights, endless titles; answers lost, sessions gone meanwhile."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.agenda.slots import slot_of
from forum_app.domain.draft import Room, Session
from forum_app.domain.identity import new_id
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.services.agenda_board import board_now
from forum_app.services.agenda_steps import Placing, Step, take_step
from forum_app.services.forum_files import keep_draft
from tests.factories import FIRST_DAY, a_draft, a_plain_session, an_id, wall
from tests.journeys.served import served
from tests.journeys.test_building_an_agenda import AGENDA, card, carry, cell, organiser, told
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_reading import AXE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.broad]
TITLE = ("Wassermengenbewirtschaftungsgesetz und was daraus wird " * 4)[:199] + "!"
ODD = "/manage/harvest/agenda"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd-agendas")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


@pytest.fixture
def database(base: str, instance: Path) -> Iterator[Database]:
    """The one that the server works with."""
    found = Database(f"sqlite:///{instance / 'forum.db'}")
    yield found
    found.close()


def forum_id(database: Database, slug: str) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id).where(Forum.slug == slug)).scalar_one())


def session_of(database: Database, slug: str, title: str) -> Session:
    draft = board_now(database, forum_id(database, slug)).draft
    return next(each for each in draft.sessions if each.title["en"].startswith(title))


def test_forty_rooms_nights_and_an_endless_title_are_carried_and_read(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    room = an_id(1, "r")
    sessions = [
        a_plain_session(an_id(1, "s"), title={"en": TITLE}, room=room),
        a_plain_session(an_id(2, "s"), title={"en": "Night walk"}, room=room, start=wall(23), minutes=150),
        a_plain_session(an_id(3, "s"), title={"en": "Open studio"}, room=an_id(2, "r"), start=wall(9), minutes=30 * 60),
    ]
    rooms = [Room(id=an_id(number, "r"), name={"en": f"Room {number}."}, capacity=40) for number in range(1, 41)]
    draft = a_draft(*sessions, rooms=rooms)
    database.write(lambda connection: keep_draft(connection, draft, False, "test"))
    page = come_in(browser, link(instance, base, "odd@example.org", "--forum", "harvest"))
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 1010})
        page.goto(f"{base}{ODD}?day={FIRST_DAY}&session={an_id(1, 's')}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == []
    grid = page.locator(".grid-box").bounding_box()
    assert grid
    x, y = cell(page, "Room 1.", "14:00")
    page.mouse.move(x, y + 12)
    page.mouse.down()
    page.mouse.move(x + 10, y + 22)
    page.mouse.move(grid["x"] + grid["width"] - 8, y + 12, steps=4)  # held at the edge it scrolls, as far as there is
    page.wait_for_function("(box => box.scrollLeft + box.clientWidth >= box.scrollWidth - 1)(document.querySelector('.grid-box'))")  # fmt: skip
    assert page.evaluate("document.querySelector('.rooms-h').scrollWidth === document.querySelector('.rooms-h').offsetWidth")  # fmt: skip
    page.mouse.up()
    expect(told(page)).to_contain_text("Saved.")
    moved = session_of(database, "harvest", "Wasser")
    assert (moved.start, moved.room, moved.title["en"]) == (wall(14), an_id(40, "r"), TITLE)
    night = page.get_by_role("button", name="Move Night walk")
    night.focus()
    for key in ("Enter", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(told(page)).to_have_text("Room 2., 00:30–03:00, taken by Open studio")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Saved.")
    assert session_of(database, "harvest", "Night").start == wall(0, 30, FIRST_DAY + timedelta(days=1))
    expect(page.locator("[data-grid] .ev")).to_have_count(3)
    page.context.close()


def hold(page: Page, title: str, to: tuple[float, float]) -> None:
    """By mouse, not let go yet."""
    box = card(page, title).bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 70, box["y"] + 22)
    page.mouse.move(to[0], to[1] + 12, steps=4)


def test_a_drag_outlives_its_connection_and_a_lost_answer_moves_nothing_twice(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    page, title = organiser(browser, base, instance, "wires"), "How many jobs?"
    forum = forum_id(database, "eiip2025")
    hold(page, title, cell(page, "Surma Studio", "11:30"))
    page.context.set_offline(True)
    page.mouse.move(*cell(page, "Surma Studio", "11:35"), steps=3)
    page.mouse.up()
    expect(told(page)).to_contain_text("Steps kept on this device: 1.")
    assert slot_of(session_of(database, "eiip2025", title)).start != wall(11, 30)
    place = card(page, title).get_attribute("data-start")
    page.context.set_offline(False)
    expect(told(page)).to_contain_text("Saved.")
    kept = session_of(database, "eiip2025", title)
    assert kept.start and kept.start.isoformat() == place
    entry = board_now(database, forum).entry

    lost = []

    def lose(route: Route) -> None:
        """The server has it, the answer never comes; it is sent again by itself."""
        lost.append(route.fetch())
        route.abort()

    page.route("**/agenda/steps", lose, times=1)
    carry(page, title, cell(page, "Surma Studio", "10:30"))
    expect(told(page)).to_contain_text("Steps kept on this device: 1.")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(told(page)).to_contain_text("Saved.", timeout=10_000)
    with database.reading() as connection:
        query = select(AuditEntry.after).where(AuditEntry.forum_id == forum, AuditEntry.id > entry)
        assert connection.execute(query).scalars().all() == [{"start": "2025-02-18T10:30:00"}]
    assert [answer.status for answer in lost] == [200]
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(told(page)).to_have_text("It is taken back.")
    assert session_of(database, "eiip2025", title).start == kept.start
    page.context.close()


def test_what_somebody_deleted_meanwhile_is_said_to_be_gone_where_it_is_carried(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    page, title = organiser(browser, base, instance, "late"), "Digital tools"
    page.route("**/changes?**", lambda route: route.abort())
    gone = session_of(database, "eiip2025", title).id
    take_step(database, forum_id(database, "eiip2025"), Step(new_id(), removed=[gone]), actor="test")
    expect(card(page, title)).to_have_count(1)
    carry(page, title, cell(page, "Surma Studio", "09:30"))
    expect(told(page)).to_have_text("This was deleted meanwhile.")
    expect(card(page, title)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('steps '))") == []
    page.unroute_all()
    page.context.close()


def test_steps_that_waited_for_a_connection_overwrite_nothing_that_another_moved_meanwhile(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    ana, ben = (organiser(browser, base, instance, name) for name in ("ana", "ben"))
    first, second = "How many jobs?", "Decent work on site"
    ben.context.set_offline(True)
    carry(ben, first, cell(ben, "Surma Studio", "09:15"))
    carry(ben, second, cell(ben, "Surma Studio", "13:15"))
    carry(ben, first, cell(ben, "Surma Studio", "09:30"))
    expect(told(ben)).to_contain_text("Steps kept on this device: 3.")
    carry(ana, second, cell(ana, "Karnaphuli Room", "14:00"))
    expect(told(ana)).to_contain_text("Saved.")
    ben.context.set_offline(False)
    dialog = ben.get_by_role("dialog")
    expect(dialog).to_contain_text("ana@example.org changed this at")
    expect(dialog).to_contain_text("2025-02-18 14:00")
    expect(dialog).to_contain_text("2025-02-18 13:15")
    expect(card(ben, first).locator("time")).to_have_text("09:30–10:30")  # one's own two are in order: no question
    expect(card(ben, second).locator("time")).to_have_text("14:00–15:00")
    assert slot_of(session_of(database, "eiip2025", second)).start == wall(14, 0, date(2025, 2, 18))
    dialog.get_by_role("button", name="Keep what is saved now").click()
    assert session_of(database, "eiip2025", first).start == wall(9, 30, date(2025, 2, 18))
    expect(card(ana, first).locator("time")).to_have_text("09:30–10:30")
    ben.route("**/changes?**", lambda route: route.abort())
    carry(ana, first, cell(ana, "Surma Studio", "10:00"))
    expect(told(ana)).to_contain_text("Saved.")
    card(ben, first).locator(".ev-t").click()
    ben.locator("#panel").get_by_role("button", name="Unschedule").click()
    expect(dialog).to_contain_text("2025-02-18 10:00")  # the grid did not show it yet
    dialog.get_by_role("button", name="Use mine all the same").click()
    expect(ben.locator("[data-tray] .ev")).to_have_count(1)
    ben.unroute_all()
    for page in (ana, ben):
        page.context.close()


def test_what_is_in_hand_stays_while_the_panel_is_drawn_anew(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    page, title = organiser(browser, base, instance, "hand"), "Meet the ITC-ILO eCampus"
    expect(page.locator("[data-say]")).to_be_hidden()
    assert told(page).evaluate(
        "each => each.checkVisibility()"
    )  # a screen reader listens to what is there before it speaks
    tray = page.locator("[data-tray] .ev")
    waiting = tray.count()  # what other stories left there
    card(page, title).locator(".ev-t").click()
    panel = page.locator("#panel")
    panel.get_by_role("button", name="Duplicate").press("Enter")
    expect(told(page)).to_have_text("Saved.")
    expect(tray).to_have_count(waiting + 1)
    expect(panel.get_by_role("button", name="Duplicate")).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(tray).to_have_count(waiting)

    name, kind, arabic = panel.get_by_label("Title"), panel.get_by_label("Kind"), panel.get_by_role("group", name="Languages spoken").get_by_label("Arabic")  # fmt: skip
    panel.get_by_label("Minutes, earlier with a minus").fill("25")
    panel.get_by_label("In this room only").check()
    kind.select_option(label="Networking")
    arabic.check()
    name.focus()
    here = session_of(database, "eiip2025", title)
    moved = Step(new_id(), [Placing(here.id, {"start": wall(16, 20, date(2025, 2, 18)).isoformat()})])
    take_step(database, forum_id(database, "eiip2025"), moved, actor="test")
    expect(card(page, title).locator("time")).to_contain_text("16:20")
    expect(panel.locator(".pn-h h2")).to_have_count(1)
    assert kind.locator("option:checked").inner_text() == "Networking"
    expect(arabic).to_be_checked()
    expect(name).to_be_focused()
    held: list[Route] = []
    page.route("**/agenda/sessions/*", lambda route: held.append(route), times=1)
    with page.expect_request("**/agenda/sessions/*"):
        panel.get_by_role("button", name="Save", exact=True).press("Enter")
    kept = session_of(database, "eiip2025", title)
    assert (kept.start, kept.kind, "ar" in kept.languages) == (wall(16, 20, date(2025, 2, 18)), "networking", True)
    name.fill("Written while it was fetched")
    held[0].continue_()
    expect(panel).not_to_have_attribute("aria-busy", "true")
    expect(name).to_have_value("Written while it was fetched")
    expect(panel.get_by_label("Minutes, earlier with a minus")).to_have_value("25")
    expect(panel.get_by_label("In this room only")).to_be_checked()
    name.press("Enter")
    expect(card(page, "Written while it was fetched")).to_have_count(1)  # no question: nobody else changed it
    expect(name).to_be_focused()
    panel.get_by_role("button", name="Unschedule").press("Enter")
    expect(tray).to_have_count(waiting + 1)
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    panel.get_by_role("button", name="Delete").press("Enter")
    expect(tray).to_have_count(waiting)
    expect(page.locator(".grid-box")).to_be_focused()
    page.context.close()


def kept(page: Page) -> int:
    """How many steps of tabs are kept on the device."""
    return int(page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('steps ')).length"))


def test_each_tab_keeps_its_own_steps_each_account_too_and_signing_out_asks(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    first, title, other = organiser(browser, base, instance, "tabs"), "How many jobs?", "The first hundred days"
    second = first.context.new_page()
    second.set_viewport_size({"width": 1440, "height": 1010})
    second.goto(base + AGENDA)
    expect(second.locator(".ev .grip").first).to_be_attached()
    first.context.set_offline(True)
    carry(first, title, cell(first, "Surma Studio", "09:15"))
    expect(told(first)).to_contain_text("Steps kept on this device: 1.")
    carry(second, title, cell(second, "Surma Studio", "13:15"))
    expect(told(second)).to_contain_text("Steps kept on this device: 1.")
    assert kept(second) == 2
    first.close()
    second.wait_for_function("Object.keys(localStorage).filter((name) => name.startsWith('steps ')).length === 1")
    second.context.set_offline(False)
    for clock in ("09:15", "13:15"):  # the closed tab's was sent too, and neither overwrites the other unasked
        expect(second.get_by_role("dialog")).to_contain_text(f"2025-02-18 {clock}")
    second.get_by_role("button", name="Keep what is saved now").click()
    second.wait_for_function("!Object.keys(localStorage).some((name) => name.startsWith('steps '))")
    place = session_of(database, "eiip2025", title).start
    assert place in (wall(9, 15, date(2025, 2, 18)), wall(13, 15, date(2025, 2, 18)))

    second.route("**/agenda/steps", lambda route: route.abort())
    carry(second, title, cell(second, "Surma Studio", "10:45"))
    expect(told(second)).to_contain_text("Steps kept on this device: 1.")
    second.context.clear_cookies()
    another = second.context.new_page()
    another.set_viewport_size({"width": 1440, "height": 1010})
    another.goto(link(instance, base, "another@example.org", "--forum", "eiip2025"))
    another.get_by_role("button").filter(has_text="").last.click()
    another.wait_for_url("**/manage/**")
    second.close()
    another.goto(base + AGENDA)
    expect(another.locator(".ev .grip").first).to_be_attached()
    carry(another, other, cell(another, "Surma Studio", "09:30"))
    expect(told(another)).to_contain_text("Saved.")
    assert kept(another) == 1  # somebody else's: not sent, not thrown away
    assert session_of(database, "eiip2025", title).start == place

    another.route("**/agenda/steps", lambda route: route.abort())
    carry(another, other, cell(another, "Surma Studio", "13:30"))
    expect(told(another)).to_contain_text("Steps kept on this device: 1.")
    asked: list[str] = []
    another.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    another.get_by_label("Your account").click()
    another.get_by_role("button", name="Sign out").click()
    assert kept(another) == 2 and "not sent: 1." in asked[0]
    another.once("dialog", lambda dialog: dialog.accept())
    another.get_by_role("button", name="Sign out").click()
    another.wait_for_url("**/sign-in")
    assert kept(another) == 1
    another.context.close()


def test_keys_pressed_before_a_day_has_come_wait_for_it_and_a_day_that_does_not_come_is_told(
    browser: Browser, base: str, instance: Path, database: Database
) -> None:
    page, title = organiser(browser, base, instance, "quick"), "Roads for islands"
    grip = card(page, title).locator(".grip")
    held: list[Route] = []
    page.route("**/agenda?day=*", lambda route: held.append(route), times=1)
    grip.focus()
    with page.expect_request("**/agenda?day=2025-02-19"):
        for key in ("Enter", "PageDown", "PageDown", "Enter"):
            page.keyboard.press(key)
    expect(page.locator(".ev.held")).to_have_count(1)  # still in hand
    held.pop().continue_()
    expect(told(page)).to_contain_text("Saved.")
    start = session_of(database, "eiip2025", title).start
    assert start and start.date() == date(2025, 2, 20)
    page.context.set_offline(True)
    grip.press("Enter")
    page.keyboard.press("PageUp")
    expect(told(page)).to_have_text("There is no answer. Try again.")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ev.held")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(told(page)).to_have_text("It is back where it was.")
    page.context.set_offline(False)
    page.context.close()
