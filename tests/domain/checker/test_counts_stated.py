"""Numbers of the programme: two themes, two sessions on two days, three speakers in the panel's two talks and a moderator."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

PANEL, NOTE = "sessions[0].summary", "forum.note.sections[0].body"
STATED = "count-stated"

EXAMPLES = [
    wrong(STATED, "en", {f"{NOTE}.en": "<p>The forum has three themes.</p>"}),
    wrong(STATED, "en", {f"{PANEL}.en": "<p>The panel brings together six speakers.</p>"}),
    wrong(STATED, "en", {f"{PANEL}.en": "<p>Five speakers tell what they lend, and to whom.</p>"}),
    wrong(STATED, "en", {f"{NOTE}.en": "<p>Two speakers take the floor, for twelve minutes each.</p>", "sessions[1]": GONE, "sessions[0].themes[1]": "t322222222"}, f"{NOTE}.en"),
    right(STATED, "en", {f"{NOTE}.en": "<p>The forum has two themes.</p>"}),
    right(STATED, "en", {f"{PANEL}.en": "<p>The panel brings together three speakers.</p>"}),
    right(STATED, "en", {f"{PANEL}.en": "<p>The panel brings together four speakers.</p>"}),  # the moderator among them
    right(STATED, "en", {f"{PANEL}.en": "<p>Three speakers tell what they lend. Two speakers from earlier years are in the audience.</p>"}),
    right(STATED, "en", {f"{PANEL}.en": "<p>Seven speakers of an old dialect still use this word for a graft.</p>"}),
    right(STATED, "en", {f"{NOTE}.en": "<p>Last year the forum had three themes and nine speakers.</p>"}),
    wrong(STATED, "fr", {f"{NOTE}.fr": "<p>Le forum compte trois thèmes.</p>"}),
    wrong(STATED, "fr", {f"{PANEL}.fr": "<p>Le panel réunit six orateurs.</p>"}),
    wrong(STATED, "fr", {f"{PANEL}.fr": "<p>Cinq intervenants disent ce qu’ils prêtent.</p>"}),
    right(STATED, "fr", {f"{NOTE}.fr": "<p>Le forum compte deux thèmes.</p>"}),
    right(STATED, "fr", {f"{PANEL}.fr": "<p>Le panel réunit trois orateurs.</p>"}),
    right(STATED, "fr", {f"{PANEL}.fr": "<p>Trois intervenants disent ce qu’ils prêtent ; d’autres intervenants écoutent.</p>"}),
    wrong(STATED, "en", {f"{NOTE}.en": "<p>Three themes run through the programme.</p>"}),
    right(STATED, "en", {f"{NOTE}.en": "<p>Two themes run through the programme. Three themes of older forums are left out.</p>"}),
    wrong(STATED, "fr", {f"{NOTE}.fr": "<p>Trois thèmes traversent le programme.</p>"}),
    wrong(STATED, "en", {f"{NOTE}.en": "<p>The forum has five sessions.</p>"}),
    wrong(STATED, "en", {f"{NOTE}.en": "<p>Over three days, growers and buyers meet in Lisbon.</p>"}),
    wrong(STATED, "en", {f"{NOTE}.en": "<p>This three-day forum is open to everybody.</p>"}),
    wrong(STATED, "en", {f"{NOTE}.en": "<p>Orchard Days has three themes.</p>"}),
    wrong(STATED, "en", {f"{PANEL}.en": "<p>The panel has four talks.</p>"}),
    wrong(STATED, "en", {f"{PANEL}.en": "<p>With five speakers, the panel covers the whole valley.</p>"}),
    right(STATED, "en", {f"{NOTE}.en": "<p>The forum has two sessions, and is part of a series of five forums.</p>"}),
    right(STATED, "en", {f"{NOTE}.en": "<p>Over two days, growers and buyers meet. In three days, a cutting dries out.</p>"}),
    right(STATED, "en", {f"{NOTE}.en": "<p>A three-day course on grafting follows in autumn, and a four-day fair in Braga.</p>"}),
    right(STATED, "en", {f"{PANEL}.en": "<p>The panel has two talks. With three speakers, it covers the whole valley.</p>"}),
    wrong(STATED, "fr", {f"{NOTE}.fr": "<p>Le forum compte cinq séances.</p>"}),
    wrong(STATED, "fr", {f"{NOTE}.fr": "<p>Pendant trois jours, les cultivateurs se réunissent à Lisbonne.</p>"}),
    wrong(STATED, "fr", {f"{NOTE}.fr": "<p>Les Journées comptent trois thèmes.</p>"}),
    right(STATED, "fr", {f"{NOTE}.fr": "<p>Le forum compte deux séances ; le cours d’automne en compte cinq.</p>"}),
    right(STATED, "fr", {f"{NOTE}.fr": "<p>Pendant deux jours, les cultivateurs se réunissent. Un cours de trois jours suit à l’automne.</p>"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
