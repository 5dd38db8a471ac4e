"""Behind a proxy that speaks https: addresses come from the settings, whatever the proxy or somebody else claims."""

import dataclasses

import pytest
from flask.testing import FlaskClient

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.services.media import Media
from forum_app.services.samples import load_samples

PUBLIC = "https://forum.example"
FORGED = {
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "81",
    "Forwarded": "host=evil.test",
}


@pytest.fixture
def client(config: Config, database: Database, media: Media) -> FlaskClient:
    assert all(loaded for _slug, loaded in load_samples(database, media, host="forum.example"))
    return create_app(dataclasses.replace(config, base_url=PUBLIC, proxies=1), database).test_client()


@pytest.mark.parametrize("address", ["", "agenda", "agenda.ics", "changes.atom", "agenda.json"])
def test_every_absolute_address_is_of_the_public_host(client: FlaskClient, address: str) -> None:
    said = {"Host": "forum.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    answer = client.get(f"/forums/gssd2022/{address}", headers=said | FORGED)
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert PUBLIC in answer.text
    assert (
        "evil" not in answer.text
        and "http://localhost" not in answer.text
        and "http://forum.example" not in answer.text
    )


def test_a_host_that_the_proxy_passes_on_is_checked_all_the_same(client: FlaskClient) -> None:
    assert (
        client.get("/forums/gssd2022/", headers={"Host": "evil.test", "X-Forwarded-Host": "forum.example"}).status_code
        == 400
    )


def test_a_cookie_of_the_desk_is_for_https_and_this_host_alone(client: FlaskClient) -> None:
    cookies = client.get("/sign-in", headers={"Host": "forum.example", "X-Forwarded-Proto": "https"}).headers.getlist(
        "Set-Cookie"
    )
    assert cookies
    for cookie in cookies:
        said = {part.strip() for part in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-") and {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= said, cookie
