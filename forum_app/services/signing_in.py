"""Signing in and out: passwords, mailed codes, links, second factors; what fails too often waits.

Never by the programme's clock: real time alone. A stranger who fails locks nobody out, because a browser in which
somebody signed in before is counted by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import Connection, delete, insert, or_, select, update

from forum_app.config import NETWORK_FAILURES
from forum_app.database import Database
from forum_app.domain.errors import KeyRefused
from forum_app.domain.permissions import Actor
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.vocabularies import KeyPurpose, MemberRole
from forum_app.models.accounts import Account, KnownBrowser, OneTimeKey, RecoveryCode, SignIn
from forum_app.services import attempts
from forum_app.services.accounts import Person, actor_of, find_account, give_role, make_account, person_of, role_of
from forum_app.services.audit import record
from forum_app.services.credentials import (
    hashed,
    new_code,
    new_token,
    password_fits,
    recovery_hash,
    step_of,
)

IDLE, ABSOLUTE, SEEN_EVERY = timedelta(hours=12), timedelta(days=14), timedelta(minutes=5)
TURN = "attempts"  # what fails is counted one after the other
CODE_LASTS, MOST_CODE_TRIES = timedelta(minutes=10), 5
LINK_LASTS, RESET_LASTS = timedelta(hours=24), timedelta(hours=1)


@dataclass(frozen=True)
class Guest:
    """Somebody who is signed in: the account, what they may do, the hash of the browser's token."""

    account: Person
    actor: Actor
    token: str


@dataclass(frozen=True)
class From:
    """Where somebody tries to sign in from: network address, the browser's own mark, its name; how often a network may
    fail in a quarter of an hour."""

    network: str
    mark: str = ""
    browser: str = ""
    most_of_network: int = NETWORK_FAILURES

    @property
    def network_key(self) -> str:
        try:
            address = ip_address(self.network)
        except ValueError:
            return "network:unknown"
        return f"network:{ip_network(f'{address}/{32 if address.version == 4 else 56}', strict=False)}"


def guest_of(database: Database, token: str) -> Guest | None:
    """Who is signed in with this token; None where it is none, too old, or the account is disabled."""
    now, key = datetime.now(UTC), hashed(token)
    with database.reading() as connection:
        query = select(Account, SignIn.created_at.label("since"), SignIn.seen_at).join(
            SignIn, SignIn.account == Account.id
        )
        row = connection.execute(query.where(SignIn.token == key)).first()
        if row is None or row.disabled or now - row.seen_at > IDLE or now - row.since > ABSOLUTE:
            return None
        guest = Guest(person_of(row), actor_of(connection, row.id, row.administrator), key)  # type: ignore[arg-type]
    if now - row.seen_at > SEEN_EVERY:
        database.write(lambda writing: _seen(writing, key, now))
    return guest


def _seen(connection: Connection, key: str, now: datetime) -> None:
    connection.execute(update(SignIn).where(SignIn.token == key).values(seen_at=now))


def by_password(database: Database, email: str, password: str, where: From) -> Account | None:
    """The account that this password is of; None where it isn't, whoever asks. Raises TooManyAttempts.

    Each try counts before it is made, and no more once it was right: many at once are not more than the limit.
    """

    def ask(connection: Connection) -> tuple[Account | None, list[int]]:
        account = _account(connection, email)
        keys = _counted(connection, account, email, where)
        attempts.must_be_few(connection, keys, where.most_of_network)
        return account, attempts.count(connection, keys)

    account, counted = database.in_turn(TURN, ask)
    fits = password_fits(account.password if account else "", password)
    if fits and account is not None and not account.disabled:
        database.write(lambda writing: attempts.take_back(writing, counted))
        return account
    database.write(lambda writing: _failed(writing, counted, account))
    return None


def _account(connection: Connection, email: str) -> Account | None:
    try:
        return find_account(connection, email)
    except UnfitAddress:
        return None


