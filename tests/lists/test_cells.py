"""What a spreadsheet would run is guarded, and comes back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.lists.cells import all_guarded, guarded, unguarded

RUNS = [
    ("=1+1", "'=1+1"),
    ("+41 22 799 61 11", "'+41 22 799 61 11"),
    ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"),
    ("  =1", "'  =1"),
    ("\u00a0=1", "'\u00a0=1"),
    ("＝1+1", "'＝1+1"),
    ("＋1", "'＋1"),
    ("－1", "'－1"),
    ("＠SUM", "'＠SUM"),
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("x;=1+1", "x;'=1+1"),
    ("x\n=1+1", "x\n'=1+1"),
    ("'=1", "''=1"),
]
PLAIN = ["", "Ana", "O'Brien", "a-b", "ana@example.org", "1+1=2", "x,=1", "None", "'quoted'", "x; y", "007"]


@pytest.mark.parametrize(("value", "written"), RUNS)
def test_what_would_run_gets_an_apostrophe_and_loses_nothing(value: str, written: str) -> None:
    assert guarded(value) == written
    assert unguarded(written) == value


@pytest.mark.parametrize("value", PLAIN)
def test_what_would_not_run_stays(value: str) -> None:
    assert guarded(value) == value
    assert unguarded(value) == value


@given(st.lists(st.text("=+-@ \t\r\n;'ax＝", max_size=8), max_size=5))
def test_guarding_can_be_undone_exactly(values: list[str]) -> None:
    assert [unguarded(value) for value in all_guarded(values)] == values
    assert list(all_guarded(values)) == [guarded(value) for value in values]
