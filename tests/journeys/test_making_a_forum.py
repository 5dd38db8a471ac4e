"""A newcomer makes the sample forum in a browser, with nothing but its facts: what they made is what the facts say, and
what is printed of it holds it. In short; the whole of it among the slow checks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import facts as known
from tests.journeys import making, making_known
from tests.journeys.facts import Facts
from tests.journeys.making_known import plain
from tests.journeys.served import served, told
from tests.journeys.test_desk import link

pytestmark = [pytest.mark.browser, pytest.mark.broad]
SLUG = "made-by-hand"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("making")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Page]:
    """Their browser, which lets them copy and paste, and asks nothing when they leave a page."""
    rights = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900}, permissions=rights)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_newcomer_makes_and_publishes_a_few_sessions(newcomer: Page, base: str, instance: Path) -> None:
    made_whole(newcomer, base, instance, known.in_short(known.by_names(known.sample())), SLUG)


@pytest.mark.soak
@pytest.mark.timeout(2_700)  # it takes ten to sixteen minutes on two cores that do other work too
def test_a_newcomer_makes_and_publishes_the_whole_sample(newcomer: Page, base: str, instance: Path) -> None:
    made_whole(newcomer, base, instance, known.by_names(known.sample()), f"{SLUG}-whole")


def made_whole(page: Page, base: str, instance: Path, facts: Facts, slug: str) -> None:
    """The whole way, and what came of it."""
    making.begin(page, link(instance, base, f"{slug}@fresh.example"), facts, slug)
    making.settings(page, facts)
    making.themes(page, facts)
    making.rooms(page, facts)
    making.organisations(page, facts)
    making.people(page, facts, known.portraits(known.sample()))
    making.sessions(page, facts)
    making.lists(page, facts)
    making_known.note(page, facts)
    made = known.by_names(json.loads(told(instance, base, "export", slug, "forum.json")))
    assert made == facts, list(known.differing(made, facts))
    making_known.publish(page)
    printed(making_known.papers(page), facts)


def printed(papers: dict[str, str], facts: Facts) -> None:
    """The note has its headings and its first sentence, the programme its sessions, each in both languages."""
    sections = facts["forum"]["note"]["sections"]
    for language in ("en", "ar"):
        note, programme = papers[f"concept-note {language}"], papers[f"agenda {language}"]
        sentence = re.sub("<[^>]+>", " ", sections[0]["body"][language]).split()
        for said in (*(each["heading"][language] for each in sections), " ".join(sentence[:4])):
            assert _holds(note, said), (language, said)
        for session in facts["sessions"]:
            assert _holds(programme, session["title"][language]), (language, session["title"])


def _holds(text: str, said: str) -> bool:
    """Whether its words stand there: what reads a PDF may turn a line of Arabic round, and join or part its words."""
    words = re.findall("[a-zA-Z]{4,}|[ء-ي]{4,}", plain(said))
    tight = text.replace(" ", "")
    return bool(words) and all(word in tight for word in words)
