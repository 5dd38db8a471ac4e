"""New personal links made by hand, for whoever has an address: of their part in the programme, and of their registration."""

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import kept_address_of
from forum_app.models.people import PersonPrivate
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.personal_keys import keep_key, new_personal_key


def links_of(database: Database, slug: str, email: str, *, actor: str) -> list[str]:
    """Paths of new links (``/s/KEY``, ``/r/KEY``) of everybody with this address; those that they have stay good. Raises
    NotFound."""
    address = kept_address_of(email) or ""

    def job(connection: Connection) -> list[str]:
        forum_id = forum_id_of(connection, slug)
        private = select(PersonPrivate.parent, PersonPrivate.email).where(
            PersonPrivate.forum_id == forum_id, PersonPrivate.email != ""
        )
        people = [row.parent for row in connection.execute(private) if kept_address_of(row.email) == address]
        here = select(Registration.id).where(Registration.forum_id == forum_id, Registration.address == address)
        found = [_made(connection, forum_id, "s", actor, person=key) for key in people]
        found += [
            _made(connection, forum_id, "r", actor, registration=key) for key in connection.execute(here).scalars()
        ]
        if not found:
            raise NotFound("Nobody in “%(slug)s” has the address %(email)s.", slug=slug, email=email)
        return found

    return database.write(job)


def _made(connection: Connection, forum_id: str, letter: str, actor: str, **whose: str) -> str:
    key = new_personal_key()
    keep_key(connection, key, forum_id, **whose)
    record(connection, actor, "person.link-made", forum_id, thing=next(iter(whose.values())))
    return f"/{letter}/{key}"
