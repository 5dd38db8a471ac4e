"""A pasted list of people who all get a part in one session: shown before, saved in one turn, undone in one press."""

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.draft import Session
from forum_app.domain.vocabularies import RoleKind, RoleState
from forum_app.models.publishing import AuditEntry
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from tests.cast import EDITOR, OWNER, VIEWER, Browser, browser_of, join, refusal
from tests.factories import AMINA, BORIS, PLENARY, WORKSHOP, a_draft
from tests.web.test_pasting import DESK, FORUM, PASTE, SLUG, drafted, look, save, send, text_of

LIST = "Eva Lund, Museum, Sweden\nAmina Diallo\nBoris Petrov"


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    import_forum(database, media, msgspec.json.encode(a_draft()), actor="test")
    return {member: browser_of(app, database, key) for member, key in join(database, SLUG).items()}


def plenary(database: Database, media: Media) -> Session:
    return next(one for one in draft_named(database, media, SLUG).sessions if one.id == PLENARY)


def undo_of(database: Database) -> int:
    with database.reading() as connection:
        query = select(AuditEntry.id).where(AuditEntry.forum_id == FORUM, AuditEntry.action == "list.pasted")
        return connection.execute(query.order_by(AuditEntry.id.desc())).scalars().first() or 0


def test_all_of_a_list_get_a_part_in_the_session_that_it_was_begun_from(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = drafted(database, media)
    assert f'href="{PASTE}?session={PLENARY}"' in cast[EDITOR].get(f"{DESK}/sessions/{PLENARY}").text
    assert f"paste?session={PLENARY}" not in cast[VIEWER].get(f"{DESK}/sessions/{PLENARY}").text
    assert f'name="session" value="{PLENARY}"' in cast[EDITOR].get(f"{PASTE}?session={PLENARY}").text
    page = look(cast[EDITOR], LIST, session=PLENARY, alike="same")
    assert text_of(page).count("Part in the session: Speaker") == 3 and f'value="{PLENARY}" selected' in page
    answer = save(cast[EDITOR], page, alike="same", state="invited")
    assert (answer.status_code, answer.location) == (303, f"{DESK}/sessions/{PLENARY}#roles")
    told = text_of(cast[EDITOR].get(f"{DESK}/sessions/{PLENARY}").text)
    assert "One person is new." in told and "3 people have a part in the session." in told
    session, people = plenary(database, media), draft_named(database, media, SLUG).people
    eva = next(person.id for person in people if person.name["en"] == "Eva Lund")
    assert [(role.person, role.role) for role in session.roles] == [
        (AMINA, RoleKind.MODERATOR),
        *((person, RoleKind.SPEAKER) for person in (eva, AMINA, BORIS)),
    ]
    assert [role.state for role in session.roles[1:]] == [RoleState.INVITED] * 3
    # The same again has nothing to save; as moderators two of them would be new.
    page = look(cast[EDITOR], LIST, session=PLENARY, alike="same")
    assert "Part in the session" not in page
    page = look(cast[EDITOR], LIST, session=PLENARY, alike="same", role="moderator")
    assert text_of(page).count("Part in the session: Moderator") == 2
    assert cast[EDITOR].post(f"{DESK}/undo/{undo_of(database)}").status_code == 303
    assert drafted(database, media) == before


def test_a_list_that_gives_people_who_are_here_a_part_is_logged_and_saved_once(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    page = look(cast[OWNER], "Boris Petrov", session=WORKSHOP, alike="same", role="panellist")
    assert "Gets a part" in page
    for _time in range(2):
        assert save(cast[OWNER], page, alike="same", role="panellist").status_code == 303
    workshop = next(one for one in draft_named(database, media, SLUG).sessions if one.id == WORKSHOP)
    assert [role.person for role in workshop.roles if role.role == RoleKind.PANELLIST] == [BORIS]
    assert "Parts in a session" in cast[OWNER].get(f"{DESK}/log").text


@pytest.mark.parametrize(
    "chosen", [{"session": "2222222222"}, {"session": PLENARY, "role": "focal-point"}, {"session": ""}]
)
def test_odd_choices_give_nobody_an_odd_part(
    cast: dict[str, Browser], database: Database, media: Media, chosen: dict[str, str]
) -> None:
    page = look(cast[OWNER], "Eva Lund", **chosen)
    assert save(cast[OWNER], page, **chosen).status_code == 303
    roles = [role.role for role in plenary(database, media).roles]
    assert roles == [RoleKind.MODERATOR, *([RoleKind.SPEAKER] if chosen["session"] == PLENARY else [])]


def test_a_part_that_was_changed_since_is_not_undone(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    page = look(cast[OWNER], "Eva Lund", session=PLENARY)
    assert save(cast[OWNER], page).status_code == 303
    role = plenary(database, media).roles[-1].id
    assert cast[OWNER].post(f"{DESK}/roles/{role}/move", {"to": "up", "from": "session"}).status_code == 303
    before = drafted(database, media)
    assert "changed or used since" in refusal(cast[OWNER], f"{DESK}/undo/{undo_of(database)}")
    assert drafted(database, media) == before
    assert send(cast[VIEWER], f"{PASTE}/save", {"text": "Eve", "session": PLENARY}).status_code == 403
