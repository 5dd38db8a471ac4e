"""Footnotes: marks without a note, notes without a mark."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

NOTE = "forum.note.sections[0].body"
MARK, OTHER_MARK = '<sup class="fn" data-id="aa"></sup>', '<sup class="fn" data-id="bb"></sup>'


def notes(**said: str) -> str:
    return (
        '<ol class="footnotes">'
        + "".join(f'<li data-id="{mark}"><p>{text}</p></li>' for mark, text in said.items())
        + "</ol>"
    )


EXAMPLES = [
    wrong("footnote-without-note", "en", {f"{NOTE}.en": f"<p>Pears{MARK} and quinces{OTHER_MARK}.</p>{notes(aa='Register of fruit.')}"}),
    wrong("footnote-without-note", "en", {f"{NOTE}.en": f"<p>Pears{MARK} are lent.</p>{notes(aa='')}"}),
    wrong("footnote-without-note", "fr", {f"{NOTE}.fr": "<p>Les poires<sup>3</sup> se prêtent.</p>"}),
    right("footnote-without-note", "en", {f"{NOTE}.en": f"<p>Pears{MARK} are lent.</p>{notes(aa='Register of fruit.')}"}),
    right("footnote-without-note", "fr", {f"{NOTE}.fr": "<p>Un verger de 40 m<sup>2</sup>, à la 1<sup>re</sup> rue.</p>"}),
    right("footnote-without-note", "en", {f"{NOTE}.en": f"<p>Pears{MARK} are lent, and lent{MARK} again.</p>{notes(aa='Register of fruit.')}"}),
    wrong("note-without-mark", "en", {f"{NOTE}.en": f"<p>Pears are lent.</p>{notes(aa='Register of fruit.')}"}, says="Register"),
    wrong("note-without-mark", "fr", {f"{NOTE}.fr": f"<p>Les poires{MARK} se prêtent.</p>{notes(aa='Registre.', bb='Charte des poires.')}"}, says="Charte"),
    right("note-without-mark", "en", {f"{NOTE}.en": f"<p>Pears{MARK} and quinces{OTHER_MARK}.</p>{notes(bb='Charter.', aa='Register.')}"}),
    right("note-without-mark", "fr", {f"{NOTE}.fr": "<p>Les poires se prêtent.</p><ol><li><p>Registre.</p></li></ol>"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
