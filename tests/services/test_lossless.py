"""Whatever forum is imported, exporting it gives the same forum: tried on forums made up at random."""

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.identity import ALPHABET
from forum_app.models.forum import Forum
from forum_app.services.forum_files import export_draft, import_forum, parse_forum_json, sound
from forum_app.services.media import Media
from tests.factories import a_draft

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
WORDS = st.text(LETTERS, min_size=1, max_size=20).filter(str.strip).map(lambda text: f"x{text.strip()}")
LANGUAGES = ["en", "fr", "ar"]
LINE = st.dictionaries(st.sampled_from(LANGUAGES), WORDS, min_size=1, max_size=3)
MAYBE_LINE = st.one_of(st.just({}), LINE)
# Two that read the same in some language are refused.
CHOICES = st.lists(LINE, max_size=2).filter(
    lambda lines: len(lines) < 2 or set(lines[0].values()).isdisjoint(lines[1].values())
)
RICH = st.one_of(
    st.just({}), st.dictionaries(st.sampled_from(LANGUAGES), WORDS.map(lambda text: f"<p>{text}</p><script>x</script>"))
)
WALL = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
INSTANT = WALL.map(lambda moment: moment.replace(tzinfo=UTC))

LINKS = st.lists(
    st.fixed_dictionaries({"url": st.just("https://example.org/a?b=1"), "label": st.one_of(st.just({}), LINE)}),
    max_size=2,
)
ORIGIN = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"source": st.just("frab/made-up"), "foreign_id": st.sampled_from(["", "12"]), "guid": WORDS}
    ),
)


