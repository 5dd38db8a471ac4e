"""Whoever speaks, erased: what they proposed, prepared, answered and were told, their key, and what they were sending."""

import hashlib
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from forum_app.database import Database
from forum_app.domain.vocabularies import Audience, MaterialKind
from forum_app.models.personal import PersonalKey
from forum_app.models.programme import KeyQuestion, Material
from forum_app.models.speaking import Invitation, PreparedAnswer, Proposal, SpeakerEvent, SpeakerNote
from forum_app.services.erasing import erasure_ahead
from forum_app.services.parts_of_upload import UploadParts
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.persons_data import own_data
from forum_app.services.proposing import Wish, propose, write_mine
from tests.factories import BORIS, PLENARY, an_id
from tests.services.test_erasing import CANARY, EMAIL, NAME, NOW, erase, fill, places_of

FORUM, QUESTION = an_id(1, "f"), an_id(1, "q")
UPLOAD = "u" * 20


def prepare(database: Database, folder: Path) -> None:
    """Everything that Boris does on his own page, and that others tell him there."""
    here = {"forum_id": FORUM}
    asked = {"invited_at": NOW, "answer_by": None, "answered_at": NOW, "reminded_at": None, "reminders": 0}
    colleague = {"name": NAME, "email": EMAIL}
    with database.writing() as connection:
        question = {"id": QUESTION, "session_id": PLENARY, "position": 9, "text": {"en": "Why?"}, "sub_questions": []}
        connection.execute(insert(KeyQuestion).values(**question, **here))
        row = {"role": an_id(1, "m"), "reason": f"{CANARY} is ill", "colleague": {"name": CANARY, "email": ""}}
        connection.execute(insert(Invitation).values(**row, **asked, **here))
        other = {"role": an_id(2, "w"), "reason": "", "colleague": colleague}
        connection.execute(insert(Invitation).values(**other, **asked, **here))
        answer = {"question": QUESTION, "person": BORIS, "text": CANARY, "updated_at": NOW}
        connection.execute(insert(PreparedAnswer).values(**answer, **here))
        note = {"session": PLENARY, "person": BORIS, "text": f"Dear {CANARY}", "by": "a234567892", "updated_at": NOW}
        connection.execute(insert(SpeakerNote).values(**note, **here))
        event = {
            "person": BORIS,
            "session": PLENARY,
            "sequence": 1,
            "cancelled": False,
            "face": CANARY,
            "sent_at": NOW,
            "organiser": "",
            "message": an_id(1, "y"),
            "address": EMAIL,
            "calendar": CANARY.encode(),
        }
        connection.execute(insert(SpeakerEvent).values(**event, **here))
        keep_key(connection, new_personal_key(), FORUM, person=BORIS)
    wish = Wish("person", BORIS, {"biography.en": f"<p>{CANARY} digs.</p>", "letters": f"{CANARY} PhD"})
    write_mine(database, FORUM, BORIS, wish)
    data = CANARY.encode()
    UploadParts(folder).put(BORIS, UPLOAD, 0, data, hashlib.sha256(data).hexdigest())


def test_nothing_that_a_speaker_wrote_or_was_told_is_left(database: Database, tmp_path: Path) -> None:
    fill(database, tmp_path)
    prepare(database, tmp_path)
    tables = ("proposal:", "prepared_answer:", "speaker_note:", "speaker_event:", "invitation:")
    before = places_of(database, tmp_path)
    assert {place.partition(" ")[0] for place in before if place.startswith(tables)} == set(tables)
    erase(database, tmp_path)
    assert places_of(database, tmp_path) == []
    with database.reading() as connection:
        for table in (Proposal, PreparedAnswer, SpeakerNote, SpeakerEvent, PersonalKey):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0, table
        assert [row.answered_at for row in connection.execute(select(Invitation))] == [NOW, NOW]
    assert UploadParts(tmp_path).here(BORIS, UPLOAD) == []


def test_a_proposed_photo_goes_from_the_disk_too(database: Database, tmp_path: Path) -> None:
    photo = fill(database, tmp_path)
    name = photo.name
    value = {"file": name, "alt": {"en": CANARY}, "original": None, "crop": None}
    proposed = {"photo": {**value, "alt": {"en": "Another"}}}
    database.write(lambda connection: propose(connection, FORUM, BORIS, "person", BORIS, proposed))
    erase(database, tmp_path)
    assert not any(path.name == name for path in tmp_path.rglob("*"))


def test_all_of_it_is_handed_out_before(database: Database, tmp_path: Path) -> None:
    fill(database, tmp_path)
    prepare(database, tmp_path)
    data = own_data(database, FORUM, BORIS).decode()
    for text in (f"{CANARY} is ill", f"Dear {CANARY}", f"{CANARY} PhD", '"question"', '"answer"'):
        assert text in data, text
    assert EMAIL in data


def test_slides_of_theirs_are_named_to_who_erases_them(database: Database, tmp_path: Path) -> None:
    """Those of their talk and of the session that they moderate: nobody here can read a presentation, and others may show the
    same one, so whoever erases looks, and deletes it."""
    fill(database, tmp_path)
    blank = {"forum_id": FORUM, "session_id": PLENARY, "language": "en", "url": "", "audience": Audience.STAFF}
    kinds = {
        1: (an_id(1, "k"), MaterialKind.PRESENTATION),
        2: (None, MaterialKind.PRESENTATION),
        3: (an_id(1, "k"), MaterialKind.BRIEF),
    }

    def job(connection: Connection) -> None:
        for number, (talk, kind) in kinds.items():
            row = {
                "id": an_id(number, "z"),
                "talk": talk,
                "kind": kind,
                "position": number,
                "file": f"{number}" * 64 + ".pdf",
            }
            connection.execute(insert(Material).values(**row, **blank, title={"en": f"Slides {number}"}))

    database.write(job)
    ahead = [named for named in erasure_ahead(database, FORUM, BORIS).named if named.table == "material"]
    assert [(named.key, named.what, named.slides) for named in ahead] == [
        (an_id(number, "z"), f"Slides {number}", True) for number in (1, 2)
    ]
    assert [named for named in erase(database, tmp_path).named if named.slides] == ahead
