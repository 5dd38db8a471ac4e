"""Programmes of other systems from the command line: in with what deviates told, in again, out as valid schedules."""

from pathlib import Path

from lxml import etree

from tests.commands.conftest import Forum
from tests.exchange.files import event_xml, schedule


def written(folder: Path, *events: str, zone: str = "Europe/Paris") -> Path:
    path = folder / "schedule.xml"
    path.write_bytes(schedule(*events, zone=zone))
    return path


def test_a_programme_comes_in_and_goes_out(forum: Forum, tmp_path: Path) -> None:
    file = written(tmp_path, event_xml(0), event_xml(1, date=""))
    done = forum("import", file, "--publish")
    assert done.status == 0
    lines = done.out.splitlines()
    assert (lines[0], lines[1], lines[-1]) == (
        "made2027: imported, 2 sessions, 3 people",
        "Read otherwise than the format says:",
        "Release 1 is published.",
    )
    assert "  An event has no date of its own; its day's is taken. (line 1, event 2)" in lines
    out = tmp_path / "out.xml"
    assert forum("export", "made2027", "schedule.xml", "-o", out).status == 0
    assert [event.findtext("title") for event in etree.parse(out).iter("event")] == [
        "Title 0 <&> “quoted”",
        "Title 1 <&> “quoted”",
    ]


def test_a_second_import_says_what_it_did(forum: Forum, tmp_path: Path) -> None:
    forum("import", written(tmp_path, event_xml(0), event_xml(1)))
    assert "choose another --slug, or --replace it" in forum("import", tmp_path / "schedule.xml").err
    done = forum("import", written(tmp_path, event_xml(0), event_xml(2)), "--replace")
    assert done.out.splitlines()[1:3] == [
        "  sessions: 1 known again, 1 new, 1 gone",
        "  people: 3 known again, 1 new, 0 gone",
    ]


def test_what_is_refused_is_refused_in_words_with_its_place(forum: Forum, tmp_path: Path) -> None:
    done = forum("import", written(tmp_path, event_xml(0), zone=""))
    assert (done.status, done.err) == (
        1,
        "forum: nothing was imported.\nschedule.xml: The file names no time zone: say which, such as Europe/Brussels.\n",
    )
    done = forum("import", written(tmp_path, event_xml(0, duration="soon")))
    assert "schedule.xml: line 1, event 1: The duration “soon” is no length such as 01:30." in done.err
    assert forum("import", written(tmp_path, event_xml(0), zone=""), "--zone", "Asia/Tokyo").status == 0
