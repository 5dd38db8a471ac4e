"""An Arabic forum in a real browser: from the right at every width, light and dark, with nothing turned round."""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.arabic import arabic_data
from tests.documents.forums import an_id, photo
from tests.journeys.served import served
from tests.journeys.test_reading import AXE, TAGS

pytestmark = pytest.mark.browser

FORUM = "/forums/hisad"
WATER = an_id("s", 1)
PAGES = [
    "/",
    "/privacy",
    "/accessibility",
    f"{FORUM}/",
    f"{FORUM}/agenda",
    f"{FORUM}/agenda?day=2030-05-14&kind=panel&q=الماء",
    f"{FORUM}/agenda?q=nothing-like-this",
    f"{FORUM}/agenda?tz=Europe/Paris",
    f"{FORUM}/sessions/{WATER}",
    f"{FORUM}/sessions/{an_id('s', 3)}",
    f"{FORUM}/speakers",
    f"{FORUM}/speakers/{an_id('p', 1)}",
    f"{FORUM}/speakers/{an_id('p', 3)}",
    f"{FORUM}/concept-note",
    f"{FORUM}/changes",
    f"{FORUM}/nowhere",
    f"{FORUM}/agenda?day=yesterday",
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("arabic")
    with served(folder, FORUM_NOW="2030-05-14T04:00:00+00:00") as address:
        data = arabic_data()
        stored = [photo(number) for number in (1, 2)]
        data["files"] = [{"name": name, "data": base64.b64encode(content).decode()} for name, content in stored]
        (folder / "hisad.json").write_text(json.dumps(data), "utf-8")
        env = {**os.environ, "FORUM_INSTANCE": str(folder)}
        env.pop("FORUM_DATABASE_URL", None)
        forum = [sys.executable, "-m", "forum_app", "import", str(folder / "hisad.json"), "--publish"]
        subprocess.run(forum, env=env, check=True, capture_output=True, timeout=120)
        yield address


def opened(browser: Browser, width: int = 1440, **options: Any) -> Page:
    options = {"timezone_id": "Asia/Dhaka", "locale": "ar", "reduced_motion": "reduce", **options}
    return browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}, **options).new_page()


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "dark"),
        *(pytest.param(*each, marks=pytest.mark.broad) for each in ((1440, "light"), (390, "light"), (1440, "dark"))),
    ],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, base: str, width: int, scheme: str) -> None:
    page = opened(browser, width, color_scheme=scheme)
    source = AXE.read_text("utf-8")
    troubles: dict[str, Any] = {}
    for path in PAGES:
        page.goto(base + path)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(source)
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found = [(item["id"], item["nodes"][0]["html"][:200]) for item in result["violations"]]
        if wide > width or found:
            troubles[path] = (wide, found)
    page.context.close()
    assert troubles == {}


def test_the_page_is_mirrored_and_clocks_logos_and_latin_names_are_not(browser: Browser, base: str) -> None:
    page = opened(browser)
    page.goto(f"{base}{FORUM}/")
    assert middle(page, ".brand") > middle(page, ".nav") > middle(page, ".tools")
    assert middle(page, ".hero h1") > middle(page, ".when")
    assert middle(page, ".rail > li > time") > middle(page, ".rail > li h4")
    days = [box["x"] for text in page.locator(".score text").all() if (box := text.bounding_box())]
    assert len(days) == 3
    assert days == sorted(days, reverse=True)
    turned = "element => getComputedStyle(element).transform"
    assert page.locator(".more .i.flip").first.evaluate(turned) == "matrix(-1, 0, 0, 1, 0, 0)"
    assert {icon.evaluate(turned) for icon in page.locator(".when .i, .brand svg").all()} == {"none"}
    page.context.close()


def test_rooms_start_at_the_right_of_the_grid(browser: Browser, base: str) -> None:
    page = opened(browser)
    page.goto(f"{base}{FORUM}/agenda")
    heads = [page.locator(".corner").first, *page.locator(".grid > .room").all()]
    places = [box["x"] for head in heads if (box := head.bounding_box())]
    assert len(places) == 4
    assert places == sorted(places, reverse=True)
    card = page.locator(f"#s-{WATER}")
    assert card.locator(".span").inner_text() == "من 09:00 إلى 10:30"
    page.context.close()


def test_arabic_is_upright_unspaced_and_higher_than_latin(browser: Browser, base: str) -> None:
    page = opened(browser)
    page.goto(f"{base}{FORUM}/speakers/{an_id('p', 1)}")
    looks = page.evaluate(
        """() => [...document.querySelectorAll("main *")].map((element) => {
            const style = getComputedStyle(element);
            return [style.letterSpacing, style.fontStyle];
        })"""
    )
    assert {tuple(look) for look in looks} == {("normal", "normal")}
    high = (
        "element => parseFloat(getComputedStyle(element).lineHeight) / parseFloat(getComputedStyle(element).fontSize)"
    )
    assert page.locator("main h1").evaluate(high) == pytest.approx(1.4)
    assert page.locator("main .rich p").first.evaluate(high) == pytest.approx(1.6)
    page.context.close()


def test_a_reader_elsewhere_is_told_the_time_in_words_and_digits_of_the_page(browser: Browser, base: str) -> None:
    page = opened(browser, timezone_id="America/Los_Angeles")
    page.goto(f"{base}{FORUM}/sessions/{WATER}")
    said = page.locator(".theirs").inner_text()
    assert re.sub("[\u2068\u2069]", "", said) == (
        "الاثنين، 13 مايو، من 20:00 إلى 21:30 بتوقيتك، Los Angeles (UTC−7). تغيير"
    )
    page.context.close()
