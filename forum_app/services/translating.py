"""Translations saved field by field, many at once; what somebody else changed meanwhile is shown and asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.sentences import said
from forum_app.domain.texts import fingerprint
from forum_app.domain.translations import text_at
from forum_app.domain.trees import digest
from forum_app.services.draft_rows import draft_of
from forum_app.services.thing_kinds import KINDS
from forum_app.services.things import Edit, change_thing, read_thing


@dataclass(frozen=True)
class Written:
    """One translation as it was sent: ``value`` at ``place`` of a thing, made from the original in ``source`` whose
    fingerprint was ``made_from``; ``seen`` is the digest of the translation that stood in the field."""

    at: str
    kind: str
    key: str
    place: str
    value: str
    source: str
    made_from: str
    seen: str


@dataclass
class Outcome:
    """``saved`` rows by name; ``theirs``: what somebody else wrote in the same field; ``problems`` in words."""

    saved: list[str] = field(default_factory=list)
    theirs: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def draft_for_translators(database: Database, forum_id: str) -> Draft:
    """The draft with all its texts, without those who come."""
    with database.reading() as connection:
        return draft_of(connection, forum_id)


def save_translations(
    database: Database, forum_id: str, language: str, written: Iterable[Written], *, actor: str
) -> Outcome:
    """Saves what can be saved and says what can't: one that somebody else changed, whose original changed while it was
    translated, or that the draft refuses. Each translation is marked with the original that it was made from."""
    things: dict[tuple[str, str], list[Written]] = {}
    for one in written:
        things.setdefault((one.kind, one.key), []).append(one)

    def job(connection: Connection) -> Outcome:
        outcome = Outcome()
        for (kind, key), found in things.items():
            _save(connection, forum_id, kind, key, found, language, actor, outcome)
        return outcome

    return database.in_turn(forum_id, job)


def _save(
    connection: Connection,
    forum_id: str,
    kind: str,
    key: str,
    written: list[Written],
    language: str,
    actor: str,
    outcome: Outcome,
) -> None:
    """One thing with all that was written of it."""
    try:
        if kind not in KINDS:
            raise NotFound("No such kind.")
        tree = read_thing(connection, forum_id, kind, key).tree
    except NotFound:
        for one in written:
            outcome.problems[one.at] = said("This was deleted meanwhile.")
        return
    kept = [one for one in written if _put(tree, one, language, outcome)]
    values: dict[str, Any] = {name: tree[name] for name in {_top(one.place) for one in kept}}
    try:
        change_thing(connection, forum_id, kind, key, Edit(values), actor)
    except EditRefused as error:
        for one in kept:
            mine = [text for place, text in error.problems if _top(place) == _top(one.place)]
            outcome.problems[one.at] = (mine or [text for _place, text in error.problems])[0]
        return
    outcome.saved += [one.at for one in kept]


def _put(tree: dict[str, Any], one: Written, language: str, outcome: Outcome) -> bool:
    """Writes one translation into the thing's data; False, with what is said, where it can't be."""
    text = text_at(tree, one.place)
    if text is None:
        outcome.problems[one.at] = said("This was deleted meanwhile.")
        return False
    here = text.get(language, "")
    if digest(here) != one.seen and here != one.value:
        outcome.theirs[one.at] = here
        return False
    if fingerprint(text.get(one.source, "")) != one.made_from:
        outcome.problems[one.at] = said("The original changed while you were writing. Look at it again, and save.")
        return False
    if one.value:
        text[language], text[f"{language}@{one.source}"] = one.value, one.made_from
    else:
        text.pop(language, None)
        text.pop(f"{language}@{one.source}", None)
    return True


def _top(place: str) -> str:
    return place.partition("[")[0].partition(".")[0]
