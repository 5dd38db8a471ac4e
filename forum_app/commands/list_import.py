"""Lists of registrations in: what each column was taken for, and what became of the rows."""

import json
from pathlib import Path

import click

from forum_app.commands.context import ACTOR, house
from forum_app.domain.errors import ForumError, ImportRefused
from forum_app.lists.meanings import LEFT_OUT, QUESTION
from forum_app.lists.reading import is_workbook
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.registration_imports import ListImported, import_list
from forum_app.services.waiting_list import admit_waiting

MOST_LISTED = 50
ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm")
_WORDS = {LEFT_OUT: "left out", QUESTION: "a question of the forum's own"}


def is_list(file: Path, data: bytes) -> bool:
    return is_workbook(data) or file.suffix.lower() in ENDINGS


def take_list(file: Path, data: bytes, slug: str | None, columns: Path | None, replace: bool, dry_run: bool) -> None:
    """Takes a list in and says what it did; with ``dry_run`` what it would do."""
    if not slug:
        raise ForumError("Say which forum the list belongs to: --slug SLUG.")
    try:
        done = import_list(
            house.database,
            slug,
            data,
            columns=_meanings(columns) if columns else None,
            replace=replace,
            only_look=dry_run,
            now=house.config.now(),
            actor=ACTOR,
        )
    except ImportRefused as error:
        raise ForumError(f"nothing was imported.\n{listed(file, error.problems)}") from None
    if not dry_run:  # seats may have become free
        with house.database.reading() as connection:
            forum_id = forum_id_of(connection, slug)
        admit_waiting(house.database, forum_id, house.config)
    click.echo(f"{slug}: {_came_to(done, replace)}{' (nothing was changed: --dry-run)' if dry_run else ''}")
    click.echo("Columns:")
    for heading, meaning in done.meanings.items():
        click.echo(f"  “{heading}” → {_WORDS.get(meaning, meaning)}")
    for name, things in (("question", done.questions), ("delegation", done.delegations)):
        if things:
            click.echo(f"New {name}{'' if len(things) == 1 else 's'}: {', '.join(things)}")
    if done.told:
        click.echo("Read otherwise than written:")
    for sentence in done.told[:MOST_LISTED]:
        click.echo(f"  {sentence}")
    if len(done.told) > MOST_LISTED:
        click.echo(f"  … and {len(done.told) - MOST_LISTED} more")


def _came_to(done: ListImported, replace: bool) -> str:
    """80 people: 78 new, 2 here already."""
    counts = [(done.added, "new"), (done.changed, "changed")]
    counts.append((done.same, "unchanged" if replace else "here already"))
    total = sum(count for count, _word in counts)
    said = ", ".join(f"{count} {word}" for count, word in counts if count) or "none"
    left = f"; {done.left} who are not in the file stay" if done.left else ""
    return f"{total} {'person' if total == 1 else 'people'}: {said}{left}"


def _meanings(file: Path) -> dict[str, str]:
    """The map of columns in a JSON file."""
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ForumError(f'{file.name} is no map of columns: it holds JSON such as {{"Heading": "field"}}.') from None
    if not isinstance(found, dict) or not all(isinstance(meaning, str) for meaning in found.values()):
        raise ForumError(f'{file.name} is no map of columns: it holds JSON such as {{"Heading": "field"}}.')
    return found


def listed(file: Path, told: list[tuple[str, str]]) -> str:
    """A line for each place, at most ``MOST_LISTED``."""
    lines = [f"{file.name}: {place}: {text}" if place else f"{file.name}: {text}" for place, text in told]
    more = [f"… and {len(lines) - MOST_LISTED} more"] if len(lines) > MOST_LISTED else []
    return "\n".join(lines[:MOST_LISTED] + more)
