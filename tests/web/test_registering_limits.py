"""Registering and asking for one's link a hundred times a minute, from anywhere one claims, with any address."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.accounts import Account, Membership, SignIn
from forum_app.models.messages import Message
from tests.cast import CAST, address_of, join
from tests.houses import Start
from tests.services.opened import comes, open_registration, people
from tests.web.test_registering import ADDRESS, AMINA, hidden, key_of, page_of, registered, send, wrong

TOO_MANY = "from your network. Wait a quarter of an hour."


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture(params=[0, 1], ids=["no proxy", "a proxy"])
def proxies(request: pytest.FixtureRequest) -> int:
    """How many proxies the settings believe."""
    found: int = request.param
    return found


@pytest.fixture
def client(config: Config, database: Database, proxies: int) -> FlaskClient:
    return create_app(replace(config, proxies=proxies), database).test_client()


def claiming(number: int, proxies: int, real: str = "203.0.113.7") -> dict[str, Any]:
    """A request that claims to be passed on from elsewhere, as a proxy that adds what it sees passes it on in truth."""
    forged = f"198.51.{number // 200}.{number % 200}"
    named = {"X-Real-IP": forged, "Forwarded": f"for={forged}", "Client-IP": forged}
    if proxies:
        return {"headers": {"X-Forwarded-For": f"{forged}, {real}", **named}}
    return {"headers": {"X-Forwarded-For": forged, **named}, "environ_overrides": {"REMOTE_ADDR": real}}


def test_a_hundred_links_asked_for_in_a_minute_are_too_many_from_one_network_and_others_go_on(
    client: FlaskClient, database: Database, proxies: int
) -> None:
    """B035, B036."""
    open_registration(database)
    carried, statuses = hidden(page_of(client, f"{ADDRESS}/link")), []
    for number in range(100):
        data = {**carried, "email": f"nobody{number}@example.org"}
        answer = client.post(f"{ADDRESS}/link", data=data, **claiming(number, proxies))
        statuses.append(answer.status_code)
    assert statuses == [200] * 30 + [429] * 70
    assert answer.headers["Retry-After"] == "900"
    page = html.fromstring(answer.text)
    assert TOO_MANY in wrong(answer)["email"] and page.xpath("//input[@id='email']/@value") == [data["email"]]
    other = client.post(f"{ADDRESS}/link", data=data, **claiming(1, proxies, "192.0.2.1"))
    assert (other.status_code, "Retry-After" in other.headers) == (200, False)


def test_whoever_tries_many_known_addresses_is_answered_as_if_they_were_new_while_others_register(
    client: FlaskClient, database: Database, config: Config, proxies: int
) -> None:
    """B035, B036: whether an address is registered isn't told by trying; a hall behind one address registers."""
    forum_id = open_registration(database)
    for number in range(40):
        comes(database, config, forum_id, number)
    statuses = []
    for number in range(40):
        fields = {**hidden(page_of(client)), **AMINA, "email": f"person{number}@example.org"}
        statuses.append(client.post(ADDRESS, data=fields, **claiming(number, proxies)).status_code)
    assert statuses == [303] * 40
    assert len(registered(database)) == 40
    fresh = {**hidden(page_of(client)), **AMINA, "email": "fresh@example.org"}
    assert client.post(ADDRESS, data=fresh, **claiming(2, proxies)).status_code == 303
    assert len(registered(database)) == 41


def test_a_hall_of_a_hundred_registers_from_one_network_in_a_minute(
    client: FlaskClient, database: Database, proxies: int
) -> None:
    """B035: nobody who is new is refused for being one of many."""
    open_registration(database)
    carried = [hidden(page_of(client)) for _ in range(100)]
    codes = {
        client.post(
            ADDRESS, data={**fields, **AMINA, "email": f"p{number}@example.org"}, **claiming(number, proxies)
        ).status_code
        for number, fields in enumerate(carried)
    }
    assert (codes, len(registered(database))) == ({303}, 100)


