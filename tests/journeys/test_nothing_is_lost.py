"""Leaving a page of one's own with words that aren't saved is asked first, and whoever stays has them still."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from sqlalchemy import delete, update

from forum_app.database import Database
from forum_app.domain.vocabularies import Mode
from forum_app.models.forum import Forum
from tests.journeys.served import served
from tests.journeys.test_people_come import REGISTER, fill_in, last_link
from tests.services.opened import open_registration
from tests.services.speakers import key_for

SESSION, SPEAKER, QUESTION, OPENING = "225py65p8d", "3cukgsgx4f", "hmtc74xbzr", "gkvaaw9f4b"
PATIENCE = 30_000  # milliseconds: longer than the server waits for its database
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW="2022-09-01T12:00:00+00:00") as address:
        yield address


@pytest.fixture(scope="module")
def database(instance: Path, base: str) -> Iterator[Database]:
    """The one that the server works with; one forum is there, and people register for it."""
    found = Database(f"sqlite:///{instance / 'forum.db'}")
    found.write(lambda connection: connection.execute(delete(Forum).where(Forum.slug != "gssd2022")))
    open_registration(found, modes=[Mode.IN_PERSON, Mode.ONLINE])
    yield found
    found.close()


@pytest.fixture(scope="module")
def moderator(base: str, database: Database) -> str:
    return f"{base}/s/{key_for(database, 'Vejs')}/sessions/{SESSION}"


@pytest.fixture(scope="module")
def speaker(base: str, database: Database) -> str:
    return f"{base}/s/{key_for(database, 'Anir')}"


def stays(page: Page, leave: Callable[[], object]) -> list[str]:
    """Which questions are asked on the way out; each is answered by staying."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    leave()
    page.wait_for_timeout(400)
    page.remove_listener("dialog", answer)
    return asked


def home(page: Page) -> Callable[[], object]:
    """Leaves by the link of the page's header."""
    return lambda: page.locator("header a").first.click(no_wait_after=True)


def asks_before_words_are_lost(page: Page, address: str, field: str, typed: str = " Kept") -> None:
    page.goto(address)
    assert stays(page, lambda: page.reload()) == []
    words = page.locator(f"[id='{field}']")
    words.press("Control+End")
    words.press_sequentially(typed)
    before = words.input_value()
    assert before.endswith(typed)
    assert stays(page, home(page)) == ["beforeunload"]
    assert page.url == address
    expect(words).to_have_value(before)


def test_notes_minutes_and_the_order_of_questions_on_one_page(page: Page, moderator: str) -> None:
    note, minutes = f"n-{SPEAKER}", f"m-{OPENING}"
    asks_before_words_are_lost(page, moderator, note)
    up = page.get_by_role("button", name="Move question 2 up")
    assert stays(page, lambda: up.click(no_wait_after=True)) == ["beforeunload"]
    page.locator(f"#{minutes}").fill("9")
    save = page.get_by_role("button", name="Save the minutes")
    assert stays(page, lambda: save.click(no_wait_after=True)) == ["beforeunload"]
    expect(page.locator(f"#{note}")).to_have_value(" Kept")
    notes = page.get_by_role("button", name="Save the notes")
    assert stays(page, lambda: notes.click(no_wait_after=True)) == [
        "beforeunload"
    ]  # of the minutes, which are typed still
    page.once("dialog", lambda dialog: dialog.accept())
    save.click()
    expect(page.get_by_role("status")).to_contain_text("these minutes")
    page.locator(f"#{note}").fill("Be brief.")
    assert stays(page, lambda: notes.click()) == []
    expect(page.get_by_role("status")).to_have_text("The notes are kept.")
    expect(page.locator(f"#{note}")).to_have_value("Be brief.")
    assert stays(page, home(page)) == []


def test_notes_that_somebody_else_wrote_meanwhile_are_kept_on_the_page(
    page: Page, context: BrowserContext, moderator: str
) -> None:
    note = f"#n-{SPEAKER}"
    page.goto(moderator)
    other = context.new_page()
    for each, words in ((other, "Theirs"), (page, "Mine")):
        each.goto(moderator) if each is other else None
        each.locator(note).fill(words)
        each.get_by_role("button", name="Save the notes").click()
    expect(page.locator(".clash .theirs")).to_have_text("Theirs")
    expect(page.locator(note)).to_have_value("Mine")
    expect(page.locator(".clash")).to_be_in_viewport()
    page.locator(note).press("End")  # a page that nobody touched asks nothing, whatever it holds
    assert stays(page, home(page)) == ["beforeunload"]
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_role("status")).to_have_text("The notes are kept.")


@pytest.mark.parametrize(
    ("path", "field"),
    [("", f"answer-{QUESTION}"), ("", "access_needs"), ("/profile", "biography.en"), ("/profile", "private.phone")],
)
def test_what_a_speaker_writes(page: Page, speaker: str, path: str, field: str) -> None:
    asks_before_words_are_lost(page, speaker + path, field)


def test_the_answers_of_a_registration(page: Page, base: str, database: Database) -> None:
    fill_in(page, base, "Ana", mode="In person")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are registered")
    address = f"{base}{last_link(database, 'ana@people.example')}/change"
    asks_before_words_are_lost(page, address, "post", "Head")
    page.get_by_label("Given name").fill("")
    save = page.get_by_role("button", name="Save the changes")
    assert stays(page, lambda: save.click()) == []
    expect(page.locator("#post")).to_have_value("Head")
    page.locator("#post").press("End")
    assert stays(page, home(page)) == ["beforeunload"]  # refused: it isn't saved yet
    page.get_by_label("Given name").fill("Ana")
    assert stays(page, lambda: save.click()) == []
    expect(page.get_by_role("status")).to_be_visible()


def test_a_form_that_registers_keeps_what_is_typed_or_asks_where_the_browser_keeps_nothing(
    page: Page, context: BrowserContext, base: str
) -> None:
    page.goto(base + REGISTER)
    page.get_by_label("Given name").press_sequentially("Ben")
    assert stays(page, home(page)) == []
    page.goto(base + REGISTER)
    expect(page.get_by_label("Given name")).to_have_value("Ben")
    other = context.new_page()
    other.add_init_script(NO_STORAGE)
    other.goto(base + REGISTER)
    other.get_by_label("Given name").press_sequentially("Cleo")
    assert stays(other, home(other)) == ["beforeunload"]
    expect(other.get_by_label("Given name")).to_have_value("Cleo")
    other.get_by_role("button", name="Send registration").click()
    expect(other.get_by_role("alert").first).to_be_visible()
    expect(other.get_by_label("Given name")).to_have_value("Cleo")
    assert stays(other, home(other)) == ["beforeunload"]


@pytest.mark.broad
def test_a_form_sent_while_the_database_is_busy_is_sent_again_from_the_page_that_says_so(
    page: Page, base: str, database: Database
) -> None:
    page.set_default_timeout(PATIENCE)
    with database.writing() as connection:  # nobody else can write meanwhile
        connection.execute(update(Forum).values(version=Forum.version + 1))
        fill_in(page, base, "Dora", mode="Online")
        expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet", timeout=PATIENCE)
    assert page.url.partition("?")[0] == base + REGISTER
    expect(page.locator(".kept")).to_contain_text("dora@people.example")
    page.locator("h1").click()  # a page that nobody touched asks nothing, whatever it holds
    assert stays(page, home(page)) == ["beforeunload"]
    again = page.get_by_role("button", name="Send it again")
    assert stays(page, lambda: again.click()) == []
    expect(page.get_by_role("heading", level=1)).to_have_text("You are registered")
