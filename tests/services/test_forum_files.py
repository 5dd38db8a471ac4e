"""forum.json in and out: lossless, refused whole with places in words, nothing changed by a refusal."""

import json
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.errors import ImportRefused, SlugTaken
from forum_app.models.publishing import AuditEntry
from forum_app.paths import SAMPLES
from forum_app.services.draft_rows import DRAFT_TABLES, table
from forum_app.services.forum_files import export_draft, import_forum, parse_forum_json
from forum_app.services.media import Media

SAMPLE = (SAMPLES / "gssd2022.json").read_bytes()


def changed(place: list[Any], value: Any) -> bytes:
    """The sample with one value put in another's place."""
    data = json.loads(SAMPLE)
    here = data
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    return json.dumps(data).encode()


def counts(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in ("forum", *DRAFT_TABLES)
        }


def test_export_of_import_is_the_same_forum(database: Database, media: Media) -> None:
    import_forum(database, media, SAMPLE, actor="test")
    out = export_draft(database, media, "gssd2022", actor="test")
    assert msgspec.json.decode(out, type=Draft) == parse_forum_json(SAMPLE)
    assert export_draft(database, media, "gssd2022", actor="test") == out


def test_an_export_is_written_into_the_log(database: Database, media: Media) -> None:
    import_forum(database, media, SAMPLE, actor="test")
    export_draft(database, media, "gssd2022", actor="somebody")
    with database.reading() as connection:
        entries = connection.execute(select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [tuple(entry) for entry in entries] == [("test", "forum.imported"), ("somebody", "forum.exported")]


def test_a_second_import_needs_replace_and_then_changes_only_what_differs(database: Database, media: Media) -> None:
    import_forum(database, media, SAMPLE, actor="test")
    with pytest.raises(SlugTaken):
        import_forum(database, media, SAMPLE, actor="test")
    assert import_forum(database, media, SAMPLE, actor="test", replace=True).changed_rows == 0
    longer = changed(["sessions", 0, "minutes"], 95)
    assert import_forum(database, media, longer, actor="test", replace=True).changed_rows == 1


def test_another_slug_is_a_copy_with_ids_of_its_own(database: Database, media: Media) -> None:
    import_forum(database, media, SAMPLE, actor="test")
    done = import_forum(database, media, SAMPLE, slug="copy2022", actor="test")
    assert done.copied
    first, second = (json.loads(export_draft(database, media, slug, actor="t")) for slug in ("gssd2022", "copy2022"))
    assert {item["id"] for item in first["people"]} & {item["id"] for item in second["people"]} == set()
    assert [item["name"] for item in first["people"]] == [item["name"] for item in second["people"]]


REFUSED = {
    "an unknown field": (["forum", "colour"], "red", "forum", "not known here"),
    "a blank title": (["sessions", 0, "title", "en"], "\u200b ", None, None),
    "a control character": (["forum", "theme", "en"], "a\u0000b", "forum.theme.en", "control character"),
    "an unknown zone": (["forum", "zone"], "Mars/Phobos", "forum.zone", "no time zone"),
    "a zone that is a path": (["forum", "zone"], "../etc/passwd", "forum.zone", "no time zone"),
    "an abbreviation": (["forum", "zone"], "EST", "forum.zone", "no time zone"),
    "a date that is none": (["forum", "first_day"], "2026-02-29", "forum.first_day", ""),
    "a reversed span": (["forum", "last_day"], "2022-09-01", "forum.last_day", "before the first day"),
    "an unknown person": (
        ["sessions", 0, "roles", 0, "person"],
        "zzzzzzzzzz",
        "sessions[0].roles[0].person",
        "No person",
    ),
    "a material of a talk that its session has not": (
        ["sessions", 0, "materials"],
        [{"title": {"en": "Slides"}, "talk": "zzzzzzzzzz"}],
        "sessions[0].materials[0].talk",
        "of its own session",
    ),
    "a length of nothing": (["sessions", 0, "minutes"], 0, "sessions[0].minutes", ""),
    "a script for a link": (
        ["forum", "registration", "url"],
        "javascript:alert(1)",
        "forum.registration.url",
        "web address",
    ),
    "a word nobody knows": (["sessions", 0, "kind"], "party", "sessions[0].kind", "not one of the words"),
    "a title too long": (["forum", "title", "en"], "x" * 301, "forum.title.en", "longer than 300"),
    "a million characters": (
        ["people", 0, "biography", "en"],
        "x" * 1_000_000,
        "people[0].biography.en",
        "longer than 60000",
    ),
    "two addresses in one": (
        ["people", 0, "private"],
        {"email": "a@b.org,c@d.org"},
        "people[0].private.email",
        "e-mail",
    ),
    "marks without end": (["forum", "title", "en"], "e" + "\u0301" * 200, "forum.title.en", "marks"),
    "deep nesting": (["people", 0, "biography", "en"], "<blockquote>" * 300, "people[0].biography.en", "nested"),
    "a reserved slug": (["forum", "slug"], "admin", "forum.slug", "reserved"),
    "a file that is not what it says": (["files", 0, "data"], "AAAA", "files[0]", "SHA-256"),
}


@pytest.mark.parametrize("case", [name for name in REFUSED if name != "a blank title"])
def test_a_refused_file_says_where_and_changes_nothing(case: str, database: Database, media: Media) -> None:
    where, value, place, words = REFUSED[case]
    import_forum(database, media, SAMPLE, actor="test")
    before = counts(database)
    with pytest.raises(ImportRefused) as refused:
        import_forum(database, media, changed(where, value), actor="test", replace=True)
    found = dict(refused.value.problems)
    assert place in found
    assert words in found[place]
    assert counts(database) == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe{\x00}\x00",
        b"null",
        b'{"version":2}',
        SAMPLE[: len(SAMPLE) // 2],
        b"\xed\xa0\x80",
    ],
)
def test_what_is_no_forum_json_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        parse_forum_json(data)


def test_every_id_stands_once() -> None:
    data = json.loads(SAMPLE)
    data["people"][1]["id"] = data["people"][0]["id"]
    with pytest.raises(ImportRefused) as refused:
        parse_forum_json(json.dumps(data).encode())
    assert "people[1].id" in dict(refused.value.problems)


def test_an_hour_the_clocks_skip_is_refused_with_the_next_that_exists() -> None:
    data = json.loads(SAMPLE)
    data["forum"]["zone"] = "Europe/Paris"
    data["sessions"][0]["start"] = "2026-03-29T02:30:00"
    with pytest.raises(ImportRefused) as refused:
        parse_forum_json(json.dumps(data).encode())
    assert dict(refused.value.problems)["sessions[0].start"].endswith("The next time that exists is 03:00.")


def test_markup_that_runs_or_loads_is_gone_and_text_stays() -> None:
    hostile = (
        '<p onclick="x()">R&amp;D <b>bold</b><script>alert(1)</script>'
        '<img src="https://evil.test/x.png"><a href="javascript:x">l</a></p>'
    )
    draft = parse_forum_json(changed(["people", 0, "biography", "en"], hostile))
    assert draft.people[0].biography["en"] == "<p>R&amp;D <strong>bold</strong><a>l</a></p>"
