"""Everything that a release says stands on some page: policies, alliances, references, rooms."""

from datetime import date
from typing import Any

from forum_app.domain.draft import Draft, Organisation, Room
from forum_app.domain.draft_parts import ConceptNote, Partner, PartOf, Reference, RegistrationPlan, Section, Term
from forum_app.domain.vocabularies import Constituency, SectionKind
from forum_app.pages.forum import render_page
from tests.factories import HALL, MINISTRY, PLENARY, UNION, a_draft, a_release, a_session, a_talk, an_id
from tests.pages.reading import a_reader, elements, parsed, text_of

ALLIANCE = an_id(9, "g")


def page(draft: Draft, name: str = "forum", key: str = "", language: str = "en") -> str:
    release = a_release(draft)
    return render_page(name, release, a_reader(release, language), key)


def said(html: str) -> str:
    return text_of(parsed(html).getroot().find(".//main"))


def organisations() -> list[Organisation]:
    alliance = Organisation(
        id=ALLIANCE,
        name={"en": "Alliance for Wells"},
        acronym={"en": "AW"},
        kind=Constituency.ALLIANCE,
        members=[UNION, MINISTRY],
        description={"en": "They dig together."},
    )
    union = Organisation(id=UNION, name={"en": "Farmers’ Union"}, acronym={"en": "FU"}, kind=Constituency.WORKERS)
    return [union, Organisation(id=MINISTRY, name={"en": "Ministry"}, kind=Constituency.GOVERNMENT), alliance]


def test_an_alliance_that_a_session_or_talk_names_says_what_it_is_and_who_belongs_to_it() -> None:
    for given in ({"alliances": [ALLIANCE]}, {"talks": [a_talk(1, alliances=[ALLIANCE])]}):
        draft = a_draft(a_session(**given), organisations=organisations())
        shown = elements(page(draft), f".//li[@id='alliance-{ALLIANCE}']")
        assert [text_of(item) for item in shown] == [
            "Alliance for Wells (AW) They dig together. Members: Farmers’ Union and Ministry"
        ]
        link = elements(
            page(draft, "session", PLENARY),
            f".//span[@class='tag']/a[@href='/forums/harvest/?lang=en#alliance-{ALLIANCE}']",
        )
        assert [text_of(item) for item in link] == ["Alliance for Wells"]
    assert elements(page(a_draft(organisations=organisations())), ".//section[@id='alliances']") == []


def test_partners_have_their_acronyms() -> None:
    draft = a_draft(forum={"partners": [Partner(organisation=UNION)]}, organisations=organisations())
    assert "In partnership with Farmers’ Union (FU)" in said(page(draft))


def test_the_policy_of_registration_is_read_before_registering() -> None:
    plan = RegistrationPlan(policy={"en": "Seats are given in order.\nOne form a person."})
    section = elements(page(a_draft(forum={"registration": plan})), ".//section[@id='registration']")[0]
    assert [text_of(part) for part in section.iterfind(".//p")] == ["Seats are given in order.", "One form a person."]
    assert elements(page(a_draft()), ".//section[@id='registration']") == []


def cited(*sections: Section) -> dict[str, Any]:
    return {
        "references": [Reference(id=an_id(1, "q"), title={"en": "Atlas of wells"}, year=2029)],
        "terms": [Term(id=an_id(1, "e"), acronym={"en": "AW"}, expansion={"en": "Alliance for Wells"})],
        "note": ConceptNote(sections=list(sections)) if sections else None,
    }


def test_references_and_acronyms_stand_on_the_forums_page_where_no_note_has_them() -> None:
    alone = page(a_draft(forum=cited()))
    assert "References Atlas of wells, 2029" in said(alone)
    assert [text_of(item) for item in elements(alone, ".//dl[@class='terms']/*")] == ["AW", "Alliance for Wells"]
    assert "Sigles" not in said(page(a_draft(forum=cited()), language="fr"))
    both = [Section(id=an_id(n, "n"), kind=kind) for n, kind in enumerate((SectionKind.TERMS, SectionKind.REFERENCES))]
    noted = page(a_draft(forum=cited(*both)))
    assert "Atlas of wells" not in said(noted) and elements(noted, ".//dl[@class='terms']") == []


def test_a_room_says_for_how_many_it_is_and_what_is_in_it() -> None:
    hall = Room(id=HALL, name={"en": "Great Hall"}, capacity=120, where={"en": "first floor"}, equipment="two screens")
    html = page(a_draft(a_session(), rooms=[hall]), "session", PLENARY)
    assert "Great Hall, River House, Bangkok first floor, room for 120 people, two screens" in text_of(
        elements(html, ".//p[@class='where']")[0]
    ).replace("Bangkokfirst", "Bangkok first")


def test_the_event_around_the_forum_stands_with_its_days_and_link_in_the_when_card() -> None:
    host = PartOf(
        name={"en": "Fair 2030"}, first_day=date(2030, 5, 13), last_day=date(2030, 5, 16), url="https://f.example/"
    )
    card = elements(page(a_draft(forum={"part_of": host})), ".//div[@class='when']")[0]
    assert [link.get("href") for link in card.iterfind(".//a") if text_of(link) == "Fair 2030"] == [
        "https://f.example/"
    ]
    assert "Part of Fair 2030" in text_of(card) and "13–16 May 2030" in text_of(card)
