"""The programme's page: time order, filters, zones, what is cancelled or has no time."""

from datetime import timedelta

from forum_app.domain.filters import Filters, chosen, parse
from forum_app.domain.vocabularies import Mode, SessionKind, SessionStatus
from forum_app.pages.forum import render_page
from tests.factories import (
    AMINA,
    FIRST_DAY,
    HALL,
    PLENARY,
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
    assert [text_of(item) for item in elements(page, ".//h2")] == ["Tuesday 14 May", "Not yet scheduled"]


def test_each_filter_chooses_what_it_says() -> None:
    everything = [PLENARY, WORKSHOP]
    assert ids(Filters()) == everything
    assert ids(Filters(day="2030-05-14")) == everything
    assert ids(Filters(day="2030-05-15")) == []
    assert ids(Filters(day="tomorrow")) == []
    assert ids(Filters(theme=WATER)) == [PLENARY]
    assert ids(Filters(room=HALL)) == [PLENARY]
    assert ids(Filters(speaker=AMINA)) == [PLENARY]
    assert ids(Filters(kind=SessionKind.WORKSHOP)) == [WORKSHOP]
    assert ids(Filters(mode=Mode.ONLINE)) == []
    assert ids(Filters(language="fr")) == [PLENARY]
    assert ids(Filters(session=(WORKSHOP, "nobody"))) == [WORKSHOP]


def test_a_search_folds_case_and_accents_and_is_literal() -> None:
    for words in ("WATER", "núñez", "nunez", "ministry wells", "eau pour"):
        assert ids(Filters(q=words)) == [PLENARY], words
    for rubbish in ("%", "_", "*", "(a+)+$", "' OR 1=1", "\\", "zzz"):
        assert ids(Filters(q=rubbish)) == [], rubbish


def test_a_hybrid_session_is_found_in_person_and_online() -> None:
    content = a_release(a_draft(a_session(mode=Mode.HYBRID))).content
    assert [len(chosen(content, Filters(mode=mode))) for mode in Mode] == [1, 1, 1]


def test_filters_are_read_from_an_address_and_cut_to_length() -> None:
    filters = parse({"q": " x " * 300, "theme": WATER, "page": "3"}, ["a", "a", ""])
    assert (len(filters.q), filters.theme, filters.session) == (200, WATER, ("a",))
    assert not parse({}).any


def test_nothing_found_says_so_and_leads_back() -> None:
    page = agenda(filters=Filters(q="zzz"))
    assert "No session matches" in page
    empty = elements(page, ".//div[@class='empty']")[0]
    assert empty.find("a").get("href") == "/forums/harvest/agenda?lang=en"
    assert "0 sessions of 2." in page


def test_what_is_searched_for_is_kept_in_the_field_as_typed() -> None:
    field = elements(agenda(filters=Filters(q='a"b<c')), ".//input[@name='q']")[0]
    assert field.get("value") == 'a"b<c'


def test_the_calendar_of_a_choice_holds_the_same_choice() -> None:
    page = agenda(filters=Filters(theme=WATER))
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
    assert len(elements(found, ".//li[@data-start]")) == 160
    assert elements(found, ".//nav[@class='days']/a")[0].get("data-day") is None
