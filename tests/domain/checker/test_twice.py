"""A paragraph that stands twice, word for word or nearly."""

from typing import Any

import pytest

from tests.domain.checker.agenda_examples import BLUE, PANEL, a_session
from tests.domain.checker.examples import Example, right, wrong

RULE, THEME, TALK = "paragraph-twice", "themes[0].text", "sessions[0].talks[0].abstract"
EN = "Nobody owns a pear that has been grafted for three hundred years, and nobody may stop a neighbour from taking a cutting of it in winter."
FR = "Nul ne possède une poire que l’on greffe depuis trois siècles, et nul ne peut empêcher son voisin d’en prendre un greffon en hiver."


def two(language: str, first: str, second: str) -> dict[str, str]:
    return {f"{THEME}.{language}": f"<p>{first}</p>", f"{TALK}.{language}": f"<p>{second}</p>"}


def in_groups(start: str, field: str = "expected_outcomes") -> dict[str, Any]:
    """Two groups with the same task: one is the panel, the other may begin with it."""
    group = a_session(4, "10 10:00", 30, start=f"2031-06-{start}", room=BLUE)
    return {
        f"{PANEL}.{field}": {"en": f"<p>{EN}</p>"},
        "sessions[2]": {**group, "expected_outcomes": {"en": f"<p>{EN}</p>"}},
    }


EXAMPLES = [
    wrong(RULE, "en", two("en", EN, EN), says="stands already"),
    wrong(RULE, "en", two("en", EN, EN.replace("in winter", "before the winter")), says="nearly"),
    wrong(RULE, "en", two("en", f"{EN} The mill keeps a book of every cutting that was lent and of who brought it back.", EN), says="These words"),
    wrong(RULE, "fr", two("fr", FR, FR), says="stands already"),
    wrong(RULE, "fr", two("fr", FR, FR.replace("son voisin", "une voisine")), says="nearly"),
    right(RULE, "en", two("en", EN, "Nobody owns a pear. A neighbour may take a cutting of a grafted tree in any winter of the next three hundred years.")),
    right(RULE, "en", two("en", "No pear, no peace.", "No pear, no peace.")),
    right(RULE, "fr", two("fr", FR, "Une poire n’est à personne : chaque hiver le voisin prend son greffon et le rend après trois ans.")),
    right(RULE, "fr", two("fr", "Sans poire, pas de paix.", "Sans poire, pas de paix.")),
    wrong(RULE, "en", in_groups("10T13:00:00"), "sessions[2].expected_outcomes.en", says="stands already"),
    wrong(RULE, "en", in_groups("10T10:00:00", "objectives"), "sessions[2].expected_outcomes.en", says="stands already"),
    right(RULE, "en", in_groups("10T10:00:00")),
    right(RULE, "en", {"sessions[1].outcome": {"en": f"<p>{EN}</p>"}}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
