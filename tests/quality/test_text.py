"""Texts that people type: what is refused with its place, what is mended, and what comes back exactly at every door."""

import html
import json
import unicodedata
from typing import Any

import feedparser
import pytest

from tests.quality.house import NOW, Data, Doors, House, a_file, an_id, put, shown

PIECE = "R&D <x> \"y\" 'z' &amp; &lt; a,b;c\\d"
LINES = [
    "forum.title",
    "forum.venue.name",
    "themes.0.title",
    "rooms.0.name",
    "organisations.0.name",
    "people.0.name",
    "people.0.posts.0.title",
    "sessions.0.title",
    "sessions.0.talks.0.title",
]
BLANKS = {
    "nothing": "",
    "blanks": " \t ",
    "U+200B": "\u200b",
    "U+00A0": "\u00a0",
    "U+3000": "\u3000",
    "all": "\u200b\u00a0\u3000\u2060",
}


def dotted(place: str) -> str:
    """sessions.0.title as refusals write it: sessions[0].title."""
    written = ""
    for step in place.split("."):
        written += f"[{step}]" if step.isdigit() else f".{step}"
    return written.removeprefix(".")


@pytest.mark.parametrize("blank", BLANKS)
def test_what_is_needed_and_says_nothing_is_refused_wherever_it_stands(house: House, blank: str) -> None:
    for place in LINES:
        refused = house.refusal(put(a_file("blanks"), place, {"en": BLANKS[blank]}))
        assert refused == {dotted(place): "This is needed: it says nothing."}


def test_a_blank_translation_is_none(house: House) -> None:
    data = put(a_file("between"), "sessions.0.title", {"en": "Water for all", "fr": "\u200b"})
    doors = house.open(put(data, "people.0.biography", {"en": "<p>Wells</p>", "fr": "<p> \u200b </p>"}))
    assert doors.release.content.sessions[0].title == {"en": "Water for all"}
    assert doors.release.content.people[0].biography == {"en": "<p>Wells</p>"}


@pytest.mark.parametrize(
    ("place", "fits"),
    [("sessions.0.title", 300), ("people.0.name", 300), ("forum.summary", 4_000), ("people.0.biography", 60_000)],
)
def test_a_text_is_as_long_as_its_limit_or_refused_with_it(house: House, place: str, fits: int) -> None:
    for length in (1, 200, 201, fits):
        if length <= fits:
            assert house.refusal(put(a_file(f"long{length}{place[0]}{fits}"), place, {"en": "x" * length})) == {}
    for length in (fits + 1, 20_000, 1_000_000):
        if length > fits:
            refused = house.refusal(put(a_file("toolong"), place, {"en": "x" * length}))
            assert refused == {f"{dotted(place)}.en": f"The text is longer than {fits} characters."}


def test_a_word_has_a_limit_too(house: House) -> None:
    for place in ("people.0.letters", "people.0.family_name", "rooms.0.building", "sessions.0.online.platform"):
        refused = house.refusal(put(a_file("words"), place, "x" * 201))
        assert refused == {dotted(place): "The text is longer than 200 characters."}


CONTROLS = {
    "NUL": "\0",
    "BEL": "\a",
    "ESC [31m": "\x1b[31m",
    "VT": "\v",
    "FF": "\f",
    "DEL": "\x7f",
    "a C1 control": "\x9b",
}
FORMS: dict[str, Any] = {
    "forum.theme": {"en": "a{}b"},
    "forum.summary": {"en": "a{}b"},
    "people.0.biography": {"en": "<p>a{}b</p>"},
    "people.0.letters": "a{}b",
    "people.0.private.notes": "a{}b",
    "sessions.0.online.platform": "a{}b",
    "sessions.0.key_questions.0.text": {"en": "a{}b"},
}


