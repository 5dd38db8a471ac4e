"""Two people who are one, at the desk: found, seen side by side, merged by hand, parted again; races, and who may."""

import html
import json
import re
import threading
import time
from datetime import UTC, date, datetime

import msgspec
import pytest
from flask import Flask
from sqlalchemy import insert, select

from forum_app.database import Database
from forum_app.domain.draft import Person
from forum_app.domain.draft_parts import KeyQuestion, Link, Origin, Post, Private, Role, TalkSpeaker
from forum_app.domain.messages import MessageKind
from forum_app.domain.registrations import Registration
from forum_app.domain.texts import plain_map
from forum_app.domain.vocabularies import RegistrationStatus, RoleKind, RoleState
from forum_app.models import Base
from forum_app.models.messages import Message
from forum_app.models.people import MergedPerson
from forum_app.models.publishing import AuditEntry
from forum_app.models.speaking import SpeakerReminder
from forum_app.services.erasing import erase_person
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from forum_app.services.outbox import Mail, queue
from forum_app.services.persons_data import export_person
from forum_app.services.portable_rows import lines_of, tables_here
from forum_app.services.publishing import publish_release, release_numbered
from forum_app.services.things import Edit, save_thing
from tests.cast import EDITOR, NEIGHBOUR, ORGANISER, OWNER, RECEPTION, VIEWER, WHOLE, Browser, browser_of, join, refusal
from tests.factories import (
    AMINA,
    BORIS,
    CARLA,
    DINH,
    MINISTRY,
    NOW,
    PLENARY,
    UNION,
    a_draft,
    a_person,
    a_session,
    a_talk,
    an_id,
)  # fmt: skip
from tests.web.test_things import Form

SLUG, DESK, FORUM = "harvest", "/manage/harvest", an_id(1, "f")
TWIN = an_id(9, "p")
BASE = "https://forum.example"
COMING = an_id(1, "j")


def twin() -> object:
    """Amina a second time, from another list."""
    return Person(
        id=TWIN,
        given_name="Amina B.",
        family_name="Diallo",
        name={"en": "Amina B. Diallo", "fr": "Amina Bintou Diallo"},
        country="SN",
        biography={"en": "<p>Amina Diallo dug her first well at nine, and leads the union now.</p>"},
        posts=[Post(title={"en": "director", "fr": "Directrice"}, organisation=UNION), Post(title={"en": "Adviser"}, organisation=MINISTRY)],
        links=[Link(url="https://wells.example/amina")],
        languages=["fr", "wo"],
        origin=Origin(source="frab/wells-2030", foreign_id="77"),
        private=Private(email="amina@wells.example", phone="+221 1", notes="Comes by train."),
    )  # fmt: skip


def the_draft() -> bytes:
    session = a_session(
        roles=[
            Role(id=an_id(1, "m"), person=AMINA, role=RoleKind.MODERATOR, state=RoleState.INVITED),
            Role(id=an_id(2, "m"), person=TWIN, role=RoleKind.MODERATOR),
            Role(id=an_id(3, "m"), person=TWIN, role=RoleKind.RAPPORTEUR),
        ],
        talks=[
            a_talk(
                1,
                speakers=[
                    TalkSpeaker(id=an_id(1, "w"), person=AMINA, abstract={"en": "<p>Of wells.</p>"}),
                    TalkSpeaker(id=an_id(2, "w"), person=TWIN, abstract={"fr": "<p>Des puits.</p>"}),
                ],
            ),
            a_talk(2, speakers=[TalkSpeaker(id=an_id(3, "w"), person=TWIN), TalkSpeaker(id=an_id(4, "w"), person=CARLA)]),
        ],
        key_questions=[
            KeyQuestion(id=an_id(1, "q"), text={"en": "Who digs?"}, to=[TWIN, CARLA]),
            KeyQuestion(id=an_id(2, "q"), text={"en": "Who pays?"}, to=[AMINA, TWIN]),
        ],
    )  # fmt: skip
    draft = a_draft(
        session,
        people=[
            a_person(private=Private(email="amina@example.org", notes="Drinks tea."), languages=["en", "fr"]),
            a_person(BORIS, "Boris Petrov"),
            a_person(CARLA, "Carla Núñez"),
            a_person(DINH, "Dinh"),
            twin(),
        ],
        registrations=[
            Registration(
                id=COMING, person=TWIN, name="Amina Diallo", email="amina@wells.example", registered_at=NOW,
                status=RegistrationStatus.CONFIRMED,
            )
        ],
    )  # fmt: skip
    return msgspec.json.encode(draft)


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    import_forum(database, media, the_draft(), actor="test")
    accounts = join(database, SLUG)
    database.write(
        lambda connection: queue(
            connection, Mail(kind=MessageKind.LETTER, to="amina@wells.example", language="en", subject="Hello", text="x", html="x", forum_id=FORUM, person=TWIN)
        )
    )  # fmt: skip
    return {member: browser_of(app, database, key) for member, key in accounts.items()}


