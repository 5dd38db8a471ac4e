"""The size at which a text fits where it has to stand whole."""

import pytest

from forum_app.documents.fitting import Fit, fitting, leading, lines_of

SIZES = (20, 10, 8, 5)


def test_a_text_has_the_largest_size_in_which_it_fits() -> None:
    assert fitting("Amina Diallo", SIZES, 80, 20, 1.2) == Fit(20, 1)
    assert fitting("Amina Diallo " * 3, SIZES, 80, 9, 1.2) == Fit(10, 1)
    assert fitting("Amina Diallo " * 7, SIZES, 80, 10.5, 1.2).size == 8


def test_a_word_is_set_smaller_rather_than_broken_but_not_smaller_than_half() -> None:
    assert fitting("Wolfeschlegelsteinhausen", SIZES, 80, 40, 1.2) == Fit(10, 1)
    assert fitting("x" * 60, SIZES, 80, 40, 1.2).size == 20


def test_what_fits_nowhere_has_the_smallest_size_and_says_its_lines() -> None:
    assert fitting("x" * 900, SIZES, 20, 5, 1.2) == Fit(5, lines_of("x" * 900, 20 / (5 * 25.4 / 72)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("a", 1), ("aaaaa aaaaa", 2), ("a" * 50, 10), ("i" * 10, 1), ("王王王王", 2), ("e\u0301" * 5, 1), ("\u202e\u2068", 1)],
)  # fmt: skip
def test_lines_are_counted_by_the_width_of_letters(text: str, lines: int) -> None:
    assert lines_of(text, 3.6) == lines


def test_scripts_with_marks_over_and_under_their_letters_have_higher_lines() -> None:
    plain = {leading(text) for text in ("Amina", "Đinh Thị Phương", "Ана", "R&D “x”", "")}
    high = {leading(text) for text in ("ليلى", "สมชาย", "王小明", "Amina ليلى")}
    assert (len(plain), len(high)) == (1, 1)
    assert max(plain) < min(high)
