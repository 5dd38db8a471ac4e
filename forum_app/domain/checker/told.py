"""The dates that a draft's texts tell, each with its sentence, read once for all rules that look at them."""

import re

from forum_app.domain.checker.language.dates import MONTH_WORDS, DateMention, dates_in
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.reading import Passage, Reading

_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST = 20  # dates of a sentence; more are no prose
_KEPT = "told_dates"


def told_dates(reading: Reading) -> list[tuple[Passage, str, DateMention]]:
    """Every date told in English or French; a day without a year is the one nearest to the forum."""
    kept: list[tuple[Passage, str, DateMention]] | None = reading.kept.get(_KEPT)
    if kept is None:
        kept = reading.kept[_KEPT] = [
            (passage, sentence, mention)
            for passage in reading.in_languages()
            if passage.text.once(_may_hold_dates)
            for sentence, mention in _told_in(passage, reading)
        ]
    return kept


def _may_hold_dates(text: Written) -> bool:
    return _may_tell(text.numbers, text.vocabulary)


def _told_in(passage: Passage, reading: Reading) -> list[tuple[str, DateMention]]:
    around, names = reading.draft.forum.first_day, reading.own_names

    def read(text: Written) -> list[tuple[str, DateMention]]:
        return [
            (sentence, mention)
            for paragraph in text.paragraphs
            if _may_tell(paragraph.words, paragraph.words)
            for said in paragraph.sentences
            for sentence in [names.plainly(said, text.base)]
            for mention in dates_in(sentence, text.base, around)[:_MOST]
        ]

    return passage.text.once_in((around, names.key), read, _KEPT)


def _may_tell(numbers: frozenset[str] | list[str], words: frozenset[str] | list[str]) -> bool:
    if not numbers:
        return False
    return not MONTH_WORDS.isdisjoint(words) or any(_YEAR.match(word) for word in numbers)
