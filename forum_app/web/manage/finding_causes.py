"""What one rule of the checker finds, by cause: the same said of many things, or much said of one thing, is one line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from forum_app.web.manage.release_words import Found, Line

MOST = 300  # places that are listed of one cause; when these are mended the others come


@dataclass(frozen=True)
class Cause:
    """``head`` is what is said of all the ``lines``, which are things, or the thing that all of them are said of.

    With one line it is one finding: ``head`` is its reason, the line its thing. ``more`` are not listed.
    """

    head: str
    lines: tuple[Line, ...]
    language: str = ""
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


def causes_of(found: Sequence[Found]) -> list[Cause]:
    """Findings of one rule in the order of the draft, those of one cause together at the first of them."""
    alike: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for each in found:
        alike[each.language, each.reason].append(each)
    of_thing: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for same in alike.values():
        if len(same) == 1 and not same[0].also:
            of_thing[_thing_of(same[0])].append(same[0])
    causes: dict[int, Cause] = {}
    for each in found:
        same, beside = alike[each.language, each.reason], of_thing.get(_thing_of(each), [])
        if len(same) > 1 or each.also:
            causes.setdefault(id(same[0]), _said_of_many(same))
        elif len(beside) > 1:
            lines = tuple(Line(one.reason, one.address) for one in beside)
            causes.setdefault(id(beside[0]), Cause(each.thing, lines, each.language))
        else:
            causes[id(each)] = Cause(each.reason, (Line(each.thing, each.address),), each.language)
    return list(causes.values())


def _said_of_many(same: Sequence[Found]) -> Cause:
    lines = [line for one in same for line in (Line(one.thing, one.address), *one.also)]
    return Cause(same[0].reason, tuple(lines[:MOST]), same[0].language, more=max(0, len(lines) - MOST))


def _thing_of(found: Found) -> tuple[str, str, str]:
    return found.thing, found.address.partition("#")[0], found.language