def test_an_organisers_address_gives_no_rights_to_whoever_registers_with_it(app: Flask, database: Database) -> None:
    """B034: no cookie, no account, no role, not even by the link in the mail."""
    open_registration(database)
    join(database, "gssd2022")
    with database.reading() as connection:
        before = [connection.execute(select(table)).all() for table in (Account, Membership, SignIn)]
    for member in CAST[:-1]:
        client = app.test_client()
        answers = [send(client, email=address_of(member))]
        answers += [client.get(answers[0].location), client.get(f"/r/{key_of(database)}")]
        assert not any("Set-Cookie" in answer.headers for answer in answers)
        for address in ("/manage/", "/manage/gssd2022/registrations", "/manage/accounts"):
            assert client.get(address).headers["Location"].startswith("/sign-in")
    with database.reading() as connection:
        assert [connection.execute(select(table)).all() for table in (Account, Membership, SignIn)] == before
        assert {mail.to for mail in connection.execute(select(Message.to))} == {address_of(each) for each in CAST[:-1]}


NO_ADDRESS = "This is no e-mail address: write one such as name@example.org."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a@b", NO_ADDRESS),
        ("a@@b.org", NO_ADDRESS),
        ("@b.org", NO_ADDRESS),
        ("a@b..org", NO_ADDRESS),
        ("a b@c.org", NO_ADDRESS),
        ("a@b.org,c@d.org", NO_ADDRESS),
        ("a@b.org;c@d.org", NO_ADDRESS),
        ("a@b.org c@d.org", NO_ADDRESS),
        ("a@b.org\r\nBcc:x@y", NO_ADDRESS),
        ("a@b.org\nBcc: x@y.org", NO_ADDRESS),
        ("a@b.org%0d%0aBcc:x@y.org", NO_ADDRESS),
        ("<a@b.org>", NO_ADDRESS),
        ("Amina <a@b.org>", NO_ADDRESS),
        ('"a b"@c.org', NO_ADDRESS),
        ("ä@bücher.example", NO_ADDRESS),
        ("a" * 65 + "@b.org", NO_ADDRESS),
        (f"a@{'b' * 61}.{'c' * 61}.{'d' * 61}.{'e' * 61}.example", "An e-mail address has at most 254 characters."),
    ],
)
def test_what_is_no_address_is_refused_beside_its_field_and_kept_there(
    app: Flask, database: Database, typed: str, sentence: str
) -> None:
    """B031."""
    open_registration(database)
    answer = send(app.test_client(), email=typed)
    assert answer.status_code == 422
    assert wrong(answer) == {"email": sentence}
    page = html.fromstring(answer.text)
    assert page.xpath("//main//input[@name='email']/@value") == [typed.replace("\r\n", "\n")], "as HTML reads it"
    assert page.xpath("//main//input[@name='institution']/@value") == [AMINA["institution"]]
    with database.reading() as connection:
        assert (registered(database), connection.execute(select(Message.id)).all()) == ([], [])


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ("a@b.org", "A@B.ORG", 1),
        ("a@b.org", " a@b.org ", 1),
        ("a@b.org", "\u00a0a@b.org\u3000", 1),
        ("a@b.org", "a@b.org.", 1),
        ("a@bücher.example", "A@BÜCHER.example", 1),
        ("a@bücher.example", "a@xn--bcher-kva.example", 1),
        ("a@XN--BCHER-KVA.example", "a@bücher.example", 1),
        ("a@ｂ.org", "a@b.org", 1),
        ("a@b.org", "a+x@b.org", 2),
        ("ab@b.org", "a.b@b.org", 2),
        ("a@b.org", "a@bb.org", 2),
    ],
)
def test_one_address_written_in_two_ways_is_one_person(
    app: Flask, database: Database, first: str, second: str, number: int
) -> None:
    """B032: what differs in case, blanks and the writing of a domain is the same; a plus and a dot are not."""
    open_registration(database)
    for typed in (first, second):
        assert send(app.test_client(), email=typed).status_code == 303
    assert len(people(database)) == number
    assert all(row.email.isascii() for row in people(database).values())
