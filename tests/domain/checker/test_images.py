"""Pictures in texts, also of a note's sections: described, or said to decorate only."""

import pytest

from tests.domain.checker.examples import Example, right, wrong

NOTE = "forum.note.sections[0].body"
SRC = f'src="media:{"a" * 64}.png"'

EXAMPLES = [
    wrong("image-undescribed", "en", {f"{NOTE}.en": f'<p>Pears.</p><img {SRC} alt="">'}, says="picture"),
    wrong("image-undescribed", "fr", {f"{NOTE}.fr": f"<p>Les poires.</p><p><img {SRC}></p>"}),
    right("image-undescribed", "en", {f"{NOTE}.en": f'<p>Pears.</p><img {SRC} alt="Two pears">'}),
    right("image-undescribed", "fr", {f"{NOTE}.fr": f'<p>Les poires.</p><img {SRC} alt="" role="presentation">'}),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
