"""What speakers prepare, as their page and the desk meet it: words, a photo, slides, needs; wrong ones beside their field."""

import hashlib
import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.vocabularies import Audience
from forum_app.models.forum import Forum
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.personal import PersonalKey
from forum_app.models.programme import Material, Talk
from forum_app.models.speaking import Proposal
from forum_app.services.media import Media
from forum_app.services.parts_of_upload import PART
from tests.cast import EDITOR, OWNER, VIEWER, Browsers, join
from tests.houses import Start
from tests.pictures import files
from tests.pictures.test_presentations import a_pdf, a_pptx
from tests.services.speakers import asks, forum_id, key_for, person_named

JPEG = files.saved(files.scene(), "JPEG")
UPLOAD = "u" * 20


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def mine(database: Database) -> str:
    """The address of a speaker's own page."""
    return f"/s/{key_for(database, 'Helder')}"


@pytest.fixture
def talk(database: Database) -> str:
    with database.reading() as connection:
        rows = connection.execute(select(Talk.id, Talk.title)).all()
    return str(next(row.id for row in rows if "Fragile" in row.title["en"]))


def form_of(client: FlaskClient, address: str, action: str = "") -> dict[str, Any]:
    """What a page's form would send as it stands."""
    page = html.fromstring(client.get(address).text)
    [form] = [each for each in page.forms if each.get("action", "").endswith(action or address)]
    return values_of(form)


def values_of(form: Any) -> dict[str, Any]:
    """The fields of a form but its file, each with all its values."""
    fields: dict[str, Any] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return {name: each if len(each) > 1 else each[0] for name, each in fields.items() if name != "file"}


def upload(client: FlaskClient, address: str, data: bytes, name: str, **fields: str) -> Any:
    """Sends a file with fields, and closes what the test client leaves open."""
    answer = client.post(address, data={**fields, "file": (io.BytesIO(data), name)})
    answer.request.environ["wsgi.input"].close()
    return answer


def send(client: FlaskClient, address: str, **changes: Any) -> Any:
    return client.post(address, data={**form_of(client, address), **changes})


def wrong(answer: Any) -> dict[str, str]:
    said = html.fromstring(answer.text).xpath("//p[@class='wrong'][not(@hidden)]")
    return {item.get("id").removesuffix("-error"): item.text_content().strip() for item in said}


def proposed(database: Database) -> dict[str, Any]:
    with database.reading() as connection:
        return {row.place: row.value for row in connection.execute(select(Proposal))}


def test_a_biography_is_proposed_and_stands_in_its_field(client: FlaskClient, mine: str, database: Database) -> None:
    address = f"{mine}/profile"
    answer = send(client, address, **{"biography.en": "He **leads** it.\n\n- from Dili"})
    assert (answer.status_code, answer.location) == (303, f"{address}?done=proposed")
    kept = "<p>He <strong>leads</strong> it.</p>\n<ul>\n<li>from Dili</li>\n</ul>"
    assert proposed(database) == {"biography.en": kept}
    page = html.fromstring(client.get(address).text)
    assert page.get_element_by_id("biography.en").value.strip() == "He **leads** it.\n\n- from Dili"
    assert "Proposed: the organisers look at it" in page.text_content()
    assert "the organisers look at it" in client.get(mine).text
    same = send(client, address)
    assert same.location == f"{address}?done=same"


def test_too_many_words_are_said_beside_the_field_and_lost_nowhere(
    client: FlaskClient, mine: str, database: Database
) -> None:
    text = "word " * 91
    answer = send(client, f"{mine}/profile", **{"biography.fr": text})
    assert answer.status_code == 422
    assert wrong(answer) == {"biography.fr": "This has 91 words; at most 90 are kept. Shorten it."}
    assert html.fromstring(answer.text).get_element_by_id("biography.fr").value.split() == text.split()
    assert proposed(database) == {}


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("name.en", "x" * 301, "301 characters"),
        ("letters", "x" * 201, "201 characters"),
        ("pronouns", "a\0b", "U+0000"),
        ("biography.en", "a\0b", "U+0000"),
        ("name.en", "", "needed"),
        ("country", "ZZ", "choose one of the list"),
    ],
)
def test_what_cant_be_kept_is_said_beside_its_field(
    client: FlaskClient, mine: str, database: Database, field: str, text: str, why: str
) -> None:
    answer = send(client, f"{mine}/profile", **{field: text})
    assert answer.status_code == 422
    assert why in wrong(answer)[field]
    assert proposed(database) == {}


