"""What a row of the printed programme says of a session: its talks, who leads it and takes notes, its languages."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.arabic import arabic_data
from tests.documents import forums
from tests.documents.conftest import Paper
from tests.documents.test_programme import expo
from tests.factories import an_id

Make = Callable[..., Paper]
SPOKEN = {"languages": ["en"], "interpretation": ["fr"]}


def role(number: int, person: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": an_id(700 + number, "r"), "person": forums.an_id("p", person), "role": kind} | more


def with_talks(sessions: int = 4, days: int = 2, talks: int = 2, **more: Any) -> dict[str, Any]:
    """Sessions of ``talks`` talks of ten minutes each, by the second person on."""
    data = expo(sessions, days=days, **more)
    for at, session in enumerate(data["sessions"]):
        session["talks"] = [
            forums.talk(1 + number % 3, 2 + number % 7) | {"id": an_id(50 * at + number + 1, "t")}
            for number in range(talks)
        ]
    return data


def test_a_session_shows_its_talks_with_their_times_and_speakers(paper: Make) -> None:
    data = with_talks(2)
    data["sessions"][0]["talks"][1]["speakers"][0]["state"] = "invited"
    data["forum"]["show_invited"] = True
    data["sessions"][1]["talks"][0].pop("minutes")
    made = paper(forums.release(data), "agenda.pdf")
    first, second = made.text.split("Tuesday 11 March 2031")
    assert "09:00 10 minutes" in first and "09:10 10 minutes" in first
    assert "Insurance that follows the rain, part 1" in first and "Insurance that follows the rain, part 2" in first
    assert "Ms Hari Costas, Head of rural insurance, Institute of Rain" in first
    assert "Anik Chaudry, to be confirmed" in first
    assert "09:10" not in second and "Insurance that follows the rain, part 2" in second
    assert made.faults == set()


def test_whoever_takes_notes_is_named_after_whoever_leads(paper: Make) -> None:
    data = expo(2, days=2)
    data["forum"]["show_invited"] = True
    data["sessions"][0]["roles"] = [
        role(1, 3, "rapporteur"),
        role(2, 2, "moderator", state="invited"),
        role(3, 4, "interpreter"),
    ]
    text = paper(forums.release(data), "agenda.pdf").text
    assert text.index("Ms Hari Costas, Moderator, to be confirmed") < text.index("Anik Chaudry, Rapporteur")
    assert "Yu Tonglin" not in text


def test_one_session_of_talks_names_all_its_people_in_the_head(paper: Make) -> None:
    data = forums.plan()
    data["sessions"][0] |= {"interpretation": ["fr"], "sign_languages": ["International Sign"]}
    data["sessions"][0]["roles"] += [role(1, 7, "rapporteur"), role(2, 8, "rapporteur"), role(3, 2, "panellist")]
    made = paper(forums.release(data), "agenda.pdf")
    assert len(made.pages) == 1
    assert "Moderator: Mr Rim Vey-Kelder Rapporteurs: Mr Anna Amory, Ms Fei Lin" in made.text
    assert "In English, interpretation into French, captions in English, International Sign" in made.text
    assert "Panellist" not in made.text  # he speaks in a talk, where he is named


def test_languages_of_most_sessions_are_said_once_and_others_in_their_row(paper: Make) -> None:
    data = expo(5, days=2, **SPOKEN)
    data["sessions"][4]["languages"] = ["fr"]
    text = paper(forums.release(data), "agenda.pdf").text
    said = "Where nothing else is said: in English, interpretation into French"
    assert text.count("in English, interpretation into French") == 1 and said in text
    assert "Workshop · Room 1 · In French, interpretation into French" in text
    data["sessions"][0] |= {"languages": [], "interpretation": []}  # then the words above would be wrong for it
    text = paper(forums.release(data), "agenda.pdf").text
    assert "Where nothing else is said" not in text and text.count("In English, interpretation into French") == 3


def test_a_cancelled_session_says_nothing_of_its_talks(paper: Make) -> None:
    data = with_talks(2)
    data["sessions"][0]["status"] = "cancelled"
    text = paper(forums.release(data), "agenda.pdf").text
    assert text.count("Insurance that follows the rain, part 1") == 1


def test_a_day_with_few_talks_fits_one_page_and_one_with_many_flows_in_full(paper: Make) -> None:
    day = date(2031, 3, 10)
    few = paper(forums.release(with_talks(6, days=1, talks=3)), "agenda.pdf", day=day)
    assert len(few.pages) == 1 and few.faults == set()
    assert few.text.count("Insurance that follows the rain") == 18
    many = paper(forums.release(with_talks(9, days=1, talks=6)), "agenda.pdf", day=day)
    assert len(many.pages) > 1 and many.faults == set()
    assert many.text.count("Insurance that follows the rain") == 54
    assert "agreed to compare" in many.text


def test_a_session_of_more_talks_than_a_page_holds_goes_on_and_loses_none(paper: Make) -> None:
    data = with_talks(2)
    one = data["sessions"][0]
    one["talks"] = [
        forums.talk(1, 2, title={"en": f"Talk {number} of many"}) | {"id": an_id(900 + number, "t")}
        for number in range(60)
    ]
    made = paper(forums.release(data), "agenda.pdf")
    assert made.faults == set()
    assert [made.text.count(f"Talk {number} of many") for number in range(60)] == [1] * 60
    assert "Session number 0" in made.pages[0] and "Talk 0 of many" in made.pages[0]


def test_talks_add_less_than_half_to_a_long_programme(paper: Make) -> None:
    bare = paper(forums.release(expo(60)), "agenda.pdf")
    full = paper(forums.release(with_talks(60, days=3, talks=2)), "agenda.pdf")
    assert len(full.pages) <= 1.5 * len(bare.pages)


def test_talks_stand_in_french_where_they_are_french(paper: Make) -> None:
    made = paper(forums.release(with_talks(2)), "agenda.pdf", "fr")
    assert "Une assurance qui suit la pluie, partie 2" in made.text
    assert made.faults == set()
    assert sum(tag.kind == "TH" and tag.scope == "Row" for tag in made.tags) == 2 + 4  # sessions and talks


def test_talks_stand_in_arabic_from_the_right(paper: Make) -> None:
    data = arabic_data()
    one = data["sessions"][0] | {"key_questions": []}
    talks = len(one["talks"])
    data["sessions"] = []
    for at in (1, 2):
        parts = {
            kind: [part | {"id": an_id(100 * at + number, letter)} for number, part in enumerate(one[kind])]
            for kind, letter in (("talks", "t"), ("roles", "r"))
        }
        data["sessions"].append(one | parts | {"id": an_id(at, "s")})
    made = paper(forums.release(data), "agenda.pdf", "ar")
    assert made.faults == set()
    assert sum(tag.kind == "TH" and tag.scope == "Row" for tag in made.tags) == 2 + 2 * talks


def test_the_same_release_is_the_same_bytes(paper: Make) -> None:
    release = forums.release(with_talks(3, **SPOKEN))
    assert paper(release, "agenda.pdf").bytes == paper(release, "agenda.pdf").bytes
