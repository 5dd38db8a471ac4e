"""Rule on images in texts: each is described for those who don't see it, or said to decorate only."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.reading import Reading
from forum_app.domain.sentences import said

_UNDESCRIBED = said("The text has a picture without a description.")
_IMAGE = re.compile(r"<img[^<>]*>")
_SAID = re.compile(r'\salt="\s*[^"\s]|\srole="presentation"')


def image_undescribed(reading: Reading) -> Iterator[Hit]:
    for passage in reading.passages:
        if passage.form == "rich" and "<img" in passage.value:
            for image in _IMAGE.findall(passage.value):
                if not _SAID.search(image):
                    yield in_text(passage, _UNDESCRIBED, {})


RULES = (
    Rule(
        name="image-undescribed",
        description=said("A picture in a text that nothing describes for those who don't see it."),
        remedy=said("Say what the picture shows, or that it only decorates: select it and press the image button."),
        find=image_undescribed,
    ),
)
