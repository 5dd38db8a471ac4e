"""Captions: names, honorifics and posts in one form."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

RULE = "caption-unequal"


def honorifics(language: str, *said: str) -> dict[str, dict[str, str]]:
    return {f"people[{number}].honorific": {language: words} for number, words in enumerate(said) if words}


EXAMPLES = [
    wrong(RULE, "en", {"people[1].name.en": "Dr Tomé Vilar"}, says="Dr"),
    wrong(RULE, "en", {"people[1].name.en": "Tomé Vilar, Head of Grafting"}, says="post"),
    wrong(RULE, "en", {"people[1].name.en": "Tomé Vilar, PhD"}, says="PhD"),
    wrong(RULE, "en", {"people[1].name.en": "Mr.Tomé Vilar"}),
    wrong(RULE, "en", {"people[1].name.en": "Tomé VILAR"}, says="capitals"),
    wrong(RULE, "en", {"people[1].name.en": "VILAR Tomé"}, says="capitals"),
    wrong(RULE, "en", {"people[1].posts[0].title.en": "Grafter, House of Grafting", "people[1].posts[0].organisation": "g322222222"}, "people[1].posts[0].title.en", says="House of Grafting"),
    wrong(RULE, "en", {"people[1].posts[0].title.en": "Grafter,"}, says="ends with a mark"),
    wrong(RULE, "en", {"people[1].posts[0].title.en": "Grafter."}, says="full stop"),
    wrong(RULE, "en", honorifics("en", "Ms", "Mr", "Ms", ""), "people[3].honorific.en", says="no honorific"),
    wrong(RULE, "en", honorifics("en", "Ms", "Mr.", "Ms", "Mr"), "people[1].honorific.en", says="full stop"),
    wrong(RULE, "en", honorifics("en", "Professor", "Prof.", "Professor"), "people[1].honorific.en", says="Professor"),
    wrong(RULE, "en", honorifics("en", "Prof.", "Prof", "Prof."), "people[1].honorific.en", says="Prof."),
    wrong(RULE, "en", {"people[1].name.en": "Ambassador Tomé Vilar"}, says="Ambassador"),
    wrong(RULE, "en", {"people[1].name.en": "Tomé Vilar/RSBN"}, besides={"acronym-not-expanded"}, says="RSBN"),
    right(RULE, "en", {"people[1].name.en": "Tomé Vilar III", "people[2].name.en": "Graça Minister"}),
    wrong(RULE, "fr", {"people[1].name.fr": "Ministre Tomé Vilar"}, says="Ministre"),
    wrong(RULE, "fr", {"people[1].name.fr": "M. Tomé Vilar"}, says="M."),
    wrong(RULE, "fr", {"people[1].name.fr": "Tomé Vilar, directeur des greffes"}, says="post"),
    wrong(RULE, "fr", honorifics("fr", "Mme", "M.", "Mme", ""), "people[3].honorific.fr", says="no honorific"),
    wrong(RULE, "fr", honorifics("fr", "Professeure", "", "Dr", "Docteur"), "people[2].honorific.fr", says="Dr"),
    right(RULE, "en", {"people[1].name.en": "Drusilla Vilar", "people[1].honorific": {"en": "Dr"}}),
    right(RULE, "en", {"people[1].name.en": "Tomé Vilar-Headley", "people[1].letters": "PhD"}),
    right(RULE, "en", {"people[1].name.en": "Tomé MacVilar", "people[2].name.en": "Graça O’Moutinho, Jr"}),
    right(RULE, "en", {f"people[{i}].name.en": name for i, name in enumerate(("Inês ABRANTES", "Tomé VILAR", "Graça MOUTINHO", "Duarte LEAL"))}),
    right(RULE, "en", {"people[1].posts[0].title.en": "Grafter and member of the board", "people[1].posts[0].organisation": "g322222222"}),
    right(RULE, "en", honorifics("en", "Ms", "Mr", "Ms", "Dr")),
    right(RULE, "en", honorifics("en", "Prof.", "Dr", "", "")),
    right(RULE, "en", honorifics("en", "Professor", "Prince", "", "")),
    right(RULE, "fr", honorifics("fr", "Mme", "M.", "Mme", "M.")),
    right(RULE, "fr", honorifics("fr", "Pr", "Dr", "", "")),
    right(RULE, "fr", {"people[1].name.fr": "Marie-Ange Directour", "people[1].posts[0].title.fr": "Greffeuse et directrice"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
