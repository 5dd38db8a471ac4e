"""What publishing would do now: known from memory, in few queries that don't grow, and never of another draft."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import event, insert, select, update

from forum_app.database import Database
from forum_app.domain.compare import ChangeKind
from forum_app.models.erasures import Erasure
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.services.media import Media
from forum_app.services.pending import _kept, findings_now, pending
from forum_app.services.publishing import publish_release
from forum_app.services.samples import load_samples
from forum_app.services.things import Edit, save_thing
from tests.services.test_telling import Desk, plenary


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def sample(database: Database, media: Media, slug: str = "gssd2022") -> str:
    list(load_samples(database, media, host="localhost", slugs=[slug]))
    with database.reading() as connection:
        return connection.execute(select(Forum.id).where(Forum.slug == slug)).scalar_one()


def edit(database: Database, forum_id: str, **values: object) -> None:
    with database.reading() as connection:
        key = connection.execute(select(Session.id).where(Session.forum_id == forum_id).limit(1)).scalar_one()
    save_thing(database, forum_id, "session", key, Edit(values), actor="test")


def test_nobody_is_asked_for_the_address_of_somebody_who_was_erased(database: Database, media: Media) -> None:
    forum_id = sample(database, media)
    edit(database, forum_id, minutes=85)
    someone = pending(database, "gssd2022").telling.unreachable[0].person
    row = {"forum_id": forum_id, "thing": someone, "actor": "test", "erased_at": datetime(2022, 9, 2, tzinfo=UTC)}
    database.write(lambda connection: connection.execute(insert(Erasure).values(row)))
    edit(database, forum_id, minutes=90)
    assert someone not in [each.person for each in pending(database, "gssd2022").telling.unreachable]


def test_what_is_pending_follows_every_edit_and_every_publication(database: Database, media: Media) -> None:
    forum_id = sample(database, media)
    assert (pending(database, "gssd2022").nothing, pending(database, "gssd2022").number) == (True, 3)
    edit(database, forum_id, minutes=85)
    due = pending(database, "gssd2022")
    assert [change.kind for change in due.changes] == [ChangeKind.SESSION_LENGTH]
    assert len(due.telling.told) == 2
    assert len(due.telling.unreachable) > 2
    edit(database, forum_id, minutes=80)
    assert pending(database, "gssd2022").nothing
    edit(database, forum_id, minutes=85)
    publish_release(database, "gssd2022", now=datetime(2022, 9, 10, tzinfo=UTC), host="localhost", actor="test")
    due = pending(database, "gssd2022")
    assert (due.nothing, due.number, due.waiting, due.telling.told) == (True, 4, 2, ())
    assert due.take_back_until is not None


def test_a_draft_that_cannot_be_published_says_why_and_one_never_published_is_the_first(
    database: Database, media: Media
) -> None:
    desk = Desk(database, media)
    desk.edit(plenary())
    due = pending(database, "harvest")
    assert (due.first, due.number, due.nothing, due.telling.told) == (True, 1, False, ())
    with database.writing() as connection:
        connection.execute(update(Forum).values(zone="Europe/Paris", version=Forum.version + 1))
        connection.execute(update(Session).values(start=datetime(2030, 3, 31, 2, 30)))
    due = pending(database, "harvest")
    assert due.frozen.content is None
    assert "does not exist in Europe/Paris" in str(due.frozen.refusal)


def test_what_is_in_memory_costs_as_many_queries_for_one_session_as_for_fifty(database: Database, media: Media) -> None:
    small, large = sample(database, media), sample(database, media, "eiip2025")
    for forum_id in (small, large):
        edit(database, forum_id, minutes=85)
    counts = []
    for slug, forum_id in (("gssd2022", small), ("eiip2025", large)):
        pending(database, slug)
        with database.reading() as connection:
            findings_now(database, connection, forum_id)
        with counted(database) as sent:
            pending(database, slug)
            with database.reading() as connection:
                findings_now(database, connection, forum_id)
        counts.append(len([statement for statement in sent if statement.startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_forum_does_not_wait_for_another_one(database: Database, media: Media) -> None:
    """While what is pending in one is worked out, another one's is told."""
    busy, other = sample(database, media), sample(database, media, "eiip2025")
    told: list[int] = []
    asking = threading.Thread(target=lambda: told.append(pending(database, "eiip2025").number))
    with _kept(database, busy).lock:
        asking.start()
        asking.join(60)
    assert told == [pending(database, "eiip2025").number]
    assert busy != other
