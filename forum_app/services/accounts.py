"""Accounts and what they may do: made, named, given roles; a forum always keeps an owner."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.draft_rules import line_problem, tidy_line
from forum_app.domain.errors import EditRefused, LastOwner, NotFound
from forum_app.domain.identity import new_id
from forum_app.domain.permissions import Actor
from forum_app.domain.registration_rules import address_of, email_of
from forum_app.domain.vocabularies import KeyPurpose, MemberRole
from forum_app.models.accounts import Account, KnownBrowser, Membership, OneTimeKey, SignIn
from forum_app.models.forum import Forum
from forum_app.services.audit import record
from forum_app.services.credentials import hashed, new_token
from forum_app.services.outbox import cancel_invitations

SENT_TWICE = timedelta(minutes=1)
INVITATION_LASTS = timedelta(days=14)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Person:
    """An account as pages show it; nothing secret."""

    id: str
    email: str
    name: str
    language: str
    administrator: bool
    disabled: bool
    has_password: bool
    has_second_factor: bool

    @property
    def called(self) -> str:
        return self.name or self.email


@dataclass(frozen=True)
class Member:
    person: Person
    role: MemberRole


@dataclass(frozen=True)
class Invited:
    """Somebody who was invited and hasn't come yet."""

    key: str
    email: str
    role: MemberRole
    expires_at: datetime


def person_of(row: Account) -> Person:
    """What pages may know of a row of the table."""
    return Person(
        row.id,
        row.email,
        row.name,
        row.language,
        row.administrator,
        row.disabled,
        bool(row.password),
        bool(row.second_factor),
    )


def find_account(connection: Connection, email: str) -> Account | None:
    """The account with this address; raises UnfitAddress."""
    found: Account | None = connection.execute(select(Account).where(Account.address == address_of(email))).first()  # type: ignore[assignment]
    return found


def make_account(connection: Connection, email: str, actor: str, *, name: str = "", language: str = "") -> str:
    """The id of the account with this address, made where there is none; raises UnfitAddress and EditRefused."""
    found = find_account(connection, email)
    if found is not None:
        return found.id
    key = new_id()
    connection.execute(
        insert(Account).values(
            id=key,
            email=email_of(email),
            address=address_of(email),
            name=fit_name(name),
            language=language,
            password="",
            second_factor="",
            second_factor_step=0,
            administrator=False,
            disabled=False,
            created_at=datetime.now(UTC),
        )
    )
    record(connection, actor, "account.made", None, thing=key)
    return key


def fit_name(typed: str) -> str:
    """How an account is called, as it is kept; raises EditRefused."""
    if problem := line_problem(typed, LONGEST_NAME):
        raise EditRefused([("name", problem)])
    return tidy_line(typed)


def actor_of(connection: Connection, account: str, administrator: bool) -> Actor:
    """Who somebody is to the rules: one query."""
    rows = connection.execute(select(Membership.forum_id, Membership.role).where(Membership.account == account))
    return Actor(account, administrator, {row.forum_id: row.role for row in rows})


def give_role(connection: Connection, forum_id: str, account: str, role: MemberRole, actor: str) -> None:
    """Makes somebody a member, or gives a member another role. Raises LastOwner where that leaves no owner."""
    before = role_of(connection, forum_id, account)
    if before == role:
        return
    if before == MemberRole.OWNER:
        _keep_an_owner(connection, forum_id, account)
    if before is None:
        values = {"forum_id": forum_id, "account": account, "role": role, "created_at": datetime.now(UTC)}
        connection.execute(insert(Membership).values(values))
    else:
        connection.execute(update(Membership).where(*_is(forum_id, account)).values(role=role))
    record(connection, actor, "member.role", forum_id, "", before and before.value, role.value, thing=account)


def take_role(connection: Connection, forum_id: str, account: str, actor: str) -> None:
    """Ends somebody's membership. Raises LastOwner, NotFound."""
    before = role_of(connection, forum_id, account)
    if before is None:
        raise NotFound("This person is no member of this forum.")
    if before == MemberRole.OWNER:
        _keep_an_owner(connection, forum_id, account)
    connection.execute(delete(Membership).where(*_is(forum_id, account)))
    record(connection, actor, "member.removed", forum_id, "", before.value, None, thing=account)


