"""The programme's page: time order, filters, zones, what is cancelled or has no time."""

from datetime import timedelta

from forum_app.domain.draft import Session
from forum_app.domain.filters import Filters, chosen, parse
from forum_app.domain.vocabularies import Mode, SessionKind, SessionStatus
from forum_app.pages.forum import render_page
from tests.factories import (
    AMINA,
    FIRST_DAY,
    HALL,
    PLENARY,
    SEEDS,
    STUDIO,
    UNSCHEDULED,
    WATER,
    WORKSHOP,
    a_draft,
    a_plain_session,
    a_preview,
    a_release,
    a_session,
    an_id,
    wall,
)
from tests.pages.reading import a_reader, elements, links_of, parsed, text_of

EVERYTHING = Filters()


def agenda(release=None, filters=EVERYTHING, language="en", zone=None):
    release = release or a_release()
    return render_page("agenda", release, a_reader(release, language, zone), filters=filters)


def ids(filters):
    return [session.id for session in chosen(a_release().content, filters)]


def test_sessions_stand_in_time_order_with_their_instants() -> None:
    items = elements(agenda(), ".//ol/li[@data-start]")
    assert [item.get("data-start") for item in items] == ["2030-05-14T10:00:00+07:00", "2030-05-14T14:00:00+07:00"]
    assert [item.get("data-room") for item in items] == [HALL, None]


def test_the_release_is_named_with_its_time_on_the_forums_clocks() -> None:
    assert "Release 1, published 1 April 2030, 16:00" in agenda()
    assert "Draft, not published" in agenda(a_preview())


def test_a_cancelled_session_stays_struck_through_with_the_word() -> None:
    page = agenda(a_release(a_draft(a_session(status=SessionStatus.CANCELLED), a_plain_session())))
    assert [text_of(item) for item in elements(page, ".//s")] == ["Water for all"]
    assert "Cancelled" in [text_of(item) for item in elements(page, ".//span[@class='st bad']")]


def test_a_session_without_a_time_is_listed_apart() -> None:
    page = agenda(a_release(a_draft(a_session(), a_plain_session(UNSCHEDULED, start=None, minutes=None))))
    assert [text_of(item) for item in elements(page, ".//section/h2")] == ["Tuesday 14 May", "Not yet scheduled"]


def test_each_filter_chooses_what_it_says() -> None:
    everything = [PLENARY, WORKSHOP]
    assert ids(Filters()) == everything
    assert ids(Filters(day="2030-05-14")) == everything
    assert ids(Filters(day="2030-05-15")) == []
    assert ids(Filters(day="tomorrow")) == []
    assert ids(Filters(theme=(WATER,))) == [PLENARY]
    assert ids(Filters(room=(HALL,))) == [PLENARY]
    assert ids(Filters(speaker=(AMINA,))) == [PLENARY]
    assert ids(Filters(kind=(SessionKind.WORKSHOP,))) == [WORKSHOP]
    assert ids(Filters(mode=(Mode.ONLINE,))) == []
    assert ids(Filters(language=("fr",))) == [PLENARY]
    assert ids(Filters(session=(WORKSHOP, "nobody"))) == [WORKSHOP]


def test_values_of_one_filter_widen_it_and_filters_narrow_each_other() -> None:
    assert ids(Filters(kind=(SessionKind.WORKSHOP, SessionKind.PLENARY))) == [PLENARY, WORKSHOP]
    assert ids(Filters(kind=(SessionKind.WORKSHOP, SessionKind.PLENARY), room=(HALL, STUDIO))) == [PLENARY]
    assert ids(Filters(kind=(SessionKind.WORKSHOP,), room=(HALL,))) == []


def test_a_search_folds_case_and_accents_and_is_literal() -> None:
    for words in ("WATER", "núñez", "nunez", "ministry wells", "eau pour"):
        assert ids(Filters(q=words)) == [PLENARY], words
    for rubbish in ("%", "_", "*", "(a+)+$", "' OR 1=1", "\\", "zzz"):
        assert ids(Filters(q=rubbish)) == [], rubbish


