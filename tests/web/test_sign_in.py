"""Signing in and out, as somebody meets it in a browser; what fails too often; what ends a sign-in."""

import re
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.domain.vocabularies import KeyPurpose
from forum_app.models.accounts import Account, OneTimeKey, SignIn
from forum_app.models.messages import Message
from forum_app.services.accounts import disable, make_account
from forum_app.services.credentials import new_second_factor, password_hash
from forum_app.services.signing_in import new_key

EMAIL, PASSWORD = "ana@example.org", "four quiet herons wade"
TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]{64})"')


@pytest.fixture
def account(database: Database) -> str:
    def job(connection) -> str:
        key = make_account(connection, EMAIL, "test", name="Ana")
        connection.execute(update(Account).where(Account.id == key).values(password=password_hash(PASSWORD)))
        return key

    return database.write(job)


def send(client: FlaskClient, address: str, **fields: str):
    page = client.get("/sign-in/link/none").get_data(as_text=True)
    found = TOKEN.search(client.get("/sign-in").get_data(as_text=True)) or TOKEN.search(page)
    token = found[1] if found else TOKEN.search(client.get("/manage/account").get_data(as_text=True))[1]
    return client.post(address, data={"_csrf": token, **fields})


def send_signed(client: FlaskClient, address: str, **fields: str):
    """Sends a form of the page of one's own account."""
    token = TOKEN.search(client.get("/manage/account").get_data(as_text=True))[1]
    return client.post(address, data={"_csrf": token, **fields})


def sign_in(client: FlaskClient, password: str = PASSWORD, email: str = EMAIL, **more: str):
    return send(client, "/sign-in", email=email, password=password, how="password", **more)


def is_in(client: FlaskClient) -> bool:
    return client.get("/manage/account").status_code == 200


def test_a_password_signs_in_and_signing_out_ends_it_on_the_server(
    app: Flask, database: Database, account: str
) -> None:
    client = app.test_client()
    answer = sign_in(client, next="/manage/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/manage/account")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("forum-session="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert is_in(client)
    stolen = cookie.split("=")[1].split(";")[0]
    assert send(client, "/sign-out").status_code == 303
    client.set_cookie("forum-session", stolen, domain="localhost")
    assert not is_in(client)


def test_a_browser_that_refuses_cookies_is_told_that_they_are_needed(
    app: Flask, database: Database, account: str
) -> None:
    client = app.test_client(use_cookies=False)

    def sent(address: str, **fields: str):
        token = TOKEN.search(client.get(address).get_data(as_text=True))[1]
        return client.post(address, data={"_csrf": token, **fields})

    for how in ("password", "code"):
        answer = sent("/sign-in", email=EMAIL, password=PASSWORD, how=how, next="/manage/account")
        page = answer.get_data(as_text=True)
        assert (answer.status_code, "Signing in needs cookies" in page) == (403, True)
        assert f'value="{EMAIL}"' in page and PASSWORD not in page and 'value="/manage/account"' in page
    key = database.write(lambda connection: new_key(connection, KeyPurpose.SIGN_IN, account, EMAIL, "test"))
    answer = sent(f"/sign-in/link/{key}")
    assert answer.status_code == 403 and "Signing in needs cookies" in answer.get_data(as_text=True)
    with database.reading() as connection:
        assert not connection.execute(select(SignIn.token)).all()
        assert not connection.execute(select(Message.id)).all()


def test_every_sign_in_has_a_token_of_its_own(app: Flask, database: Database, account: str) -> None:
    client = app.test_client()
    client.set_cookie("forum-session", "chosen by somebody else", domain="localhost")
    sign_in(client)
    assert client.get_cookie("forum-session", domain="localhost").value != "chosen by somebody else"
    with database.reading() as connection:
        assert len(connection.execute(select(SignIn.token)).scalars().all()) == 1


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD), ("", ""), ("a@b", "x")]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    app: Flask, account: str, email: str, password: str
) -> None:
    client = app.test_client()
    answer = sign_in(client, password, email)
    assert answer.status_code == 422
    assert "The address or the password is not right." in answer.get_data(as_text=True)
    assert not is_in(client)


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/manage/\r\nX: y", "/manage//evil", "javascript:x",
     "/forums/x", "/manage/%0d", "\u2215manage", "/manage/@evil", ""],
)  # fmt: skip
def test_only_own_paths_are_gone_on_to(app: Flask, account: str, path: str) -> None:
    assert sign_in(app.test_client(), next=path).headers["Location"] == "/manage/"


