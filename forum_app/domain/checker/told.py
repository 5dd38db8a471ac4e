"""The dates that a draft's texts tell, each with its sentence, read once for all rules that look at them."""

import re

from forum_app.domain.checker.language.dates import MONTH_WORDS, DateMention, dates_in
from forum_app.domain.checker.reading import Passage, Reading

_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST = 20  # dates of a sentence; more are no prose
_KEPT = "told_dates"


def told_dates(reading: Reading) -> list[tuple[Passage, str, DateMention]]:
    """Every date told in English or French; a day without a year is the one nearest to the forum."""
    kept = reading.kept.get(_KEPT)
    if kept is None:
        kept = reading.kept[_KEPT] = _read(reading)
    return kept


def _read(reading: Reading) -> list[tuple[Passage, str, DateMention]]:
    around = reading.draft.forum.first_day
    return [
        (passage, sentence, mention)
        for passage in reading.in_languages()
        if _may_tell(passage.numbers, passage.vocabulary)
        for paragraph in passage.paragraphs
        if _may_tell(paragraph.words, paragraph.words)
        for said in paragraph.sentences
        for sentence in [reading.own_names.plainly(said, passage.base)]
        for mention in dates_in(sentence, passage.base, around)[:_MOST]
    ]


def _may_tell(numbers: frozenset[str] | list[str], words: frozenset[str] | list[str]) -> bool:
    if not numbers:
        return False
    return not MONTH_WORDS.isdisjoint(words) or any(_YEAR.match(word) for word in numbers)
