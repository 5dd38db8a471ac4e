"""Registrations in a real browser: a question made, several confirmed from the list with ticks, one looked at and changed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, func, select, update

from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.identity import new_id
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import Mode, RegistrationState
from forum_app.models.forum import Forum
from forum_app.models.registrations import Registration as Row
from forum_app.services.registration_rows import add_registration
from tests.journeys.served import served
from tests.journeys.test_overview import owner
from tests.journeys.test_reading import AXE, TAGS
from tests.services.opened import CANCELLED, CONFIRMED, PENDING, WAITING, somebody

pytestmark = pytest.mark.browser
LIST = "/manage/eiip2025/registrations"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registration-desk")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW="2025-01-20T12:00:00+00:00") as address:
        opened(instance)
        yield address


def opened(instance: Path) -> None:
    """Five who wait to be confirmed, and three seats that are left."""
    database = Database(f"sqlite:///{instance / 'forum.db'}")

    def job(connection: Connection) -> None:
        key = connection.execute(select(Forum.id).where(Forum.slug == "eiip2025")).scalar_one()
        here = (Row.forum_id == key, Row.mode == Mode.IN_PERSON)
        connection.execute(update(Row).where(*here, Row.status == WAITING).values(status=CANCELLED, queue=None))
        taken = connection.execute(select(func.count()).where(*here, Row.status == CONFIRMED)).scalar_one()
        plan = RegistrationPlan(state=RegistrationState.HERE, approval=True, seats_in_person=taken + 3)
        connection.execute(update(Forum).where(Forum.id == key).values(registration=tree_of(plan)))
        for number in range(1, 6):
            add_registration(connection, key, somebody(number, id=new_id(), status=PENDING))

    database.write(job)
    database.close()


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found] + (["wide"] if wide else [])


def test_several_are_confirmed_with_ticks_and_one_is_changed(browser: Browser, base: str, instance: Path) -> None:
    page = owner(browser, base, instance, locale="en-GB")
    page.goto(f"{base}/manage/eiip2025/registration-questions/new")
    page.get_by_label("Question needed").fill("Do you need a visa?")
    for number, choice in enumerate(("Yes", "No")):
        page.get_by_role("button", name="Add a choice").click()
        page.get_by_role("textbox", name=re.compile("^Choice")).nth(number).fill(choice)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(f"{base}{LIST}?q=Diallo&status=pending")
    expect(page.get_by_role("button", name="Confirm")).to_be_hidden()
    page.get_by_label("Choose Person1 Diallo").check()
    page.get_by_label("Choose Person4 Diallo").check()
    page.get_by_label("Choose all on this page").check()
    expect(page.get_by_text("Chosen: 5")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Confirm 5 registrations")).to_be_visible()
    page.get_by_role("button", name="Confirm 5 registrations").click()
    expect(page.get_by_text("3 are confirmed. 2 are on the waiting list.")).to_be_visible()
    page.get_by_role("link", name="Waiting list").click()
    expect(page.get_by_text("The next place that becomes free is number 1’s at once")).to_be_visible()
    page.get_by_role("link", name="Person4 Diallo").click()
    expect(page.get_by_text("Next on the waiting list")).to_be_visible()
    page.get_by_role("link", name="Change").click()
    page.get_by_text("Yes", exact=True).click()
    page.get_by_label("Institution", exact=True).fill("Ministry of Works")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Ministry of Works")).to_be_visible()
    expect(page.get_by_text("Do you need a visa?")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [pytest.param("en-GB", "light", 1280, marks=pytest.mark.broad), ("ar", "dark", 320)],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, base: str, instance: Path, language: str, scheme: str, width: int
) -> None:
    page = owner(
        browser, base, instance, locale=language, color_scheme=scheme, viewport={"width": width, "height": 4000}
    )
    page.goto(base + LIST)
    key = page.locator("input[name=key]").first.get_attribute("value")
    found = {}
    for path in ("", "?status=waiting", "/new", f"/{key}", f"/{key}/change", "/several?step=decline&every=1", "/views"):
        page.goto(base + LIST + path)
        found[path] = violations(page)
    for path in ("registration-questions", "registration-questions/new", "delegations", "delegations/new"):
        page.goto(f"{base}/manage/eiip2025/{path}")
        found[path] = violations(page)
    assert found == {path: [] for path in found}
    page.context.close()
