"""The tables are whole: two right and two wrong examples of each rule; those that read language, in both languages."""

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from forum_app.domain.checker import RULES, check, not_checked, partly_checked
from forum_app.paths import ROOT
from tests.domain.checker.a_note import a_note
from tests.domain.checker.examples import Example, changed

FOLDER = Path(__file__).parent
NO_TABLES = {Path(__file__).stem, "test_speed", "test_sentences", "test_memory"}
TABLES = [path.stem for path in sorted(FOLDER.glob("test_*.py")) if path.stem not in NO_TABLES]
EXAMPLES: list[Example] = [
    example for name in TABLES for example in getattr(import_module(f"tests.domain.checker.{name}"), "EXAMPLES", [])
]
READS_LANGUAGE = [rule for rule in RULES.values() if rule.languages]


def test_every_rule_has_two_right_and_two_wrong_examples() -> None:
    count = Counter((example.rule, bool(example.places)) for example in EXAMPLES)
    assert {
        (rule, wrong): count[rule, wrong] for rule in RULES for wrong in (True, False) if count[rule, wrong] < 2
    } == {}


def test_every_rule_that_reads_language_has_examples_in_both() -> None:
    count = Counter((example.rule, example.language, bool(example.places)) for example in EXAMPLES)
    wanted = [
        (rule.name, language, wrong)
        for rule in READS_LANGUAGE
        for language in rule.languages
        for wrong in (True, False)
    ]
    assert [key for key in wanted if not count[key]] == []


def test_every_example_is_of_a_rule_and_every_file_of_rules_has_its_table() -> None:
    assert {example.rule for example in EXAMPLES} == set(RULES)
    files = {rule.find.__module__.rpartition(".")[2] for rule in RULES.values()}
    assert files <= {name.removeprefix("test_") for name in TABLES}


def test_the_documentation_lists_every_rule_in_its_words() -> None:
    lines = (ROOT / "docs" / "checker.md").read_text("utf-8").splitlines()
    listed = [line for line in lines if line.startswith("| `")]
    assert listed == [f"| `{rule.name}` | {rule.description} | {rule.remedy} |" for rule in RULES.values()]
    reading = ", ".join(f"`{rule.name}`" for rule in READS_LANGUAGE)
    knowing = ", ".join(f"`{rule.name}`" for rule in RULES.values() if rule.knows)
    assert lines[-3].endswith(f"are said not to be checked in others: {reading}.")
    assert lines[-1].endswith(
        f"read every language, but know titles, posts and placeholders in these two only: {knowing}."
    )


@pytest.mark.parametrize("language", ["en", "fr", "en-GB", "fr-CA"])
def test_english_and_french_are_checked(language: str) -> None:
    draft = changed(a_note(language), {})
    assert (not_checked(draft), partly_checked(draft)) == ([], [])


@pytest.mark.parametrize("language", ["pt", "de", "ar"])
def test_other_languages_are_said_not_to_be_checked(language: str) -> None:
    draft = changed(a_note("en"), {"forum.languages": ["en", language]})
    assert not_checked(draft) == [(rule.name, language) for rule in READS_LANGUAGE]
    assert partly_checked(draft) == [(rule.name, language) for rule in RULES.values() if rule.knows]


def test_an_ignored_rule_is_not_said_to_leave_a_language_out() -> None:
    rule = READS_LANGUAGE[0].name
    draft = changed(a_note("pt"), {"forum.severities": {rule: "ignore"}})
    assert rule not in {name for name, _language in not_checked(draft)}


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.places and RULES[example.rule].languages], ids=str
)
def test_a_rule_that_reads_language_finds_nothing_in_another_one(example: Example) -> None:
    """The same words entered as Portuguese: nothing is read that isn't understood."""
    changes = {
        path.removesuffix(f".{example.language}") + (".pt" if path.endswith(f".{example.language}") else ""): value
        for path, value in example.changes.items()
    }
    found = [finding for finding in check(changed(a_note("pt"), changes)) if finding.rule == example.rule]
    assert found == []