def test_a_hybrid_session_is_found_in_person_and_online() -> None:
    content = a_release(a_draft(a_session(mode=Mode.HYBRID))).content
    assert [len(chosen(content, Filters(mode=(mode,)))) for mode in Mode] == [1, 1, 1]


def test_filters_are_read_from_an_address_and_cut_to_length() -> None:
    pairs = [("q", " " + "x" * 300), ("q", "y"), ("theme", WATER), ("page", "3"), ("session", "a"), ("session", "a")]
    filters = parse([*pairs, ("theme", SEEDS), ("session", "")])
    assert (len(filters.q), filters.theme, filters.session) == (200, (WATER, SEEDS), ("a",))
    assert parse(filters.query()) == filters
    assert not parse([]).any


def test_nothing_found_says_so_and_leads_back() -> None:
    page = agenda(filters=Filters(q="zzz"))
    assert "No session matches" in page
    ways = elements(page, ".//div[@class='empty']//a")
    assert [way.get("href") for way in ways] == ["/forums/harvest/agenda?lang=en"]
    assert "0 sessions of 2." in page


def test_what_is_searched_for_is_kept_in_the_field_as_typed() -> None:
    field = elements(agenda(filters=Filters(q='a"b<c')), ".//input[@name='q']")[0]
    assert field.get("value") == 'a"b<c'


def test_the_calendar_of_a_choice_holds_the_same_choice() -> None:
    page = agenda(filters=Filters(theme=(WATER,)))
    links = [item.get("href") for item in elements(page, ".//a[@href]")]
    assert f"/forums/harvest/agenda.ics?theme={WATER}&lang=en" in links
    assert f"webcal://forum.example/forums/harvest/agenda.ics?theme={WATER}&lang=en" in links


def test_a_chosen_zone_stands_beside_the_forums_only_where_its_clocks_differ() -> None:
    paris = [text_of(item) for item in elements(agenda(zone="Europe/Paris"), ".//ol/li/time/small")]
    assert paris == ["05:00", "09:00"]
    assert elements(agenda(zone="Asia/Jakarta"), ".//ol/li/time/small") == []
    samoa = [text_of(item) for item in elements(agenda(zone="Pacific/Pago_Pago"), ".//ol/li/time/small")]
    assert samoa == ["Mon 13 16:00", "Mon 13 20:00"]
    chosen_zone = parsed(agenda(zone="Pacific/Chatham")).getroot().find(".//option[@selected]")
    assert chosen_zone.get("value") == "Pacific/Chatham"


def test_a_handful_of_sessions_needs_no_filters_and_one_day_no_tabs() -> None:
    page = agenda()
    assert elements(page, ".//form[@role='search']") == []
    assert elements(page, ".//nav[@class='days']") == []


def test_a_long_programme_opens_with_its_first_day_and_feeds_of_the_whole() -> None:
    sessions = [
        a_plain_session(an_id(number, "g"), start=wall(9, day=FIRST_DAY + timedelta(days=number % 2)))
        for number in range(160)
    ]
    release = a_release(a_draft(*sessions))
    html = render_page("agenda", release, a_reader(release, "en"))
    assert len(elements(html, ".//li[@data-start]")) == 80
    assert [tab.get("aria-current") for tab in elements(html, ".//nav[@class='days']/a")] == ["true", None]
    assert not any("day=" in link for link in links_of(html) if ".ics" in link or ".pdf" in link)
    found = render_page("agenda", release, a_reader(release, "en"), filters=Filters(q="swap"))
    assert len(elements(found, ".//li[@data-start]")) == 80
    told = [text_of(item) for item in elements(found, ".//p[@role='status']")]
    assert any(text.startswith("80 sessions of 160. 160 sessions on all days") for text in told)


