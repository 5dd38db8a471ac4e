"""What the forum's own questions must hold to be kept: choices that differ, conditions that lead to an answer that can be
given."""

from collections.abc import Iterator, Mapping, Sequence

from forum_app.domain.answering import choices_of
from forum_app.domain.draft import Draft
from forum_app.domain.registrations import Question
from forum_app.domain.sentences import said
from forum_app.domain.texts import in_short, pick

Problem = tuple[str, str]


def question_problems(
    question: Question, others: Mapping[str, Question], languages: Sequence[str]
) -> Iterator[Problem]:
    """What is wrong with one question, places from the question on; ``others`` are those of its forum by id."""
    known = choices_of(question, languages)
    if question.several and not known:
        yield "several", said("Several can be chosen only where there are choices: write some, or take this tick off.")
    if question.long and known:
        yield "long", said("A question with choices has no text of several lines: take this tick or the choices off.")
    for choice in {choice for choice in known if known.count(choice) > 1}:
        yield "choices", said("The choice “%(choice)s” stands twice.", choice=choice)
    yield from _condition_problems(question, others, languages)
    for other in others.values():
        if other.only_if is None or other.only_if.question != question.id or other.id == question.id:
            continue
        answer = other.only_if.answer
        if answer and answer not in known:
            yield "choices", said("“%(question)s” is asked only if the answer here is “%(answer)s”: keep that choice, or change that question first.", question=_name(other, languages), answer=answer)  # fmt: skip


def _condition_problems(
    question: Question, others: Mapping[str, Question], languages: Sequence[str]
) -> Iterator[Problem]:
    if question.only_if is None:
        return
    place, answer = "only_if.question", question.only_if.answer
    if question.only_if.question == question.id:
        yield place, said("A question can’t hang on itself: choose another, or none.")
        return
    other = others.get(question.only_if.question)
    if other is None:
        yield place, said("The question that this one hangs on isn’t there: choose another, or none.")
    elif circle := _circle(question, others):
        yield place, said("Then none of them would ever be asked: “%(question)s” hangs on this one.", question=_name(circle, languages))  # fmt: skip
    elif answer and not other.choices:
        yield "only_if.answer", said("“%(question)s” has no choices: leave this empty, then any answer will do.", question=_name(other, languages))  # fmt: skip
    elif answer and answer not in (known := choices_of(other, languages)):
        yield "only_if.answer", said("This is no choice of “%(question)s”. There are: %(choices)s", question=_name(other, languages), choices=" · ".join(known))  # fmt: skip


def _circle(question: Question, others: Mapping[str, Question]) -> Question | None:
    """The question through which this one would hang on itself; None where there is none."""
    seen, here = {question.id}, question
    while here.only_if is not None:
        key = here.only_if.question
        if key == question.id:
            return here
        found = others.get(key)
        if found is None or key in seen:
            return None
        seen.add(key)
        here = found
    return None


def _name(question: Question, languages: Sequence[str]) -> str:
    return in_short(pick(question.text, languages[0], languages))


def questions_problems(draft: Draft) -> Iterator[Problem]:
    """The same of all the questions of a draft, each with its place."""
    others = {question.id: question for question in draft.questions}
    for index, question in enumerate(draft.questions):
        for place, sentence in question_problems(question, others, draft.forum.languages):
            yield f"questions[{index}].{place}", sentence
