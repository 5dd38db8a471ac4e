"""The checker on the published note's errors and on the corrected sample."""

from pathlib import Path

import pytest

from forum_app.domain.checker import check
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import parse_forum_json

ERRORS = Path(__file__).resolve().parents[1] / "data" / "seed_with_errors.json"


def test_the_errors_of_the_published_note_are_found() -> None:
    findings = check(parse_forum_json(ERRORS.read_bytes()))
    assert len(findings) >= 12
    expected = {
        "length-stated",
        "future-told-as-past",
        "theme-nobody-speaks-to",
        "acronym-not-expanded",
        "link-without-target",
        "paragraph-twice",
        "numbering-broken",
    }
    assert expected - {finding.rule for finding in findings} == set()
    assert all(finding.place and finding.reason and finding.remedy for finding in findings)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.json") if "_" not in path.name))
def test_a_sample_has_no_finding(name: str) -> None:
    assert check(parse_forum_json((SAMPLES / name).read_bytes())) == []
