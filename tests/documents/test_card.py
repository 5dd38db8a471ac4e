"""The picture of a shared link: its size, its words in every script, nothing outside its edges."""

import re
from io import BytesIO

import pytest
from PIL import Image

from forum_app.documents import card
from forum_app.documents.card import card_png
from tests.documents import forums

TITLES = {
    "short": "Rain",
    "words": "Building alliances of dry countries to insure what grows, and to share what they learn " * 3,
    "one word": "W" * 300,
    "markup": "R&D <x> \"y\" 'z' &amp; </text><image href='file:///etc/passwd'/>",
    "chinese": "南南合作" * 60,
    "marks": "e" + "\u0301" * 100,
}


@pytest.mark.parametrize("name", TITLES)
def test_every_title_fits_into_the_picture(name: str) -> None:
    data = forums.plan()
    data["forum"]["title"] = {"en": TITLES[name]}
    data["forum"]["languages"] = ["en"]
    picture = Image.open(BytesIO(card_png(forums.release(data), "en"))).convert("RGB")
    assert picture.size == (1200, 630)
    ground = picture.getpixel((0, 0))
    for edge in ((0, 0, 40, 630), (1170, 0, 1200, 630), (0, 0, 1200, 40), (0, 600, 1200, 630)):
        assert picture.crop(edge).getcolors() == [((edge[2] - edge[0]) * (edge[3] - edge[1]), ground)]


def test_its_words_are_text_and_never_markup() -> None:
    data = forums.plan()
    data["forum"]["title"] = {"en": TITLES["markup"]}
    drawn = card._drawn(card.Reading(forums.release(data), "en", ""))
    assert "<image" not in drawn
    assert "&lt;image" in drawn


def test_a_right_to_left_title_stands_at_the_right() -> None:
    data = forums.plan()
    data["forum"] |= {"languages": ["ar", "en"], "title": {"ar": "تحالفات من أجل العمل"}, "short_title": {}}
    drawn = card._drawn(card.Reading(forums.release(data), "ar", ""))
    assert re.search('<text x="1136" [^>]*text-anchor="end">\u2067تحالفات من أجل العمل\u2069<', drawn)


def test_the_same_release_gives_the_same_bytes_in_each_language() -> None:
    release = forums.release()
    assert card_png(release, "fr") == card_png(release, "fr")
    assert card_png(release, "fr") != card_png(release, "en")
