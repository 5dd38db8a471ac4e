"""Who may do what at a forum's desk: one matrix, and the rules that doors and templates ask.

A rule is a pure function of who acts and where. An instance administrator may make forums and accounts and give
anybody a role, but sees no forum's content without one (that step is logged).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from forum_app.domain.vocabularies import MemberRole

OWNER, ORGANISER, EDITOR = MemberRole.OWNER, MemberRole.ORGANISER, MemberRole.EDITOR
RECEPTION, VIEWER = MemberRole.RECEPTION, MemberRole.VIEWER
EVERYBODY = frozenset(MemberRole)
RUNNING = frozenset({OWNER, ORGANISER})


@dataclass(frozen=True)
class Actor:
    """Somebody who is signed in: the id of the account, and the role in each forum (by its id)."""

    account: str
    administrator: bool = False
    roles: Mapping[str, MemberRole] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where something is to be done: a forum's id, empty where it is in none."""

    forum: str = ""


Rule = Callable[[Actor, Place], bool]

# What each rule lets which roles do. Everything else is refused.
MATRIX: dict[str, frozenset[MemberRole]] = {
    "may_see_desk": EVERYBODY,
    "may_edit": RUNNING | {EDITOR},
    "may_see_private": RUNNING,
    "may_see_registrations": RUNNING | {RECEPTION},
    "may_change_registrations": RUNNING,
    "may_export_people": RUNNING,
    "may_publish": RUNNING,
    "may_set_up": RUNNING,
    "may_invite": RUNNING,
    "may_own": frozenset({OWNER}),
    "may_write_messages": RUNNING,
    "may_read_log": RUNNING,
}
ADMINISTRATORS_TOO = frozenset({"may_invite", "may_own"})


def _allows(name: str, actor: Actor, place: Place) -> bool:
    if actor.administrator and name in ADMINISTRATORS_TOO:
        return True
    return actor.roles.get(place.forum) in MATRIX[name]


def may_see_desk(actor: Actor, place: Place) -> bool:
    """See the forum's content and counts; no personal data."""
    return _allows("may_see_desk", actor, place)


def may_edit(actor: Actor, place: Place) -> bool:
    """Change the draft: sessions, people as they are published, texts."""
    return _allows("may_edit", actor, place)


def may_see_private(actor: Actor, place: Place) -> bool:
    """See and change the private fields of people."""
    return _allows("may_see_private", actor, place)


def may_see_registrations(actor: Actor, place: Place) -> bool:
    """See who comes."""
    return _allows("may_see_registrations", actor, place)


def may_change_registrations(actor: Actor, place: Place) -> bool:
    """Change registrations, confirm, decline and cancel them, name views of their list."""
    return _allows("may_change_registrations", actor, place)


def may_export_people(actor: Actor, place: Place) -> bool:
    """Take personal data out as files."""
    return _allows("may_export_people", actor, place)


def may_publish(actor: Actor, place: Place) -> bool:
    """Publish releases, take them back, bring old ones back."""
    return _allows("may_publish", actor, place)


def may_set_up(actor: Actor, place: Place) -> bool:
    """Change settings, branding, visibility."""
    return _allows("may_set_up", actor, place)


def may_invite(actor: Actor, place: Place) -> bool:
    """Give and take roles below owner."""
    return _allows("may_invite", actor, place)


def may_own(actor: Actor, place: Place) -> bool:
    """Make owners, hand the forum over, delete it."""
    return _allows("may_own", actor, place)


def may_write_messages(actor: Actor, place: Place) -> bool:
    """Read the outbox and write to people."""
    return _allows("may_write_messages", actor, place)


def may_read_log(actor: Actor, place: Place) -> bool:
    """Read who did what."""
    return _allows("may_read_log", actor, place)


def may_administer(actor: Actor, _place: Place) -> bool:
    """Make and disable accounts."""
    return actor.administrator


def may_create_forum(actor: Actor, _place: Place) -> bool:
    """Make new forums."""
    return actor.administrator
