"""People who are away or speak another language. The panel's second speaker moderates the workshop on Wednesday at 14:00."""

from typing import Any

import pytest

from tests.domain.checker.agenda_examples import MODERATES_WORKSHOP, PANEL, WORKSHOP, on_tuesday
from tests.domain.checker.examples import Example, right, wrong

AWAY, LANGUAGES = "person-unavailable", "language-without-interpretation"
SECOND = f"{PANEL}.talks[1].speakers[1]"
OF_WORKSHOP = f"{WORKSHOP}.roles[0]"


def away(*spans: tuple[str, str]) -> dict[str, Any]:
    """The hours of June 2031 at which the workshop's moderator is away: 10 10:00 to 10 11:00."""
    hours = [{"start": f"2031-06-{at(start)}:00", "end": f"2031-06-{at(end)}:00"} for start, end in spans]
    return {"people[3].private": {"unavailable": hours}}


def at(words: str) -> str:
    return words.replace(" ", "T")


def speaks(*languages: str) -> dict[str, Any]:
    return {"people[3].languages": list(languages)}


EXAMPLES = [
    wrong(AWAY, "en", away(("10 10:45", "10 12:00")), SECOND, says="Duarte Leal is not available at this time."),
    wrong(AWAY, "fr", away(("09 18:00", "12 09:00")), (SECOND, OF_WORKSHOP)),
    wrong(AWAY, "en", away(("09 10:00", "09 11:00"), ("11 14:00", "11 14:05")), OF_WORKSHOP),
    right(AWAY, "en", away(("10 09:00", "10 10:30"), ("10 11:00", "11 14:00"))),
    right(AWAY, "fr", {**away(("11 14:00", "11 15:00")), **on_tuesday("12:30")}),
    right(AWAY, "en", {**away(("10 10:00", "10 12:00")), f"{SECOND}.state": "declined", "forum.severities": {"declined-still-listed": "ignore"}}),
    wrong(LANGUAGES, "en", {**speaks("pt", "es"), f"{PANEL}.languages": ["en", "fr"]}, SECOND, says="Duarte Leal speaks Portuguese and Spanish; the session is in English and French, and nobody interprets."),
    wrong(LANGUAGES, "fr", {**speaks("pt"), f"{PANEL}.languages": ["fr"], f"{WORKSHOP}.languages": ["en"]}, (SECOND, OF_WORKSHOP)),
    wrong(LANGUAGES, "en", {"forum.working_languages": ["en", "fr", "es"], f"{PANEL}.kind": "plenary", f"{PANEL}.languages": ["en"], f"{PANEL}.interpretation": ["fr"], f"{WORKSHOP}.languages": ["en"]}, f"{PANEL}.interpretation", says="nobody interprets into Spanish"),
    right(LANGUAGES, "en", {**speaks("pt"), f"{PANEL}.languages": ["en"], f"{PANEL}.interpretation": ["pt-BR"], f"{WORKSHOP}.languages": ["pt"]}),
    right(LANGUAGES, "fr", {**speaks("fr-CA", "en"), f"{PANEL}.languages": ["fr"], f"{WORKSHOP}.languages": ["en"]}),
    right(LANGUAGES, "en", {"forum.working_languages": ["en", "fr"], f"{PANEL}.languages": ["en"], f"{WORKSHOP}.languages": ["fr"]}),  # for those who choose it
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()


def test_the_moderator_of_the_workshop_is_the_fourth_person() -> None:
    assert EXAMPLES[0].draft.people[3].id == MODERATES_WORKSHOP
