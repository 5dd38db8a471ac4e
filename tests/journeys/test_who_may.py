"""Who may come in and what they meet: accounts made, raised and closed while their people are there, an invitation taken
back, guesses at a password, and the pages as reception and as a viewer."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import DESK, come_in, link
from tests.journeys.test_people_at_the_desk import KEY, PASSWORD, mailed_to, visitor
from tests.journeys.test_states import PHONE, amiss
from tests.services.mail_servers import Box, serving

pytestmark = [pytest.mark.browser, pytest.mark.broad]
__all__ = ["visitor"]  # a fixture
FULL = "/manage/eiip2025"
WIDE = {"width": 1280, "height": 900}
# What a page offers: where its links lead, and what its buttons would change, as method and address.
OFFERED = """() => [
    ...[...document.querySelectorAll('a[href]')].map(each => ['get', each.href]),
    ...[...document.querySelectorAll('button:not([type=button], [aria-hidden=true]):enabled')].filter(each => each.checkVisibility())
        .filter(each => each.form && each.formMethod !== 'get' && each.form.method === 'post')
        .map(each => ['post', each.hasAttribute('formaction') ? each.formAction : each.form.action]),
]"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("who-may")


@pytest.fixture(scope="module")
def box() -> Box:
    return Box()


@pytest.fixture(scope="module")
def base(instance: Path, box: Box) -> Iterator[str]:
    with serving(box) as port:
        settings = {"FORUM_SMTP_URL": f"smtp://localhost:{port}", "FORUM_MAIL_FROM": "Forums <forum@desk.example>"}
        with served(instance, **settings) as address:
            yield address


def test_an_account_is_made_raised_closed_while_its_person_is_there_and_opened(
    browser: Browser, base: str, instance: Path
) -> None:
    root = come_in(browser, link(instance, base, "root@rights.example"))
    root.get_by_role("link", name="Accounts").first.click()
    root.set_viewport_size(PHONE)
    root.get_by_label("E-mail").fill("nia")
    root.get_by_label("Name", exact=True).fill("Nia Bello" * 40)
    root.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    root.get_by_role("button", name="Make account").click()
    expect(root.locator(".wrong").first).to_contain_text("This is no e-mail address")
    assert amiss(root) == []
    root.get_by_label("E-mail").fill("nia@rights.example")
    root.get_by_label("Name", exact=True).fill("Nia Bello")
    root.get_by_role("button", name="Make account").click()
    expect(root.get_by_role("status").first).to_contain_text("The account is here.")
    assert amiss(root) == []
    root.set_viewport_size(WIDE)
    row = root.get_by_role("row", name="nia@rights.example")

    nia = come_in(browser, link(instance, base, "nia@rights.example", "--forum", "gssd2022", "--role", "editor"))
    expect(nia.get_by_role("link", name="New forum")).to_have_count(0)
    row.get_by_role("button", name="Make administrator").click()
    expect(row).to_contain_text("Administrator")
    nia.goto(f"{base}/manage/")
    nia.get_by_role("link", name="Accounts").first.click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("Accounts")
    row.get_by_role("button", name="Administrator no more").click()
    expect(row.get_by_role("button", name="Make administrator")).to_be_visible()
    nia.reload()
    expect(nia.get_by_role("heading", level=1)).not_to_have_text("Accounts")

    nia.goto(f"{base}{DESK}/rooms/new")
    nia.locator('[name="name.en"]').fill("Library")
    row.get_by_role("button", name="Disable").click()
    expect(row).to_contain_text("Disabled")
    nia.get_by_role("button", name="Save", exact=True).click()
    expect(nia.get_by_role("main")).to_contain_text("Library")  # what she wrote is hers to copy
    expect(nia.get_by_role("link", name="Sign in, in a new tab")).to_be_visible()
    nia.goto(f"{base}{DESK}/rooms")
    expect(nia).to_have_url(re.compile("/sign-in"))

    row.get_by_role("button", name="Enable").click()
    expect(row.get_by_role("button", name="Disable")).to_be_visible()
    again = come_in(browser, link(instance, base, "nia@rights.example", "--forum", "gssd2022", "--role", "editor"))
    again.goto(f"{base}{DESK}/rooms")
    expect(again.get_by_role("heading", level=1)).to_have_text("Rooms")
    expect(again.get_by_text("Library")).to_have_count(0)
    for page in (root, nia, again):
        page.context.close()


