"""The end of a newcomer's way: the concept note, the release, and what anybody gets of it."""

import subprocess
import unicodedata
from pathlib import Path

from playwright.sync_api import Page, expect

from forum_app import labels
from forum_app.domain.vocabularies import SectionKind
from tests.journeys.facts import Facts
from tests.journeys.hand import LANGUAGES, WORDS, Hand

MADE = 120_000  # milliseconds for documents that are made while one waits


def note(page: Page, facts: Facts) -> None:
    """The introduction comes first, the other sections of the facts after it; both languages are final."""
    hand = Hand.at(page)
    hand.go("Concept note")
    hand.press("Begin with an introduction alone")
    for number, section in enumerate(facts["forum"]["note"]["sections"]):
        if number:
            hand.press("Section")
        _section(hand, section, "en")
        page.get_by_role("navigation", name="Language of the texts").get_by_role("link", name="العربية").click()
        page.wait_for_url("**in=ar**")
        _section(hand, section, "ar")
        page.get_by_role("navigation", name="Language of the texts").get_by_role("link", name="English").click()
        page.wait_for_url(lambda address: "in=ar" not in address)
    for name in LANGUAGES.values():
        one = page.get_by_role("listitem").filter(has=page.get_by_label(name, exact=True))
        one.get_by_label(name, exact=True).select_option(label="Final")
        with page.expect_navigation():
            one.get_by_role("button", name="Set").click()


def _section(hand: Hand, section: Facts, language: str) -> None:
    label = "Heading" if language == "en" else "Heading Arabic"
    hand.put(label, section["heading"][language])
    if language == "en" and "kind" in section:
        hand.choose("What stands here", labels.section(WORDS, SectionKind(section["kind"])))
    if "body" in section:
        hand.write_one("Text", language, section["body"][language], pasted=True)
    hand.save()


def publish(page: Page) -> None:
    hand = Hand.at(page)
    hand.go("Review and publish")
    hand.put("A line about this release", "The first programme")
    hand.press("Publish release 1")
    expect(page.get_by_role("status").first).to_contain_text("Release 1 is published.")


def papers(page: Page) -> dict[str, str]:
    """The texts of the note and the programme in both languages, as a reader downloads them, by document and language."""
    hand, found = Hand.at(page), dict[str, str]()
    hand.go("Public page")
    home = page.url
    for language in LANGUAGES:
        for address, kind in (("", "concept-note"), ("agenda", "agenda")):
            page.goto(f"{home}{address}?lang={language}")
            with page.expect_download(timeout=MADE) as download:
                page.locator(f"a[href*='{kind}.pdf']:visible").first.click(modifiers=["Alt"])
            found[f"{kind} {language}"] = _text(download.value.path())
    return found


def _text(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, timeout=60)
    return plain(done.stdout.decode())


def plain(text: str) -> str:
    """Letters as they are written, without marks on them and signs for direction."""
    found = unicodedata.normalize("NFKD", text)
    return " ".join("".join(each for each in found if unicodedata.category(each) not in ("Cf", "Mn")).split())
