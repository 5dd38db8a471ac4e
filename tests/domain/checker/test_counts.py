"""Numbers: before a list, and of the programme, which has two themes, and in its panel three speakers and a moderator."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

PANEL, NOTE = "sessions[0].summary", "forum.note.sections[0].body"
LISTED, STATED = "count-differs-from-list", "count-stated"


def steps(words: str, number: int) -> str:
    return f"<p>{words}</p><ul>{''.join(f'<li><p>{step}</p></li>' for step in ('cut', 'split', 'fit', 'bind')[:number])}</ul>"


EXAMPLES = [
    wrong(LISTED, "en", {f"{NOTE}.en": "<p>The exchange works in four regions: Minho, Beira and Algarve.</p>"}),
    wrong(LISTED, "en", {f"{NOTE}.en": "<p>It rests on two principles (lend freely; return more; waste nothing).</p>"}),
    wrong(LISTED, "en", {f"{NOTE}.en": steps("A graft takes five steps:", 4)}),
    wrong(LISTED, "en", {f"{NOTE}.en": "<p>Three partners – the mill, the school – keep the books.</p>"}),
    right(LISTED, "en", {f"{NOTE}.en": "<p>The exchange works in three regions: Minho, Beira and Algarve.</p>"}),
    right(LISTED, "en", {f"{NOTE}.en": "<p>The exchange works in four regions, including Minho, Beira and Algarve.</p>"}),
    right(LISTED, "en", {f"{NOTE}.en": steps("A graft takes four steps:", 4)}),
    right(LISTED, "en", {f"{NOTE}.en": "<p>The work has three phases: first the cuttings are taken, in winter and in fog.</p>"}),
    wrong(LISTED, "fr", {f"{NOTE}.fr": "<p>L’échange couvre quatre régions : le Minho, la Beira et l’Algarve.</p>"}),
    wrong(LISTED, "fr", {f"{NOTE}.fr": steps("Une greffe demande trois étapes :", 4)}),
    right(LISTED, "fr", {f"{NOTE}.fr": "<p>L’échange couvre trois régions : le Minho, la Beira et l’Algarve.</p>"}),
    right(LISTED, "fr", {f"{NOTE}.fr": "<p>L’échange couvre quatre régions, dont le Minho, la Beira et l’Algarve.</p>"}),
    right(LISTED, "fr", {f"{NOTE}.fr": steps("Une greffe demande quatre étapes :", 4)}),
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
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
