"""Arabic on paper: from the right, in joined letters, upright, and read again by other people's readers."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any
from unicodedata import normalize

import pytest

from forum_app.documents.drawings import draft_address, drawn
from tests.arabic import arabic_data, note
from tests.documents import forums
from tests.documents.conftest import Paper
from tests.documents.test_note import _pink

Make = Callable[..., Paper]
BOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</word>')


@cache
def release() -> Any:
    return forums.release(arabic_data())


def said(paper: Paper, page: int | None = None) -> str:
    """The letters and figures that poppler reads, ligatures taken apart; it moves blanks and signs beside figures."""
    return letters(paper.text if page is None else paper.pages[page])


def letters(text: str) -> str:
    return "".join(letter for letter in normalize("NFKC", text) if letter.isalnum())


def places(paper: Paper) -> list[tuple[float, float, float, str]]:
    """Each word of the first page: its left edge, its top, its right edge, and itself."""
    done = subprocess.run(
        ["pdftotext", "-l", "1", "-bbox", "-", "-"], input=paper.bytes, capture_output=True, check=True
    )
    return [
        (float(left), float(top), float(right), normalize("NFKC", word[::-1]))  # told as it is seen
        for left, top, right, word in BOX.findall(done.stdout.decode())
    ]


@pytest.mark.parametrize("kind", ["concept-note.pdf", "agenda.pdf"])
def test_what_is_arabic_is_valid_for_accessible_readers(paper: Make, kind: str) -> None:
    made = paper(release(), kind, "ar")
    assert made.faults == set()
    assert made.reader.trailer["/Root"]["/Lang"] == "ar"
    assert made.reader.metadata.title.startswith("وظائف تبني القدرة على الصمود")


def test_a_sessions_own_note_is_valid_and_arabic(paper: Make) -> None:
    data = arabic_data()
    data["sessions"][0]["note"] = note()
    made = paper(forums.release(data), "session-note.pdf", "ar", session_id=data["sessions"][0]["id"])
    assert made.faults == set()
    assert letters("الماء للجميع") in said(made)
    assert letters("القاعة الكبرى") in said(made)


def test_the_text_can_be_searched_though_letters_join(paper: Make) -> None:
    made = paper(release(), language="ar")
    for text in (
        "وظائف تبني القدرة على الصمود: تبادل الخبرات بين بلدان الجنوب",
        "الاستثمار كثيف العمالة في مواجهة الأزمات",
        "من 14 إلى 15 مايو 2030",
        "المتحدثون والحلول",
        "اتفقت تعاونيات المزارعين في تسعة بلدان على مقارنة طرق تأمين المحاصيل من الجفاف",
        "الثلاثاء 14",
    ):
        assert letters(text) in said(made), text


def test_pages_are_counted_in_arabic(paper: Make) -> None:
    made = paper(release(), language="ar")
    count = len(made.pages)
    assert [f"{number}من{count}" in said(made, number - 1) for number in range(1, count + 1)] == [True] * count


def test_columns_run_from_the_right_time_first(paper: Make) -> None:
    found = places(paper(release(), "agenda.pdf", "ar"))
    (time,) = [left for left, _top, _right, word in found if word == "الوقت"]
    (item,) = [left for left, _top, _right, word in found if word == "البرنامج" and left > 250 and _top > 150]
    (people,) = [left for left, _top, _right, word in found if word == "الأشخاص"]
    assert time > item > people


def test_the_cover_says_when_at_the_right(paper: Make) -> None:
    found = places(paper(release(), language="ar"))
    (when,) = [left for left, _top, _right, word in found if word == "الزمان"]
    where = min(left for left, _top, _right, word in found if word == "المكان")
    assert when > 400 > where


def test_arabic_is_set_upright_in_faces_of_its_own(paper: Make) -> None:
    names = {str(font["/BaseFont"]) for page in paper(release(), language="ar").reader.pages for font in fonts_of(page)}
    families = {re.sub("^/[A-Z]{6}[+]|,$|-(Medium|Semi-Bold|Bold)$", "", name) for name in names}
    assert families == {"IBM-Plex-Sans", "IBM-Plex-Sans-Arabic", "Noto-Naskh-Arabic", "Source-Serif-4"}


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_draft_is_painted_where_letters_join() -> None:
    assert (drawn(draft_address("DRAFT")) or b"")[:4] == b"<svg"
    assert (drawn(draft_address("مسودة")) or b"")[:4] == b"\x89PNG"


def test_draft_lies_across_an_arabic_page(paper: Make) -> None:
    made = paper(forums.release(arabic_data(), None), language="ar")
    assert made.faults == set()
    assert letters("المذكرة المفاهيمية (مسودة)") in said(made)
    assert all(pixels > 200 for pixels in _pink(made))
