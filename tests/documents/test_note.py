"""The concept note as PDF: content in its order, PDF/UA-1, footnotes on their page, the same bytes each time."""

import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import NotFound
from tests.documents import forums
from tests.documents.conftest import Paper

Make = Callable[..., Paper]
ODD = """R&D <x> "y" 'z' &amp; &lt;"""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_note_is_valid_for_accessible_readers(paper: Make, language: str) -> None:
    made = paper(forums.release(), language=language)
    assert made.faults == set()
    root = made.reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert made.reader.metadata.title.startswith(forums.plan()["forum"]["title"][language])


def test_everything_stands_in_the_order_of_the_note(paper: Make) -> None:
    text = paper(forums.release()).text
    wanted = [
        "Solution Forum on Rain at Rainfed Expo 2031 / Concept note",
        "Building alliances of dry countries to insure what grows",
        "Towards harvests that survive a year without rain",
        "Tuesday 11 March 2031",
        "10:30–11:50",
        "Bangkok time (UTC+7)",
        "River Conference Centre, Bangkok",
        "Rainfed Expo: register",
        "1. Introduction",
        "2. The solution forum",
        "3. Objectives and expected outcomes",
        "Results that others can use.",
        "4. Three themes",
        "5. Solutions to be showcased",
        "Mr Rim Vey-Kelder",
        "6. Key questions",
        "The moderator puts the same questions to every speaker.",
        "What is your practice, and what does it add to the alliance? (1)",
        "Which steps led to results?",
        "7. Speakers and solutions",
        "Ms Hari Costas",
        "10:30–10:40",
        "Insurance that follows the rain, part 1",
        "Mr Santo Merrow",
        "The first half.",
        "Ms Phud Tejava",
        "The second half.",
        "8. Focal points",
        "Speakers and travel",
        "focal@forum.example.org",
        "9. Partners",
        "Institute of Rain (IR)",
        "10. Acronyms",
        "11. References",
        "Atlas of rain",
    ]
    at = 0
    for piece in wanted:
        found = text.find(piece, at)
        assert found >= 0, f"“{piece}” is not after “{text[max(at - 60, 0) : at]}”"
        at = found


def test_the_french_note_speaks_french(paper: Make) -> None:
    made = paper(forums.release(), language="fr")
    text = made.text
    assert "Portrait\u00a0: Mme Hari Costas" in [tag.alt for tag in made.tags]
    for piece in (
        "Note conceptuelle",
        "Mardi 11 mars 2031",
        "Heure de Bangkok (UTC+7)",
        "Organisé par",
        "Résultats attendus",
        "Dans le cadre de Rainfed Expo 2031, 10–12 mars 2031",
    ):
        assert piece in text
    for piece in ("Concept note", "Organised by", "Expected outcomes", "Registration", "Focal points", " of "):
        assert piece not in text.replace(forums.LOREM.strip(), "").split("References")[0].replace(" of rain", "")[:700]


def test_two_renderings_are_the_same_bytes_and_another_process_makes_them_too(paper: Make, photos) -> None:
    release = forums.release()
    first = paper(release).bytes
    assert paper(release).bytes == first
    with Renderer() as another:
        assert render("concept-note.pdf", release, "en", forums.BASE, lambda name: photos / name, another) == first


