"""Texts in the editor, in a real browser: what is stored comes through it, what Word gives is ours, keys reach all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from forum_app.richtext import clean
from tests.journeys.served import served
from tests.journeys.test_desk import DESK, link

pytestmark = pytest.mark.browser
NOTED = (
    '<p>Noted.<sup class="fn" data-id="a1">1</sup> Again<sup class="fn" data-id="b-2">2</sup></p><ol class="footnotes">'
    '<li data-id="a1"><p>A/72/664, <em>par.</em> 3.</p></li><li data-id="b-2"><p>Two.</p></li></ol>'
)
STORED = {
    "words": "<p>x</p><p>One <strong>strong</strong> and <em>soft</em> H<sub>2</sub>O 5<sup>th</sup><br>line</p>",
    "lists": "<p>x</p><h2>a</h2><h3>b</h3><h4>c</h4><ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><ol><li>d</li></ol>",
    "quote": "<p>x</p><blockquote><p>said</p></blockquote>",
    "footnotes": NOTED,
    "decoration": f'<p>x</p><img src="media:{"a" * 64}.png" alt="" role="presentation"><p>y</p>',
    "image": f'<p>x</p><img src="media:{"a" * 64}.png" alt="A map"><p>y</p>',
    "table": "<p>x</p><table><caption>Cap</caption><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th>r</th>"
    "<td></td></tr></tbody></table>",
    "languages": '<p lang="fr" dir="ltr">Bon <em lang="de">Gut</em></p><ul dir="rtl"><li lang="ar">سلام</li></ul>',
    "link": '<p>x <a href="https://example.org/a_b?c=d&amp;e">page</a></p>',
}
WORD = """<html><head><style>p.MsoNormal{mso-x:1}</style></head><body><h1>Big<o:p></o:p></h1>
<p class=MsoNormal>Intro<a href="file:///C:/x.htm#_ftn1" name="_ftnref1"><span>[1]</span></a> text<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>One</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Two</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>First</p>
<table><tr><td colspan=2><p style='color:red'>wide</p></td></tr><tr><td>a</td><td>b</td></tr></table>
<div id=ftn1><p class=MsoFootnoteText><a href="file:///C:/x.htm#_ftnref1" name="_ftn1">[1]</a> The note.</p></div>
</body></html>"""
PLACE = """(html) => {
  document.querySelector("#probe")?.remove();
  const form = Object.assign(document.createElement("form"), { id: "probe" });
  form.innerHTML = '<textarea name="t" data-module="richtext" data-label="T" data-media="/x/" lang="en"></textarea>' +
    '<input type="hidden" name="t@form" value="markdown">';
  form.firstElementChild.dataset.html = html;
  document.querySelector("main").prepend(form);
  document.dispatchEvent(new CustomEvent("fresh", { detail: form }));
}"""
PASTE = """(html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "x");
  const text = document.querySelector("#probe .rt-text");
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of the desk that holds the editor, under the policy that everybody gets."""
    instance = tmp_path_factory.mktemp("editor")
    with served(instance) as base:
        page = browser.new_context(locale="en-GB").new_page()
        page.set_default_timeout(15_000)
        page.goto(link(instance, base, "ed@example.org", "--forum", "gssd2022", "--role", "editor"))
        page.get_by_role("button").last.click()
        page.wait_for_url("**/manage/**")
        page.goto(f"{base}{DESK}/concept-note")
        page.wait_for_selector(".rt-text")
        yield page
        page.context.close()


def put(page: Page, html: str) -> None:
    page.evaluate(PLACE, html)
    page.locator("#probe .rt-text").focus()


def value(page: Page) -> str:
    return str(page.locator("#probe textarea").input_value())


@pytest.mark.parametrize("case", STORED)
def test_what_is_stored_comes_through_the_editor_as_it_is(page: Page, case: str) -> None:
    put(page, STORED[case])
    page.keyboard.press("Control+Home")
    page.keyboard.type("Z")
    expect(page.locator("#probe textarea")).to_have_value(STORED[case].replace(">", ">Z", 1))
    assert clean(STORED[case]).replace(' rel="nofollow ugc noopener"', "") == STORED[case]


def test_what_word_gives_is_headings_lists_tables_and_footnotes_of_ours(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    put(
        page, '<p>Before<sup class="fn" data-id="q">1</sup></p><ol class="footnotes"><li data-id="q"><p>Q</p></li></ol>'
    )
    page.keyboard.press("Control+Home")
    page.evaluate(PASTE, WORD)
    found = value(page)
    assert "<h2>Big</h2><p>Intro<sup" in found and "<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>" in found
    assert "<ol><li>First</li></ol><table><tbody><tr><td>wide</td><td></td></tr><tr><td>a</td><td>b</td></tr>" in found
    assert found.index("The note.") < found.index("<p>Q</p>") and found.count('class="fn"') == 2
    assert "mso" not in found.lower() and "style" not in found
    assert said == []


def test_text_pasted_with_its_footnotes_brings_them_with_names_of_their_own(page: Page) -> None:
    put(page, NOTED)
    page.keyboard.press("Control+Home")
    page.evaluate(PASTE, NOTED)
    found = value(page)
    assert found.count("A/72/664") == 2 and found.count('class="fn"') == 4 and found.count('data-id="a1"') == 2


def test_keys_alone_make_a_footnote_a_table_and_a_link(page: Page) -> None:
    put(page, "")
    page.keyboard.type("Roads")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("Why")
    page.keyboard.press("Escape")
    page.keyboard.type(" and paths")
    found = value(page)
    assert found.startswith("<p>Roads<sup") and "</sup> and paths</p>" in found and "<p>Why</p></li></ol>" in found
    page.locator("#probe").get_by_role("button", name="Table", exact=True).click()
    page.keyboard.type("Head")
    page.locator("#probe").get_by_label("Caption of the table").fill("Costs")
    page.locator("#probe").get_by_role("button", name="Row below").click()
    found = value(page)
    assert "<table><caption>Costs</caption><thead><tr><th>Head</th>" in found and found.count("<tr>") == 4


def notes(page: Page) -> list[str]:
    """The texts of the notes as they stand below, in their order."""
    return [each.strip() for each in page.locator("#probe ol.footnotes li p").all_inner_texts()]


def test_a_footnote_before_others_stands_before_them_at_once_and_undo_takes_both_parts_back(page: Page) -> None:
    put(page, NOTED)
    page.keyboard.press("Control+Home")
    page.locator("#probe").get_by_role("button", name="Footnote").click()
    page.keyboard.type("First")
    assert notes(page) == ["First", "A/72/664, par. 3.", "Two."]
    assert value(page).index("First") < value(page).index("A/72/664")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    assert notes(page) == ["A/72/664, par. 3.", "Two."] and value(page).count('class="fn"') == 2
    page.keyboard.press("Control+z")
    assert notes(page) == ["First", "A/72/664, par. 3.", "Two."] and value(page).count('class="fn"') == 3


def test_a_passage_cut_and_put_elsewhere_takes_its_footnote_with_it(page: Page) -> None:
    put(page, NOTED.replace("</sup> Again", "</sup></p><p>Again"))
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.wait_for_timeout(200)
    page.keyboard.press("Control+x")
    assert notes(page) == ["Two."]
    page.locator("#probe .rt-text > p", has_text="Again").click()
    page.keyboard.press("End")
    page.wait_for_timeout(200)
    page.keyboard.press("Control+v")
    assert notes(page) == ["Two.", "A/72/664, par. 3."]
    page.keyboard.press("Control+v")
    assert notes(page) == ["Two.", "A/72/664, par. 3.", "A/72/664, par. 3."] and value(page).count('class="fn"') == 3


def test_a_click_or_enter_on_a_mark_leads_to_its_text_and_back(page: Page) -> None:
    put(page, NOTED)
    marks = page.locator("#probe p > sup.fn")
    expect(marks.nth(1)).to_have_attribute("title", "Two.")
    marks.nth(1).click()
    page.keyboard.type("Here: ")
    assert notes(page)[1] == "Here: Two."
    page.locator("#probe ol.footnotes").get_by_role("button").nth(0).click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("See ")
    assert notes(page)[0] == "See A/72/664, par. 3."
    page.keyboard.press("Escape")
    page.keyboard.type("!")
    assert "</sup>! Again" in value(page)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org/x", "https://example.org/x"),
        ("ana@example.org", "mailto:ana@example.org"),
        ("javascript:alert(1)", ""),
        ("no way", ""),
    ],
)
def test_a_link_is_an_address_or_is_refused_beside_its_field(page: Page, typed: str, kept: str) -> None:
    put(page, "<p>word</p>")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    if kept:
        expect(page.locator("#probe textarea")).to_have_value(f'<p><a href="{kept}">word</a></p>')
    else:
        expect(page.locator("#probe .rt-link")).to_contain_text("This is no address.")


def test_what_is_written_saves_itself_and_outlives_a_broken_line(page: Page) -> None:
    page.reload()
    text, state = page.locator(".note-form .rt-text"), page.locator(".saves .state")
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Itself. ")
    expect(state).to_contain_text("Saved ")
    page.reload()
    expect(text).to_contain_text("Itself.")
    page.context.set_offline(True)
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Offline. ")
    expect(state).to_contain_text("No connection.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(text).to_contain_text("Offline.")
    page.context.set_offline(False)
    expect(state).to_contain_text("Saved ")
    page.reload()
    expect(text).to_contain_text("Offline.")


def test_what_a_device_kept_is_offered_and_put_back(page: Page) -> None:
    page.goto(page.url)
    text = page.locator(".note-form .rt-text")
    page.route(
        "**/concept-note?**", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Kept. ")
    expect(page.locator(".saves .state")).to_contain_text("No connection.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.unroute_all()
    page.route(
        "**/concept-note?**", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    page.reload()
    expect(text).not_to_contain_text("Kept.")
    page.unroute_all()
    page.get_by_role("button", name="Put it back").click()
    expect(text).to_contain_text("Kept.")
    expect(page.locator(".saves .state")).to_contain_text("Saved ")
    page.reload()
    expect(text).to_contain_text("Kept.")
    expect(page.get_by_role("button", name="Put it back")).to_have_count(0)


def test_what_is_undone_after_it_saved_itself_is_undone_in_what_is_kept_even_by_who_leaves_at_once(page: Page) -> None:
    page.goto(page.url)
    text, state = page.locator(".note-form .rt-text"), page.locator(".saves .state")
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Regretted. ")
    expect(state).to_contain_text("Saved ")
    for _ in range(12):
        page.keyboard.press("Control+z")
        if "Regretted." not in text.inner_text():
            break
    assert "Regretted." not in text.inner_text()
    page.once("dialog", lambda dialog: dialog.accept())
    address = page.url
    page.goto(address.split("/concept-note")[0])
    page.wait_for_timeout(1500)
    page.goto(address)
    expect(text).not_to_contain_text("Regretted.")


def test_what_was_typed_before_the_editor_came_stays_and_who_only_waited_there_is_in_it(page: Page) -> None:
    """A script that is late by a bad connection: the field is there and takes what is written."""
    late: list[Route] = []
    page.route("**/editor*.js", lambda route: late.append(route))
    for typed in (True, False):
        page.goto(page.url, wait_until="commit")
        markdown = page.locator(".note-form textarea.rich-in")
        markdown.click()
        page.keyboard.press("Control+End")
        if typed:
            page.keyboard.type(" Early.")
        while not late:
            page.wait_for_timeout(20)
        late.pop().continue_()
        page.wait_for_load_state("load")
        if typed:
            expect(markdown).to_be_visible()
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.get_by_role("status").first).to_contain_text("Saved.")
        else:
            expect(page.locator(".note-form .rt-text")).to_be_focused()
            expect(page.locator(".note-form .rt-text")).to_contain_text("Early.")
    page.unroute_all()