def test_links_are_https_alone(client: FlaskClient, mine: str, database: Database) -> None:
    address = f"{mine}/profile"
    for url in ("http://example.org", "javascript:alert(1)", "ftp://x.example"):
        answer = send(client, address, **{"links[0]@item": "{}", "links[0].url": url})
        assert answer.status_code == 422
        assert "begins with https://" in wrong(answer)["links[0].url"]
    send(client, address, **{"links[0]@item": "{}", "links[0].url": "https://example.org/me"})
    assert proposed(database)["links"][0]["url"] == "https://example.org/me"


FOREIGN = {
    "email": "mallory@example.org",
    "private.email": "mallory@example.org",
    "notes": "VIP",
    "private.notes": "VIP",
    "private.unavailable": "2022-09-13",
    "state": "confirmed",
    "role": "moderator",
    "id": "2222222222",
    "forum_id": "2222222222",
    "parent": "2222222222",
    "version": "999",
    "position": "0",
}


@pytest.mark.parametrize("action", ["profile", "contact"])
@pytest.mark.parametrize("proposes", [True, False])
def test_fields_that_are_not_asked_for_change_nothing(
    client: FlaskClient, mine: str, database: Database, action: str, proposes: bool
) -> None:
    """WEB-11."""
    asks(database, propose=proposes)

    def kept() -> list[Any]:
        tables = (Person, PersonPrivate, Role, Proposal, PersonalKey)
        with database.reading() as connection:
            rows = [row._asdict() for table in tables for row in connection.execute(select(table))]
            return [*rows, connection.execute(select(Forum.version)).scalar_one()]

    before = kept()
    fields = {**form_of(client, f"{mine}/profile", f"/{action}"), **FOREIGN}
    fields |= {f"{name}@seen": "00000000" for name in FOREIGN}
    assert client.post(f"{mine}/{action}", data=fields).status_code == 303
    assert kept() == before


def test_an_older_page_takes_no_needs_back_and_what_is_not_sent_stays(
    client: FlaskClient, mine: str, database: Database
) -> None:
    old = form_of(client, mine, "/needs?lang=en")
    assert client.post(f"{mine}/needs", data={**old, "access_needs": "A ramp", "recording": "yes"}).status_code == 303
    bare = {"_csrf": old["_csrf"]}
    for fields in (old, bare):
        assert client.post(f"{mine}/needs", data={**fields, "dietary_needs": "Vegan"}).status_code == 303
    clash = client.post(f"{mine}/needs", data={**old, "access_needs": "A seat near the stage"})
    page = html.fromstring(clash.text)
    assert clash.status_code == 409
    assert page.xpath("//p[@class='theirs']/text()") == ["A ramp"]
    assert page.get_element_by_id("access_needs").value == "A seat near the stage"
    row = _private(database)
    assert (row.access_needs, row.dietary_needs, row.recording["agrees"]) == ("A ramp", "Vegan", True)
    [again] = [values_of(form) for form in page.forms if "/needs" in form.get("action")]
    assert client.post(f"{mine}/needs", data=again).status_code == 303
    assert _private(database).access_needs == "A seat near the stage"


def test_an_older_page_takes_an_agreement_back_and_gives_none(
    client: FlaskClient, mine: str, database: Database
) -> None:
    old = form_of(client, mine, "/needs?lang=en")
    for now, sent, status, kept in (("yes", "no", 303, False), ("no", "yes", 409, False)):
        client.post(f"{mine}/needs", data={**form_of(client, mine, "/needs?lang=en"), "recording": now})
        answer = client.post(f"{mine}/needs", data={**old, "recording": sent})
        assert (answer.status_code, _private(database).recording["agrees"]) == (status, kept)


