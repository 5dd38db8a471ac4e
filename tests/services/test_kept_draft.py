"""After any edits, what is kept of a draft, worked out only where it changed, is what is worked out from nothing."""

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.checker import check
from forum_app.domain.compare import compare
from forum_app.domain.draft import Draft
from forum_app.domain.errors import ForumError
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Content
from forum_app.domain.translations import counts
from forum_app.models.forum import Forum, Room, Theme
from forum_app.models.people import Organisation, Person, Role
from forum_app.models.programme import Session, Talk
from forum_app.services.draft_rows import draft_of
from forum_app.services.kept_draft import KeptDraft
from forum_app.services.ordering import move_thing
from forum_app.services.pending import checked_now, frozen_now, translated_now
from forum_app.services.registration_rows import sign_ups_of
from forum_app.services.release_store import last_release
from forum_app.services.removing import remove_thing
from forum_app.services.things import Edit, add_thing, save_thing

STEPS, SLUG = 25, "gssd2022"
KINDS: dict[str, Any] = {
    "session": Session,
    "talk": Talk,
    "person": Person,
    "role": Role,
    "room": Room,
    "theme": Theme,
    "organisation": Organisation,
}
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("session", {"title.en": "Another title"}),
    ("session", {"summary.en": "<p>The session lasts nine hours. See www. for the XKLM on Monday 14 September.</p>"}),
    ("session", {"summary.fr": ""}),
    ("session", {"minutes": 30}),
    ("session", {"status": "cancelled"}),
    ("session", {"status": "confirmed"}),
    ("session", {"status": "draft"}),
    ("talk", {"abstract.en": "<p>The forum will be held on 3 October 2022 in Oslo. Register here.</p>"}),
    ("talk", {"title.en": "", "minutes": 45}),
    ("person", {"biography.en": ""}),
    ("person", {"name.en": "Dr Ana Lima", "family_name": "Lima"}),
    ("room", {"capacity": 2, "name.en": "Attic"}),
    ("theme", {"title.en": "Another theme"}),
    ("role", {"state": "declined"}),
    ("role", {"state": "invited"}),
    ("forum", {"zone": "Asia/Tokyo"}),
    ("forum", {"show_invited": True}),
    ("forum", {"title.en": "Orchard Days"}),
]


class Editor:
    """Somebody who edits a forum at random."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance = database, random.Random(seed)
        with database.reading() as connection:
            self.forum = connection.execute(select(Forum.id).where(Forum.slug == SLUG)).scalar_one()

    def edit(self) -> None:
        one: Callable[[], None] = self.chance.choice(
            [self.change, self.change, self.change, self.drop, self.add, self.move]
        )
        with suppress(ForumError):  # refused: nothing changed
            one()

    def any_of(self, kind: str) -> str:
        if kind == "forum":
            return str(self.forum)
        with self.database.reading() as connection:
            query = select(KINDS[kind].id).where(KINDS[kind].forum_id == self.forum).order_by(KINDS[kind].id)
            return str(self.chance.choice(connection.execute(query).scalars().all()))

    def change(self) -> None:
        kind, values = self.chance.choice(EDITS)
        save_thing(self.database, self.forum, kind, self.any_of(kind), Edit(values), actor="test")

    def drop(self) -> None:
        kind = self.chance.choice(["talk", "role", "person", "theme"])
        remove_thing(self.database, self.forum, kind, self.any_of(kind), actor="test")

    def add(self) -> None:
        if self.chance.random() < 0.5:
            add_thing(self.database, self.forum, "session", Edit({"title.en": "A new session"}), actor="test")
        else:
            add_thing(
                self.database,
                self.forum,
                "talk",
                Edit({"title.en": "A new talk"}),
                actor="test",
                owner=self.any_of("session"),
            )

    def move(self) -> None:
        move_thing(self.database, self.forum, "theme", self.any_of("theme"), self.chance.choice([-1, 1]), actor="test")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.usefixtures("sample")
@pytest.mark.broad
def test_what_is_kept_over_edits_is_what_is_worked_out_from_nothing(database: Database, seed: int) -> None:
    editor = Editor(database, seed)
    for _step in range(STEPS):
        for _edit in range(editor.chance.choice([0, 1, 1, 3])):
            editor.edit()
        frozen = frozen_now(database, SLUG)
        with database.reading() as connection:
            draft, last = draft_of(connection, editor.forum), last_release(connection, editor.forum)
            sign_ups = sign_ups_of(connection, editor.forum)
        assert frozen.draft == draft
        content = frozen_anew(draft)
        assert (frozen.content, frozen.last) == (content, last)
        assert last is not None
        assert list(frozen.changes) == (compare(last.content, content) if content else [])
        assert checked_now(database, SLUG)[1] == check(draft, sign_ups=sign_ups)
        assert translated_now(database, frozen.draft) == counts(draft)


@pytest.mark.usefixtures("sample")
def test_only_what_was_edited_is_another_object(database: Database) -> None:
    editor, kept = Editor(database, 0), KeptDraft()
    with database.reading() as connection:
        before = kept.read(connection, editor.forum)
    talk = next(talk for session in before.sessions for talk in session.talks)
    save_thing(database, editor.forum, "talk", talk.id, Edit({"title.en": "Another talk"}), actor="test")
    with database.reading() as connection:
        after = kept.read(connection, editor.forum)
    assert after == kept_anew(database, editor.forum) != before
    others = [new.id for new, old in zip(after.sessions, before.sessions, strict=True) if new is not old]
    assert others == [session.id for session in before.sessions if talk in session.talks]
    assert after.forum is before.forum
    assert all(new is old for new, old in zip(after.people, before.people, strict=True))


def frozen_anew(draft: Draft) -> Content | None:
    """None where the draft can't be published as it is."""
    try:
        return freeze(draft)
    except ForumError:
        return None


def kept_anew(database: Database, forum: str) -> Any:
    with database.reading() as connection:
        return draft_of(connection, forum)
