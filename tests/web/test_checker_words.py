"""What the checker finds is said in the reader's language wherever the desk shows it.

The language is French in a catalogue that marks every message, so that what nobody could translate stands out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import write_po
from flask import Flask

from forum_app import i18n
from forum_app.database import Database
from forum_app.services.forum_files import keep_draft
from tests.cast import OWNER, Browser, browser_of, join
from tests.domain.checker.a_note import a_note
from tests.domain.checker.examples import changed
from tests.domain.checker.test_sentences import gathered

CACHES = (i18n.interface_languages, i18n.translations, i18n.words)
SLUG = "orchard-days"
WRONG = {
    "forum.slug": SLUG,
    "forum.languages": ["en", "fr"],
    "forum.note.sections[0].heading.fr": "1. Vergers",
    "people[0].photo": None,
    "sessions[0].start": "2031-07-01T10:00:00",
    "rooms[0].capacity": 40,
    "rooms[1].capacity": 40,
    "sessions[0].capacity": 5000,
    "sessions[0].roles[0].state": "declined",
    "sessions[1].summary.en": "<p>The session lasts nine hours. We greet the XKLM.</p>",
}


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French in which every message stands between ⟦ and ⟧."""
    catalogue = gathered()
    catalogue.locale = "fr"
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            made = tuple(f"⟦{ids[min(form, len(ids) - 1)]}⟧" for form in range(catalogue.num_plurals))
            message.string = made if isinstance(message.id, tuple) else made[0]
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as target:
        write_po(target, catalogue)
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    for cached in CACHES:
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in CACHES:
        cached.cache_clear()


@pytest.fixture
def french(app: Flask, database: Database, marked: None) -> Browser:
    database.write(lambda connection: keep_draft(connection, changed(a_note("en"), WRONG), False, "test"))
    return browser_of(app, database, join(database, SLUG)[OWNER])


def opened(browser: Browser, path: str, pattern: str) -> list[str]:
    """The texts of a page of the desk that stand where the pattern's group is."""
    page = browser.get(f"/manage/{SLUG}{path}", headers={"Accept-Language": "fr"}).text
    assert '<html lang="fr"' in page
    found = [
        " ".join(re.sub(r"<[^>]*>|[\u2066-\u2069]", " ", text).split()) for text in re.findall(pattern, page, re.S)
    ]
    assert found
    return found


def unmarked(texts: list[str]) -> list[str]:
    """Those that hold a word between no marks: one that was not given to translators."""
    return [text for text in texts if re.search(r"\w", re.sub(r"⟦[^⟦⟧]*⟧", "", _innermost_out(text)))]


def _innermost_out(text: str) -> str:
    while (shorter := re.sub(r"⟦([^⟦⟧]*)⟦[^⟦⟧]*⟧", r"⟦\1", text)) != text:
        text = shorter
    return text


def test_the_checkers_page_says_rules_remedies_and_findings_in_the_readers_language(french: Browser) -> None:
    rules = opened(
        french, "/checker", r'<article class="ck-rule"><details[^>]*><summary>.*?<h3>(.*?) <span class="count">'
    )
    remedies = opened(french, "/checker", r'</summary>\s*<p class="hint" id="[a-z-]+">(.*?)</p>')
    reasons = opened(french, "/checker", r'<ul class="rl-found">\s*<li>.*?<span dir="auto">(.*?)</span>')
    things = opened(french, "/checker", r'<ul class="rl-found">\s*<li><a [^>]*>(.*?)</a>')
    assert unmarked(rules) == unmarked(remedies) == unmarked(reasons) == unmarked(things) == []
    assert "⟦The session is on 1er juillet 2031, the forum on 10–11 juin 2031.⟧" in reasons
    assert any(reason.startswith("⟦The session takes ⟦5000 people⟧, “") for reason in reasons)
    assert any(thing.startswith("⟦⟦Session⟧ “") for thing in things)


def test_before_publishing_findings_are_said_in_the_readers_language(french: Browser) -> None:
    rules = opened(french, "/publish", r'<details class="rl-rule"[^>]*><summary>.*?<span class="grow">(.*?)</span>')
    reasons = opened(french, "/publish", r'<ul class="rl-found">\s*<li>.*?<span dir="auto">(.*?)</span>')
    assert unmarked(rules) == unmarked(reasons) == []


def test_what_is_to_do_and_what_the_note_lacks_is_said_in_the_readers_language(french: Browser) -> None:
    assert unmarked(opened(french, "/concept-note", r'<ul class="checks">.*?<span dir="auto">(.*?)</span>')) == []
    titles = opened(french, "/", r'<div><b>(.*?)</b><small dir="auto">')
    under = opened(french, "/", r'<div><b>.*?</b><small dir="auto">(.*?)</small>')
    assert unmarked(titles) == []
    assert any(line.startswith("⟦⟦Session⟧ “") for line in under)
