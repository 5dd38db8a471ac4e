"""Every page behind a personal link or before it, in three languages, as a reader of screens and a phone meet it: axe finds
nothing, nothing scrolls sideways, and no word of ours is left in English."""

import base64
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, select

from forum_app.database import Database
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration
from forum_app.paths import CATALOGUES
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.arabic import arabic_data
from tests.command_line import run_forum
from tests.documents.forums import an_id, photo
from tests.journeys.served import served
from tests.journeys.test_builder_narrow import axe

NOW = "2030-04-01T04:00:00+00:00"
SLUG, WATER, SEEDS, TALK = "hisad", an_id("s", 1), an_id("s", 2), an_id("t", 1)
MODERATOR, SPEAKER, ASKED = an_id("p", 1), an_id("p", 2), an_id("p", 3)
COMES, VISA = an_id("q", 1), an_id("q", 2)
CHOICES = {
    "yes": {"ar": "نعم", "en": "Yes, I do", "fr": "Oui, bien sûr"},
    "no": {"ar": "لا", "en": "Not at all", "fr": "Pas du tout"},
}
LANGUAGES = ("en", "ar", "fr")


def forum_file() -> dict[str, Any]:
    """The Arabic forum, which also speaks English and French, with all that a registration can ask."""
    data = arabic_data()
    data["files"] = [
        {"name": name, "data": base64.b64encode(content).decode()} for name, content in (photo(1), photo(2))
    ]
    asked = {"text": {"ar": "هل تحتاجون إلى تأشيرة؟", "en": "Do you need a visa?", "fr": "Vous faut-il un visa ?"}}
    where = {"text": {"ar": "من أي قنصلية؟", "en": "From which consulate?", "fr": "De quel consulat ?"}}
    data["questions"] = [
        {"id": COMES, **asked, "choices": list(CHOICES.values())},
        {"id": VISA, **where, "only_if": {"question": COMES, "answer": CHOICES["yes"]["en"]}},
    ]
    data["delegations"] = [{"name": {"ar": "وفد الأردن", "en": "Delegation of Jordan", "fr": "Délégation jordanienne"}}]
    plan = {
        "state": "here",
        "modes": ["in-person", "online"],
        "seats_in_person": 2,
        "seats_online": 50,
        "offer_hours": 48,
    }
    asks = {"asks_gender": True, "asks_delegation": True}
    days = dict.fromkeys(("texts_by", "photo_by", "slides_by", "answers_by"), "2030-04-20")
    data["forum"] |= {"languages": list(LANGUAGES), "registration": plan | asks, "speaking": days}
    for each in data["sessions"]:
        if each["id"] == SEEDS:
            each |= {"sign_up": True, "capacity": 20, "status": "confirmed"}
    for number, each in enumerate(data["people"], 1):
        each["private"] = {"email": f"person{number}@example.org", "language": "ar"}
    return data


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("personal")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW=NOW) as address:
        written = instance / "hisad.json"
        written.write_text(json.dumps(forum_file()), "utf-8")
        here = {"FORUM_INSTANCE": str(instance), "FORUM_BASE_URL": address, "FORUM_DATABASE_URL": "", "FORUM_NOW": NOW}
        done = run_forum(here, "import", str(written), "--publish")
        assert done.status == 0, done.err
        yield address


@pytest.fixture(scope="module")
def database(instance: Path, base: str) -> Iterator[Database]:
    found = Database(f"sqlite:///{instance / 'forum.db'}")
    yield found
    found.close()


@pytest.fixture(scope="module")
def keys(database: Database) -> dict[str, str]:
    """Links of a moderator, a speaker, and somebody who hasn't answered, by person."""
    made = {person: new_personal_key() for person in (MODERATOR, SPEAKER, ASKED)}

    def job(connection: Any) -> None:
        for person, key in made.items():
            keep_key(connection, key, an_id("f", 6), person=person)

    database.write(job)
    return made


