"""veraPDF itself on lists of people, badges and name plates, in both directions. It needs Java and takes its time."""

from pathlib import Path

import pytest

from tests.documents.test_verapdf import complaints
from tests.factories import a_draft
from tests.lists.conftest import Printed
from tests.lists.test_badges import LONG, coming
from tests.services.comers import a_registration


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


@pytest.mark.soak
def test_lists_and_attendance_sheets_conform(printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of nobody, and in parts that are put together."""
    monkeypatch.setattr("forum_app.lists.printed.ROWS_A_PART", 20)
    files = []
    for people in (0, 45):
        draft = a_draft(registrations=[a_registration(number) for number in range(people)])
        draft.forum.languages.append("ar")
        for language in ("en", "ar"):
            for kind in ("registrations.pdf", "attendance.pdf"):
                path = tmp_path / f"{people}-{language}-{kind}"
                path.write_bytes(printed(draft, kind, language, group="country").bytes)
                files.append(path)
    assert complaints(*files) == []
