"""What goes amiss with mails is seen and mended: an address refused, a server away; and one person's data, handed out,
then erased while another organiser has the same page open."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import DESK, come_in, link
from tests.journeys.test_people_at_the_desk import mailed_to
from tests.journeys.test_states import PHONE, amiss
from tests.services.mail_servers import Box, free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.broad]
OWNER = ("--forum", "gssd2022", "--role", "owner")
NAME = "Anir Chowdhury"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("amiss")


@pytest.fixture(scope="module")
def box() -> Box:
    return Box()


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def post(box: Box, port: int) -> Iterator[ExitStack]:
    """The mail server: closing this stops it, entering ``serving`` again brings it back."""
    with ExitStack() as running:
        running.enter_context(serving(box, port=port))
        yield running


@pytest.fixture(scope="module")
def base(instance: Path, post: ExitStack, port: int) -> Iterator[str]:
    settings = {"FORUM_SMTP_URL": f"smtp://localhost:{port}", "FORUM_MAIL_FROM": "Forums <forum@desk.example>"}
    with served(instance, **settings) as address:
        yield address


@pytest.fixture
def two(browser: Browser, base: str, instance: Path) -> Iterator[tuple[Page, Page]]:
    """Two owners of a forum in two browsers."""
    pages = [come_in(browser, link(instance, base, f"{name}@amiss.example", *OWNER)) for name in ("ana", "bo")]
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def _invite(page: Page, base: str, *addresses: str) -> None:
    for address in addresses:
        page.goto(f"{base}{DESK}/members")
        page.get_by_label("E-mail").fill(address)
        page.get_by_role("button", name="Send invitation").click()
        expect(page.get_by_role("status").first).to_contain_text(f"The invitation to {address} is in the outbox.")


def _until(page: Page, address: str, shown: Callable[[], bool]) -> None:
    """Looks at a page again and again, as somebody who waits does."""
    for _ in range(120):
        page.goto(address)
        if shown():
            return
        page.wait_for_timeout(250)
    raise AssertionError(page.locator("main").inner_text())


def test_refused_mails_are_seen_tried_again_and_leave_once(two: tuple[Page, Page], base: str, box: Box) -> None:
    (ana, bo), outbox = two, f"{base}{DESK}/messages"
    refused = ("gone@amiss.example", "moved@amiss.example", "full@amiss.example")
    box.answers |= {address: ["550 5.1.1 No such mailbox here"] for address in refused}
    _invite(ana, base, *refused)
    _until(ana, f"{outbox}?only=failed", lambda: ana.locator("tbody tr").count() == len(refused))
    gone = ana.get_by_role("row").filter(has_text=refused[0])
    expect(gone).to_contain_text("Not delivered")
    expect(gone).to_contain_text("The mail server said: 550 5.1.1 No such mailbox here")
    ana.set_viewport_size(PHONE)
    assert amiss(ana) == []
    ana.set_viewport_size({"width": 1280, "height": 900})

    box.answers.clear()  # the mailboxes are there now
    bo.goto(f"{outbox}?only=failed")
    gone.get_by_role("button", name=re.compile("^Try again")).click()
    expect(ana.get_by_role("status").first).to_contain_text("It leaves within a minute.")
    mailed_to(ana, box, refused[0])
    bo.get_by_role("row").filter(has_text=refused[0]).get_by_role("button", name=re.compile("^Try again")).click()
    expect(bo.get_by_role("main")).to_contain_text("Too late: the mail is on its way or was dealt with.")
    bo.goto(outbox)
    bo.get_by_role("button", name="Try all failures again").click()
    expect(bo.get_by_role("status").first).to_contain_text("2 mails are tried again.")
    for address in refused:
        mailed_to(bo, box, address)
    _until(
        bo, outbox, lambda: bo.locator("tbody tr").filter(has_text="The mail server took it").count() >= len(refused)
    )
    assert [box.counts[address] for address in refused] == [1, 1, 1]


def test_while_the_mail_server_is_away_mails_wait_and_the_page_says_so(
    two: tuple[Page, Page], base: str, box: Box, port: int, post: ExitStack
) -> None:
    ana, _bo = two
    post.close()
    _invite(ana, base, "later@amiss.example")
    waiting = ana.get_by_role("row").filter(has_text="later@amiss.example")
    trouble = ana.get_by_text("The mail server can't be reached since")
    _until(ana, f"{base}{DESK}/messages", lambda: trouble.is_visible())
    expect(ana.get_by_text("Nothing is lost: it is tried again every few minutes.")).to_be_visible()
    expect(waiting).to_contain_text("Waiting")
    expect(waiting).to_contain_text("The mail server can't be reached:")
    ana.set_viewport_size(PHONE)
    assert amiss(ana) == []
    post.enter_context(serving(box, port=port))
    mailed_to(ana, box, "later@amiss.example")
    _until(ana, f"{base}{DESK}/messages", lambda: "The mail server took it" in waiting.inner_text())
    expect(trouble).to_have_count(0)
    assert box.counts["later@amiss.example"] == 1


def test_a_persons_data_is_handed_out_and_erased_and_the_other_organiser_is_told(
    two: tuple[Page, Page], base: str
) -> None:
    ana, bo = two
    for page in two:
        page.goto(f"{base}{DESK}/")
        page.get_by_role("searchbox", name="Find anything").fill("chowdhury")
        page.locator(".find-list a").filter(has_text=NAME).first.click()
        page.wait_for_url("**/people/*")
    bo.get_by_label("Pronouns").fill("he")
    ana.get_by_role("link", name="Hand out or erase this person’s data").click()
    ana.set_viewport_size(PHONE)
    ana.get_by_role("button", name="Download (JSON)").click()
    expect(ana.locator("#why-error")).to_be_visible()
    assert amiss(ana) == []
    ana.get_by_label("Why is it needed?").fill("He asked for it by mail")
    with ana.expect_download() as download:
        ana.get_by_role("button", name="Download (JSON)").click()
    assert json.loads(download.value.path().read_bytes())["person"][0]["name"]["en"] == NAME
    bo_log = bo.context.new_page()
    bo_log.goto(f"{base}{DESK}/log")
    expect(bo_log.locator(".log")).to_contain_text("He asked for it by mail")
    ana.get_by_label(f"Type the name, {NAME}, to erase it").fill("Anir")
    ana.get_by_role("button", name="Erase this person’s data").click()
    expect(ana.locator("#typed-error")).to_have_text("This is not the name. Nothing was erased.")
    expect(ana.get_by_role("main")).to_contain_text("Where this person stood, “Speaker removed” stands")
    expect(ana.get_by_role("main")).to_contain_text("2 releases are rewritten")
    assert amiss(ana) == []
    ana.get_by_label(f"Type the name, {NAME}, to erase it").fill(NAME)
    ana.get_by_role("button", name="Erase this person’s data").click()
    expect(ana.get_by_role("status").first).to_contain_text("The data was erased.")
    expect(ana.get_by_role("main")).to_contain_text("2 releases were rewritten")
    assert amiss(ana) == []

    bo.get_by_role("button", name="Save", exact=True).click()
    expect(bo.get_by_role("main")).to_contain_text("The data of this person was erased meanwhile.")
    bo.goto(f"{base}{DESK}/people?q=chowdhury")
    expect(bo.get_by_role("main")).not_to_contain_text(NAME)
    bo.goto(f"{base}{DESK}/log")
    expect(bo.locator(".log")).not_to_contain_text(NAME)
