"""An Arabic page speaks Arabic, from the right: no word of the interface stays English, nothing is turned round."""

import re
from datetime import UTC, date, datetime

import icalendar
import msgspec
import pytest

from forum_app.addresses import Addresses
from forum_app.calendars.public import session_ics
from forum_app.domain.compare import compare
from forum_app.domain.draft import Draft
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.domain.texts import apart
from forum_app.feeds.change_words import sentence
from forum_app.i18n import words
from forum_app.pages.forum import render_page
from forum_app.pages.people import initials
from forum_app.pages.reader import Reader
from forum_app.pages.site import forum_card, render_accessibility, render_error, render_home, render_privacy
from tests.arabic import arabic_data, session
from tests.documents.forums import an_id
from tests.factories import a_release
from tests.pages.reading import a_reader, elements, pages_of, parsed, text_of
from tests.pages.test_french import pieces
from tests.test_catalogues import catalogue

ARABIC = words("ar")
WATER, OPEN_DATA = an_id("s", 1), an_id("s", 3)
BORIS, NOUR = an_id("p", 3), an_id("p", 4)
MARKS = "[\u2068\u2069]"


@pytest.fixture(scope="module")
def release() -> Release:
    return a_release(msgspec.convert(arabic_data(), Draft))


@pytest.fixture(scope="module")
def pages(release: Release) -> dict[tuple[str, str], str]:
    return pages_of(release, "ar", "Europe/Paris")


def english_words() -> set[str]:
    return {
        message.id
        for message in catalogue("ar")
        if isinstance(message.id, str) and message.id and message.id != message.string and "%(" not in message.id
    }


def shown(html: str, path: str) -> list[str]:
    """What elements show, without the marks that isolate parts of it."""
    return [re.sub(MARKS, "", text_of(element)) for element in elements(html, path)]


def test_an_arabic_page_holds_no_english_word_of_the_interface(pages: dict[tuple[str, str], str]) -> None:
    english = english_words()
    assert "Add to calendar" in english
    for page, html in pages.items():
        assert pieces(html) & english == set(), page


def test_every_page_runs_from_the_right(pages: dict[tuple[str, str], str]) -> None:
    for page, html in pages.items():
        root = parsed(html).getroot()
        assert (root.get("lang"), root.get("dir")) == ("ar", "rtl"), page


def test_the_sites_own_pages_speak_arabic_from_the_right(release: Release) -> None:
    english = english_words()
    reader = Reader(language="ar", base_url="https://forum.example", addresses=Addresses("hisad"))
    site = [
        render_home([forum_card(release)], reader),
        render_home([], reader),
        render_privacy(reader),
        render_accessibility(reader),
        *(render_error(code, "", "1a2b", reader) for code in (400, 403, 404, 405, 410, 413, 414, 429, 500, 503)),
    ]
    for html in site:
        assert pieces(html) & english == set()
        root = parsed(html).getroot()
        assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")


def test_a_stretch_of_time_is_told_in_words(pages: dict[tuple[str, str], str]) -> None:
    assert shown(pages[("forum", "")], ".//p[@class='big dates']") == ["من 14 إلى 15 مايو 2030"]
    assert shown(pages[("session", WATER)], ".//p[@class='big']") == ["من 09:00 إلى 10:30"]
    assert shown(pages[("agenda", "")], ".//p[@class='span']")[:2] == ["من 09:00 إلى 10:30", "من 09:00 إلى 09:45 ملغاة"]
    assert shown(pages[("speaker", BORIS)], ".//ul[@class='parts']//time") == ["من 09:15 إلى 09:30"]
    for page, html in pages.items():
        assert re.findall(r"\d–\d", text_of(parsed(html).getroot().find(".//main"))) == [], page


