"""No forum makes a rule slow: hostile texts of 60,000 characters, sixty sessions with full texts, thousands of sessions."""

import random
from copy import deepcopy
from typing import Any

import msgspec
import pytest

from forum_app.domain.checker import check
from forum_app.domain.draft import Draft
from tests.domain.checker.a_note import a_note
from tests.domain.checker.examples import changed
from tests.factories import an_id

LONGEST = 60_000
# Each takes less than half a second; a rule that grows with the square takes minutes, and runs into this limit.
pytestmark = pytest.mark.timeout(60)
CAPITALS = " ".join("".join(random.Random(number).choices("ABCDEFGHIKLMNOPRSTUV", k=5)) for number in range(9_900))

HOSTILE = {
    "one sentence": "the panel of growers and buyers " * 2_000,
    "one word": "a" * LONGEST,
    "words in capitals": CAPITALS,
    "words in capitals, known ones": "FREE OF CHARGE XKLM " * 3_000,
    "names": "Alpha Beta Gamma of the Delta " * 2_000,
    "acronyms": "Alpha Beta Cell Dome (QRST) ABCD (Alpha Beta Cell Dome) " * 1_000,
    "items of a list": f"<p>It takes three steps:</p><ul>{'<li>five steps</li>' * 3_200}</ul>",
    "numbers": "12 3 45 678 1,200 " * 3_300,
    "numbers in words": "twenty two hundred and five thousand " * 1_600,
    "counts": "12 new growers and 3 old mills, three countries: a, b, c, " * 1_000,
    "dates": "was launched on Monday 10 June 2033 and " * 1_500,
    "lengths": "spend 2 hours together, the session lasts 2 hours and " * 1_100,
    "hours": "the session starts at 10:30 and ends from 10:30 to 11:50 " * 1_000,
    "places": "the forum will be held in Porto in the Blue Room " * 1_200,
    "brackets": "(" * LONGEST,
    "marks": "a) one (b) two 3) three " * 2_500,
    "lists of names": "Alpha, Beta and Gamma, " * 2_600,
    "addresses": "https://a.example/b_ " * 2_800,
    "links": '<p><a href="">register here</a></p>' * 1_700,
    "full stops": "A. " * 20_000,
    "blanks": "a " + "\u00a0 " * 29_000,
    "dashes": "three partners – x – " * 2_800,
    "paragraphs, nearly the same": "".join(
        f"<p>Nobody owns a pear grafted for {number} years and nobody may stop a neighbour.</p>" for number in range(700)
    ),
    "sentences, nearly the same": " ".join(
        f"The mill lends {number} boxes of seed to the schools in the valley." for number in range(800)
    ),
    "footnote marks": "<p>" + "a<sup>1</sup>" * 4_500 + "</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_makes_a_rule_slow(name: str) -> None:
    language = "fr" if len(name) % 2 else "en"
    html = HOSTILE[name][: LONGEST - 7] if HOSTILE[name].startswith("<") else f"<p>{HOSTILE[name][: LONGEST - 7]}</p>"
    texts = {f"{path}.{language}": html for path in ("forum.note.sections[0].body", "sessions[0].summary")}
    check(changed(a_note(language), texts))


def test_sixty_sessions_with_full_texts_are_checked_to_the_end() -> None:
    """600,000 characters in 300 talks."""
    check(a_long_programme())


@pytest.mark.parametrize("days", [20, 1])
def test_two_thousand_sessions_with_three_thousand_people_are_checked_to_the_end(days: int) -> None:
    """Spread over days, and all at once in one room with one moderator."""
    found = check(a_large_programme(2_000, 3_000, days))
    clashes = [finding for finding in found if finding.rule in ("room-taken-twice", "person-in-two-places")]
    assert sum(1 + len(finding.also) for finding in clashes) == (0 if days > 1 else 2 * 1_999)


def a_large_programme(sessions: int, people: int, days: int) -> Draft:
    """On twenty days ten rooms with ten sessions each; on one day everything at once."""
    note: dict[str, Any] = a_note("en")
    note["forum"] |= {"last_day": f"2031-06-{9 + days}", "minutes_between_rooms": 5}
    note["rooms"] = [{"id": an_id(number, "r"), "name": {"en": f"Room {number}"}} for number in range(10)]
    first, who = note["sessions"][1], note["people"][0]
    note["people"] = [
        deepcopy(who) | {"id": an_id(number, "p"), "name": {"en": f"Grower {number}"}} for number in range(people)
    ]
    note["sessions"] = []
    for number in range(sessions):
        day, place = divmod(number, 100)
        at = (
            f"2031-06-{10 + day:02d}T{8 + place // 10:02d}:00:00" if days > 1 else f"2031-06-10T09:00:{number % 60:02d}"
        )
        role = {"id": an_id(number, "m"), "person": an_id(number % 400 if days > 1 else 0, "p"), "role": "moderator"}
        talk = {"title": {"en": f"Pear {number}"}, "abstract": {"en": f"<p>On pear {number}.</p>"}, "minutes": 30}
        speaker = {"id": an_id(number, "w"), "person": an_id(400 + number % (people - 400), "p")}
        note["sessions"].append(
            deepcopy(first)
            | {"id": an_id(number, "s"), "start": at, "minutes": 40 + number * (days == 1) % 97, "roles": [role]}
            | {"room": an_id(place % 10 if days > 1 else 0, "r"), "themes": ["t222222222", "t322222222"]}
            | {"talks": [talk | {"id": an_id(number, "k"), "speakers": [speaker]}]}
        )
    return msgspec.convert(note, Draft)


def a_long_programme() -> Draft:
    chance = random.Random(7)
    stems = "grow lend pear mill seed graft hedge tool valley bank school village neighbour winter market border water charter".split()
    words = [
        f"{stem}{end}" for stem in stems for end in ("", "s", "er", "ing", "ed", "ful", "less", "land", "wise", "age")
    ]

    def sentence() -> str:
        said = " ".join(chance.choices(words, k=14))
        return f"The {said} {chance.choice(['12 mills', 'on 3 May 2029', 'in Faro', 'the RSBN', 'two hours', 'three regions'])}."

    def text(paragraphs: int) -> dict[str, str]:
        return {"en": "".join(f"<p>{' '.join(sentence() for _ in range(5))}</p>" for _ in range(paragraphs))}

    note: dict[str, Any] = a_note("en")
    first = note["sessions"][0]
    note["sessions"] = []
    for number in range(60):
        session = deepcopy(first) | {"id": an_id(number, "s"), "summary": text(3)}
        session["talks"] = [
            deepcopy(first["talks"][0]) | {"id": an_id(number * 5 + talk, "k"), "abstract": text(4), "minutes": 15}
            for talk in range(5)
        ]
        note["sessions"].append(session)
    return msgspec.convert(note, Draft)