def _private(database: Database) -> Any:
    with database.reading() as connection:
        query = select(PersonPrivate).where(PersonPrivate.parent == person_named(database, "Helder"))
        return connection.execute(query).one()


def test_nobody_agrees_to_words_that_they_have_not_read(client: FlaskClient, mine: str, database: Database) -> None:
    fields = {**form_of(client, mine, "/needs?lang=en"), "recording": "yes"}
    asks(database, recording={"en": "Other words on recording."})
    answer = client.post(f"{mine}/needs", data=fields)
    page = html.fromstring(answer.text)
    assert answer.status_code == 422 and "Other words on recording." in page.text_content()
    assert "What is asked here was changed meanwhile" in page.xpath("//p[@class='wrong']")[0].text_content()
    [again] = [values_of(form) for form in page.forms if "/needs" in form.get("action")]
    assert client.post(f"{mine}/needs", data={**again, "recording": "yes"}).status_code == 303
    assert _private(database).recording["text"] == "Other words on recording."


HOSTILE = (
    "R&D <x> \"y\" 'z' &amp; &lt;",
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>",
    "[a](javascript:alert(1)) [b](data:text/html,x) <javascript:alert(1)>",
    "![x](https://evil.example/x.png)",
    '" autofocus onfocus=alert(1) x="',
    "{{7*7}} {% raw %} ${7*7} <%= 7*7 %> {0.__class__} %(x)s %n",
    "> " * 300 + "deep",
    "`" * 2000 + "[" * 2000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(app: Flask, client: FlaskClient, mine: str, database: Database, text: str) -> None:
    asks(database, biography_words=2000)
    assert send(client, f"{mine}/profile", **{"biography.en": text, "letters": text[:150]}).status_code == 303
    browser = Browsers(app, database, join(database, "gssd2022"))[OWNER]
    for answer in (client.get(f"{mine}/profile"), client.get(mine), browser.get("/manage/gssd2022/proposals")):
        assert answer.status_code == 200
        page = html.fromstring(answer.text)
        inside = page.xpath("//main//script | //main//svg[@onload] | //main//*[@onerror or @onfocus] | //main//iframe")
        assert inside == []
        assert not page.xpath("//main//a[starts-with(@href, 'javascript:') or starts-with(@href, 'data:')]")
        assert not page.xpath("//main//img[contains(@src, 'evil')]")
        assert ">49<" not in answer.text and (
            "7*7" not in text or "{{7*7}}" in page.text_content() or answer.request.path == mine
        )


def test_a_talk_of_ones_own_and_no_other(client: FlaskClient, mine: str, database: Database, talk: str) -> None:
    address = f"{mine}/talks/{talk}"
    answer = send(client, address, **{"title.en": "Another title"})
    assert answer.location == f"{address}?done=proposed"
    assert proposed(database) == {"title.en": "Another title"}
    with database.reading() as connection:
        others = connection.execute(select(Talk.id).where(Talk.id != talk)).scalars().all()
    token = form_of(client, address)["_csrf"]
    for other in (*others, person_named(database, "Rie Vejs"), "2222222222"):
        assert client.get(f"{mine}/talks/{other}").status_code == 404
        assert client.post(f"{mine}/talks/{other}", data={"_csrf": token, "title.en": "x"}).status_code == 404
    assert client.post(f"{mine}/slides", data={"_csrf": token, "for": others[0]}).status_code == 404


def test_a_wrong_key_and_a_form_without_its_token_open_nothing(client: FlaskClient, mine: str) -> None:
    for path in ("profile", "photo", "slides", "data.json", f"slides/parts/{UPLOAD}"):
        assert client.get(f"/s/{'x' * 22}/{path}").status_code == 404
    for path in ("profile", "contact", "photo", "photo/shown", "photo/remove", "slides", "slides/remove", "needs"):
        assert client.post(f"{mine}/{path}", data={"_csrf": "0" * 64}).status_code == 403
    assert client.post(f"{mine}/slides/parts/{UPLOAD}/0", data=b"x").status_code == 403
    answer = client.get(f"{mine}/profile")
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("private, no-store", "no-referrer")


def test_what_only_organisers_know_is_kept_at_once(client: FlaskClient, mine: str, database: Database) -> None:
    address = f"{mine}/profile"
    fields = {**form_of(client, address, "/contact"), "private.phone": "+670 1", "private.zone": "Asia/Dili"}
    assert client.post(f"{mine}/contact", data=fields).status_code == 303
    with database.reading() as connection:
        row = connection.execute(
            select(PersonPrivate).where(PersonPrivate.parent == person_named(database, "Helder"))
        ).one()
    assert (row.phone, row.zone) == ("+670 1", "Asia/Dili")
    bad = client.post(f"{mine}/contact", data={**fields, "private.zone": "Mars/Base"})
    assert (bad.status_code, "private.zone" in wrong(bad)) == (422, True)


def test_needs_and_being_recorded_are_kept_with_the_text_that_was_shown(
    client: FlaskClient, mine: str, database: Database
) -> None:
    asks(database, recording={"en": "Our words on recording."})
    fields = {**form_of(client, mine, "/needs?lang=en"), "access_needs": "A ramp"}

    def kept() -> Any:
        with database.reading() as connection:
            query = select(PersonPrivate).where(PersonPrivate.parent == person_named(database, "Helder"))
            return connection.execute(query).one()

    client.post(f"{mine}/needs?lang=en", data={**fields, "recording": "yes"})
    first = kept()
    assert (first.access_needs, first.recording["agrees"]) == ("A ramp", True)
    assert first.recording["text"] == "Our words on recording."
    client.post(f"{mine}/needs?lang=en", data={**fields, "recording": "yes"})
    assert kept().recording == first.recording
    client.post(f"{mine}/needs?lang=en", data={**fields, "recording": "no"})
    assert kept().recording["agrees"] is False
    long = client.post(f"{mine}/needs?lang=en", data={**fields, "dietary_needs": "x" * 4001})
    assert (long.status_code, list(wrong(long))) == (422, ["dietary_needs"])
    data = json.loads(client.get(f"{mine}/data.json").data)
    assert data["person"][0]["private"]["access_needs"] == "A ramp"
    assert set(data["speaking"]) == {"invitations", "answers", "proposals", "notes", "reminders", "calendar"}


def test_a_photo_is_cut_to_a_square_proposed_and_seen_by_the_key_alone(
    app: Flask, client: FlaskClient, mine: str, database: Database
) -> None:
    token = form_of(client, f"{mine}/photo")["_csrf"]
    refused = upload(client, f"{mine}/photo", JPEG, "../../x.png", _csrf=token)
    assert (refused.status_code, list(wrong(refused))) == (422, ["agree"])
    assert (
        upload(client, f"{mine}/photo", JPEG, "../../x.png", _csrf=token, agree="1").location
        == f"{mine}/photo?done=put"
    )
    photo = proposed(database)["photo"]
    assert (photo["crop"]["size"], photo["alt"]["en"]) == (1.0, "Portrait of Helder da Costa")
    for name in (photo["file"], photo["original"]):
        assert client.get(f"{mine}/media/{name}", buffered=True).content_type == "image/jpeg"
        assert client.get(f"/media/{name}").status_code == 404
        other = f"/s/{key_for(database, 'Anir')}"
        assert client.get(f"{other}/media/{name}").status_code == 404
    cut = {"_csrf": token, "cut": "square", "crop.x": "0.1", "crop.y": "0", "crop.size": "0.5", "alt.en": "Helder"}
    client.post(f"{mine}/photo/shown", data=cut)
    assert proposed(database)["photo"]["crop"] == {"x": 0.1, "y": 0.0, "size": 0.5}
    browser = Browsers(app, database, join(database, "gssd2022"))[OWNER]
    page = html.fromstring(browser.get("/manage/gssd2022/proposals").text)
    assert len(page.xpath("//div[@class='prop-p']//img")) == 2
    client.post(f"{mine}/photo/remove", data={"_csrf": token})
    assert proposed(database) == {}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 422),
        (b"<svg onload=alert(1)></svg>", 422),
        (b"<!doctype html><script>alert(1)</script>", 422),
        (a_pdf(), 422),
        (a_pptx(), 422),
        (JPEG[: len(JPEG) // 2], 422),
        (b"\xff\xd8\xff" + b"\0" * (21 * 1024 * 1024), 413),
    ],
    ids=["nothing", "svg", "page", "pdf", "zip", "half", "21 MB"],
)
def test_what_is_no_photo_is_refused_beside_its_field(
    client: FlaskClient, mine: str, database: Database, data: bytes, status: int
) -> None:
    token = form_of(client, f"{mine}/photo")["_csrf"]
    answer = upload(client, f"{mine}/photo", data, "me.jpg", _csrf=token, agree="1")
    assert (answer.status_code, list(wrong(answer))) == (status, ["file"])
    assert proposed(database) == {}


