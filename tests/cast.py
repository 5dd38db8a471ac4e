"""The cast of every test that asks who may come in: who is who, and a browser that is signed in as each of them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select
from werkzeug.test import TestResponse

from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import MemberRole
from forum_app.models.accounts import Account, Membership
from forum_app.models.forum import Forum
from forum_app.services.signing_in import From, begin

OWNER, ORGANISER, EDITOR, RECEPTION, VIEWER = (role.value for role in MemberRole)
NEIGHBOUR, ADMINISTRATOR, STRANGER = "neighbour", "administrator", "stranger"
CAST = (OWNER, ORGANISER, EDITOR, RECEPTION, VIEWER, NEIGHBOUR, ADMINISTRATOR, STRANGER)
# What a form of the desk carries beside its fields: what it was filled from (here: anything), and that it came whole.
WHOLE = {"_base": "{}", "_whole": "1"}
_TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]{64})"')


@dataclass
class Browser:
    """A test client that is somebody's, with the token that this somebody's forms carry."""

    client: FlaskClient
    account: str = ""
    csrf: str = ""

    def get(self, address: str, **more: object) -> TestResponse:
        return self.client.get(address, **more)  # type: ignore[arg-type]

    def post(self, address: str, data: object = None, **more: object) -> TestResponse:
        """Sends a form with its token, where there is one."""
        fields = dict(data or {})  # type: ignore[call-overload]
        return self.client.post(address, data={"_csrf": self.csrf, **fields}, **more)  # type: ignore[arg-type]


def refusal(browser: Browser, address: str) -> str:
    """The page of the desk that says why what was sent to an address was not done."""
    answer = browser.post(address)
    assert (answer.status_code, answer.location) == (303, address.partition("undo/")[0])
    return browser.get(answer.location).text


def address_of(member: str) -> str:
    return f"{member}@cast.example"


def join(database: Database, slug: str, neighbour_slug: str = "") -> dict[str, str]:
    """Makes the whole cast, with their roles in the forum; the neighbour owns another one. Ids by member."""

    def job(connection: Connection) -> dict[str, str]:
        """As ``make_account`` and ``give_role`` would, in few statements: hundreds of tests begin here."""
        ids, now = {member: new_id() for member in CAST[:-1]}, datetime.now(UTC)
        forum, other = (
            connection.execute(select(Forum.id).where(Forum.slug == each)).scalar() for each in (slug, neighbour_slug)
        )
        assert forum
        blank = {"language": "", "password": "", "second_factor": "", "second_factor_step": 0, "disabled": False}
        accounts = [
            {
                **blank,
                "id": key,
                "email": address_of(member),
                "address": address_of(member),
                "name": member.title(),
                "administrator": member == ADMINISTRATOR,
                "created_at": now,
            }
            for member, key in ids.items()
        ]
        roles = [(forum, ids[role.value], role) for role in MemberRole]
        roles += [(other, ids[NEIGHBOUR], MemberRole.OWNER)] if other else []
        names = ("forum_id", "account", "role")
        members = [{**dict(zip(names, row, strict=True)), "created_at": now} for row in roles]
        connection.execute(insert(Account), accounts)
        connection.execute(insert(Membership), members)
        return ids

    return database.write(job)


def browser_of(app: Flask, database: Database, account: str = "") -> Browser:
    """A browser that is signed in as an account; a stranger's without one."""
    client = app.test_client()
    if not account:
        page = client.get("/sign-in").get_data(as_text=True)
        found = _TOKEN.search(page)
        return Browser(client, "", found[1] if found else "")
    token = database.write(lambda connection: begin(connection, account, From("127.0.0.1"), "test"))
    client.set_cookie("forum-session", token, domain="localhost")
    return Browser(client, account, _token(app, token))


class Browsers(dict[str, Browser]):
    """The browsers of the cast by member, each signed in when it is first asked for; a stranger's has no account."""

    def __init__(self, app: Flask, database: Database, accounts: dict[str, str]) -> None:
        self.app, self.database, self.accounts = app, database, accounts

    def __missing__(self, member: str) -> Browser:
        account = "" if member == STRANGER else self.accounts[member]
        self[member] = browser_of(self.app, self.database, account)
        return self[member]


def _token(app: Flask, token: str) -> str:
    from forum_app.web.access import _token_of

    with app.app_context():
        return _token_of(token)
