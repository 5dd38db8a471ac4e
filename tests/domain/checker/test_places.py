"""The place told in texts. The forum meets in Lisbon, in the Harbour Exchange; the panel in the Green Room."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

PANEL, NOTE = "sessions[0].summary", "forum.note.sections[0].body"

EXAMPLES = [
    wrong("place-stated", "en", {f"{NOTE}.en": "<p>The forum will be held in Porto on 10 and 11 June 2031.</p>"}),
    wrong("place-stated", "en", {f"{NOTE}.en": "<p>The forum takes place at the Museum of Ploughs.</p>"}),
    wrong("place-stated", "en", {f"{PANEL}.en": "<p>The panel takes place in the Blue Room.</p>"}),
    wrong("place-stated", "en", {f"{PANEL}.en": "<p>The session is held in Spain.</p>"}),
    wrong("place-stated", "en", {f"{NOTE}.en": "<p>Orchard Days will take place in Oslo.</p>"}),
    right("place-stated", "en", {f"{NOTE}.en": "<p>The next Orchard Days will take place in Oslo, after those in Lisbon.</p>"}),
    right("place-stated", "en", {f"{NOTE}.en": "<p>The forum will be held in Lisbon on 10 and 11 June 2031.</p>"}),
    right("place-stated", "en", {f"{NOTE}.en": "<p>The forum takes place at the Harbour Exchange.</p>"}),
    right("place-stated", "en", {f"{PANEL}.en": "<p>The panel takes place in the Green Room.</p>"}),
    right("place-stated", "en", {f"{PANEL}.en": "<p>The session is held in Portugal, and in English.</p>"}),
    right("place-stated", "en", {f"{NOTE}.en": "<p>The next forum will be held in Porto; a fair for tools is held in Braga.</p>"}),
    right("place-stated", "en", {f"{NOTE}.en": "<p>The forum will be held in Porto.</p>", "forum.venue": GONE}),
    wrong("place-stated", "fr", {f"{NOTE}.fr": "<p>Le forum se tiendra à Porto.</p>"}),
    wrong("place-stated", "fr", {f"{PANEL}.fr": "<p>Le panel a lieu dans la Salle bleue.</p>"}),
    wrong("place-stated", "fr", {f"{PANEL}.fr": "<p>Le panel se tient en salle bleue.</p>"}),
    wrong("place-stated", "fr", {f"{NOTE}.fr": "<p>Les Journées auront lieu à Oslo.</p>"}),
    right("place-stated", "fr", {f"{NOTE}.fr": "<p>Le forum se tiendra à Lisbonne.</p>"}),
    right("place-stated", "fr", {f"{PANEL}.fr": "<p>Le panel a lieu dans la Salle verte.</p>"}),
    right("place-stated", "fr", {f"{PANEL}.fr": "<p>Le panel se tient en salle verte.</p>"}),
    right("place-stated", "fr", {f"{NOTE}.fr": "<p>Le forum se tiendra au Portugal ; la foire aux outils se tient à Porto.</p>"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
