"""A check that remembers the last one finds what a check from nothing finds, whatever was edited between them."""

import gc
import random
from typing import Any

import msgspec
import pytest

from forum_app.domain.checker import check
from forum_app.domain.checker.memory import Memory
from forum_app.domain.checker.reading import Reading
from forum_app.domain.draft import Draft
from tests.domain.checker.a_note import a_note
from tests.domain.checker.examples import Example, changed
from tests.domain.checker.test_every_rule_has_examples import EXAMPLES

STEPS = 100
# What texts are compared with: the same words are right in one of them and wrong in another.
FORUMS: list[dict[str, Any]] = [
    {},
    {"forum.title": {"en": "Harvest Days"}},
    {"forum.title": {"en": "Harvest Days"}, "forum.first_day": "2030-06-12", "forum.last_day": "2030-06-14"},
    {"forum.zone": "UTC"},
    {"forum.languages": ["fr", "en"]},
    {"forum.languages": ["en", "ar"]},
    {"sessions[0].status": "cancelled"},
    {"sessions[1].start": "2031-06-10T08:15:00"},
]
SUMMARY = "The Harvest Days will be held on 13 June. The Harvest Days are held from 05:10 to 06:20."
OF_LANGUAGE = {code: [each for each in EXAMPLES if each.language == code] for code in ("en", "fr")}


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_does_not_depend_on_what_was_checked_before(seed: int) -> None:
    """Drafts with a few of the rules' examples in them at random, each with the things that it shares with the last."""
    chance, memory = random.Random(seed), Memory()
    before, found, kept = changed(a_note("en"), {}), 0, list[Example]()
    for _step in range(STEPS):
        draft = sharing(an_edited_draft(chance, kept), before)
        fresh = check(draft)
        assert check(draft, memory=memory) == fresh
        before, found = draft, found + len(fresh)
    assert found > STEPS // 2


def an_edited_draft(chance: random.Random, kept: list[Example]) -> Draft:
    """With other examples than the last one, or with the same in another forum."""
    while True:
        if chance.random() < 0.5:
            kept[:] = chance.sample(OF_LANGUAGE[chance.choice(["en", "en", "fr"])], chance.choice([0, 1, 2, 3]))
        language = kept[0].language if kept else "en"
        around = {**chance.choice(FORUMS), "forum.summary": {language: SUMMARY}}
        try:
            return changed(a_note(language), {**around, **_together(kept)})
        except (LookupError, TypeError, msgspec.ValidationError):
            kept.clear()  # what one takes out another changes


def _together(examples: list[Example]) -> dict[str, Any]:
    return {path: value for example in examples for path, value in example.changes.items()}


def sharing(draft: Draft, before: Draft) -> Draft:
    """The draft with the same objects as another one where a thing is equal: nobody reads again what didn't change."""
    known = {msgspec.json.encode(thing): thing for thing in _things(before)}
    for things in (draft.sessions, draft.people, draft.rooms, draft.themes, draft.organisations):
        for number, thing in enumerate(things):
            things[number] = known.get(msgspec.json.encode(thing), thing)  # type: ignore[call-overload]
    draft.forum = known.get(msgspec.json.encode(draft.forum), draft.forum)
    return draft


def _things(draft: Draft) -> list[Any]:
    return [draft.forum, *draft.sessions, *draft.people, *draft.rooms, *draft.themes, *draft.organisations]


def test_a_memory_holds_no_more_than_its_draft() -> None:
    memory, other = Memory(), Memory()
    for number in range(20):
        check(
            changed(a_note("en"), {"sessions[0].summary": {"en": f"<p>The session lasts {number} hours.</p>"}}),
            memory=memory,
        )
    check(changed(a_note("en"), {"sessions[0].summary": {"en": "<p>The session lasts 90 hours.</p>"}}), memory=other)
    assert [memory.size, memory.texts] == [other.size, other.texts]
    assert memory.texts > 0


def test_a_check_leaves_nothing_for_the_collector_of_garbage() -> None:
    """What a check read is gone with its end: nothing of it refers to itself in a circle."""
    draft, memory = changed(a_note("en"), {}), Memory()
    gc.collect()
    gc.disable()
    try:
        check(draft, memory=memory)
        assert [held for held in gc.get_objects() if isinstance(held, Reading)] == []
    finally:
        gc.enable()
