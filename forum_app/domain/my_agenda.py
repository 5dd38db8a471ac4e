"""An agenda of one's own: which of its sessions are at the same time."""

from collections.abc import Iterable

from forum_app.domain.release import SessionEntry
from forum_app.domain.vocabularies import SessionKind

MOST_STARS = 500  # sessions that one agenda may hold


def at_the_same_time(sessions: Iterable[SessionEntry]) -> list[list[SessionEntry]]:
    """For each time at which several sessions run, those that run then, in time order: the last of them begins at that
    time. A time whose sessions all run on at the next one is left out; so is what is cancelled or has no time."""
    timed = sorted(
        (one for one in sessions if one.starts_at and one.ends_at and not one.is_cancelled),
        key=lambda one: (one.starts_at, one.ends_at, one.id),
    )
    found: list[list[SessionEntry]] = []
    running: list[SessionEntry] = []
    for one in timed:
        still = [each for each in running if each.ends_at and one.starts_at and each.ends_at > one.starts_at]
        if len(still) < len(running) and len(running) > 1:
            found.append(running)
        running = [*still, one]
    return [*found, running] if len(running) > 1 else found


def can_be_starred(session: SessionEntry) -> bool:
    """A break is nobody's choice."""
    return session.kind != SessionKind.BREAK
