"""Lengths: what a text says a session lasts, and what its talks need. The panel has 90 minutes, the workshop 120."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

PANEL, WORKSHOP, NOTE, TALK = "sessions[0]", "sessions[1]", "forum.note.sections[0].body", "sessions[0].talks[0]"

EXAMPLES = [
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>The panel will last one hour and forty-five minutes.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>This two-hour panel brings growers and buyers together.</p>"}),
    wrong("length-stated", "en", {f"{WORKSHOP}.objectives.en": "<p>In this three-hour workshop we take a plough apart.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>Duration: 1 h 15</p>"}),
    wrong("length-stated", "en", {NOTE + ".en": "<p>The workshop runs for an hour and a half, with a cup of tea.</p>"}),
    wrong("length-stated", "en", {NOTE + ".en": "<p>We have set aside two hours for the panel.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>Seventy minutes are set aside for this panel.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>Growers and buyers spend two hours together at one table.</p>"}),
    wrong("length-stated", "en", {f"{WORKSHOP}.summary.en": "<p>Allow two and a half hours for this workshop.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>In just seventy-five minutes, three speakers show what they lend.</p>"}),
    wrong("length-stated", "en", {f"{TALK}.abstract.en": "<p>This ten-minute talk shows how seeds are lent.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>This session (75 minutes) asks who lends.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>We have 75 minutes for this panel.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>This session (90 minutes) asks who lends; each speaker has 15 minutes for the panel.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>The panel will last one hour and a half, with thirty minutes of questions.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>This 90-minute panel brings growers and buyers together.</p>"}),
    right("length-stated", "en", {f"{WORKSHOP}.objectives.en": "<p>In this two-hour workshop we take a plough apart after a ten-minute film.</p>"}),
    right("length-stated", "en", {NOTE + ".en": "<p>The workshop runs for two hours. From the station it is forty minutes on foot.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>Each speaker has fifteen minutes; then the floor is open for half an hour.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>Cuttings must stand in water for two hours before the panel opens.</p>"}),
    right("length-stated", "en", {NOTE + ".en": "<p>We have set aside an hour and a half for the panel and two hours for lunch.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>Last year growers and buyers spent two hours together on a bus.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>Pickers spend six hours together on the ladder each day.</p>"}),
    wrong("length-stated", "en", {f"{PANEL}.summary.en": "<p>Bring a knife: within two hours we all graft a tree.</p>"}),
    wrong("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Cultivateurs et acheteurs passent deux heures ensemble.</p>"}),
    wrong("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Taillez vos crayons : en deux heures, nous greffons un arbre.</p>"}),
    right("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Taillez vos crayons : en une heure et demie, nous greffons un arbre.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>Bring a knife: within five minutes we all graft a tree.</p>"}),
    right("length-stated", "en", {f"{PANEL}.summary.en": "<p>In just ten minutes, a graft can dry out.</p>"}),
    right("length-stated", "en", {f"{TALK}.abstract.en": "<p>This thirty-minute talk ends with a five-minute film.</p>"}),
    wrong("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Le panel durera une heure et quart.</p>"}),
    wrong("length-stated", "fr", {f"{WORKSHOP}.summary.fr": "<p>Cet atelier de trois heures se passe debout.</p>"}),
    wrong("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>D’une durée de deux heures, le panel réunit cultivateurs et acheteurs.</p>"}),
    wrong("length-stated", "fr", {NOTE + ".fr": "<p>Deux heures sont réservées au panel.</p>"}),
    wrong("length-stated", "fr", {NOTE + ".fr": "<p>Prévoyez trois heures pour l’atelier.</p>"}),
    wrong("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Durée : 1 h 45</p>"}),
    wrong("length-stated", "fr", {NOTE + ".fr": "<p>Le panel, de deux heures, est suivi de l’atelier.</p>"}),
    wrong("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Nous disposons de deux heures pour ce panel.</p>"}),
    right("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Le panel durera une heure et demie, dont un quart d’heure de questions.</p>"}),
    right("length-stated", "fr", {f"{WORKSHOP}.summary.fr": "<p>Cet atelier de deux heures se passe debout, après vingt minutes de film.</p>"}),
    right("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Chaque orateur dispose de quinze minutes.</p>"}),
    right("length-stated", "fr", {NOTE + ".fr": "<p>Une heure et demie est réservée au panel ; le car met trois heures.</p>"}),
    right("length-stated", "fr", {f"{PANEL}.summary.fr": "<p>Les greffons trempent deux heures avant le panel.</p>"}),
    wrong("talks-exceed-session", "en", {f"{TALK}.minutes": 65}, f"{PANEL}.talks", says="95 minutes"),
    wrong("talks-exceed-session", "fr", {f"{PANEL}.minutes": 45}, f"{PANEL}.talks", says="10:00–10:45"),
    right("talks-exceed-session", "en", {f"{TALK}.minutes": 60}),
    right("talks-exceed-session", "fr", {f"{TALK}.minutes": GONE, f"{PANEL}.minutes": 30}),
    right("talks-exceed-session", "en", {f"{PANEL}.minutes": GONE, f"{TALK}.minutes": 300, "forum.severities": {"length-missing": "ignore"}}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