def test_days_of_two_months_and_of_two_years_are_told_in_words_too() -> None:
    assert ARABIC.days(date(2030, 5, 14), date(2030, 5, 14)) == "14 مايو 2030"
    assert ARABIC.days(date(2030, 9, 30), date(2030, 10, 2)) == "من 30 سبتمبر إلى 2 أكتوبر 2030"
    assert ARABIC.days(date(2030, 12, 31), date(2031, 1, 2)) == "من 31 ديسمبر 2030 إلى 2 يناير 2031"


def test_a_zone_is_named_and_its_offset_isolated(pages: dict[tuple[str, str], str]) -> None:
    card = elements(pages[("session", WATER)], ".//div[@class='card when-s']")[0]
    assert text_of(card.find("p[@class='mute sm']")) == "بتوقيت دكا (\u2068UTC+6\u2069)"
    assert shown(pages[("session", WATER)], ".//p[@class='theirs']") == [
        "بتوقيتك: من 05:00 إلى 06:30، بتوقيت باريس (UTC+2). تغيير"
    ]
    moments = [datetime(2030, month, 20, tzinfo=UTC) for month in (3, 5)]
    assert re.sub(MARKS, "", ARABIC.zone_over("Europe/Paris", moments)) == (
        "بتوقيت باريس (UTC+1، UTC+2 اعتبارًا من 20 مايو)"
    )
    assert re.sub(MARKS, "", ARABIC.zone("UTC", moments[0])) == "بتوقيت UTC"
    assert [ARABIC.city(f"Asia/{city}") for city in ("Kathmandu", "Yangon", "Kolkata")] == [
        "كاتماندو",
        "رانغون",
        "كالكتا",
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا جلسات"),
        (1, "جلسة واحدة"),
        (2, "جلستان"),
        (3, "3 جلسات"),
        (10, "10 جلسات"),
        (11, "11 جلسة"),
        (99, "99 جلسة"),
        (100, "100 جلسة"),
        (103, "103 جلسات"),
    ],
)
def test_a_number_takes_the_form_that_it_asks_for(number: int, said: str) -> None:
    assert ARABIC.ngettext("%(num)d session", "%(num)d sessions", number) == said


def test_days_and_places_take_the_accusative_after_eleven_to_ninety_nine() -> None:
    assert [ARABIC.ngettext("%(num)d day", "%(num)d days", number) for number in (2, 5, 12, 100)] == [
        "يومان",
        "5 أيام",
        "12 يومًا",
        "100 يوم",
    ]


def test_lists_are_joined_the_arabic_way(pages: dict[tuple[str, str], str]) -> None:
    assert ARABIC.joined(["العربية", "الفرنسية", "الإنكليزية"]) == "العربية والفرنسية والإنكليزية"
    assert ARABIC.joined(["ليلى", "Boris"]) == "ليلى و\u2068Boris\u2069"
    for page, html in pages.items():
        assert re.findall("[\u0600-\u06ff] ?[,;?]", text_of(parsed(html).getroot().find(".//main"))) == [], page


def test_a_latin_name_stands_behind_its_arabic_title_and_says_its_language(pages: dict[tuple[str, str], str]) -> None:
    name = elements(pages[("speaker", BORIS)], ".//h1/bdi")[0]
    assert (text_of(name), name.get("lang"), name.get("dir")) == ("السيد Boris O’Neil", None, None)
    assert [(text_of(part), part.get("lang"), part.get("dir")) for part in name] == [("Boris O’Neil", "en", "ltr")]


def test_letters_that_join_are_one_initial() -> None:
    assert [initials(name) for name in ("نور العلي", "Boris O’Neil", "Д. Ким")] == ["ن", "BO", "ДК"]


def test_what_runs_the_other_way_is_isolated_in_a_sentence() -> None:
    assert apart("Open data (2030)", "rtl") == "\u2068Open data (2030)\u2069"
    assert apart("منتدى 2030", "ltr") == "\u2068منتدى 2030\u2069"
    for value, way in (("منتدى 2030", "rtl"), ("09:00", "rtl"), ("L’eau (2030)", "ltr")):
        assert apart(value, way) == value
    together = f"بتوقيت دكا ({apart('UTC+6', 'rtl')})"
    assert apart(together, "rtl") == together


