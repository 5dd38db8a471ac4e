"""Numbers set by hand: in texts, in lists of questions, in headings."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

NOTE, BROKEN, HEADING = "forum.note.sections[0].body", "numbering-broken", "heading-numbered-by-hand"


def questions(language: str, *texts: str) -> dict[str, list[dict[str, dict[str, str]]]]:
    return {"forum.key_questions": [{"text": {language: text}} for text in texts]}


def headings(language: str, *texts: str) -> dict[str, object]:
    return {
        f"forum.note.sections[{number}]": {"heading": {language: text}, "body": {language: f"<p>{text[-4:]}.</p>"}}
        for number, text in enumerate(texts)
    }


EXAMPLES = [
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>We want a) more pears, b) fewer fences and d) sharper knives.</p>"}, says="c)"),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>1) Cut.</p><p>2) Split.</p><p>4) Bind.</p>"}, says="3)"),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>(i) Cut. (ii) Split. (ii) Bind.</p>"}, says="(iii)"),
    wrong(BROKEN, "en", questions("en", "1) Who lends?", "2) Who pays?", "2) Who eats?"), "forum.key_questions[2].text.en"),
    wrong(BROKEN, "fr", {f"{NOTE}.fr": "<p>Il faut a) plus de poires, b) moins de clôtures et b) de bons couteaux.</p>"}, says="c)"),
    wrong(BROKEN, "en", headings("en", "1. Why", "2. What", "4. How"), "forum.note.sections[2].heading.en", says="3.", besides={HEADING}),
    wrong(BROKEN, "fr", headings("fr", "I. Pourquoi", "II. Quoi", "II. Comment"), "forum.note.sections[2].heading.fr", says="III.", besides={HEADING}),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>Step 1: cut.</p><p>Step 2: split.</p><p>Step 4: bind.</p>"}, says="3"),
    wrong(BROKEN, "fr", {f"{NOTE}.fr": "<p>Étape 1 : couper.</p><p>Étape 2 : fendre.</p><p>Étape 2 : lier.</p>"}, says="3"),
    wrong(BROKEN, "en", {f"{NOTE}.en": "<p>• a) cut</p><p>• b) split</p><p>• b) bind</p>"}, says="c)"),
    right(BROKEN, "en", {f"{NOTE}.en": "<p>Step 1: cut.</p><p>Part 1. Why</p><p>Step 2: split.</p><p>Step 3 takes long.</p>"}),
    right(BROKEN, "en", {f"{NOTE}.en": "<p>We want a) more pears, b) fewer fences and c) sharper knives.</p>"}),
    right(BROKEN, "en", {f"{NOTE}.en": "<p>1) Cut.</p><p>a) at dawn</p><p>b) in rain</p><p>2) Split.</p><p>3) Bind.</p>"}),
    right(BROKEN, "en", {f"{NOTE}.en": "<p>As paragraphs (b) and (d) of the charter say, pears (and quinces) may be lent.</p>"}),
    right(BROKEN, "en", questions("en", "1) Who lends?", "2) Who pays?", "3) Who eats?")),
    right(BROKEN, "fr", {f"{NOTE}.fr": "<p>Il faut a) plus de poires, b) moins de clôtures et c) de bons couteaux.</p>"}),
    right(BROKEN, "fr", {f"{NOTE}.fr": "<p>Les points 2) et 4) de la charte restent ouverts.</p>"}),
    wrong(HEADING, "en", headings("en", "1. Why", "2. What", "3. How"), "forum.note.sections[0].heading.en", says="3"),
    wrong(HEADING, "en", headings("en", "1 Why we meet", "2 What we do"), "forum.note.sections[0].heading.en"),
    wrong(HEADING, "fr", headings("fr", "Pourquoi", "B) Comment"), "forum.note.sections[1].heading.fr", says="B)"),
    right(HEADING, "en", headings("en", "Why", "What", "How")),
    right(HEADING, "en", headings("en", "2031 in three pages", "10 years of lending")),
    right(HEADING, "fr", headings("fr", "À quoi bon", "3 questions à la salle")),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
