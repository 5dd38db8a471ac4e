"""People who may be one: found by the address, or by names of the same words, in near-linear time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from forum_app.domain.texts import folded

MOST_HOLDERS = 120  # a word of more names than this tells nobody apart
MOST_PAIRS = 60


class Likeness(StrEnum):
    """Why two may be one, the surest first."""

    ADDRESS = "address"
    NAME = "name"
    WORDS = "words"
    INITIAL = "initial"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Called:
    """Somebody by all their names, in every language, and an address where one may be looked at."""

    key: str
    names: tuple[str, ...]
    address: str = ""
    words: tuple[tuple[str, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        split = (tuple(folded(name).replace(".", " ").replace("-", " ").split()) for name in self.names)
        object.__setattr__(self, "words", tuple(dict.fromkeys(words for words in split if words)))


def likeness(one: Called, other: Called) -> Likeness | None:
    """Why these two may be one human being; None where nothing says so."""
    if one.address and one.address == other.address:
        return Likeness.ADDRESS
    found = [alike for mine in one.words for theirs in other.words if (alike := _names(mine, theirs))]
    return min(found, key=list(Likeness).index, default=None)


def _names(one: Sequence[str], other: Sequence[str]) -> Likeness | None:
    mine, theirs = set(one), set(other)
    if mine == theirs:
        return Likeness.NAME
    shared = mine & theirs
    if len(shared) >= 2 and (mine <= theirs or theirs <= mine):
        return Likeness.WORDS
    if not shared or len(one) < 2 or len(other) < 2:
        return None
    left, right = sorted(mine - theirs), sorted(theirs - mine)
    if _initials(left, right) or _initials(right, left):
        return Likeness.INITIAL
    if len(left) == len(right) == 1 and _near(left[0], right[0]):
        return Likeness.SPELLING
    return None


def _initials(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether all of some words are letters that the others begin with."""
    first = {word[0] for word in whole}
    return bool(short) and all(len(word) == 1 and word in first for word in short)


def _near(one: str, other: str) -> bool:
    """Whether two words differ in one letter, or in two that stand beside each other changed round."""
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    mine, theirs = one[start:], other[start:]
    return (
        mine[1:] == theirs[1:]
        or mine[1:] == theirs
        or mine == theirs[1:]
        or (mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:])
    )


def alike_to(one: Called, others: Iterable[Called]) -> list[tuple[Called, Likeness]]:
    """Those of the others who may be this one, the surest first."""
    found = [(other, why) for other in others if other.key != one.key and (why := likeness(one, other))]
    return sorted(found, key=lambda item: list(Likeness).index(item[1]))


def alike_pairs(people: Iterable[Called]) -> list[tuple[Called, Called, Likeness]]:
    """Pairs of people who may be one, the surest first; those who share a word of a name are looked at, or an address."""
    holders: dict[str, list[Called]] = defaultdict(list)
    for person in people:
        for mark in {f"@{person.address}"} if person.address else ():
            holders[mark].append(person)
        for word in {word for words in person.words for word in words if len(word) > 1}:
            holders[word].append(person)
    found: dict[tuple[str, str], tuple[Called, Called, Likeness]] = {}
    for one, other in _candidates(holders.values()):
        pair = (one.key, other.key)
        if pair not in found and (why := likeness(one, other)):
            found[pair] = (one, other, why)
    order = list(Likeness)
    return sorted(found.values(), key=lambda item: order.index(item[2]))[:MOST_PAIRS]


def _candidates(holders: Iterable[Sequence[Called]]) -> Iterator[tuple[Called, Called]]:
    for some in holders:
        if 2 <= len(some) <= MOST_HOLDERS:
            yield from combinations(some, 2)