def chosen(ids: list[str], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=most) if ids else st.just([])


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A sound draft with every kind of thing, its references leading somewhere."""
    ids = iter(draw(st.lists(st.text(ALPHABET, min_size=10, max_size=10), unique=True, min_size=70, max_size=70)))

    def several(most: int = 3) -> list[str]:
        return [next(ids) for _ in range(draw(st.integers(0, most)))]

    themes, rooms, organisations, people = several(), several(), several(), several()

    def roles() -> list[dict[str, Any]]:
        states = st.sampled_from(["to-invite", "invited", "confirmed", "declined"])
        kinds = st.sampled_from(["moderator", "rapporteur", "focal-point"])
        return [
            {
                "id": next(ids),
                "person": person,
                "role": draw(kinds),
                "state": draw(states),
                "responsible_for": draw(MAYBE_LINE),
            }
            for person in draw(chosen(people))
        ]

    def questions() -> list[dict[str, Any]]:
        return [
            {
                "id": key,
                "text": draw(LINE),
                "sub_questions": draw(st.lists(LINE, max_size=2)),
                "to": draw(chosen(people)),
            }
            for key in several(2)
        ]

    def note() -> dict[str, Any] | None:
        sections = [
            {
                "id": key,
                "kind": draw(st.sampled_from(["text", "speakers"])),
                "heading": draw(MAYBE_LINE),
                "body": draw(RICH),
            }
            for key in several(2)
        ]
        return draw(st.sampled_from([None, {"sections": sections, "states": {"en": "final"}}]))

    def talk() -> dict[str, Any]:
        speakers = [{"id": next(ids), "person": person, "abstract": draw(RICH)} for person in draw(chosen(people, 2))]
        return {
            "id": next(ids), "title": draw(LINE), "minutes": draw(st.sampled_from([None, 5, 20])), "speakers": speakers,
            "themes": draw(chosen(themes)), "alliances": draw(chosen(organisations)), "abstract": draw(RICH),
        }  # fmt: skip

    def session() -> dict[str, Any]:
        start = draw(st.one_of(st.none(), WALL))
        return {
            "id": next(ids), "title": draw(LINE), "start": start, "summary": draw(RICH),
            "minutes": draw(st.sampled_from([30, 90] if start else [None, 30])), "room": draw(st.sampled_from([None, *rooms])),
            "themes": draw(chosen(themes)), "alliances": draw(chosen(organisations)), "roles": roles(),
            "links": draw(LINKS), "origin": draw(ORIGIN),
            "talks": [talk() for _ in range(draw(st.integers(0, 2)))], "key_questions": questions(), "note": note(),
        }  # fmt: skip

    sessions = [session() for _ in range(draw(st.integers(0, 2)))]
    asked, delegations, coming = several(2), several(2), several(3)

    def registration(number: int, key: str) -> dict[str, Any]:
        checked = [{"at": draw(INSTANT), "day": date(2030, 1, 1), "session": item["id"]} for item in sessions[:1]]
        return {
            "id": key, "name": draw(WORDS), "institution": draw(WORDS), "email": draw(st.sampled_from(["", f"a{number}@example.org"])),
            "person": draw(st.sampled_from([None, *people])), "delegation": draw(st.sampled_from([None, *delegations])),
            "mode": draw(st.sampled_from(["in-person", "online"])), "status": draw(st.sampled_from(["pending", "confirmed", "cancelled"])),
            "constituency": draw(st.sampled_from([None, "workers"])), "registered_at": draw(INSTANT), "code": f"abcde{number + 2}",
            "sessions": draw(chosen([item["id"] for item in sessions])), "answers": {question: draw(WORDS) for question in draw(chosen(asked))},
            "consents": draw(st.sampled_from([[], [{"purpose": "list", "given_at": draw(INSTANT), "text": "I agree."}]])),
            "changes": [{"status": "pending", "at": draw(INSTANT), "by": "registrant"}], "check_ins": draw(st.sampled_from([[], checked])),
            "origin": draw(ORIGIN),
        }  # fmt: skip

    return msgspec.convert(
        {
            "version": 1,
            "forum": {
                "id": next(ids), "slug": "made-up", "title": draw(LINE), "first_day": date(2030, 1, 1), "zone": "Asia/Kathmandu",
                "last_day": date(2030, 1, 3), "languages": LANGUAGES, "day_starts_at": time(4), "roles": roles(), "note": note(),
                "key_questions": questions(), "goals": draw(st.lists(st.sampled_from(["8", "8.5", "13.b"]), unique=True)),
            },
            "themes": [{"id": key, "title": draw(LINE), "text": draw(RICH), "origin": draw(ORIGIN)} for key in themes],
            "rooms": [{"id": key, "name": draw(LINE), "capacity": draw(st.sampled_from([None, 0, 40])), "origin": draw(ORIGIN)} for key in rooms],
            "organisations": [
                {"id": key, "name": draw(LINE), "kind": "academia", "members": draw(chosen(organisations))} for key in organisations
            ],
            "people": [
                {
                    "id": key, "name": draw(LINE), "biography": draw(RICH), "letters": draw(WORDS), "origin": draw(ORIGIN),
                    "posts": [{"title": draw(LINE), "organisation": item} for item in draw(chosen(organisations, 2))],
                    "private": draw(st.sampled_from([None, {}, {"email": "a@example.org", "notes": "n"}])),
                }
                for key in people
            ],
            "sessions": sessions,
            "questions": [{"id": key, "text": draw(LINE), "choices": draw(CHOICES)} for key in asked],
            "delegations": [
                {"id": key, "name": draw(LINE), "country": "BD", "seats": 4, "head": draw(st.sampled_from([None, *coming]))} for key in delegations
            ],
            "registrations": [registration(number, key) for number, key in enumerate(coming)],
        },
        Draft,
    )  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(draft=drafts())
def test_export_of_import_is_the_same_forum(database: Database, media: Media, draft: Draft) -> None:
    kept = sound(draft)
    with database.writing() as connection:
        connection.execute(delete(Forum))
    data = msgspec.json.encode(kept)
    assert not import_forum(database, media, data, actor="test").copied
    out = export_draft(database, media, "made-up", actor="test")
    again = msgspec.json.decode(out, type=Draft)
    assert again == kept
    assert parse_forum_json(out) == msgspec.json.decode(out, type=Draft)


@pytest.mark.parametrize(
    "text", ["R&D <x> \"y\" 'z' &amp; &lt; a,b;c\\d", "None", "null", "=1+1", "{{7*7}}", "עברית", "👩‍🔬 🇹🇱"]
)
def test_texts_stay_exactly_as_they_were_written(database: Database, media: Media, text: str) -> None:
    draft = a_draft()
    draft.forum.title = {"en": text}
    import_forum(database, media, msgspec.json.encode(draft), actor="test")
    found = msgspec.json.decode(export_draft(database, media, draft.forum.slug, actor="test"), type=Draft)
    assert found.forum.title == {"en": text}