def filled(form: Any, value: str) -> Any:
    return form.format(value) if isinstance(form, str) else {key: item.format(value) for key, item in form.items()}


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_is_refused_in_every_kind_of_text_on_both_databases(house: House, control: str) -> None:
    for place, form in FORMS.items():
        refused = house.refusal(put(a_file("control"), place, filled(form, CONTROLS[control])))
        assert [key.removesuffix(".en") for key in refused] == [dotted(place)]
        assert "control character" in next(iter(refused.values()))


@pytest.mark.parametrize("entity", ["&#7;", "&#x1b;[31m", "&#12;", "&#127;", "&#xFFFF;"])
def test_a_control_character_written_as_an_entity_is_refused_as_well(house: House, entity: str) -> None:
    refused = house.refusal(put(a_file("entity"), "people.0.biography", {"en": f"<p>a{entity}b</p>"}))
    assert "control character" in refused["people[0].biography.en"]


def test_a_heap_of_marks_on_one_letter_is_refused_however_it_is_written(house: House) -> None:
    for place, value in {
        "sessions.0.title": "e" + "\u0301" * 200,
        "people.0.biography": "<p>e" + "\u0301" * 5_000 + "</p>",
        "people.0.pronunciation": "ก" + "\u0e49" * 200,
    }.items():
        assert "marks" in house.refusal(put(a_file("marks"), place, {"en": value}))[f"{dotted(place)}.en"]
    refused = house.refusal(put(a_file("marks"), "people.0.biography", {"en": "<p>e" + "&#x301;" * 5_000 + "</p>"}))
    assert "marks" in refused["people[0].biography.en"]


@pytest.mark.parametrize(
    "raw",
    [
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\xff\xfe",
        b"\xe9",
        b"\xf4\x90\x80\x80",
        b"\\ud800",
        b"\\udc00",
        b"\x00",
        b"\x1b",
        b"\n",
    ],
    ids=repr,
)
def test_bytes_that_are_no_text_are_refused_whole(house: House, raw: bytes) -> None:
    data = json.dumps(a_file("rawbytes")).encode().replace(b"Harvest Forum", b"Harvest " + raw)
    (said,) = house.refusal(data).values()
    assert said == "The file is not in UTF-8." or said.startswith("The file is no valid JSON: ")


@pytest.mark.parametrize(
    ("place", "value", "refused"),
    [
        ("forum.title", {"en": "x", "fr\n": "y"}, "forum.title.fr?"),
        ("forum.title", {"en": "x", "EN": "y"}, "forum.title.EN"),
        ("forum.title", {"en": "x", "a\0": "y"}, "forum.title.a?"),
        ("forum.title", {"en": "x", "../fr": "y"}, "forum.title.../fr"),
        ("sessions.0.note", {"states": {"fr\n": "final"}}, "sessions[0].note.states.fr?"),
        ("forum.severities", {"long\0": "warn"}, "forum.severities.long?"),
        ("forum.severities", {"x" * 100_000: "warn"}, "forum.severities." + "x" * 60),
        ("forum.languages", ["en", "fr\n"], "forum.languages[1]"),
    ],
)
def test_names_inside_of_maps_are_held_to_their_form(house: House, place: str, value: Any, refused: str) -> None:
    assert list(house.refusal(put(a_file("keys"), place, value))) == [refused]


SLUGS = ["", "-", "..", "🎉", "!!!", "A", "x", "a b", "a/b", "a--b", "ab_c", "%2e%2e", "ａｂｃ", "a" * 61]
RESERVED = ["admin", "login", "logout", "static", "new", "media", "manage", "api", "forums"]


@pytest.mark.parametrize("slug", [*SLUGS, *RESERVED])
def test_a_short_name_is_plain_and_not_reserved_in_the_file_and_on_the_command_line(house: House, slug: str) -> None:
    assert list(house.refusal(put(a_file("name"), "forum.slug", slug))) == ["forum.slug"]
    if slug:
        from forum_app.domain.errors import ImportRefused

        with pytest.raises(ImportRefused, match=r"forum\.slug"):
            house.take(a_file("named"), slug=slug)


