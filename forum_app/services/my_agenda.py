"""What somebody who registered chose of the programme: put into their agenda, taken out of it."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from forum_app.database import Database
from forum_app.domain.errors import ForumError
from forum_app.domain.my_agenda import MOST_STARS
from forum_app.models.registrations import RegistrationSession, RegistrationStar

AT_ONCE = 400


class TooManyStars(ForumError):
    """An agenda would hold more than MOST_STARS sessions; nothing was changed."""


def stars_of(connection: Connection, registration: str) -> list[str]:
    """Ids of the sessions in somebody's agenda, in the order in which they came in. One may be gone by now."""
    star = RegistrationStar
    query = select(star.session).where(star.registration == registration).order_by(star.starred_at, star.session)
    return list(connection.execute(query).scalars())


def change_stars(
    database: Database, forum_id: str, registration: str, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> None:
    """Puts sessions into an agenda and takes others out; what stands there already stays as it is, so that the same sent
    twice does it once. Raises TooManyStars."""
    wanted, unwanted = dict.fromkeys(add), set(remove)

    def job(connection: Connection) -> None:
        here = set(stars_of(connection, registration))
        if going := sorted(unwanted & here):
            star = RegistrationStar
            gone = (star.registration == registration, star.session.in_(going))
            connection.execute(delete(star).where(*gone))
        fresh = [key for key in wanted if key not in here and key not in unwanted]
        if fresh and len(here - unwanted) + len(fresh) > MOST_STARS:
            raise TooManyStars("An agenda of one's own holds at most %(most)s sessions.", most=MOST_STARS)
        _keep(connection, forum_id, [(registration, key) for key in fresh])

    database.in_turn(f"stars:{registration}", job)


def seats_become_stars(connection: Connection, forum_id: str, sessions: Collection[str]) -> None:
    """Whoever has a seat in sessions that are about to be deleted keeps them in their agenda: so they hear of it when
    that is published, and their calendar shows them as cancelled."""
    keys = sorted(sessions)
    signed, star = RegistrationSession, RegistrationStar
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        query = select(signed.parent, signed.member).where(signed.forum_id == forum_id, signed.member.in_(some))
        seats = {(row[0], row[1]) for row in connection.execute(query)}
        if not seats:
            continue
        query = select(star.registration, star.session).where(star.forum_id == forum_id, star.session.in_(some))
        kept = {(row[0], row[1]) for row in connection.execute(query)}
        _keep(connection, forum_id, sorted(seats - kept))


def _keep(connection: Connection, forum_id: str, stars: Iterable[tuple[str, str]]) -> None:
    now = datetime.now(UTC)
    rows = [{"forum_id": forum_id, "registration": who, "session": key, "starred_at": now} for who, key in stars]
    if rows:
        connection.execute(insert(RegistrationStar), rows)