def _counted(connection: Connection, account: Account | None, email: str, where: From) -> list[str]:
    """What a failure counts against: the network, and the account; a browser known to it by itself."""
    if account is None:
        try:
            whose = f"address:{hashed(address_of(email) or '')[:40]}"
        except UnfitAddress:
            whose = "address:unfit"
        return [where.network_key, whose]
    if knows(connection, account.id, where.mark):
        return [f"account:{account.id}:{hashed(where.mark)[:40]}"]
    return [where.network_key, f"account:{account.id}"]


def knows(connection: Connection, account_id: str, mark: str) -> bool:
    """Whether somebody signed in to this account before in the browser that has this mark."""
    here = (KnownBrowser.mark == hashed(mark), KnownBrowser.account == account_id)
    return bool(mark) and connection.execute(select(KnownBrowser.mark).where(*here)).first() is not None


def _failed(connection: Connection, counted: list[int], account: Account | None) -> None:
    attempts.have_failed(connection, counted)  # also where nobody has the address: it takes the same work
    if account is not None:
        record(connection, account.id, "sign-in.failed", None, thing=account.id)


def second_factor_fits(database: Database, account_id: str, code: str, where: From) -> bool:
    """Whether a code is the authenticator's, or one of the recovery codes; each is good once. Raises TooManyAttempts."""

    def job(connection: Connection) -> bool:
        account = connection.execute(select(Account).where(Account.id == account_id)).one()
        keys = [*_counted(connection, account, account.email, where), f"factor:{account.id}"]  # type: ignore[arg-type]
        # Wrong passwords of strangers don't stop an owner who came by mail.
        asked = [key for key in keys if key != f"account:{account.id}"]
        attempts.must_be_few(connection, asked, where.most_of_network)
        step = step_of(account.second_factor, code, account.second_factor_step)
        if step is not None:
            connection.execute(update(Account).where(Account.id == account_id).values(second_factor_step=step))
            return True
        used = connection.execute(delete(RecoveryCode).where(RecoveryCode.code == recovery_hash(account_id, code)))
        if used.rowcount:
            record(connection, account_id, "sign-in.recovery-code", None, thing=account_id)
            return True
        _failed(connection, attempts.count(connection, keys), account)  # type: ignore[arg-type]
        return False

    return database.in_turn(TURN, job)


def begin(connection: Connection, account_id: str, where: From, how: str) -> str:
    """Signs an account in: the token of the new sign-in. Old ones of it that ended are cleared away."""
    now, token = datetime.now(UTC), new_token()
    connection.execute(delete(SignIn).where(SignIn.account == account_id, SignIn.created_at < now - ABSOLUTE))
    values = {"account": account_id, "browser": where.browser[:200], "created_at": now, "seen_at": now}
    connection.execute(insert(SignIn).values(token=hashed(token), **values))
    if where.mark:
        _know(connection, account_id, hashed(where.mark), now)
    record(connection, account_id, "sign-in.done", None, after={"how": how, "browser": called(token)}, thing=account_id)
    return token


def called(token: str) -> str:
    """What the log calls a sign-in by: enough to know it again, of no use to anybody else."""
    return hashed(token)[:12]


def _know(connection: Connection, account_id: str, mark: str, now: datetime) -> None:
    here = (KnownBrowser.mark == mark, KnownBrowser.account == account_id)
    if not connection.execute(update(KnownBrowser).where(*here).values(seen_at=now)).rowcount:
        connection.execute(insert(KnownBrowser).values(mark=mark, account=account_id, seen_at=now))


