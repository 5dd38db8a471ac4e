"""The concept note at the desk: outline, what is drawn, saved while one writes, moved, deleted and brought back."""

import json
import re
from html import unescape

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import Section
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.notes import FIRST_SECTIONS
from tests.cast import EDITOR, OWNER, VIEWER, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_things import Form

SLUG = "gssd2022"
NOTE = f"/manage/{SLUG}/concept-note"
JSON = {"Accept": "application/json"}


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def sections(database: Database, media: Media) -> list[Section]:
    note = draft(database, media).forum.note
    assert note is not None
    return note.sections


def page_of(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def form_of(browser: Browser, address: str) -> Form:
    return Form(page_of(browser, address), address.split("&in=")[0])


def section_at(key: str) -> str:
    return f"{NOTE}?section={key}"


def test_the_outline_is_numbered_as_documents_number_it(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    first = sections(database, media)[0].id
    numbers = re.findall(r'<b class="num">(\d+)</b>', page_of(cast[VIEWER], NOTE))
    assert numbers == [str(number) for number in range(1, 12)]
    form = form_of(cast[EDITOR], section_at(first))
    assert cast[EDITOR].client.post(section_at(first), data=form.sent(body__en="", body__fr="")).status_code == 303
    page = page_of(cast[EDITOR], NOTE)
    emptied = page.split(f"section={first}")[1].split("</a>")[0]
    # The French text stands yet, so for readers of English the section still says something.
    assert '<b class="num">1</b>' in emptied
    both = form_of(cast[EDITOR], f"{section_at(first)}&in=fr")
    assert cast[EDITOR].client.post(section_at(first), data=both.sent(body__fr="")).status_code == 303
    emptied = page_of(cast[EDITOR], NOTE).split(f"section={first}")[1].split("</a>")[0]
    assert "num" not in emptied


def test_what_a_section_draws_leads_to_where_it_is_kept(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    seen = 0
    for section in sections(database, media):
        page = page_of(cast[EDITOR], section_at(section.id))
        if section.kind.value == "text":
            assert "note-drawn" not in page
            continue
        block = page.split('class="note-drawn"')[1].split("</section>")[0]
        addresses = re.findall(r'href="([^"]+)"', block)
        assert addresses
        for address in addresses[:2]:
            assert cast[EDITOR].get(address.split("#")[0]).status_code == 200, address
            seen += 1
    assert seen > 12


def test_a_script_saves_while_one_writes_and_takes_nothing_from_the_other(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    here = section_at(sections(database, media)[0].id)
    hers, mine = form_of(cast[OWNER], here), form_of(cast[EDITOR], here)
    assert cast[OWNER].client.post(here, data=hers.sent(heading__en="Hers")).status_code == 303
    sent = mine.sent(**{"body.en": "<p>Mine</p>", "body.en@form": "html"})
    answer = cast[EDITOR].client.post(here, data=sent, headers=JSON)
    assert answer.status_code == 200
    sent |= {"_base": [answer.get_json()["base"]], "body.en": ["<p>Mine again</p>"]}
    assert cast[EDITOR].client.post(here, data=sent, headers=JSON).status_code == 200
    section = sections(database, media)[0]
    assert (section.heading["en"], section.body["en"]) == ("Hers", "<p>Mine again</p>")
    # Now both write the same: nothing is saved, and the ordinary way shows both.
    more = form_of(cast[OWNER], here)
    assert cast[OWNER].client.post(here, data=more.sent(body__en="Hers")).status_code == 303
    sent["body.en"] = ["<p>Mine at last</p>"]
    answer = cast[EDITOR].client.post(here, data=sent, headers=JSON)
    assert (answer.status_code, answer.get_json()["clash"]) == (409, True)
    answer = cast[EDITOR].client.post(here, data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Mine at last" in page and "body.en@choose" in page
    assert sections(database, media)[0].body["en"] == "<p>Hers</p>"


def test_what_the_script_cannot_save_it_is_told_in_words(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    here = section_at(sections(database, media)[0].id)
    sent = form_of(cast[EDITOR], here).sent(heading__en="x" * 301)
    answer = cast[EDITOR].client.post(here, data=sent, headers=JSON)
    assert answer.status_code == 422
    assert "at most 300" in json.loads(answer.get_data())["problems"][0]


def test_a_section_is_moved_deleted_and_brought_back_where_it_was(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = [section.id for section in sections(database, media)]
    answer = cast[EDITOR].post(section_at(before[1]), {"job": "up", "in": "fr"})
    assert answer.headers["Location"] == f"{section_at(before[1])}&in=fr#down-{before[1]}"
    assert [section.id for section in sections(database, media)][:2] == [before[1], before[0]]
    gone = cast[EDITOR].post(section_at(before[1]), {"job": "delete"})
    page = page_of(cast[EDITOR], gone.headers["Location"])
    undo = re.search(r'action="(/manage/gssd2022/undo/\d+)"', page)
    assert undo is not None
    back = cast[EDITOR].post(undo[1])
    assert back.headers["Location"] == section_at(before[1])
    assert "It is back." in page_of(cast[EDITOR], back.headers["Location"])


def test_a_section_is_added_below_another_and_waits_for_its_name(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = [section.id for section in sections(database, media)]
    page = page_of(cast[EDITOR], section_at(before[0]))
    below = re.search(r'formaction="([^"]+)" name="job" value="add" aria-label="Add a section below ([^"]+)"', page)
    assert below is not None and (unescape(below[1]), below[2]) == (section_at(before[0]), "Introduction")
    answer = cast[EDITOR].post(section_at(before[2]), {"job": "add", "in": "fr"})
    after = sections(database, media)
    new = after[3]
    assert [section.id for section in after] == [*before[:3], new.id, *before[3:]]
    assert answer.headers["Location"] == f"{section_at(new.id)}&in=fr#heading.en"
    page = page_of(cast[EDITOR], answer.headers["Location"].partition("#")[0])
    assert f"A section was added below “{after[2].heading['en']}”." in page
    assert (
        re.search(r'<input[^>]* id="heading.en"[^>]* value="New section"', page) and 'data-begin="heading.en"' in page
    )
    form = form_of(cast[EDITOR], section_at(new.id))
    assert cast[EDITOR].client.post(section_at(new.id), data=form.sent(heading__en="How to join")).status_code == 303
    assert "data-begin" not in page_of(cast[EDITOR], section_at(new.id))
    # Below one that somebody deleted meanwhile it comes to the end, and so it does from the head of the outline.
    for address in (section_at("2222222222"), NOTE):
        answer = cast[EDITOR].post(address, {"job": "add"})
        assert sections(database, media)[-1].id in answer.headers["Location"]
        assert "at the end" in page_of(cast[EDITOR], answer.headers["Location"].partition("#")[0])
    assert cast[VIEWER].post(section_at(before[0]), {"job": "add"}).status_code == 403
    assert 'value="add"' not in page_of(cast[VIEWER], NOTE)


def test_another_section_is_moved_without_leaving_the_one_that_is_written(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = sections(database, media)
    keys = [section.id for section in before]
    sent = {"job": "down", "here": keys[0]}
    answer = cast[EDITOR].post(section_at(keys[4]), sent)
    assert answer.headers["Location"] == f"{section_at(keys[0])}#down-{keys[4]}"
    page = page_of(cast[EDITOR], section_at(keys[0]))
    assert f"“{before[4].heading['en']}” stands at place 6 of {len(keys)} now." in page
    assert re.search(rf'id="down-{keys[4]}"[^>]*>', page)
    # At the end there is no way further down: the hand rests on the way up.
    answer = cast[EDITOR].post(section_at(keys[-2]), sent)
    assert answer.headers["Location"] == f"{section_at(keys[0])}#up-{keys[-2]}"
    cast[EDITOR].post(section_at(keys[-2]), sent)
    assert "It stands there already." in page_of(cast[EDITOR], section_at(keys[0]))
    odd = cast[EDITOR].post(section_at(keys[1]), {"job": "up", "here": "rubbish"})
    assert odd.headers["Location"] == f"{section_at(keys[1])}#down-{keys[1]}"


@pytest.mark.parametrize(("job", "kinds"), [("start", FIRST_SECTIONS), ("alone", ("text",))])
def test_a_note_begins_with_the_usual_sections_or_with_an_introduction_alone(
    cast: dict[str, Browser], database: Database, media: Media, job: str, kinds: tuple[str, ...]
) -> None:
    own = f"/manage/{SLUG}/sessions/{draft(database, media).sessions[0].id}/concept-note"
    for again in (job, "start"):  # begun twice is begun once
        assert cast[VIEWER].post(own, {"job": again}).status_code == 403
        assert cast[EDITOR].post(own, {"job": again}).status_code == 303
        note = draft(database, media).sessions[0].note
        assert note is not None
        assert [section.kind for section in note.sections] == list(kinds)
        assert [section.heading for section in note.sections if section.heading] == [
            {"en": "Introduction", "fr": "Introduction"}
        ]


def test_a_section_of_another_note_is_not_found_here(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    session = draft(database, media).sessions[0].id
    own = f"/manage/{SLUG}/sessions/{session}/concept-note"
    assert f'href="{own}"' in page_of(cast[EDITOR], f"/manage/{SLUG}/sessions/{session}")
    assert cast[EDITOR].post(own, {"job": "start"}).status_code == 303
    key = re.findall(r"section=(\w{10})", page_of(cast[EDITOR], own))[0]
    first = sections(database, media)[0].id
    assert cast[EDITOR].get(f"{own}?section={first}").status_code == 404
    assert cast[EDITOR].get(section_at(key)).status_code == 404
    for job in ("delete", "up"):
        assert cast[EDITOR].post(section_at(key), {"job": job}).status_code == 404
    undo = cast[EDITOR].post(f"{own}?section={key}", {"job": "delete"})
    found = re.search(r'action="(/manage/gssd2022/undo/\d+)"', page_of(cast[EDITOR], undo.headers["Location"]))
    assert found is not None
    assert cast[EDITOR].post(found[1]).headers["Location"] == f"{own}?section={key}"


def test_a_section_that_was_deleted_while_somebody_wrote_in_it_comes_back_with_that(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = sections(database, media)
    key = next(section for section in before if section.body).id
    address = f"{NOTE}?section={key}"
    form = form_of(cast[EDITOR], address)
    cast[OWNER].post(address, {"job": "delete"})
    told = cast[EDITOR].client.post(address, data=form.sent(), headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["clash"]) == (409, True)
    answer = cast[EDITOR].client.post(address, data=form.sent(heading__en="Written meanwhile"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "deleted this on" in page
    again = Form(page, address)
    assert cast[EDITOR].client.post(address, data=again.sent(_then="bring-back")).status_code == 303
    after = sections(database, media)
    assert [section.id for section in after] == [section.id for section in before]
    was, now = (next(section for section in notes if section.id == key) for notes in (before, after))
    assert now.heading["en"] == "Written meanwhile" and now.body == was.body


def set_state(browser: Browser, language: str, state: str) -> None:
    answer = browser.post(f"{NOTE}/state", {"session": "", "language": language, "state": state})
    assert answer.status_code == 303


def state_line(page: str, language: str) -> str:
    return unescape(page.split(f'id="state-{language}"')[1].split("</li>")[0])


def test_a_note_that_was_changed_after_it_was_cleared_says_so_beside_its_state_and_before_publishing(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    here = section_at(sections(database, media)[0].id)
    publish = f"/manage/{SLUG}/publish"
    set_state(cast[OWNER], "en", "final")
    set_state(cast[OWNER], "fr", "cleared")
    line = state_line(page_of(cast[VIEWER], NOTE), "en")
    assert re.search(r"Owner, \d+ \w+ \d{4}, \d\d:\d\d, Bangkok time \(UTC\+7\)", line) and "Changed since" not in line
    assert 'id="notes"' not in page_of(cast[OWNER], publish)
    form = form_of(cast[EDITOR], here)
    assert cast[EDITOR].client.post(here, data=form.sent(body__en="Words that nobody cleared")).status_code == 303
    page = page_of(cast[VIEWER], NOTE)
    changed = state_line(page, "en")
    assert re.search(r"Changed since by Editor, \d+ \w+ \d{4}, \d\d:\d\d, Bangkok time", changed)
    assert "Set it again" not in changed and "Changed since" not in state_line(page, "fr")
    told = unescape(page_of(cast[OWNER], publish)).split('id="notes"')[1].split("</ul>")[0]
    assert "Concept note, English" in told and "changed since by Editor" in told and "French" not in told
    assert "one language was changed after it was cleared" in page_of(cast[OWNER], f"/manage/{SLUG}/")
    # Who may set it reads it and says so again: the log holds both, and nothing is said any more.
    assert "Set it again" in state_line(page_of(cast[OWNER], NOTE), "en")
    set_state(cast[OWNER], "en", "final")
    assert "Changed since" not in state_line(page_of(cast[OWNER], NOTE), "en")
    assert 'id="notes"' not in page_of(cast[OWNER], publish)


def test_sections_that_come_and_go_change_a_cleared_note_in_every_language(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    last = sections(database, media)[-1].id
    for sent in ({"job": "up"}, {"job": "delete"}, {"job": "add"}):
        for language in ("en", "fr"):
            set_state(cast[OWNER], language, "final")
        page = page_of(cast[OWNER], NOTE)
        assert "Changed since" not in page
        assert cast[EDITOR].post(section_at(last), sent).status_code == 303
        page = page_of(cast[OWNER], NOTE)
        assert "Changed since by Editor" in state_line(page, "en") and "Changed since" in state_line(page, "fr"), sent


def test_a_draft_that_is_changed_needs_no_word(cast: dict[str, Browser], database: Database, media: Media) -> None:
    set_state(cast[OWNER], "en", "in-review")
    here = section_at(sections(database, media)[0].id)
    form = form_of(cast[EDITOR], here)
    assert cast[EDITOR].client.post(here, data=form.sent(body__en="Other words")).status_code == 303
    assert "Changed since" not in page_of(cast[OWNER], NOTE)
    assert 'id="notes"' not in page_of(cast[OWNER], f"/manage/{SLUG}/publish")
