"""Keys of second screens: made for one session's run, kept as their SHA-256, good until the day after, for nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from forum_app.models.forum import Forum
from forum_app.models.running import ScreenKey
from forum_app.services.credentials import hashed
from forum_app.services.personal_keys import looks_like_key, new_personal_key

DAY = timedelta(days=1)
MOST = 20


@dataclass(frozen=True)
class Screen:
    """Which session's run a key shows."""

    forum_id: str
    slug: str
    session: str


@dataclass(frozen=True)
class NewKey:
    """A key that was just made, until when it is good (aware), and how many others of the same session are good too."""

    key: str
    until: datetime
    others: int


def new_screen_key(
    connection: Connection, forum_id: str, session: str, ends_at: datetime | None, now: datetime, *, alone: bool = False
) -> NewKey:
    """A new key, good until a day after the session's end, or after now where that is later or there is none. ``now`` is
    the programme's clock. With ``alone`` all other keys of the session go, else the oldest where there are too many."""
    until = max(now, ends_at or now) + DAY
    here = select(ScreenKey.key).where(ScreenKey.session == session).order_by(ScreenKey.made_at.desc())
    keys = list(connection.execute(here).scalars())
    kept = 0 if alone else MOST - 1
    connection.execute(delete(ScreenKey).where(ScreenKey.key.in_(keys[kept:])))
    key = new_personal_key()
    values = {"key": hashed(key), "session": session, "forum_id": forum_id, "made_at": datetime.now(UTC)}
    connection.execute(insert(ScreenKey).values(until=until, **values))
    good = select(func.count()).where(ScreenKey.session == session, ScreenKey.until > now)
    return NewKey(key, until, connection.execute(good).scalar_one() - 1)


def screen_of(connection: Connection, key: str, now: datetime) -> Screen | None:
    """What a key shows at an instant of the programme's clock; None for a key of nobody, or one that is over."""
    if not looks_like_key(key):
        return None
    query = (
        select(ScreenKey.forum_id, Forum.slug, ScreenKey.session)
        .join(Forum, Forum.id == ScreenKey.forum_id)
        .where(ScreenKey.key == hashed(key), ScreenKey.until > now)
    )
    row = connection.execute(query).first()
    return Screen(row.forum_id, row.slug, row.session) if row else None
