"""The forum's page, sessions, people and notes: what each must show."""

import gzip
from datetime import date, datetime

import pytest

from forum_app.domain.draft_parts import (
    ConceptNote,
    Contact,
    KeyQuestion,
    Material,
    Online,
    RegistrationPlan,
    Role,
    Section,
    TalkSpeaker,
)
from forum_app.domain.errors import NotFound
from forum_app.domain.vocabularies import Mode, RegistrationState, RoleKind, RoleState, SectionKind
from forum_app.pages.forum import NAMES, render_page
from tests.factories import (
    AMINA,
    BORIS,
    CARLA,
    DINH,
    PLENARY,
    UNSCHEDULED,
    a_draft,
    a_plain_session,
    a_release,
    a_session,
    a_talk,
    an_id,
)
from tests.pages.reading import a_reader, elements, pages_of, parsed, text_of


def page(name="forum", key="", draft=None, language="en", zone=None):
    release = a_release(draft)
    return render_page(name, release, a_reader(release, language, zone), key)


def body(html):
    return text_of(parsed(html).getroot().find(".//main"))


def test_the_when_card_says_day_time_zone_place_kind_and_length() -> None:
    card = text_of(elements(page(draft=a_draft(a_session())), ".//div[@class='when']")[0])
    for said in ("Tuesday 14 May 2030", "10:00–11:30", "Bangkok time (UTC+7)", "River House, Bangkok", "Great Hall"):
        assert said in card
    assert "Plenary, 90 minutes, in English and French" in card


def test_the_readers_zone_is_said_with_its_place_and_the_day_where_it_differs() -> None:
    draft = a_draft(a_session())
    assert "05:00–06:30, Paris time (UTC+2) for you" in body(page(draft=draft, zone="Europe/Paris"))
    assert "Monday 13 May, 17:00–18:30, Honolulu time (UTC−10) for you" in body(
        page(draft=draft, zone="Pacific/Honolulu")
    )
    assert "for you" not in body(page(draft=draft, zone="Asia/Jakarta"))


def test_registering_leads_elsewhere_or_is_said_to_be_closed() -> None:
    plan = RegistrationPlan(
        state=RegistrationState.ELSEWHERE,
        url="https://register.example/",
        label={"en": "Register at the fair"},
        closes_at=datetime(2030, 5, 10, 18, 0),
    )
    html = page(draft=a_draft(forum={"registration": plan}))
    buttons = elements(html, ".//a[@href='https://register.example/']")
    assert "Register at the fair" in [text_of(button) for button in buttons]
    assert "Registration until 10 May 2030, 18:00" in body(html)
    closed = page()
    assert "Registration is closed." in body(closed)


def test_two_people_share_a_talk_each_with_an_abstract_of_their_own() -> None:
    talk = a_talk(
        1,
        abstract={"en": "<p>Together.</p>"},
        speakers=[
            TalkSpeaker(id=an_id(1, "w"), person=BORIS, abstract={"en": "<p>Of wells.</p>"}),
            TalkSpeaker(id=an_id(2, "w"), person=CARLA, abstract={"en": "<p>Of rain.</p>"}),
        ],
    )
    rows = elements(page("session", PLENARY, a_draft(a_session(talks=[talk]))), ".//div[@class='talk']")
    assert [
        text_of(row).startswith(words) for row, words in zip(rows, ("Together.", "Of wells.", "Of rain."), strict=True)
    ]
    assert "Boris Petrov" in text_of(rows[1]) and "Carla Núñez" in text_of(rows[2])


def test_times_stop_after_the_first_talk_without_minutes() -> None:
    draft = a_draft(a_session(talks=[a_talk(1, minutes=None), a_talk(2), a_talk(3)]))
    items = elements(page("session", PLENARY, draft), ".//ol[@class='rail long']/li")
    assert [item.find("time") is not None for item in items] == [True, False, False]


def test_an_invited_person_is_said_to_be_unconfirmed() -> None:
    roles = [Role(id=an_id(1, "m"), person=AMINA, role=RoleKind.MODERATOR, state=RoleState.INVITED)]
    draft = a_draft(a_session(roles=roles, talks=[]), forum={"show_invited": True})
    assert "To be confirmed" in body(page("session", PLENARY, draft))