def slides_in(database: Database, talk: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(Material).where(Material.talk == talk)).all())


def test_slides_in_a_form_are_the_talks_for_the_staff_alone(
    client: FlaskClient, mine: str, database: Database, media: Media, talk: str
) -> None:
    token = form_of(client, f"{mine}/slides", "/slides")["_csrf"]

    def put(data: bytes, name: str) -> Any:
        return upload(client, f"{mine}/slides", data, name, **{"_csrf": token, "for": talk})

    whole = a_pptx()  # once: an archive holds the time it was made
    assert put(whole, "slides.pptx").location == f"{mine}/slides?done=put"
    [first] = slides_in(database, talk)
    assert (first.audience, first.file[-5:], media.path(first.file).read_bytes()) == (Audience.STAFF, ".pptx", whole)
    got = client.get(f"{mine}/media/{first.file}", buffered=True)
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    wrong_one = put(b"MZ" + a_pptx(), "virus.pptx")
    assert (wrong_one.status_code, "something else" in wrong(wrong_one)[f"f-{talk}"]) == (422, True)
    paper = a_pdf()
    put(paper, "slides.pdf")
    [second] = slides_in(database, talk)
    assert (second.id, second.file[-4:]) == (first.id, ".pdf")
    large = put(b"%PDF-" + b"\0" * (17 * 1024 * 1024), "large.pdf")
    assert (large.status_code, "At most 16 MB" in large.text) == (413, True)
    client.post(f"{mine}/slides/remove", data={"_csrf": token, "for": talk})
    assert slides_in(database, talk) == []


