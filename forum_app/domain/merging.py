"""Two people's edits of one thing: what both left alone or only one touched is merged, the rest is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum_app.domain.draft_parts import Part
from forum_app.domain.texts import fingerprint, languages_of
from forum_app.domain.trees import Tree, digest, put_at, same, value_at
from forum_app.domain.walking import texts


@dataclass(frozen=True)
class Clash:
    """A place that two people changed: what is kept now, and what was to be saved."""

    place: str
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """``before`` and ``after`` hold the places that change, and nothing else."""

    tree: Tree
    clashes: tuple[Clash, ...]
    before: Tree
    after: Tree


def merge(current: Tree, submitted: Mapping[str, Any], seen: Mapping[str, str]) -> Merged:
    """``current`` with what was ``submitted``, by place; changed in place and returned.

    ``seen`` holds the digests of the values that the form was filled from. A place that isn't in it is taken as
    it was submitted.
    """
    clashes, before, after = [], {}, {}
    for place, mine in submitted.items():
        theirs = value_at(current, place)
        if same(mine, theirs):
            continue
        was = seen.get(place)
        if was is not None and digest(theirs) != was:
            if digest(mine) != was:
                clashes.append(Clash(place, theirs, mine))
            continue
        before[place], after[place] = theirs, mine
        put_at(current, place, mine)
    return Merged(current, tuple(clashes), before, after)


def keep_in_step(old: Part | None, new: Part, original: str) -> None:
    """Marks which state of the original every translation in ``new`` was made from.

    One that was written now is in step with the original as it is now; one that stayed while the original changed
    was made from the original as it was. Texts that were emptied go with their marks.
    """
    before = {place: text for place, _form, text in texts(old)} if old is not None else {}
    for place, _form, text in texts(new):
        _mark(before.get(place, {}), text, original)


def _mark(was: dict[str, str], text: dict[str, str], original: str) -> None:
    for language in languages_of(text):
        mark = f"{language}@{original}"
        if not text[language]:
            text.pop(language)
            text.pop(mark, None)
        elif language != original and text.get(mark) == was.get(mark):
            if text[language] != was.get(language):
                text[mark] = fingerprint(text.get(original, ""))
            elif mark not in text and was.get(original, "") != text.get(original, ""):
                text[mark] = fingerprint(was.get(original, ""))