def test_a_session_without_a_time_says_so_and_has_no_calendar() -> None:
    html = page("session", UNSCHEDULED, a_draft(a_plain_session(UNSCHEDULED, start=None, minutes=None)))
    assert "This session has no time yet." in body(html)
    assert elements(html, ".//ul[@class='cal']") == []


def test_a_private_online_link_is_on_no_page() -> None:
    online = Online(platform="Zoom", url="https://zoom.example/secret")
    draft = a_draft(a_session(mode=Mode.HYBRID, online=online), forum={"online": online})
    for html in pages_of(a_release(draft)).values():
        assert "secret" not in html
    public = a_draft(
        a_session(mode=Mode.HYBRID, online=Online(platform="Zoom", url="https://zoom.example/open", public=True))
    )
    assert 'href="https://zoom.example/open"' in page("session", PLENARY, public)


def test_focal_points_are_written_to_at_the_contact_of_their_role() -> None:
    role = Role(
        id=an_id(9, "m"),
        person=DINH,
        role=RoleKind.FOCAL_POINT,
        responsible_for={"en": "Water"},
        contact=Contact(email="water@forum.example"),
    )
    html = page(draft=a_draft(forum={"roles": [role]}))
    assert len(elements(html, ".//a[@href='mailto:water@forum.example']")) == 1
    assert "Dinh, PhD" in body(html)


def test_a_note_numbers_its_sections_and_gathers_its_footnotes_with_ways_back() -> None:
    body_text = (
        '<p>One<sup class="fn" data-id="a">1</sup> and two<sup class="fn" data-id="b">2</sup>.</p>'
        '<ol class="footnotes"><li data-id="a">First.</li><li data-id="b">Second.</li></ol>'
    )
    note = ConceptNote(
        sections=[
            Section(id=an_id(1, "n"), heading={"en": "Why"}, body={"en": body_text}),
            Section(id=an_id(2, "n"), kind=SectionKind.SPEAKERS),
        ]
    )
    html = page("concept-note", draft=a_draft(a_session(), forum={"note": note}))
    root = parsed(html).getroot()
    assert [text_of(item) for item in root.iterfind(".//section/h2")] == [
        "1. Why",
        "2. Speakers and solutions",
        "Notes",
    ]
    for number in ("1", "2"):
        mark = root.find(f".//a[@href='#fn-{number}']")
        assert root.find(f".//li[@id='fn-{number}']") is not None
        assert root.find(f".//a[@href='#fnref-{number}']") is not None
        assert mark.get("id") == f"fnref-{number}"


def test_key_questions_and_materials_are_shown_with_their_parts() -> None:
    question = KeyQuestion(
        id=an_id(1, "q"), text={"en": "What worked?"}, sub_questions=[{"en": "For whom?"}], to=[BORIS]
    )
    material = Material(id=an_id(1, "d"), title={"en": "Field guide"}, url="https://files.example/guide", language="fr")
    html = page("session", PLENARY, a_draft(a_session(key_questions=[question], materials=[material])))
    asked = elements(html, ".//ol[@class='qs']/li")[0]
    assert [text_of(part) for part in asked] == ["What worked?", "For whom?", "To: Boris Petrov"]
    assert text_of(elements(html, ".//ul[@class='files']/li")[0]) == "Field guide Brief, French"


def test_what_is_not_there_is_not_found() -> None:
    for name, key in (
        ("session", "nobody"),
        ("session-drawer", "nobody"),
        ("speaker", "nobody"),
        ("concept-note", ""),
        ("session-note", PLENARY),
    ):
        with pytest.raises(NotFound):
            page(name, key)
    with pytest.raises(NotFound):
        page("nothing")
    assert len(NAMES) == 9


def test_a_programme_of_a_hundred_sessions_is_light() -> None:
    sessions = [a_session(an_id(number, "s"), title={"en": f"On subject {number}"}) for number in range(1, 101)]
    html = page("agenda", draft=a_draft(*sessions))
    assert len(gzip.compress(html.encode(), 6)) < 20_000


def test_goals_stand_once_with_their_targets_and_funding_is_named() -> None:
    draft = a_draft(forum={"goals": ["17", "8.5", "8", "8.a"], "funding": ["Fund <A> & B"]})
    said = body(page(draft=draft))
    assert "8 Decent work and economic growth targets 8.5 and 8.a 17 Partnerships for the goals" in said
    assert "Funding Fund <A> & B" in said
    assert "8 Travail décent et croissance économique cibles 8.5 et 8.a" in body(page(draft=draft, language="fr"))


