"""Rule on repetition: a paragraph that stands twice, word for word or nearly so."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.names import field_named
from forum_app.domain.checker.paragraphs import Paragraph
from forum_app.domain.checker.reading import Passage, Reading
from forum_app.domain.checker.similar import alike_pairs
from forum_app.domain.checker.wording import SAME_TEXT, Value
from forum_app.domain.draft import Session
from forum_app.domain.sentences import Said, said

_AGAIN = said("This paragraph stands already in %(first)s: “%(begins)s”.")
_NEARLY = said("This paragraph is nearly the same as one in %(first)s: “%(begins)s”.")
_WITHIN = said("These words stand already in a paragraph of %(first)s: “%(begins)s”.")
_FIELD_OF = said("%(thing)s (%(field)s)")
_LEAST_WORDS, _LEAST_WITHIN = 12, 25
_ALIKE = 0.9
_LONGEST = 1_500  # words compared of one paragraph
_WORD = re.compile(r"[^\W_]+")
_BEGINS = 9  # words quoted


class _Entry:
    def __init__(self, passage: Passage, paragraph: Paragraph, key: tuple[str, ...]) -> None:
        self.passage, self.paragraph, self.words, self.key = passage, paragraph, paragraph.words, key


def paragraph_twice(reading: Reading) -> Iterator[Hit]:
    for language in reading.languages:
        passages = (passage for passage in reading.passages if passage.language == language)
        entries = [
            _Entry(passage, *entry)
            for passage in passages
            if passage.form == "rich"
            for entry in passage.text.once(_long_paragraphs)
        ]
        first: dict[tuple[str, ...], _Entry] = {}
        told: set[tuple[str, ...]] = set()
        for entry in entries:
            key = entry.key
            if key in first and key not in told and not _are_side_by_side(first[key], entry):
                told.add(key)
                yield _hit(entry, first[key], _AGAIN, entry.words)
            first.setdefault(key, entry)
        yield from _nearly(list(first.values()))


def _are_side_by_side(one: _Entry, other: _Entry) -> bool:
    """The same field of two sessions that begin together: groups that work on the same task are described alike."""
    first, second = one.passage.owner.part, other.passage.owner.part
    if not (isinstance(first, Session) and isinstance(second, Session)) or first is second:
        return False
    return one.passage.field == other.passage.field and first.start is not None and first.start == second.start


def _long_paragraphs(text: Written) -> list[tuple[Paragraph, tuple[str, ...]]]:
    """Those long enough to be compared, with their words."""
    return [(each, tuple(each.words)) for each in text.paragraphs if len(each.words) >= _LEAST_WORDS]


def _nearly(entries: list[_Entry]) -> Iterator[Hit]:
    told: set[int] = set()
    for number, other in alike_pairs([entry.words for entry in entries]):
        entry, earlier = entries[number], entries[other]
        if number in told or _are_side_by_side(earlier, entry):
            continue
        message, words = _alike(earlier.words[:_LONGEST], entry.words[:_LONGEST])
        if message:
            told.add(number)
            yield _hit(entry, earlier, message, words)


def _alike(earlier: list[str], later: list[str]) -> tuple[Said | None, list[str]]:
    """The message for two paragraphs that repeat each other, with the words they share; None where they don't."""
    short, long = sorted((earlier, later), key=len)
    common = sum((Counter(short) & Counter(long)).values())
    if common < _ALIKE * len(short):
        return None, []
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    blocks = matcher.get_matching_blocks()
    matched = sum(block.size for block in blocks)
    if 2 * matched >= _ALIKE * (len(earlier) + len(later)):
        return _NEARLY, later
    longest = max(blocks, key=lambda block: block.size)
    if len(short) >= _LEAST_WITHIN and longest.size >= _ALIKE * len(short):
        return _WITHIN, later[longest.b : longest.b + longest.size]
    return None, []


def _hit(entry: _Entry, earlier: _Entry, message: Said, words: list[str]) -> Hit:
    same = entry.passage.owner.words == earlier.passage.owner.words
    first = SAME_TEXT if entry.passage is earlier.passage else earlier.passage.owner.words
    if same and entry.passage is not earlier.passage:
        first = _FIELD_OF.of({"thing": first, "field": field_named(earlier.passage.field)})
    values: dict[str, Value] = {"first": first, "begins": _beginning(entry, words)}
    return in_text(entry.passage, message, values)


def _beginning(entry: _Entry, words: list[str]) -> str:
    """The first words as they are written."""
    found = list(_WORD.finditer(entry.paragraph.flat))
    start = next(
        (
            index
            for index in range(len(found))
            if [match[0].casefold() for match in found[index : index + 3]] == words[:3]
        ),
        0,
    )
    shown = found[start : start + _BEGINS]
    more = "…" if len(found) > start + _BEGINS else ""
    return entry.paragraph.flat[shown[0].start() : shown[-1].end()] + more if shown else ""


RULES = (
    Rule(
        name="paragraph-twice",
        description=said("A paragraph that stands twice in the texts, word for word or nearly."),
        remedy=said("Keep it in one place; the note shows each text once."),
        find=paragraph_twice,
    ),
)
