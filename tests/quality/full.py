"""A forum that says one odd thing in every text it has, and what of it reaches readers, tag by tag.

Each text begins with a tag of its own (``Zq07Z``), so that wherever the tag is read the odd thing must follow it.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import feedparser
from lxml import etree

from tests.quality.house import Data, Doors, a_file, put, tree_of

LINES = (
    "forum.title forum.short_title forum.theme forum.part_of.name forum.venue.name forum.venue.city "
    "forum.figures.0.label forum.contact.label forum.registration.label forum.key_questions.0.text "
    "forum.key_questions.0.sub_questions.0 forum.note.sections.0.heading forum.materials.0.title "
    "forum.references.0.title forum.terms.0.acronym forum.terms.0.expansion themes.0.title rooms.0.name rooms.0.where "
    "organisations.0.name organisations.0.acronym people.0.name people.0.honorific people.0.posts.0.title "
    "people.0.pronunciation people.0.links.0.label people.1.name sessions.0.title sessions.0.label "
    "sessions.0.talks.0.title sessions.0.talks.0.flagship sessions.0.links.0.label sessions.0.materials.0.title "
    "sessions.0.key_questions.0.text sessions.0.note.sections.0.heading"
).split()
PLAIN = (
    "forum.summary forum.recording forum.venue.address forum.venue.accessibility forum.registration.policy "
    "forum.roles.0.responsible_for organisations.0.description"
).split()
RICH = (
    "forum.practical forum.note.sections.0.body themes.0.text people.0.biography sessions.0.summary "
    "sessions.0.objectives sessions.0.expected_outcomes sessions.0.outcome sessions.0.talks.0.abstract "
    "sessions.0.talks.0.speakers.0.abstract sessions.0.note.sections.0.body"
).split()
WORDS = (
    "rooms.0.building rooms.0.equipment people.0.letters people.0.pronouns forum.references.0.number "
    "sessions.0.online.platform sessions.0.sign_languages.0"
).split()
PLACES = (*LINES, *PLAIN, *RICH, *WORDS)


def tag(number: int) -> str:
    return f"Zq{number:02}Z"


def saying(slug: str, value: str, places: tuple[str, ...] = PLACES) -> Data:
    """A file whose every text is its tag and the value."""
    data = a_file(slug)
    person = data["people"][0]["id"]
    put(data, "forum.roles", [{"person": person, "role": "focal-point", "responsible_for": {}}])
    put(data, "forum.registration", {"state": "elsewhere", "url": "https://forum.example/r"})
    put(data, "forum.contact", {"url": "https://forum.example/c"})
    for place, url in (
        ("forum.materials", "m"),
        ("people.0.links", "l"),
        ("sessions.0.links", "s"),
        ("sessions.0.materials", "n"),
    ):
        put(data, place, [{"url": f"https://forum.example/{url}"}])
    put(data, "forum.references", [{"title": {"en": "r"}}])
    put(data, "forum.figures", [{"value": "7"}])
    put(data, "sessions.0.online", {})
    put(data, "sessions.0.mode", "online")
    put(data, "sessions.0.sign_languages", [""])
    put(data, "forum.key_questions", [{"sub_questions": [{}]}])
    put(data, "forum.partners", [{"organisation": data["organisations"][0]["id"]}])
    sections = [
        {"kind": kind}
        for kind in ("text", "themes", "key-questions", "speakers", "focal-points", "partners", "terms", "references")
    ]
    put(data, "forum.note", {"sections": sections, "states": {"en": "final"}})
    for number, place in enumerate(PLACES):
        if place in places:
            text = f"{tag(number)} {value}"
            put(
                data,
                place,
                text if place in WORDS else {"en": f"<p>{html.escape(text)}</p>" if place in RICH else text},
            )
    return data


def read(doors: Doors) -> Iterator[tuple[str, str]]:
    """Every text that a reader can meet: the door, and the text with blanks made one."""
    for language in ("en", "fr"):
        for path in doors.paths():
            answer = doors.client.get(f"{doors.root}/{path}?lang={language}")
            assert answer.status_code == 200, path
            yield from ((f"{path}?lang={language}", text) for text in of_page(answer.text))
        yield from (("agenda.json", text) for text in of_json(json.loads(doors.get(f"agenda.json?lang={language}"))))
    for event in doors.events:
        for lines in event.contents.values():
            for line in lines:
                values = line.value if isinstance(line.value, list) else [line.value]
                yield from (("agenda.ics", value) for value in values if isinstance(value, str))
    yield from (("agenda.ics", line[0].value) for line in (doors.calendar.contents["name"],))
    atom = feedparser.parse(doors.get("changes.atom"), sanitize_html=False, resolve_relative_uris=False)
    assert not atom.bozo, atom.bozo_exception
    yield "changes.atom", atom.feed.title
    for entry in atom.entries:
        yield "changes.atom", entry.title
        for content in entry.get("content", []):
            yield from (("changes.atom", text) for text in of_page(content.value))


def of_page(markup: str) -> Iterator[str]:
    """The texts of a page: what stands in it, what its attributes say, what its data holds."""
    root = tree_of(markup)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            yield from of_json(json.loads(element.text)) if element.text else ()
            element.text = ""
        for value in element.attrib.values():
            yield from of_address(value) if re.match("(https?|mailto|webcal):", value) else (value,)
    yield _text(root)


def of_address(address: str) -> Iterator[str]:
    """What an address says, decoded: its path, and each value after the question mark."""
    parts = urlsplit(address)
    yield unquote(parts.path, errors="strict")
    yield from (value for _name, value in parse_qsl(parts.query, errors="strict"))


def _text(root: etree._Element) -> str:
    """The text of a page with a bar where one element ends and the next begins, so that neighbours don't run together."""
    return "|".join(root.itertext())


def of_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for item in value:
            yield from of_json(item)
    if isinstance(value, str):
        yield from of_page(value) if value.startswith("<p>") else (value,)


def said(doors: Doors) -> dict[str, set[str]]:
    """Place → what readers are shown after its tag, at any door, up to the next tag or the end of the element."""
    found: dict[str, set[str]] = {}
    for door, text in read(doors):
        for match in re.finditer(r"Zq(\d\d)Z ?((?:(?!Zq\d\dZ)[^|])*)", re.sub(r"\s+", " ", text)):
            found.setdefault(f"{PLACES[int(match[1])]}", set()).add(f"{door}: {match[2]}")
    return found
