"""Forums of endless words, of hostile ones, of nothing and from right to left in a real browser: all of it readable."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.served import served
from tests.journeys.test_reading import AXE, TAGS
from tests.quality.house import a_file, put
from tests.quality.test_markup import hostile

pytestmark = pytest.mark.broad

WORD, ADDRESS = "W" * 290, "https://example.org/" + "a" * 1_970
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"


def endless() -> dict[str, Any]:
    """Every name and title one word without end, a long address in every text and link."""
    data = a_file("endless", title={"en": WORD}, short_title={"en": WORD}, theme={"en": WORD}, summary={"en": WORD})
    rich = {
        "en": f'<p>{WORD} <a href="{ADDRESS}">{ADDRESS}</a></p><table><tr>{f"<td>{WORD[:60]}</td>" * 8}</tr></table>'
    }
    for place in (
        "forum.venue.name",
        "rooms.0.name",
        "themes.0.title",
        "organisations.0.name",
        "people.0.name",
        "people.0.posts.0.title",
        "sessions.0.title",
        "sessions.0.label",
        "sessions.0.talks.0.title",
        "sessions.0.talks.0.flagship",
    ):
        put(data, place, {"en": WORD})
    for place in (
        "people.0.biography",
        "people.1.biography",
        "sessions.0.summary",
        "sessions.0.objectives",
        "sessions.0.talks.0.abstract",
        "forum.practical",
    ):
        put(data, place, rich)
    put(data, "people.0.links", [{"url": ADDRESS}])
    put(data, "forum.registration", {"state": "elsewhere", "url": ADDRESS, "label": {"en": WORD}})
    put(data, "forum.references", [{"title": {"en": WORD}, "url": ADDRESS}])
    put(
        data,
        "forum.note",
        {"sections": [{"heading": {"en": WORD}, "body": rich}, {"kind": "speakers"}, {"kind": "references"}]},
    )
    return data


def arabic() -> dict[str, Any]:
    said = {"ar": "منتدى الحصاد 2030 (Bangkok)"}
    data = a_file("arabic", title=said, languages=["ar"], venue={"name": said, "city": said})
    for place in (
        "rooms.0.name",
        "themes.0.title",
        "organisations.0.name",
        "people.0.name",
        "people.1.name",
        "people.0.posts.0.title",
        "sessions.0.title",
        "sessions.0.talks.0.title",
    ):
        put(data, place, said)
    put(data, "people.0.biography", {"ar": "<p>مهندسة مياه من عمان B2B، تعمل منذ 2011.</p>"})
    return put(data, "forum.note", {"sections": [{"heading": said, "body": {"ar": "<p>نص</p>"}}]})


def bare() -> dict[str, Any]:
    data = a_file("bare", languages=["en"])
    data["forum"].pop("venue")
    return {"version": 1, "forum": data["forum"]}


FORUMS = {"endless": endless, "markup": hostile, "arabic": arabic, "bare": bare}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("odd")
    with served(folder) as address:
        script = "import sys; from forum_app.__main__ import main\nfor name in sys.argv[1:]:\n    sys.argv = ['forum', 'import', name, '--publish']; main()"
        files = []
        for slug, made in FORUMS.items():
            files.append(str(folder / f"{slug}.json"))
            Path(files[-1]).write_text(json.dumps(made()), "utf-8")
        env = {**os.environ, "FORUM_INSTANCE": str(folder)}
        env.pop("FORUM_DATABASE_URL", None)
        subprocess.run([sys.executable, "-c", script, *files], env=env, check=True, capture_output=True, timeout=120)
        yield address


def paths(slug: str) -> list[str]:
    """The pages of a forum; of one with eighty sessions alike, those of the first."""
    data = FORUMS[slug]()
    found = ["", "agenda", "speakers", "changes"]
    found += ["concept-note"] if data["forum"].get("note") else []
    found += [f"sessions/{session['id']}" for session in data.get("sessions", [])[:2]]
    found += [f"speakers/{person['id']}" for person in data.get("people", [])[:2]]
    return [f"/forums/{slug}/{path}" for path in found]


def opened(browser: Browser, **options: Any) -> Page:
    return browser.new_context(bypass_csp=True, timezone_id="Europe/Zurich", **options).new_page()


@pytest.mark.parametrize("slug", FORUMS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_a_small_screen(
    browser: Browser, base: str, slug: str
) -> None:
    page = opened(browser, viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    troubles: dict[str, Any] = {}
    source = AXE.read_text("utf-8")
    for path in paths(slug):
        page.goto(base + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(source)
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found = [(item["id"], item["nodes"][0]["html"][:200]) for item in result["violations"]]
        if wide > 320 or found:
            troubles[path] = (wide, found)
        covered = page.evaluate("(document.querySelector('.dock')?.getBoundingClientRect().height || 0) / innerHeight")
        if covered > 0.34:
            troubles[f"{path} dock"] = covered
    page.context.close()
    assert troubles == {}


@pytest.mark.parametrize("slug", ["endless", "arabic"])
def test_wide_spacing_and_twice_the_size_lose_nothing(browser: Browser, base: str, slug: str) -> None:
    wide = {}
    for width, height in ((640, 450), (320, 640)):  # 1280 at 200 %, and the smallest
        page = opened(browser, viewport={"width": width, "height": height})
        for path in paths(slug):
            page.goto(base + path)
            page.add_style_tag(content=SPACED)
            wide[f"{path} {width}"] = page.evaluate("document.documentElement.scrollWidth") - width
        page.context.close()
    assert {path: much for path, much in wide.items() if much > 0} == {}


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts on", "scripts off"])
def test_nothing_that_was_typed_runs_asks_or_leads_away(browser: Browser, base: str, javascript: bool) -> None:
    context = browser.new_context(java_script_enabled=javascript, viewport={"width": 390, "height": 800})
    page = context.new_page()
    heard: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith((base, "data:")) else heard.append(request.url))
    data = hostile()
    for path in ["", "agenda", "concept-note", *(f"sessions/{session['id']}" for session in data["sessions"][::4])]:
        page.goto(f"{base}/forums/markup/{path}")
        assert page.url == f"{base}/forums/markup/{path}"
    context.close()
    assert heard == []


def test_no_other_site_may_show_a_page_in_a_frame(browser: Browser, base: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{base.replace('localhost', '127.0.0.1')}/healthz")
    page.set_content(f'<iframe src="{base}/forums/bare/"></iframe>')
    page.frames[1].wait_for_load_state()
    assert page.frames[1].url.startswith("chrome-error:")
    page.context.close()


@pytest.mark.parametrize(
    "options",
    [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"color_scheme": "dark", "contrast": "more"}],
    ids=str,
)
def test_a_page_is_whole_in_forced_colours_without_motion_and_with_more_contrast(
    browser: Browser, base: str, options: dict[str, Any]
) -> None:
    page = opened(browser, viewport={"width": 1280, "height": 900}, **options)
    page.goto(f"{base}/forums/gssd2022/")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches") == ("reduced_motion" in options)
    moving = page.evaluate("document.getAnimations().filter(a => a.effect.getTiming().duration > 10).length")
    assert moving == 0
    page.context.close()


def test_each_stop_of_the_keyboard_is_seen_and_named(browser: Browser, base: str) -> None:
    page = opened(browser, viewport={"width": 1280, "height": 900}, locale="en")
    page.goto(f"{base}/forums/gssd2022/agenda")
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect(),
                top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
                return [e.tagName, s.outlineStyle !== 'none' || s.boxShadow !== 'none',
                r.width > 0 && r.height > 0, e === document.body || e.contains(top) || top?.contains(e) || false,
                (e.innerText || e.getAttribute('aria-label') || e.labels?.[0]?.innerText || '').trim() !== ''] }"""
            )
        )
    page.context.close()
    assert [stop for stop in stops if stop[0] != "BODY" and stop[1:] != [True, True, True, True]] == []
    assert len({json.dumps(stop) for stop in stops}) >= 1
