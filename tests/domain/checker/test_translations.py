"""Content languages: what is missing, copied untranslated or out of date in a second one."""

from typing import Any

import pytest

from forum_app.domain.texts import fingerprint
from tests.domain.checker.a_note import a_note
from tests.domain.checker.examples import Example, changed, right, wrong

MISSING, OLD = "text-missing", "text-out-of-date"
LONG = "Nurseries lend seeds as libraries lend books, for a year."


def in_both() -> dict[str, Any]:
    """The English note with every text in French too: the changes that make it so."""
    changes: dict[str, Any] = {"forum.languages": ["en", "fr"]}

    def walk(one: Any, other: Any, path: str) -> None:
        if isinstance(one, dict) and set(one) == {"en"}:
            changes[f"{path}.fr"] = other["fr"]
        elif isinstance(one, dict | list):
            for key, inner in one.items() if isinstance(one, dict) else enumerate(one):
                step = f"[{key}]" if isinstance(one, list) else f".{key}" if path else key
                walk(inner, other[key], f"{path}{step}")

    walk(a_note("en"), a_note("fr"), "")
    return changes


BOTH = in_both()
TALK = "sessions[0].talks[0]"

EXAMPLES = [
    wrong(MISSING, "en", {**BOTH, f"{TALK}.abstract.fr": ""}, TALK, says="One of 2 texts is missing in French: Abstract"),
    wrong(MISSING, "en", {**BOTH, "forum.note.sections[0].body.fr": "<p> </p>"}, "forum.note.sections[0]", says="One of 2 texts is missing in French: Text"),
    wrong(MISSING, "en", {"forum.languages": ["en", "fr"]}, "forum.languages", says="Nothing is written in French"),
    wrong(MISSING, "en", {**BOTH, f"{TALK}.abstract": {"en": f"<p>{LONG}</p>", "fr": f"<p>{LONG}</p>"}}, TALK, says="word for word"),
    wrong(MISSING, "en", {**BOTH, "rooms[1].name.fr": ""}, "rooms[1]", says="Name"),
    wrong(MISSING, "en", {**BOTH, "themes[0].title.fr": "", "sessions[1].title.fr": ""}, ("themes[0]", "sessions[1]"), says="Title"),
    wrong(MISSING, "en", {**BOTH, "sessions[0].summary": {"en": "<p>Who lends what.</p>"}, "sessions[0].label": {"en": "Clinic"}}, "sessions[0]", says="2 of 3 texts are missing in French: Label, Summary"),
    right(MISSING, "en", {**BOTH, "sessions[2]": {"id": "s922222222", "title": {"en": "Later"}, "status": "draft"}, "sessions[3]": {"id": "s822222222", "title": {"en": "Never"}, "status": "cancelled"}}),
    right(MISSING, "en", BOTH),
    right(MISSING, "en", {**BOTH, f"{TALK}.title": {"en": "Sementes", "fr": "Sementes"}}),
    right(MISSING, "en", {**BOTH, "people[1].name.fr": "", f"{TALK}.flagship": {}}),
    wrong(OLD, "en", {**BOTH, f"{TALK}.abstract.fr@en": fingerprint("<p>An earlier text.</p>")}, TALK, says="French: Abstract"),
    wrong(OLD, "en", {**BOTH, "sessions[1].title.fr@en": "00000000", "rooms[0].name.fr@en": "00000000"}, ("sessions[1]", "rooms[0]")),
    right(OLD, "en", {**BOTH, "sessions[2]": {"id": "s922222222", "title": {"en": "Later", "fr": "Plus tard", "fr@en": "00000000"}, "status": "cancelled"}}),
    wrong(OLD, "en", {**BOTH, "forum.title.fr@en": "00000000"}, "forum", says="Title"),
    right(OLD, "en", {**BOTH, f"{TALK}.abstract.fr@en": fingerprint(f"<p>{'Nurseries lend seeds as libraries lend books.'}</p>")}),
    right(OLD, "en", {**BOTH, f"{TALK}.abstract.en@fr": fingerprint("<p>Les pépinières prêtent des graines comme on prête des livres.</p>")}),
]  # fmt: skip


def test_the_note_in_two_languages_has_no_finding() -> None:
    assert changed(a_note("en"), BOTH).forum.languages == ["en", "fr"]
    right(MISSING, "en", BOTH).hold()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
