"""Find anything, inside texts: in which text of which thing words stand, with the passage around the first of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from sqlalchemy import Connection, select

from forum_app import labels
from forum_app.domain.texts import folded, languages_of, pick, readable
from forum_app.i18n import Words
from forum_app.models.forum import Term, Theme
from forum_app.models.people import Organisation, Person, Role
from forum_app.models.programme import KeyQuestion, Section, Session, Talk
from forum_app.services.desk import DeskForum

BEFORE, AFTER, LONGEST_WORD = 7, 12, 60
LONGEST_KEPT, MOST_KEPT = 2_000, 20_000
_PART = re.compile(r"</?(?:p|li|h[1-6]|br|blockquote|tr|t[dh]|[uo]l|table)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Passage:
    """Where words stand: the name of the text, its language, what stands before them, the first of them, what follows."""

    place: str
    language: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class TextHit:
    """A thing with a text that has every word: its address below the forum's desk, its name, the passage."""

    address: str
    name: str
    passage: Passage


# Words in addresses, the table, the column of the name, the columns of its texts.
_SEARCHED: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("sessions", Session, "title", ("summary", "objectives", "expected_outcomes", "outcome")),
    ("talks", Talk, "title", ("abstract",)),
    ("people", Person, "name", ("biography",)),
    ("organisations", Organisation, "name", ("description",)),
    ("themes", Theme, "title", ("text",)),
    ("key-questions", KeyQuestion, "text", ("text", "sub_questions")),
    ("terms", Term, "acronym", ("expansion",)),
)


def find_in_texts(
    connection: Connection, forum: DeskForum, terms: Sequence[str], words: Words, most: int
) -> tuple[list[TextHit], int]:
    """The first ``most`` texts that hold every word (folded), sections of notes first, and how many there are.

    A text is one field in one language. One query a table; nothing typed reaches the database.
    """
    shown: list[TextHit] = []
    total = 0
    for address, name, field, text in _texts(connection, forum, words):
        language = _language_with(text, terms)
        if language:
            total += 1
            if len(shown) < most:
                passage = _passage(text[language], terms[0], _place(words, field), language)
                shown.append(TextHit(address.format(language=language), name, passage))
    return shown, total


def _texts(connection: Connection, forum: DeskForum, words: Words) -> Iterator[tuple[str, str, str, Any]]:
    """Every text of the forum: where it is written, what it belongs to, which field it is, its languages."""
    query = select(Section.id, Section.parent, Section.heading, Section.kind, Section.body)
    for key, parent, heading, kind, body in connection.execute(_of(query, Section, forum)):
        note = "concept-note" if parent == forum.id else f"sessions/{parent}/concept-note"
        name = pick(heading, words.interface, forum.languages) or labels.section(words, kind)
        yield f"{note}?section={key}&in={{language}}", name, "body", body
    for path, model, named, fields in _SEARCHED:
        columns = (model.id, getattr(model, named), *(getattr(model, field) for field in fields))
        for row in connection.execute(_of(select(*columns), model, forum)):
            for field, text in zip(fields, row[2:], strict=True):
                for one in text if isinstance(text, list) else (text,):
                    if one:
                        yield f"{path}/{row[0]}", pick(row[1], words.interface, forum.languages), field, one
    parts = select(Role.id, Person.name, Role.abstract).join(Person, Person.id == Role.person)
    for key, name, abstract in connection.execute(_of(parts, Role, forum)):
        if abstract:
            yield f"roles/{key}", pick(name, words.interface, forum.languages), "abstract", abstract


def _of(query: Any, model: Any, forum: DeskForum) -> Any:
    return query.where(model.forum_id == forum.id).order_by(model.position, model.id)


def _language_with(text: Any, terms: Sequence[str]) -> str:
    """The first language in which every word stands in the text; empty where there is none."""
    for language in languages_of(text):
        searched = _searched(text[language])
        if all(term in searched for term in terms):
            return language
    return ""


def _searched(html: str) -> str:
    """What is looked at of a stored text; short ones are kept, a long one is folded each time it is asked for."""
    return _kept(html) if len(html) <= LONGEST_KEPT else _folded(html)


def _folded(html: str) -> str:
    plain = unescape(_TAG.sub("", _PART.sub(" ", html))) if "<" in html or "&" in html else html
    return folded(plain)


_kept = lru_cache(maxsize=MOST_KEPT)(_folded)


def _passage(html: str, term: str, place: str, language: str) -> Passage:
    """Some words around the first that holds ``term``, whole words, without tags."""
    every = (readable(html) if "<" in html or "&" in html else html).split()
    at = next((index for index, word in enumerate(every) if term in folded(word)), 0)
    before, after = every[max(0, at - BEFORE) : at], every[at + 1 : at + 1 + AFTER]
    first = "… " if at > BEFORE else ""
    last = " …" if len(every) > at + 1 + AFTER else ""
    found = _cut(every[at], term) if every else ""
    return Passage(
        place,
        language,
        first + "".join(f"{_cut(word)} " for word in before),
        found,
        "".join(f" {_cut(word)}" for word in after) + last,
    )


def _cut(word: str, term: str = "") -> str:
    """A word, or as much of a very long one as fits, around ``term``: some scripts write without blanks."""
    if len(word) <= LONGEST_WORD:
        return word
    at = max(0, folded(word).find(term) - LONGEST_WORD // 3)
    return f"{'…' if at else ''}{word[at : at + LONGEST_WORD]}…"


def _place(words: Words, field: str) -> str:
    _ = words.gettext
    return {
        "body": _("Text"),
        "summary": _("Summary"),
        "objectives": _("Objectives"),
        "expected_outcomes": _("Expected outcomes"),
        "outcome": _("Outcome"),
        "abstract": _("Abstract"),
        "biography": _("Biography"),
        "description": _("Description"),
        "text": _("Text"),
        "sub_questions": _("Sub-questions"),
        "expansion": _("Expansion"),
    }[field]
