"""Programmes of real size in and out: everything where it was, here, elsewhere, and after a second import."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from forum_app.addresses import Addresses
from forum_app.calendars.public import agenda_ics
from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Release
from forum_app.exchange.drafting import drafted
from forum_app.exchange.frab_json import read_frab_json
from forum_app.exchange.frab_out import schedule_json, schedule_xml
from forum_app.exchange.frab_xml import read_frab_xml
from forum_app.exchange.ics import read_ics
from forum_app.services.forum_files import draft_named, export_draft, import_forum, sound
from forum_app.services.media import Media
from forum_app.services.programme_files import import_programme
from forum_app.services.publishing import publish_release
from tests.databases import KINDS, Databases
from tests.exchange.generated import (
    AUTUMN,
    NINE_HUNDRED,
    SPRING,
    Made,
    Size,
    as_json,
    as_xml,
    facts,
    found,
    person,
    programme,
)
from tests.houses import migrated

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ADDRESSES = Addresses("realsize", "https://forum.example")
READERS = {"xml": (as_xml, read_frab_xml), "json": (as_json, read_frab_json)}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("size", [NINE_HUNDRED, SPRING, AUTUMN], ids=["900", "2000", "autumn"])
def test_every_title_person_room_track_link_language_and_minute_is_where_it_was(size: Size, kind: str) -> None:
    write, read = READERS[kind]
    made = programme(size)
    draft = sound(drafted(read(write(size, made))))
    assert found(draft) == facts(made)
    assert len(draft.people) == size.people == len({key for one in made for key in one.people})
    assert sorted(one.name[draft.forum.languages[0]] for one in draft.people) == sorted(
        person(number) for number in range(1, size.people + 1)
    )
    assert (len(draft.rooms), draft.forum.zone) == (size.rooms, size.zone)


def test_the_sessions_lie_around_both_changes_of_the_clocks() -> None:
    assert {one.start.fold for one in programme(AUTUMN)} == {0, 1}
    crossing = [one for one in programme(SPRING) if one.start.hour == 1 and one.start.day == 29]
    assert {one.minutes > 60 - one.start.minute for one in crossing} == {True, False}
    assert all(not (one.start.day == 29 and one.start.hour == 2) for one in programme(SPRING))


@pytest.mark.parametrize("size", [AUTUMN, pytest.param(SPRING, marks=pytest.mark.soak)], ids=["autumn", "2000"])
def test_our_feed_of_it_comes_back_with_its_instants(size: Size) -> None:
    release = Release(content=freeze(sound(drafted(read_frab_xml(as_xml(size, programme(size)))))), number=1)
    again = sound(drafted(read_ics(agenda_ics(release, "en", ADDRESSES), size.zone)))
    here = [(fact[0], fact[1], fact[2], fact[3], fact[4]) for fact in facts(programme(size))]
    assert [fact[:5] for fact in found(again)] == here


@pytest.fixture
def elsewhere(databases: Databases, database_kind: str) -> Iterator[Database]:
    """An empty database of the other kind."""
    other = next(kind for kind in KINDS if kind != database_kind)
    with databases.make_template(other, migrated).copy() as url:
        made = Database(url)
        yield made
        made.close()


def published(database: Database, day: int = 1) -> Release:
    now = datetime(2026, 1, day, tzinfo=UTC)
    return publish_release(database, "realsize", now=now, host="forum.example", actor="test")


def valid(xml: bytes, text: bytes) -> None:
    """Both files, held to the public schemas where these are."""
    if not DATA.is_dir():
        return
    schema = etree.XMLSchema(etree.parse(DATA / "schedule.xml.xsd"))
    assert schema.validate(etree.fromstring(xml)), schema.error_log
    validator = jsonschema.Draft6Validator(json.loads((DATA / "schedule-json.schema.json").read_bytes()))
    assert [error.message for error in validator.iter_errors(json.loads(text))][:5] == []


@pytest.mark.parametrize(
    "size", [AUTUMN, pytest.param(NINE_HUNDRED, marks=pytest.mark.soak), pytest.param(SPRING, marks=pytest.mark.soak)]
)
def test_it_goes_in_out_and_in_elsewhere_and_is_the_same(
    database: Database, elsewhere: Database, media: Media, size: Size
) -> None:
    made = programme(size)
    import_programme(database, media, as_xml(size, made), actor="test")
    release = published(database)
    xml, text = schedule_xml(release, "en", ADDRESSES), schedule_json(release, "en", ADDRESSES)
    valid(xml, text)
    for number, data in enumerate((xml, text)):
        import_programme(elsewhere, media, data, slug=f"elsewhere-{number}", actor="test")
        assert found(draft_named(elsewhere, media, f"elsewhere-{number}")) == facts(made)
    whole = export_draft(database, media, "realsize", actor="test")
    import_forum(elsewhere, media, whole, actor="test")
    assert export_draft(elsewhere, media, "realsize", actor="test") == whole
    assert published(elsewhere).content == release.content


def changed(made: list[Made]) -> list[Made]:
    """By the last digit of the number: 1 moved, 2 in another room, 3 retitled, 4 gone; and five more."""
    kept = []
    for one in made:
        match one.number % 10:
            case 1:
                one = replace(one, start=(one.start + timedelta(days=1)).replace(hour=11, fold=0))
            case 2:
                one = replace(one, room="Salle nouvelle")
            case 3:
                one = replace(one, title=f"{one.title}, retitled")
            case 4:
                continue
        kept.append(one)
    more = [
        replace(made[number], number=9000 + number, guid=f"{9000 + number:08x}-0000-4000-8000-0") for number in range(5)
    ]
    return kept + more


def by_number(draft: Draft) -> dict[int, str]:
    return {int(one.origin.foreign_id) - 1: one.id for one in draft.sessions if one.origin}


def test_a_second_file_moves_what_moved_and_the_feed_says_so(database: Database, media: Media) -> None:
    made = [one for number, one in enumerate(programme(AUTUMN)) if one.number == number]  # each held once
    import_programme(database, media, as_xml(AUTUMN, made), actor="test")
    old, first = by_number(draft_named(database, media, "realsize")), published(database)
    done = import_programme(database, media, as_json(AUTUMN, changed(made)), replace=True, actor="test")
    draft = draft_named(database, media, "realsize")
    new, second = by_number(draft), published(database, 2)
    gone = {number for number in old if number % 10 == 4}
    assert found(draft) == facts(changed(made))
    assert done.counts["sessions"] == (len(old) - len(gone), 5, len(gone))
    assert {number: new[number] for number in old if number not in gone} == {
        number: key for number, key in old.items() if number not in gone
    }
    for number, key in old.items():
        was, now = first.ledger[key], second.ledger[key]
        assert (was.sequence, now.uid) == (0, was.uid)
        assert now.sequence == int(number % 10 in (1, 2, 4)), number
        assert (now.changed_at > was.changed_at) == (number % 10 in (1, 2, 3, 4)), number
        assert now.gone == (number in gone)
    assert {second.ledger[new[9000 + number]].sequence for number in range(5)} == {0}
