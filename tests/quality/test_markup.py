"""Markup in rich texts: whatever runs, loads, styles or hides is gone at import and at every door; text stays text."""

import json
from urllib.parse import urlsplit

import feedparser
import html5lib
import pytest
from lxml import etree

from forum_app.richtext import TAGS, from_markdown
from tests.quality.house import Data, Doors, House, a_file, an_id, put, shown, tree_of

# Each stands in a biography, a summary, an abstract and a section of the note. What is in "quotes" must not act.
ACTIVE = {
    "script": "<script>alert(1)</script>",
    "script in capitals": "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "script within script": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "image with onerror": "<img src=x onerror=alert(1)>",
    "image of a foreign host": '<img src="https://evil.test/x.png" alt="x"><img src="//evil.test/y.png">',
    "image with data": '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "image of ours from nowhere": '<img src="media:../../etc/passwd" alt="x"><img src="/media/x.png">',
    "picture and srcset": '<picture><source srcset="https://evil.test/a"><img srcset="//evil.test/b 2x"></picture>',
    "svg with onload": "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "svg with a link": '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "details": "<details open ontoggle=alert(1)>x</details>",
    "iframe": '<iframe srcdoc="<script>alert(1)</script>" src="https://evil.test"></iframe>',
    "object and embed": '<object data="https://evil.test"></object><embed src="//evil.test">',
    "base": '<base href="https://evil.test/">',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://evil.test">',
    "form": '<form action="https://evil.test"><input name="a" autofocus onfocus=alert(1)><button formaction=//e>x</button></form>',
    "link": '<link rel="stylesheet" href="https://evil.test/x.css">',
    "style": "<style>@import url(https://evil.test/x.css)</style>",
    "style attribute": '<p style="position:fixed;background:url(https://evil.test)">x</p>',
    "class and id": '<p class="skip" id="content">x</p><a name="content">x</a>',
    "video and audio": '<video src="//evil.test" onerror=alert(1)></video><audio src=x onerror=alert(1)>',
    "body and html": "<body onload=alert(1)><html onclick=alert(1)>",
    "table background": '<table background="https://evil.test"><tr><td background="//evil.test">x</td></tr></table>',
    "table with spans": '<table><tr><td colspan="100000" rowspan="9">x</td></tr></table>',
    "custom element": "<x-y onclick=alert(1) contenteditable>x</x-y>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "template": "<template><script>alert(1)</script></template>",
    "svg and style": '<svg><style><img src="</style><img src=x onerror=alert(1)>"></style></svg>',
    "math and mglyph": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "math and annotation": '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
    "svg foreignObject": "<svg><foreignObject><iframe srcdoc=x></iframe></foreignObject></svg>",
    "plaintext and xmp": "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
    "textarea and title": "<textarea><img title='</textarea><script>alert(1)</script>'></textarea><title></title><script>1</script>",
    "comments": "<!--><script>alert(1)</script>--><!-- --!><img src=x onerror=alert(1)>-->",
    "processing instruction": '<?xml-stylesheet href="https://evil.test"?><![CDATA[<script>alert(1)</script>]]>',
    "unclosed": '<p>x<a href="https://ok.test" title="',
    "half an end": "</div></main></body></html><script>alert(1)</script>",
    "attribute with a stroke": "<p/onclick=alert(1)/title=x>x</p>",
    "attribute over lines": "<p\nonclick\n=\n'alert(1)'>x</p>",
    "a link with a handler": '<a href="https://ok.test" onclick="alert(1)" target="_blank" ping="//evil.test" download>x</a>',
    "a sound lang and a bad one": '<p lang="x&quot; onclick=alert(1)" dir="sideways">x</p>',
}
# Links in every disguise: the address goes, the words stay.
LINKS = {
    "javascript": "javascript:alert(1)",
    "capitals": "JaVaScRiPt:alert(1)",
    "a tab inside": "java\tscript:alert(1)",
    "a line feed inside": "java\nscript:alert(1)",
    "a tab as an entity": "java&#9;script:alert(1)",
    "an entity": "&#106;avascript:alert(1)",
    "an entity without end": "&#0000106avascript:alert(1)",
    "a named colon": "javascript&colon;alert(1)",
    "blanks before": "  \t javascript:alert(1)",
    "NUL before": "&#0;javascript:alert(1)",
    "a control before": "&#1;javascript:alert(1)",
    "vbscript": "vbscript:msgbox(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "data in base64": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "file": "file:///etc/passwd",
    "blob": "blob:https://x.test/1",
    "feed": "feed:javascript:alert(1)",
    "view-source": "view-source:https://x.test",
    "no protocol": "//evil.test/x",
    "backslashes": "\\\\evil.test",
    "a backslash in the host": "https://ok.test\\@evil.test",
    "a name before the host": "https://bank.test@evil.test/",
    "a name and a password before the host": "HTTPS://bank.test:443@evil.test",
    "a path of ours": "/manage/",
    "a query of ours": "?lang=fr",
    "media": "media:javascript:alert(1)",
    "mail with a header": "mailto:a@b.org%0aBcc:x@y.org?bcc=z\\@q",
}
ALLOWED_LINKS = ("http", "https", "mailto")