def new_key(
    connection: Connection, purpose: KeyPurpose, account_id: str | None, email: str, actor: str, *, bound: str = ""
) -> str:
    """A key for one use: a code of eight digits that is good in the browser ``bound`` alone, else the key of a link.
    Without an account it is good for nothing.

    Each new one replaces the one before it: a code that of the same browser alone, so that nobody takes another's.
    """
    now = datetime.now(UTC)
    lasts = {KeyPurpose.CODE: CODE_LASTS, KeyPurpose.RESET: RESET_LASTS}.get(purpose, LINK_LASTS)
    key = new_code() if purpose == KeyPurpose.CODE else new_token()
    kept = hashed(f"{bound}:{key}" if bound else key)
    same = [OneTimeKey.account == account_id, OneTimeKey.purpose == purpose]
    if purpose == KeyPurpose.CODE:
        actor = _asker(bound)
        same.append(or_(OneTimeKey.made_by == actor, OneTimeKey.expires_at <= now))
    connection.execute(delete(OneTimeKey).where(*same))
    values = {"purpose": purpose, "account": account_id, "email": email, "forum_id": None, "role": None}
    times = {"made_at": now, "expires_at": now + lasts, "tries": 0, "made_by": actor[:20]}
    connection.execute(insert(OneTimeKey).values(key=kept, **values, **times))
    return key


def _asker(bound: str) -> str:
    """What a code says of the browser that asked for it: enough to find it by, nothing to come in with."""
    return hashed(bound)[:20]


def peek(database: Database, key: str) -> OneTimeKey | None:
    """What a link's key is good for, None where it is good for nothing; nothing changes."""
    query = select(OneTimeKey).where(OneTimeKey.key == hashed(key), OneTimeKey.expires_at > datetime.now(UTC))
    with database.reading() as connection:
        found: OneTimeKey | None = connection.execute(query).first()  # type: ignore[assignment]
    return found


def use_link(connection: Connection, key: str) -> tuple[str, KeyPurpose]:
    """The account that a link signs in; it is good once. An invitation makes the account and the membership.

    Raises KeyRefused.
    """
    kept = hashed(key)
    row = connection.execute(select(OneTimeKey).where(OneTimeKey.key == kept)).first()
    used = connection.execute(delete(OneTimeKey).where(OneTimeKey.key == kept)).rowcount
    if row is None or not used or row.expires_at <= datetime.now(UTC) or row.purpose == KeyPurpose.CODE:
        raise KeyRefused("This link was used before, or its time is over. Ask for a new one.")
    account_id = row.account
    if row.purpose == KeyPurpose.INVITATION:
        account_id = make_account(connection, row.email, row.made_by)
        _take_up(connection, row.forum_id, account_id, row.role, row.made_by)
    if connection.execute(select(Account.disabled).where(Account.id == account_id)).scalar() is not False:
        raise KeyRefused("This account is disabled: ask whoever runs this site.")
    return account_id, row.purpose


def _take_up(connection: Connection, forum_id: str, account_id: str, role: MemberRole, made_by: str) -> None:
    """Gives what an invitation holds; who has more already keeps it, so that no invitation takes an owner away."""
    order, now = list(MemberRole), role_of(connection, forum_id, account_id)
    if now is None or order.index(role) < order.index(now):
        give_role(connection, forum_id, account_id, role, made_by)


def by_code(database: Database, email: str, code: str, bound: str) -> str | None:
    """The account whose mailed code this is, in the browser that asked for it; None for a wrong or late one.

    After five wrong ones in that browser its code is good for nothing; other browsers' codes are untouched.
    """
    digits = "".join(char for char in code if char.isascii() and char.isdigit())

    def job(connection: Connection) -> str | None:
        account = _account(connection, email)
        if account is None or account.disabled:
            return None
        own = OneTimeKey.made_by == _asker(bound)
        here = (OneTimeKey.account == account.id, OneTimeKey.purpose == KeyPurpose.CODE, own)
        row = connection.execute(select(OneTimeKey).where(*here)).first()
        if row is None or row.expires_at <= datetime.now(UTC) or row.tries >= MOST_CODE_TRIES:
            return None
        if row.key != hashed(f"{bound}:{digits}"):
            connection.execute(update(OneTimeKey).where(*here).values(tries=row.tries + 1))
            return None
        connection.execute(delete(OneTimeKey).where(*here))
        return str(account.id)

    return database.in_turn("code", job)


def has_second_factor(database: Database, account_id: str) -> bool:
    """Whether this account signs in with an authenticator too."""
    with database.reading() as connection:
        return bool(connection.execute(select(Account.second_factor).where(Account.id == account_id)).scalar())
