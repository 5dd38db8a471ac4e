"""The note on the web and the note on paper are one document: the same sections, numbers, headings and words."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from forum_app.domain.note import outline, terms_in
from forum_app.domain.release import Release
from forum_app.pages.forum import render_page
from tests.documents import forums
from tests.documents.conftest import Paper
from tests.pages.reading import a_reader, elements, parsed, text_of

Make = Callable[..., Paper]


def web(release: Release, language: str = "en", name: str = "concept-note", key: str = "") -> str:
    return render_page(name, release, a_reader(release, language), key)


def main(html: str) -> str:
    return text_of(parsed(html).getroot().find(".//main"))


def numbered(titles: list[str]) -> list[str]:
    return [title for title in titles if re.match(r"\d+\. ", title)]


def headings(html: str) -> list[str]:
    return numbered([text_of(item) for item in elements(html, ".//section/h2")])


def a_plan(**forum: Any) -> dict[str, Any]:
    data = forums.plan()
    data["forum"] |= forum
    return data


def bare(*kinds: str) -> dict[str, Any]:
    return {"states": {"en": "final", "fr": "final"}, "sections": [{"kind": kind} for kind in kinds]}


ALL = ("objectives", "themes", "moderator", "key-questions", "speakers", "programme", "focal-points", "partners")
ALL += ("terms", "references")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sections_without_a_heading_get_the_same_numbers_and_words(paper: Make, language: str) -> None:
    release = forums.release(a_plan(note=bare(*ALL)))
    made = paper(release, language=language)
    assert headings(web(release, language)) == numbered(made.outline)
    assert len(headings(web(release, "en"))) == len(ALL)
    # The one term of this forum has no French acronym.
    assert len(headings(web(release, "fr"))) == len(ALL) - 1


def test_what_draws_nothing_and_says_nothing_is_left_out_of_both(paper: Make) -> None:
    data = a_plan(note=bare(*ALL), partners=[], terms=[], references=[], roles=[])
    data["themes"] = []
    data["sessions"] = [{"id": forums.an_id("s", 1), "title": {"en": "Rain"}}]
    data["forum"]["note"]["sections"].append({"kind": "text", "heading": {"en": "Blank"}, "body": {"en": "<p> </p>"}})
    release = forums.release(data)
    assert headings(web(release)) == numbered(paper(release).outline) == ["1. Programme"]


def test_a_written_section_without_a_heading_goes_on_under_the_one_before(paper: Make) -> None:
    texts = [({}, "Preface."), ({"en": "Why"}, "Because."), ({}, "And on."), ({"en": "How"}, "So.")]
    sections = [{"heading": heading, "body": {"en": f"<p>{body}</p>"}} for heading, body in texts]
    release = forums.release(a_plan(note={"sections": sections}))
    assert headings(web(release)) == numbered(paper(release).outline) == ["1. Why", "2. How"]
    assert "And on. 2. How" in main(web(release))


def test_who_moderates_stands_before_what_is_written_elsewhere_the_text_comes_first(paper: Make) -> None:
    note = bare("moderator", "speakers")
    for section in note["sections"]:
        section["body"] = {"en": f"<p>Written on the {section['kind']}.</p>"}
    release = forums.release(a_plan(note=note))
    for text in (main(web(release)), paper(release).text):
        moderator, speakers = text.split("2. Speakers and solutions")[-2:]
        assert moderator.rindex("Rim Vey-Kelder") < moderator.index("Written on the moderator.")
        assert speakers.index("Written on the speakers.") < speakers.index("Hari Costas")


def test_talks_without_speakers_are_no_solutions_and_stand_in_the_programme(paper: Make) -> None:
    data = a_plan(note=bare("speakers", "programme"))
    opening = forums.talk(9, kind="opening", title={"en": "Words of welcome"})
    data["sessions"][0]["talks"].insert(0, opening)
    release = forums.release(data)
    for text in (main(web(release)), paper(release).text):
        speakers, programme = text.rsplit("2. Programme", 1)
        assert "Words of welcome" not in speakers
        assert "Words of welcome" in programme


def test_partners_stand_in_the_same_words_with_what_they_are_and_alliances_with_their_members(paper: Make) -> None:
    data = a_plan(note=bare("partners"))
    data["organisations"][1]["description"] = {"en": "Every mill of the plain."}
    data["organisations"].append(
        {
            "id": forums.an_id("g", 3),
            "name": {"en": "Alliance for Rain"},
            "acronym": {"en": "AR"},
            "kind": "alliance",
            "members": [forums.an_id("g", 1), forums.an_id("g", 2)],
            "description": {"en": "They share one gauge."},
        }
    )
    data["sessions"][0]["talks"][0]["alliances"] = [forums.an_id("g", 3)]
    release = forums.release(data)
    for text in (main(web(release)), paper(release).text):
        groups = re.split("Organised by|In partnership with|Alliances ", text)
        assert "Institute of Rain (IR)" in groups[1]
        assert groups[2].strip().startswith("League of Mills Every mill of the plain.")
        said = "Alliance for Rain (AR) They share one gauge. Members: Institute of Rain and League of Mills"
        assert groups[3].startswith(said)


def test_a_cancelled_session_stays_in_both_with_the_word(paper: Make) -> None:
    data = a_plan(note=bare("objectives", "speakers", "programme"))
    data["sessions"].append(
        {
            "id": forums.an_id("s", 2),
            "title": {"en": "Mending the mills"},
            "status": "cancelled",
            "start": datetime.combine(date(2031, 3, 11), time(14)),
            "minutes": 60,
            "objectives": {"en": "<p>They turn again.</p>"},
        }
    )
    release = forums.release(data)
    html = web(release)
    assert [text_of(item) for item in elements(html, ".//s")] == ["Mending the mills"] * 2
    assert main(html).count("Cancelled") == 2
    text = paper(release).text
    assert text.count("Mending the mills (Cancelled)") == 2
    # One session is held: its times stand under the title of both.
    assert "Tuesday 11 March 2031, 10:30–11:50, Bangkok time (UTC+7)" in main(html)
    assert "Tuesday 11 March 2031 10:30–11:50 Bangkok time (UTC+7)" in text


def test_the_note_of_a_cancelled_session_says_so(paper: Make) -> None:
    data = forums.plan()
    data["sessions"][0] |= {"status": "cancelled", "note": {"sections": [{"body": {"en": "<p>Why.</p>"}}]}}
    release, key = forums.release(data), forums.an_id("s", 1)
    html = web(release, "en", "session-note", key)
    assert text_of(elements(html, ".//h1/s")[0]) == "Solution Forum on Rain"
    assert "Cancelled" in main(html)
    assert "Cancelled" in paper(release, "session-note.pdf", session_id=key).text


def test_acronyms_stand_in_the_order_of_each_language_and_only_where_it_has_them(paper: Make) -> None:
    terms = [
        ({"en": "UNDP", "fr": "PNUD"}),
        ({"en": "RFX"}),
        ({"en": "éco", "fr": "ÉCO"}),
        ({"en": "ILO", "fr": "OIT"}),
    ]
    data = a_plan(
        note=bare("terms"),
        terms=[
            {"id": forums.an_id("m", number), "acronym": acronym, "expansion": {"en": f"Long {number}"}}
            for number, acronym in enumerate(terms)
        ],
    )
    release = forums.release(data)
    wanted = {"en": ["éco", "ILO", "RFX", "UNDP"], "fr": ["ÉCO", "OIT", "PNUD"]}
    for language, words in wanted.items():
        assert [term.acronym[language] for term in terms_in(release.content, language)] == words
        assert [
            text_of(item)
            for item in elements(web(release, language), ".//dt")
            if text_of(item).isupper() or text_of(item) == "éco"
        ] == words
        text = paper(release, language=language).text
        places = [text.index(f"{word} Long") for word in words]
        assert places == sorted(places)


def test_the_event_that_a_forum_is_part_of_stands_with_its_days_and_its_link(paper: Make) -> None:
    host = {"name": {"en": "Rainfed Expo 2031"}, "first_day": date(2031, 3, 10), "last_day": date(2031, 3, 12)}
    release = forums.release(a_plan(part_of=host | {"url": "https://rainfed.example/"}))
    made = paper(release)
    assert "Part of Rainfed Expo 2031, 10–12 March 2031" in made.text
    assert "https://rainfed.example/" in made.addresses
    html = web(release)
    assert "Part of Rainfed Expo 2031, 10–12 March 2031" in main(html)
    assert elements(html, ".//dl//a[@href='https://rainfed.example/']")


def test_footnotes_are_numbered_as_they_stand_where_the_portrait_comes_first() -> None:
    def noted(word: str) -> dict[str, str]:
        mark = '<sup class="fn" data-id="a">1</sup>'
        return {"en": f'<p>{word}{mark}</p><ol class="footnotes"><li data-id="a">On {word}.</li></ol>'}

    note = bare("moderator", "speakers")
    for section, word in zip(note["sections"], ("second", "third"), strict=True):
        section["body"] = noted(word)
    data = a_plan(note=note)
    data["people"][0]["biography"] = noted("first")
    html = web(forums.release(data))
    notes = [text_of(item) for item in elements(html, ".//section[@id='notes']//li")]
    assert [note.split(".")[0] for note in notes[:3]] == ["On first", "On second", "On third"]


def test_every_section_of_the_outline_says_something() -> None:
    content = forums.content()
    assert content.forum.note is not None
    items = outline(content, content.forum.note, "en")
    assert [item.number for item in items] == list(range(1, 12))
    assert items[4].parts == ("drawn", "body")


def test_a_programme_of_several_days_names_each_day_and_the_venue_once(paper: Make) -> None:
    data = a_plan(note=bare("programme"), last_day="2031-06-12")
    data["rooms"] = [{"id": forums.an_id("r", 7), "name": {"en": "Mill Room"}, "building": "Annex"}]
    data["sessions"] = [
        {"id": forums.an_id("s", number), "title": {"en": title}, "minutes": 60, **more}
        for number, (title, more) in enumerate(
            (
                ("Morning", {"start": "2031-06-10T09:00:00", "room": forums.an_id("r", 7)}),
                ("Noon", {"start": "2031-06-10T12:00:00"}),
                ("Night", {"start": "2031-06-11T00:30:00"}),
                ("Next", {"start": "2031-06-11T09:00:00"}),
                ("Some day", {}),
            ),
            1,
        )
    ]
    text = " ".join(paper(forums.release(data)).text.split("1. Programme")[-1].split())
    days = ["Tuesday 10 June 2031", "Wednesday 11 June 2031", "Time to be announced"]
    first, second, rest = text.index("Morning"), text.index("Next"), text.index("Some day")
    assert text.index(days[0]) < first < text.index("Noon") < text.index("Night") < second < text.index(days[2]) < rest
    assert text.count(days[0]) == 1
    assert text.count(days[1]) == 2  # at its own sessions, and at the night that belongs to the evening before
    assert "Mill Room, Annex" in text
    assert text.count(data["forum"]["venue"]["name"]["en"]) == 1