def test_the_contact_of_the_whole_forum_stands_with_the_focal_points() -> None:
    forum = {"contact": Contact(label={"en": "Secretariat"}, email="office@example.org"), "roles": []}
    section = elements(page(draft=a_draft(forum=forum)), ".//section[@id='contact']")[0]
    assert text_of(section.find("h2")) == "Contact"
    assert text_of(section.find(".//li/p")) == "Secretariat"
    assert section.find(".//a").get("href") == "mailto:office@example.org"


MIDNIGHT = {"start": datetime(2030, 5, 15, 0, 30), "minutes": 60, "talks": []}


def test_a_session_after_midnight_is_dated_as_the_clocks_say_and_listed_on_the_evening_before() -> None:
    draft = a_draft(a_session(**MIDNIGHT), a_plain_session())
    html = page("session", PLENARY, draft, zone="America/Los_Angeles")
    assert "Wednesday 15 May 2030 00:30–01:30" in body(html)
    assert "Tuesday 14 May, 10:30–11:30, Los Angeles time (UTC−7) for you" in body(html)
    listed = text_of(elements(page("agenda", draft=draft), f".//li[@id='s-{PLENARY}']/time")[0])
    assert listed == "00:30Wed 15"
    days = [text_of(head) for head in elements(page("agenda", draft=draft), ".//section/h2")]
    assert days[0].startswith("Tuesday 14 May")


def test_a_change_of_the_clocks_within_a_forum_is_said() -> None:
    forum = {"zone": "Europe/Paris", "first_day": date(2027, 3, 27), "last_day": date(2027, 3, 28), "venue": None}
    sessions = (
        a_session(start=datetime(2027, 3, 27, 10), talks=[]),
        a_plain_session(start=datetime(2027, 3, 28, 10)),
    )
    said = body(page("agenda", draft=a_draft(*sessions, forum=forum)))
    assert "Paris time (UTC+1, from 28 March UTC+2)" in said
    assert "Paris time (UTC+2)" in body(page("session", sessions[1].id, a_draft(*sessions, forum=forum)))


def test_footnotes_of_all_texts_of_a_page_are_numbered_on_and_stand_at_its_end() -> None:
    def noted(word: str) -> dict[str, str]:
        mark, note = (
            '<sup class="fn" data-id="a">1</sup>',
            f'<ol class="footnotes"><li data-id="a"><p>Note on {word}.</p></li></ol>',
        )
        return {"en": f"<p>About {word}.{mark}</p>{note}"}

    session = a_session(summary=noted("water"), talks=[a_talk(abstract=noted("wells"))])
    html = page("session", PLENARY, a_draft(session))
    marks = [(mark.get("id"), mark.get("href")) for mark in elements(html, ".//sup/a")]
    assert marks == [("fnref-1", "#fn-1"), ("fnref-2", "#fn-2")]
    notes = elements(html, ".//section[@id='notes']//li")
    assert [(note.get("id"), text_of(note)) for note in notes] == [
        ("fn-1", "Note on water. ↩"),
        ("fn-2", "Note on wells. ↩"),
    ]
    short = page(draft=a_draft(session))
    assert elements(short, ".//section[@id='notes']") == []


def test_invited_people_are_to_be_confirmed_wherever_they_are_named() -> None:
    invited = [TalkSpeaker(id=an_id(1, "w"), person=BORIS, state=RoleState.INVITED)]
    draft = a_draft(a_session(talks=[a_talk(speakers=invited)]), forum={"show_invited": True})
    for name, key, path in (
        ("forum", "", ".//ul[@class='ppl']/li"),
        ("speakers", "", ".//main//li"),
        ("agenda", "", ".//p[@class='sm people']/span"),
        ("session", PLENARY, ".//div[@class='who']"),
        ("speaker", BORIS, ".//article"),
    ):
        said = [text for one in elements(page(name, key, draft), path) if "Boris" in (text := text_of(one))]
        assert said and all("to be confirmed" in text.lower() for text in said), name
        assert not any(
            "to be confirmed" in text_of(one).lower()
            for one in elements(page(name, key, draft), path)
            if "Amina" in text_of(one) and "Boris" not in text_of(one)
        ), name


def test_a_speakers_page_gives_the_time_of_the_talk() -> None:
    said = body(page("speaker", CARLA))
    assert "10:20–" in said and "10:00–11:30" not in said