def test_signing_in_goes_on_to_the_page_that_was_asked_for_with_all_its_address_says(app: Flask, account: str) -> None:
    client = app.test_client()
    asked = client.get("/manage/gssd2022/concept-note?section=abc&in=fr").headers["Location"]
    assert asked == "/sign-in?next=/manage/gssd2022/concept-note%3Fsection%3Dabc%26in%3Dfr"
    assert sign_in(client, next="/manage/gssd2022/concept-note?section=abc&in=fr").headers["Location"] == (
        "/manage/gssd2022/concept-note?section=abc&in=fr"
    )


def test_ten_failures_stop_an_account_but_not_its_owner_in_a_known_browser(app: Flask, account: str) -> None:
    mine = app.test_client()
    assert sign_in(mine).status_code == 303
    send(mine, "/sign-out")
    stranger = app.test_client()
    codes = [sign_in(stranger, "wrong").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    assert sign_in(app.test_client(), PASSWORD).status_code == 429
    assert sign_in(mine, PASSWORD).status_code == 303


def test_thirty_failures_of_one_network_stop_it_whatever_it_says_of_itself(app: Flask, account: str) -> None:
    client = app.test_client()
    for number in range(30):
        page = client.get("/sign-in").get_data(as_text=True)
        form = {"_csrf": TOKEN.search(page)[1], "email": f"n{number}@example.org", "password": "x", "how": "password"}
        client.post("/sign-in", data=form, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert sign_in(client, PASSWORD).status_code == 429


def mailed(database: Database) -> list[Message]:
    with database.reading() as connection:
        return list(connection.execute(select(Message).order_by(Message.created_at)).all())


def the_code(database: Database) -> str:
    return re.search(r"\b(\d{8})\b", mailed(database)[-1].text)[1]


def test_a_mailed_code_signs_in_once_in_the_browser_that_asked(app: Flask, database: Database, account: str) -> None:
    client, other = app.test_client(), app.test_client()
    assert send(client, "/sign-in", email=EMAIL, how="code").status_code == 200
    code = the_code(database)
    assert send(other, "/sign-in/code", email=EMAIL, code=code).status_code == 422
    assert send(client, "/sign-in/code", email=EMAIL, code=code).status_code == 303
    assert is_in(client)
    send(client, "/sign-out")
    assert send(client, "/sign-in/code", email=EMAIL, code=code).status_code == 422


def test_a_code_is_good_for_nothing_after_five_wrong_ones_or_ten_minutes(
    app: Flask, database: Database, account: str
) -> None:
    client = app.test_client()
    send(client, "/sign-in", email=EMAIL, how="code")
    code = the_code(database)
    wrong = "00000000" if code != "00000000" else "11111111"
    assert [send(client, "/sign-in/code", email=EMAIL, code=wrong).status_code for _ in range(5)] == [422] * 5
    assert send(client, "/sign-in/code", email=EMAIL, code=code).status_code == 422
    send(client, "/sign-in", email=EMAIL, how="code")
    past = datetime.now(UTC) - timedelta(seconds=1)
    database.write(lambda connection: connection.execute(update(OneTimeKey).values(expires_at=past)))
    assert send(client, "/sign-in/code", email=EMAIL, code=the_code(database)).status_code == 422


def test_a_code_for_an_unknown_address_says_the_same_and_mails_nobody(
    app: Flask, database: Database, account: str
) -> None:
    client = app.test_client()
    known = send(client, "/sign-in", email=EMAIL, how="code").get_data(as_text=True)
    unknown = send(client, "/sign-in", email="nobody@example.org", how="code").get_data(as_text=True)
    assert re.sub(r"\w+@example.org", "", known) == re.sub(r"\w+@example.org", "", unknown)
    assert [message.to for message in mailed(database)] == [EMAIL]


def from_network(app: Flask, address: str) -> FlaskClient:
    """A new browser at this network address."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def test_strangers_have_five_mails_an_hour_sent_to_one_address_and_one_network_leaves_some_for_the_owners_new_browser(
    app: Flask, database: Database, account: str
) -> None:
    for _ in range(8):
        send(from_network(app, "198.51.100.7"), "/sign-in", email=EMAIL.upper(), how="code")
    assert len(mailed(database)) == 3
    owner = from_network(app, "203.0.113.9")
    send(owner, "/sign-in", email=EMAIL, how="code")
    assert len(mailed(database)) == 4
    assert send(owner, "/sign-in/code", email=EMAIL, code=the_code(database)).status_code == 303
    for last in range(4):
        send(from_network(app, f"192.0.2.{last}"), "/sign-in", email=EMAIL, how="code")
    assert len(mailed(database)) == 5


def a_link(database: Database, account: str) -> str:
    return database.write(lambda writing: new_key(writing, KeyPurpose.SIGN_IN, account, EMAIL, "test"))


def test_a_link_is_good_once_and_only_when_the_button_is_pressed(app: Flask, database: Database, account: str) -> None:
    key = a_link(database, account)
    scanner = app.test_client()
    for _ in range(3):
        shown = scanner.get(f"/sign-in/link/{key}")
        assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "no-referrer")
        assert scanner.head(f"/sign-in/link/{key}").status_code == 200
    client = app.test_client()
    assert send(client, f"/sign-in/link/{key}").status_code == 303
    assert is_in(client)
    again = app.test_client()
    assert send(again, f"/sign-in/link/{key}").status_code == 410
    assert again.get(f"/sign-in/link/{key}").status_code == 410
    assert not is_in(again)


@pytest.mark.parametrize(
    "change", [lambda key: key[:-1], lambda key: key.swapcase(), lambda key: "%25", lambda key: key + "x"]
)
def test_a_key_that_is_not_whole_and_exact_opens_nothing(app: Flask, database: Database, account: str, change) -> None:
    client = app.test_client()
    assert send(client, f"/sign-in/link/{change(a_link(database, account))}").status_code == 410
    assert not is_in(client)


def test_a_second_factor_is_asked_for_and_each_of_its_codes_is_good_once(
    app: Flask, database: Database, account: str
) -> None:
    secret = new_second_factor()
    database.write(lambda c: c.execute(update(Account).where(Account.id == account).values(second_factor=secret)))
    client = app.test_client()
    page = sign_in(client).get_data(as_text=True)
    assert not is_in(client)
    pending = re.search(r'name="pending" value="([^"]+)"', page)[1]
    code = pyotp.TOTP(secret).at(int(time.time()))
    assert (
        send(client, "/sign-in/second", pending=pending, code="000000" if code != "000000" else "1").status_code == 422
    )
    assert send(client, "/sign-in/second", pending=pending, code=code).status_code == 303
    assert is_in(client)
    other = app.test_client()
    pending = re.search(r'name="pending" value="([^"]+)"', sign_in(other).get_data(as_text=True))[1]
    assert send(other, "/sign-in/second", pending=pending, code=code).status_code == 422
    assert send(other, "/sign-in/second", pending=pending[:-2], code=code).status_code == 422
    assert not is_in(other)


def test_a_disabled_account_is_out_at_once_and_stays_out(app: Flask, database: Database, account: str) -> None:
    client = app.test_client()
    sign_in(client)
    database.write(lambda writing: disable(writing, account, "test"))
    assert not is_in(client)
    assert sign_in(client).status_code == 422
    assert send(app.test_client(), f"/sign-in/link/{a_link(database, account)}").status_code == 410


@pytest.mark.parametrize("values", [{"seen_at": timedelta(hours=13)}, {"created_at": timedelta(days=15)}])
def test_a_sign_in_ends_after_idle_hours_and_after_two_weeks(
    app: Flask, database: Database, account: str, values: dict[str, timedelta]
) -> None:
    client = app.test_client()
    sign_in(client)
    then = {name: datetime.now(UTC) - ago for name, ago in values.items()}
    database.write(lambda connection: connection.execute(update(SignIn).values(**then)))
    assert not is_in(client)


def test_a_new_password_signs_every_other_browser_out(app: Flask, database: Database, account: str) -> None:
    one, two = app.test_client(), app.test_client()
    sign_in(one)
    sign_in(two)
    fields = {"old": PASSWORD, "new": "seven slow barges pass", "again": "seven slow barges pass"}
    token = TOKEN.search(one.get("/manage/account").get_data(as_text=True))[1]
    assert one.post("/manage/account/password", data={"_csrf": token, **fields}).status_code == 303
    assert (is_in(one), is_in(two)) == (True, False)
    assert sign_in(two).status_code == 422
    assert sign_in(two, "seven slow barges pass").status_code == 303


@pytest.mark.parametrize(
    "new", ["short", "password1234", "x" * 129, "aaaaaaaaaaaaaa", "ana@example.org", "a\x00bcdefghijklmn"]
)
def test_a_password_that_is_short_long_or_guessed_is_refused_beside_its_field(
    app: Flask, account: str, new: str
) -> None:
    client = app.test_client()
    sign_in(client)
    token = TOKEN.search(client.get("/manage/account").get_data(as_text=True))[1]
    answer = client.post("/manage/account/password", data={"_csrf": token, "old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422
    assert 'id="new-error"' in answer.get_data(as_text=True)
    assert sign_in(app.test_client()).status_code == 303


@pytest.mark.parametrize("value", ["", "x", "é" * 43, "a" * 5000, "../../etc", "0" * 43])
def test_any_bytes_in_the_cookie_are_a_stranger(app: Flask, account: str, value: str) -> None:
    client = app.test_client()
    answer = client.get("/manage/account", headers={"Cookie": f"forum-session={value}".encode().decode("latin-1")})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/manage/account")


def test_one_other_browser_is_signed_out_and_the_rest_stay(app: Flask, database: Database, account: str) -> None:
    here, there, third = (app.test_client() for _ in range(3))
    for client in (here, there, third):
        assert sign_in(client).status_code == 303
    page = here.get("/manage/account").get_data(as_text=True)
    named = re.findall(r'name="browser" value="([0-9a-f]{64})"', page)
    assert len(named) == 2
    assert send_signed(here, "/manage/account/sign-out", browser=named[0]).status_code == 303
    assert sorted([is_in(there), is_in(third)]) == [False, True] and is_in(here)
    stranger = app.test_client()
    assert send(stranger, "/manage/account/sign-out", browser=named[1]).status_code in (303, 403)
    assert sorted([is_in(there), is_in(third)]) == [False, True]


def test_signing_out_everywhere_leaves_no_other_browser_known(app: Flask, database: Database, account: str) -> None:
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        assert sign_in(client).status_code == 303
    assert send_signed(here, "/manage/account/sign-out-everywhere").status_code == 303
    assert is_in(here) and not is_in(there)
    for _ in range(10):
        sign_in(app.test_client(), "wrong")
    assert sign_in(there).status_code == 429  # counted with all who are strangers to the account
    send_signed(here, "/sign-out")
    assert sign_in(here).status_code == 303


def test_another_browser_that_came_by_mail_gives_this_one_no_new_password(
    app: Flask, database: Database, account: str
) -> None:
    left_open, owner = app.test_client(), app.test_client()
    sign_in(left_open)
    send(owner, f"/sign-in/link/{a_link(database, account)}")
    assert is_in(owner)
    assert 'name="old"' in left_open.get("/manage/account").get_data(as_text=True)
    assert 'name="old"' not in owner.get("/manage/account").get_data(as_text=True)
    new = {"new": "quite another horse battery", "again": "quite another horse battery"}
    assert send_signed(left_open, "/manage/account/password", **new).status_code == 422
    assert send_signed(owner, "/manage/account/password", **new).status_code == 303
    assert not is_in(left_open)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
    ],
)
def test_a_browser_is_called_as_its_owner_calls_it(app: Flask, account: str, line: str, shown: str) -> None:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = line
    sign_in(client)
    assert f">{shown}</span>" in client.get("/manage/account").get_data(as_text=True)
