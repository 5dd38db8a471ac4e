"""One thing read, saved, added, deleted and brought back: merged with what others saved, checked, logged."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import func, select

from forum_app.database import Database
from forum_app.domain.draft import Draft, Person, Session
from forum_app.domain.errors import CantBringBack, EditRefused, NotFound
from forum_app.domain.trees import digests
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.paths import SAMPLES
from forum_app.services.draft_rows import DRAFT_TABLES, table
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.media import Media
from forum_app.services.removing import bring_back_thing, remove_thing
from forum_app.services.thing_kinds import KINDS
from forum_app.services.things import Edit, EditClash, add_thing, read_thing, save_thing, thing_named
from tests.houses import Start

SAMPLE = (SAMPLES / "eiip2025.json").read_bytes()
SLUG = "eiip2025"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def forum(database: Database) -> str:
    with database.reading() as connection:
        return forum_id_of(connection, SLUG)


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def everything(database: Database) -> dict[str, list]:
    with database.reading() as connection:
        return {name: sorted(map(repr, connection.execute(select(table(name))).all())) for name in DRAFT_TABLES}


def version(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(Forum.version)).scalar_one()


def test_every_kind_is_read_as_the_draft_holds_it(database: Database, media: Media, forum: str) -> None:
    whole = draft(database, media)
    session = next(item for item in whole.sessions if item.talks and item.roles)
    talk = session.talks[0]
    expected = {
        "theme": whole.themes[0],
        "room": whole.rooms[0],
        "organisation": next(item for item in whole.organisations if item.members) if any(
            item.members for item in whole.organisations) else whole.organisations[0],
        "person": next(item for item in whole.people if item.private and item.posts),
        "talk": talk,
        "role": session.roles[0],
    }  # fmt: skip
    with database.reading() as connection:
        for kind, thing in expected.items():
            stored = read_thing(connection, forum, kind, thing.id)
            assert stored.thing == thing, kind
            assert isinstance(stored.thing, KINDS[kind].struct)
        assert read_thing(connection, forum, "talk", talk.id).owner == session.id


def test_an_edit_changes_its_places_and_nothing_else(database: Database, media: Media, forum: str) -> None:
    before, was = draft(database, media), version(database)
    person = before.people[3]
    edit = Edit({"name.en": "  Ana   Lima ", "private.email": "ana@example.org", "posts": []})
    assert set(save_thing(database, forum, "person", person.id, edit, actor="ana").changed) == {
        "name.en", "private.email", "posts",
    }  # fmt: skip
    after = draft(database, media)
    assert after.people[3].name["en"] == "Ana Lima"
    assert after.people[3].private is not None and after.people[3].private.email == "ana@example.org"
    assert after.people[3].posts == []
    after.people[3] = person
    assert after == before
    assert version(database) == was + 1


def test_saving_what_is_there_already_changes_and_logs_nothing(database: Database, forum: str, media: Media) -> None:
    theme, was = draft(database, media).themes[0], version(database)
    assert (
        save_thing(database, forum, "theme", theme.id, Edit({"title.en": theme.title["en"]}), actor="a").changed == ()
    )
    assert version(database) == was


def test_the_log_says_who_changed_what_from_what_to_what(database: Database, media: Media, forum: str) -> None:
    room = draft(database, media).rooms[0]
    save_thing(database, forum, "room", room.id, Edit({"capacity": 7}), actor="ana")
    with database.reading() as connection:
        entry = connection.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor, entry.action, entry.thing) == ("ana", "room.changed", room.id)
    assert (entry.before, entry.after) == ({"capacity": room.capacity}, {"capacity": 7})


def test_the_second_of_two_sees_both_versions_and_nothing_is_lost(database: Database, media: Media, forum: str) -> None:
    session = draft(database, media).sessions[1]
    stored = thing_named(database, forum, "session", session.id)
    seen = digests(stored.tree, ["title.en", "minutes"])
    save_thing(database, forum, "session", session.id, Edit({"title.en": "Hers"}, seen), actor="hers")
    with pytest.raises(EditClash) as error:
        save_thing(database, forum, "session", session.id, Edit({"title.en": "Mine", "minutes": 99}, seen), actor="me")
    (clash,) = error.value.clashes
    assert (clash.theirs, clash.mine, error.value.who) == ("Hers", "Mine", "hers")
    kept = thing_named(database, forum, "session", session.id).thing
    assert isinstance(kept, Session)
    assert (kept.title["en"], kept.minutes) == ("Hers", session.minutes)


@pytest.mark.parametrize(
    ("kind", "values", "place"),
    [
        ("session", {"title.en": " \u200b ", "title.ar": ""}, "title"),
        ("session", {"room": "2222222222"}, "room"),
        ("session", {"minutes": None}, "minutes"),
        ("session", {"start": "2025-02-30T09:00:00"}, "start"),
        ("person", {"private.email": "a@b"}, "private.email"),
        ("person", {"name.en": "a\x00b"}, "name.en"),
        ("person", {"links": [{"url": "javascript:alert(1)"}]}, "links[0].url"),
        ("organisation", {"url": "//elsewhere"}, "url"),
        ("room", {"capacity": -1}, "capacity"),
    ],
)
def test_what_a_draft_may_not_hold_is_refused_at_its_place(
    database: Database, media: Media, forum: str, kind: str, values: dict, place: str
) -> None:
    whole = draft(database, media)
    key = {"session": whole.sessions[1].id, "person": whole.people[0].id, "organisation": whole.organisations[0].id,
           "room": whole.rooms[0].id}[kind]  # fmt: skip
    with pytest.raises(EditRefused) as error:
        save_thing(database, forum, kind, key, Edit(values), actor="test")
    assert [at for at, _sentence in error.value.problems] == [place]
    assert draft(database, media) == whole


def test_rich_texts_are_sanitised_on_their_way_in(database: Database, media: Media, forum: str) -> None:
    key = draft(database, media).sessions[1].id
    save_thing(database, forum, "session", key, Edit({"summary.en": "<p>a<script>x()</script></p>"}), actor="test")
    kept = thing_named(database, forum, "session", key).thing
    assert isinstance(kept, Session) and kept.summary["en"] == "<p>a</p>"


def test_a_thing_of_another_forum_is_not_here(database: Database, media: Media, forum: str) -> None:
    other = import_forum(database, media, (SAMPLES / "gssd2022.json").read_bytes(), actor="test").forum_id
    key = draft(database, media).sessions[1].id
    for job in (
        lambda: save_thing(database, other, "session", key, Edit({"minutes": 5}), actor="x"),
        lambda: remove_thing(database, other, "session", key, actor="x"),
        lambda: add_thing(database, other, "talk", Edit({"title.en": "T"}), actor="x", owner=key),
    ):
        with pytest.raises(NotFound):
            job()


def test_a_form_sent_twice_makes_one_thing_at_the_end(database: Database, media: Media, forum: str) -> None:
    edit = Edit({"name.en": "Rooftop", "capacity": 40})
    first = add_thing(database, forum, "room", edit, actor="a", key="r222222222")
    assert add_thing(database, forum, "room", edit, actor="a", key="r222222222").id == first.id
    assert [room.name["en"] for room in draft(database, media).rooms][-2:] != ["Rooftop", "Rooftop"]
    assert draft(database, media).rooms[-1].name["en"] == "Rooftop"


def test_a_talk_is_added_to_its_session_with_its_speakers(database: Database, media: Media, forum: str) -> None:
    whole = draft(database, media)
    session, people = whole.sessions[1], [person.id for person in whole.people[:2]]
    speakers = [{"person": key, "abstract": {"en": f"<p>{key}</p>"}} for key in people]
    edit = Edit({"title.en": "Two of us", "minutes": 10, "speakers": speakers, "themes": [whole.themes[0].id]})
    key = add_thing(database, forum, "talk", edit, actor="a", owner=session.id).id
    talk = draft(database, media).sessions[1].talks[-1]
    assert (talk.id, talk.title["en"], talk.themes) == (key, "Two of us", [whole.themes[0].id])
    assert [(speaker.person, speaker.abstract["en"]) for speaker in talk.speakers] == [
        (key, f"<p>{key}</p>") for key in people
    ]


@pytest.mark.parametrize("kind", ["session", "person", "organisation", "theme", "room", "talk"])
def test_what_is_deleted_comes_back_with_all_that_hung_on_it(
    database: Database, media: Media, forum: str, kind: str
) -> None:
    whole, before = draft(database, media), everything(database)
    session = next(item for item in whole.sessions if item.talks and item.roles and item.room)
    key = {
        "session": session.id, "person": session.roles[0].person, "organisation": whole.organisations[0].id,
        "theme": whole.themes[0].id, "room": session.room, "talk": session.talks[0].id,
    }[kind]  # fmt: skip
    entry = remove_thing(database, forum, kind, key, actor="test")
    assert everything(database) != before
    assert draft(database, media) != whole
    assert bring_back_thing(database, forum, entry, actor="test") == (kind, key)
    assert everything(database) == before
    with pytest.raises(CantBringBack):
        bring_back_thing(database, forum, entry, actor="test")


def test_what_hung_on_something_that_is_gone_too_waits_for_it(database: Database, media: Media, forum: str) -> None:
    session = next(item for item in draft(database, media).sessions if item.talks)
    talk = remove_thing(database, forum, "talk", session.talks[0].id, actor="t")
    whole = remove_thing(database, forum, "session", session.id, actor="t")
    with pytest.raises(CantBringBack):
        bring_back_thing(database, forum, talk, actor="t")
    bring_back_thing(database, forum, whole, actor="t")
    bring_back_thing(database, forum, talk, actor="t")
    assert [item.id for item in draft(database, media).sessions if item.id == session.id] == [session.id]


def test_sixteen_who_write_at_once_lose_nothing(database: Database, media: Media, forum: str) -> None:
    whole = draft(database, media)
    person = whole.people[0]
    names = ["given_name", "letters", "pronouns"]
    refused: list[Exception] = []

    def edit(number: int) -> None:
        try:
            for turn in range(4):
                key = whole.people[number].id
                save_thing(database, forum, "person", key, Edit({"letters": f"{number}-{turn}"}), actor=str(number))
                seen = digests(thing_named(database, forum, "person", person.id).tree, names)
                try:
                    mine = {"pronouns": f"{number}.{turn}"}
                    save_thing(database, forum, "person", person.id, Edit(mine, seen), actor=str(number))
                except EditClash:
                    pass
        except Exception as error:
            refused.append(error)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(1, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    after = draft(database, media)
    assert [after.people[number].letters for number in range(1, 17)] == [f"{number}-3" for number in range(1, 17)]
    with database.reading() as connection:
        query = select(AuditEntry.after).where(AuditEntry.thing == person.id).order_by(AuditEntry.id)
        told = [entry["pronouns"] for entry in connection.execute(query).scalars()]
        logged = connection.execute(select(func.count()).where(AuditEntry.action == "person.changed")).scalar_one()
    last = after.people[0]
    assert isinstance(last, Person)
    assert last.pronouns == told[-1]
    assert logged == 64 + len(told)


def test_a_wall_time_is_kept_as_it_was_written(database: Database, media: Media, forum: str) -> None:
    key = draft(database, media).sessions[1].id
    save_thing(database, forum, "session", key, Edit({"start": "2025-02-19T00:30:00", "minutes": 20}), actor="t")
    kept = thing_named(database, forum, "session", key).thing
    assert isinstance(kept, Session) and kept.start == datetime(2025, 2, 19, 0, 30)
