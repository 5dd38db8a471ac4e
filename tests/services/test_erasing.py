"""One person erased: out of the database, its log, stored files, caches and every release; what must stay stays."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.draft_parts import Photo, Post, Private, Role, StoredFile, TalkSpeaker
from forum_app.domain.errors import NotFound
from forum_app.domain.messages import MessageKind
from forum_app.domain.registrations import Consent, Registration, StatusChange
from forum_app.domain.vocabularies import RegistrationStatus, RoleKind
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Person as PersonRow
from forum_app.models.publishing import Artefact
from forum_app.models.registrations import Registration as RegistrationRow
from forum_app.services.backups import take_backup
from forum_app.services.erasing import erase_person
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.outbox import Mail, queue
from forum_app.services.portable_rows import lines_of, tables_here
from forum_app.services.publishing import publish_release, release_numbered
from forum_app.services.removing import remove_thing
from forum_app.services.restoring import restore_backup
from forum_app.services.schema import upgrade
from forum_app.services.things import Edit, save_thing
from tests.databases import KINDS, Databases
from tests.factories import (
    AMINA,
    BORIS,
    CARLA,
    PLENARY,
    UNION,
    a_draft,
    a_person,
    a_session,
    a_talk,
    an_id,
)
from tests.pictures.files import saved, scene

CANARY = "Zzkanarienvogel"  # stands in everything that is Boris's
EMAIL = f"{CANARY.lower()}@secret.example"
NAME = f"Boris {CANARY}"
BASE = "https://forum.example"
NOW = datetime(2030, 4, 1, 9, 0, tzinfo=UTC)
COMING, WENT = an_id(1, "j"), an_id(2, "j")


def a_photo() -> StoredFile:
    data = saved(scene(), "PNG")
    return StoredFile(name=f"{hashlib.sha256(data).hexdigest()}.png", data=data)


def boris(photo: StoredFile) -> Any:
    return a_person(
        BORIS,
        NAME,
        family_name=CANARY,
        honorific={"en": f"Mr {CANARY}"},
        letters=CANARY,
        pronouns=CANARY,
        posts=[Post(title={"en": f"Director {CANARY}"}, organisation=UNION)],
        biography={"en": f"<p>{CANARY} grew up by a well.</p>"},
        pronunciation={"en": CANARY},
        photo=Photo(file=photo.name, alt={"en": CANARY}),
        private=Private(email=EMAIL, phone=CANARY, notes=CANARY, access_needs=CANARY, dietary_needs=CANARY),
    )


def registrations() -> list[Registration]:
    told: dict[str, Any] = {
        "given_name": "Boris",
        "family_name": CANARY,
        "name": NAME,
        "institution": CANARY,
        "country": "BG",
        "notes": CANARY,
        "registered_at": NOW,
        "status": RegistrationStatus.CONFIRMED,
        "consents": [Consent(purpose="photo", given_at=NOW, text=CANARY)],
        "changes": [StatusChange(status=RegistrationStatus.CONFIRMED, at=NOW, by=EMAIL)],
    }
    return [
        Registration(id=COMING, person=BORIS, email=EMAIL, sessions=[PLENARY], **told),
        Registration(id=WENT, name="Someone Else", registered_at=NOW, country="FR"),
    ]


def the_draft(photo: StoredFile) -> bytes:
    session = a_session(
        roles=[Role(id=an_id(1, "m"), person=BORIS, role=RoleKind.MODERATOR)],
        talks=[
            a_talk(
                1,
                title={"en": "Wells that last"},
                abstract={"en": "<p>Of wells.</p>"},
                speakers=[
                    TalkSpeaker(id=an_id(1, "w"), person=BORIS, abstract={"en": f"<p>What {CANARY} says.</p>"}),
                    TalkSpeaker(id=an_id(2, "w"), person=CARLA, abstract={"en": "<p>What Carla says.</p>"}),
                ],
            )
        ],
    )
    draft = a_draft(
        session,
        people=[a_person(), boris(photo), a_person(CARLA, "Carla Núñez")],
        registrations=registrations(),
        files=[photo],
    )
    return msgspec.json.encode(draft)


def a_mail(to: str, text: str, person: str | None) -> Mail:
    with_forum = {"forum_id": an_id(1, "f"), "person": person}
    return Mail(MessageKind.LETTER, to, "en", text, text, f"<p>{text}</p>", **with_forum)  # type: ignore[arg-type]


def fill(database: Database, folder: Path) -> StoredFile:
    """A forum with Boris in it: two releases, mails, entries of the log, a made document and one being made."""
    photo = a_photo()
    import_forum(database, Media(folder), the_draft(photo), actor="test")
    how: dict[str, Any] = {"host": "forum.example", "actor": "test", "base_url": BASE}
    publish_release(database, "harvest", now=NOW, **how)
    forum_id = an_id(1, "f")
    edit = Edit({"biography.en": f"<p>{CANARY} dug wells.</p>"})
    save_thing(database, forum_id, "person", BORIS, edit, actor="test")
    save_thing(database, forum_id, "talk", an_id(1, "k"), Edit({"title.en": f"Wells of {NAME}"}), actor="test")
    save_thing(database, forum_id, "talk", an_id(1, "k"), Edit({"title.en": "Wells that last long"}), actor="test")
    publish_release(database, "harvest", now=NOW, **how)
    with database.writing() as connection:
        queue(connection, a_mail(EMAIL, f"Dear {CANARY}", BORIS))
        queue(connection, a_mail("carla@forum.example", f"You speak with {NAME}.", CARLA))
        keys = connection.execute(select(Artefact.key)).scalars().all()
    (folder / "artefacts").mkdir(exist_ok=True)
    for key in keys:
        (folder / "artefacts" / f"{key}.pdf").write_bytes(CANARY.encode())
    (folder / "drafts").mkdir(exist_ok=True)
    (folder / "drafts" / "x.pdf").write_bytes(CANARY.encode())
    return photo


def places_of(database: Database, folder: Path, canary: str = CANARY) -> list[str]:
    """Where anything of the canary is: in rows, and as bytes in files (the database's own and its log too)."""
    word = canary.lower().encode()
    with database.reading() as connection:
        rows = [
            f"{table.name}: {line.decode()[:200]}"
            for table in tables_here(connection)
            for line, row in lines_of(connection, table)
            if word in line.lower() or any(word in value.lower() for value in row.values() if isinstance(value, bytes))
        ]
    files = [path for path in folder.rglob("*") if path.is_file()]
    if database.is_sqlite:
        files += Path(str(database.url.database)).parent.glob(f"{Path(str(database.url.database)).name}*")
    return rows + [str(path) for path in files if word in path.read_bytes().lower()]


def erase(database: Database, folder: Path, who: str = BORIS) -> Any:
    return erase_person(database, folder, an_id(1, "f"), who, actor="test", base_url=BASE, now=NOW)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Iterator[tuple[Database, Path, StoredFile]]:
    return database, tmp_path, fill(database, tmp_path)


def test_nothing_of_somebody_is_left_anywhere(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, photo = house
    assert len(places_of(database, folder)) > 10
    assert Media(folder).path(photo.name).exists()
    done = erase(database, folder)
    assert places_of(database, folder) == []
    assert not Media(folder).path(photo.name).exists()
    assert (done.releases, done.registrations, done.mails, done.files) == (2, 1, 1, 1)


def test_what_was_published_stays_but_for_the_person(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    before = [release_numbered(database, "harvest", number) for number in (1, 2)]
    with database.reading() as connection:
        epoch = connection.execute(select(Forum.epoch)).scalar_one()
    erase(database, folder)
    for old in before:
        new = release_numbered(database, "harvest", old.number)
        assert new.ledger == old.ledger
        assert (new.number, new.published_at, new.note) == (old.number, old.published_at, old.note)
        gone = new.content.person[BORIS]
        assert msgspec.to_builtins(gone) == {
            "id": BORIS,
            "name": {"en": "Speaker removed", "fr": new.content.person[BORIS].name["fr"]},
        }
        session = new.content.session[PLENARY]
        assert [part.person for part in session.cast] == [BORIS]
        (talk,) = session.talks
        assert [(speaker.person, speaker.abstract) for speaker in talk.speakers] == [
            (BORIS, {}),
            (CARLA, {"en": "<p>What Carla says.</p>"}),
        ]
        assert talk.abstract == {"en": "<p>Of wells.</p>"}
        others = [entry for entry in old.content.people if entry.id != BORIS]
        assert [entry for entry in new.content.people if entry.id != BORIS] == others
    with database.reading() as connection:
        assert connection.execute(select(Forum.epoch)).scalar_one() == epoch + 1


def test_counts_stay_and_a_seat_to_come_is_given_up(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    erase(database, folder)
    with database.reading() as connection:
        rows = {row.id: row for row in connection.execute(select(RegistrationRow))}
        mails = connection.execute(select(Message).order_by(Message.created_at)).all()
    assert set(rows) == {COMING, WENT}
    assert (rows[COMING].country, rows[COMING].status, rows[COMING].address) == (
        "BG",
        RegistrationStatus.CANCELLED,
        None,
    )
    assert rows[COMING].name == "Name removed"
    assert (rows[WENT].name, rows[WENT].status) == ("Someone Else", RegistrationStatus.PENDING)
    told = {(mail.to, mail.text) for mail in mails if mail.kind == MessageKind.LETTER}
    assert told == {("", ""), ("carla@forum.example", "You speak with Speaker removed.")}


def test_texts_by_others_are_listed_and_left(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    edit = Edit({"summary.en": f"<p>With {CANARY}, who knows wells.</p>"})
    save_thing(database, an_id(1, "f"), "session", PLENARY, edit, actor="test")
    done = erase(database, folder)
    assert [(named.table, named.key, named.what, named.release) for named in done.named] == [
        ("session", PLENARY, "Water for all", None)
    ]
    assert done.named[0].words == f"With {CANARY}, who knows wells."


def test_somebody_in_no_role_any_more_goes_whole_and_is_still_taken_out_of_old_releases(
    house: tuple[Database, Path, StoredFile],
) -> None:
    database, folder, _photo = house
    remove_thing(database, an_id(1, "f"), "person", BORIS, actor="test")
    erase(database, folder)
    assert places_of(database, folder) == []
    with database.reading() as connection:
        assert set(connection.execute(select(PersonRow.id)).scalars()) == {AMINA, CARLA}


def test_somebody_who_was_deleted_is_found_by_the_address_they_had(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    forum_id = an_id(1, "f")
    private = {"private.email": "Carla@Zweitvogel.example", "private.notes": "Zweitvogel"}
    save_thing(database, forum_id, "person", CARLA, Edit(private), actor="test")
    for key in (BORIS, CARLA):
        remove_thing(database, forum_id, "person", key, actor="test")
    erase(database, folder, EMAIL)  # who is registered too
    assert places_of(database, folder) == []
    assert len(places_of(database, folder, "Zweitvogel")) > 1
    erase(database, folder, "carla@zweitvogel.example")
    assert places_of(database, folder, "Zweitvogel") == []
    with pytest.raises(NotFound, match="nobody in this forum"):
        erase(database, folder, "carla@zweitvogel.example")


def test_an_address_that_somebody_here_had_by_mistake_is_nobodys(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    for email in ("mistaken@secret.example", "carla@forum.example"):
        save_thing(database, an_id(1, "f"), "person", CARLA, Edit({"private.email": email}), actor="test")
    with pytest.raises(NotFound, match="nobody in this forum"):
        erase(database, folder, "mistaken@secret.example")


def test_an_address_that_two_had_who_were_deleted_is_of_several(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    save_thing(database, an_id(1, "f"), "person", CARLA, Edit({"private.email": EMAIL}), actor="test")
    for key in (BORIS, CARLA):
        remove_thing(database, an_id(1, "f"), "person", key, actor="test")
    with pytest.raises(NotFound, match="the address of several people"):
        erase(database, folder, EMAIL)


def test_it_can_be_asked_twice_and_by_address_or_registration(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    erase(database, folder, EMAIL)
    again = erase(database, folder, BORIS)
    assert (again.releases, again.mails) == (0, 0)
    erase(database, folder, COMING)
    assert places_of(database, folder) == []
    with pytest.raises(NotFound, match="nobody in this forum"):
        erase(database, folder, EMAIL)


def test_two_who_share_an_address_stay_two(house: tuple[Database, Path, StoredFile]) -> None:
    database, folder, _photo = house
    save_thing(database, an_id(1, "f"), "person", CARLA, Edit({"private.email": EMAIL}), actor="test")
    with pytest.raises(NotFound, match="the address of several people"):
        erase(database, folder, EMAIL)
    erase(database, folder, BORIS)
    with database.reading() as connection:
        names = {row.id: row.name["en"] for row in connection.execute(select(PersonRow))}
    assert names == {AMINA: "Amina Diallo", BORIS: "Speaker removed", CARLA: "Carla Núñez"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_backup_is_erased_again_when_it_is_restored(
    house: tuple[Database, Path, StoredFile], databases: Databases, tmp_path: Path, kind: str
) -> None:
    database, folder, photo = house
    quiet = lambda *_told: None  # noqa: E731
    take_backup(database, Media(folder), tmp_path / "old.backup", base_url=BASE, actor="test", progress=quiet)
    erase(database, folder)
    there = tmp_path / "there"
    there.mkdir()
    (there / "erasures.jsonl").write_bytes((folder / "erasures.jsonl").read_bytes())
    assert CANARY.lower() not in (folder / "erasures.jsonl").read_text().lower()
    with databases.fresh(kind) as url:
        other = Database(url)
        upgrade(other)
        told: dict[str, Any] = {"base_url": "https://b.example", "actor": "test", "now": NOW, "progress": quiet}
        done = restore_backup(other, Media(there), tmp_path / "old.backup", **told)
        assert done.erased == 2
        assert places_of(other, there) == []
        assert not Media(there).path(photo.name).exists()
        assert release_numbered(other, "harvest", 2).content.person[BORIS].name["en"] == "Speaker removed"
        other.close()
