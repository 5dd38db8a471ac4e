"""People come, several at once and each in a browser of their own: who is invited to speak, and who registers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Connection, delete, insert, select, update

from forum_app.database import Database
from forum_app.domain.vocabularies import Mode, RoleState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import PersonPrivate, Role
from forum_app.models.programme import Session, Talk
from forum_app.models.registrations import Registration
from tests.command_line import run_forum
from tests.journeys.served import served
from tests.journeys.test_builder_narrow import axe
from tests.journeys.test_desk import DESK, come_in, link
from tests.lists.cut import seen
from tests.services.opened import open_registration

pytestmark = pytest.mark.browser
RIGHTS = ("--forum", "gssd2022", "--role", "owner")
NOW = "2022-09-01T12:00:00+00:00"
REGISTER = "/forums/gssd2022/register"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW=NOW) as address:
        yield address


@pytest.fixture(scope="module")
def database(instance: Path, base: str) -> Iterator[Database]:
    """The one that the server works with; the other sample is taken out, so that one forum is there."""
    found = Database(f"sqlite:///{instance / 'forum.db'}")
    found.write(lambda connection: connection.execute(delete(Forum).where(Forum.slug != "gssd2022")))
    yield found
    found.close()


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[Page]]:
    """Three phones of three people."""
    made: list[BrowserContext] = []
    for zone in ("Africa/Nairobi", "Asia/Dili", "Europe/Zurich"):
        context = browser.new_context(
            locale="en-GB", timezone_id=zone, viewport={"width": 390, "height": 844}, bypass_csp=True
        )
        context.set_default_timeout(10_000)
        made.append(context)
    yield [context.new_page() for context in made]
    for context in made:
        context.close()


def last_link(database: Database, to: str) -> str:
    """The path of the last personal link that was mailed to somebody."""
    with database.reading() as connection:
        query = select(Message.text).where(Message.to == to, Message.text != "").order_by(Message.created_at.desc())
        texts = connection.execute(query).scalars().all()
    return next(found[0] for text in texts if (found := re.search(r"/[rs]/\w+", text)))


def code_of(database: Database, email: str) -> str:
    with database.reading() as connection:
        return connection.execute(select(Registration.code).where(Registration.email == email)).scalar_one()


def subjects(database: Database, to: str) -> list[str]:
    with database.reading() as connection:
        query = select(Message.subject).where(Message.to == to).order_by(Message.created_at)
        return [subject.partition(":")[0] for subject in connection.execute(query).scalars()]


def publish(instance: Path, base: str) -> None:
    """A release, made at a time before the forum."""
    here = {"FORUM_INSTANCE": str(instance), "FORUM_BASE_URL": base, "FORUM_DATABASE_URL": "", "FORUM_NOW": NOW}
    done = run_forum(here, "publish", "gssd2022")
    assert done.status == 0, done.err


def fill_in(page: Page, base: str, name: str, *, mode: str = "") -> None:
    """Types the form and sends it."""
    page.goto(f"{base}{REGISTER}")
    page.get_by_label("Given name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower()}@people.example")
    page.get_by_label("Country or territory").select_option("KE")
    if mode:
        page.locator(".cardable").filter(has_text=mode).click()
    page.locator("#consent").check()
    page.get_by_role("button", name="Send registration").click()


def test_a_place_that_is_given_up_is_offered_and_taken(phones: list[Page], base: str, database: Database) -> None:
    """Register, wait in line, cancel, offer, take: three people, one seat."""
    database.write(lambda connection: connection.execute(delete(Registration)))
    open_registration(database, modes=[Mode.IN_PERSON, Mode.ONLINE], seats_in_person=1, offer_hours=24)
    ana, ben, cleo = phones
    fill_in(ana, base, "Ana", mode="In person")
    expect(ana.get_by_role("heading", level=1)).to_have_text("You are registered")
    ben.goto(f"{base}{REGISTER}")
    assert axe(ben) == []
    for page, name in ((ben, "Ben"), (cleo, "Cleo")):
        fill_in(page, base, name, mode="In person")
        expect(page.get_by_role("heading", level=1)).to_have_text("You are on the waiting list")
    cleo.goto(base + last_link(database, "cleo@people.example"))
    expect(cleo.locator("main")).to_contain_text("You are number 2 on the list.")
    ana.goto(base + last_link(database, "ana@people.example"))
    expect(ana.locator(".ticket-q svg")).to_be_visible()
    code = code_of(database, "ana@people.example")
    assert seen(ana.locator(".ticket-q").screenshot()) == [f"{base}/manage/gssd2022/check-in?code={code}"]
    expect(ana.locator(".ticket-c")).to_have_text(f"{code[:3]} {code[3:]}".upper())
    assert axe(ana) == []
    ana.get_by_role("link", name="Cancel your registration").click()
    ana.get_by_role("button", name="Cancel my registration").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Your registration is cancelled")
    ben.goto(base + last_link(database, "ben@people.example"))
    expect(ben.get_by_role("heading", level=1)).to_have_text("A place is free for you")
    assert axe(ben) == []
    cleo.reload()
    expect(cleo.locator("main")).to_contain_text("You are the next.")
    ben.get_by_role("button", name="I take the place").click()
    expect(ben.get_by_role("heading", level=1)).to_have_text("You are registered")
    assert subjects(database, "ben@people.example") == ["You are on the waiting list", "A place is free for you"]


def test_what_is_typed_stays_on_the_device_until_it_is_sent(phones: list[Page], base: str, database: Database) -> None:
    open_registration(database)
    page = phones[0]
    page.goto(f"{base}{REGISTER}")
    page.get_by_label("Given name").fill("Dora")
    page.get_by_text("Civil society", exact=True).click()
    page.wait_for_function("localStorage.length > 0")
    page.reload()
    expect(page.get_by_label("Given name")).to_have_value("Dora")
    expect(page.locator("input[value='civil-society']")).to_be_checked()
    page.get_by_role("button", name="Send registration").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("answers need a change.")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="E-mail").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    assert axe(page) == []
    fill_in(page, base, "Dora")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are registered")
    page.goto(f"{base}{REGISTER}")
    expect(page.get_by_label("Given name")).to_have_value("")


def test_without_a_script_everything_is_done_by_forms(browser: Browser, base: str, database: Database) -> None:
    """A11Y-8, B065: also without cookies, which no page here sets."""
    open_registration(database)
    context = browser.new_context(locale="en-GB", java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    fill_in(page, base, "Elif")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are registered")
    page.goto(base + last_link(database, "elif@people.example"))
    page.get_by_role("link", name="Change your answers").click()
    page.get_by_label("Institution").fill("Union of masons")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator("main")).to_contain_text("Union of masons")
    page.get_by_text("Your data and your link").click()
    page.get_by_role("link", name="Erase all that is kept of you").click()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is erased")
    assert context.cookies() == []
    context.close()


@pytest.fixture
def speaker(database: Database) -> str:
    """Somebody with a talk, who is to be invited, and has an address."""

    def job(connection: Connection) -> str:
        talk = select(Role.person).join(Talk, Talk.id == Role.talk_id).order_by(Talk.position)
        person = str(connection.execute(talk).scalars().first())
        connection.execute(update(Role).where(Role.person == person).values(state=RoleState.TO_INVITE))
        connection.execute(delete(PersonPrivate).where(PersonPrivate.parent == person))
        blank = dict.fromkeys(("phone", "access_needs", "dietary_needs", "notes"), "")
        known = {"forum_id": connection.execute(select(Forum.id)).scalar_one(), "position": 0, "unavailable": []}
        mine = {"parent": person, "email": "zoe@people.example", "language": "en", "zone": "Asia/Dili"}
        connection.execute(insert(PersonPrivate).values(**mine, **known, **blank))
        connection.execute(update(Forum).values(version=Forum.version + 1))
        return person

    return database.write(job)


def test_a_speaker_is_invited_accepts_prepares_and_is_told_when_the_slot_moves(
    browser: Browser, phones: list[Page], instance: Path, base: str, database: Database, speaker: str
) -> None:
    """Invite, accept, edit, take over, publish, move, told: the organiser at her desk, the speaker with a phone."""
    desk = come_in(browser, link(instance, base, "owner@people.example", *RIGHTS))
    desk.goto(f"{base}{DESK}/speaking")
    desk.get_by_label("Choose all on this page").check()
    expect(desk.locator(f"input[name='person'][value='{speaker}']")).to_be_checked()
    desk.get_by_label("Choose all on this page").uncheck()
    expect(desk.locator(".asking .btn")).to_have_text(re.compile(r"^Send [^\d]+$"))
    desk.locator(f"input[name='person'][value='{speaker}']").check()
    desk.get_by_label("Please answer by").fill("2022-09-05")
    desk.get_by_role("button", name="Send 1 invitation", exact=True).click()
    expect(desk.get_by_role("status").first).to_contain_text("1 invitation is on its way.")

    phone = phones[1]
    phone.goto(base + last_link(database, "zoe@people.example"))
    expect(phone.locator(".tt")).to_contain_text("12:30–13:50")  # where the speaker is
    assert axe(phone) == []
    phone.get_by_role("button", name="I will speak").click()
    expect(phone.get_by_role("status").first).to_contain_text("You take part. Thank you.")
    phone.locator("textarea[name^='answer-']").first.fill("Shared services in thirty countries.")
    phone.get_by_role("button", name="Save the answers").click()
    expect(phone.locator("#prepare")).to_be_visible()
    assert axe(phone) == []

    phone.get_by_role("link", name="Edit Biography").click()
    phone.locator("[id='biography.en']").fill("She digs wells that last.")
    phone.get_by_role("button", name="Propose the changes").click()
    expect(phone.get_by_role("status").first).to_contain_text("Proposed. The organisers look at it.")

    desk.goto(f"{base}{DESK}/speaking?state=confirmed")
    expect(desk.locator("tbody")).to_contain_text("answered on")
    desk.goto(f"{base}{DESK}/proposals")
    desk.get_by_role("button", name=re.compile("Take over.*Biography")).click()
    expect(desk.locator(".say.ok")).to_contain_text("One change is taken over.")
    publish(instance, base)
    reader = phones[2]
    reader.goto(f"{base}/forums/gssd2022/speakers/{speaker}")
    expect(reader.locator("main")).to_contain_text("She digs wells that last.")

    with database.reading() as connection:
        session = connection.execute(select(Session.id)).scalar_one()
    desk.goto(f"{base}{DESK}/sessions/{session}")
    desk.locator("input[name='start@time']").fill("14:30")
    desk.get_by_role("button", name="Save").first.click()
    expect(desk.get_by_role("status").first).to_be_visible()
    publish(instance, base)
    with database.reading() as connection:
        query = select(Message).where(Message.to == "zoe@people.example").order_by(Message.created_at.desc())
        mail = connection.execute(query).first()
    assert mail is not None and mail.method == "REQUEST"
    assert b"DTSTART:20220913T073000Z" in mail.calendar
    phone.get_by_role("link", name="Back to your page").click()
    expect(phone.locator(".tt")).to_contain_text("16:30–17:50")
    desk.context.close()
