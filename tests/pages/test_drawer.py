"""What the programme's drawer shows of a session: a fragment that is the same for every reader of a language and zone."""

from datetime import timedelta

from forum_app.domain.draft import Draft, Talk
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.pages.forum import render_page
from tests.factories import AMINA, HALL, PLENARY, WATER, a_draft, a_plain_session, a_release, a_session, a_talk, wall
from tests.pages.reading import a_reader, elements, links_of, text_of


def drawer(draft: Draft | None = None, key: str = PLENARY, language: str = "en", zone: str | None = None) -> str:
    release = a_release(draft or a_draft())
    return render_page("session-drawer", release, a_reader(release, language, zone), key)


def test_it_says_when_where_and_who_and_leads_to_more() -> None:
    page = drawer()
    facts = [text_of(item) for item in elements(page, ".//ul[@class='dl']/li")]
    assert facts[0].startswith("10:00–11:30 Bangkok time (UTC+7)Tuesday 14 May 2030")
    assert facts[1:] == ["Great HallRiver House, Bangkok", "Plenary · 90 minutes · In person · English and French"]
    assert [text_of(one) for one in elements(page, ".//div[@class='who']/div")] == [
        "Ms Amina DialloModerator, Farmers’ Union"
    ]
    assert text_of(elements(page, ".//p[@class='dw-about']")[0]) == "Who gets water, and when."
    links = list(links_of(page))
    assert f"/forums/harvest/agenda?theme={WATER}&lang=en" in links
    assert f"/forums/harvest/agenda?room={HALL}&lang=en" in links
    assert any(link.startswith("webcal://") and f"sessions/{PLENARY}.ics" in link for link in links)


def test_each_talk_is_on_until_its_minutes_are_over_and_a_last_one_without_any_until_the_session_ends() -> None:
    def times(*talks: Talk) -> list[tuple[str, str | None]]:
        rows = elements(drawer(a_draft(a_session(talks=list(talks)))), ".//ol/li")
        return [(row.get("data-start", "")[11:16], row.get("data-until")) for row in rows]

    assert times(a_talk(1), a_talk(2), a_talk(3, minutes=None)) == [
        ("10:00", "10:20"),
        ("10:20", "10:40"),
        ("10:40", "11:30"),
    ]
    assert times(a_talk(1), a_talk(2, minutes=None), a_talk(3)) == [("10:00", "10:20"), ("", None), ("", None)]


def test_speakers_are_listed_where_no_talk_names_them() -> None:
    assert elements(drawer(), ".//ul[@class='dw-who']") == []
    cast = a_session(talks=[], roles=[])
    assert elements(drawer(a_draft(cast)), ".//ul[@class='dw-who']") == []


def test_a_cancelled_session_is_in_no_calendar_and_never_live() -> None:
    page = drawer(a_draft(a_session(status=SessionStatus.CANCELLED)))
    assert "Cancelled" in [text_of(item) for item in elements(page, ".//span[@class='st bad']")]
    assert not any(".ics" in link for link in links_of(page))
    assert elements(page, ".//article")[0].get("data-off") is not None


def test_a_session_without_a_time_or_a_room_says_so() -> None:
    session = a_plain_session(start=None, minutes=None, mode=Mode.ONLINE)
    facts = [text_of(item) for item in elements(drawer(a_draft(session), session.id), ".//ul[@class='dl']/li")]
    assert facts == ["Not yet scheduled", "Online", "Workshop · Online"]


def test_a_reader_of_another_zone_has_their_time_beside_it() -> None:
    said = text_of(elements(drawer(zone="Europe/Paris"), ".//p[@class='theirs']")[0])
    assert said.startswith("05:00–06:30, Paris time (UTC+2) for you")


def test_it_holds_nothing_that_changes_and_runs_nothing() -> None:
    page = drawer()
    assert page == drawer()
    for sign in ("<script", "<style", " style=", "nonce", "csrf", " on"):
        assert sign not in page.replace(" on ", ""), sign


def test_a_session_of_days_says_until_when() -> None:
    draft = a_draft(
        a_session(start=wall(10), minutes=60 * 50, talks=[]), forum={"last_day": wall(0).date() + timedelta(2)}
    )
    assert "until Thursday 16 May" in text_of(elements(drawer(draft), ".//ul[@class='dl']/li")[0])


def test_rooms_themes_and_people_lead_to_what_can_be_followed() -> None:
    release = a_release(a_draft())
    session = render_page("session", release, a_reader(release, "en"), PLENARY)
    assert f"/forums/harvest/agenda?room={HALL}&lang=en" in list(links_of(session))
    assert f"/forums/harvest/agenda?theme={WATER}&lang=en" in list(links_of(session))
    speaker = render_page("speaker", release, a_reader(release, "en"), AMINA)
    address = elements(speaker, ".//div[@class='copy']//input")[0].get("value")
    assert address == f"https://forum.example/forums/harvest/agenda.ics?speaker={AMINA}&lang=en"
