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
    wrong(RULE, "en", two("en", "The Seed Bank holds 214 varieties.", "Its Seed Bank, with 241 varieties, is open to all.")),
    wrong(RULE, "en", two("en", "The Hedge Programme runs in 12 districts.", "The Hedge Programme covers 14 districts.")),
    right(RULE, "en", two("en", "The Seed Bank holds 214 varieties of pear.", "The Seed Bank holds 98 varieties of quince.")),
    right(RULE, "en", two("en", "In 2029 the mill lent 320 boxes of seed to schools.", "In 2030 the mill lent 410 boxes of seed to schools.")),
    right(RULE, "en", two("en", "The Orchard Network unites 14 nurseries.", "The Orchard Network links fourteen nurseries.")),
    right(RULE, "en", two("en", "The Orchard Network unites 14 nurseries.", "The Hedge Network unites 17 nurseries.")),
    right(RULE, "en", two("en", "The Orchard Network began with 9 nurseries.", "The Orchard Network unites 14 nurseries.")),
    right(RULE, "en", two("en", "The Almond Fund was created in 2019.", "The Almond Fund was renewed in 2021.")),
    right(RULE, "en", two("en", "Every spring the mill lends 320 boxes of seed to schools.", "Every autumn 230 boxes come back to the mill.")),
    right(RULE, "en", two("en", "It works with growers from Tavira, Elvas and Chaves.", "The mill works with growers from Chaves, Elvas and Tavira.")),
    wrong(RULE, "fr", two("fr", "Le Réseau des vergers réunit 14 pépinières.", "Le Réseau des vergers regroupe dix-sept pépinières.")),
    wrong(RULE, "fr", two("fr", "Le Fonds de l’amande a été créé en 2019.", "Créé en 2021, le Fonds de l’amande paie les greffes.")),
    wrong(RULE, "fr", two("fr", "Chaque printemps le moulin prête 320 boîtes de graines aux écoles de la vallée.", "Chaque printemps le moulin prête 230 boîtes de graines aux écoles de la vallée."), besides={"paragraph-twice"}),
    wrong(RULE, "fr", two("fr", "La Banque de semences conserve 214 variétés.", "La Banque de semences garde 241 variétés.")),
    right(RULE, "fr", two("fr", "La Banque de semences conserve 214 variétés de poires.", "La Banque de semences conserve 98 variétés de coings.")),
    right(RULE, "fr", two("fr", "Le Réseau des vergers réunit 14 pépinières.", "Le Réseau des vergers regroupe quatorze pépinières.")),
    right(RULE, "fr", two("fr", "Le Réseau des vergers réunit 14 pépinières.", "Le Réseau des haies réunit 17 pépinières.")),
    right(RULE, "fr", two("fr", "Le Fonds de l’amande a été créé en 2019.", "Le Fonds de l’amande a été relancé en 2021.")),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
