"""Several organisers in browsers of their own, with a real mail server between them: invited, signed in, handed over;
mails written, read before they leave, held and delivered; forums copied, hidden, deleted."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import DESK, come_in, link
from tests.services.mail_servers import Box, serving

pytestmark = [pytest.mark.browser, pytest.mark.broad]
KEY = re.compile(r"http://localhost:\d+/(?:invitation|sign-in/link)/[\w-]+")
PASSWORD = "four quiet herons wade"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people")


@pytest.fixture(scope="module")
def box() -> Box:
    return Box()


@pytest.fixture(scope="module")
def base(instance: Path, box: Box) -> Iterator[str]:
    with serving(box) as port:
        settings = {"FORUM_SMTP_URL": f"smtp://localhost:{port}", "FORUM_MAIL_FROM": "Forums <forum@desk.example>"}
        with served(instance, **settings) as address:
            yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes tabs in browsers of their own, closed at the end."""
    made = []

    def make(**options: object) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "timezone_id": "Europe/Zurich", **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        made.append(context)
        return context.new_page()

    yield make
    for context in made:
        context.close()


def mailed_to(page: Page, box: Box, address: str, known: int = 0) -> str:
    """The text of the newest mail to an address, once there are more than ``known``; ``page`` waits meanwhile."""
    for _ in range(120):
        mails = [mail for to, mail in box.mails if to == address]
        if len(mails) > known:
            return mails[-1].get_body(("plain",)).get_content()
        page.wait_for_timeout(250)
    raise AssertionError(f"No mail to {address}: {sorted(box.counts)}")


def test_an_owner_invites_by_mail_hands_over_and_leaves(
    browser: Browser, visitor: Callable[..., Page], base: str, instance: Path, box: Box
) -> None:
    ana = come_in(browser, link(instance, base, "ana@hand.example", "--forum", "gssd2022", "--role", "owner"))
    ana.goto(f"{base}{DESK}/members")
    ana.get_by_label("E-mail").fill("bo@hand.example")
    ana.get_by_label("Organiser").check()
    ana.get_by_role("button", name="Send invitation").click()
    expect(ana.get_by_role("row", name="bo@hand.example")).to_contain_text("Invited")
    bo = visitor()
    bo.goto(KEY.search(mailed_to(ana, box, "bo@hand.example"))[0])
    bo.get_by_role("main").get_by_role("button").click()
    bo.wait_for_url("**/manage/**")
    bo.goto(f"{base}{DESK}/sessions")
    expect(bo.get_by_role("heading", level=1)).to_have_text("Sessions")
    ana.reload()
    ana.get_by_label("Role of ana@hand.example").select_option("none")
    ana.get_by_role("row", name="ana@hand.example").get_by_role("button", name="Save").click()
    expect(ana.get_by_text("A forum keeps an owner")).to_be_visible()  # the last stays until there is another one
    ana.get_by_label("Role of bo@hand.example").select_option("owner")
    ana.get_by_role("row", name="bo@hand.example").get_by_role("button", name="Save").click()
    expect(ana.get_by_label("Role of bo@hand.example")).to_have_value("owner")
    ana.get_by_label("Role of ana@hand.example").select_option("none")
    ana.get_by_role("row", name="ana@hand.example").get_by_role("button", name="Save").click()
    expect(ana.get_by_text("The membership has ended.")).to_be_visible()
    ana.goto(f"{base}{DESK}/sessions")
    expect(ana.get_by_role("heading", level=1)).not_to_have_text("Sessions")
    bo.goto(f"{base}{DESK}/members")
    expect(bo.get_by_label("Role of bo@hand.example")).to_have_value("owner")
    ana.context.close()


def test_a_mailed_code_a_password_a_second_factor_and_out_everywhere(
    browser: Browser, visitor: Callable[..., Page], base: str, instance: Path, box: Box
) -> None:
    come_in(browser, link(instance, base, "cy@door.example", "--forum", "gssd2022")).context.close()
    first, second = visitor(), visitor()
    first.goto(f"{base}{DESK}/sessions")  # not signed in: to the door, and back after it
    first.get_by_label("E-mail").fill("cy@door.example")
    first.get_by_role("button", name="Send me a code by mail").click()
    code = re.search(r"\b(\d{4})[ \u202f]?(\d{4})\b", mailed_to(first, box, "cy@door.example"))
    first.get_by_label("Code").fill("".join(code.groups()))
    first.get_by_role("button", name="Sign in").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Sessions")
    first.goto(f"{base}/manage/account")
    first.get_by_label("New password").fill(PASSWORD)
    first.get_by_label("The same again").fill(PASSWORD)
    first.get_by_role("button", name="Set password").click()
    expect(first.get_by_text("The new password is set.")).to_be_visible()
    first.get_by_role("link", name="Turn on").click()
    secret = first.locator(".key").inner_text().replace(" ", "")
    first.get_by_label("Code that it shows now").fill(pyotp.TOTP(secret).now())
    first.get_by_role("button", name="Turn on").click()
    expect(first.locator(".codes li")).to_have_count(10)
    codes = first.locator(".codes li").all_inner_texts()
    second.goto(f"{base}/sign-in")
    second.get_by_label("E-mail").fill("cy@door.example")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Sign in", exact=True).click()
    second.get_by_label("Code").fill(codes[0])
    second.get_by_role("button", name="Sign in").click()
    second.wait_for_url("**/manage/**")
    first.goto(f"{base}/manage/account")
    first.get_by_role("button", name="Sign out everywhere else").click()
    expect(first.get_by_text("Every other browser is signed out.")).to_be_visible()
    second.goto(f"{base}/manage/account")
    expect(second).to_have_url(re.compile("/sign-in"))
    first.reload()
    expect(first.get_by_role("heading", level=1)).to_have_text("Your account")