def test_a_short_name_is_there_once(house: House) -> None:
    from forum_app.domain.errors import SlugTaken

    house.take(a_file("once"))
    with pytest.raises(SlugTaken, match="choose another"):
        house.take(a_file("once"))


# What is typed comes back exactly, as one line, wherever a title or name may stand.
TYPED = {
    "markup, quotes and entities": PIECE,
    "one letter": "Q",
    "an apostrophe": "O'Brien",
    "accents and a hyphen": "D'Angelo-Ñandú",
    "a blank between names": "José María",
    "120 characters": "Maria " + "Wolfeschlegelsteinhausen" * 4 + " of Bergerdorff-X",
    "None": "None",
    "null": "null",
    "Null, a surname": "Null",
    "undefined": "undefined",
    "NaN": "NaN",
    "true": "true",
    "nought": "0",
    "a script": "<script>alert(1)</script>",
    "the end of a script": "</script><img src=x onerror=alert(1)>",
    "the end of a title": "</title><svg onload=alert(1)>",
    "an end of an attribute": '" autofocus onfocus=alert(1) x="',
    "an end of the other attribute": "' onmouseover='alert(1)",
    "an attribute without quotes": "x onclick=alert(1)",
    "a comment and CDATA": "<!-- a --> ]]> <![CDATA[ b ]]>",
    "templates": "{{7*7}} {% x %} ${7*7} <%= 7*7 %> {0.__class__} #{7*7}",
    "formats": "%(x)s %n %s %d 100%",
    "a path and a command": "../../etc/passwd; rm -rf /",
    "SQL": "'; DROP TABLE forum; --",
    "what iCalendar escapes": 'a\\,b;c:"e"',
    "an end of an event": "END:VEVENT",
    "a formula": "=1+1",
    "a family, a skin tone, a flag": "👩\u200d👩\u200d👧\u200d👦 👩🏽\u200d🌾 🇹🇭",
    "emoji of Unicode 17": "\U0001fac8 \U0001f6d8 \U0001fa8a \U0001faea",
    "emoji only": "🎉🎉",
    "punctuation only": "?!… —",
    "Turkish": "İstanbul ılık",
    "German": "Straße GROẞ",
    "Greek": "Οδυσσεύς ΟΔΥΣΣΕΥΣ",
    "a ligature and full width": "ﬁne ＡＢＣ",
    "Arabic with Latin and digits": "مرحبا Bangkok 2030 (٣)",
    "Hebrew with Latin and digits": "שלום B2B עולם 14",
    "Chinese, Japanese, Korean": "水利工程师 水利技術者 수자원 기술자",
    "Thai, Khmer, Lao, Burmese": "วิศวกร វិស្វករ ວິສະວະກອນ အင်ဂျင်နီယာ",
    "Ethiopic": "የውሃ መሐንዲስ",
    "Devanagari conjuncts": "क्षेत्रीय स्त्री ज्ञान",
    "a word of 300 letters": "w" * 300,
    "four-byte letters": "𠀋𝔘🌾" * 40,
}
# What has one right form is put into it.
MENDED = {
    "blanks around and doubled": ("  a \t b  ", "a b"),
    "CR": ("a\rb", "a b"),
    "LF": ("a\nb", "a b"),
    "CRLF and a header": ("Title\r\nATTENDEE:mailto:x", "Title ATTENDEE:mailto:x"),
    "line and paragraph separators": ("a\u2028b\u2029c\u0085d", "a b c d"),
    "an override": ("abc\u202egpj.exe", "abcgpj.exe"),
    "isolates": ("\u2066a\u2067b\u2068c\u2069", "abc"),
    "an override between blanks": ("\u202a x \u202c", "x"),
    "letters and marks apart": ("Zoe\u0308", "Zoë"),
}
EXPECTED = {**TYPED, **{name: shown for name, (_typed, shown) in MENDED.items()}}


