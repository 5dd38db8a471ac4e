"""Links: without a target, promised but not there, broken."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

NOTE, PERSON = "forum.note.sections[0].body", "people[1].links[0]"
TARGET, PROMISED, BROKEN = "link-without-target", "link-promised", "link-broken"

EXAMPLES = [
    wrong(TARGET, "en", {f"{NOTE}.en": '<p>See the <a href="">map of orchards</a>.</p>'}, says="map of orchards"),
    wrong(TARGET, "fr", {f"{NOTE}.fr": '<p>Voir la <a href="#">carte des vergers</a>.</p>'}),
    wrong(TARGET, "en", {PERSON: {"url": " ", "label": {"en": "Catalogue of pears"}}}, f"{PERSON}.url"),
    wrong(TARGET, "en", {"forum.materials[0]": {"title": {"en": "Guide to grafting"}}}),
    wrong(TARGET, "en", {"forum.registration": {"state": "elsewhere"}}, "forum.registration.url"),
    wrong(TARGET, "en", {f"{NOTE}.en": '<p>Please <a href="mailto:">write to us</a>.</p>'}),
    right(TARGET, "en", {f"{NOTE}.en": '<p>See the <a href="https://orchards.example/map">map of orchards</a>.</p>'}),
    right(TARGET, "fr", {f"{NOTE}.fr": '<p>Écrire à <a href="mailto:vergers@example.org">nous tous</a>.</p>'}),
    right(TARGET, "en", {PERSON: {"url": "https://pears.example", "label": {"en": "Catalogue of pears"}}}),
    right(TARGET, "en", {"forum.registration": {"state": "here"}}),
    wrong(PROMISED, "en", {f"{NOTE}.en": "<p>To take part, register here.</p>"}),
    wrong(PROMISED, "en", {f"{NOTE}.en": "<p>The catalogue can be downloaded by following this link.</p>"}),
    wrong(PROMISED, "en", {f"{NOTE}.en": "<p>Click on the link below to choose a graft.</p>"}),
    wrong(PROMISED, "en", {f"{NOTE}.en": "<p>The map is on our website (link to follow).</p>"}),
    wrong(PROMISED, "fr", {f"{NOTE}.fr": "<p>Le formulaire se trouve au lien ci-dessous.</p>"}),
    right(PROMISED, "en", {f"{NOTE}.en": '<p>To take part, <a href="https://orchards.example">register here</a>.</p>'}),
    right(PROMISED, "en", {f"{NOTE}.en": "<p>Use the following link:</p><p>https://orchards.example/join</p>"}),
    right(PROMISED, "en", {f"{NOTE}.en": "<p>The work done here shows the link between soil and pear; those who register here in the hall get a knife.</p>"}),
    wrong(PROMISED, "fr", {f"{NOTE}.fr": "<p>Pour venir, inscrivez-vous ici.</p>"}),
    wrong(PROMISED, "fr", {f"{NOTE}.fr": "<p>Le catalogue se télécharge en suivant ce lien.</p>"}),
    right(PROMISED, "fr", {f"{NOTE}.fr": '<p>Pour venir, <a href="https://vergers.example">inscrivez-vous ici</a>.</p>'}),
    right(PROMISED, "fr", {f"{NOTE}.fr": "<p>Ce qui se fait ici montre le lien entre le sol et la poire.</p>"}),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>The map is at https://orchards.example/ maps/pears.html</p>"}, says="blank"),
    wrong(BROKEN, "en", {PERSON: {"url": "https:\\\\pears.example"}}, f"{PERSON}.url", says="backslash"),
    wrong(BROKEN, "en", {f"{NOTE}.en": '<p>See the <a href="https://https://orchards.example">map</a>.</p>'}, says="twice"),
    wrong(BROKEN, "fr", {f"{NOTE}.fr": '<p>Voir la <a href="http://vergers">carte</a>.</p>'}, says="host"),
    wrong(BROKEN, "fr", {f"{NOTE}.fr": "<p>La carte : https://vergers.example/cartes?lieu=</p>"}, says="midway"),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>The map is at htpps://orchards.example/map.</p>"}, says="https"),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>The map is at https:/orchards.example/map.</p>"}, says="https"),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>The map is at www.orchards, and nowhere else.</p>"}, says="host"),
    wrong(BROKEN, "fr", {f"{NOTE}.fr": "<p>Écrire à vergers@port, s’il vous plaît.</p>"}, says="host"),
    right(BROKEN, "fr", {f"{NOTE}.fr": "<p>Écrire à vergers@port.example, ou à @vergers sur le réseau ; 3 poires/2 coings.</p>"}),
    right(BROKEN, "en", {f"{NOTE}.en": "<p>The map (https://orchards.example/maps/pears.html) is new.</p>"}),
    right(BROKEN, "en", {PERSON: {"url": "https://pears.example/a_b-c/?q=%C3%A9&x=1#top"}}),
    right(BROKEN, "fr", {f"{NOTE}.fr": "<p>La carte : www.vergers.example/cartes, et rien d’autre.</p>"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
