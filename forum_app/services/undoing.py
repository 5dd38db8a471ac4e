"""Taking back what the log's entries tell: things deleted, people merged, lists pasted."""

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.models.publishing import AuditEntry
from forum_app.services.merging_people import part_people
from forum_app.services.pasting import PASTED, unpaste
from forum_app.services.pasting_things import PASTED as THINGS_PASTED
from forum_app.services.removing import bring_back
from forum_app.services.waiting_list import in_both_turns


def undo_entry(database: Database, forum_id: str, entry: int, *, actor: str) -> tuple[str, str]:
    """Takes back what an entry of the forum's log did; kind and id of what is here again, no id for a list.

    Raises NotFound where there is no such entry, CantBringBack where it was undone or too much was changed since.
    """

    def job(connection: Connection) -> tuple[str, str]:
        query = select(AuditEntry).where(AuditEntry.id == entry, AuditEntry.forum_id == forum_id)
        found = connection.execute(query).first()
        if found is not None and found.action == "person.merged":
            return "person", part_people(connection, forum_id, found, actor)
        if found is not None and found.action == PASTED:
            unpaste(connection, forum_id, found, actor)
            return "person", ""
        if found is not None and found.action in THINGS_PASTED:
            unpaste(connection, forum_id, found, actor)
            return found.action.partition(".")[0], ""
        return bring_back(connection, forum_id, found, actor)

    return in_both_turns(database, forum_id, job)