def test_changes_are_told_in_arabic_with_their_titles_apart(release: Release) -> None:
    data = arabic_data()
    moved = session(3, {"en": "Open data (2030)"}, 0, "09:30", 45, 3, status="cancelled")
    data["sessions"] = [
        {**item, "minutes": 60} if item["id"] == WATER else moved if item["id"] == OPEN_DATA else item
        for item in data["sessions"]
    ]
    later = a_release(msgspec.convert(data, Draft), after=release)
    said = [sentence(change, ARABIC, "Asia/Dhaka") for change in compare(release.content, later.content)]
    assert (
        "تغيّرت مدة جلسة «الماء للجميع» (المدة السابقة: 90 دقيقة؛ المدة الجديدة: 60 دقيقة): "
        "14 مايو 2030، من 09:00 إلى 10:00، بتوقيت دكا (\u2068UTC+6\u2069)." in said
    )
    assert any("«\u2068Open data (2030)\u2069»" in text for text in said)


def test_the_page_of_changes_names_releases_in_arabic(release: Release) -> None:
    history = [ReleaseNews(number=1, published_at=datetime(2030, 4, 1, 20, tzinfo=UTC))]
    html = render_page("changes", release, a_reader(release, "ar"), history=history)
    assert shown(html, ".//section//h2") == ["الإصدار 1"]
    assert shown(html, ".//section//time") == ["2 أبريل 2030، 02:00"]


def test_a_calendar_entry_speaks_arabic(release: Release) -> None:
    addresses = Addresses("hisad", "https://forum.example")
    (event,) = icalendar.Calendar.from_ical(session_ics(release, WATER, "ar", addresses)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "الماء للجميع"
    assert str(event["LOCATION"]) == "القاعة الكبرى، مركز المؤتمرات، دكا"
    lines = re.sub(MARKS, "", str(event["DESCRIPTION"])).splitlines()
    assert "البرنامج، بتوقيت دكا (UTC+6)" in lines
    assert "إدارة الجلسة: السيدة ليلى الحداد" in lines
    assert "طريقة المشاركة: حضوريًا" in lines
    assert "اللغات: العربية، الإنجليزية" in lines


def test_countries_have_the_names_that_the_institution_uses() -> None:
    assert [ARABIC.country_name(code) for code in ("PS", "SY", "BD")] == [
        "الأرض الفلسطينية المحتلة",
        "الجمهورية العربية السورية",
        "بنغلاديش",
    ]


def test_no_arabic_sentence_holds_a_sign_of_latin_script() -> None:
    for message in catalogue("ar"):
        if not message.id or (isinstance(message.id, str) and not re.search("[a-z]", message.id)):
            continue
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            assert not re.search("[\u0600-\u06ff)] ?[,;?]|[“”]|[\u0660-\u0669]", text), text


def test_a_place_is_told_in_its_order_whatever_its_parts_are_written_in(release: Release) -> None:
    html = render_page("session", release, a_reader(release, "en"), WATER)
    place = text_of(elements(html, ".//p[@class='where']/span")[0])
    assert place == "\u2068القاعة الكبرى\u2069, \u2068مركز المؤتمرات\u2069, Dhakaroom for 300 people"


def test_what_an_address_gets_wrong_is_told_from_the_right(release: Release) -> None:
    reader = Reader(language="ar", base_url="https://forum.example", addresses=Addresses("hisad"))
    said = ARABIC.gettext("This programme has no room “%(value)s”.", value="Hall 9")
    reasons = [one for one in elements(render_error(400, said, "", reader), ".//main//p") if text_of(one) == said]
    assert said == "لا توجد في هذا البرنامج قاعة باسم «\u2068Hall 9\u2069»."
    assert [one.get("dir") for one in reasons] == [None]
