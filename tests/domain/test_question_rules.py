"""The forum's own questions: choices that differ, conditions that lead to an answer; both stay right in a copy."""

from datetime import date

from msgspec.structs import replace as with_values

from forum_app.domain.answering import is_asked
from forum_app.domain.copying import Basics, Choice, copied
from forum_app.domain.question_rules import question_problems
from forum_app.domain.registrations import OnlyIf, Question
from tests.factories import a_draft

YES = {"en": "Yes", "fr": "Oui"}
NO = {"en": "No", "fr": "Non"}
VISA = Question(id="visa222222", text={"en": "Do you need a visa?"}, choices=[YES, NO])
PASSPORT = Question(id="pass222222", text={"en": "Passport"}, only_if=OnlyIf(question=VISA.id, answer="Yes"))


def places(question: Question, *others: Question) -> list[str]:
    found = question_problems(question, {one.id: one for one in others}, ["en", "fr"])
    return [place for place, _sentence in found]


def test_conditions_lead_to_an_answer_that_can_be_given() -> None:
    assert places(PASSPORT, VISA) == [] and places(VISA, PASSPORT) == []
    assert places(PASSPORT) == ["only_if.question"]
    assert places(with_values(PASSPORT, only_if=OnlyIf(question=PASSPORT.id)), VISA) == ["only_if.question"]
    assert places(with_values(PASSPORT, only_if=OnlyIf(question=VISA.id, answer="Oui")), VISA) == ["only_if.answer"]
    circle = with_values(VISA, only_if=OnlyIf(question=PASSPORT.id))
    assert places(circle, PASSPORT) == ["only_if.question"]
    assert places(with_values(VISA, choices=[NO]), PASSPORT) == ["choices"]


def test_choices_differ_and_ticks_fit() -> None:
    assert places(with_values(VISA, choices=[YES, YES])) == ["choices"]
    assert places(Question(id="x222222222", text={"en": "What?"}, several=True)) == ["several"]
    assert places(with_values(VISA, long=True)) == ["long"]


def test_a_copy_in_another_language_asks_on_the_same_answer() -> None:
    source = with_values(a_draft(), questions=[VISA, PASSPORT])
    basics = Basics("Copy", "copy", date(2030, 1, 1), date(2030, 1, 2), "Europe/Paris", ("fr", "en"))
    visa, passport = copied(source, basics, Choice()).draft.questions
    assert passport.only_if == OnlyIf(question=visa.id, answer="Oui") and visa.id != VISA.id
    questions = {one.id: one for one in (visa, passport)}
    assert is_asked(passport, questions, {visa.id: "Oui"}) and not is_asked(passport, questions, {visa.id: "Non"})
