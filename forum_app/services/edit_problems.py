"""What is wrong with an edit beside what can't be read of it, so that a form says everything at once."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from forum_app.database import Database
from forum_app.domain.draft_rules import Problem
from forum_app.domain.errors import EditRefused
from forum_app.domain.merging import merge
from forum_app.domain.sentences import Said
from forum_app.domain.trees import Tree, overlaps
from forum_app.services.thing_kinds import KINDS
from forum_app.services.things import Edit, sound_thing


def problems_of_edit(
    database: Database, forum_id: str, kind: str, tree: Tree, edit: Edit, refused: Sequence[str]
) -> list[Problem]:
    """What the rules of the draft say against these values in this tree, but for the places ``refused`` already; nothing
    is kept.

    Values that name what is only to be made are left out: nothing can be said of them yet.
    """
    values = {
        place: value
        for place, value in edit.values.items()
        if not overlaps(place, refused) and not _names(value, edit.made)
    }
    whole = merge(deepcopy(tree), values, edit.seen).tree
    for place in refused:  # a text that is needed and was not written
        if "." in place:
            whole.setdefault(place.partition(".")[0], {})
    with database.reading() as connection:
        try:
            sound_thing(connection, forum_id, KINDS[kind], whole, None)
        except EditRefused as error:
            # What the types say has no words for people: it is of what is missing, and was said.
            found = [problem for problem in error.problems if isinstance(problem[1], Said)]
            return [problem for problem in found if not overlaps(problem[0], refused)]
    return []


def _names(value: Any, keys: Mapping[str, Any]) -> bool:
    if isinstance(value, Mapping):
        return any(_names(part, keys) for part in value.values())
    return any(_names(part, keys) for part in value) if isinstance(value, list) else value in keys
