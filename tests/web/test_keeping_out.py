"""A stranger who knows an address doesn't keep its owner out: codes, mails and tries, at both ends of the limit."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.accounts import Account, Attempt
from forum_app.models.messages import Message
from forum_app.services.accounts import make_account
from forum_app.services.credentials import new_second_factor, password_hash

EMAIL, PASSWORD = "ana@example.org", "four quiet herons wade"
TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]{64})"')


@pytest.fixture(autouse=True)
def account(database: Database) -> str:
    def job(connection) -> str:
        key = make_account(connection, EMAIL, "test", name="Ana")
        connection.execute(update(Account).where(Account.id == key).values(password=password_hash(PASSWORD)))
        return key

    return database.write(job)


def send(client: FlaskClient, address: str, **fields: str):
    token = TOKEN.search(client.get("/sign-in").get_data(as_text=True))[1]
    return client.post(address, data={"_csrf": token, "email": EMAIL, **fields})


def of_network(app: Flask, number: int) -> FlaskClient:
    """A new browser of a network of its own."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    return client


def ask(client: FlaskClient) -> str:
    """Asks for a code; the words of the page that follows."""
    page = send(client, "/sign-in", how="code")
    return re.sub(r"[0-9a-f]{64}|\S+@\S+", "", page.get_data(as_text=True)) + str(page.status_code)


def type_code(client: FlaskClient, code: str) -> int:
    return send(client, "/sign-in/code", code=code).status_code


def try_password(client: FlaskClient, password: str, email: str = EMAIL) -> int:
    return send(client, "/sign-in", how="password", password=password, email=email).status_code


def codes(database: Database) -> list[str]:
    """The codes that were mailed, the oldest first."""
    with database.reading() as connection:
        texts = connection.execute(select(Message.text).order_by(Message.created_at)).scalars()
        return [re.search(r"\b(\d{8})\b", text)[1] for text in texts]


def wrong(code: str) -> str:
    return "00000000" if code != "00000000" else "11111111"


def known(app: Flask) -> FlaskClient:
    """A browser in which the account's owner signed in, and out again."""
    client = app.test_client()
    assert try_password(client, PASSWORD) == 303
    token = TOKEN.search(client.get("/manage/account").get_data(as_text=True))[1]
    assert client.post("/sign-out", data={"_csrf": token}).status_code == 303
    return client


@pytest.mark.parametrize("asks", [False, True])
def test_a_strangers_wrong_codes_leave_the_owners_code_good(app: Flask, database: Database, asks: bool) -> None:
    owner, stranger = app.test_client(), app.test_client()
    ask(owner)
    [code] = codes(database)
    if asks:
        ask(stranger)
    assert [type_code(stranger, wrong(code)) for _ in range(6)] == [422] * 6
    assert type_code(stranger, code) == 422
    assert type_code(owner, code) == 303


def test_who_asks_in_another_browser_replaces_nobodys_code(app: Flask, database: Database) -> None:
    owner, stranger = app.test_client(), app.test_client()
    ask(owner)
    ask(stranger)
    theirs, other = codes(database)
    assert type_code(owner, other) == 422
    assert type_code(owner, theirs) == 303
    assert type_code(stranger, other) == 303


def test_asking_anew_replaces_the_code_of_the_same_browser(app: Flask, database: Database) -> None:
    owner, other = app.test_client(), app.test_client()
    for client in (owner, other, owner):
        ask(client)
    first, others, second = codes(database)
    assert type_code(owner, first) == 422
    assert type_code(owner, second) == 303
    assert type_code(other, others) == 303


def test_a_known_browser_has_its_mails_when_strangers_used_up_theirs(app: Flask, database: Database) -> None:
    mine = known(app)
    pages = {ask(of_network(app, number)) for number in range(7)}
    assert len(codes(database)) == 5
    pages.add(ask(mine))
    assert len(codes(database)) == 6
    assert type_code(mine, codes(database)[-1]) == 303
    assert len(pages) == 1


def test_a_known_browser_asks_for_five_mails_an_hour_and_is_told_the_same_after(app: Flask, database: Database) -> None:
    mine = known(app)
    pages = {ask(mine) for _ in range(7)}
    assert (len(codes(database)), len(pages)) == (5, 1)


def test_a_browser_known_to_somebody_else_is_a_strangers(app: Flask, database: Database) -> None:
    database.write(lambda writing: make_account(writing, "ben@example.org", "test"))
    mine = known(app)
    for _ in range(7):
        send(mine, "/sign-in", how="code", email="ben@example.org")
    assert len(codes(database)) == 3  # the part of one network
    for number in range(7):
        send(of_network(app, number), "/sign-in", how="code", email="ben@example.org")
    assert len(codes(database)) == 5


def second_page(client: FlaskClient, database: Database) -> str:
    """Comes as far as the second factor, by a mailed code; what the page sends on."""
    ask(client)
    page = send(client, "/sign-in/code", code=codes(database)[-1]).get_data(as_text=True)
    return re.search(r'name="pending" value="([^"]+)"', page)[1]


def test_wrong_passwords_of_strangers_dont_stop_the_owners_second_factor(
    app: Flask, database: Database, account: str
) -> None:
    secret = new_second_factor()
    database.write(lambda c: c.execute(update(Account).where(Account.id == account).values(second_factor=secret)))
    stranger, owner = app.test_client(), app.test_client()
    assert [try_password(stranger, "wrong") for _ in range(11)] == [422] * 10 + [429]
    code = pyotp.TOTP(secret).at(int(time.time()))
    assert send(owner, "/sign-in/second", pending=second_page(owner, database), code=code).status_code == 303


def test_ten_wrong_second_factors_are_the_last_whoever_types_them(app: Flask, database: Database, account: str) -> None:
    secret = new_second_factor()
    database.write(lambda c: c.execute(update(Account).where(Account.id == account).values(second_factor=secret)))
    one, two = app.test_client(), app.test_client()
    pending = second_page(one, database)
    answers = [send(one, "/sign-in/second", pending=pending, code="x").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    code = pyotp.TOTP(secret).at(int(time.time()))
    assert send(two, "/sign-in/second", pending=second_page(two, database), code=code).status_code == 429


def test_many_wrong_passwords_at_once_are_no_more_tries_than_the_limit(app: Flask, database: Database) -> None:
    strangers = [app.test_client() for _ in range(24)]
    for client in strangers:
        client.get("/sign-in")
    with ThreadPoolExecutor(len(strangers)) as pool:
        answers = sorted(pool.map(lambda client: try_password(client, "wrong"), strangers))
    assert answers == [422] * 10 + [429] * 14


def test_right_passwords_at_once_count_as_no_failure(app: Flask, database: Database) -> None:
    clients = [app.test_client() for _ in range(8)]
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(lambda client: try_password(client, PASSWORD), clients))
    assert answers == [303] * 8
    with database.reading() as connection:
        assert connection.execute(select(Attempt.of)).all() == []


@pytest.mark.parametrize("most", [2, 40])
def test_as_many_fail_from_one_network_as_the_site_says(config: Config, database: Database, most: int) -> None:
    hall = create_app(replace(config, network_failures=most), database)
    client = hall.test_client()
    answers = [try_password(client, "wrong", f"n{number}@example.org") for number in range(most + 1)]
    assert answers == [422] * most + [429]