def opened(browser: Browser, language: str, scheme: Any = "light", width: int = 390) -> Page:
    viewport: Any = {"width": width, "height": 844}
    made = browser.new_context(
        locale=language, timezone_id="Asia/Dhaka", viewport=viewport, color_scheme=scheme, bypass_csp=True
    )
    made.set_default_timeout(15_000)
    return made.new_page()


@cache
def english(language: str) -> re.Pattern[str]:
    """Every sentence and label of ours that reads otherwise in that language, of two words and more; what is filled in
    may be anything."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    found = set()
    for message in catalogue:
        for text in message.id if isinstance(message.id, tuple) else [message.id]:
            parts = [re.escape(part) for part in re.split(r"%\(\w+\)[sd]", text)]
            if len(re.findall(r"[a-z]{2,}", re.sub(r"%\(\w+\)[sd]", "", text))) >= 2 and message.string != message.id:
                found.add(r"[^\n]{1,200}?".join(parts).replace(r"\ ", r"\s+"))
    return re.compile("|".join(f"(?:{each})" for each in sorted(found, key=len, reverse=True)))


SAID = """() => {
  const named = [...document.querySelectorAll("[aria-label], [title], [placeholder], img[alt]")].flatMap((each) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => each.getAttribute(name) ?? ""));
  return [document.title, document.body.innerText, ...named].join("\\n");
}"""


class Reader:
    """Reads one page after another, and keeps what is amiss on each."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.amiss: dict[str, Any] = {}
        self.count = 0

    def reads(self, name: str) -> None:
        page = self.page
        page.wait_for_load_state()
        told = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        page.evaluate("() => document.querySelectorAll('main details').forEach((each) => (each.open = true))")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found: list[Any] = axe(page)
        if told != [self.language, "rtl" if self.language == "ar" else "ltr"]:
            found.append(told)
        if wide > 0:
            found.append(f"{wide} px too wide")
        if self.language != "en":
            found += sorted(set(english(self.language).findall(page.evaluate(SAID))))
        if found:
            self.amiss[name] = found
        self.count += 1


def address_of(name: str, language: str) -> str:
    """An address of their own in each language: one gets only so many mails an hour."""
    return f"{name}.{language}@people.example".lower()


def comes(page: Page, base: str, language: str, name: str) -> None:
    """Sends the form, with the question that hangs on another."""
    page.goto(f"{base}/forums/{SLUG}/register?lang={language}")
    page.locator("[name=given_name]").fill(name)
    page.locator("[name=email]").fill(address_of(name, language))
    page.locator("[name=country]").select_option("JO")
    page.locator("[name=mode][value=in-person]").check(force=True)
    page.locator("#consent").check()


def link_of(database: Database, to: str) -> str:
    with database.reading() as connection:
        query = select(Message.text).where(Message.to == to, Message.text != "").order_by(Message.created_at.desc())
        return next(
            found[0] for text in connection.execute(query).scalars() if (found := re.search(r"/[rs]/\w+", text))
        )


def test_a_question_that_hangs_on_another_is_asked_when_that_is_answered(
    browser: Browser, base: str, database: Database
) -> None:
    page = opened(browser, "en")
    comes(page, base, "en", "Rana")
    hanging = page.get_by_label("From which consulate?")
    expect(hanging).to_be_hidden()
    page.get_by_text("Yes, I do", exact=True).click()
    expect(hanging).to_be_visible()
    hanging.fill("Amman")
    page.get_by_text("Not at all", exact=True).click()
    expect(hanging).to_be_hidden()
    page.get_by_role("button", name="Send registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are registered")
    with database.reading() as connection:
        mine = Registration.email == address_of("Rana", "en")
        answers = connection.execute(select(Registration.answers).where(mine)).scalar_one()
    assert answers == {COMES: CHOICES["no"]["en"]}, "what is hidden isn't sent"
    page.context.close()


