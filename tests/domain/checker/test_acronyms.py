"""Acronyms: expanded once, or entered as a term or an organisation; words in capitals for emphasis are none."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

RULE, NOTE, TALK = "acronym-not-expanded", "forum.note.sections[0].body", "sessions[0].talks[0].abstract"

EXAMPLES = [
    wrong(RULE, "en", {f"{NOTE}.en": "<p>The RSBN pays for the grafts.</p>"}, says="RSBN"),
    wrong(RULE, "en", {f"{NOTE}.en": "<p>Ask any NGDF member.</p>", f"{TALK}.en": "<p>Lent to the NGDF.</p>"}, f"{NOTE}.en", says="2 texts"),
    wrong(RULE, "en", {f"{NOTE}.en": "<p>The mill reports to PODAR and to SEVAL.</p>"}, f"{NOTE}.en"),
    wrong(RULE, "en", {f"{NOTE}.en": "<p>All MoAs are kept by the Old Seed Bank (ASB).</p>"}, f"{NOTE}.en"),
    wrong(RULE, "en", {f"{NOTE}.en": "<p>Please read the OVG rules BEFORE you travel.</p>"}, says="OVG"),
    right(RULE, "en", {f"{NOTE}.en": "<p>The Regional Seed Bank Network (RSBN) pays for the grafts.</p>"}),
    right(RULE, "en", {f"{NOTE}.en": "<p>The RSBN (Regional Seed Bank Network) pays for the grafts.</p>", f"{TALK}.en": "<p>A gift of the RSBN.</p>"}),
    right(RULE, "en", {f"{NOTE}.en": "<p>The RSBN pays.</p>", "forum.terms[0]": {"acronym": {"en": "RSBN"}, "expansion": {"en": "Regional Seed Bank Network"}}}),
    right(RULE, "en", {f"{NOTE}.en": "<p>The VG pays in EUR, and the UN sends two guests by GPS.</p>", "organisations[0].acronym": {"en": "VG"}}),
    right(RULE, "en", {f"{NOTE}.en": "<p>Please bring your badge EVERY day. Dogs are STRICTLY forbidden.</p>"}),
    right(RULE, "en", {f"{NOTE}.en": "<p>Entrance is FREE OF CHARGE. Registration is REQUIRED by May; seats are LIMITED.</p>"}),
    right(RULE, "en", {f"{NOTE}.en": "<p>Seeds are lent, NEVER sold. Whoever lends SEEDS must label them.</p>"}),
    right(RULE, "en", {f"{NOTE}.en": "<p>IMPORTANT: the bus leaves EARLY. Do bring a KNIFE, for every grafter needs a knife.</p>"}),
    wrong(RULE, "fr", {f"{NOTE}.fr": "<p>Le RSBG paie les greffes.</p>"}, says="RSBG"),
    wrong(RULE, "fr", {f"{NOTE}.fr": "<p>Merci de lire le règlement de l’OVGF AVANT de partir.</p>"}, says="OVGF"),
    right(RULE, "fr", {f"{NOTE}.fr": "<p>Le Réseau des banques de graines (RBG) paie les greffes ; merci au RBG.</p>"}),
    right(RULE, "fr", {f"{NOTE}.fr": "<p>ACCÈS GRATUIT. Inscription OBLIGATOIRE avant le mois de mai ; merci de venir TÔT.</p>"}),
    right(RULE, "fr", {f"{NOTE}.fr": "<p>Les graines sont prêtées, JAMAIS vendues. Le couteau est FOURNI.</p>"}),
    right(RULE, "fr", {f"{NOTE}.fr": "<p>Depuis le XIX<sup>e</sup> siècle, et plus encore au XXIe, sous Louis XIV ou la V<sup>e</sup> République, on greffe.</p>"}),
    right(RULE, "en", {f"{NOTE}.en": "<p>In the XXIst century and in the XIX<sup>th</sup>, under Henry IV, growers grafted.</p>"}),
    wrong(RULE, "fr", {f"{NOTE}.fr": "<p>Le XIVR paie les greffes.</p>"}, says="“XIVR”"),
    right(RULE, "fr", {f"{NOTE}.fr": "<p>Le RSBG paie.</p>", "forum.terms[0]": {"acronym": {"fr": "RSBG"}, "expansion": {"fr": "Réseau et banque de graines"}}}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