def test_the_outline_mirrors_the_headings_and_no_level_is_skipped(paper: Make) -> None:
    made = paper(forums.release())
    levels = [int(tag.kind[1]) for tag in made.tags if re.fullmatch("H[1-6]", tag.kind)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert len(made.outline) == len(levels)
    assert made.outline[1] == "1. Introduction"


def test_pictures_have_words_lists_are_lists_and_header_cells_have_a_scope(paper: Make) -> None:
    tags = paper(forums.release()).tags
    alts = [tag.alt for tag in tags if tag.kind == "Figure"]
    assert all(alts)
    assert "Portrait of Ms Hari Costas" in alts
    assert any(alt.startswith("QR code") for alt in alts)
    assert {"L", "LI", "LBody"} <= {tag.kind for tag in tags}
    assert {tag.scope for tag in tags if tag.kind == "TH"} == {"Column", "Row"}


def test_a_panel_without_talks_has_a_table_of_one_column(paper: Make) -> None:
    """Nobody shows a solution: no heading stands over an empty column."""
    data = forums.plan()
    for number, session in enumerate(data["sessions"]):
        session.pop("talks", None)
        session["roles"] = [{"id": forums.an_id("r", number), "person": forums.an_id("p", 1), "role": "panellist"}]
    made = paper(forums.release(data))
    name = next(person["name"]["en"] for person in data["people"] if person["id"] == forums.an_id("p", 1))
    assert "Speakers Solution" in paper(forums.release()).text
    assert name in made.text and "Speakers Solution" not in made.text
    assert made.faults == set()


def test_each_footnote_stands_on_the_page_of_its_mark(paper: Make) -> None:
    paragraphs = "".join(
        f'<p>{forums.LOREM}{forums.LOREM} Mark{number}.<sup class="fn" data-id="n{number}">1</sup></p>'
        for number in range(20)
    )
    notes = "".join(f'<li data-id="n{number}"><p>Note{number}. {forums.LOREM}</p></li>' for number in range(20))
    data = forums.plan()
    data["forum"]["note"]["sections"][0]["body"] = {"en": f'{paragraphs}<ol class="footnotes">{notes}</ol>'}
    made = paper(forums.release(data))
    pages = made.pages
    places = [
        [number for number, text in enumerate(pages) if re.search(rf"{word}{index}\.", text)]
        for index in range(20)
        for word in ("Mark", "Note")
    ]
    assert places[::2] == places[1::2]
    assert made.faults == set()


def test_the_text_comes_back_exactly_as_it_was_written(paper: Make) -> None:
    data = forums.plan()
    data["forum"]["title"] = {"en": ODD}
    data["people"][1]["name"] = {"en": ODD}
    data["sessions"][0]["talks"][0]["title"] = {"en": ODD}
    made = paper(forums.release(data))
    assert made.text.count(ODD) >= 3
    assert made.reader.metadata.title.startswith(ODD)
    assert any(ODD in title for title in made.outline)
    assert made.faults == set()


@pytest.mark.parametrize(("number", "states"), [(None, {"en": "final"}), (3, {"en": "cleared"}), (3, {"fr": "final"})])
def test_draft_lies_across_every_page_of_what_is_not_final(paper: Make, number: int | None, states: dict) -> None:
    data = forums.plan()
    data["forum"]["note"] = forums.note(**states)
    made = paper(forums.release(data, number))
    assert all(pink > 200 for pink in _pink(made))
    assert "Concept note (draft)" in made.text
    assert made.faults == set()


def _pink(made: Paper) -> list[int]:
    """How many pixels of each page, at 30 dpi, have the colour of the word that lies across it."""
    done = subprocess.run(["pdftoppm", "-r", "30", "-"], input=made.bytes, capture_output=True, check=True)
    counts, rest = [], done.stdout
    while rest:
        _kind, size, _depth, data = rest.split(b"\n", 3)
        width, height = map(int, size.split())
        pixels = data[: width * height * 3]
        reds = zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
        counts.append(
            sum(red - green > 10 and red - blue > 10 and red > 235 and green > 200 for red, green, blue in reds)
        )
        rest = data[width * height * 3 :]
    return counts


def test_a_final_note_of_a_release_is_no_draft(paper: Make) -> None:
    made = paper(forums.release())
    assert max(_pink(made)) < 40
    assert all("Concept note, Release 2, 9 March 2031" in text for text in made.pages[1:])
    assert [re.search(r"(\d+) of (\d+)", text[-40:]) is not None for text in made.pages] == [True] * len(made.pages)


def test_a_session_has_a_note_of_its_own(paper: Make) -> None:
    data = forums.plan()
    data["sessions"].append(
        {
            "id": forums.an_id("s", 2),
            "title": {"en": "Mending the mills"},
            "start": datetime.combine(date(2031, 3, 11), time(14)),
            "minutes": 60,
            "note": {"sections": [{"heading": {"en": "Why mills"}, "body": {"en": "<p>They stand still.</p>"}}]},
        }
    )
    made = paper(forums.release(data), "session-note.pdf", session_id=forums.an_id("s", 2))
    assert made.reader.metadata.title.startswith("Mending the mills")
    assert "14:00–15:00" in made.text and "1. Why mills" in made.text
    assert "Hari Costas" not in made.text
    assert made.faults == set()
    with pytest.raises(NotFound):
        paper(forums.release(data), "session-note.pdf", session_id="nobody2222")


def test_passages_of_another_language_say_so(paper: Make) -> None:
    data = forums.plan()
    data["forum"]["languages"] = ["en", "fr", "ar"]
    data["people"][1]["biography"] = {"ar": "<p>مهندسة مياه من عمّان، تعمل منذ 2011 مع FAO على التأمين.</p>"}
    made = paper(forums.release(data), language="fr")
    assert "مهندسة مياه" in re.sub("[\u202a-\u202e\u2066-\u2069]", "", made.text)
    assert made.faults == set()


def test_links_are_absolute_and_lead_to_the_web_or_to_mail(paper: Make) -> None:
    data = forums.plan()
    data["references"] = None
    data.pop("references")
    data["forum"]["references"] = [
        {"id": forums.an_id("q", number), "title": {"en": f"Reference {number}"}, "url": url}
        for number, url in enumerate(
            [
                "javascript:alert(1)",
                "file:///etc/passwd",
                "//evil.example",
                "/local",
                "https://good.example/a b",
                "http://ok.example/x",
            ]
        )
    ]
    data["sessions"][0]["talks"][0]["abstract"] = {
        "en": '<p><a href="javascript:alert(1)">one</a> <a href="/etc">two</a> <a href="https://fine.example/"><em>three</em></a></p>'
    }
    made = paper(forums.release(data))
    assert all(re.match(r"(https?://|mailto:)", url) for url in made.addresses)
    assert {"http://ok.example/x", "https://fine.example/"} <= made.addresses
    assert not any(word in url for url in made.addresses for word in ("evil", "passwd", "alert"))
    assert made.faults == set()


def test_goals_funding_and_the_general_contact_are_printed(paper: Make) -> None:
    data = forums.plan()
    contact = {"label": {"en": "Secretariat"}, "email": "office@example.org"}
    data["forum"] |= {"goals": ["8", "8.5", "13.b"], "funding": ["Rain Fund", "Dry Lands Trust"], "contact": contact}
    made = paper(forums.release(data))
    assert "8 Decent work and economic growth (target 8.5)" in made.text
    assert "13 Climate action (target 13.b)" in made.text
    assert "Rain Fund and Dry Lands Trust" in made.text
    assert "Secretariat: office@example.org" in made.text
    assert made.faults == set()
