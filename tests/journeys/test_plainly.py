"""Two organisers whose browsers run no script: at one session of the agenda, at its note, and who is where when. What a
page shows them is read by axe, from both sides, and fits a thumb."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_states import PHONE, amiss

pytestmark = [pytest.mark.browser, pytest.mark.broad]
AGENDA = "/manage/eiip2025/agenda"
WIDE = {"width": 1280, "height": 900}
TITLE = "How many jobs?"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plainly")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


class Organiser:
    """Somebody at a page that runs no script, except what axe is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.browser: CDPSession = page.context.new_cdp_session(page)
        self.scripts(False)

    def scripts(self, run: bool) -> None:
        self.browser.send("Emulation.setScriptExecutionDisabled", {"value": not run})

    def wrong_here(self) -> list[object]:
        """What is amiss on this page at the size of a phone."""
        self.page.set_viewport_size(PHONE)
        self.scripts(True)
        found = amiss(self.page)
        self.scripts(False)
        self.page.set_viewport_size(WIDE)
        return found


@pytest.fixture(scope="module")
def both(browser: Browser, instance: Path, base: str) -> Iterator[tuple[Organiser, Organiser]]:
    """Ana, and Ben, who reads Arabic in the dark."""
    ways: dict[str, dict[str, str]] = {"ana": {}, "ben": {"locale": "ar", "color_scheme": "dark"}}
    found = []
    for name, how in ways.items():
        address = link(instance, base, f"{name}@plain.example", "--forum", "eiip2025")
        found.append(Organiser(come_in(browser, address, viewport=WIDE, **how)))
    yield found[0], found[1]
    for each in found:
        each.page.context.close()


def test_one_session_of_the_agenda_is_moved_by_two_and_seen_by_its_people(
    both: tuple[Organiser, Organiser], base: str
) -> None:
    at_ana, at_ben = both
    ana, ben = at_ana.page, at_ben.page
    ana.goto(f"{base}{AGENDA}?day=2025-02-18")
    ana.locator(".grid5 .ev-t").filter(has_text=TITLE).click()
    ben.goto(ana.url)
    for page, minutes in ((ana, "50"), (ben, "40")):
        page.locator("#panel [name=minutes]").fill(minutes)
        page.locator("#panel .pn-save button").click()
    expect(ana.get_by_role("status").first).to_contain_text("One session is changed.")
    both_shown = ben.locator("main .touched")
    expect(both_shown).to_contain_text("ana@plain.example")
    expect(both_shown.locator("td")).to_contain_text(["50", "40"])
    expect(both_shown.locator("td[data-label]")).to_have_count(2)  # on a phone each says whose it is
    wrong = at_ben.wrong_here()
    ben.locator("main form .btn.bad").click()
    expect(ben.locator("#panel [name=minutes]")).to_have_value("40")

    ana.reload()
    expect(ana.locator("#panel [name=minutes]")).to_have_value("40")
    ana.get_by_role("link", name="People", exact=True).last.click()
    row = ana.locator("main tbody tr").filter(has_text=TITLE).first
    expect(row).to_be_visible()
    ben.goto(ana.url)
    wrong += [*at_ana.wrong_here(), *at_ben.wrong_here()]
    row.get_by_role("link").filter(has_text=TITLE).click()
    expect(ana.locator("#panel [name=minutes]")).to_have_value("40")
    assert wrong == []


def test_a_note_of_a_session_is_begun_and_written_by_two(both: tuple[Organiser, Organiser], base: str) -> None:
    at_ana, at_ben = both
    ana, ben = at_ana.page, at_ben.page
    ana.goto(f"{base}/manage/eiip2025/sessions")
    ana.locator("tbody th a").filter(has_text=TITLE).click()
    ana.get_by_role("link", name="The note of this session").click()
    expect(ana.get_by_role("main")).to_contain_text("No concept note yet")
    wrong = at_ana.wrong_here()
    ana.get_by_role("button", name="Begin with an introduction alone").click()
    ben.goto(ana.url)
    wrong += [*at_ana.wrong_here(), *at_ben.wrong_here()]
    for page, heading in ((ana, "What is counted"), (ben, "Who counts")):
        page.locator("[name='heading.en']").fill(heading)
        page.locator(".saves .pri").first.click()
    expect(ben.locator(".clash .theirs")).to_have_text("What is counted")
    wrong += at_ben.wrong_here()
    ben.locator(".clash [value=mine]").check()
    ben.locator(".saves .pri").first.click()
    expect(ben.locator(".clash")).to_have_count(0)
    expect(ben.locator("[name='heading.en']")).to_have_value("Who counts")
    assert wrong == []
