"""Whom to write to about the site is somebody who is there: the site's own contact, else those of its forums."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html

from forum_app.application import create_app
from forum_app.config import Config, Misconfigured, read_config
from forum_app.database import Database
from forum_app.domain.vocabularies import Visibility
from forum_app.services.publishing import set_visibility

SITE = ("/privacy", "/accessibility")


def links(client: FlaskClient, address: str) -> list[str]:
    page = lxml_html.fromstring(client.get(address, headers={"Accept-Language": "en"}).text)
    return [str(link) for link in page.xpath("//main//a/@href")]


def test_without_a_contact_of_the_site_the_forums_with_one_are_named(sample: FlaskClient, database: Database) -> None:
    for address in SITE:
        (link,) = links(sample, address)
        assert link == "/forums/gssd2022/?lang=en#contact"
        assert lxml_html.fromstring(sample.get(link).text).xpath("//*[@id='contact']") != []
    assert "Contact: http://localhost:8000/accessibility\n" in sample.get("/.well-known/security.txt").text
    set_visibility(database, "gssd2022", Visibility.UNLISTED, actor="test")
    sample.application.extensions["forum"].live.read_at = -10.0
    for address in SITE:
        assert links(sample, address) == []


@pytest.mark.parametrize(
    ("contact", "link"),
    [("help@forum.example.org", "mailto:help@forum.example.org"), ("https://forum.example.org/help?a=b", None)],
)
def test_the_contact_of_the_site_is_named_where_there_is_one(
    contact: str, link: str | None, config: Config, database: Database
) -> None:
    client = create_app(replace(config, contact=contact), database).test_client()
    for address in SITE:
        assert links(client, address) == [link or contact]
    assert f"Contact: {link or contact}\n" in client.get("/.well-known/security.txt").text


@pytest.mark.parametrize(
    "value", ["help", "http://x.org/", "https://", "a@b", "a b@c.org", "javascript:x", "https://x y"]
)
def test_a_contact_that_nobody_can_reach_is_refused_by_its_name(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path_factory.mktemp("instance")))
    monkeypatch.setenv("FORUM_CONTACT", "help@forum.example.org")
    assert read_config().contact == "help@forum.example.org"
    monkeypatch.setenv("FORUM_CONTACT", value)
    with pytest.raises(Misconfigured, match="FORUM_CONTACT"):
        read_config()


def test_the_page_on_privacy_claims_no_log_that_is_not_kept(sample: FlaskClient) -> None:
    text = sample.get("/privacy", headers={"Accept-Language": "en"}).text
    assert "keeps no record of who reads what" in text
    assert "may keep a log of its own" in text
