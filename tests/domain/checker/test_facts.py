"""The same fact told two ways, in a theme's text and in a talk's abstract."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

THEME, TALK = "themes[0].text", "sessions[0].talks[0].abstract"
RULE = "fact-told-two-ways"


def two(language: str, first: str, second: str) -> dict[str, str]:
    return {f"{THEME}.{language}": f"<p>{first}</p>", f"{TALK}.{language}": f"<p>{second}</p>"}


EXAMPLES = [
    wrong(RULE, "en", two("en", "The Orchard Network unites 14 nurseries.", "The Orchard Network links seventeen nurseries.")),
    wrong(RULE, "en", two("en", "The Almond Fund was created in 2019.", "Created in 2021, the Almond Fund pays for grafts.")),
    wrong(RULE, "en", two("en", "Every spring the mill lends 320 boxes of seed to schools in the valley.", "Every spring the mill lends 230 boxes of seed to schools in the valley."), besides={"paragraph-twice"}),
    wrong(RULE, "en", two("en", "It works with growers from Tavira, Elvas and Chaves.", "The mill works with growers from Tavira, Elvas, Chaves and Braga.")),
    right(RULE, "en", two("en", "The Orchard Network unites 14 nurseries.", "The Orchard Network links fourteen nurseries.")),
    right(RULE, "en", two("en", "The Orchard Network unites 14 nurseries.", "The Hedge Network unites 17 nurseries.")),
    right(RULE, "en", two("en", "The Orchard Network began with 9 nurseries.", "The Orchard Network unites 14 nurseries.")),
    right(RULE, "en", two("en", "The Almond Fund was created in 2019.", "The Almond Fund was renewed in 2021.")),
    right(RULE, "en", two("en", "Every spring the mill lends 320 boxes of seed to schools.", "Every autumn 230 boxes come back to the mill.")),
    right(RULE, "en", two("en", "It works with growers from Tavira, Elvas and Chaves.", "The mill works with growers from Chaves, Elvas and Tavira.")),
    wrong(RULE, "fr", two("fr", "Le Réseau des vergers réunit 14 pépinières.", "Le Réseau des vergers regroupe dix-sept pépinières.")),
    wrong(RULE, "fr", two("fr", "Le Fonds de l’amande a été créé en 2019.", "Créé en 2021, le Fonds de l’amande paie les greffes.")),
    wrong(RULE, "fr", two("fr", "Chaque printemps le moulin prête 320 boîtes de graines aux écoles de la vallée.", "Chaque printemps le moulin prête 230 boîtes de graines aux écoles de la vallée."), besides={"paragraph-twice"}),
    right(RULE, "fr", two("fr", "Le Réseau des vergers réunit 14 pépinières.", "Le Réseau des vergers regroupe quatorze pépinières.")),
    right(RULE, "fr", two("fr", "Le Réseau des vergers réunit 14 pépinières.", "Le Réseau des haies réunit 17 pépinières.")),
    right(RULE, "fr", two("fr", "Le Fonds de l’amande a été créé en 2019.", "Le Fonds de l’amande a été relancé en 2021.")),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
