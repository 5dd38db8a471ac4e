"""Languages side by side: what is missing and out of date is shown, counted, found and saved; nothing is overwritten."""

import re

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.texts import fingerprint
from forum_app.domain.translations import counts
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.things import Edit, save_thing
from tests.cast import EDITOR, VIEWER, Browser, browser_of, join
from tests.houses import Start
from tests.web.test_things import Form

SLUG, PAGE = "gssd2022", "/manage/gssd2022/languages"


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


@pytest.fixture
def cast(database: Database, media: Media) -> dict[str, str]:
    return join(database, SLUG)


@pytest.fixture
def editor(app: Flask, database: Database, cast: dict[str, str]) -> Browser:
    return browser_of(app, database, cast[EDITOR])


@pytest.fixture
def draft(database: Database, media: Media, cast: dict[str, str]) -> Draft:
    """The sample with a French title that is missing and a theme whose English title changed since."""
    found = draft_named(database, media, SLUG)
    theme, talk = found.themes[0], next(talk for session in found.sessions for talk in session.talks)
    save_thing(database, found.forum.id, "theme", theme.id, Edit({"title.en": "Another wording"}), actor="test")
    save_thing(database, found.forum.id, "talk", talk.id, Edit({"title.fr": ""}), actor="test")
    return draft_named(database, media, SLUG)


def sent(browser: Browser, query: str = "", **changes: str) -> dict[str, str]:
    """The fields of the page as they stand, with changes."""
    text = browser.get(f"{PAGE}?{query}").text
    action = re.search(r'method="post" action="(/manage/gssd2022/languages[^"]*)"', text)
    assert action is not None
    form = Form(text, action[1].replace("&amp;", "&"))
    return {**dict(form.fields), **changes}


def row_of(fields: dict[str, str], end: str) -> str:
    return next(
        name.removeprefix("at") for name, value in fields.items() if name.startswith("at") and value.endswith(end)
    )


def test_what_is_missing_and_out_of_date_is_counted_and_found(editor: Browser, draft: Draft) -> None:
    assert (counts(draft)["fr"].missing, counts(draft)["fr"].old) == (1, 1)
    page = editor.get(PAGE).text
    assert "1 missing" in page and "1 out of date" in page and page.count('class="bx tr"') == 2
    assert editor.get(f"{PAGE}?only=missing").text.count('class="bx tr"') == 1
    assert editor.get(f"{PAGE}?only=old&q=another+WORDING").text.count('class="bx tr"') == 1
    assert editor.get(f"{PAGE}?only=old&q=unfindable").text.count('class="bx tr"') == 0
    assert editor.get(f"{PAGE}?only=all&kind=person&page=99").status_code == 200


def test_a_translation_is_saved_with_the_original_that_it_was_made_from(editor: Browser, draft: Draft, database: Database, media: Media) -> None:  # fmt: skip
    fields = sent(editor)
    here = row_of(fields, "/title")
    answer = editor.post(f"{PAGE}?only=todo", {**fields, "v0": " Un  titre ", "v1": "Un titre", "_only": here})
    assert answer.status_code == 303 and answer.location.startswith(PAGE)
    after = draft_named(database, media, SLUG)
    assert counts(after)["fr"].missing + counts(after)["fr"].old == 1
    texts = [talk.title for session in after.sessions for talk in session.talks] + [after.themes[0].title]
    saved = [text for text in texts if text.get("fr") == "Un titre"]
    assert [text["fr@en"] == fingerprint(text["en"]) for text in saved] == [True]


def test_a_page_is_saved_at_once_and_untouched_fields_stay(editor: Browser, draft: Draft, database: Database, media: Media) -> None:  # fmt: skip
    fields = sent(editor)
    answer = editor.post(PAGE, {**fields, "v0": "Zéro", "v1": "Un"})
    assert answer.status_code == 303
    assert counts(draft_named(database, media, SLUG))["fr"].percent == 100
    before = draft_named(database, media, SLUG)
    assert editor.post(f"{PAGE}?only=all", sent(editor, "only=all")).status_code == 303
    assert draft_named(database, media, SLUG) == before


