"""Who may be the same person: by names and addresses, and who surely not; many people in little time."""

import pytest

from forum_app.domain.alike import Called, Likeness, alike_pairs, likeness


def who(name: str, *more: str, address: str = "") -> Called:
    return Called(name, (name, *more), address)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Ana Silva", "Silva Ana", Likeness.NAME),
        ("Ana Silva", "ÁNA  silva", Likeness.NAME),
        ("Ana Silva", "Ana Maria Silva", Likeness.WORDS),
        ("A. Silva", "Ana Silva", Likeness.INITIAL),
        ("F. S. Chowdhury", "Farhana Sultana Chowdhury", Likeness.INITIAL),
        ("Mohamed Ali", "Mohammed Ali", Likeness.SPELLING),
        ("Jean-Luc Moreau", "Jean Luc Moreau", Likeness.NAME),
        ("فرحانة شودري", "فرحانه شودري", Likeness.NAME),
        ("Ana Silva", "Ana Costa", None),
        ("Ana Silva", "Rui Silva", None),
        ("B. Silva", "Ana Silva", None),
        ("Ana", "Ana Silva", None),
        ("...", "Ana Silva", None),
    ],
)
def test_names_that_may_be_one(one: str, other: str, why: Likeness | None) -> None:
    assert likeness(who(one), who(other)) == why == likeness(who(other), who(one))


def test_an_address_is_surer_than_a_name_and_every_language_counts() -> None:
    assert likeness(who("Ana Silva", address="a@b.example"), who("Rui", address="a@b.example")) == Likeness.ADDRESS
    assert likeness(who("Farhana C.", "فرحانة شودري"), who("Another", "فرحانة شودري")) == Likeness.NAME


@pytest.mark.timeout(30)
def test_two_thousand_people_are_compared_at_once() -> None:
    people = [who(f"Name{number % 700} Family{number}") for number in range(2000)] + [who("Family7 Name7")]
    found = alike_pairs(people)
    assert ("Name7 Family7", "Family7 Name7", Likeness.NAME) in {(one.key, two.key, why) for one, two, why in found}
