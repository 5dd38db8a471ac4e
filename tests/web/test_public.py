"""The public door: pages and files of the current release, their headers, what is refused and how."""

import json
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from forum_app.database import Database
from forum_app.domain.vocabularies import Visibility
from forum_app.paths import SAMPLES
from forum_app.services.publishing import bring_back, set_visibility

SAMPLE = json.loads((SAMPLES / "gssd2022.json").read_bytes())
SESSION = SAMPLE["sessions"][0]["id"]
PERSON = SAMPLE["sessions"][0]["roles"][0]["person"]
FORUM = "/forums/gssd2022"
PAGES = [
    "/",
    "/privacy",
    "/accessibility",
    f"{FORUM}/",
    f"{FORUM}/agenda",
    f"{FORUM}/agenda?q=fragile",
    f"{FORUM}/sessions/{SESSION}",
    f"{FORUM}/speakers",
    f"{FORUM}/speakers/{PERSON}",
    f"{FORUM}/concept-note",
    f"{FORUM}/changes",
]
FILES = {
    f"{FORUM}/agenda.ics": "text/calendar; charset=utf-8",
    f"{FORUM}/agenda.json": "application/json",
    f"{FORUM}/sessions/{SESSION}.ics": "text/calendar; charset=utf-8",
    f"{FORUM}/changes.atom": "application/atom+xml; charset=utf-8",
    f"{FORUM}/card.png": "image/png",
}


def test_every_page_answers_in_both_languages_with_its_headers(sample: FlaskClient) -> None:
    for address in PAGES:
        for language in ("en", "fr"):
            answer = sample.get(address, headers={"Accept-Language": language})
            assert (address, answer.status_code) == (address, 200)
            assert f'<html lang="{language}"' in answer.text
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Set-Cookie" not in answer.headers
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy and "unsafe-inline" not in policy


def test_pages_and_files_answer_304_and_head_like_get(sample: FlaskClient) -> None:
    for address in [*PAGES, *FILES]:
        first = sample.get(address)
        assert first.status_code == 200
        assert sample.get(address).data == first.data
        again = sample.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        head = sample.head(address)
        assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


