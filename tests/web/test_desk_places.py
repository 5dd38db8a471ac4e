"""Every finding of the checker leads to a page of the desk that has the field it is about."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.checker import check
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.pending import checked_now
from forum_app.web.manage.places import desk_place
from tests.cast import OWNER, browser_of, join
from tests.factories import a_draft

SEED = Path(__file__).resolve().parents[1] / "data" / "seed_with_errors.json"


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("sessions[0].title.en", "/sessions/{session}#title.en"),
        ("sessions[0].title.fr", "/sessions/{session}?in=fr#title.fr"),
        ("sessions[0].talks[1].speakers[0].abstract.fr", "/talks/{talk}?in=fr#speakers[0].abstract.fr"),
        ("sessions[0].roles[0]", "/roles/{role}"),
        ("sessions[0]", "/sessions/{session}"),
        ("people[1].biography.en", "/people/{person}#biography.en"),
        ("people[1].photo.alt.en", "/people/{person}/photo"),
        ("forum.floor_plan.alt.en", "/settings/floor-plan"),
        ("rooms[0].capacity", "/rooms/{room}#capacity"),
        ("themes", "/themes"),
        ("forum.zone", "/settings#zone"),
        ("forum.venue.name.fr", "/settings?in=fr#venue.name.fr"),
        ("forum", "/settings"),
        ("people[99].name.en", "/people"),
        ("", "/settings"),
        ("nonsense[", "/settings"),
    ],
)
def test_a_place_is_a_field_of_a_form(place: str, address: str) -> None:
    draft = a_draft()
    session = draft.sessions[0]
    ids = {"session": session.id, "talk": session.talks[1].id, "role": session.roles[0].id}
    ids |= {"person": draft.people[1].id, "room": draft.rooms[0].id}
    assert desk_place(draft, place, "harvest") == "/manage/harvest" + address.format(**ids)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_finding_of_the_seed_leads_to_a_page_with_its_field(app: Flask, database: Database, media: Media) -> None:
    data = json.loads(SEED.read_bytes())
    done = import_forum(database, media, json.dumps(data).encode(), actor="test")
    browser = browser_of(app, database, join(database, done.slug)[OWNER])
    draft, findings = checked_now(database, done.slug)
    assert len(findings) >= 12
    assert len(check(draft)) == len(findings)
    lost = []
    for finding in findings:
        address = desk_place(draft, finding.place, done.slug)
        page, _hash, anchor = address.partition("#")
        answer = browser.get(page)
        if answer.status_code != 200:
            lost.append((finding.place, address, answer.status_code))
        elif anchor and not re.search(rf'id="(?:{re.escape(anchor)})', answer.text):
            lost.append((finding.place, address, "no field"))
    assert lost == []
