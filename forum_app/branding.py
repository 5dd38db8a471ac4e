"""A forum's colours: from the one accent an organiser chooses, everything that stands on or beside it.

The chosen colour stays the fill; what is written on it and in it is moved in lightness, at the same hue, until
it reads (WCAG 2.2: 4.5 for text). The generated stylesheet of a release holds these values and its themes' hues.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from coloraide import Color

from forum_app.domain.keeping import kept
from forum_app.domain.release import Content
from forum_app.domain.vocabularies import ThemeColour
from forum_app.grid import grid_rules

PAPER, APP, INK = "#ffffff", "#f3f5f8", "#17212b"
DARK_PAPER, DARK_APP = "#131a21", "#0c1116"
READABLE, READABLE_IN_THE_DARK, EDGE = 4.5, 5.5, 3.0
STEP = 0.005
HUES = {
    ThemeColour.GREEN: 150,
    ThemeColour.ORANGE: 45,
    ThemeColour.BLUE: 255,
    ThemeColour.AMBER: 85,
    ThemeColour.ROSE: 350,
    ThemeColour.TEAL: 200,
    ThemeColour.VIOLET: 300,
    ThemeColour.RED: 22,
}


@dataclass(frozen=True)
class Accent:
    """Hexadecimal colours. ``edge`` is a button's border where it needs one; ``adjusted`` names what was changed."""

    fill: str
    on: str
    text: str
    wash: str
    edge: str
    dark_text: str
    dark_wash: str
    dark_on: str
    adjusted: tuple[str, ...] = ()


def contrast(one: str, other: str) -> float:
    return float(Color(one).contrast(Color(other), method="wcag21"))


def _hex(colour: Color) -> str:
    return str(colour.convert("srgb").fit(method="oklch-chroma").to_string(hex=True))


def _at(colour: str, lightness: float, most_chroma: float | None = None) -> str:
    """The colour at another lightness, same hue."""
    moved = Color(colour).convert("oklch")
    moved["lightness"] = lightness
    if most_chroma is not None:
        moved["chroma"] = min(moved["chroma"], most_chroma)
    return _hex(moved)


def _walk(colour: str, grounds: list[str], goal: float, step: float) -> str:
    """The nearest lightness, in the direction of ``step``, at which the colour reads on all grounds."""
    lightness = min(max(float(Color(colour).convert("oklch")["lightness"]), 0.03), 0.97)
    while 0.02 < lightness < 0.98:
        tried = _at(colour, lightness)
        if all(contrast(tried, ground) >= goal for ground in grounds):
            return tried
        lightness += step
    return "#000000" if step < 0 else "#ffffff"


@cache
def accent_values(accent: str) -> Accent:
    """All values derived from one colour (``#rrggbb``)."""
    adjusted = []
    fill, on = accent, PAPER
    if contrast(PAPER, accent) < READABLE:
        on = INK
        if contrast(INK, accent) < READABLE:
            fill, on = _walk(accent, [PAPER], READABLE, -STEP), PAPER
            adjusted.append("fill")
    wash = _at(accent, 0.965, 0.022)
    text = accent if _reads(accent, wash) else _walk(accent, [PAPER, APP, wash], READABLE, -STEP)
    if text != accent:
        adjusted.append("text")
    dark_wash = _at(accent, 0.28, 0.06)
    dark_text = _walk(_at(accent, 0.62), [DARK_PAPER, DARK_APP, dark_wash], READABLE_IN_THE_DARK, STEP)
    edge = "transparent" if contrast(fill, PAPER) >= EDGE else text
    return Accent(fill, on, text, wash, edge, dark_text, dark_wash, DARK_APP, tuple(adjusted))


def _reads(colour: str, wash: str) -> bool:
    return all(contrast(colour, ground) >= READABLE for ground in (PAPER, APP, wash))


@cache
def _accent_rule(accent: str) -> str:
    values = accent_values(accent)
    return (
        f":root{{--a-fill:{values.fill};--a-on:{values.on};--a-text:{values.text};--a-wash:{values.wash};"
        f"--a-edge:{values.edge};--a-dtext:{values.dark_text};--a-dwash:{values.dark_wash};--a-don:{values.dark_on}}}\n"
    )


def style_sheet(content: Content) -> str:
    """The generated stylesheet of one release."""
    return sheet_of(content.forum.accent, ((theme.id, theme.colour) for theme in content.themes))


def sheet_of(accent: str, themes: Iterable[tuple[str, ThemeColour]]) -> str:
    """The accent's values, and the hue of each theme (id and colour) as a class ``.th-ID``."""
    hues = (f".th-{key}{{--h:{HUES[colour]};--c:1}}\n" for key, colour in themes)
    return _accent_rule(accent) + "".join(hues)


def style_name(content: Content) -> str:
    """The name of that stylesheet: a hash of its text."""
    return kept(content, "style_name", lambda one: _name(style_sheet(one)))


def grid_name(content: Content) -> str:
    """The name of the stylesheet that holds the cells of the programme's grid, which no small screen waits for."""
    return kept(content, "grid_name", lambda one: _name(grid_rules(one)))


def sheet_named(content: Content, name: str) -> str | None:
    """A stylesheet of this release by its name."""
    if name == style_name(content):
        return style_sheet(content)
    return grid_rules(content) if name == grid_name(content) else None


def _name(sheet: str) -> str:
    return hashlib.blake2s(sheet.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Swatch:
    """One use of an accent: ``name`` of the use, the ground, what is written on it, and their contrast (WCAG 2.2)."""

    name: str
    ground: str
    ink: str
    ratio: float


def swatches(accent: str) -> list[Swatch]:
    """The four grounds on which an accent has to read: as a button, as a link on paper and on its tint, in the dark."""
    values = accent_values(accent)
    pairs = (
        ("fill", values.fill, values.on),
        ("paper", PAPER, values.text),
        ("wash", values.wash, values.text),
        ("dark", DARK_PAPER, values.dark_text),
    )
    return [Swatch(name, ground, ink, contrast(ground, ink)) for name, ground, ink in pairs]


def swatch_sheet(accent: str) -> str:
    """A stylesheet with a class for each swatch of one accent, ``.sw-2440b0-fill``."""
    key = accent.removeprefix("#")
    rules = (f".sw-{key}-{one.name}{{background:{one.ground};color:{one.ink}}}" for one in swatches(accent))
    return "\n".join(rules) + "\n"
