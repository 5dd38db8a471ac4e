"""Organisers in real browsers: they come by a link, make a forum, write, publish; two meet in one form; every page is
read by axe and fits a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served, told
from tests.journeys.test_reading import AXE, TAGS

pytestmark = pytest.mark.browser
DESK = "/manage/gssd2022"
# High enough for the bar that stays at the bottom to cover nothing while axe looks.
TALL = {"width": 1280, "height": 6000}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def link(instance: Path, base: str, email: str, *more: str) -> str:
    """A one-time link to sign in, from the command line."""
    return told(instance, base, "organiser", email, *more).splitlines()[-1]


def come_in(browser: Browser, address: str, **options: object) -> Page:
    options = {"locale": "en-GB", "timezone_id": "Europe/Zurich", **options}
    page = browser.new_context(bypass_csp=True, **options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(15_000)
    page.goto(address)
    page.get_by_role("button").filter(has_text="").last.click()
    page.wait_for_url("**/manage/**")
    return page


PAGES = [
    "/manage/", "/manage/account", "/manage/account/second-factor", "/manage/accounts", "/manage/new",
    f"{DESK}/", f"{DESK}/sessions", f"{DESK}/sessions?q=nothing-like-this", f"{DESK}/sessions/new", f"{DESK}/people",
    f"{DESK}/people/new?in=fr", f"{DESK}/organisations/new", f"{DESK}/themes", f"{DESK}/rooms", f"{DESK}/key-questions",
    f"{DESK}/materials", f"{DESK}/references", f"{DESK}/terms", f"{DESK}/focal-points/new", f"{DESK}/concept-note",
    f"{DESK}/concept-note?in=fr", f"{DESK}/registrations", f"{DESK}/registrations.csv", f"{DESK}/badges.pdf", f"{DESK}/check-in",
    f"{DESK}/check-in/walk-in", f"{DESK}/speaking", f"{DESK}/publish", f"{DESK}/releases",
    f"{DESK}/checker", f"{DESK}/members", f"{DESK}/log", f"{DESK}/find?q=forum", f"{DESK}/messages", f"{DESK}/settings",
    f"{DESK}/roles", f"{DESK}/settings/branding", f"{DESK}/settings/visibility", f"{DESK}/settings/file", f"{DESK}/settings/delete",
    f"{DESK}/languages", f"{DESK}/messages/write", f"{DESK}/messages/templates", f"{DESK}/people/paste", f"{DESK}/people/merge",
    f"{DESK}/several/sessions?every=1", f"{DESK}/several/people", f"{DESK}/talks/new", "/manage/new?way=copy", "/manage/new?way=file",
    f"{DESK}/releases/1/bring-back", f"{DESK}/messages/templates/slot/fr", f"{DESK}/settings/logo", f"{DESK}/nowhere", "/sign-in",
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "scheme"),
    [("en-GB", "light"), *(pytest.param(*each, marks=pytest.mark.soak) for each in (("ar", "dark"), ("fr", "light")))],
)
@pytest.mark.broad
def test_axe_finds_nothing_on_any_page_of_the_desk(
    browser: Browser, base: str, instance: Path, language: str, scheme: str
) -> None:
    page = come_in(
        browser, link(instance, base, "axe@example.org"), locale=language, color_scheme=scheme, viewport=TALL
    )
    come_as_owner(instance, base, "axe@example.org")
    source, found = AXE.read_text("utf-8"), {}
    for path in PAGES:
        page.goto(base + path)
        page.evaluate(source)
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found[path] = [(item["id"], item["nodes"][0]["html"][:200]) for item in result["violations"]]
    page.context.close()
    assert {path: violations for path, violations in found.items() if violations} == {}


def come_as_owner(instance: Path, base: str, email: str) -> None:
    link(instance, base, email, "--forum", "gssd2022", "--role", "owner")


@pytest.mark.parametrize("width", [320, *(pytest.param(each, marks=pytest.mark.broad) for each in (390, 1024, 1440))])
def test_no_page_of_the_desk_scrolls_sideways(browser: Browser, base: str, instance: Path, width: int) -> None:
    page = come_in(browser, link(instance, base, "wide@example.org"), viewport={"width": width, "height": 800})
    come_as_owner(instance, base, "wide@example.org")
    wide = {}
    for path in PAGES:
        page.goto(base + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert {path: size for path, size in wide.items() if size > width} == {}


def test_two_people_in_one_form_lose_nothing_and_choose(browser: Browser, base: str, instance: Path) -> None:
    ana = come_in(browser, link(instance, base, "ana@example.org", "--forum", "gssd2022"))
    feixia = come_in(browser, link(instance, base, "feixia@example.org", "--forum", "gssd2022"))
    for page in (ana, feixia):
        page.goto(f"{base}{DESK}/rooms")
        page.get_by_role("link", name="Meeting room 1").click()
    ana.get_by_label("Seats").fill("180")
    ana.get_by_label("How to find it").fill("First floor, east")
    ana.get_by_role("button", name="Save", exact=True).click()
    expect(ana.get_by_role("status").first).to_contain_text("Saved.")
    feixia.get_by_label("Seats").fill("60")
    feixia.get_by_label("Building").fill("Annex")
    feixia.keyboard.press("Control+s")
    expect(feixia.get_by_role("alert").first).to_contain_text("saved changes at")
    expect(feixia.locator(".theirs")).to_have_text("180")
    expect(feixia.get_by_label("Seats")).to_have_value("60")
    expect(feixia.get_by_label("Building")).to_have_value("Annex")
    expect(feixia.get_by_label("How to find it")).to_have_value("First floor, east")
    feixia.get_by_label("Use mine, in the field below").check()
    feixia.get_by_role("button", name="Save", exact=True).click()
    expect(feixia.get_by_role("status").first).to_contain_text("Saved.")
    ana.reload()
    expect(ana.get_by_label("Seats")).to_have_value("60")
    expect(ana.get_by_label("Building")).to_have_value("Annex")
    expect(ana.get_by_label("How to find it")).to_have_value("First floor, east")


def test_a_text_is_written_in_the_editor_with_a_footnote_and_words_own_list(
    browser: Browser, base: str, instance: Path
) -> None:
    page = come_in(browser, link(instance, base, "writer@example.org", "--forum", "gssd2022"))
    page.goto(f"{base}{DESK}/sessions")
    page.locator(".things tbody a").first.click()
    page.locator("summary", has_text="Objectives and outcomes").click()
    text = page.get_by_role("textbox", name="Outcome", exact=True)
    text.click()
    page.keyboard.type("What we take home")
    page.get_by_role("toolbar", name="Formatting").last.get_by_role("button", name="Footnote").click()
    page.keyboard.type("Report of the rapporteur.")
    text.evaluate(
        """(element, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "<p class=MsoNormal>and</p>",
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    page.locator("summary", has_text="Objectives and outcomes").click()
    again = page.get_by_role("textbox", name="Outcome", exact=True)
    expect(again).to_contain_text("What we take home")
    expect(again.locator("ol.footnotes li")).to_contain_text("Report of the rapporteur.")


def test_parts_of_a_form_work_by_keyboard_alone(browser: Browser, base: str, instance: Path) -> None:
    page = come_in(browser, link(instance, base, "keys@example.org", "--forum", "gssd2022"))
    page.goto(f"{base}{DESK}/people/new")
    page.get_by_label("Name as it is shown").fill("Somchai Meesuk")
    page.get_by_role("button", name="Add a post").press("Enter")
    expect(page.get_by_label("Title of the post")).to_be_focused()
    page.keyboard.type("Director")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.get_by_label("Title of the post")).to_have_value("Director")