def own_pages(read: Reader, base: str, mine: str) -> None:
    """What somebody with a place can open."""
    for end in ("", "/change", "/cancel", "/erase"):
        read.page.goto(f"{base}{mine}{end}?lang={read.language}")
        read.reads(f"/r{end}")


def those_who_come(read: Reader, base: str, database: Database) -> None:
    page, language = read.page, read.language
    page.goto(f"{base}/forums/{SLUG}/register?lang={language}")
    read.reads("the form")
    page.locator("form[data-kept] button[type=submit].pri").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    read.reads("the form with what is wrong")
    for name in ("Ana", "Ben", "Cleo"):
        comes(page, base, language, name)
        page.locator("form[data-kept] button[type=submit].pri").click()
        page.wait_for_url("**/register/sent/*")
        read.reads(f"the receipt of {name}")
    ana, cleo = (link_of(database, address_of(name, language)) for name in ("Ana", "Cleo"))
    own_pages(read, base, ana)
    page.goto(f"{base}{cleo}?lang={language}")
    read.reads("/r of who waits")
    page.goto(f"{base}{ana}/cancel?lang={language}")
    page.locator("button.bad").click()
    read.reads("/r of who cancelled")
    page.goto(f"{base}{cleo}?lang={language}")
    read.reads("/r of whom a place is offered")
    page.locator("form[action$='/new-link'] button").click()
    read.reads("the link is replaced")
    page.goto(f"{base}{cleo}?lang={language}")
    read.reads("a link that was replaced")
    page.goto(f"{base}{link_of(database, address_of('Ben', language))}/erase?lang={language}")
    page.locator("button.bad").click()
    read.reads("erased")
    page.goto(f"{base}/forums/{SLUG}/register/link?lang={language}")
    read.reads("asking for the link")
    page.locator("[name=email]").fill(address_of("Ana", language))
    page.locator("main form button[type=submit]").last.click()
    read.reads("the link was asked for")


def those_who_speak(read: Reader, base: str, keys: dict[str, str]) -> None:
    page, language = read.page, read.language
    asked, speaker, moderator = (f"{base}/s/{keys[person]}" for person in (ASKED, SPEAKER, MODERATOR))
    for name, address in {
        "whom we ask": asked,
        "who says no": f"{asked}?part={WATER}&answer=no",
        "a speaker": speaker,
        "a speaker's texts": f"{speaker}/profile",
        "a speaker's photo": f"{speaker}/photo",
        "a speaker's slides": f"{speaker}/slides",
        "a talk": f"{speaker}/talks/{TALK}",
        "a moderator": moderator,
        "preparing": f"{moderator}/sessions/{WATER}",
        "the run of show": f"{moderator}/sessions/{WATER}/run",
        "the speaker's screen": f"{moderator}/sessions/{WATER}/run/screen",
    }.items():
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        read.reads(name)
    page.goto(f"{moderator}/sessions/{WATER}/run?lang={language}")
    with page.expect_popup() as popup:
        page.locator("form[action*='/screen-link'] button").click()
    read.page = popup.value
    read.reads("the screen's address")
    popup.value.close()
    read.page = page


BROAD = (("fr", "light"), ("en", "light"), ("en", "dark"), ("ar", "light"))
WAYS = [("ar", "dark"), *(pytest.param(*each, marks=pytest.mark.broad) for each in BROAD)]


@pytest.mark.parametrize(("language", "scheme"), WAYS)
def test_no_personal_page_has_anything_amiss(
    browser: Browser, base: str, database: Database, keys: dict[str, str], language: str, scheme: str
) -> None:
    database.write(lambda connection: connection.execute(delete(Registration)))
    read = Reader(opened(browser, language, scheme), language)
    those_who_come(read, base, database)
    those_who_speak(read, base, keys)
    read.page.context.close()
    assert read.amiss == {}
    assert read.count == 29