def texts() -> dict[str, str]:
    linked = {f"link: {name}": f'<p>before <a href="{href}">words</a> after</p>' for name, href in LINKS.items()}
    return {**ACTIVE, **linked}


def hostile() -> Data:
    """A forum with each of them in every kind of rich text that readers see."""
    data = a_file("markup")
    data |= {"people": [], "sessions": []}
    data["forum"]["note"] = {"sections": [], "states": {"en": "final"}}
    for number, payload in enumerate(texts().values()):
        rich = {"en": f"<p>kept {number}</p>{payload}"}
        data["people"].append({"id": an_id("p", number), "name": {"en": f"Person {number}"}, "biography": rich})
        data["forum"]["note"]["sections"].append({"heading": {"en": f"Section {number}"}, "body": rich})
        data["sessions"].append(
            {
                "id": an_id("s", number),
                "title": {"en": f"Session {number}"},
                "start": f"2030-05-14T{8 + number // 6:02}:{number % 6}0:00",
                "minutes": 10,
                **dict.fromkeys(("summary", "objectives", "expected_outcomes", "outcome"), rich),
                "roles": [{"id": an_id("m", number), "person": an_id("p", number), "role": "moderator"}],
                "talks": [{"id": an_id("k", number), "title": {"en": "Talk"}, "abstract": rich}],
            }
        )
    data["forum"]["practical"] = {"en": "".join(texts().values())[:50_000]}
    return data


@pytest.fixture(scope="module")
def doors(house: House) -> Doors:
    return house.open(hostile())


def acts(tree: etree._Element) -> list[str]:
    """Everything in a page that runs, loads from elsewhere, sends or styles, and is not the application's own."""
    found = []
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        own_script = tag == "script" and (
            element.get("src", "").startswith("/static/") or element.get("type") == "application/ld+json"
        )
        if tag in (
            "iframe",
            "object",
            "embed",
            "base",
            "template",
            "style",
            "video",
            "audio",
            "source",
            "textarea",
            "foreignObject",
            "math",
            "plaintext",
            "xmp",
        ) or (tag == "script" and not own_script):
            found.append(tag)
        if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            found.append("refresh")
        for name, value in element.attrib.items():
            plain = str(name).rpartition("}")[2].lower()
            if plain.startswith("on") or plain in (
                "style",
                "srcdoc",
                "autofocus",
                "formaction",
                "ping",
                "background",
                "target",
            ):
                found.append(f"{tag} {plain}")
            if plain in ("href", "src", "srcset", "action", "data", "poster") and not own_address(value):
                found.append(f"{tag} {plain}={value}")
    return found


def own_address(value: str) -> bool:
    """Of this site, or a link that leads to the web or to mail; never to evil.test."""
    parts = urlsplit(value)
    if parts.scheme or parts.netloc:
        return parts.scheme in (*ALLOWED_LINKS, "webcal") and "evil.test" not in (parts.hostname or "")
    return value.startswith(("/", "#", "?")) and not value.startswith("//")


@pytest.mark.parametrize("scripting", [False, True], ids=["scripts off", "scripts on"])
def test_nothing_acts_on_any_page_however_a_browser_reads_it(doors: Doors, scripting: bool) -> None:
    for path, page in doors.pages.items():
        assert acts(tree_of(page, scripting=scripting)) == [], path


def test_what_is_left_of_a_rich_text_is_of_the_stored_forms_tags_and_its_words_stay(doors: Doors) -> None:
    for person in doors.release.content.people:
        kept = person.biography["en"]
        tree = html5lib.parseFragment(kept, treebuilder="lxml", namespaceHTMLElements=False)
        tags = {
            item.tag for part in tree if not isinstance(part, str) for item in part.iter() if isinstance(item.tag, str)
        }
        assert tags <= TAGS, kept
        assert kept.startswith("<p>kept")


