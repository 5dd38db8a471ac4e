"""What holds on every page: one heading, its own title, no inline script or style, links that lead somewhere."""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from forum_app.branding import style_name
from forum_app.domain.release import Release
from tests.factories import a_draft, a_person, a_plain_session, a_release, a_session, a_talk, an_id
from tests.pages.reading import elements, links_of, pages_of, parsed, text_of

PIECE = "R&D <x> \"y\" 'z' &amp; &lt; a,b;c\\d"
SHAPES = {
    "usual": a_draft,
    "no sessions": lambda: a_draft(sessions=[]),
    "nothing but a title": lambda: a_draft(
        sessions=[a_plain_session(start=None, minutes=None)],
        forum={"venue": None, "languages": ["en"]},
        themes=[],
        rooms=[],
        people=[],
        organisations=[],
    ),
    "right to left": lambda: a_draft(forum={"languages": ["ar"], "title": {"ar": "منتدى الحصاد"}}),
}


def a_release_of(shape: str) -> Release:
    return a_release(SHAPES[shape]())


@pytest.mark.parametrize("shape", SHAPES)
def test_every_page_has_one_first_heading_a_language_and_a_way_past_the_menu(shape: str) -> None:
    release = a_release_of(shape)
    language = release.content.forum.languages[0]
    for page, html in pages_of(release, language).items():
        root = parsed(html).getroot()
        assert len(root.findall(".//h1")) == 1, page
        assert text_of(root.find(".//h1")), page
        assert (root.get("lang"), root.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
        first = root.find(".//body").find(".//a")
        assert (first.get("class"), first.get("href")) == ("skip", "#content")
        assert root.find(".//main").get("id") == "content"


@pytest.mark.parametrize("shape", SHAPES)
def test_headings_skip_no_level_and_ids_are_unique(shape: str) -> None:
    release = a_release_of(shape)
    for page, html in pages_of(release, release.content.forum.languages[0]).items():
        root = parsed(html).getroot()
        levels = [int(item.tag[1]) for item in root.find(".//main").iter() if re.fullmatch("h[1-6]", str(item.tag))]
        assert all(later - sooner <= 1 for sooner, later in zip(levels, levels[1:], strict=False)), (page, levels)
        ids = [item.get("id") for item in root.iter() if item.get("id")]
        assert len(ids) == len(set(ids)), page


def test_titles_differ_from_page_to_page() -> None:
    titles = [text_of(elements(html, ".//title")[0]) for html in pages_of(a_release()).values()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("shape", SHAPES)
def test_no_page_holds_a_script_a_style_or_a_handler_of_its_own(shape: str) -> None:
    release = a_release_of(shape)
    for page, html in pages_of(release, release.content.forum.languages[0]).items():
        for element in parsed(html).getroot().iter():
            names = set(element.attrib)
            assert "style" not in names, page
            assert not any(name.startswith("on") for name in names), page
            if element.tag == "script":
                assert element.get("src", "").startswith("/static/") or element.get("type") == "application/ld+json"
            assert element.tag != "style", page


def test_what_a_page_loads_is_its_own() -> None:
    release = a_release()
    style = f"/forums/harvest/style-{style_name(release.content)}.css"
    for html in pages_of(release).values():
        root = parsed(html).getroot()
        styles = [item.get("href") for item in root.iterfind(".//link[@rel='stylesheet']")]
        assert style in styles
        loaded = styles + [item.get("src") for item in root.iter("script", "img") if item.get("src")]
        assert all(address.startswith(("/static/", "/media/", "/forums/")) for address in loaded)


def test_every_link_within_the_forum_leads_to_a_page_a_file_or_a_mark_that_is_there() -> None:
    release = a_release()
    pages = pages_of(release)
    content = release.content
    root = "/forums/harvest"
    known = {f"{root}/", f"{root}/agenda", f"{root}/speakers", f"{root}/changes"}
    known |= {f"{root}/sessions/{session.id}" for session in content.sessions}
    known |= {f"{root}/speakers/{person.id}" for person in content.people}
    files = {
        f"{root}/agenda.ics",
        f"{root}/agenda.pdf",
        f"{root}/changes.atom",
        "/privacy",
        "/accessibility",
        "/sign-in",
    }
    files |= {f"{root}/sessions/{session.id}.ics" for session in content.sessions}
    for page, html in pages.items():
        marks = {item.get("id") for item in parsed(html).getroot().iter() if item.get("id")}
        for link in links_of(html):
            parts = urlsplit(link)
            if parts.scheme in ("https", "webcal", "mailto"):
                continue
            assert (parts.path in known | files) or (not parts.path and parts.fragment in marks), (page, link)


def test_links_keep_the_language_and_the_zone_of_the_reader() -> None:
    for html in pages_of(a_release(), "fr", "Europe/Paris").values():
        inside = [link for link in links_of(html) if link.startswith("/forums/harvest/") and ".ics" not in link]
        pages = [link for link in inside if ".pdf" not in link and ".atom" not in link and "lang=en" not in link]
        assert pages
        assert all("lang=fr" in link and "tz=Europe%2FParis" in link for link in pages)


def everywhere(text: str) -> Release:
    """A forum whose every name and title is one text."""
    said = {"en": text}
    forum = {"title": said, "short_title": said, "theme": said, "summary": said, "languages": ["en"]}
    session = a_session(title=said, label=said, talks=[a_talk(1, title=said, flagship=said)])
    draft = a_draft(session, forum=forum, people=[a_person(name="Amina Diallo"), a_person(an_id(2, "p"), "B")])
    people = [a_person(person.id, text) for person in draft.people]
    return a_release(a_draft(session, a_plain_session(title=said), forum=forum, people=people))


def test_what_was_typed_is_shown_exactly_escaped_once() -> None:
    for page, html in pages_of(everywhere(PIECE)).items():
        root = parsed(html).getroot()
        assert PIECE in text_of(root.find(".//title")), page
        shown = text_of(root.find(".//body"))
        assert PIECE in shown, page
        assert "&amp;amp;" not in shown and "&amp;lt;" not in shown, page
        description = root.find(".//meta[@name='description']")
        assert "&amp;amp;" not in description.get("content")


@pytest.mark.parametrize(
    "text",
    [
        "</title><script>alert(1)</script>",
        '" autofocus onfocus=alert(1) x="',
        "</script><img src=x onerror=alert(1)>",
        "{{7*7}} {%x%} ${7*7} %(x)s %n {0.__class__}",
        "None",
        "אבג‮ abc ‭",
        "ẞİı" + "x" * 290,
    ],
)
def test_hostile_titles_stay_text(text: str) -> None:
    for page, html in pages_of(everywhere(text)).items():
        root = parsed(html).getroot()
        shown = text_of(root.find(".//body"))
        assert re.sub(r"\s+", " ", text) in shown, page
        assert not root.findall(".//img[@onerror]") and "49" not in shown.split(), page
        for script in root.iterfind(".//script[@type='application/ld+json']"):
            json.loads(script.text or "")


def test_the_same_release_gives_the_same_bytes() -> None:
    draft = a_draft()
    assert pages_of(a_release(draft), "fr", "Asia/Kathmandu") == pages_of(a_release(draft), "fr", "Asia/Kathmandu")


def test_a_page_holds_nothing_that_changes_by_the_minute() -> None:
    release = a_release()
    later = a_release(a_draft(), now=release.published_at + timedelta(days=3) if release.published_at else None)
    before, after = pages_of(release), pages_of(later)
    changed = {page for page in before if before[page] != after[page]}
    assert changed == {("agenda", "")}  # it names the release and when it was published


def test_texts_in_another_language_than_the_page_say_so() -> None:
    release = a_release(a_draft(forum={"title": {"en": "Harvest Forum"}, "theme": {"fr": "La terre"}}))
    html = pages_of(release)[("forum", "")]
    theme = elements(html, ".//p[@class='sub']")[0]
    assert (theme.get("lang"), theme.get("dir"), text_of(theme)) == ("fr", "ltr", "La terre")
    french = pages_of(release, "fr")[("forum", "")]
    heading = elements(french, ".//h1")[0]
    assert (heading.get("lang"), text_of(heading)) == ("en", "Harvest Forum")


def test_the_interface_says_its_language_where_it_does_not_speak_the_forums() -> None:
    release = a_release(a_draft(forum={"languages": ["he"], "title": {"he": "פורום הקציר"}}))
    html = pages_of(release, "he")[("forum", "")]
    skip = elements(html, ".//a[@class='skip']")[0]
    assert (skip.get("lang"), skip.get("dir")) == ("en", "ltr")


def test_a_forum_of_one_language_has_no_language_menu_and_plain_addresses() -> None:
    release = a_release(a_draft(forum={"languages": ["en"]}))
    html = pages_of(release)[("forum", "")]
    assert "lang=" not in "".join(link for link in links_of(html) if link.startswith("/forums/"))
    assert elements(html, ".//link[@hreflang]") == []
