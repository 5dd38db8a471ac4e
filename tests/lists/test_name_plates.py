"""Name plates: one a page, the name on both sides of the fold, and heard once."""

from unicodedata import normalize

import pytest

from tests.factories import a_draft
from tests.lists.conftest import Printed
from tests.lists.cut import headings, heard, words_of
from tests.lists.test_badges import LONG, coming, in_the_programme


def test_a_name_stands_twice_on_its_page_and_is_heard_once(printed: Printed) -> None:
    names = [f"Person{letter}" for letter in "ABC"]
    paper = printed(coming(*names, post="Director", institution="Ministry"), "name-plates.pdf")
    assert (paper.faults, len(paper.pages)) == (set(), 3)
    assert headings(paper) == [(1, "Harvest Forum"), *((2, name) for name in names)]
    assert heard(paper).startswith("Harvest Forum PersonA Director Ministry Bangladesh Harvest Forum PersonB")
    for page, name in enumerate(names):
        twins = [word for word in words_of(paper) if word.page == page and word.text == name]
        above, below = sorted(twins, key=lambda word: word.top)
        assert round(above.top + below.bottom) == round(above.bottom + below.top) == 210
        assert (abs(above.left - below.left) < 0.2, above.bottom < 105 < below.top) == (True, True)
    assert [round(float(size) / 72 * 25.4) for size in paper.reader.pages[0].mediabox[2:]] == [297, 210]


def test_every_name_is_whole_and_keeps_its_half(printed: Printed) -> None:
    names = [name.strip() for name in LONG]
    paper = printed(coming(*names, institution="W" * 200, post="x" * 200, country="GS"), "name-plates.pdf")
    assert (paper.faults, len(paper.pages)) == (set(), len(names))
    words = words_of(paper)
    outside = [word for word in words if word.left < 15 or word.right > 282 or word.top < 0 or word.bottom > 210]
    across = [word for word in words if word.top < 104.5 and word.bottom > 105.5]
    assert (outside, across) == ([], [])
    for page in range(len(names)):
        below = [word.text for word in words if word.page == page and word.top > 170]
        assert sum(text.count("W") for text in below) == 200


def test_in_arabic_all_is_said_in_arabic_and_names_keep_their_own_way(printed: Printed) -> None:
    draft = coming("ليلى حداد", "Smith-Jones “Jo” & Co.", country="JO")
    draft.forum.languages.append("ar")
    paper = printed(draft, "name-plates.pdf", "ar")
    assert paper.faults == set()
    assert "Smith-Jones “Jo” & Co." in heard(paper)
    assert normalize("NFKC", paper.text).count("الأردن") == 4


def test_the_same_are_chosen_as_for_badges(printed: Printed) -> None:
    paper = printed(in_the_programme(), "name-plates.pdf", where=("role!=participant",), sort="-name")
    assert headings(paper) == [(1, "Harvest Forum"), (2, "Boris"), (2, "Amina")]
    nobody = printed(kind="name-plates.pdf", where=("text=nobody at all",))
    assert (nobody.faults, "Nobody is on this list." in nobody.text, len(nobody.pages)) == (set(), True, 1)
    assert printed(a_draft(), "name-plates.pdf").faults == set()


@pytest.mark.broad
def test_many_are_made_in_parts_with_one_heading_over_all(printed: Printed) -> None:
    paper = printed(coming(*(f"Person number {number}" for number in range(35))), "name-plates.pdf")
    assert (paper.faults, len(paper.pages)) == (set(), 35)
    assert [level for level, _text in headings(paper)] == [1, *[2] * 35]
