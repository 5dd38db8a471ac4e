"""What each person of a programme hears once a content is public, from whatever release they know."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, func, select

from forum_app.domain.merged_content import as_merged
from forum_app.domain.notices import Notice, joined, notices
from forum_app.domain.release import Content, Release
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Role
from forum_app.models.programme import Talk
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.merged_people import merged_people
from forum_app.services.release_store import read_release

MOST_EARLIER = 10
_CONCERNED = (RoleState.INVITED, RoleState.CONFIRMED, RoleState.DECLINED)


class News:
    """What ``content`` is to those who know an earlier release; who was merged, invited and declined is read once."""

    def __init__(self, connection: Connection, content: Content) -> None:
        self.connection, self.content = connection, content
        self.invited, self.declined = _roles(connection, content.forum.id)
        self.merged = merged_people(connection, content.forum.id)

    @property
    def who_declined(self) -> set[str]:
        """Everybody who declined anything."""
        return {person for people in self.declined.values() for person in people}

    def since(self, base: Release) -> dict[str, list[Notice]]:
        """By person, what they hear once they know ``base``; of a session that they declined nobody hears more."""
        base = msgspec.structs.replace(base, content=as_merged(base.content, self.content, self.merged))
        gone = {key for key, entry in base.ledger.items() if entry.gone}
        earlier = _earlier(self.connection, base, self.content, self.merged)
        known = {"also": self.invited, "earlier": earlier, "declined": self.declined}
        found = notices(base.content, self.content, gone=gone, **known)
        heard = {
            person: [notice for notice in told if person not in self.declined.get(notice.session, ())]
            for person, told in found.items()
        }
        return {person: told for person, told in heard.items() if told}


def _roles(connection: Connection, forum_id: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By session, who is invited (releases may not name them), and who declined and has no other part in it."""
    query = (
        select(func.coalesce(Role.session_id, Talk.parent), Role.person, Role.state)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .where(Role.forum_id == forum_id, Role.state.in_(_CONCERNED))
    )
    by_state: dict[RoleState, dict[str, set[str]]] = {state: defaultdict(set) for state in _CONCERNED}
    for session, person, state in connection.execute(query):
        if session is not None:
            by_state[state][session].add(person)
    invited, confirmed, declined = (by_state[state] for state in _CONCERNED)
    gone = {key: people - invited.get(key, set()) - confirmed.get(key, set()) for key, people in declined.items()}
    return invited, gone


def _earlier(connection: Connection, base: Release, content: Content, merged: Mapping[str, str]) -> dict[str, set[str]]:
    """By session, who of those that joined it had taken part in it in one of the last releases before ``base``."""
    wanted = joined(base.content, content)
    found: dict[str, set[str]] = defaultdict(set)
    if not wanted:
        return found
    query = (
        select(ReleaseRow.content)
        .where(ReleaseRow.forum_id == base.content.forum.id, ReleaseRow.number < (base.number or 0))
        .order_by(ReleaseRow.number.desc())
        .limit(MOST_EARLIER)
    )
    for kept in connection.execute(query).scalars():
        ledger = read_release(kept).ledger
        for session, person in wanted:
            entry = ledger.get(session)
            if entry and not entry.gone and person in {merged.get(key, key) for key in entry.people}:
                found[session].add(person)
    return found
