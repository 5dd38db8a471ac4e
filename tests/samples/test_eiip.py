"""The technical forum of three days: the facts it was made from stand, its programme can be held, its people can come."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from forum_app.database import Database
from forum_app.domain.checker import check
from forum_app.domain.compare import compare
from forum_app.domain.draft import Draft
from forum_app.domain.texts import readable
from forum_app.domain.vocabularies import (
    MaterialKind,
    Mode,
    RegistrationStatus,
    RoleKind,
    SessionKind,
)
from forum_app.services.forum_files import export_draft, parse_forum_json
from forum_app.services.media import Media
from forum_app.services.publishing import release_numbered
from forum_app.services.samples import load_samples
from tests.samples.reading import STATES, sample

IN_PERSON = "AF BD CH ID IN IQ IT JO KH LB MM NP PG PH PK TL".split()
ONLINE = "PS SY YE".split()


@pytest.fixture(scope="module")
def draft() -> Draft:
    return sample("eiip2025")


def test_the_facts_of_the_account_it_was_made_from_are_there(draft: Draft) -> None:
    forum = draft.forum
    assert (forum.first_day, forum.last_day, forum.zone) == (date(2025, 2, 18), date(2025, 2, 20), "Asia/Dhaka")
    assert [(figure.value, figure.label["en"]) for figure in forum.figures] == [
        ("80", "participants"),
        ("19", "countries and territories"),
        ("3", "themes"),
    ]
    assert forum.goals == ["8", "8.5", "13", "13.2", "13.b"]
    assert forum.funding == ["ILO PARTNERSHIPS-SSTC", "EMPINVEST", "ROAP", "ROAS", "ITC-ILO"]
    assert len(draft.themes) == 3
    papers = [
        material.title["en"]
        for session in draft.sessions
        for material in session.materials
        if material.kind == MaterialKind.INPUT_PAPER
    ]
    assert len(papers) == len(set(papers)) == 4


def test_each_country_and_territory_has_somebody_in_the_programme(draft: Draft) -> None:
    assert {person.country for person in draft.people if person.country} == {*IN_PERSON, *ONLINE}
    named = [role.person for session in draft.sessions for role in session.roles]
    named += [who.person for session in draft.sessions for talk in session.talks for who in talk.speakers]
    focal = {role.person for role in draft.forum.roles if role.role == RoleKind.FOCAL_POINT}
    assert {person.id for person in draft.people} == {*named, *focal}


def test_what_was_invented_is_said_on_the_page_in_both_languages(draft: Draft) -> None:
    assert "venue and its rooms, the programme, all other people" in readable(draft.forum.practical["en"])
    assert "من نسج الخيال" in readable(draft.forum.practical["ar"])


def test_three_full_days_use_every_room_and_leave_the_house_once(draft: Draft) -> None:
    held = [session for session in draft.sessions if session.kind != SessionKind.BREAK]
    assert Counter(session.start.day for session in held if session.start) == {18: 15, 19: 14, 20: 13}
    assert {session.room for session in held if session.room} == {room.id for room in draft.rooms}
    assert len(draft.rooms) == 5
    assert [session.kind for session in held if not session.room] == ["field-visit", "networking"]
    assert {talk.kind for session in held for talk in session.talks} >= {
        "opening",
        "keynote",
        "presentation",
        "closing",
    }


def test_who_joins_online_is_only_where_that_is_possible(draft: Draft) -> None:
    far = {person.id for person in draft.people if person.country in ONLINE}
    for session in draft.sessions:
        needed = {role.person for role in session.roles} | {
            who.person for talk in session.talks for who in talk.speakers
        }
        assert session.mode != Mode.IN_PERSON or not needed & far, session.title["en"]


@pytest.mark.parametrize("state", STATES)
def test_the_checker_has_nothing_to_say_at_either_time(state: str) -> None:
    assert check(sample("eiip2025", state)) == []


def test_eighty_people_are_confirmed_and_come_with_their_delegation(draft: Draft) -> None:
    coming = [item for item in draft.registrations if item.status == RegistrationStatus.CONFIRMED]
    assert len(coming) == 80
    assert {item.country for item in coming if item.mode == Mode.IN_PERSON} == set(IN_PERSON)
    assert {item.country for item in coming if item.mode == Mode.ONLINE} == set(ONLINE)
    team = {delegation.id: delegation for delegation in draft.delegations}
    assert len(team) == 19
    taken = Counter(item.delegation for item in coming)
    assert all(taken[key] <= (delegation.seats or 0) for key, delegation in team.items())
    assert {delegation.head for delegation in team.values()} <= {item.id for item in coming}
    assert all(team[item.delegation or ""].country == item.country for item in draft.registrations)
    assert {item.status for item in draft.registrations} > {RegistrationStatus.PENDING, RegistrationStatus.WAITING}


def test_registrations_hold_invented_addresses_and_a_consent_each(draft: Draft) -> None:
    addresses = [item.email for item in draft.registrations]
    addresses += [person.private.email for person in draft.people if person.private]
    addresses += [role.contact.email for role in draft.forum.roles if role.contact]
    assert [address for address in addresses if not re.fullmatch(r"[a-z0-9.-]+@[a-z.]+\.example", address)] == []
    assert all(item.consents and item.changes[-1].status == item.status for item in draft.registrations)
    assert all(
        {consent.purpose for consent in item.consents} == {"registration", "needs"}
        for item in draft.registrations
        if item.access_needs or item.dietary_needs
    )


def test_nobody_is_signed_up_for_two_things_at_once(draft: Draft) -> None:
    offered = {session.id: session for session in draft.sessions if session.sign_up}
    assert len({key for item in draft.registrations for key in item.sessions}) == len(offered)
    for item in draft.registrations:
        chosen = sorted((offered[key] for key in item.sessions), key=lambda session: str(session.start))
        for one, next_one in zip(chosen, chosen[1:], strict=False):
            assert one.start and next_one.start
            assert one.start + timedelta(minutes=one.minutes or 0) <= next_one.start, item.name


def test_it_comes_out_as_it_went_in(database: Database, media: Media) -> None:
    list(load_samples(database, media, host="localhost", slugs=["eiip2025"]))
    assert parse_forum_json(export_draft(database, media, "eiip2025", actor="test")) == sample("eiip2025")


def test_it_is_published_twice_before_it_begins_with_sessions_moved_and_titles_mended(
    database: Database, media: Media
) -> None:
    assert list(load_samples(database, media, host="localhost")) == [("gssd2022", True), ("eiip2025", True)]
    first, second = (release_numbered(database, "eiip2025", number) for number in (1, 2))
    assert first.published_at < second.published_at < datetime(2025, 2, 18, tzinfo=UTC)
    assert Counter(change.kind for change in compare(first.content, second.content)) == {
        "session-moved": 1,
        "session-place": 2,
        "session-renamed": 1,
        "session-text": 1,
        "talk-renamed": 1,
    }
