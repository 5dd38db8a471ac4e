"""Texts of a forum that is a copy: in the languages that it lists, conditions by the choices as it keeps them."""

from collections.abc import Sequence

from forum_app.domain.answering import choices_of
from forum_app.domain.draft import Draft
from forum_app.domain.registrations import Question
from forum_app.domain.walking import texts


def only_listed(draft: Draft, languages: Sequence[str]) -> None:
    """Takes out texts in languages that the new forum doesn't list, except where nothing else would be left."""
    for _place, _form, text in texts(draft):
        kept = {key: value for key, value in text.items() if all(part in languages for part in key.split("@"))}
        if kept and len(kept) < len(text):
            text.clear()
            text.update(kept)


def conditions_kept(questions: Sequence[Question], source: Sequence[Question], old: Sequence[str], new: Sequence[str]) -> None:  # fmt: skip
    """Makes every condition name its choice as the new forum keeps it: in its own first language. ``source`` are the
    earlier forum's questions in the same order, with the languages ``old``."""
    before = {question.id: choices_of(was, old) for question, was in zip(questions, source, strict=True)}
    after = {question.id: choices_of(question, new) for question in questions}
    for question in questions:
        if question.only_if is None or not question.only_if.answer:
            continue
        was = before.get(question.only_if.question, [])
        if question.only_if.answer in was:
            question.only_if.answer = after[question.only_if.question][was.index(question.only_if.answer)]