def _is(forum_id: str, account: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Membership.forum_id == forum_id, Membership.account == account


def role_of(connection: Connection, forum_id: str, account: str) -> MemberRole | None:
    found: MemberRole | None = connection.execute(
        select(Membership.role).where(Membership.forum_id == forum_id, Membership.account == account)
    ).scalar()
    return found


def _keep_an_owner(connection: Connection, forum_id: str, account: str) -> None:
    """Raises LastOwner where nobody else owns the forum; an account that is disabled owns nothing.

    The forum's row is locked, so that of two who go at once the second sees the first gone: call it in a turn.
    """
    connection.execute(select(Forum.id).where(Forum.id == forum_id).with_for_update())
    others = (
        select(func.count())
        .select_from(Membership)
        .join(Account, Account.id == Membership.account)
        .where(
            Membership.forum_id == forum_id,
            Membership.role == MemberRole.OWNER,
            Membership.account != account,
            Account.disabled.is_(False),
        )
    )
    if not connection.execute(others).scalar_one():
        raise LastOwner("A forum keeps an owner: make somebody else an owner first.")


def members_of(database: Database, forum_id: str) -> list[Member]:
    """Who works on a forum, owners first, then by name."""
    order = list(MemberRole)
    with database.reading() as connection:
        query = select(Account, Membership.role.label("role_here")).join(Membership, Membership.account == Account.id)
        rows = connection.execute(query.where(Membership.forum_id == forum_id)).all()
    found = [Member(person_of(row), row.role_here) for row in rows]  # type: ignore[arg-type]
    return sorted(found, key=lambda member: (order.index(member.role), member.person.called.casefold()))


def invite(connection: Connection, forum_id: str, email: str, role: MemberRole, actor: str) -> str | None:
    """A key with which whoever reads this address's mail becomes a member; an earlier one for it is no longer good, and
    its mail is taken back where it waits. None where the same was asked a moment ago: the form was sent twice.

    The caller's transaction must be the forum's turn. Raises UnfitAddress.
    """
    kept, now = email_of(email), datetime.now(UTC)
    query = select(OneTimeKey).where(OneTimeKey.forum_id == forum_id)
    here = [row for row in connection.execute(query) if address_of(row.email) == address_of(kept)]
    if any(row.role == role and row.made_at > now - SENT_TWICE for row in here):
        return None
    connection.execute(delete(OneTimeKey).where(OneTimeKey.key.in_([row.key for row in here])))
    cancel_invitations(connection, forum_id, kept)
    key = new_token()
    connection.execute(
        insert(OneTimeKey).values(
            key=hashed(key),
            purpose=KeyPurpose.INVITATION,
            account=None,
            email=kept,
            forum_id=forum_id,
            role=role,
            made_by=actor[:20],
            made_at=now,
            expires_at=now + INVITATION_LASTS,
            tries=0,
        )
    )
    record(connection, actor, "member.invited", forum_id, kept, None, role.value)
    return key


def invited_to(database: Database, forum_id: str) -> list[Invited]:
    """Invitations that are still good, by address."""
    query = select(OneTimeKey).where(
        OneTimeKey.forum_id == forum_id,
        OneTimeKey.purpose == KeyPurpose.INVITATION,
        OneTimeKey.expires_at > datetime.now(UTC),
    )
    with database.reading() as connection:
        rows = connection.execute(query.order_by(OneTimeKey.email)).all()
    return [Invited(row.key, row.email, row.role, row.expires_at) for row in rows]


def withdraw_invitation(connection: Connection, forum_id: str, key: str, actor: str) -> None:
    """An invitation, by what is kept of its key, is no longer good, and its mail is taken back where it waits. Safe to
    repeat."""
    here = select(OneTimeKey.email).where(OneTimeKey.key == key, OneTimeKey.forum_id == forum_id)
    email = connection.execute(here).scalar()
    if email is not None:
        connection.execute(delete(OneTimeKey).where(OneTimeKey.key == key, OneTimeKey.forum_id == forum_id))
        cancel_invitations(connection, forum_id, email)
        record(connection, actor, "member.invitation-withdrawn", forum_id, email)


def disable(connection: Connection, account: str, actor: str, *, disabled: bool = True) -> None:
    """An account that is disabled signs in nowhere, and is signed out at once. Raises LastOwner, NotFound."""
    found = connection.execute(select(Account.disabled).where(Account.id == account)).first()
    if found is None:
        raise NotFound("There is no such account.")
    if disabled:
        _keep_an_administrator(connection, account)
        owned = select(Membership.forum_id).where(Membership.account == account, Membership.role == MemberRole.OWNER)
        for forum_id in connection.execute(owned).scalars().all():
            _keep_an_owner(connection, forum_id, account)
        connection.execute(delete(SignIn).where(SignIn.account == account))
        connection.execute(delete(KnownBrowser).where(KnownBrowser.account == account))
    connection.execute(update(Account).where(Account.id == account).values(disabled=disabled))
    record(connection, actor, "account.disabled" if disabled else "account.enabled", None, thing=account)


def all_accounts(database: Database) -> list[Person]:
    """Every account, by address."""
    with database.reading() as connection:
        return [person_of(row) for row in connection.execute(select(Account).order_by(Account.address))]  # type: ignore[arg-type]


def make_administrator(connection: Connection, account: str, actor: str, *, on: bool = True) -> None:
    """Makes somebody an administrator of the installation, or no longer one. Raises LastOwner: one always stays."""
    if not on:
        _keep_an_administrator(connection, account)
    connection.execute(update(Account).where(Account.id == account).values(administrator=on))
    record(connection, actor, "account.administrator", None, "", not on, on, thing=account)


def _keep_an_administrator(connection: Connection, account: str) -> None:
    """Raises LastOwner where an account is the only administrator: call it in the turn of the accounts."""
    found = select(Account.id).where(Account.administrator.is_(True), Account.disabled.is_(False))
    if set(connection.execute(found).scalars()) == {account}:
        raise LastOwner("An installation keeps an administrator: make somebody else one first.")


def own_forums(connection: Connection, account: str) -> list[str]:
    """Ids of the forums that somebody is a member of."""
    query = select(Membership.forum_id).join(Forum, Forum.id == Membership.forum_id)
    return list(connection.execute(query.where(Membership.account == account)).scalars())