def test_compressed_and_plain_say_the_same(sample: FlaskClient) -> None:
    import gzip

    plain = sample.get(f"{FORUM}/agenda.ics")
    packed = sample.get(f"{FORUM}/agenda.ics", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_files_have_their_types_and_take_their_language_from_the_address_only(sample: FlaskClient) -> None:
    for address, kind in FILES.items():
        answer = sample.get(address, headers={"Accept-Language": "fr"})
        assert answer.headers["Content-Type"] == kind
        assert answer.data == sample.get(address).data
        assert answer.data != sample.get(f"{address}?lang=fr").data


def test_an_unpublished_forum_disappears_everywhere(sample: FlaskClient, database: Database) -> None:
    assert "gssd2022" in sample.get("/").text
    set_visibility(database, "gssd2022", Visibility.DRAFT, actor="test")
    sample.application.extensions["forum"].live.read_at = -10.0
    for address in [*PAGES[3:], *FILES, f"{FORUM}/concept-note.pdf", f"{FORUM}/agenda.pdf"]:
        assert sample.get(address).status_code == 404
    assert "gssd2022" not in sample.get("/").text


def test_an_unlisted_forum_answers_but_is_not_on_the_home_page(sample: FlaskClient, database: Database) -> None:
    set_visibility(database, "gssd2022", Visibility.UNLISTED, actor="test")
    sample.application.extensions["forum"].live.read_at = -10.0
    assert sample.get(f"{FORUM}/").status_code == 200
    assert "gssd2022" not in sample.get("/").text


def test_a_new_release_is_shown_and_the_old_etag_is_no_longer_fresh(sample: FlaskClient, database: Database) -> None:
    before = sample.get(f"{FORUM}/changes")
    bring_back(database, "gssd2022", 1, now=datetime(2022, 9, 20, tzinfo=UTC), host="localhost", actor="test")
    sample.application.extensions["forum"].live.read_at = -10.0
    after = sample.get(f"{FORUM}/changes", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200


def test_only_files_of_a_current_release_are_served(sample: FlaskClient) -> None:
    name = SAMPLE["files"][0]["name"]
    answer = sample.get(f"/media/{name}")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()
    for other in ("0" * 64 + ".png", "..%2fforum.db", name + "/", name.upper(), "x"):
        assert sample.get(f"/media/{other}").status_code == 404


HOSTILE_PATHS = [
    "/forums/%00/", "/forums/..%2f..%2fetc/passwd", "/forums/gssd2022/sessions/%F0%28%8C%BC",
    "/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/pyproject.toml", "/forums/GSSD2022/",
    "/forums/gssd2022/sessions/' OR 1=1--", "/forums/gssd2022/speakers/{{7*7}}", "/forums/gssd2022/style-x.css", "/r/abc", "/forums/gssd2022/agenda.pdf?day=2022-01-01",
    "/forums/gssd2022/sessions/<script>.ics",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_what_is_not_there_is_a_plain_404_that_repeats_nothing_unescaped(path: str, sample: FlaskClient) -> None:
    answer = sample.get(path)
    assert answer.status_code in (308, 404)
    assert "<script>" not in answer.text.replace('<script src="', "")
    assert "49" not in re.findall(r"speakers/(\d+)", answer.text)
    assert "Traceback" not in answer.text


HOSTILE_QUERIES = [
    "tz=Mars/Phobos", "tz=../etc/passwd", "tz=EST", "tz=Europe/Paris%00",
    "day=2026-02-29", "day=tomorrow", "q=%", "q=_", "q=(a%2B)%2B$", "q=" + "x" * 10_000, "q='%3B+DROP+TABLE+forum",
    "lang=xx", "lang=../fr", "lang=" + "a" * 5000, "theme[]=1", "session=" + "a" * 300, "room=%F0%28%8C%BC", "kind=%00",
]  # fmt: skip


HARMLESS = ("q=%", "q=_", "q=(", "q='", "lang=", "theme[]")


@pytest.mark.parametrize("query", HOSTILE_QUERIES)
def test_any_query_gets_a_page_or_a_plain_refusal(query: str, sample: FlaskClient) -> None:
    for address in (f"{FORUM}/agenda", f"{FORUM}/agenda.ics", f"{FORUM}/agenda.json"):
        answer = sample.get(f"{address}?{query}")
        read = query.startswith(HARMLESS) or (query.startswith("tz=") and not address.endswith("agenda"))
        assert answer.status_code == (200 if read else 400)


def test_a_zone_of_the_readers_is_shown_beside_the_forums(sample: FlaskClient) -> None:
    answer = sample.get(f"{FORUM}/?tz=Europe/Zurich&lang=en")
    assert answer.status_code == 200
    assert "10:30–11:50" in answer.text
    assert "05:30–06:50" in answer.text


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "evil.test:8000", "", "localhost@evil.test"])
def test_other_hosts_are_refused(host: str, sample: FlaskClient) -> None:
    answer = sample.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil.test" not in answer.text


def test_forwarded_hosts_change_no_link(sample: FlaskClient) -> None:
    forged = {"X-Forwarded-Host": "evil.test", "X-Forwarded-Prefix": "/evil", "Forwarded": "host=evil.test"}
    for address in (f"{FORUM}/", f"{FORUM}/agenda.ics"):
        assert sample.get(address, headers=forged).data == sample.get(address).data


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"])
def test_only_reading_is_possible_here(method: str, sample: FlaskClient) -> None:
    answer = sample.open(f"{FORUM}/", method=method, headers={"X-HTTP-Method-Override": "GET"})
    assert answer.status_code == 405


def test_strange_headers_do_no_harm(sample: FlaskClient) -> None:
    for headers in (
        {"Accept-Language": "fr;q=nonsense, en;q=0.5" + ",x" * 5000},
        {"Accept-Language": "\xff\xfe"},
        {"If-None-Match": "rubbish"},
        {"If-Modified-Since": "never"},
        {"Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(1000))},
        {"Cookie": "session=" + "x" * 4000},
        {"Accept-Encoding": "gzip;q=0, *;q=1"},
    ):
        assert sample.get(f"{FORUM}/", headers=headers).status_code == 200


def test_errors_have_plain_words_and_no_trace(sample: FlaskClient) -> None:
    answer = sample.get(f"{FORUM}/sessions/zzzzzzzzzz")
    assert answer.status_code == 404
    assert FORUM in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_signs_of_life(sample: FlaskClient) -> None:
    assert (sample.get("/healthz").text, sample.get("/readyz").text) == ("ok\n", "ready\n")
    assert sample.get("/.well-known/security.txt").text.startswith("Contact: ")


def test_a_refusal_is_said_in_the_readers_language(sample: FlaskClient) -> None:
    for language, said in (
        ("en", "“Mars/Phobos” is no time zone: use a name such as Asia/Bangkok or Europe/Paris."),
        ("fr", "«\u00a0Mars/Phobos\u00a0» n’est pas un fuseau horaire"),
    ):
        answer = sample.get(f"{FORUM}/agenda?tz=Mars/Phobos", headers={"Accept-Language": language})
        assert answer.status_code == 400
        assert said in answer.text


def test_the_drawer_of_a_session_is_kept_like_a_page_and_found_by_no_search_engine(sample: FlaskClient) -> None:
    address = f"{FORUM}/sessions/{SESSION}/drawer"
    first = sample.get(address, headers={"Accept-Language": "en"})
    assert (first.status_code, first.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert first.text.lstrip().startswith("<article") and "<html" not in first.text
    again = sample.get(address, headers={"Accept-Language": "en", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert 'lang="fr"' in sample.get(f"{address}?lang=fr").text
    assert sample.get(f"{FORUM}/sessions/zzzzzzzzzz/drawer").status_code == 404
