"""frab's files in and out: everything where it was, ours valid, theirs read leniently, broken ones refused in words."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from forum_app.addresses import Addresses
from forum_app.domain.draft import Draft
from forum_app.domain.errors import ImportRefused
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import SessionKind, SessionStatus
from forum_app.exchange.drafting import drafted, slug_of
from forum_app.exchange.frab_json import read_frab_json
from forum_app.exchange.frab_out import schedule_json, schedule_xml
from forum_app.exchange.frab_xml import read_frab_xml
from forum_app.services.forum_files import sound
from tests.exchange.files import event_xml, facts_of, schedule

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real programme files are not beside this project")
ADDRESSES = Addresses("made2027", "https://forum.example")


def read(data: bytes, **options: str) -> Draft:
    return sound(drafted(read_frab_xml(data), **options))


def frozen(draft: Draft) -> Release:
    return Release(content=freeze(draft), number=1)


def told(data: bytes, **options: str) -> list[str]:
    programme = read_frab_xml(data)
    drafted(programme, **options)
    return programme.told.sentences()


def test_every_field_of_an_event_is_where_it_belongs() -> None:
    draft = read(schedule(event_xml(4)))
    (session,) = draft.sessions
    room = next(one for one in draft.rooms if one.id == session.room)
    assert (draft.forum.slug, draft.forum.zone, draft.forum.title) == (
        "made2027",
        "Europe/Paris",
        {"de": "Made up 2027"},
    )
    assert session.title == {"de": "Title 4 <&> “quoted”"}
    assert (str(session.start), session.minutes, room.name) == ("2027-03-26 09:20:00", 14, {"de": "Room 4"})
    assert (session.kind, session.label) == (SessionKind.WORKSHOP, {"de": "Workshop"})
    assert [theme.title for theme in draft.themes] == [{"de": "Track 4 & more"}]
    assert [person.name["de"] for person in draft.people] == ["Person 5", "Person 6"]
    assert [(link.url, link.label) for link in session.links] == [("https://example.org/l/4", {"de": "Link 4"})]
    assert session.origin is not None
    assert (session.origin.foreign_id, session.origin.slug) == ("5", "made-4-a-title")
    assert session.origin.guid == "00000000-0000-4000-8000-000000000004"
    assert session.summary == {
        "de": '<p>Abstract 4 with <a href="https://example.org/4" rel="nofollow ugc noopener">a link</a>.</p>'
    }


@needs_data
@pytest.mark.parametrize("name", ["fosdem2024.xml", "democon.json"])
def test_real_files_come_back_the_same_and_ours_are_valid(name: str) -> None:
    data = (DATA / name).read_bytes()
    programme = read_frab_xml(data) if name.endswith("xml") else read_frab_json(data)
    draft = sound(drafted(programme, zone="Europe/Brussels" if "fosdem" in name else ""))
    xml, text = schedule_xml(frozen(draft), "en", ADDRESSES), schedule_json(frozen(draft), "en", ADDRESSES)
    schema = etree.XMLSchema(etree.parse(DATA / "schedule.xml.xsd"))
    assert schema.validate(etree.fromstring(xml)), schema.error_log
    validator = jsonschema.Draft6Validator(json.loads((DATA / "schedule-json.schema.json").read_bytes()))
    assert [error.message for error in validator.iter_errors(json.loads(text))] == []
    assert facts_of(read(xml)) == facts_of(draft)
    assert facts_of(sound(drafted(read_frab_json(text)))) == facts_of(draft)


@needs_data
def test_a_real_file_holds_every_event_person_room_and_track() -> None:
    root = etree.parse(DATA / "fosdem2024.xml").getroot()
    draft = read((DATA / "fosdem2024.xml").read_bytes(), zone="Europe/Brussels")
    assert sorted(session.title["en"] for session in draft.sessions) == sorted(
        " ".join(event.findtext("title", "").split()) for event in root.iter("event")
    )
    assert len(draft.people) == len({person.get("id") for person in root.iter("person")})
    assert {room.name["en"] for room in draft.rooms} == {
        room.get("name") for room in root.iter("room") if room.get("name")
    }
    assert {theme.title["en"] for theme in draft.themes} >= {event.findtext("track") for event in root.iter("event")}
    minutes = sum(session.minutes or 0 for session in draft.sessions)
    lengths = [event.findtext("duration", "").split(":") for event in root.iter("event")]
    assert minutes == sum(int(hours) * 60 + int(rest) for hours, rest in lengths)


DEVIATIONS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("The schedule has no version.", {}, {"version": ""}),
    ("An event has no date of its own; its day's is taken.", {"date": ""}, {}),
    ("An event's start differs from the clock of its date; the start is taken.", {"start": "11:00"}, {}),
    ("An event names another room than the one it stands in; its own is taken.", {"room": "Elsewhere"}, {}),
    ("An event lasts no minute; it is given five.", {"duration": "00:00"}, {}),
    ("The file says another offset than Asia/Tokyo has; its clock times are kept.", {}, {"zone": "Asia/Tokyo"}),
    (
        "A picture from elsewhere became a link.",
        {"abstract": "<p>x <img src='https://example.org/a.png' alt='A'></p>"},
        {},
    ),
    ("A heading was moved to a level that fits.", {"abstract": "<h1>x</h1><p>y</p>"}, {}),
    ("Parts of a text that run, load or style are left out.", {"abstract": "<p>x</p><script>alert(1)</script>"}, {}),
    ("A session's picture is not taken over.", {"logo": "https://example.org/x.png"}, {}),
    ("“klingonisch” is no language that is known; the text counts as en.", {"language": "klingonisch"}, {}),
    (
        "A person has no id: each of these is somebody of their own.",
        {"extra": "<persons><person>Ann</person></persons>"},
        {},
    ),
]


@pytest.mark.parametrize(("sentence", "event", "file"), DEVIATIONS, ids=[row[0] for row in DEVIATIONS])
def test_what_deviates_is_read_and_told_with_its_place(
    sentence: str, event: dict[str, str], file: dict[str, str]
) -> None:
    one = event_xml(0, **event)
    if "extra" in event:
        one = one.replace('<persons><person id="1">Person 1</person><person id="2">Person 2</person></persons>', "")
    said = told(schedule(one, **file))
    assert any(line.startswith(sentence) for line in said), said


REFUSED: list[tuple[bytes, str, str]] = [
    (b"", "", "The file is no readable XML"),
    (b"<schedule>", "", "The file is no readable XML"),
    (schedule(event_xml(0))[:-40], "", "The file is no readable XML"),
    (b"\xff\xfe\x00", "", "The file is no readable XML"),
    (b"<rss/>", "", "its first element is <rss>"),
    (schedule(event_xml(0), head="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "", "declares entities"),
    (schedule(event_xml(0), head="<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), "", "declares entities"),
    (schedule(event_xml(0), zone=""), "", "names no time zone"),
    (schedule(event_xml(0), zone="Mars/Phobos"), "", "is no time zone"),
    (schedule(event_xml(0), zone="../etc/passwd"), "", "is no time zone"),
    (schedule(event_xml(0, title="")), "event 1", "has no title"),
    (schedule(event_xml(0, title="x" * 1_000_000)), "event 1", "The title has 1000000 characters; 300 are the most."),
    (schedule(event_xml(0, abstract="x" * 70_000)), "event 1", "60000 are the most"),
    (schedule(event_xml(0, duration="soon")), "event 1", "“soon” is no length"),
    (schedule(event_xml(0, duration="999:00:00:00")), "event 1", "more than seven days"),
    (schedule(event_xml(0, start="25:00")), "event 1", "“25:00” is no time of day"),
    (schedule(event_xml(0, date="2027-13-01T10:00:00+01:00")), "event 1", "is no date"),
]


@pytest.mark.parametrize(("data", "place", "sentence"), REFUSED, ids=[f"{row[2]}-{len(row[0])}" for row in REFUSED])
def test_what_cannot_be_understood_is_refused_in_words(data: bytes, place: str, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(data)
    found = [text for where, text in refused.value.problems if place in where]
    assert any(sentence in text for text in found), refused.value.problems


def test_an_hour_that_the_clocks_skip_is_refused_and_one_that_comes_twice_goes_by_its_offset() -> None:
    with pytest.raises(ImportRefused, match="02:30 does not exist in Europe/Paris"):
        read(schedule(event_xml(0, date="2027-03-28T02:30:00+01:00", start="02:30")))
    for offset, fold in (("+02:00", 0), ("+01:00", 1)):
        draft = read(schedule(event_xml(0, date=f"2027-10-31T02:30:00{offset}", start="02:30")))
        assert draft.sessions[0].fold == fold


def test_an_event_after_midnight_without_a_date_belongs_to_the_night_of_its_day() -> None:
    draft = read(schedule(event_xml(0, date="", start="00:30")))
    assert str(draft.sessions[0].start) == "2027-03-27 00:30:00"


def test_a_billion_laughs_cost_nothing() -> None:
    bombs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    with pytest.raises(ImportRefused, match="declares entities"):
        read_frab_xml(schedule(event_xml(0, title="&a11;"), head=f"<!DOCTYPE x [<!ENTITY a0 'ha'>{bombs}]>"))


def test_two_submissions_with_one_id_and_persons_with_one_name_stay_apart() -> None:
    twice = [event_xml(0), event_xml(1, id="1")]
    named = twice[1].replace('id="2">Person 2', 'id="77">Person 1')
    draft = read(schedule(twice[0], named))
    assert len(draft.sessions) == 2
    assert sorted(person.name["en"] for person in draft.people).count("Person 1") == 2
    assert any(line.startswith("An event's id stands twice.") for line in told(schedule(*twice)))


BROKEN_JSON: list[tuple[Any, str]] = [
    (b"{", "The file is no readable JSON"),
    (b"\xff", "not in UTF-8"),
    (b"[" * 200_000, "nested too deep"),
    (b"[]", "This is no schedule.json"),
    (b'{"schedule": {"conference": []}}', "This is no schedule.json"),
]


@pytest.mark.parametrize(("data", "sentence"), BROKEN_JSON, ids=[row[1] for row in BROKEN_JSON])
def test_broken_json_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read_frab_json(data)


def test_json_with_values_of_any_kind_never_fails_otherwise() -> None:
    odd: list[Any] = [None, True, 7, "x", [], {}, [None], {"en": "x"}]
    base = {"title": "T", "date": "2027-03-26T10:00:00+01:00", "duration": "01:00"}
    for name in (
        "id",
        "title",
        "date",
        "start",
        "duration",
        "room",
        "persons",
        "links",
        "track",
        "language",
        "abstract",
        "guid",
    ):
        for value in odd:
            day = {"index": 1, "date": "2027-03-26", "rooms": {"R": [{**base, name: value}]}}
            data = {
                "schedule": {"conference": {"title": "C", "acronym": "abcd", "time_zone_name": "UTC", "days": [day]}}
            }
            with suppress(ImportRefused):
                sound(drafted(read_frab_json(json.dumps(data).encode())))


def test_cancelled_and_undated_sessions_stay_out_of_ours() -> None:
    draft = read(schedule(event_xml(0), event_xml(1), event_xml(2)))
    draft.sessions[0].status = SessionStatus.CANCELLED
    draft.sessions[1].start = None
    root = etree.fromstring(schedule_xml(frozen(draft), "en", ADDRESSES))
    assert [event.findtext("title") for event in root.iter("event")] == ["Title 2 <&> “quoted”"]


@pytest.mark.parametrize(
    ("acronym", "title", "slug"),
    [("36C3", "x", "36c3"), ("", "FOSDEM 2024", "fosdem-2024"), ("", "Ünï çödé", "uni-code"), ("", "日本", "programme"), ("..", "!", "programme")],
)  # fmt: skip
def test_a_short_name_is_made_of_what_there_is(acronym: str, title: str, slug: str) -> None:
    programme = read_frab_xml(schedule(event_xml(0)))
    programme.acronym, programme.title = acronym, title
    assert slug_of(programme) == slug
