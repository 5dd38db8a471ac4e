"""What somebody does with the account of their own: name, language, password, second factor."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import EditRefused, TooManyAttempts
from forum_app.domain.sentences import said
from forum_app.models.accounts import Account, RecoveryCode
from forum_app.models.publishing import AuditEntry
from forum_app.services.accounts import fit_name
from forum_app.services.audit import record
from forum_app.services.credentials import (
    new_recovery_codes,
    password_hash,
    password_problem,
    recovery_hash,
    step_of,
)
from forum_app.services.signing_in import From, by_password, has_second_factor, second_factor_fits
from forum_app.services.signing_out import end_all

JUST_NOW = timedelta(minutes=15)


def set_profile(connection: Connection, account: str, name: str, language: str) -> None:
    """Keeps how somebody is called, and the language of the desk. Raises EditRefused."""
    values = {"name": fit_name(name), "language": language}
    connection.execute(update(Account).where(Account.id == account).values(**values))
    record(connection, account, "account.changed", None, after=values, thing=account)


def change_password(database: Database, account: str, old: str, new: str, token: str, where: From) -> None:
    """Sets another password and signs every other browser out. Raises EditRefused with the place of what is wrong.

    The old one is asked for where there is one, unless its owner came in by mail just now: whoever forgot it does so.
    Wrong ones are counted as those of signing in are: a browser that was left open is no place for guessing.
    """
    with database.reading() as connection:
        row = connection.execute(select(Account.email, Account.password).where(Account.id == account)).one()
        asked = row.password and not by_mail_just_now(connection, account, token)
    try:
        if asked and by_password(database, row.email, old, where) is None:
            raise EditRefused([("old", said("This is not your password."))])
    except TooManyAttempts as error:
        raise EditRefused([("old", error.message)]) from error
    database.write(lambda writing: _set_password(writing, account, new, token, where.mark))


def _set_password(connection: Connection, account: str, new: str, token: str, mark: str) -> None:
    row = connection.execute(select(Account).where(Account.id == account)).one()
    if problem := password_problem(new, [row.email, row.name]):
        raise EditRefused([("new", problem)])
    connection.execute(update(Account).where(Account.id == account).values(password=password_hash(new)))
    record(connection, account, "account.password", None, thing=account)
    end_all(connection, account, account, token, mark)


def by_mail_just_now(connection: Connection, account: str, token: str) -> bool:
    """Whether this browser signed in by a code or link from the account's mail, within a quarter of an hour: the log
    knows. ``token`` is the hash of its token."""
    query = select(AuditEntry.after).where(
        AuditEntry.thing == account, AuditEntry.action == "sign-in.done", AuditEntry.at > datetime.now(UTC) - JUST_NOW
    )
    found = (after or {} for after in connection.execute(query).scalars())
    return any(
        after.get("browser") == token[:12] and str(after.get("how", "")).startswith(("code", "link")) for after in found
    )


def turn_on_second_factor(connection: Connection, account: str, secret: str, code: str) -> list[str]:
    """Ten recovery codes, once the authenticator shows the right code. Raises EditRefused."""
    step = step_of(secret, code, 0)
    if step is None:
        raise EditRefused([("code", said("This code is not right: type the one that the authenticator shows now."))])
    connection.execute(
        update(Account).where(Account.id == account).values(second_factor=secret, second_factor_step=step)
    )
    codes = new_recovery_codes()
    connection.execute(delete(RecoveryCode).where(RecoveryCode.account == account))
    rows = [{"code": recovery_hash(account, code), "account": account} for code in codes]
    connection.execute(insert(RecoveryCode), rows)
    record(connection, account, "account.second-factor", None, after={"on": True}, thing=account)
    return codes


def turn_off_second_factor(database: Database, account: str, code: str, where: From) -> None:
    """Ends the second factor; a code of it is asked for once more. Safe to repeat. Raises EditRefused."""
    if not has_second_factor(database, account):
        return
    try:
        fits = second_factor_fits(database, account, code, where)
    except TooManyAttempts as error:
        raise EditRefused([("code", error.message)]) from error
    if not fits:
        raise EditRefused([("code", said("This code is not right: type the one that the authenticator shows now."))])
    database.write(lambda writing: _end_second_factor(writing, account))


def _end_second_factor(connection: Connection, account: str) -> None:
    connection.execute(delete(RecoveryCode).where(RecoveryCode.account == account))
    values = {"second_factor": "", "second_factor_step": 0}
    connection.execute(update(Account).where(Account.id == account).values(**values))
    record(connection, account, "account.second-factor", None, after={"on": False}, thing=account)
