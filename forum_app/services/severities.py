"""What each rule of the checker does in a forum: stop publishing, warn, or be ignored, as the organiser chose."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.checker import RULES
from forum_app.domain.vocabularies import Severity
from forum_app.models.forum import Forum
from forum_app.services.things import Edit, change_thing


def set_severities(database: Database, forum_id: str, chosen: Mapping[str, Severity], *, actor: str) -> int:
    """Sets the severity of the rules that are named, leaves all others; how many changed. Unknown rules are passed over."""

    def job(connection: Connection) -> int:
        here: dict[str, str] = dict(
            connection.execute(select(Forum.severities).where(Forum.id == forum_id)).scalar_one() or {}
        )
        wanted = {**here, **{rule: severity.value for rule, severity in chosen.items() if rule in RULES}}
        kept = {rule: severity for rule, severity in wanted.items() if severity != Severity.WARN}
        before = {rule: severity for rule, severity in here.items() if severity != Severity.WARN}
        changed = {rule for rule in {*kept, *before} if kept.get(rule) != before.get(rule)}
        if changed:
            change_thing(connection, forum_id, "forum", forum_id, Edit({"severities": kept}), actor)
        return len(changed)

    return database.in_turn(forum_id, job)
