"""The forum's own questions: which are asked given the answers to others, and the answers as they are kept."""

import math
import unicodedata
from collections.abc import Mapping, Sequence

from forum_app.domain.registrations import Question
from forum_app.domain.texts import pick


def choices_of(question: Question, languages: Sequence[str]) -> list[str]:
    """The choices as answers keep them: in the forum's first language."""
    return [pick(choice, languages[0], languages) for choice in question.choices]


def chosen(question: Question, answer: str) -> list[str]:
    """What was chosen, one or several; a written answer is one."""
    return answer.split("\n") if question.several else [answer] if answer else []


def is_asked(question: Question, questions: Mapping[str, Question], answers: Mapping[str, str]) -> bool:
    """Whether a question is put to somebody with these answers. One that hangs on a question which isn't there any
    more, or isn't asked itself, isn't asked."""
    seen = set[str]()
    while question.only_if is not None:
        key = question.only_if.question
        other = questions.get(key)
        if other is None or key in seen:
            return False
        seen.add(key)
        found = [one for one in chosen(other, answers.get(key, "")) if one]
        if not (question.only_if.answer in found if question.only_if.answer else found):
            return False
        question = other
    return True


# Signs that stand for a word each: Chinese characters and kana, with what extends them, within the BMP and beyond.
_SIGNS = (
    ("\u3005", "\u3007"),
    ("\u3041", "\u30ff"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\U0001aff0", "\U0001b16f"),
    ("\U00020000", "\U0003ffff"),
)
# Scripts of letters that set no blanks between words: Thai and Lao, Tibetan, Myanmar, Khmer.
_RUNNING = (("\u0e00", "\u0eff"), ("\u0f00", "\u0fff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))
_LETTERS_A_WORD = 3  # of those scripts, without the marks above and below their letters


def words_in(text: str) -> int:
    """How many words a text has: what stands between blanks and is more than punctuation; each Chinese character and
    kana; and every three letters of scripts that run on without blanks. ``word_count.js`` counts alike."""
    signs, letters, rest = 0, 0, []
    for sign in text:
        is_sign, is_letter = _is_in(sign, _SIGNS), _is_in(sign, _RUNNING)
        signs += is_sign and _says(sign, "LN")
        letters += is_letter and _says(sign, "LN")
        rest.append(" " if is_sign or is_letter else sign)
    words = sum(any(_says(sign, "LNS") for sign in word) for word in "".join(rest).split())
    return words + signs + math.ceil(letters / _LETTERS_A_WORD)


def _is_in(sign: str, ranges: Sequence[tuple[str, str]]) -> bool:
    return sign >= "\u0e00" and any(first <= sign <= last for first, last in ranges)


def _says(sign: str, kinds: str) -> bool:
    """Whether a sign is of one of these kinds: letters, numbers, symbols."""
    return unicodedata.category(sign)[0] in kinds