def test_a_translation_that_is_still_right_stays_word_for_word(editor: Browser, draft: Draft, database: Database, media: Media) -> None:  # fmt: skip
    fields = sent(editor, "only=old")
    assert editor.post(f"{PAGE}?only=old", {**fields, "_right": "0"}).status_code == 303
    after = draft_named(database, media, SLUG)
    assert after.themes[0].title["fr"] == draft.themes[0].title["fr"]
    assert counts(after)["fr"].old == 0


def test_what_somebody_else_wrote_meanwhile_is_shown_and_yours_kept(editor: Browser, draft: Draft, database: Database, media: Media) -> None:  # fmt: skip
    fields = sent(editor, "only=old", v0="Le mien")
    key = draft.themes[0].id
    save_thing(database, draft.forum.id, "theme", key, Edit({"title.fr": "Le leur"}), actor="test")
    clash = editor.post(f"{PAGE}?only=all&kind=theme", fields)
    assert clash.status_code == 409
    assert "Le leur" in clash.text and 'value="Le mien"' in clash.text
    assert draft_named(database, media, SLUG).themes[0].title["fr"] == "Le leur"
    kept = editor.post(f"{PAGE}?only=all&kind=theme", {**fields, "_theirs": "0"})
    assert kept.status_code == 303, "the page goes on without being loaded anew"
    assert draft_named(database, media, SLUG).themes[0].title["fr"] == "Le leur"


def test_an_original_that_changed_meanwhile_is_looked_at_again(
    editor: Browser, draft: Draft, database: Database
) -> None:
    fields = sent(editor, "only=old", v0="Le mien")
    save_thing(database, draft.forum.id, "theme", draft.themes[0].id, Edit({"title.en": "Newer"}), actor="test")
    answer = editor.post(f"{PAGE}?only=old", fields)
    assert answer.status_code == 422 and "The original changed" in answer.text and 'value="Le mien"' in answer.text


def test_too_long_and_unfit_texts_are_refused_beside_their_field(editor: Browser, draft: Draft) -> None:
    for value, says in (("x" * 301, "at most 300 are kept"), ("a\x01b", "control character")):
        answer = editor.post(f"{PAGE}?only=old", sent(editor, "only=old", v0=value))
        assert answer.status_code == 422 and says in answer.text and 'id="v0-error"' in answer.text


def test_a_text_of_another_forum_or_kind_is_not_reached(editor: Browser, draft: Draft) -> None:
    fields = {**sent(editor, "only=old", v0="Le mien"), "at0": "account/abc/name"}
    answer = editor.post(f"{PAGE}?only=old", fields)
    assert answer.status_code == 422


def test_arabic_stands_right_to_left_and_viewers_stay_outside(app: Flask, database: Database, media: Media, cast: dict[str, str], editor: Browser) -> None:  # fmt: skip
    data = draft_named(database, media, SLUG).forum
    save_thing(database, data.id, "forum", data.id, Edit({"languages": ["en", "fr", "ar"]}), actor="test")
    page = editor.get(f"{PAGE}?to=ar&from=fr").text
    assert 'lang="ar" dir="rtl"' in page and 'lang="fr" dir="ltr"' in page
    assert page.count('class="bx tr"') == 50 and "page 1 of" in page
    assert editor.get(f"{PAGE}?to=xx").status_code == 200
    assert browser_of(app, database, cast[VIEWER]).get(PAGE).status_code == 403


def test_a_long_plain_title_keeps_its_signs_and_says_that_more_comes(
    editor: Browser, draft: Draft, database: Database
) -> None:
    title = "Opening: why <reuse> & what next, " + "told by those who carry water every day " * 5
    session = draft.sessions[0]
    texts = Edit({"title.en": title.strip(), "title.fr": ""})
    save_thing(database, draft.forum.id, "session", session.id, texts, actor="test")
    begins = "Opening: why &lt;reuse&gt; &amp; what next, told by those who carry water"
    listed = editor.get(f"{PAGE}?to=fr&q=reuse").text
    assert re.search(f"<bdi>{begins}[^<>]*[a-z]…<", listed)
    page = editor.get(f"/manage/{SLUG}/sessions/{session.id}").text
    for tag in ("title", "h1"):
        heading = re.search(f"<{tag}[^>]*>([^<]*)", page)
        assert heading is not None and re.match(f"{begins}[^…]* told…", heading[1])
