"""Large files in parts: twice, out of order, wrong, missing, at the same time; cleared after a day."""

import hashlib
import os
from pathlib import Path

import pytest

from forum_app.domain.errors import PictureRefused
from forum_app.services.parts_of_upload import MOST_UPLOADS, PART, PartUnfit, UploadParts

ONE, TWO = b"1" * PART, b"2" * 1000
UPLOAD = "u" * 20
PERSON = "p234567892"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def parts(tmp_path: Path) -> UploadParts:
    return UploadParts(tmp_path)


def test_parts_make_the_file_in_whatever_order_and_however_often_they_come(parts: UploadParts) -> None:
    assert parts.put(PERSON, UPLOAD, 1, TWO, sha(TWO)) == [1]
    assert parts.put(PERSON, UPLOAD, 0, ONE, sha(ONE)) == [0, 1]
    assert parts.put(PERSON, UPLOAD, 0, ONE, sha(ONE)) == [0, 1]
    assert parts.whole(PERSON, UPLOAD, len(ONE) + len(TWO)) == ONE + TWO
    parts.forget(PERSON, UPLOAD)
    assert parts.here(PERSON, UPLOAD) == []


def test_a_part_that_is_not_what_was_sent_is_not_kept(parts: UploadParts) -> None:
    with pytest.raises(PartUnfit):
        parts.put(PERSON, UPLOAD, 0, ONE, sha(TWO))
    assert parts.here(PERSON, UPLOAD) == []


@pytest.mark.parametrize(("number", "data"), [(5, TWO), (-1, TWO), (0, b""), (0, ONE + b"x")])
def test_more_parts_or_larger_ones_than_a_file_has_are_refused(parts: UploadParts, number: int, data: bytes) -> None:
    with pytest.raises(PartUnfit):
        parts.put(PERSON, UPLOAD, number, data, sha(data))


@pytest.mark.parametrize("name", ["", "short", "../../../../etc/passwd00", "a" * 41, "a\0" * 10, "ü" * 20])
def test_an_upload_has_a_plain_name(parts: UploadParts, name: str) -> None:
    with pytest.raises(PartUnfit):
        parts.put(PERSON, name, 0, TWO, sha(TWO))


def test_a_missing_part_and_another_size_make_no_file(parts: UploadParts) -> None:
    parts.put(PERSON, UPLOAD, 1, TWO, sha(TWO))
    with pytest.raises(PictureRefused):
        parts.whole(PERSON, UPLOAD, len(TWO))
    parts.put(PERSON, UPLOAD, 0, TWO, sha(TWO))  # a part in the middle that isn't whole
    with pytest.raises(PictureRefused):
        parts.whole(PERSON, UPLOAD, 2 * len(TWO))
    with pytest.raises(PictureRefused):
        parts.whole(PERSON, "v" * 20, 1)


def test_two_uploads_and_two_people_dont_meet(parts: UploadParts) -> None:
    other = "q234567892"
    parts.put(PERSON, UPLOAD, 0, ONE, sha(ONE))
    parts.put(PERSON, "v" * 20, 0, TWO, sha(TWO))
    parts.put(other, UPLOAD, 0, TWO, sha(TWO))
    assert parts.whole(PERSON, "v" * 20, len(TWO)) == TWO
    assert parts.whole(other, UPLOAD, len(TWO)) == TWO
    parts.forget_all(PERSON)
    assert (parts.here(PERSON, UPLOAD), parts.here(other, UPLOAD)) == ([], [0])


def test_what_nobody_goes_on_with_goes_after_a_day_and_nobody_begins_without_end(parts: UploadParts) -> None:
    parts.put(PERSON, UPLOAD, 0, TWO, sha(TWO))
    folder = parts.folder / PERSON / UPLOAD
    for path in (folder / "0", folder):
        os.utime(path, (0, 0))
    parts.sweep()
    assert parts.here(PERSON, UPLOAD) == []
    for letter in "abcde":
        parts.put(PERSON, letter * 20, 0, TWO, sha(TWO))
    assert len(list((parts.folder / PERSON).iterdir())) == MOST_UPLOADS
