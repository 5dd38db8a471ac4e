"""veraPDF itself on speakers' briefs and cue sheets, in both directions. It needs Java and takes its time."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select

from forum_app.database import Database
from forum_app.models.people import Person
from forum_app.models.speaking import PreparedAnswer, SpeakerNote
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.arabic import arabic_data
from tests.documents.forums import an_id, photo
from tests.documents.test_verapdf import complaints

ENGLISH = {"session": "225py65p8d", "moderator": "p7vuurgmg2", "speaker": "3cukgsgx4f", "question": "hmtc74xbzr"}
ARABIC = {kind: an_id(letter, number) for kind, letter, number in (
    ("session", "s", 1), ("moderator", "p", 1), ("speaker", "p", 3), ("question", "q", 1),
)}  # fmt: skip


def take_in(database: Database, media: Media) -> None:
    data = arabic_data()
    data["sessions"][0]["key_questions"][0]["id"] = ARABIC["question"]
    files = [photo(number) for number in (1, 2)]
    data["files"] = [{"name": name, "data": base64.b64encode(content).decode()} for name, content in files]
    import_forum(database, media, json.dumps(data).encode(), actor="test")


def keys(database: Database, known: dict[str, str], text: str) -> tuple[str, str]:
    """Keys of the moderator and of a speaker, who has an answer and a note."""
    both = new_personal_key(), new_personal_key()

    def job(connection: Connection) -> None:
        forum = connection.execute(select(Person.forum_id).where(Person.id == known["speaker"])).scalar_one()
        for key, who in zip(both, ("moderator", "speaker"), strict=True):
            keep_key(connection, key, forum, person=known[who])
        own: dict[str, Any] = {"forum_id": forum, "person": known["speaker"], "updated_at": datetime.now(UTC)}
        connection.execute(insert(PreparedAnswer).values(question=known["question"], text=text, **own))
        connection.execute(
            insert(SpeakerNote).values(session=known["session"], text=text, by=known["moderator"], **own)
        )

    database.write(job)
    return both


@pytest.mark.soak
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_briefs_and_cue_sheets_conform(sample: FlaskClient, database: Database, media: Media, tmp_path: Path) -> None:
    take_in(database, media)
    files = []
    for name, known, text in (
        ("english", ENGLISH, "- Two years.\n- Thirty countries."),
        ("arabic", ARABIC, "- سنتان\n- Rain Atlas (2.0)"),
    ):
        moderator, speaker = keys(database, known, text)
        for paper in (
            f"/s/{speaker}/brief.pdf",
            f"/s/{moderator}/brief.pdf",  # of somebody with many sessions, in Arabic
            f"/s/{moderator}/sessions/{known['session']}/cue-sheet.pdf",
        ):
            for language in ("en", "ar" if known is ARABIC else "fr"):
                answer = sample.get(f"{paper}?lang={language}")
                assert (answer.status_code, answer.content_type) == (200, "application/pdf")
                path = tmp_path / f"{len(files)}-{name}-{language}-{paper.rpartition('/')[2]}"
                path.write_bytes(answer.data)
                files.append(path)
    assert complaints(*files) == []