def test_slides_in_parts_go_on_where_they_stopped(
    client: FlaskClient, mine: str, database: Database, talk: str
) -> None:
    token = form_of(client, f"{mine}/slides", "/slides")["_csrf"]
    import random

    data = a_pptx(**{"ppt/media/film.mp4": random.Random(1).randbytes(PART + 1000)})
    parts = [data[:PART], data[PART:]]

    def part(number: int, body: bytes, digest: str = "", upload: str = UPLOAD) -> Any:
        headers = {"X-CSRF-Token": token, "X-Part-SHA256": digest or hashlib.sha256(body).hexdigest()}
        address = f"{mine}/slides/parts/{upload}/{number}"
        return client.post(address, data=body, headers=headers, content_type="application/octet-stream")

    def finish(size: int = len(data), upload: str = UPLOAD) -> Any:
        fields = {"_csrf": token, "for": talk, "upload": upload, "size": str(size)}
        return client.post(f"{mine}/slides", data=fields, headers={"Accept": "application/json"})

    assert part(0, parts[0], "0" * 64).status_code == 422
    assert part(1, parts[1]).get_json()["here"] == [1]
    assert (finish().status_code, "missing" in finish().get_json()["error"]) == (422, True)
    assert client.get(f"{mine}/slides/parts/{UPLOAD}").get_json()["here"] == [1]
    assert part(0, parts[0]).get_json()["here"] == [0, 1]
    assert part(0, parts[0]).get_json()["here"] == [0, 1]
    assert part(0, parts[0] + b"x").status_code == 413
    assert part(5, b"x").status_code == 422
    assert part(0, b"other", upload="v" * 20).get_json()["here"] == [0]
    assert finish(size=len(data) - 1).status_code == 422
    assert finish().get_json() == {"go": f"{mine}/slides?done=put"}
    [kept] = slides_in(database, talk)
    assert kept.file == f"{hashlib.sha256(data).hexdigest()}.pptx"
    assert finish().status_code == 422  # its parts are gone
    assert finish(size=5, upload="v" * 20).status_code == 422
    assert [each.file for each in slides_in(database, talk)] == [kept.file]


