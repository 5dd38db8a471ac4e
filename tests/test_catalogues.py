"""The catalogues of every language are whole: each message said, with the values and the forms that it needs."""

import re
import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from forum_app.i18n import interface_languages
from forum_app.paths import CATALOGUES

ROOT = Path(__file__).resolve().parent.parent
OTHERS = interface_languages()[1:]
VALUE = re.compile(r"%\((\w+)\)|\{(\w+)\}")
# A number that a form says in a word ("two sessions") need not stand in it as a figure.
IN_WORDS = {"num", "list"}


@pytest.fixture(scope="module")
def gathered() -> Catalog:
    """Every message of the code and the templates, as the tool that keeps the catalogues gathers them."""
    found: Catalog = runpy.run_path(str(ROOT / "tools" / "catalogue.py"))["gathered"]()
    return found


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def said(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def values(text: str) -> set[str]:
    return {one or other for one, other in VALUE.findall(text)}


def test_french_and_arabic_are_spoken() -> None:
    assert OTHERS == ("ar", "fr")


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_said_and_no_other(language: str, gathered: Catalog) -> None:
    held = {(message.context, message.id): message for message in catalogue(language) if message.id}
    wanted = {(message.context, message.id) for message in gathered if message.id}
    assert set(held) == wanted
    assert [key for key, message in held.items() if message.fuzzy or not all(said(message.string))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_holds_the_values_of_its_message(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = set.union(*(values(text) for text in said(message.id)))
        spared = IN_WORDS if isinstance(message.id, tuple) else set()
        for text in said(message.string):
            assert wanted - spared <= values(text) <= wanted, text


@pytest.mark.parametrize("language", OTHERS)
def test_a_plural_has_every_form_of_its_language(language: str) -> None:
    whole = catalogue(language)
    plurals = [message for message in whole if isinstance(message.id, tuple)]
    assert {len(message.string) for message in plurals} == {whole.num_plurals}
