"""Signing out: one browser, another one, all but this; and which ones an account is signed in with."""

from sqlalchemy import Connection, delete, select

from forum_app.database import Database
from forum_app.models.accounts import KnownBrowser, SignIn
from forum_app.services.audit import record
from forum_app.services.credentials import hashed


def end(connection: Connection, token: str) -> None:
    """Signs out the browser with this hash of a token."""
    connection.execute(delete(SignIn).where(SignIn.token == token))


def end_one(connection: Connection, account_id: str, name: str) -> None:
    """Signs out one of an account's browsers, by the hash of its token; nothing where there is none. Safe to repeat."""
    ended = connection.execute(delete(SignIn).where(SignIn.account == account_id, SignIn.token == name)).rowcount
    if ended:
        record(connection, account_id, "sign-in.ended", None, after={"browser": name[:12]}, thing=account_id)


def end_all(connection: Connection, account_id: str, actor: str, but: str, mark: str) -> None:
    """Signs out every browser of an account, ``but`` that with this token and ``mark``: no other is known to it any more."""
    connection.execute(delete(SignIn).where(SignIn.account == account_id, SignIn.token != but))
    connection.execute(
        delete(KnownBrowser).where(KnownBrowser.account == account_id, KnownBrowser.mark != hashed(mark))
    )
    record(connection, actor, "sign-in.ended-everywhere", None, thing=account_id)


def sign_ins_of(database: Database, account_id: str) -> list[SignIn]:
    """The browsers that an account is signed in with, the latest first."""
    query = select(SignIn).where(SignIn.account == account_id).order_by(SignIn.seen_at.desc())
    with database.reading() as connection:
        return list(connection.execute(query).all())  # type: ignore[arg-type]