def everything(slug: str = "texts", more: str = "") -> Data:
    """A forum with a session, talk, person, room, theme and organisation for each text."""
    typed = {**TYPED, **{name: value for name, (value, _shown) in MENDED.items()}}
    data = a_file(slug, title={"en": PIECE}, short_title={"en": PIECE}, summary={"en": PIECE}, theme={"en": PIECE})
    data |= {"themes": [], "rooms": [], "organisations": [], "people": [], "sessions": []}
    for number, text in enumerate(typed.values()):
        said = {"en": (text + more)[:300]}
        data["themes"].append({"id": an_id("t", number), "title": said})
        data["rooms"].append({"id": an_id("r", number), "name": said})
        data["organisations"].append({"id": an_id("g", number), "name": said, "kind": "workers"})
        post = {"title": said, "organisation": an_id("g", number)}
        data["people"].append({"id": an_id("p", number), "name": said, "posts": [post], "biography": rich(text)})
        data["sessions"].append(
            {
                "id": an_id("s", number),
                "title": said,
                "label": said,
                "summary": rich(text),
                "start": f"2030-05-14T{8 + number // 6:02}:{number % 6}0:00",
                "minutes": 10,
                "room": an_id("r", number),
                "themes": [an_id("t", number)],
                "roles": [{"id": an_id("m", number), "person": an_id("p", number), "role": "moderator"}],
                "talks": [{"id": an_id("k", number), "title": said, "abstract": rich(text)}],
            }
        )
    return data


def rich(text: str) -> dict[str, str]:
    return {"en": f"<p>{html.escape(text)}</p>"}


NUMBERS = {name: number for number, name in enumerate(EXPECTED)}


@pytest.fixture(scope="module")
def texts(house: House) -> Doors:
    return house.open(everything())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_text_is_exact_on_its_pages(texts: Doors, name: str) -> None:
    text, number = EXPECTED[name], NUMBERS[name]
    session = texts.trees[f"sessions/{an_id('s', number)}"]
    speaker = texts.trees[f"speakers/{an_id('p', number)}"]
    assert shown(session.find(".//h1")) == text
    assert text in shown(speaker.find(".//h1"))
    assert shown(session.find(".//body")).count(text) >= 5  # title, label, talk, place, person
    assert text in shown(texts.trees["agenda"].find(".//main"))
    for tree in (session, speaker):
        assert text in shown(tree.find(".//title"))
        for script in tree.iterfind(".//script[@type='application/ld+json']"):
            assert text in json.dumps(json.loads(script.text or ""), ensure_ascii=False).replace('\\"', '"').replace(
                "\\\\", "\\"
            )


@pytest.mark.parametrize("name", EXPECTED)
def test_a_text_is_exact_in_calendar_and_data(texts: Doors, name: str) -> None:
    text, number = EXPECTED[name], NUMBERS[name]
    (event,) = (event for event in texts.events if event.uid.value.startswith(an_id("s", number)))
    assert (event.summary.value, event.categories.value) == (text, [text])
    assert event.location.value.startswith(f"{text}, ")
    assert text in event.description.value
    (session,) = (item for item in texts.agenda["sessions"] if item["id"] == an_id("s", number))
    assert session["title"] == text
    assert session["talks"][0]["title"] == text
    assert json.dumps(session, ensure_ascii=False).count(json.dumps(text, ensure_ascii=False)) >= 4


def test_the_forums_own_name_is_exact_at_every_door(texts: Doors) -> None:
    assert shown(texts.trees[""].find(".//h1")) == PIECE
    assert texts.calendar.contents["x-wr-calname"][0].value == PIECE
    assert texts.agenda["forum"]["title"] == PIECE
    assert feedparser.parse(texts.get("changes.atom")).feed.title == f"{PIECE}: changes"
    assert PIECE in texts.trees[""].find(".//meta[@name='description']").get("content")
    home = texts.client.get("/").text
    assert html.escape(PIECE) in home.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def test_nothing_typed_runs_or_is_worked_out(texts: Doors) -> None:
    for path, tree in texts.trees.items():
        for element in tree.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "autofocus"], path
        assert tree.findall(".//body//svg[@onload]") == []
        assert "49" not in shown(tree.find(".//body")).replace(":49", "").split(), path
        assert "&amp;amp;amp;" not in texts.pages[path], path
    for door in ("agenda.ics", "agenda.json"):
        assert b"&amp;amp;" not in texts.get(door)


