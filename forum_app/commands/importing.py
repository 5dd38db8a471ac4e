"""Files in: a forum.json, or the programme of another system, whole or not at all."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from forum_app.commands.context import ACTOR, house
from forum_app.commands.publishing import publish_draft
from forum_app.domain.errors import ForumError, ImportRefused
from forum_app.services.forum_files import LARGEST, Imported, import_forum
from forum_app.services.programme_files import ProgrammeImported, events_in, format_of, import_programme

MOST_LISTED = 50
EVERY = 250  # events between two lines where there is no terminal


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="Another short name than the file's.")
@click.option("--zone", default="", help="The IANA zone of a programme that names none, such as Europe/Brussels.")
@click.option("--replace", is_flag=True, help="In place of the forum with this short name.")
@click.option("--publish", is_flag=True, help="Publish it when it is in.")
def import_(file: Path, slug: str | None, zone: str, replace: bool, publish: bool) -> None:
    """Takes in a forum.json, a frab schedule.xml or schedule.json, or an .ics calendar, whole or not at all."""
    if file.stat().st_size > LARGEST:
        raise ForumError(f"{file.name}: the file is larger than 32 MiB; nothing was imported.")
    data = file.read_bytes()
    try:
        done = _forum(file, data, slug, zone, replace) if not format_of(data) else _programme(data, slug, zone, replace)
    except ImportRefused as error:
        raise ForumError(f"nothing was imported.\n{_listed(file, error.problems)}") from None
    if publish:
        publish_draft(done.slug)


def _forum(file: Path, data: bytes, slug: str | None, zone: str, replace: bool) -> Imported:
    if zone:
        raise ForumError("--zone is for programmes of other systems: a forum.json names its own.")
    done = import_forum(house.database, house.media, data, slug=slug, replace=replace, actor=ACTOR)
    click.echo(f"{done.slug}: {_came_to(done)}")
    if done.told:
        click.echo(_listed(file, done.told))
    if done.copied:
        click.echo("Another forum here has these ids: this is a copy with new ones.")
    return done


def _programme(data: bytes, slug: str | None, zone: str, replace: bool) -> Imported:
    with _progress(events_in(data)) as progress:
        done = import_programme(
            house.database,
            house.media,
            data,
            slug=slug or "",
            zone=zone,
            replace=replace,
            actor=ACTOR,
            progress=progress,
        )
    click.echo(f"{done.kept.slug}: {_came_to(done.kept)}, {done.sessions} sessions, {done.people} people")
    for line in _second(done):
        click.echo(line)
    if done.told:
        click.echo("Read otherwise than the format says:")
    for sentence in done.told:
        click.echo(f"  {sentence}")
    return done.kept


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a line now and then elsewhere; on standard error, so that it is in no script's way."""
    if sys.stderr.isatty():
        with click.progressbar(length=max(total, 1), label="Reading", file=sys.stderr) as bar:
            yield lambda done: bar.update(1)
        return

    def told(done: int) -> None:
        if done % EVERY == 0:
            click.echo(f"read {done} of {total} events", err=True)

    yield told


def _second(done: ProgrammeImported) -> list[str]:
    """What a second import did to each kind of thing, where it added or took away."""
    return [
        f"  {name}: {known} known again, {added} new, {gone} gone"
        for name, (known, added, gone) in done.counts.items()
        if added or gone
    ]


def _listed(file: Path, told: list[tuple[str, str]]) -> str:
    """A line for each place, at most ``MOST_LISTED``."""
    lines = [f"{file.name}: {place}: {text}" if place else f"{file.name}: {text}" for place, text in told]
    more = [f"… and {len(lines) - MOST_LISTED} more"] if len(lines) > MOST_LISTED else []
    return "\n".join(lines[:MOST_LISTED] + more)


def _came_to(done: Imported) -> str:
    if not done.replaced:
        return "imported"
    if not done.changed_rows:
        return "replaced: nothing changed"
    return f"replaced: {done.changed_rows} {'thing' if done.changed_rows == 1 else 'things'} changed"


def add_to(group: click.Group) -> None:
    group.add_command(import_)