def test_a_search_in_a_long_programme_opens_where_it_finds_and_lists_all_days_where_they_fit() -> None:
    sessions = [
        a_plain_session(
            an_id(number, "g"),
            title={"en": "Maize" if number % 4 == 1 else "Rice"},
            start=wall(9, day=FIRST_DAY + timedelta(days=number % 2)) if number < 160 else None,
            minutes=60 if number < 160 else None,
        )
        for number in range(162)
    ]
    release = a_release(a_draft(*sessions))
    second = (FIRST_DAY + timedelta(days=1)).isoformat()

    def searched(**filters: object) -> str:
        return render_page("agenda", release, a_reader(release, "en"), filters=Filters(**filters))  # type: ignore[arg-type]

    few = searched(q="maize")
    assert len(elements(few, ".//li[@data-start]")) == 40
    tabs = elements(few, ".//nav[@class='days']/a")
    assert [text_of(tab.find("small")) for tab in tabs] == ["", "0 sessions", "40 sessions"]
    nothing_there = searched(q="maize", day=FIRST_DAY.isoformat())
    ways = elements(nothing_there, ".//div[@class='empty']//a")
    assert text_of(ways[0]) == "41 sessions on all days"
    assert ways[0].get("href") == "/forums/harvest/agenda?q=maize&lang=en"
    whole = searched()
    assert [text_of(head) for head in elements(whole, ".//section/h2")] == ["Tuesday 14 May", "Not yet scheduled"]
    later = searched(day=second)
    assert [text_of(head) for head in elements(later, ".//section/h2")] == ["Wednesday 15 May", "Not yet scheduled"]


def many() -> list[Session]:
    return [a_session(), *(a_plain_session(an_id(number, "g"), room=STUDIO) for number in range(8))]


def chips_of(page: str) -> dict[str, str]:
    """Each chip's words with the address that takes its choice back."""
    found = elements(page, ".//div[@id='filters']/div")
    chips = [chip for chip in found if (chip.get("class") or "").startswith("chip")]
    return {
        text_of(chip.find(".//summary")): chip.find("a").get("href") if chip.find("a") is not None else ""
        for chip in chips
    }


def test_the_filters_that_can_narrow_a_programme_are_chips_and_a_choice_can_be_taken_back() -> None:
    release = a_release(a_draft(*many()))
    assert list(chips_of(agenda(release))) == ["Room", "Kind", "Language"]
    page = agenda(release, filters=Filters(theme=(WATER, SEEDS), kind=("plenary",), q="wells"))
    assert chips_of(page) == {
        "Theme: Water +1": "/forums/harvest/agenda?q=wells&kind=plenary&lang=en",
        "Room": "",
        "Kind: Plenary": f"/forums/harvest/agenda?q=wells&theme={WATER}&theme={SEEDS}&lang=en",
        "Language": "",
    }
    checked = [
        (box.get("name"), box.get("value"))
        for box in elements(page, ".//input[@checked]")
        if box.get("name") != "layout"
    ]
    assert checked == [("theme", WATER), ("theme", SEEDS), ("kind", "plenary")]


def test_what_links_chose_is_a_chip_too_and_stays_when_the_form_is_sent() -> None:
    page = agenda(a_release(a_draft(*many())), filters=Filters(speaker=(AMINA,), session=(PLENARY, WORKSHOP)))
    said = [text_of(one) for one in elements(page, ".//div[@id='filters']/div/span")]
    assert said == ["Speaker: Ms Amina Diallo", "Choice: 2 sessions"]
    sent = [
        (box.get("name"), box.get("value")) for box in elements(page, ".//form[@role='search']//input[@type='hidden']")
    ]
    assert sent == [("lang", "en"), ("speaker", AMINA), ("session", PLENARY), ("session", WORKSHOP)]


def test_the_menu_of_calendars_offers_the_choice_and_the_whole_with_addresses_to_copy() -> None:
    page = agenda(a_release(a_draft(*many())), filters=Filters(theme=(WATER,), q="a b"))
    assert [text_of(one) for one in elements(page, ".//p[@class='what']")] == [
        "Theme: Water · Search: a b",
        "The whole programme",
    ]
    assert [box.get("value") for box in elements(page, ".//div[@class='copy']//input")] == [
        f"https://forum.example/forums/harvest/agenda.ics?q=a+b&theme={WATER}&lang=en",
        "https://forum.example/forums/harvest/agenda.ics?lang=en",
    ]
