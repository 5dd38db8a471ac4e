"""What may be done only so often is counted: of an account, an address, a network, a browser."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from forum_app.domain.errors import TooManyAttempts
from forum_app.models.accounts import Attempt

WINDOW, MOST_OF_ACCOUNT = timedelta(minutes=15), 10
KEPT = timedelta(days=1)


def must_be_few(connection: Connection, keys: list[str], most_of_network: int) -> None:
    """Raises TooManyAttempts where one of these keys failed as often as it may."""
    for key in keys:
        most = most_of_network if key.startswith("network:") else MOST_OF_ACCOUNT
        if how_many(connection, key, WINDOW) >= most:
            raise TooManyAttempts("Too many attempts failed. Wait a quarter of an hour, or ask for a code by mail.")


def how_many(connection: Connection, key: str, within: timedelta) -> int:
    """How many attempts of this key were counted in the time just past."""
    query = select(func.count()).select_from(Attempt).where(Attempt.of == key, Attempt.at > datetime.now(UTC) - within)
    return int(connection.execute(query).scalar_one())


def count(connection: Connection, keys: list[str]) -> list[int]:
    """Counts one attempt of each of these keys; their numbers, by which it can be taken back."""
    now = datetime.now(UTC)
    connection.execute(delete(Attempt).where(Attempt.at < now - KEPT))
    rows = (connection.execute(insert(Attempt).values(of=key, at=now)) for key in keys)
    return [int(key) for row in rows for key in row.inserted_primary_key or ()]


def take_back(connection: Connection, numbers: list[int]) -> None:
    """What was counted beforehand and didn't fail counts no more."""
    connection.execute(delete(Attempt).where(Attempt.id.in_(numbers)))


def have_failed(connection: Connection, numbers: list[int]) -> None:
    """What was counted beforehand failed: it counts from now on."""
    connection.execute(update(Attempt).where(Attempt.id.in_(numbers)).values(at=datetime.now(UTC)))
