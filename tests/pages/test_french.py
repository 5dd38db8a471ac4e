"""A French page speaks French: no word of the interface stays English."""

import re
from datetime import date

import pytest
from babel.messages.pofile import read_po

from forum_app.addresses import Addresses
from forum_app.i18n import words
from forum_app.pages.reader import Reader
from forum_app.pages.site import forum_card, render_accessibility, render_error, render_home, render_privacy
from forum_app.paths import CATALOGUES
from tests.factories import PLENARY, a_release
from tests.pages.reading import elements, pages_of, parsed, text_of


def english_words() -> set[str]:
    """Messages that read differently in French, without those that a plain name could be."""
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale="fr")
    found = set()
    for message in catalogue:
        if isinstance(message.id, str) and message.id and message.id != message.string and "%(" not in message.id:
            found.add(message.id)
    return found


def pieces(html: str) -> set[str]:
    """Every run of text of a page, and every label."""
    root = parsed(html).getroot()
    found = set()
    for element in root.iter():
        if element.tag in ("script", "title") or not isinstance(element.tag, str):
            continue
        found |= {re.sub(r"\s+", " ", part).strip() for part in (element.text or "", element.tail or "")}
        found |= {element.get(name, "") for name in ("aria-label", "placeholder", "data-words", "alt", "title")}
    return found - {""}


def test_a_french_page_holds_no_english_word_of_the_interface() -> None:
    english = english_words()
    assert "Add to calendar" in english
    for page, html in pages_of(a_release(), "fr", "Europe/Paris").items():
        assert pieces(html) & english == set(), page


def test_the_sites_own_pages_speak_french_too() -> None:
    english = english_words()
    reader = Reader(language="fr", base_url="https://forum.example", addresses=Addresses("harvest"))
    pages = [
        render_home([forum_card(a_release())], reader),
        render_home([], reader),
        render_privacy(reader),
        render_accessibility(reader),
        *(render_error(code, "", "1a2b", reader) for code in (400, 403, 404, 405, 410, 413, 414, 429, 500, 503)),
    ]
    for html in pages:
        assert pieces(html) & english == set()
        assert parsed(html).getroot().get("lang") == "fr"


def test_times_and_days_are_written_the_french_way() -> None:
    page = pages_of(a_release(), "fr")[("agenda", "")]
    shown = text_of(parsed(page).getroot().find(".//main"))
    assert "Mardi 14 mai" in shown
    assert "heure de Bangkok (UTC+7)" in shown


def test_no_sign_of_two_parts_stands_after_a_blank_that_may_break() -> None:
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale="fr")
    for message in catalogue:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in said:
            assert not re.search("« | [:;?!»]", text), text


def test_a_label_keeps_its_distance_from_its_colon() -> None:
    for page, html in pages_of(a_release(), "fr").items():
        menu = elements(html, ".//summary/span[@class='vh']")[0]
        assert menu.text == "Langue\u00a0: ", page


def test_days_begin_large_and_a_person_is_called_one_thing() -> None:
    pages = pages_of(a_release(), "fr")
    days = [text_of(item) for item in elements(pages[("forum", "")], ".//h3[@class='day-h']")]
    assert [day.split(" ")[0] for day in days] == ["Mardi"]
    assert text_of(elements(pages[("session", PLENARY)], ".//p[@class='day']")[0]) == "Mardi 14 mai 2030"
    for page, html in pages.items():
        assert "ntervenant·e" not in html, page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2022, 9, 1), date(2022, 9, 1), "1er septembre 2022"),
        (date(2022, 9, 1), date(2022, 9, 3), "1er–3 septembre 2022"),
        (date(2022, 8, 31), date(2022, 9, 1), "31 août – 1er septembre 2022"),
        (date(2022, 9, 2), date(2022, 9, 11), "2–11 septembre 2022"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal(first: date, last: date, said: str) -> None:
    french = words("fr")
    assert french.days(first, last) == said
    assert (
        french.day(first)
        == {1: "jeudi 1er septembre 2022", 31: "mercredi 31 août 2022", 2: "vendredi 2 septembre 2022"}[first.day]
    )
    assert (french.short_day(first).endswith(" 1er"), french.short_month(first).startswith("1er ")) == (
        first.day == 1,
    ) * 2
    assert words("en").days(first, last).startswith(str(first.day))
