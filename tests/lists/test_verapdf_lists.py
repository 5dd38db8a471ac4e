"""veraPDF itself on badges and name plates, on every paper, in both directions. It needs Java and takes its time."""

from pathlib import Path

import pytest

from tests.documents.test_verapdf import complaints
from tests.lists.conftest import Printed
from tests.lists.test_badges import LONG, coming


@pytest.mark.soak
def test_badges_and_name_plates_conform(printed: Printed, tmp_path: Path) -> None:
    draft = coming(*(name.strip() for name in LONG), post="Director")
    draft.forum.languages.append("ar")
    files = []
    for language in ("en", "ar"):
        for kind, paper in (
            ("badges.pdf", "sheet"),
            ("badges.pdf", "card"),
            ("badges.pdf", "a6"),
            ("name-plates.pdf", ""),
        ):
            path = tmp_path / f"{language}-{paper}-{kind}"
            blanks = "2" if paper else ""
            path.write_bytes(printed(draft, kind, language, paper=paper, blanks=blanks, group="role").bytes)
            files.append(path)
    assert complaints(*files) == []