def decide(browser: Any, do: str, **changes: str) -> Any:
    page = html.fromstring(browser.get("/manage/gssd2022/proposals").text)
    form = next(form for form in page.forms if "prop" in form.get("class", ""))
    return browser.post("/manage/gssd2022/proposals", {**values_of(form), "do": do, **changes})


def test_the_desk_takes_over_or_leaves_and_the_speaker_sees_it(
    app: Flask, client: FlaskClient, mine: str, database: Database
) -> None:
    send(client, f"{mine}/profile", **{"biography.en": "He leads.", "letters": "PhD"})
    everybody = Browsers(app, database, join(database, "gssd2022"))
    assert everybody[VIEWER].get("/manage/gssd2022/proposals").status_code == 403
    browser = everybody[EDITOR]
    assert "2 changes are proposed" in browser.get("/manage/gssd2022/").text
    page = browser.get("/manage/gssd2022/proposals").text
    assert re.search(r"<ins><span[^>]*>\[added: </span>PhD", page)
    keys = {row.place: row.id for row in _rows(database)}
    assert decide(browser, f"take:{keys['letters']}").status_code == 303
    assert decide(browser, f"leave:{keys['biography.en']}").status_code == 303
    with database.reading() as connection:
        person = connection.execute(select(Person).where(Person.id == person_named(database, "Helder"))).one()
    assert (person.letters, "He leads." in person.biography["en"]) == ("PhD", False)
    assert "The organisers left as it was: Biography (English)" in client.get(f"{mine}/profile").text
    assert "Nothing is proposed" in browser.get("/manage/gssd2022/proposals").text


def _rows(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(Proposal).where(Proposal.forum_id == forum_id(database))).all())


def test_a_field_changed_while_the_desk_looked_is_shown_in_both_versions(
    app: Flask, client: FlaskClient, mine: str, database: Database
) -> None:
    send(client, f"{mine}/profile", letters="PhD")
    browser = Browsers(app, database, join(database, "gssd2022"))[OWNER]
    [row] = _rows(database)
    answer = decide(browser, f"take:{row.id}", **{f"seen-{row.id}": "00000000"})
    assert answer.status_code == 409
    assert "both versions stand below" in answer.text
    assert decide(browser, f"take-all:{row.person}").status_code == 303
    assert [each.state.value for each in _rows(database)] == ["taken"]


def test_the_settings_ask_what_is_asked_of_speakers(
    app: Flask, client: FlaskClient, mine: str, database: Database
) -> None:
    browser = Browsers(app, database, join(database, "gssd2022"))[OWNER]
    page = html.fromstring(browser.get("/manage/gssd2022/settings").text)
    form = next(form for form in page.forms if form.get("action") == "/manage/gssd2022/settings")
    fields = values_of(form)
    assert fields["speaking.propose"] == "1"
    fields.pop("speaking.propose")
    changed = {
        **fields,
        "speaking.biography_words": "20",
        "speaking.slides_by": "2022-09-10",
        "speaking.practical.en": "Be there early.",
    }
    assert browser.post("/manage/gssd2022/settings", changed).status_code == 303
    assert "Be there early." in client.get(mine).text
    answer = send(client, f"{mine}/profile", letters="PhD")
    assert answer.location == f"{mine}/profile?done=saved"
    assert _rows(database) == []