def test_renamed_things_are_told_exactly_in_the_changes(house: House, texts: Doors) -> None:
    house.take(everything(more=" II"), replace=True)
    doors = Doors(texts.client, texts.slug, house.publish(texts.slug, NOW))
    told = shown(doors.trees["changes"].find(".//main"))
    feed = feedparser.parse(doors.get("changes.atom"))
    (content,) = feed.entries[0].content
    for name, text in EXPECTED.items():
        if name not in MENDED and len(text) < 290:
            assert text[:200] in told, name
    assert not feed.bozo
    assert content.type in ("text/html", "application/xhtml+xml")
    assert "<script" not in content.value
    house.take(everything(), replace=True)
    house.publish(texts.slug, NOW)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("istanbul", ["Turkish"]),
        ("ILIK", ["Turkish"]),
        ("strasse", ["German"]),
        ("groß", ["German"]),
        ("ΟΔΥΣΣΕΥΣ", ["Greek"]),
        ("οδυσσεύσ", ["Greek"]),
        ("fine ABC", ["a ligature and full width"]),
        ("ﬁne ａ", ["a ligature and full width"]),
        ("ZOË", ["letters and marks apart"]),
        ("zoe\u0308", ["letters and marks apart"]),
        ("100%", ["formats"]),
        ("%", ["formats", "templates"]),
        ("drop_table", []),
        ("'; drop table", ["SQL"]),
        ("(a+)+$", []),
        ("*", ["templates"]),
        ("y\" 'z", ["markup, quotes and entities"]),
        ("<script>", ["a script"]),
        ("水利技術者", ["Chinese, Japanese, Korean"]),
    ],
)
def test_a_search_is_folded_and_literal(texts: Doors, asked: str, found: list[str]) -> None:
    for door in ("agenda.json", "agenda"):
        answer = texts.client.get(f"{texts.root}/{door}", query_string={"q": asked})
        assert answer.status_code == 200
        if door == "agenda.json":
            keys = {session["id"] for session in json.loads(answer.data)["sessions"]}
            assert sorted(name for name, number in NUMBERS.items() if an_id("s", number) in keys) == sorted(found)


def test_names_in_composed_and_in_decomposed_letters_stand_side_by_side(house: House) -> None:
    names = ["Zoë Núñez", unicodedata.normalize("NFD", "Zoë Núñez"), "Zoe Nunez"]
    data = a_file("forms")
    data["people"] = [{"id": an_id("p", 50 + number), "name": {"en": name}} for number, name in enumerate(names)]
    data["sessions"][0]["roles"] = [
        {"id": an_id("m", 50 + number), "person": person["id"], "role": "panellist"}
        for number, person in enumerate(data["people"])
    ]
    data["sessions"][0]["talks"] = []
    doors = house.open(data)
    assert [person.name["en"] for person in doors.release.content.people] == ["Zoë Núñez", "Zoë Núñez", "Zoe Nunez"]
    assert shown(doors.trees["speakers"].find(".//main")).count("Zoë Núñez") == 2


def test_longer_texts_lose_what_turns_their_direction_and_keep_their_lines(house: House) -> None:
    data = put(a_file("lines"), "forum.summary", {"en": "one\r\ntwo\rthree\u2028four \u202eevif"})
    data = put(data, "people.0.biography", {"en": "<p>a\u202eb &#x202e;c</p>"})
    doors = house.open(data)
    assert doors.release.content.forum.summary == {"en": "one\ntwo\nthree\nfour evif"}
    assert doors.release.content.people[0].biography == {"en": "<p>ab c</p>"}