def test_the_desk_works_without_javascript(browser: Browser, base: str, instance: Path) -> None:
    page = come_in(browser, link(instance, base, "plain@example.org", "--forum", "gssd2022"), java_script_enabled=False)
    page.goto(f"{base}{DESK}/themes/new")
    page.get_by_label("Title", exact=False).first.fill("Care work")
    page.get_by_role("textbox", name="Text").fill("Who cares for *whom*.[^1]\n\n[^1]: ILO, 2024.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    assert page.get_by_role("textbox", name="Text").input_value() == "Who cares for *whom*.[^1]\n\n[^1]: ILO, 2024."
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("It is back.")


def test_a_forum_is_made_written_published_and_printed(browser: Browser, base: str, instance: Path) -> None:
    """From nothing to a release with its documents, by pressing what the pages offer."""
    page = come_in(browser, link(instance, base, "maker@example.org"))
    page.get_by_role("link", name="New forum").first.click()
    page.get_by_label("Title").first.fill("Forum on local roads")
    page.get_by_label("Short name").fill("local-roads")
    page.get_by_label("First day").fill("2027-05-11")
    page.get_by_label("Last day").fill("2027-05-12")
    page.get_by_role("combobox", name="Time zone").select_option("Asia/Dhaka")
    page.get_by_role("button", name="Make the forum").click()
    page.wait_for_url("**/manage/local-roads/**")
    desk = f"{base}/manage/local-roads"

    def add(noun: str, **fields: str) -> None:
        page.goto(f"{desk}/{noun}")
        for name, value in fields.items():
            page.locator(f'[name="{name.replace("__", ".")}"]').fill(value)

    def save() -> None:
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("Saved.")

    add("themes/new", title__en="Local materials")
    save()
    add("rooms/new", name__en="Padma Hall", capacity="120")
    save()
    add("people/new", name__en="Farhana Chowdhury")
    save()
    add("sessions/new", title__en="What bamboo can carry", minutes="75")
    page.get_by_label("Day", exact=True).fill("2027-05-11")
    page.get_by_label("Time", exact=True).fill("09:30")
    page.get_by_label("Kind", exact=True).select_option("panel")
    page.get_by_label("Room", exact=True).select_option(label="Padma Hall (120)")
    page.get_by_label("Local materials").check()
    save()
    page.get_by_role("link", name="Add a talk").click()
    page.get_by_label("Title").first.fill("Bridges of three villages")
    page.get_by_label("Minutes", exact=True).fill("20")
    page.get_by_role("button", name="Add a speaker").click()
    page.get_by_label("Person", exact=False).first.fill("Farhana Chowdhury")
    save()
    page.goto(f"{desk}/concept-note")
    page.get_by_role("button", name="Begin the note").click()
    page.locator(".rt-text").click()
    page.keyboard.type("Roads that people can mend themselves.")
    save()
    page.goto(f"{desk}/publish")
    page.get_by_role("button", name="Publish release 1").click()
    expect(page.get_by_text("Release 1 is published.").first).to_be_visible()
    public = browser.new_context(locale="en-GB").new_page()
    public.goto(f"{base}/forums/local-roads/agenda")
    expect(public.get_by_role("heading", name="What bamboo can carry").first).to_be_visible()
    for document in ("concept-note.pdf", "agenda.pdf"):
        for _ in range(40):
            answer = public.request.get(f"{base}/forums/local-roads/{document}")
            if answer.status != 503:
                break
            public.wait_for_timeout(1000)
        assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")


def test_the_editor_is_there_where_a_folded_part_opens(browser: Browser, base: str, instance: Path) -> None:
    page = come_in(browser, link(instance, base, "folded@example.org", "--forum", "gssd2022", "--role", "owner"))
    page.goto(f"{base}{DESK}/settings")
    page.locator("summary", has_text="Practical information").click()
    text = page.get_by_role("textbox", name="Practical information", exact=True)
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("Bring a hat.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    page.locator("summary", has_text="Practical information").click()
    expect(text).to_contain_text("Bring a hat.")
    page.context.close()


def test_somebody_new_is_added_where_they_are_named(browser: Browser, base: str, instance: Path) -> None:
    page = come_in(browser, link(instance, base, "namer@example.org", "--forum", "gssd2022"))
    page.goto(f"{base}{DESK}/sessions")
    page.locator(".things tbody th a").first.click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Person", exact=False).first.fill("Wanda Weaver")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("“Wanda Weaver” is new: add it too").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Added as new, by name alone: “Wanda Weaver”.")
    expect(page.get_by_role("link", name="Wanda Weaver")).to_be_visible()
    page.context.close()
