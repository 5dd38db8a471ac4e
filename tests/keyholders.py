"""Those of the cast who have no account: attendees, speakers, a moderator, a second screen, and whoever has a key that is
good for nothing any more; and every address that a key is a part of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.identity import new_id
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import RegistrationState, RegistrationStatus
from forum_app.models.forum import Forum
from forum_app.models.people import Person
from forum_app.models.programme import Session
from forum_app.services.erasing import erase_person
from forum_app.services.my_registration import erase_me, replace_my_link
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.registration_rows import add_registration
from forum_app.services.screen_keys import new_screen_key
from forum_app.services.speaking_answers import replace_link
from forum_app.web.access import door_of
from tests.services.opened import somebody

SLUG, OVER = "gssd2022", "eiip2025"
SESSION, TALK = "225py65p8d", "wkvupb7792"
SPEAKER, OTHER_SPEAKER, MODERATOR = "3cukgsgx4f", "x26x5c24yy", "p7vuurgmg2"
REPLACED, ERASED = "je7uxq2ss6", "t53x5xaz3q"
FORM, REGISTRATION, PERSON, SCREEN = "form", "registration's key", "speaker's key", "screen's key"
PERSONAL_DOORS = (FORM, REGISTRATION, PERSON, SCREEN)
PARTS = {"slug": SLUG, "session": SESSION, "talk": TALK, "upload": "u" * 20, "name": "x"}


@dataclass(frozen=True)
class Holder:
    """Somebody with a key. ``opens`` is the door that it opens, empty where it opens none (any more). ``name`` is theirs and
    on nobody else's page."""

    key: str
    opens: str = ""
    name: str = ""
    expired: bool = False


@dataclass(frozen=True)
class Ask:
    """One method of a route behind a door of these, with the rest of its address as something that is there."""

    rule: str
    door: str
    method: str

    def address(self, key: str) -> str:
        found = self.rule
        for name, value in ({"key": key} | PARTS).items():
            found = found.replace(f"<{name}>", value)
        return found.replace("<int:number>", "1")


def asks(app: Flask) -> Iterator[Ask]:
    """Every route that a form or a key opens, by GET and by POST."""
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if door in PERSONAL_DOORS:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield Ask(rule.rule, str(door), method)


class Keys:
    """Makes registrations and keys in the first sample."""

    def __init__(self, database: Database, config: Config) -> None:
        self.database, self.config = database, config
        with database.reading() as connection:
            self.forums = {row.slug: row.id for row in connection.execute(select(Forum.slug, Forum.id))}
        self.forum = self.forums[SLUG]
        plan = tree_of(RegistrationPlan(state=RegistrationState.HERE))
        database.write(lambda connection: connection.execute(update(Forum).values(registration=plan)))

    def attendee(self, number: int, forum: str = "") -> str:
        """The id of somebody who has registered."""
        name, key = f"Attendee{number}", new_id()
        more = {"name": f"{name} Diallo", "status": RegistrationStatus.CONFIRMED, "registered_at": datetime.now(UTC)}
        comer = somebody(number, id=key, given_name=name, **more)
        self.database.write(lambda connection: add_registration(connection, forum or self.forum, comer))
        return key

    def given(self, forum: str = "", **whose: Any) -> str:
        key = new_personal_key()
        self.database.write(lambda connection: keep_key(connection, key, forum or self.forum, **whose))
        return key

    def screen(self, forum: str, session: str, days: int = 0) -> str:
        """The key of a screen that was made so many days ago."""

        def job(connection: Connection) -> str:
            now = self.config.now() - timedelta(days=days)
            return new_screen_key(connection, forum, session, None, now).key

        return self.database.write(job)


def long_over(database: Database, forum: str) -> tuple[str, str]:
    """Lets a forum be over for years; a session and a person of it."""

    def job(connection: Connection) -> tuple[str, str]:
        connection.execute(update(Forum).where(Forum.id == forum).values(last_day=date(2019, 5, 3)))
        session = connection.execute(select(Session.id).where(Session.forum_id == forum).limit(1)).scalar_one()
        person = connection.execute(select(Person.id).where(Person.forum_id == forum).limit(1)).scalar_one()
        return session, person

    return database.write(job)


def keyholders(database: Database, config: Config) -> dict[str, Holder]:
    """Everybody who has or had a key, by what they are."""
    made = Keys(database, config)
    over = made.forums[OVER]
    session, person = long_over(database, over)
    one, other, replaced, erased, long_ago = [made.attendee(number) for number in (1, 2, 3, 4)] + [
        made.attendee(5, over)
    ]
    found = {
        "attendee": Holder(made.given(registration=one), REGISTRATION, "Attendee1"),
        "another attendee": Holder(made.given(registration=other), REGISTRATION, "Attendee2"),
        "speaker": Holder(made.given(person=SPEAKER), PERSON),
        "another speaker": Holder(made.given(person=OTHER_SPEAKER), PERSON),
        "moderator": Holder(made.given(person=MODERATOR), PERSON),
        "screen": Holder(made.screen(made.forum, SESSION), SCREEN),
        "another session's screen": Holder(made.screen(over, session)),
        "screen of long ago": Holder(made.screen(made.forum, SESSION, days=30)),
        "attendee of long ago": Holder(made.given(over, registration=long_ago), REGISTRATION, expired=True),
        "speaker of long ago": Holder(made.given(over, person=person), PERSON, expired=True),
        "attendee with another key": Holder(made.given(registration=replaced)),
        "speaker with another key": Holder(made.given(person=REPLACED)),
        "attendee who was erased": Holder(made.given(registration=erased)),
        "speaker who was erased": Holder(made.given(person=ERASED)),
        "nobody": Holder(new_personal_key()),
    }
    replace_my_link(database, config, made.forum, replaced)
    replace_link(database, config, made.forum, REPLACED)
    erase_me(database, config, config.instance, made.forum, erased)
    erase_person(
        database, config.instance, made.forum, ERASED, actor="test", base_url=config.base_url, now=config.now()
    )
    return found
