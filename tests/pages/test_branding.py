"""One colour gives all others, and what is written on them or in them reads."""

import re

import pytest

from forum_app.branding import (
    APP,
    DARK_APP,
    DARK_PAPER,
    HUES,
    PAPER,
    accent_values,
    contrast,
    style_name,
    style_sheet,
)
from forum_app.domain.vocabularies import ThemeColour
from tests.factories import SEEDS, WATER, a_draft, a_release

COLOURS = ["#2440b0", "#0b6b57", "#f5b800", "#7ec8e3", "#808080", "#000000", "#ffffff", "#ff0000", "#00ff00", "#ffff00"]


@pytest.mark.parametrize("colour", COLOURS)
def test_text_reads_on_every_ground_it_can_stand_on(colour: str) -> None:
    values = accent_values(colour)
    assert contrast(values.on, values.fill) >= 4.5
    assert min(contrast(values.text, ground) for ground in (PAPER, APP, values.wash)) >= 4.5
    assert min(contrast(values.dark_text, ground) for ground in (DARK_PAPER, DARK_APP, values.dark_wash)) >= 5.5
    assert contrast(values.dark_on, values.dark_text) >= 4.5
    if values.edge == "transparent":
        assert contrast(values.fill, PAPER) >= 3
    else:
        assert contrast(values.edge, PAPER) >= 3


def test_the_chosen_colour_stays_the_fill_and_what_was_changed_is_named() -> None:
    assert accent_values("#2440b0").fill == "#2440b0"
    assert accent_values("#2440b0").adjusted == ()
    assert accent_values("#f5b800").fill == "#f5b800"
    assert accent_values("#f5b800").adjusted == ("text",)
    assert accent_values("#808080").adjusted == ("fill", "text")


def test_every_theme_colour_has_a_hue_of_its_own() -> None:
    assert set(HUES) == set(ThemeColour)
    assert len(set(HUES.values())) == len(ThemeColour)


def test_the_generated_style_sheet_names_every_theme_and_is_named_by_its_text() -> None:
    content = a_release().content
    sheet = style_sheet(content)
    assert re.findall(r"^\.th-([a-z0-9]+)\{--h:\d+;--c:1\}$", sheet, re.MULTILINE) == [WATER, SEEDS]
    assert style_name(content) == style_name(a_release().content)
    assert style_name(content) != style_name(a_release(a_draft(forum={"accent": "#0b6b57"})).content)
    assert re.fullmatch("[0-9a-f]{16}", style_name(content))
