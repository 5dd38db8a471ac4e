"""Rules on footnotes: marks without a note, notes without a mark."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.reading import Passage, Reading
from forum_app.domain.sentences import said

_NO_NOTE = said("The text has a footnote mark (%(mark)s) without a note.")
_BY_HAND = said("The text has a number set high (%(mark)s) that looks like a footnote mark, but there is no note.")
_NO_MARK = said("The note “%(note)s” has no mark in the text.")
_NOTE_IDS = re.compile(r'<li[^<>]*\bdata-id="([^"<>]*)"')
_SHOWN = 60


def _notes(passage: Passage) -> dict[str, str]:
    """The notes of a text: id -> what they say, ``""`` for an empty one."""
    start = passage.value.find('class="footnotes"')
    ids = _NOTE_IDS.findall(passage.value[start:]) if start >= 0 else []
    notes = dict.fromkeys(ids, "")
    for paragraph in passage.paragraphs:
        if paragraph.note in notes:
            notes[paragraph.note] += f" {paragraph.flat}"
    return notes


def footnote_without_note(reading: Reading) -> Iterator[Hit]:
    for passage in _with_marks(reading):
        notes = _notes(passage)
        marks = [mark for paragraph in passage.paragraphs for mark in paragraph.marks]
        for number, mark in enumerate(marks, 1):
            if not notes.get(mark, "").strip():
                yield in_text(passage, _NO_NOTE, {"mark": number})
        for paragraph in passage.paragraphs:
            for mark in paragraph.hand_marks:
                yield in_text(passage, _BY_HAND, {"mark": mark})


def note_without_mark(reading: Reading) -> Iterator[Hit]:
    for passage in _with_marks(reading):
        marks = {mark for paragraph in passage.paragraphs for mark in paragraph.marks}
        for mark, words in _notes(passage).items():
            if mark not in marks:
                note = words.strip()
                yield in_text(
                    passage, _NO_MARK, {"note": note if len(note) <= _SHOWN else f"{note[: _SHOWN - 1].rstrip()}…"}
                )


def _with_marks(reading: Reading) -> Iterator[Passage]:
    for passage in reading.passages:
        if passage.form == "rich" and ("<sup" in passage.value or 'class="footnotes"' in passage.value):
            yield passage


RULES = (
    Rule(
        name="footnote-without-note",
        description=said("A footnote mark in a text that no note belongs to."),
        remedy=said("Write the note, or take the mark out."),
        find=footnote_without_note,
    ),
    Rule(
        name="note-without-mark",
        description=said("A footnote that no mark in the text points to."),
        remedy=said("Set the mark in the text, or take the note out."),
        find=note_without_mark,
    ),
)
