"""All that the checker says can be said in another language: each sentence is in the catalogues' template, and what is
not translated comes from the draft."""

import json
import re
import runpy
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from babel.messages.catalog import Catalog

from forum_app.domain import checker
from forum_app.domain.checker import RULES, check
from forum_app.domain.checker.findings import Finding
from forum_app.domain.checker.names import field_named
from forum_app.domain.checker.reading import fields_of
from forum_app.domain.checker.wording import Day, Days, Language, Listed, Name, Weekday
from forum_app.domain.draft import Draft, Forum, Organisation, Person, Room, Section, Session, Talk, Theme
from forum_app.domain.draft_parts import Part
from forum_app.domain.registrations import Registration
from forum_app.domain.sentences import Said, in_words
from forum_app.i18n import Words, words
from forum_app.paths import ROOT
from tests.domain.checker.examples import Example
from tests.domain.checker.test_every_rule_has_examples import EXAMPLES

WRONG = [example for example in EXAMPLES if example.places]
# What sentences hold beside words of the draft: clock times, numbers with the noun that was counted, marks.
_WORD = re.compile(r"[^\W\d_]{3,}")


def gathered() -> Catalog:
    """What translators are given, as the tool that keeps the catalogues gathers it."""
    found: Catalog = runpy.run_path(str(ROOT / "tools" / "catalogue.py"))["gathered"]()
    return found


@cache
def template() -> frozenset[tuple[str, str]]:
    """The messages for translators, each with its form for many or ``""``."""
    ids = [message.id for message in gathered() if message.id and not message.context]
    return frozenset((one, "") if isinstance(one, str) else (one[0], one[1]) for one in ids)


def sentences_in(value: Any) -> Iterator[Said]:
    """Every sentence in a value, those that a sentence is made of too."""
    if isinstance(value, Said):
        yield value
        value = list(value.values.values())
    if isinstance(value, Listed):
        value = value.items
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from sentences_in(item)


def modules() -> list[str]:
    return [module.name for module in walk_packages(checker.__path__, f"{checker.__name__}.")]


@pytest.mark.parametrize("module", modules(), ids=lambda name: name.removeprefix(f"{checker.__name__}."))
def test_every_sentence_of_the_checker_is_given_to_translators(module: str) -> None:
    held = [item for item in vars(import_module(module)).values() for item in sentences_in(item)]
    assert {(item.message, item.many) for item in held} <= template()


def paths_in(kind: type[Part], prefix: str = "", seen: frozenset[type[Part]] = frozenset()) -> Iterator[str]:
    """The paths of all texts in a thing, those of parts in it too that are no things themselves."""
    hints = get_type_hints(kind)
    for name, form in fields_of(kind).items():
        if form:
            yield f"{prefix}{name}"
            continue
        for inner in parts_in(hints[name]):
            if inner not in seen and inner not in THINGS:
                yield from paths_in(inner, f"{prefix}{name}.", seen | {inner})


def parts_in(hint: Any) -> list[type[Part]]:
    if isinstance(hint, type) and issubclass(hint, Part):
        return [hint]
    return [found for argument in get_args(hint) for found in parts_in(argument)]


THINGS = {Forum, Theme, Room, Organisation, Person, Session, Talk, Section, Registration}


@pytest.mark.parametrize("kind", sorted({*THINGS, Draft} - {Registration}, key=str), ids=lambda kind: kind.__name__)
def test_every_text_of_a_thing_has_a_name(kind: type[Part]) -> None:
    named = [text for path in paths_in(kind) for text in sentences_in(field_named(path))]
    assert {(text.message, text.many) for text in named} <= template()


def test_every_rule_is_described_in_sentences_for_translators() -> None:
    held = [text for rule in RULES.values() for text in (rule.description, rule.remedy)]
    assert all(isinstance(text, Said) and not text.values for text in held)
    assert {(text.message, text.many) for text in held} <= template()


@pytest.mark.parametrize("example", WRONG, ids=str)
def test_findings_are_made_of_sentences_for_translators_and_of_words_of_the_draft(example: Example) -> None:
    draft = example.draft
    for finding in check(draft, None, example.sign_ups):
        told = [text for part in (finding.reason, finding.thing, finding.remedy) for text in sentences_in(part)]
        assert isinstance(finding.reason, Said)
        assert {(text.message, text.many) for text in told} <= template()
        assert untold(finding, draft) == set()


def untold(finding: Finding, draft: Draft) -> set[str]:
    """Words of a finding that nobody could translate and that the draft does not hold."""
    known = json.dumps(msgspec.to_builtins(draft), ensure_ascii=False).casefold()
    speaker = Foreign("en")
    said = f"{speaker.said(finding.reason)} {speaker.said(finding.thing)}".casefold()
    return {word for word in _WORD.findall(said) if word not in known and word not in _OWN}


_OWN = frozenset({"days", "jours", "iii"})  # "three-day" is told as "3 days", as the text would write it; a number


class Foreign(Words):
    """Says nothing of a message but what it is filled with; days and languages are left out."""

    def gettext(self, message: str, **values: object) -> str:
        return " ".join(str(value) for value in values.values())

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        return self.gettext(one, **values)

    def day(self, *_what: Any, **_how: Any) -> str:
        return ""

    days = weekday = language_name = day  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "From Monday 2 June 2031 to 3–4 June 2031, Tuesday, in French: Pears, Apple and Seeds; Pears, Nobody"),
        ("fr", "From lundi 2 juin 2031 to 3–4 juin 2031, mardi, in français: Poires, Apple et Seeds; Poires, Nobody"),
    ],
)
def test_names_days_and_lists_are_told_in_the_language_of_the_sentence(language: str, expected: str) -> None:
    names = [Name(text, ["en", "fr"]) for text in ({"en": "Pears", "fr": "Poires"}, {"en": "Apple"}, {"de": "Seeds"})]
    sentence = Said(
        "From %(day)s to %(days)s, %(weekday)s, in %(language)s: %(joined)s; %(listed)s",
        {
            "day": Day(date(2031, 6, 2), weekday=True),
            "days": Days(date(2031, 6, 3), date(2031, 6, 4)),
            "weekday": Weekday(date(2031, 6, 3)),
            "language": Language("fr"),
            "joined": Listed(tuple(names), joined=True),
            "listed": Listed((names[0], Said("Nobody", {}))),
        },
    )
    assert words(language).said(sentence) == expected
    assert language != "en" or str(sentence) == expected


def test_what_is_counted_has_the_forms_of_its_language() -> None:
    one, many = (Said("One room", {"num": number}, "%(num)d rooms") for number in (1, 2))
    assert (one, many) == ("One room", "2 rooms")
    assert [in_words(each, words("en")) for each in (one, many)] == ["One room", "2 rooms"]
