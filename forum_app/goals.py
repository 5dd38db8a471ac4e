"""The Sustainable Development Goals in the reader's words (General Assembly resolution 70/1; names as the UN prints them)."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum_app.i18n import Words


@dataclass(frozen=True)
class Goal:
    """One goal with its targets (``8.5``, ``13.b``) in words, ``""`` where the forum names none."""

    number: str
    name: str
    targets: str


def goals_of(codes: Iterable[str], words: Words) -> list[Goal]:
    """Goals in their own order, each once, the targets beside the goal that they belong to."""
    targets: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        number, _, target = code.partition(".")
        targets.setdefault(int(number), []).extend([code] if target else [])
    return [
        Goal(str(number), goal_name(words, number), _targets(words, found)) for number, found in sorted(targets.items())
    ]


def _targets(words: Words, codes: list[str]) -> str:
    if not codes:
        return ""
    return words.ngettext("target %(list)s", "targets %(list)s", len(codes), list=words.joined(codes))


def goal_name(words: Words, number: int) -> str:
    """The short name of goal 1 to 17."""
    return (
        words.gettext("No poverty"),
        words.gettext("Zero hunger"),
        words.gettext("Good health and well-being"),
        words.gettext("Quality education"),
        words.gettext("Gender equality"),
        words.gettext("Clean water and sanitation"),
        words.gettext("Affordable and clean energy"),
        words.gettext("Decent work and economic growth"),
        words.gettext("Industry, innovation and infrastructure"),
        words.gettext("Reduced inequalities"),
        words.gettext("Sustainable cities and communities"),
        words.gettext("Responsible consumption and production"),
        words.gettext("Climate action"),
        words.gettext("Life below water"),
        words.gettext("Life on land"),
        words.gettext("Peace, justice and strong institutions"),
        words.gettext("Partnerships for the goals"),
    )[number - 1]
