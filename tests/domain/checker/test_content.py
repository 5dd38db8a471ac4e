"""What the programme lacks: themes nobody speaks to, talks without a title or an abstract, empty sections."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

TALK, SHARED = "sessions[0].talks[0]", "sessions[0].talks[1]"
SECTION = "forum.note.sections[1]"
THEME = {"id": "t422222222", "title": {"en": "Old hedges"}}

EXAMPLES = [
    wrong("theme-nobody-speaks-to", "en", {"themes[2]": THEME}),
    wrong("theme-nobody-speaks-to", "fr", {"sessions[1].status": "cancelled"}, "themes[1]"),
    right("theme-nobody-speaks-to", "en", {"themes[2]": THEME, f"{TALK}.themes": ["t422222222"]}),
    right("theme-nobody-speaks-to", "en", {"themes[2]": THEME, "sessions": []}),  # nothing is planned yet
    wrong("talk-without-title", "en", {f"{TALK}.title": {}}),
    wrong("talk-without-title", "en", {f"{TALK}.title": {"en": "TBC"}}, f"{TALK}.title"),
    wrong("talk-without-title", "en", {f"{TALK}.title": {"en": "[Title to be confirmed by the speaker]"}}, f"{TALK}.title"),
    wrong("talk-without-title", "en", {f"{TALK}.title": {"en": "Talk 1"}}, f"{TALK}.title"),
    wrong("talk-without-title", "fr", {f"{TALK}.title": {"fr": "Titre à confirmer"}}, f"{TALK}.title"),
    wrong("talk-without-title", "fr", {f"{TALK}.title": {"fr": "(Titre de l’intervention à venir)"}}, f"{TALK}.title"),
    wrong("talk-without-title", "en", {f"{TALK}.title": {"en": "No title yet"}}, f"{TALK}.title"),
    wrong("talk-without-title", "fr", {f"{TALK}.title": {"fr": "Titre provisoire"}}, f"{TALK}.title"),
    right("talk-without-title", "en", {f"{TALK}.title": {"en": "Insert coin"}}),
    right("talk-without-title", "en", {f"{TALK}.title": {"en": "Title deeds for all"}}),
    right("talk-without-title", "fr", {f"{TALK}.title": {"fr": "À venir : la pluie"}}),
    right("talk-without-title", "en", {f"{TALK}.title": {"en": "?Que grano!"}}),
    right("talk-without-title", "en", {f"{TALK}.title": {"en": "To be confirmed: the end of the pear"}}),
    right("talk-without-title", "fr", {f"{TALK}.title": {"fr": "Un titre pour chaque terre"}}),
    right("talk-without-title", "fr", {"sessions[0].status": "cancelled", f"{TALK}.title": {}, "themes[0]": GONE, "sessions[0].themes": []}),
    wrong("talk-without-abstract", "en", {f"{TALK}.abstract": GONE}, f"{TALK}.abstract"),
    wrong("talk-without-abstract", "en", {f"{TALK}.abstract.en": "<p>Abstract to follow</p>"}, f"{TALK}.abstract"),
    wrong("talk-without-abstract", "fr", {f"{TALK}.abstract.fr": "<p>À compléter.</p>"}, f"{TALK}.abstract"),
    wrong("talk-without-abstract", "en", {f"{SHARED}.speakers[0].abstract": {"en": "<p>Who carries the cuttings.</p>"}}, f"{SHARED}.speakers[1].abstract"),
    right("talk-without-abstract", "en", {f"{TALK}.abstract": GONE, f"{TALK}.kind": "opening"}),
    right("talk-without-abstract", "en", {f"{TALK}.abstract": GONE, f"{TALK}.speakers[0].abstract": {"en": "<p>Who lends.</p>"}}),
    right("talk-without-abstract", "fr", {f"{TALK}.abstract.fr": "<p>À compléter : la carte des vergers, que chacun annote.</p>"}),
    wrong("section-empty", "en", {SECTION: {"heading": {"en": "Method"}, "body": {"en": "<p> </p>"}}}, f"{SECTION}.body"),
    wrong("section-empty", "fr", {SECTION: {"kind": "focal-points", "heading": {"fr": "Vos contacts"}}}),
    wrong("section-empty", "en", {SECTION: {"kind": "terms", "heading": {"en": "Short forms"}}}),
    right("section-empty", "en", {SECTION: {"heading": {"en": "Method"}, "body": {"en": "<ul><li><p>Lend.</p></li></ul>"}}}),
    right("section-empty", "fr", {SECTION: {"kind": "programme", "heading": {"fr": "Déroulement"}}}),
    right("section-empty", "en", {SECTION: {"kind": "terms", "heading": {"en": "Short forms"}}, "forum.terms[0]": {"acronym": {"en": "OVR"}, "expansion": {"en": "Old Variety Register"}}}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