def test_an_invitation_taken_back_says_so_to_whom_it_invited(
    browser: Browser, visitor: Callable[..., Page], base: str, instance: Path, box: Box
) -> None:
    ana = come_in(browser, link(instance, base, "ana@rights.example", "--forum", "gssd2022", "--role", "owner"))
    ana.goto(f"{base}{DESK}/members")
    ana.get_by_label("E-mail").fill("bo@rights.example")
    ana.get_by_role("button", name="Send invitation").click()
    bo, address = visitor(), KEY.search(mailed_to(ana, box, "bo@rights.example"))[0]
    bo.goto(address)
    expect(bo.get_by_role("main")).to_contain_text("You are invited to work on a forum as bo@rights.example.")
    invited = ana.get_by_role("row", name="bo@rights.example")
    invited.get_by_role("button", name="Withdraw").click()
    expect(ana.get_by_role("status").first).to_contain_text("The invitation is withdrawn.")
    expect(invited).to_have_count(0)
    bo.get_by_role("button", name="Accept and sign in").click()
    expect(bo.get_by_role("main")).to_contain_text("it was taken back, or accepted before")
    expect(bo.get_by_role("main")).to_contain_text("Ask whoever invited you")
    bo.goto(address)
    expect(bo.get_by_role("main")).to_contain_text("Ask whoever invited you")
    bo.goto(f"{base}{DESK}/")
    expect(bo).to_have_url(re.compile("/sign-in"))
    ana.context.close()


def test_a_stranger_guesses_until_refused_and_the_owner_comes_in_from_her_browser(
    browser: Browser, visitor: Callable[..., Page], base: str, instance: Path
) -> None:
    email = "eve-is-not@rights.example"
    ada = come_in(browser, link(instance, base, email, "--forum", "gssd2022", "--role", "owner"))
    ada.goto(f"{base}/manage/account")
    ada.get_by_label("New password").fill(PASSWORD)
    ada.get_by_label("The same again").fill(PASSWORD)
    ada.get_by_role("button", name="Set password").click()
    expect(ada.get_by_text("The new password is set.")).to_be_visible()
    ada.get_by_label("Your account").click()
    ada.get_by_role("button", name="Sign out", exact=True).click()
    ada.wait_for_url("**/sign-in")

    stranger, alert = visitor(), ""
    stranger.goto(f"{base}/sign-in")
    for number in range(12):
        _sign_in(stranger, email, f"guess {number}")
        alert = stranger.get_by_role("alert").inner_text()
        if "Too many" in alert:
            break
    assert number >= 5 and "Wait a quarter of an hour, or ask for a code by mail." in alert
    _sign_in(stranger, email, PASSWORD)  # nor by the right one: a guess more is a guess more
    expect(stranger.get_by_role("alert")).to_contain_text("Too many attempts failed.")

    _sign_in(ada, email, "not quite it")
    expect(ada.get_by_role("alert")).to_contain_text("The address or the password is not right.")
    _sign_in(ada, email, PASSWORD)
    ada.wait_for_url("**/manage/**")
    ada.context.close()


def _sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("role", ["reception", "viewer"])
def test_nothing_is_offered_that_would_be_refused_and_nothing_shown_that_is_private(
    browser: Browser, base: str, instance: Path, role: str
) -> None:
    """From page to page by every link, one of each sort of thing; whoever may change nothing is given no form for it, but for the door."""
    page = come_in(browser, link(instance, base, f"{role}@rights.example", "--forum", "eiip2025", "--role", role))
    page.goto(f"{base}{FULL}/")
    to_see, sorts, refused, forms, private = [f"{FULL}/"], set(), {}, set(), set()
    while to_see:
        path = to_see.pop(0)
        if re.search(r"\.\w+(\?|$)", path):  # a file: it would be downloaded, not shown
            given = page.request.head(base + path)
            refused |= {path: given.status} if given.status >= 400 else {}
            continue
        answer = page.goto(base + path, wait_until="domcontentloaded")
        if answer is None or answer.status >= 400:
            refused[path] = answer and answer.status
            continue
        shown = page.locator("main").inner_text()
        private |= {(path, found) for found in re.findall(r"\S+@\S+\.example\b", shown)}
        for method, address in page.evaluate(OFFERED):
            parts = urlsplit(address)
            if not address.startswith(f"{base}{FULL}"):
                continue
            sort = re.sub(
                r"(?<=/)(?=[a-z0-9]{10}(?:/|$))(?!references)[a-z0-9]+|(?<=/preview/).+|(?<=/releases/)\d+",
                "…",
                parts.path,
            )
            if method == "post":
                forms.add(sort)
            elif sort not in sorts and not parts.path.endswith(".pdf"):
                sorts.add(sort)
                to_see.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    page.context.close()
    door = {f"{FULL}/check-in", f"{FULL}/check-in/walk-in"}  # which reception keeps
    assert (refused, forms, private) == ({}, door if role == "reception" else set(), set())
    assert (f"{FULL}/registrations" in sorts) == (role == "reception")
    assert len(sorts) > 15
