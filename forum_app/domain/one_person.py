"""Two entries of one human being, field by field: what is alike, what is united, what has to be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forum_app.domain.texts import fingerprint, folded, languages_of, readable
from forum_app.domain.trees import Tree, bare, same, value_at

FIELDS = (
    "name", "honorific", "given_name", "family_name", "letters", "pronouns", "pronunciation", "posts", "country",
    "languages", "biography", "links", "photo", "origin", "private.email", "private.phone", "private.language",
    "private.zone", "private.unavailable", "private.access_needs", "private.dietary_needs", "private.notes",
)  # fmt: skip
TONGUED = frozenset({"name", "honorific", "pronunciation", "biography"})
LISTS = frozenset({"posts", "languages", "links", "private.unavailable"})
BOTH_FIT = frozenset({"private.access_needs", "private.dietary_needs", "private.notes"})
# Of these a longer one is no fuller one.
_CODES = frozenset({"country", "photo", "origin", "private.email", "private.phone", "private.language", "private.zone"})


class Way(StrEnum):
    """What becomes of a field: nothing to be done, both together, or one of the two."""

    ALIKE = "alike"
    UNITED = "united"
    CHOSEN = "chosen"


class Choice(StrEnum):
    ONE = "one"
    TWO = "two"
    BOTH = "both"


@dataclass(frozen=True)
class Compared:
    """A field of two entries that says something in either. ``default`` is the fuller one, ``both_fit`` where the two
    can stand one after the other."""

    place: str
    one: Any
    two: Any
    way: Way
    default: Choice = Choice.ONE
    both_fit: bool = False


def compared(one: Tree, two: Tree, order: Sequence[str], *, first: Choice = Choice.ONE) -> list[Compared]:
    """Every field that says something, in the order of the form; languages in the forum's ``order``, then others.
    Where two are as full, ``first`` is preferred."""
    found = []
    for place in places(one, two, order):
        mine, theirs = value_at(one, place), value_at(two, place)
        if bare(mine) is None and bare(theirs) is None:
            continue
        if same(mine, theirs):
            found.append(Compared(place, mine, theirs, Way.ALIKE))
        elif place in LISTS:
            found.append(Compared(place, mine, theirs, Way.UNITED, Choice.BOTH))
        else:
            both_fit = place in BOTH_FIT and bare(mine) is not None and bare(theirs) is not None
            found.append(Compared(place, mine, theirs, Way.CHOSEN, _fuller(place, mine, theirs, first), both_fit))
    return found


def places(one: Tree, two: Tree, order: Sequence[str]) -> list[str]:
    """Where the values of two entries lie."""
    found: list[str] = []
    for name in FIELDS:
        if name not in TONGUED:
            found.append(name)
            continue
        texts = (one.get(name) or {}, two.get(name) or {})
        known = dict.fromkeys([*order, *(code for text in texts for code in languages_of(text))])
        found += [f"{name}.{code}" for code in known]
    return found


def _fuller(place: str, one: Any, two: Any, first: Choice) -> Choice:
    if bare(one) is None:
        return Choice.TWO
    if bare(two) is None:
        return Choice.ONE
    if place in _CODES:
        return first
    lengths = [len(readable(value) if "<" in value else value) for value in (str(one), str(two))]
    if lengths[0] == lengths[1]:
        return first
    return Choice.ONE if lengths[0] > lengths[1] else Choice.TWO


def united(one: Tree, two: Tree, fields: Sequence[Compared], choices: Mapping[str, Choice], original: str) -> Tree:
    """The values, by place, of one entry for both; lists begin with what ``one`` has. ``choices`` are by place, a field
    without one takes its default."""
    values: Tree = {}
    for field in fields:
        choice = choices.get(field.place, field.default)
        if field.way == Way.ALIKE:
            continue
        if field.way == Way.UNITED:
            values[field.place] = _list_of_both(field.place, field.one or [], field.two or [])
        elif choice == Choice.BOTH and field.both_fit:
            values[field.place] = f"{field.one}; {field.two}"
        else:
            values[field.place] = field.two if choice == Choice.TWO else field.one
            _mark(values, field, one if choice != Choice.TWO else two, values, original)
    return values


def _mark(values: Tree, field: Compared, source: Tree, chosen: Tree, original: str) -> None:
    """A translation goes with the mark of the original that it was made from."""
    name, _, code = field.place.partition(".")
    if name not in TONGUED or code == original:
        return
    text = source.get(name) or {}
    was = str(text.get(original) or "")
    mark = text.get(f"{code}@{original}")
    now = str(chosen.get(f"{name}.{original}", was))
    if mark is None and was and was != now:
        mark = fingerprint(was)
    values[f"{field.place}@{original}"] = mark


def _list_of_both(place: str, one: Sequence[Any], two: Sequence[Any]) -> list[Any]:
    found = list(one)
    for item in two:
        if place == "posts":
            _add_post(found, item)
        elif place == "links":
            if all(item["url"] != known["url"] for known in found):
                found.append(item)
        elif not any(same(item, known) for known in found):
            found.append(item)
    return found


def _add_post(posts: list[Any], post: Tree) -> None:
    """A post that is here already gains the languages, and the organisation, that only the other one names."""
    for index, known in enumerate(posts):
        places_fit = not (known.get("organisation") and post.get("organisation")) or same(
            known["organisation"], post["organisation"]
        )
        if places_fit and _same_title(known["title"], post["title"]):
            title = {**post["title"], **known["title"]}
            posts[index] = {**known, "title": title, "organisation": known["organisation"] or post["organisation"]}
            return
    posts.append(post)


def _same_title(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    shared = [code for code in languages_of(one) if other.get(code)]
    return bool(shared) and all(folded(one[code]) == folded(other[code]) for code in shared)
