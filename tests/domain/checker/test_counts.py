"""A number before a list that has more or fewer."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

NOTE, LISTED = "forum.note.sections[0].body", "count-differs-from-list"


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
    wrong(LISTED, "en", {f"{NOTE}.en": "<p>The forum has three aims: to lend seeds, and to mend tools.</p>"}),
    wrong(LISTED, "en", {f"{NOTE}.en": "<p>Two schools (Alva, Beiral, Corvo) take part.</p>"}),
    right(LISTED, "en", {f"{NOTE}.en": "<p>The forum has two aims: to lend seeds, and to mend tools.</p>"}),
    right(LISTED, "en", {f"{NOTE}.en": "<p>Three schools (Alva, Beiral, Corvo) take part; two villages (see the map) are near.</p>"}),
    wrong(LISTED, "en", {f"{NOTE}.en": "<p>The exchange works in the four regions: Minho, Beira and Algarve.</p>"}),
    right(LISTED, "en", {f"{NOTE}.en": "<p>The plans meet in maps for the two regions: hedges, tools, mills and money.</p>"}),
    right(LISTED, "fr", {f"{NOTE}.fr": "<p>Les plans se rejoignent dans les cartes des deux régions : haies, outils, moulins et argent.</p>"}),
    wrong(LISTED, "fr", {f"{NOTE}.fr": "<p>L’échange couvre quatre régions : le Minho, la Beira et l’Algarve.</p>"}),
    wrong(LISTED, "fr", {f"{NOTE}.fr": steps("Une greffe demande trois étapes :", 4)}),
    right(LISTED, "fr", {f"{NOTE}.fr": "<p>L’échange couvre trois régions : le Minho, la Beira et l’Algarve.</p>"}),
    right(LISTED, "fr", {f"{NOTE}.fr": "<p>L’échange couvre quatre régions, dont le Minho, la Beira et l’Algarve.</p>"}),
    right(LISTED, "fr", {f"{NOTE}.fr": steps("Une greffe demande quatre étapes :", 4)}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
