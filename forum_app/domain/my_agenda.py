"""An agenda of one's own: which of its sessions are at the same time."""

from collections.abc import Iterable

from forum_app.domain.release import SessionEntry
from forum_app.domain.vocabularies import SessionKind

MOST_STARS = 500  # sessions that one agenda may hold


def overlapping(sessions: Iterable[SessionEntry]) -> list[tuple[SessionEntry, SessionEntry]]:
    """Pairs of sessions of which one begins before the other has ended, in time order; nothing that is cancelled or has no
    time overlaps."""
    timed = sorted(
        (one for one in sessions if one.starts_at and one.ends_at and not one.is_cancelled),
        key=lambda one: (one.starts_at, one.ends_at, one.id),
    )
    pairs = []
    for place, first in enumerate(timed):
        for other in timed[place + 1 :]:
            assert first.ends_at is not None and other.starts_at is not None
            if other.starts_at >= first.ends_at:
                break
            pairs.append((first, other))
    return pairs


def can_be_starred(session: SessionEntry) -> bool:
    """A break is nobody's choice."""
    return session.kind != SessionKind.BREAK
