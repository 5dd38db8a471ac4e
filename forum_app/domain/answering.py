"""The forum's own questions: which are asked given the answers to others, and the answers as they are kept."""

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


def words_in(text: str) -> int:
    """How many words a text has: what stands between blanks, and each sign of scripts that set none."""
    unspaced = sum(_is_unspaced(sign) for sign in text)
    return unspaced + len("".join(" " if _is_unspaced(sign) else sign for sign in text).split())


def _is_unspaced(sign: str) -> bool:
    """Chinese characters and kana (CJK ideographs and their extension A, hiragana, katakana)."""
    return "\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff"
