"""Hours told in texts. The panel is at 10:00 to 11:30 on Tuesday, the workshop at 14:00 to 16:00 on Wednesday."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

PANEL, WORKSHOP, NOTE = "sessions[0].summary", "sessions[1].summary", "forum.note.sections[0].body"

EXAMPLES = [
    wrong("time-stated", "en", {f"{PANEL}.en": "<p>The panel takes place from 10.30 a.m. to noon.</p>"}),
    wrong("time-stated", "en", {f"{PANEL}.en": "<p>This session starts at 9:30.</p>"}),
    wrong("time-stated", "en", {f"{NOTE}.en": "<p>The workshop runs from 2 to 4.30 p.m. on Wednesday 11 June 2031.</p>"}),
    wrong("time-stated", "en", {f"{NOTE}.en": "<p>The panel begins at 9.30 a.m. on Tuesday.</p>"}),
    wrong("time-stated", "en", {f"{NOTE}.en": "<p>Wednesday’s workshop begins at 15:00.</p>"}),
    wrong("time-stated", "en", {f"{WORKSHOP}.en": "<p>Time: 14:30–16:30</p>"}),
    wrong("time-stated", "en", {f"{PANEL}.en": "<p>The panel ends at noon.</p>"}),
    wrong("time-stated", "en", {f"{PANEL}.en": "<p>We start at 9.45 sharp.</p>"}),
    wrong("time-stated", "en", {f"{NOTE}.en": "<p>The panel will be held on Tuesday 10 June at 9:00.</p>"}),
    right("time-stated", "en", {f"{PANEL}.en": "<p>The panel ends at 11.30 a.m., and lunch at one.</p>"}),
    right("time-stated", "en", {f"{PANEL}.en": "<p>We start at 10.00 sharp; the price of pears starts at 9.45 a kilo.</p>"}),
    right("time-stated", "en", {f"{NOTE}.en": "<p>The panel will be held on Tuesday 10 June at 10:00. Bees come home at noon.</p>"}),
    right("time-stated", "en", {f"{PANEL}.en": "<p>The panel takes place from 10 to 11.30 a.m.</p>"}),
    right("time-stated", "en", {f"{PANEL}.en": "<p>This session starts at 10:00; registration opens at 9:15.</p>"}),
    right("time-stated", "en", {f"{NOTE}.en": "<p>The workshop runs from 2 to 4 p.m. on Wednesday 11 June 2031.</p>"}),
    right("time-stated", "en", {f"{NOTE}.en": "<p>The panel begins at 10 a.m. on Tuesday.</p>"}),
    right("time-stated", "en", {f"{NOTE}.en": "<p>The fish market beside the venue is open from 5:00 to 9:30.</p>"}),
    right("time-stated", "en", {f"{NOTE}.en": "<p>Our walk through the market begins at 7.30 a.m.</p>"}),
    right("time-stated", "en", {f"{NOTE}.en": "<p>The panel begins at 9 a.m. UTC, which is 10:00 in Lisbon.</p>"}),
    wrong("time-stated", "fr", {f"{PANEL}.fr": "<p>Le panel se tient de 10 h 30 à 12 h.</p>"}),
    wrong("time-stated", "fr", {f"{NOTE}.fr": "<p>L’atelier aura lieu le mercredi 11 juin 2031 de 14 h à 17 h.</p>"}),
    wrong("time-stated", "fr", {f"{NOTE}.fr": "<p>Le panel commence à 9 h 30.</p>"}),
    wrong("time-stated", "fr", {f"{PANEL}.fr": "<p>Le panel est à 9 h 30.</p>"}),
    wrong("time-stated", "fr", {f"{PANEL}.fr": "<p>Le panel se termine à midi.</p>"}),
    right("time-stated", "fr", {f"{PANEL}.fr": "<p>Le panel est à 10 h et se termine à 11 h 30.</p>"}),
    right("time-stated", "fr", {f"{PANEL}.fr": "<p>Le panel se tient de 10 h à 11 h 30.</p>"}),
    right("time-stated", "fr", {f"{NOTE}.fr": "<p>L’atelier aura lieu le mercredi 11 juin 2031 de 14 h à 16 h.</p>"}),
    right("time-stated", "fr", {f"{NOTE}.fr": "<p>Le panel commence à 10 h ; l’accueil ouvre à 9 h 15.</p>"}),
    right("time-stated", "fr", {f"{NOTE}.fr": "<p>Le marché voisin est ouvert de 5 h à 9 h 30.</p>"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
