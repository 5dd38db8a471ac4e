"""A small forum in English, French or another language in which no rule finds anything; all of it is invented.

A panel of 90 minutes (Tuesday 10 June 2031, 10:00, Green Room) with three speakers in two talks, and a workshop of two
hours (Wednesday 11 June 2031, 14:00, Blue Room), in Lisbon.
"""

from typing import Any

_SAID = {
    "en": {
        "title": "Orchard Days",
        "city": "Lisbon",
        "venue": "Harbour Exchange",
        "rooms": ["Green Room", "Blue Room"],
        "themes": ["Old varieties", "Shared tools"],
        "panel": "Seeds that travel",
        "workshop": "Mending what we have",
        "talks": ["A bank of seeds", "Grafts by post"],
        "abstracts": ["Nurseries lend seeds as libraries lend books.", "Cuttings reach a village before spring does."],
        "posts": ["Head nurserywoman", "Grafter", "Beekeeper", "Toolmaker"],
        "biographies": [
            "Grows pears.",
            "Has grafted since childhood.",
            "Keeps bees on roofs.",
            "Forges billhooks and sickles.",
        ],
        "organisations": ["Valley Growers", "House of Grafting"],
        "heading": "Why we meet",
        "body": "Growers keep what they share.",
    },
    "fr": {
        "title": "Journées des vergers",
        "city": "Lisbonne",
        "venue": "Bourse du port",
        "rooms": ["Salle verte", "Salle bleue"],
        "themes": ["Variétés anciennes", "Outils partagés"],
        "panel": "Des graines qui voyagent",
        "workshop": "Réparer ce que l’on a",
        "talks": ["Une banque de graines", "Des greffons par la poste"],
        "abstracts": [
            "Les pépinières prêtent des graines comme on prête des livres.",
            "Les greffons arrivent au village avant le printemps.",
        ],
        "posts": ["Pépiniériste en chef", "Greffeur", "Apicultrice", "Taillandier"],
        "biographies": [
            "Cultive des poires.",
            "Greffe depuis l’enfance.",
            "Élève des abeilles sur les toits.",
            "Forge des serpes et des faucilles.",
        ],
        "organisations": ["Cultivateurs de la vallée", "Maison de la greffe"],
        "heading": "Pourquoi nous réunir",
        "body": "On garde ce que l’on partage.",
    },
}
_NAMES = ["Inês Abrantes", "Tomé Vilar", "Graça Moutinho", "Duarte Leal"]


def an_id(letter: str, number: int) -> str:
    return f"{letter}{number + 2}".ljust(10, "2")


def a_note(language: str) -> dict[str, Any]:
    """The forum as ``forum.json`` holds it, in one language; in others than French the words are English."""
    said = _SAID.get(language, _SAID["en"])

    def text(words: Any) -> dict[str, str]:
        return {language: words}

    def rich(words: Any) -> dict[str, str]:
        return {language: f"<p>{words}</p>"}

    themes = [{"id": an_id("t", i), "title": text(words)} for i, words in enumerate(said["themes"])]
    rooms = [{"id": an_id("r", i), "name": text(words)} for i, words in enumerate(said["rooms"])]
    return {
        "version": 1,
        "forum": {
            "id": an_id("f", 0),
            "slug": "orchards",
            "title": text(said["title"]),
            "first_day": "2031-06-10",
            "last_day": "2031-06-11",
            "zone": "Europe/Lisbon",
            "venue": {"name": text(said["venue"]), "city": text(said["city"]), "country": "PT"},
            "languages": [language],
            "working_languages": [language],
            "roles": [],
            "key_questions": [],
            "terms": [],
            "materials": [],
            "note": {"sections": [{"id": an_id("n", 0), "heading": text(said["heading"]), "body": rich(said["body"])}]},
        },
        "themes": themes,
        "rooms": rooms,
        "organisations": [
            {"id": an_id("g", i), "name": text(words), "kind": "civil-society"}
            for i, words in enumerate(said["organisations"])
        ],
        "people": [_person(number, text, rich, said) for number in range(len(_NAMES))],
        "sessions": _sessions(text, rich, said),
    }


def _person(number: int, text: Any, rich: Any, said: Any) -> dict[str, Any]:
    return {
        "id": an_id("p", number),
        "name": text(_NAMES[number]),
        "posts": [{"title": text(said["posts"][number]), "organisation": an_id("g", number % 2)}],
        "biography": rich(said["biographies"][number]),
        "photo": {"file": f"{number:064x}.png"},
        "links": [],
    }


def _sessions(text: Any, rich: Any, said: Any) -> list[dict[str, Any]]:
    talks = [
        {
            "id": an_id("k", number),
            "title": text(title),
            "abstract": rich(said["abstracts"][number]),
            "minutes": 30,
            "kind": "solution",
            "speakers": [{"id": an_id("w", person), "person": an_id("p", person)} for person in speakers],
            "links": [],
        }
        for number, (title, speakers) in enumerate(zip(said["talks"], [[1], [2, 3]], strict=True))
    ]
    return [
        {
            "id": an_id("s", 0),
            "title": text(said["panel"]),
            "kind": "panel",
            "start": "2031-06-10T10:00:00",
            "minutes": 90,
            "room": an_id("r", 0),
            "themes": [an_id("t", 0)],
            "roles": [{"id": an_id("m", 0), "person": an_id("p", 0), "role": "moderator"}],
            "key_questions": [],
            "talks": talks,
        },
        {
            "id": an_id("s", 1),
            "title": text(said["workshop"]),
            "kind": "workshop",
            "start": "2031-06-11T14:00:00",
            "minutes": 120,
            "room": an_id("r", 1),
            "themes": [an_id("t", 1)],
            "roles": [{"id": an_id("m", 1), "person": an_id("p", 3), "role": "moderator"}],
            "key_questions": [],
            "talks": [],
        },
    ]