@pytest.mark.parametrize("name", LINKS)
def test_a_link_in_disguise_loses_its_address_and_keeps_its_words(doors: Doors, name: str) -> None:
    number = list(texts()).index(f"link: {name}")
    tree = doors.trees[f"speakers/{an_id('p', number)}"]
    assert "before words after" in shown(tree.find(".//main"))
    assert [
        link.get("href") for link in tree.iterfind(".//main//a") if shown(link) == "words" and link.get("href")
    ] == []


def test_a_link_to_the_web_or_to_mail_is_kept_and_trusts_nobody(house: House) -> None:
    biography = (
        '<p><a href="https://ok.test/a?b=1&amp;c=2#d" target="_blank" rel="opener">one</a> '
        '<a href="mailto:a@ok.test">two</a> <a href="HTTP://ok.test">three</a></p>'
    )
    doors = house.open(put(a_file("links"), "people.0.biography", {"en": biography}))
    links = [
        item
        for item in doors.trees[f"speakers/{doors.release.content.people[0].id}"].iterfind(".//main//a")
        if "ok.test" in item.get("href", "")
    ]
    assert [(link.get("href"), link.get("rel"), link.get("target")) for link in links] == [
        ("https://ok.test/a?b=1&c=2#d", "nofollow ugc noopener", None),
        ("mailto:a@ok.test", "nofollow ugc noopener", None),
        ("HTTP://ok.test", "nofollow ugc noopener", None),
    ]


def test_a_control_character_in_a_link_is_gone_with_its_address(house: House) -> None:
    biography = f'<p><a href="{LINKS["a control before"]}">words</a></p>'
    assert house.take(put(a_file("control"), "people.0.biography", {"en": biography})) == "control"
    (found,) = [person for person in json.loads(house.exported("control"))["people"] if "biography" in person]
    assert found["biography"] == {"en": "<p><a>words</a></p>"}


WEB = [
    "forum.registration.url",
    "forum.venue.map_url",
    "forum.online.url",
    "organisations.0.url",
    "people.0.links.0.url",
    "sessions.0.materials.0.url",
    "forum.references.0.url",
    "forum.part_of.url",
]
NO_WEB = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " data:text/html,x",
    "//evil.test",
    "/manage/",
    "https://",
    "https:///x",
    "https://ok.test/a b",
    "https://ok.test\\@evil.test",
    "https://ok.test/\\x",
    "https://bank.test@evil.test",
    "http://bank.test:443@evil.test/x",
    "ftp://ok.test",
    "mailto:a@b.org",
    "x",
]


@pytest.mark.parametrize("value", NO_WEB)
def test_what_is_no_web_address_is_refused_in_every_field_of_one(house: House, value: str) -> None:
    for place in WEB:
        data = a_file("addresses")
        if place.startswith("forum.registration"):
            put(data, "forum.registration.state", "elsewhere")
        if place.startswith("forum.part_of"):
            put(data, "forum.part_of.name", {"en": "Host"})
        if "materials" in place or "references" in place:
            put(data, place.replace(".url", ".title"), {"en": "Paper"})
        (refused,) = house.refusal(put(data, place, value)).values()
        assert refused.startswith(
            "A name and an @" if "test@" in value or "443@" in value else "This is no web address"
        )


def test_calendars_and_feeds_hold_the_words_without_any_markup(doors: Doors) -> None:
    for event in doors.events:
        told = event.description.value
        assert told.startswith("kept"), told
        assert "None" not in told
    for entry in feedparser.parse(doors.get("changes.atom")).entries:
        assert acts(tree_of(entry.content[0].value)) == []


