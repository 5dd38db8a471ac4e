"""Two texts compared word by word: what is kept makes the new text, and what went is shown before what came."""

from hypothesis import given
from hypothesis import strategies as st

from forum_app.domain.differences import Change, Piece, difference

TEXTS = st.text("ab \n中", max_size=60)


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in difference(before, after)]


def test_a_word_in_place_of_another_is_taken_out_and_added() -> None:
    assert said("She leads the office", "She heads the office") == [
        ("same", "She "),
        ("del", "leads"),
        ("ins", "heads"),
        ("same", " the office"),
    ]


def test_a_paragraph_that_comes_is_one_piece() -> None:
    assert said("One.", "One.\n\nTwo and three.") == [("same", "One.\n\n"), ("ins", "Two and three.")]


def test_equal_texts_have_no_difference_and_nothing_has_no_pieces() -> None:
    assert difference("a b", "a b") == [Piece(Change.SAME, "a b")]
    assert difference("", "") == []


def test_long_texts_that_are_all_different_are_compared_by_lines() -> None:
    before = "\n".join(f"{'x ' * 20}{line}" for line in range(300))
    after = before.replace("x", "y", 1)
    assert [piece.change for piece in difference(before, after)] == [Change.TAKEN_OUT, Change.ADDED, Change.SAME]


@given(TEXTS, TEXTS)
def test_what_is_not_taken_out_is_the_new_text(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != Change.TAKEN_OUT) == after