def drafted(database: Database, media: Media) -> bytes:
    return msgspec.json.encode(draft_named(database, media, SLUG, everybody=True))


def sent(browser: Browser, one: str, two: str, **changed: str) -> dict[str, list[str]]:
    address = f"{DESK}/people/{one}/merge/{two}"
    answer = browser.get(address)
    assert answer.status_code == 200
    form = Form(answer.get_data(as_text=True), address)
    return {**form.sent(), **{name: [value] for name, value in changed.items()}}


def text_of(page: str) -> str:
    return re.sub(r"[\u2066-\u2069\s]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_who_may_be_one_is_offered_and_anybody_can_be_found(cast: dict[str, Browser]) -> None:
    read = text_of(cast[OWNER].get(f"{DESK}/people/merge").get_data(as_text=True))
    assert (
        "Amina B. Diallo" in read
        and "One name is within the other" in read
        and "Boris" not in read.split("Somebody else")[0]
    )
    page = cast[OWNER].get(f"{DESK}/people/{AMINA}/merge").get_data(as_text=True)
    assert f'href="{DESK}/people/{AMINA}/merge/{TWIN}"' in page
    found = cast[OWNER].get(f"{DESK}/people/{AMINA}/merge?two=boris+petrov&two%40id=")
    assert (found.status_code, found.location) == (303, f"{DESK}/people/{AMINA}/merge/{BORIS}")
    refused = cast[OWNER].get(f"{DESK}/people/merge?one=Boris+Petrov&two=Nobody")
    assert refused.status_code == 422 and 'value="Nobody"' in refused.get_data(as_text=True)
    for address in (f"{DESK}/people", f"{DESK}/people/{AMINA}"):
        assert "The same person twice?" in cast[EDITOR].get(address).get_data(as_text=True)
        assert "The same person twice?" not in cast[VIEWER].get(address).get_data(as_text=True)


def test_both_are_shown_field_by_field_with_what_hangs_on_them(cast: dict[str, Browser]) -> None:
    page = cast[OWNER].get(f"{DESK}/people/{AMINA}/merge/{TWIN}").get_data(as_text=True)
    read = text_of(page)
    for said in (
        "Moderates “Water for all” Invited Both: becomes one",
        "Reports on “Water for all”",
        "Gives the talk “Talk 2” in “Water for all”",
        "Is asked: “Who digs?”",
        "One registration",
        "One mail in the outbox",
        "frab/wells-2030: 77",
        "amina@wells.example",
    ):
        assert said in read, said
    chosen = dict(re.findall(r'name="([^"]+)@choose" value="(\w+)" checked', page))
    assert chosen["name.en"] == "two" and chosen["name.fr"] == "two" and chosen["country"] == "two"
    assert chosen["honorific.en"] == "one" if "honorific.en" in chosen else True
    assert chosen["private.email"] == "two", "the one with more parts is kept, and its address with it"
    assert 'name="keep" value="two" checked' in page
    assert "Chosen" not in read and 'name="posts@choose"' not in page


def test_merged_they_are_one_and_parted_they_are_as_before(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = drafted(database, media)
    fields = sent(
        cast[OWNER],
        AMINA,
        TWIN,
        keep="one",
        **{"name.en@choose": "one", "private.notes@choose": "both", "private.email@choose": "one"},
    )
    answer = cast[OWNER].post(f"{DESK}/people/{AMINA}/merge/{TWIN}", fields)
    assert (answer.status_code, answer.location) == (303, f"{DESK}/people/{AMINA}")
    assert "part of this entry now" in cast[OWNER].get(answer.location).get_data(as_text=True)
    draft = draft_named(database, media, SLUG, everybody=True)
    assert [person.id for person in draft.people] == [AMINA, BORIS, CARLA, DINH]
    person = draft.people[0]
    assert person.name["en"] == "Amina Diallo" and person.name["fr"] == "Amina Bintou Diallo"
    assert person.country == "SN" and person.origin.foreign_id == "77" and "first well" in person.biography["en"]
    assert [(plain_map(post.title), post.organisation) for post in person.posts] == [
        ({"en": "director", "fr": "Directrice"}, UNION),
        ({"en": "Adviser"}, MINISTRY),
    ]
    assert person.languages == ["en", "fr", "wo"] and [link.url for link in person.links] == [
        "https://wells.example/amina"
    ]
    assert person.private.email == "amina@example.org" and person.private.phone == "+221 1"
    assert person.private.notes == "Drinks tea.; Comes by train."
    session = draft.sessions[0]
    assert [(role.id, role.person, role.role, role.state) for role in session.roles] == [
        (an_id(1, "m"), AMINA, "moderator", "confirmed"),
        (an_id(3, "m"), AMINA, "rapporteur", "confirmed"),
    ]
    speakers = [[(one.person, plain_map(one.abstract)) for one in talk.speakers] for talk in session.talks]
    assert speakers == [[(AMINA, {"en": "<p>Of wells.</p>", "fr": "<p>Des puits.</p>"})], [(AMINA, {}), (CARLA, {})]]
    assert [question.to for question in session.key_questions] == [[AMINA, CARLA], [AMINA]]
    assert draft.registrations[0].person == AMINA
    with database.reading() as connection:
        assert connection.execute(select(Message.person)).scalars().all() == [AMINA]
        entries = connection.execute(select(AuditEntry).where(AuditEntry.action.startswith("person."))).all()
    assert [(entry.action, entry.thing) for entry in entries] == [("person.merged", AMINA)]

    log = cast[OWNER].get(f"{DESK}/log?thing={AMINA}").get_data(as_text=True)
    assert "Two people merged into one" in log and f"/undo/{entries[0].id}" in log and "Amina B. Diallo" in text_of(log)
    undone = cast[EDITOR].post(f"{DESK}/undo/{entries[0].id}")
    assert (undone.status_code, undone.location) == (303, f"{DESK}/people/{AMINA}")
    assert drafted(database, media) == before
    with database.reading() as connection:
        assert connection.execute(select(Message.person)).scalars().all() == [TWIN]
        assert connection.execute(select(MergedPerson)).all() == []
        kept = connection.execute(
            select(AuditEntry.before, AuditEntry.after).where(AuditEntry.id == entries[0].id)
        ).one()
    assert tuple(kept) == (None, {"merged": TWIN}), "what it said of the other is no longer in this one's log"
    assert "it was undone before" in refusal(cast[OWNER], f"{DESK}/undo/{entries[0].id}")


def merge(browser: Browser, one: str = AMINA, two: str = TWIN, **changed: str):
    return browser.post(f"{DESK}/people/{one}/merge/{two}", sent(browser, one, two, **{"keep": "one", **changed}))


def newest(database: Database) -> int:
    with database.reading() as connection:
        query = select(AuditEntry.id).where(AuditEntry.action == "person.merged").order_by(AuditEntry.id.desc())
        return connection.execute(query.limit(1)).scalar_one()


def test_of_which_days_they_were_reminded_is_one_and_is_parted_again(
    cast: dict[str, Browser], database: Database
) -> None:
    days = [(AMINA, date(2030, 4, 1)), (TWIN, date(2030, 4, 1)), (TWIN, date(2030, 4, 2))]
    rows = [{"person": person, "due": day, "forum_id": FORUM, "sent_at": NOW} for person, day in days]
    database.write(lambda connection: connection.execute(insert(SpeakerReminder), rows))

    def told() -> set[tuple[str, date]]:
        with database.reading() as connection:
            return {(row.person, row.due) for row in connection.execute(select(SpeakerReminder))}

    assert merge(cast[OWNER]).status_code == 303
    assert told() == {(AMINA, date(2030, 4, 1)), (AMINA, date(2030, 4, 2))}
    assert cast[EDITOR].post(f"{DESK}/undo/{newest(database)}").status_code == 303
    assert told() == set(days)


@pytest.mark.parametrize("place", ["pronouns", "role", "gone"])
def test_it_is_not_undone_once_something_of_it_was_changed(
    cast: dict[str, Browser], database: Database, media: Media, place: str
) -> None:
    merge(cast[OWNER])
    if place == "pronouns":
        save_thing(database, FORUM, "person", AMINA, Edit({"pronouns": "she"}), actor="test")
    elif place == "role":
        assert cast[OWNER].post(f"{DESK}/roles/{an_id(3, 'm')}/delete").status_code == 303
    else:
        assert cast[OWNER].post(f"{DESK}/people/{AMINA}/delete").status_code == 303
    before = drafted(database, media)
    page = refusal(cast[OWNER], f"{DESK}/undo/{newest(database)}")
    assert "changed or used since" in page and "<h1" in page
    cast[OWNER].post(f"{DESK}/undo/{newest(database)}", headers={"Accept-Language": "fr"})
    assert "cela ne peut plus être annulé" in html.unescape(cast[OWNER].get(f"{DESK}/").text)
    assert drafted(database, media) == before


def test_new_parts_stay_with_the_one_who_was_kept(cast: dict[str, Browser], database: Database, media: Media) -> None:
    merge(cast[OWNER])
    answer = cast[OWNER].post(
        f"{DESK}/roles/new",
        {**WHOLE, "of": PLENARY, "person": "Amina", "person@id": AMINA, "role": "interpreter", "state": "confirmed"},
    )
    if answer.status_code != 303:
        answer = cast[OWNER].post(
            f"{DESK}/roles/new",
            {
                **WHOLE,
                "of": PLENARY,
                "person": cast_label(cast[OWNER]),
                "person@id": AMINA,
                "role": "interpreter",
                "state": "confirmed",
            },
        )
    assert answer.status_code == 303
    assert cast[OWNER].post(f"{DESK}/undo/{newest(database)}").status_code == 303
    roles = draft_named(database, media, SLUG).sessions[0].roles
    assert [role.person for role in roles if role.role == "interpreter"] == [AMINA]


def cast_label(browser: Browser) -> str:
    return json.loads(browser.get(f"{DESK}/options/people?q=amina").data)[0]


def test_a_change_meanwhile_shows_both_anew_with_the_choices(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    fields = sent(cast[OWNER], AMINA, TWIN, keep="one", **{"name.en@choose": "one", "private.notes@choose": "both"})
    save_thing(database, FORUM, "person", TWIN, Edit({"country": "ML"}), actor="test")
    before = drafted(database, media)
    answer = cast[OWNER].post(f"{DESK}/people/{AMINA}/merge/{TWIN}", fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and drafted(database, media) == before
    assert "Changed meanwhile" in page and "Mali" in page
    chosen = dict(re.findall(r'name="([^"]+)@choose" value="(\w+)" checked', page))
    assert (
        chosen["name.en"] == "one" and chosen["private.notes"] == "both" and 'name="keep" value="one" checked' in page
    )
    again = cast[OWNER].post(
        f"{DESK}/people/{AMINA}/merge/{TWIN}", Form(page, f"{DESK}/people/{AMINA}/merge/{TWIN}").sent()
    )
    assert again.status_code == 303
    assert draft_named(database, media, SLUG).people[0].country == "ML"


@pytest.mark.parametrize("turned", [False, True])
def test_two_organisers_merge_the_same_two_at_once(
    app: Flask, cast: dict[str, Browser], database: Database, media: Media, turned: bool
) -> None:
    """The second is led to who is left, whichever way round."""
    first = sent(cast[OWNER], AMINA, TWIN, keep="one")
    second = sent(cast[ORGANISER], AMINA, TWIN, keep="two" if turned else "one")
    answers = {}

    def press(member: str, fields: dict) -> None:
        answers[member] = cast[member].post(f"{DESK}/people/{AMINA}/merge/{TWIN}", fields)

    threads = [threading.Thread(target=press, args=each) for each in ((OWNER, first), (ORGANISER, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers.values()] == [303, 303]
    people = [person.id for person in draft_named(database, media, SLUG).people]
    assert len(people) == 4 and len({AMINA, TWIN} & set(people)) == 1
    left = (({AMINA, TWIN}) & set(people)).pop()
    assert {answer.location for answer in answers.values()} == {f"{DESK}/people/{left}"}
    with database.reading() as connection:
        assert len(connection.execute(select(AuditEntry).where(AuditEntry.action == "person.merged")).all()) == 1
    late = cast[OWNER].get(f"{DESK}/people/{TWIN}/merge/{AMINA}")
    assert (late.status_code, late.location) == (303, f"{DESK}/people/{left}")
    assert "These two are one already" in cast[OWNER].get(late.location).get_data(as_text=True)


def test_with_oneself_with_nobody_and_with_a_neighbour(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    other = a_draft(
        forum={"id": an_id(2, "f"), "slug": "other"}, people=[a_person(an_id(50, "p"), "Amina Diallo")], sessions=[]
    )
    import_forum(database, media, msgspec.json.encode(other), actor="test")
    before = drafted(database, media)
    for method in (cast[OWNER].get, cast[OWNER].post):
        answer = method(f"{DESK}/people/{AMINA}/merge/{AMINA}")
        assert (answer.status_code, answer.location) == (303, f"{DESK}/people/{AMINA}/merge")
        assert "Nobody can be merged with themselves" in cast[OWNER].get(answer.location).get_data(as_text=True)
        for key in (an_id(50, "p"), "nobody", "0", "%00"):
            assert method(f"{DESK}/people/{AMINA}/merge/{key}").status_code == 404
            assert method(f"{DESK}/people/{key}/merge/{AMINA}").status_code == 404
    assert drafted(database, media) == before


def test_who_may_not_edit_merges_nobody_and_who_sees_no_private_data_leaks_none(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = drafted(database, media)
    address = f"{DESK}/people/{AMINA}/merge/{TWIN}"
    for member in (VIEWER, RECEPTION, NEIGHBOUR):
        assert cast[member].get(address).status_code in (403, 404)
        assert cast[member].post(address, {"keep": "one"}).status_code in (403, 404)
    page = cast[EDITOR].get(address).get_data(as_text=True)
    assert "wells.example" not in text_of(page).replace("https://wells.example/amina", "") and "tea" not in page
    assert "Private details of the two differ" in page
    refused = cast[EDITOR].post(address, {**Form(page, address).sent(), "keep": "one"})
    assert refused.status_code == 422 and drafted(database, media) == before
    save_thing(database, FORUM, "person", AMINA, Edit({"private": None}), actor="test")
    done = merge(cast[EDITOR], **{"private.email@choose": "one"})
    assert done.status_code == 303
    assert draft_named(database, media, SLUG).people[0].private.email == "amina@wells.example"


def test_merging_that_the_rules_refuse_says_so_beside_the_field(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    save_thing(database, FORUM, "person", AMINA, Edit({"private.notes": "a" * 3990}), actor="test")
    before = drafted(database, media)
    answer = merge(cast[OWNER], **{"private.notes@choose": "both"})
    assert answer.status_code == 422 and drafted(database, media) == before
    assert 'href="#private.notes"' in answer.get_data(as_text=True)


def published(database: Database) -> None:
    publish_release(database, SLUG, now=NOW, host="forum.example", actor="test", base_url=BASE)


def test_what_was_published_leads_to_who_was_kept_and_nobody_is_told(
    app: Flask, cast: dict[str, Browser], database: Database, media: Media
) -> None:
    published(database)
    uids = {key: entry.uid for key, entry in release_numbered(database, SLUG, 1).ledger.items()}
    sequences = {key: entry.sequence for key, entry in release_numbered(database, SLUG, 1).ledger.items()}
    client = app.test_client()
    merge(cast[OWNER])
    assert client.get(f"/forums/{SLUG}/speakers/{TWIN}").status_code == 200, "a release is what it was"
    published(database)
    second = release_numbered(database, SLUG, 2)
    assert {key: entry.uid for key, entry in second.ledger.items()} == uids
    assert {key: entry.sequence for key, entry in second.ledger.items()} == sequences
    read = text_of(cast[OWNER].get(f"{DESK}/releases/2").get_data(as_text=True))
    assert "left" not in read.lower() and "joined" not in read.lower() and "Not told" not in read
    with database.reading() as connection:
        assert connection.execute(select(Message).where(Message.kind == MessageKind.SLOT)).all() == []
    time.sleep(1.1)
    moved = client.get(f"/forums/{SLUG}/speakers/{TWIN}?lang=fr")
    assert (moved.status_code, moved.location) == (302, f"/forums/{SLUG}/speakers/{AMINA}?lang=fr")
    assert client.get(f"/forums/{SLUG}/speakers/{an_id(77, 'p')}").status_code == 404
    feed = client.get(f"/forums/{SLUG}/agenda.ics?speaker={TWIN}").get_data(as_text=True)
    assert feed.count("BEGIN:VEVENT") == 1 and "STATUS:CANCELLED" not in feed
    cast[OWNER].post(f"{DESK}/undo/{newest(database)}")
    published(database)
    time.sleep(1.1)
    assert client.get(f"/forums/{SLUG}/speakers/{TWIN}").status_code == 200


def test_mails_that_wait_for_both_become_one(cast: dict[str, Browser], database: Database) -> None:
    """Both were told that the session moved; neither mail has left when they are merged and it moves again."""
    published(database)
    for hour in ("11", "12"):
        save_thing(database, FORUM, "session", PLENARY, Edit({"start": f"2030-05-14T{hour}:00:00"}), actor="test")
        published(database)
        if hour == "11":
            merge(cast[OWNER])
    with database.reading() as connection:
        query = select(Message.person, Message.to, Message.state).where(Message.kind == MessageKind.SLOT)
        rows = connection.execute(query.order_by(Message.state, Message.to)).all()
    waiting = [(row.person, row.to) for row in rows if row.state == "waiting"]
    assert [person for person, _to in waiting].count(AMINA) == 1 and TWIN not in [person for person, _to in waiting]
    assert sorted(row.to for row in rows if row.state == "cancelled") == ["amina@example.org", "amina@wells.example"]


def test_who_is_erased_is_erased_with_all_that_was_merged_into_them(
    cast: dict[str, Browser], database: Database, media: Media, tmp_path
) -> None:
    published(database)
    merge(cast[OWNER])
    entry = newest(database)
    told = json.loads(export_person(database, FORUM, TWIN, actor="test", why="asked"))
    assert [row["person"]["id"] for row in told["published"]] == [AMINA, TWIN]
    done = erase_person(database, tmp_path, FORUM, TWIN, actor="test", base_url=BASE, now=datetime.now(UTC))
    assert (done.releases, done.registrations, done.mails) == (1, 1, 1)
    with database.reading() as connection:
        everything = b"".join(line for table in tables_here(connection) for line, _row in lines_of(connection, table))
    for canary in (b"wells.example", b"Bintou", b"B. Diallo", b"first well"):
        assert canary not in everything, canary
    assert "the data was erased" in refusal(cast[OWNER], f"{DESK}/undo/{entry}")
    refused = cast[OWNER].post(f"{DESK}/people/{AMINA}/merge/{BORIS}", {"keep": "one"})
    assert "was erased" in cast[OWNER].get(refused.location).get_data(as_text=True)


def test_the_desk_s_address_of_who_was_merged_leads_to_who_was_kept(
    cast: dict[str, Browser], database: Database
) -> None:
    merge(cast[OWNER])
    moved = cast[VIEWER].get(f"{DESK}/people/{TWIN}")
    assert (moved.status_code, moved.location) == (303, f"{DESK}/people/{AMINA}")
    page = cast[VIEWER].get(moved.location)
    assert page.status_code == 200 and "this is the one who was kept" in page.text
    assert cast[VIEWER].get(f"{DESK}/people/{an_id(77, 'p')}").status_code == 404
    cast[OWNER].post(f"{DESK}/undo/{newest(database)}")
    assert cast[VIEWER].get(f"{DESK}/people/{TWIN}").status_code == 200


def test_chains_of_merges_lead_to_the_last(cast: dict[str, Browser], app: Flask, database: Database) -> None:
    published(database)
    assert merge(cast[OWNER], TWIN, BORIS).status_code == 303
    first = newest(database)
    assert merge(cast[OWNER], AMINA, TWIN).status_code == 303
    published(database)
    time.sleep(1.1)
    for key in (TWIN, BORIS):
        assert app.test_client().get(f"/forums/{SLUG}/speakers/{key}").location == f"/forums/{SLUG}/speakers/{AMINA}"
    assert "changed or used since" in refusal(cast[OWNER], f"{DESK}/undo/{first}"), "the later one is undone first"
    assert cast[OWNER].post(f"{DESK}/undo/{newest(database)}").status_code == 303
    assert cast[OWNER].post(f"{DESK}/undo/{first}").status_code == 303


def test_who_came_back_by_a_file_is_merged_again(cast: dict[str, Browser], database: Database, media: Media) -> None:
    assert merge(cast[OWNER]).status_code == 303
    import_forum(database, media, the_draft(), replace=True, actor="test")
    assert cast[OWNER].get(f"{DESK}/people/{TWIN}").status_code == 200
    assert merge(cast[OWNER], BORIS, TWIN).status_code == 303
    with database.reading() as connection:
        assert [tuple(row)[::2] for row in connection.execute(select(MergedPerson))] == [(TWIN, BORIS)]


def test_everything_that_names_a_person_is_known_to_merging() -> None:
    """A new table that refers to people has to say what becomes of it."""
    found = {
        (name, constraint.parent.name)
        for name, table in Base.metadata.tables.items()
        for constraint in table.foreign_keys
        if constraint.column.table.name == "person"
    }
    assert found == {
        ("person_private", "parent"), ("post", "parent"), ("role", "person"), ("key_question_person", "member"),
        ("registration", "person"), ("personal_key", "person"), ("speaker_event", "person"), ("prepared_answer", "person"),
        ("speaker_note", "person"), ("speaker_reminder", "person"), ("proposal", "person"),
    }  # fmt: skip