def test_a_letter_is_read_before_it_leaves_taken_back_and_sent(
    browser: Browser, base: str, instance: Path, box: Box
) -> None:
    page = come_in(browser, link(instance, base, "di@post.example", "--forum", "gssd2022", "--role", "owner"))
    page.goto(f"{base}{DESK}/messages/write")
    for group in page.locator("input[name=group]").all():
        group.check()
    page.get_by_label("Subject").first.fill("Slides by Friday")
    page.get_by_label("Text", exact=True).first.fill("Dear {name}, please send your slides.")
    page.get_by_role("button", name="Look at it").click()
    number = int(page.locator(".reach b").inner_text())
    assert number > 0
    page.get_by_role("button", name=f"Send {number} mail").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(f"{base}{DESK}/messages?q=Slides")
    expect(page.locator("tbody tr")).to_have_count(min(number, 50))
    page.locator("tbody th a").first.click()
    expect(page.frame_locator("iframe").get_by_text("please send your slides.")).to_be_visible()
    to = page.locator(".mail-facts bdi[dir=ltr]").first.inner_text()
    assert box.counts[to] == 0
    page.get_by_role("button", name="Send now").click()
    assert "please send your slides." in mailed_to(page, box, to)
    page.goto(f"{base}{DESK}/messages?q=Slides")
    waiting = page.locator("tbody tr", has_not_text="Sent").first
    other = waiting.locator(".addr").inner_text()
    waiting.get_by_role("button", name=re.compile("^Cancel|^Take back")).click()
    page.wait_for_timeout(2_000)
    assert (box.counts[to], box.counts[other]) == (1, 0)
    page.context.close()


def test_the_words_of_a_mail_are_changed_and_looked_at(browser: Browser, base: str, instance: Path) -> None:
    page = come_in(browser, link(instance, base, "em@post.example", "--forum", "gssd2022", "--role", "owner"))
    page.goto(f"{base}{DESK}/messages/templates")
    page.locator(".parts a").first.click()
    page.get_by_label("Subject").fill("A word from Bangkok")
    page.get_by_role("button", name="Look at it").click()
    expect(page.frame_locator("iframe").locator("body")).not_to_be_empty()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{base}{DESK}/messages/templates")
    expect(page.get_by_text("A word from Bangkok")).to_be_visible()
    expect(page.get_by_text("Your words").first).to_be_visible()
    page.context.close()


def test_a_forum_is_copied_to_other_days_hidden_shown_and_deleted(browser: Browser, base: str, instance: Path) -> None:
    page = come_in(browser, link(instance, base, "fay@copy.example"))
    link(instance, base, "fay@copy.example", "--forum", "gssd2022", "--role", "owner")
    page.goto(f"{base}/manage/new?way=copy")
    page.get_by_role("link", name=re.compile("alliances", re.IGNORECASE)).first.click()
    page.get_by_label("Short name").fill("again2027")
    page.get_by_label("First day").fill("2027-09-14")
    page.get_by_label("Sessions, moved to the new days").check()
    page.get_by_role("button", name="Make the forum").click()
    page.wait_for_url("**/manage/again2027/**")
    page.goto(f"{base}/manage/again2027/sessions")
    expect(page.locator("tbody tr").first).to_contain_text("10:30")
    page.goto(f"{base}/manage/again2027/publish")
    page.get_by_role("button", name="Publish release 1").click()
    expect(page.get_by_text("Release 1 is published.").first).to_be_visible()
    public = browser.new_context(locale="en-GB").new_page()
    assert public.goto(f"{base}/forums/again2027/").status == 200
    page.goto(f"{base}/manage/again2027/settings/visibility")
    page.get_by_label(re.compile("^Draft")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # to disappear is asked twice
    page.get_by_label(re.compile("^Draft")).check()
    page.get_by_label(re.compile("Yes, it may disappear")).check()
    page.get_by_role("button", name="Save").click()
    public.wait_for_timeout(1_500)
    assert public.goto(f"{base}/forums/again2027/").status == 404
    page.goto(f"{base}/manage/again2027/settings/delete")
    page.get_by_label(re.compile("Type its short name")).fill("again2026")
    page.get_by_role("button", name="Delete the forum").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label(re.compile("Type its short name")).fill("again2027")
    page.get_by_role("button", name="Delete the forum").click()
    assert page.goto(f"{base}/manage/again2027/").status == 404
    for each in (page, public):
        each.context.close()