DEEP = {
    "2,000 quotes": ">" * 2_000 + " x",
    "a list of 300 levels": "\n".join(" " * 2 * level + "- x" for level in range(300)),
    "10,000 stars": "*" * 10_000,
    "10,000 stars apart": "*a " * 5_000,
    "50,000 brackets": "[" * 50_000,
    "brackets and ends": "[a](" * 10_000,
    "10,000 backticks": "`" * 10_000 + "x",
    "backticks growing": "".join("`" * (number % 50) + "a" for number in range(2_000)),
    "underscores": "_a" * 10_000,
    "a table of 10,000 bars": "|" * 10_000 + "\n" + "|-" * 5_000,
    "references": "[a]: b\n" * 5_000 + "[a]" * 5_000,
    "angle brackets": "<" * 20_000,
    "entities": "&" * 20_000,
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.timeout(20)
def test_markdown_of_any_depth_is_read_without_running_away(name: str) -> None:
    kept = from_markdown(DEEP[name])
    assert acts(tree_of(f"<main>{kept}</main>")) == []


DEEP_HTML = {
    "300 quotes": "<blockquote>" * 300,
    "300 lists": "<ul><li>" * 300,
    "30,000 open paragraphs": "<p>" * 15_000,
    "emphasis in emphasis": "<em>" * 10_000,
    "tables in tables": "<table><tr><td>" * 300,
    "a table of nine columns": "<table><tr>" + "<td>x</td>" * 9 + "</tr></table>",
    "a table of 101 rows": "<table>" + "<tr><td>x</td></tr>" * 101 + "</table>",
}


@pytest.mark.parametrize("name", DEEP_HTML)
@pytest.mark.timeout(20)
def test_a_rich_text_too_deep_or_too_wide_is_refused_in_words_or_flattened(house: House, name: str) -> None:
    refused = house.refusal(
        put(a_file(f"deep{len(DEEP_HTML[name])}"), "people.0.biography", {"en": DEEP_HTML[name] + "x"})
    )
    assert all("nested" in words or "A table has more than" in words for words in refused.values())
    assert refused, "an unclosed tag counts as a level"


MARKDOWN = {
    "raw markup": "<script>alert(1)</script> <b onclick=x>y</b>",
    "a script for a link": "[words](javascript:alert(1))",
    "a script with a tab": "[words](java\tscript:alert(1))",
    "a script in an entity": "[words](&#106;avascript:alert(1))",
    "a script by reference": "[words][1]\n\n[1]: javascript:alert(1)",
    "a script by itself": "<javascript:alert(1)>",
    "data": "[words](data:text/html;base64,PHNjcmlwdD4=)",
    "an image from elsewhere": "![words](https://evil.test/x.png)",
    "an image without protocol": "![words](//evil.test/x.png)",
    "a link without protocol": "[words](//evil.test)",
    "a title that breaks out": '[words](https://ok.test "x" onclick=alert(1) ")',
    "an address with quotes": '[words](https://ok.test/"onmouseover=alert(1))',
    "code": "```html\n<script>alert(1)</script>\n```",
    "a heading": "# One\n\n###### Six",
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_brings_nothing_that_acts(name: str) -> None:
    kept = from_markdown(MARKDOWN[name])
    tree = tree_of(f"<main>{kept}</main>")
    assert acts(tree) == []
    assert {item.tag for item in tree.find(".//main").iter()} - {"main"} <= TAGS
    assert "evil.test" not in " ".join(link.get("href", "") for link in tree.iterfind(".//a"))
    assert [link.get("rel") for link in tree.iterfind(".//a[@href]")] in ([], ["nofollow ugc noopener"])


def test_an_island_of_data_in_a_page_can_not_be_left(house: House) -> None:
    nasty = "</script><script>alert(1)</script><!--<script>\u2028\u2029"
    doors = house.open(put(a_file("island"), "sessions.0.title", {"en": nasty}))
    page = doors.pages[f"sessions/{doors.release.content.sessions[0].id}"]
    islands = [item for item in tree_of(page).iter("script") if item.get("type") == "application/ld+json"]
    assert islands
    for island in islands:
        assert "</script><script>alert(1)</script><!--<script>" in json.dumps(json.loads(island.text or ""))
        assert "<" not in (island.text or "")
    answer = doors.client.get(f"{doors.root}/agenda.json")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("application/json", "nosniff")


def test_what_a_refusal_and_an_error_page_repeat_is_escaped(house: House) -> None:
    house.open(a_file("errors"))
    payload = "<img src=x onerror=alert(1)>{{7*7}}"
    for address in (
        f"/forums/errors/agenda?tz={payload}",
        f"/forums/errors/agenda?q={payload}",
        f"/forums/{payload}/",
        f"/{payload}",
        f"/forums/errors/sessions/{payload}",
    ):
        answer = house.client.get(address)
        tree = tree_of(answer.text)
        assert acts(tree) == []
        assert [image for image in tree.iter("img") if image.get("src") == "x"] == []
        assert "49" not in shown(tree.find(".//body")).split()
    found = tree_of(house.client.get(f"/forums/errors/agenda?q={payload}").text)
    assert {field.get("value") for field in found.iter("input") if field.get("name") == "q"} == {payload}
