"""The sample forum's agenda built from sessions that all wait: with the mouse, with a finger, with the keyboard alone.

Each way ends in the agenda that the sample has. A field visit and an evening are in none of the rooms: they are put in one,
and sent out of it again beside the grid.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.agenda.slots import Slot, slot_of, unscheduled
from forum_app.domain.draft import Draft, Session
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import SessionKind
from forum_app.models.forum import Forum
from forum_app.services.agenda_board import board_now
from forum_app.services.agenda_steps import Placing, Step, take_step
from tests.journeys.served import served
from tests.journeys.test_building_an_agenda import cell, organiser, told

pytestmark = [pytest.mark.browser, pytest.mark.broad]
# A break for all, three in rooms, one outside every room, on two days.
SOME = ("Coffee and group photograph", "EIIP concepts in green jobs", "How many jobs?", "The site visit from afar", "Networking evening")  # fmt: skip
HEARD = """() => {
  const status = document.querySelector("[data-say-status]");
  window.heard = [];
  new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
}"""
FOCUSED = "(selector) => document.activeElement.matches(selector)"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("three-ways")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def draft_of(instance: Path) -> tuple[Draft, str]:
    database = Database(f"sqlite:///{instance / 'forum.db'}")
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id).where(Forum.slug == "eiip2025")).scalar_one()
    draft = board_now(database, forum).draft
    database.close()
    return draft, forum


def emptied(instance: Path, whole: bool) -> tuple[list[Session], dict[str, Slot]]:
    """Sends sessions to wait; those, in the order in which they wait, and where all sessions were."""
    draft, forum = draft_of(instance)
    waiting = [each for each in draft.sessions if whole or each.title["en"].startswith(SOME)]
    database = Database(f"sqlite:///{instance / 'forum.db'}")
    placings = [Placing(key, slot.values) for key, slot in unscheduled(waiting).items()]
    take_step(database, forum, Step(new_id(), placings), actor="test")
    database.close()
    return waiting, {each.id: slot_of(each) for each in draft.sessions}


Way = Callable[[Page, Session, str], None]


def built(
    browser: Browser, base: str, instance: Path, whole: bool, way: Callable[[Page], tuple[Way, Way]], **how: object
) -> None:
    """Empties the agenda, and builds it again: each session is put where it was, and some are sent out of their room."""
    sessions, agenda = emptied(instance, whole)
    draft, _forum = draft_of(instance)
    assert sum(each.start is None for each in draft.sessions) == len(sessions) == (51 if whole else len(SOME))
    names = {room.id: room.name["en"] for room in draft.rooms}
    page = organiser(browser, base, instance, "builder", **how)
    page.set_viewport_size({"width": 1440, "height": 1500})
    page.evaluate(HEARD)
    put, send_out = way(page)
    expect(page.locator("[data-tray] .ev")).to_have_count(len(sessions))
    for session in sessions:
        with page.expect_response("**/agenda/steps"):
            put(page, session, names.get(session.room or "", names[draft.rooms[0].id]))
        expect(told(page)).to_contain_text("Saved.")
        if session.room is None and session.kind != SessionKind.BREAK:
            with page.expect_response("**/agenda/steps"):
                send_out(page, session, "")
            expect(page.locator(f"#s-{session.id}")).to_have_attribute("data-room", "")
    expect(page.locator("[data-tray] .ev")).to_have_count(0)
    page.context.close()
    now = {each.id: slot_of(each) for each in draft_of(instance)[0].sessions}
    assert {key: (now[key], agenda[key]) for key in agenda if now[key] != agenda[key]} == {}


def waits(page: Page, session: Session) -> Locator:
    return page.locator(f"[data-tray] #s-{session.id}")


def point(page: Page, session: Session, room: str) -> tuple[float, float]:
    """Where the head of a session is to come, when its day is shown."""
    return cell(page, room, f"{session.start:%H:%M}")


def on_its_day(page: Page, session: Session, press: Callable[[Locator], None]) -> None:
    """Shows the day of a session, unless it is shown."""
    day = f"{session.start:%Y-%m-%d}"
    tab = page.locator(f"[data-day-tab='{day}']")
    if tab.get_attribute("aria-current") is None:
        press(tab)
        expect(page.locator(f".days-p[data-day='{day}']")).to_be_attached()


def by_mouse(_page: Page) -> tuple[Way, Way]:
    def put(page: Page, session: Session, room: str) -> None:
        on_its_day(page, session, Locator.click)
        (x, y), held = point(page, session, room), waits(page, session).bounding_box()
        assert held
        page.mouse.move(held["x"] + 90, held["y"] + 12)
        page.mouse.down()
        page.mouse.move(held["x"] + 100, held["y"] + 22)
        page.mouse.move(x, y + 12, steps=4)
        page.mouse.up()

    def send_out(page: Page, session: Session, _room: str) -> None:
        page.locator(f"#s-{session.id} .ev-t").click()
        page.locator("#panel").get_by_label("Room", exact=True).select_option(label="No room")
        page.locator("#panel").get_by_role("button", name="Save", exact=True).click()

    return put, send_out


def test_with_the_mouse(browser: Browser, base: str, instance: Path) -> None:
    built(browser, base, instance, False, by_mouse)


class Finger:
    """Touches as the browser itself has them from a screen: it makes pointer events, scrolls and clicks of them."""

    def __init__(self, page: Page) -> None:
        self.screen: CDPSession = page.context.new_cdp_session(page)

    def _touch(self, what: str, ago: float, *at: tuple[float, float]) -> None:
        """``ago``: so many seconds earlier."""
        points = [{"x": x, "y": y, "id": 1} for x, y in at]
        when = {"timestamp": time.time() - ago}
        self.screen.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points, **when})

    def put(self, page: Page, session: Session, room: str) -> None:
        on_its_day(page, session, Locator.tap)
        (x, y), card = point(page, session, room), waits(page, session).bounding_box()
        grip = waits(page, session).locator(".grip").bounding_box()
        assert card and grip
        from_x, from_y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
        self.carry((from_x, from_y), (x, y + from_y - card["y"]))

    def carry(self, start: tuple[float, float], to: tuple[float, float]) -> None:
        self._touch("touchStart", 1.6, start)
        for ago, part in ((1.5, 0.1), (1.4, 0.4), (1.3, 0.8), (1.2, 1)):
            at = start[0] + (to[0] - start[0]) * part, start[1] + (to[1] - start[1]) * part
            self._touch("touchMove", ago, at)
        self._touch("touchEnd", 0)  # after a rest: what is thrown goes on, and the next tap would only stop it

    @staticmethod
    def send_out(page: Page, session: Session, _room: str) -> None:
        page.locator(f"#s-{session.id} .ev-t").tap()
        page.locator("#panel").get_by_label("Room", exact=True).select_option(label="No room")
        page.locator("#panel").get_by_role("button", name="Save", exact=True).tap()


def by_finger(page: Page) -> tuple[Way, Way]:
    finger = Finger(page)
    return finger.put, finger.send_out


def test_with_a_finger(browser: Browser, base: str, instance: Path) -> None:
    built(browser, base, instance, False, by_finger, has_touch=True)


def go_to(page: Page, selector: str) -> None:
    """By Tab alone: forwards, and where that ends backwards."""
    backwards = page.evaluate("(selector) => { const to = document.querySelector(selector); return Boolean(to.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) && document.activeElement !== document.body }", selector)  # fmt: skip
    for _ in range(400):
        if page.evaluate(FOCUSED, selector):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"{selector} is nowhere between the keys.")


def heard(page: Page) -> list[str]:
    """What a screen reader was told since it was last asked."""
    found: list[str] = page.evaluate("window.heard.splice(0)")
    return found


def by_keys(_page: Page) -> tuple[Way, Way]:
    def put(page: Page, session: Session, room: str) -> None:
        assert session.start and session.minutes
        heard(page)
        go_to(page, f"[data-tray] #s-{session.id} .grip")
        page.keyboard.press("Enter")
        title = page.locator(f"#s-{session.id} .ev-t").inner_text()
        assert heard(page) == [f"{title} is lifted. Arrows carry it."]
        days = [tab.get_attribute("data-day-tab") for tab in page.locator("[data-day-tab]").all()]
        by = days.index(f"{session.start:%Y-%m-%d}") - days.index(page.locator(".days-p").get_attribute("data-day"))
        for _ in range(abs(by)):
            page.keyboard.press("PageDown" if by > 0 else "PageUp")
            page.wait_for_function("window.heard.length")
            heard(page)
        pause = session.kind == SessionKind.BREAK
        rooms = page.locator("[data-column]").all_inner_texts()
        right = 0 if pause else next(number for number, name in enumerate(rooms) if name.startswith(room))
        minutes = session.start.hour * 60 + session.start.minute - 9 * 60
        long, short = divmod(abs(minutes), 30)
        down = "ArrowDown" if minutes >= 0 else "ArrowUp"
        for key in ["ArrowRight"] * right + [f"Shift+{down}"] * long + [down] * (short // 5):
            page.keyboard.press(key)
        steps = heard(page)
        assert len(steps) == right + long + short // 5
        end = session.start.hour * 60 + session.start.minute + session.minutes
        hours = f"{session.start:%H:%M}–{end // 60:02d}:{end % 60:02d}"
        assert steps[-1:] in ([], [f"{hours}, free" if pause else f"{room}, {hours}, free"])
        page.keyboard.press("Enter")
        page.wait_for_function("window.heard.length")
        assert [text.partition(" ")[0] for text in heard(page)] == ["Saved."]
        expect(page.locator(f"[data-grid] #s-{session.id} .grip")).to_be_focused()

    def send_out(page: Page, session: Session, _room: str) -> None:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2").first).to_be_focused()
        go_to(page, "#panel [name=room]")
        page.keyboard.press("Home")
        go_to(page, "#panel .pn-save button")
        page.keyboard.press("Enter")

    return put, send_out


def test_with_the_keyboard_alone_and_each_step_is_told(browser: Browser, base: str, instance: Path) -> None:
    built(browser, base, instance, False, by_keys)


@pytest.mark.soak
@pytest.mark.parametrize("way", [by_mouse, by_finger, by_keys])
def test_all_of_it(browser: Browser, base: str, instance: Path, way: Callable[[Page], tuple[Way, Way]]) -> None:
    built(browser, base, instance, True, way, has_touch=way is by_finger)
