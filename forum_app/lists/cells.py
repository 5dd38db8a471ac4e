"""Cells that a spreadsheet would run: guarded with an apostrophe on the way out, without it again on the way in.

A cell runs when its first non-blank character is one of ``= + - @``, a tab or carriage return, or a full-width twin of
those (OWASP, CSV injection). The same holds behind a semicolon, tab or line break inside it, where a spreadsheet of
another country would split the line. Guarding adds one apostrophe at each such place and takes nothing away, so it can
be undone exactly.
"""

import re
from collections.abc import Sequence

_BREAKS = "[;\t\r\n]"
_RUNS = "(?=(?:[^\\S\t\r\n]|')*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_BARE = re.compile(f"(?:^|(?<={_BREAKS})){_RUNS}")
_GUARDED = re.compile(f"(^|{_BREAKS})'{_RUNS}")
_AMONG = re.compile(f"{_BREAKS}{_RUNS}")


def guarded(value: str) -> str:
    """The cell with an apostrophe wherever it, or a part of it, would run."""
    return _BARE.sub("'", value)


def all_guarded(values: Sequence[str]) -> Sequence[str]:
    """Every cell of a column guarded, in one go: one search tells that none needs it, as mostly none does."""
    joined = "\n" + "\n".join(values)
    if not _AMONG.search(joined):
        return values
    if joined.count("\n") != len(values):
        return [guarded(value) for value in values]
    return _AMONG.sub(r"\g<0>'", joined)[1:].split("\n")


def unguarded(value: str) -> str:
    """What ``guarded`` was given."""
    return _GUARDED.sub(r"\1", value)
