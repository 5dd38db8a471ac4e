"""Examples for the checker's rules: a small forum in order, and what is changed in it.

A wrong example is found by its rule, there and nowhere else, and by no other rule; in a right one no rule finds anything.
Institutions and people are invented.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import msgspec

from forum_app.domain.checker import Finding, check
from forum_app.domain.draft import Draft
from tests.domain.checker.a_note import a_note

GONE: Any = object()
_STEP = re.compile(r"[^.\[\]]+")


class Example(NamedTuple):
    """``changes``: path in ``forum.json`` -> value; ``places``: where the rule finds something, none in a right one."""

    rule: str
    language: str
    changes: Mapping[str, Any]
    places: tuple[str, ...]
    says: str = ""
    besides: frozenset[str] = frozenset()
    sign_ups: Mapping[str, int] = {}

    def __str__(self) -> str:
        first = next((value for value in self.changes.values() if isinstance(value, str)), "")
        words = re.sub(r"<[^>]*>", " ", first).split()[:7] or list(self.changes)[:1]
        return f"{self.rule} {'wrong' if self.places else 'right'} {self.language} {' '.join(words)}"

    @property
    def draft(self) -> Draft:
        return changed(a_note(self.language), self.changes)

    def hold(self) -> None:
        """Fails where the checker says anything else than the example."""
        findings = [finding for finding in check(self.draft, None, self.sign_ups) if finding.rule not in self.besides]
        assert [finding for finding in findings if finding.rule != self.rule] == [], told(findings)
        assert sorted({finding.place for finding in findings}) == sorted(self.places), told(findings)
        assert all(self.says in finding.reason for finding in findings), told(findings)


def wrong(
    rule: str,
    language: str,
    changes: Mapping[str, Any],
    at: str | tuple[str, ...] = "",
    *,
    says: str = "",
    besides: Iterable[str] = (),
    sign_ups: Mapping[str, int] = {},
) -> Example:
    """Found ``at`` a place or places, else where the last change was made. ``says`` is part of the reason."""
    places = (at,) if isinstance(at, str) else at
    return Example(rule, language, changes, places if at else (list(changes)[-1],), says, frozenset(besides), sign_ups)


def right(rule: str, language: str, changes: Mapping[str, Any], *, sign_ups: Mapping[str, int] = {}) -> Example:
    return Example(rule, language, changes, (), sign_ups=sign_ups)


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.place, finding.rule, finding.reason) for finding in findings]


def changed(note: dict[str, Any], changes: Mapping[str, Any]) -> Draft:
    """The note with the value at each path replaced, added behind the end of a list, or taken out where it is ``GONE``."""
    note = deepcopy(note)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in _STEP.findall(path)]
        inner: Any = note
        for step in steps:
            inner = inner[step] if isinstance(inner, list) else inner.setdefault(step, {})
        if value is GONE:
            del inner[last]
        elif isinstance(inner, list) and last == len(inner):
            inner.append(deepcopy(value))
        else:
            inner[last] = deepcopy(value)
    return msgspec.convert(note, Draft)
