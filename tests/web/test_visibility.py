"""Who finds a forum is live: what depends on it never comes out of the page that was kept before."""

from flask.testing import FlaskClient
from lxml import html as lxml_html

from forum_app.database import Database
from forum_app.domain.vocabularies import Visibility
from forum_app.services.publishing import set_visibility
from tests.web.test_public import FILES, FORUM, PAGES, SAMPLE

OF_THE_FORUM = [address for address in PAGES if address.startswith(FORUM)]
MORE_FILES = [f"{FORUM}/schedule.xml", f"{FORUM}/schedule.json", f"{FORUM}/agenda.ics?q=water", f"{FORUM}/agenda.json?q=water"]  # fmt: skip


def seen(client: FlaskClient, address: str) -> tuple[bool, bool, bool, str | None]:
    """Whether a page asks not to be indexed, says that it is archived, offers to register; and its header."""
    with client.get(address, headers={"Accept-Language": "en"}) as answer:
        assert answer.status_code == 200
        tree = lxml_html.fromstring(answer.text)
        robots = tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        archived = any(text.startswith("Archived") for text in tree.xpath("//body/p/text()"))
        register = SAMPLE["forum"]["registration"]["url"] in answer.text
        return robots, archived, register, answer.headers.get("X-Robots-Tag")


def test_each_page_and_file_follows_the_visibility_of_its_forum(sample: FlaskClient, database: Database) -> None:
    told = {
        Visibility.PUBLISHED: (False, False, None),
        Visibility.UNLISTED: (True, False, "noindex"),
        Visibility.ARCHIVED: (False, True, None),
    }
    offered = {address: seen(sample, address)[2] for address in OF_THE_FORUM}
    assert offered[f"{FORUM}/"] is True
    for visibility in (*told, *told):
        set_visibility(database, "gssd2022", visibility, actor="test")
        sample.application.extensions["forum"].live.read_at = -10.0
        robots, archived, header = told[visibility]
        for address in OF_THE_FORUM:
            register = offered[address] and not archived
            assert (address, *seen(sample, address)) == (address, robots, archived, register, header)
        for address in (*FILES, *MORE_FILES, f"/media/{SAMPLE['files'][0]['name']}"):
            with sample.get(address) as answer:
                assert (address, answer.headers.get("X-Robots-Tag")) == (address, header)


def test_a_document_of_an_unlisted_forum_says_so_too(sample: FlaskClient, database: Database) -> None:
    set_visibility(database, "gssd2022", Visibility.UNLISTED, actor="test")
    documents = sample.application.extensions["forum"].documents
    documents.read = lambda document: b"%PDF-1.7"
    answer = sample.get(f"{FORUM}/agenda.pdf")
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex")
