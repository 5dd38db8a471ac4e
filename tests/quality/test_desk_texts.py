"""Odd texts typed into the forms of the desk: exact in the form, the list, the log and the preview, or refused beside
the field with what was typed kept; nothing of them acts on any page (B001 to B030)."""

from typing import Any

import pytest
from flask import Flask
from lxml import etree

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import ORGANISER, Browser, Browsers, join
from tests.houses import Start
from tests.quality.house import an_id, shown, tree_of
from tests.quality.test_markup import ACTIVE, DEEP, LINKS, own_address
from tests.quality.test_text import MENDED, TYPED
from tests.web.test_things import Form

CONTROLS = dict.fromkeys([*range(9), *range(14, 32)])  # what our parser can't keep, and no browser minds
SLUG, DESK = "gssd2022", "/manage/gssd2022"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def organiser(app: Flask, database: Database, media: Media) -> Browser:
    return Browsers(app, database, join(database, SLUG))[ORGANISER]


@pytest.fixture
def before(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def form_at(organiser: Browser, address: str) -> Form:
    page = organiser.get(address).get_data(as_text=True)
    return Form(page, address) if Form(page, address).fields else Form(page, address.split("?")[0])


def page_of(organiser: Browser, address: str) -> str:
    """A page of the desk on which nothing acts that is not its own."""
    answer = organiser.get(address)
    assert answer.status_code == 200, address
    page: str = answer.get_data(as_text=True)
    assert acts(page) == [], (address, acts(page))
    return page


def value_of(form: Form, name: str) -> str:
    return next(value for field, value in form.fields if field == name)


def fields_of(before: Draft) -> dict[str, list[tuple[str, str]]]:
    """Address and field of every kind of text that the desk takes: one line, several lines, rich."""
    session = next(item for item in before.sessions if item.talks)
    at = {
        "people": f"{DESK}/people/{before.people[0].id}",
        "sessions": f"{DESK}/sessions/{session.id}",
        "talks": f"{DESK}/talks/{session.talks[0].id}",
        "themes": f"{DESK}/themes/{before.themes[0].id}",
        "note": f"{DESK}/concept-note?section={before.forum.note.sections[0].id}",
        "organisations": f"{DESK}/organisations/{before.organisations[0].id}",
        "settings": f"{DESK}/settings",
    }
    lines = "people name.en, people honorific.en, people posts[0].title.en, people letters, sessions title.en, sessions label.en, talks title.en, themes title.en, note heading.en, organisations name.en, settings short_title.en, settings venue.name.en"  # fmt: skip
    plain = "organisations description.en, settings summary.en"
    rich = "people biography.en, sessions summary.en, talks abstract.en, themes text.en, note body.en, settings practical.en"  # fmt: skip
    return {
        kind: [(at[place.split()[0]], place.split()[1]) for place in places.split(", ")]
        for kind, places in (("line", lines), ("plain", plain), ("rich", rich))
    }


def acts(page: str) -> list[str]:
    """What on a page of the desk runs or leads away and is not the application's own; texts in fields are texts."""
    found = []
    for element in tree_of(page.translate(CONTROLS)).iter():
        tag = str(element.tag).rpartition("}")[2]
        kind = element.get("type", "")
        if tag == "iframe" and element.get("sandbox") is None:
            found.append(tag)
        if tag in ("object", "embed", "base", "style", "video", "audio", "math", "xmp", "plaintext"):
            found.append(tag)
        if tag == "script" and not (element.get("src", "").startswith("/static/") or kind.startswith("application/")):
            found.append(tag)
        for name, value in element.attrib.items():
            plain = str(name).rpartition("}")[2].lower()
            if plain.startswith("on") or plain in ("style", "srcdoc", "ping", "background"):
                found.append(f"{tag} {plain}")
            if (
                plain in ("href", "src", "srcset", "action", "formaction", "poster")
                and value
                and not own_address(value)
            ):
                found.append(f"{tag} {plain}={value}")
    return found


def save(organiser: Browser, address: str, **changed: str) -> Any:
    return organiser.client.post(address, data=form_at(organiser, address).sent(**changed))


def test_a_line_is_exact_in_its_form_its_list_and_the_log(
    organiser: Browser, database: Database, media: Media, before: Draft
) -> None:
    texts = {**{name: (text, text) for name, text in TYPED.items()}, **MENDED}
    form = form_at(organiser, f"{DESK}/rooms/new")
    for name, (typed, _expected) in texts.items():
        key = {"_key": an_id("r", 500 + list(texts).index(name))}
        answer = organiser.client.post(f"{DESK}/rooms/new", data={**form.sent(name__en=typed), **key})
        assert answer.status_code == 303, name
    rooms = draft_named(database, media, SLUG).rooms[len(before.rooms) :]
    assert [room.name["en"] for room in rooms] == [" ".join(expected.split()) for _typed, expected in texts.values()]
    listed = "".join(shown(tree_of(page_of(organiser, f"{DESK}/{path}"))) for path in ("rooms", "rooms?page=2", "rooms?page=3"))  # fmt: skip
    told = "".join(shown(tree_of(page_of(organiser, f"{DESK}/{path}"))) for path in ("log", "log?page=2"))
    for room in rooms:
        name = room.name["en"]
        assert value_of(form_at(organiser, f"{DESK}/rooms/{room.id}"), "name.en") == name
        assert name in listed, name
        assert name[:40] in told, name


@pytest.mark.parametrize("kind", ["line", "plain", "rich"])
def test_every_text_of_the_desk_comes_back_into_its_form_as_it_was_typed(
    organiser: Browser, before: Draft, database: Database, media: Media, kind: str
) -> None:
    typed = "R&D (x) \"y\" 'z' &amp; {{7*7}} ${7*7} <%= 7*7 %> O'Brien 👩🏽‍🌾 मंच مرحبا 2030"
    for address, field in fields_of(before)[kind]:
        answer = save(organiser, address, **{field: typed})
        assert answer.status_code == 303, (address, field)
        form = form_at(organiser, address)
        came = value_of(form, field)
        if kind == "rich":
            came = came.replace("\\", "").replace("&amp;amp;", "&amp;").replace("R&amp;D", "R&D").replace("&lt;", "<")
            assert all(word in came for word in ("{{7*7}}", "${7*7}", "O'Brien", "👩🏽‍🌾", "मंच")), (field, came)
        else:
            assert came == typed, (address, field)
        assert organiser.client.post(address, data=form.sent()).status_code == 303
        page = organiser.get(address).get_data(as_text=True)
        assert acts(page) == [], (address, acts(page))


# B001, B002, B004, B005, B009: refused beside the field with what was typed kept, and nothing stored.
UNFIT = {
    "too long": "x" * 60_001,
    "NUL": "a\x00b",
    "BEL": "a\x07b",
    "an escape": "a\x1b[31mb",
    "a vertical tab": "a\x0bb",
    "a form feed": "a\x0cb",
    "DEL": "a\x7fb",
    "no character": "a\ufffeb",
    "a heap of marks": "e" + "\u0301" * 5_000,
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_no_text_may_hold_is_refused_beside_its_field(
    organiser: Browser, before: Draft, database: Database, media: Media, name: str
) -> None:
    forms: dict[tuple[str, bool], list[str]] = {}
    for kind, places in fields_of(before).items():
        for address, field in places:
            if kind != "line" or name not in ("a vertical tab", "a form feed"):  # in a line these are a blank
                forms.setdefault((address, kind == "rich"), []).append(field)
    for (address, _rich), fields in forms.items():
        answer = save(organiser, address, **dict.fromkeys(fields, UNFIT[name]))
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, (address, answer.status_code)
        assert [field for field in fields if f'id="{field}-error"' not in page] == [], address
    assert draft_named(database, media, SLUG) == before


@pytest.mark.timeout(60)
def test_a_million_letters_are_refused_in_words(organiser: Browser, before: Draft) -> None:
    for size, statuses in ((20_000, (422,)), (1_000_000, (413, 422)), (1_100_000, (413,))):
        address, field = fields_of(before)["line"][0]
        answer = save(organiser, address, **{field: "x" * size})
        assert answer.status_code in statuses, size


def payloads() -> list[str]:
    """Each as HTML, and the links as Markdown too (but for the address that Markdown's own backslash makes another)."""
    linked = [f'before <a href="{href}">words</a> after' for href in LINKS.values()]
    marked = [
        f"[words](<{href.replace(chr(92), chr(92) * 2)}>) ![x]({href})" for href in LINKS.values() if "@" not in href
    ]
    return [*ACTIVE.values(), *linked, *marked]


RICH = ("summary.en", "objectives.en", "expected_outcomes.en", "outcome.en")


@pytest.mark.parametrize("way", ["markdown", "html"])
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_nothing_typed_into_a_rich_text_acts_at_the_desk_or_in_the_preview(
    organiser: Browser, before: Draft, database: Database, media: Media, way: str
) -> None:
    """B021 to B026: as Markdown and as an editor's HTML, four in a form, with a form that is shown again."""
    session = next(item for item in before.sessions if item.talks)
    address, typed = f"{DESK}/sessions/{session.id}", payloads()
    for first in range(0, len(typed), len(RICH)):
        some = dict(zip(RICH, typed[first : first + len(RICH)], strict=False))
        fields = {field: f"kept {text}" for field, text in some.items()} | {f"{field}@form": way for field in some}
        if first % (4 * len(RICH)) == 0:  # shown again as it was typed
            refused = save(organiser, address, **fields, minutes="none")
            assert refused.status_code == 422 and acts(refused.get_data(as_text=True)) == [], some
        answer = save(organiser, address, **fields)
        if answer.status_code == 422:  # a control character: refused whole
            continue
        assert answer.status_code == 303, some
        page_of(organiser, f"{DESK}/preview/sessions/{session.id}")
        now = next(item for item in draft_named(database, media, SLUG).sessions if item.id == session.id)
        stored = f"{now.summary}{now.objectives}{now.expected_outcomes}{now.outcome}"
        assert acts(f"<main>{stored}</main>") == [], some
    page_of(organiser, address)
    page_of(organiser, f"{DESK}/log")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_depth_without_end_is_answered_at_once(organiser: Browser, before: Draft, name: str) -> None:
    """B027, at the form."""
    for address, field in fields_of(before)["rich"][:1]:
        answer = save(organiser, address, **{field: DEEP[name]})
        assert answer.status_code in (303, 422)
        assert organiser.get(address).status_code == 200


# B029: a name that would act, in all that repeats it: lists, what is deleted, undone, found, refused, merged, chosen.
def test_a_name_that_would_act_is_a_name_wherever_it_is_repeated(organiser: Browser, before: Draft) -> None:
    payload = '"><img src=x onerror=alert(49)></script><svg onload=alert(49)>'
    for address, field in fields_of(before)["line"]:
        assert save(organiser, address, **{field: payload}).status_code in (303, 422), (address, field)
    person = f"{DESK}/people/{before.people[0].id}"
    paths = ["", "sessions", "people", "themes", "rooms", "organisations", "roles", "log", "find?q=onerror", "publish", "languages",
             "messages/write", "releases", "people/merge", "concept-note", "settings", "members", "preview/", "preview/agenda",
             "several/people?id=" + before.people[0].id, "options/people?q=img"]  # fmt: skip
    for path in (*(f"{DESK}/{path}" for path in paths), person):
        answer = organiser.get(path)
        assert answer.status_code in (200, 303, 404), path
        page = answer.get_data(as_text=True)
        if "json" in answer.mimetype:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            continue
        assert acts(page) == [], (path, acts(page))
        assert not [one for one in tree_of(page).iter("svg") if isinstance(one, etree._Element) and one.get("onload")]
    deleted = organiser.post(f"{person}/delete")
    assert acts(organiser.get(deleted.headers["Location"]).get_data(as_text=True)) == []
