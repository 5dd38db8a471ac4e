"""Files in: a forum.json, or the programme of another system, whole or not at all."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from forum_app.commands.context import ACTOR, house
from forum_app.commands.list_import import is_list, listed, take_list
from forum_app.commands.publishing import publish_draft
from forum_app.domain.errors import ForumError, ImportRefused
from forum_app.services.forum_files import LARGEST, Imported, import_forum
from forum_app.services.programme_files import ProgrammeImported, events_in, format_of, import_programme

EVERY = 250  # events between two lines where there is no terminal


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="Another short name than the file's.")
@click.option("--zone", default="", help="The IANA zone of a programme that names none, such as Europe/Brussels.")
@click.option("--replace", is_flag=True, help="In place of the forum with this short name, or of the same people.")
@click.option("--publish", is_flag=True, help="Publish it when it is in.")
@click.option(
    "--map",
    "columns",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Of a list: a JSON file that says what columns mean, {"Heading": "field"}; it is kept for the next list.',
)
@click.option("--dry-run", is_flag=True, help="Of a list: show how its columns are read, and change nothing.")
def import_(
    file: Path, slug: str | None, zone: str, replace: bool, publish: bool, columns: Path | None, dry_run: bool
) -> None:
    """Takes in a forum.json, a frab schedule.xml or schedule.json, an .ics calendar, or a list of registrations.

    Each whole or not at all. Lists are .csv or .xlsx and go into the forum that --slug names.
    """
    if file.stat().st_size > LARGEST:
        raise ForumError(f"{file.name}: the file is larger than 32 MiB; nothing was imported.")
    data = file.read_bytes()
    if is_list(file, data):
        if zone or publish:
            raise ForumError("--zone and --publish are for programmes: a list goes into a forum that is here.")
        take_list(file, data, slug, columns, replace, dry_run)
        return
    if columns or dry_run:
        raise ForumError("--map and --dry-run are for lists of registrations (.csv, .xlsx).")
    try:
        done = _forum(file, data, slug, zone, replace) if not format_of(data) else _programme(data, slug, zone, replace)
    except ImportRefused as error:
        raise ForumError(f"nothing was imported.\n{listed(file, error.problems)}") from None
    if publish:
        publish_draft(done.slug)


def _forum(file: Path, data: bytes, slug: str | None, zone: str, replace: bool) -> Imported:
    if zone:
        raise ForumError("--zone is for programmes of other systems: a forum.json names its own.")
    done = import_forum(house.database, house.media, data, slug=slug, replace=replace, actor=ACTOR)
    click.echo(f"{done.slug}: {_came_to(done)}")
    if done.told:
        click.echo(listed(file, done.told))
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
    for _place, sentence in done.kept.told:
        click.echo(f"  {sentence}")
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


def _came_to(done: Imported) -> str:
    if not done.replaced:
        return "imported"
    if not done.changed_rows:
        return "replaced: nothing changed"
    return f"replaced: {done.changed_rows} {'thing' if done.changed_rows == 1 else 'things'} changed"


def add_to(group: click.Group) -> None:
    group.add_command(import_)
