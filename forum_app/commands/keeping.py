"""Keeping it safe: everything in one file, and everything back from it."""

from pathlib import Path

import click

from forum_app.commands.context import ACTOR, house
from forum_app.commands.progress import steps_shown
from forum_app.services.backups import take_backup
from forum_app.services.restoring import restore_backup

FILE = click.Path(dir_okay=False, path_type=Path)


def counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


@click.command()
@click.argument("file", type=FILE)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong, as cron likes it.")
def backup(file: Path, quiet: bool) -> None:
    """Writes everything, uploads included, to FILE, while the site goes on; an older backup of that name is replaced."""
    with steps_shown("Backing up", quiet=quiet) as progress:
        taken = take_backup(
            house.any_database, house.media, file, base_url=house.config.base_url, actor=ACTOR, progress=progress
        )
    rows, files = counted(taken.rows, "row", "rows"), counted(taken.files, "stored file", "stored files")
    if not quiet:
        click.echo(f"{file}: {rows}, {files}, {taken.size:,} bytes.")
    for name in taken.missing:
        click.echo(f"forum: the stored file {name} is gone or damaged, and is not in the backup", err=True)


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Puts a backup into an empty installation, with its own address and secret key."""
    with steps_shown("Restoring") as progress:
        done = restore_backup(
            house.any_database, house.media, file, base_url=house.config.base_url, actor=ACTOR, progress=progress
        )
    forums, rows = counted(done.forums, "forum", "forums"), counted(done.rows, "row", "rows")
    click.echo(f"Restored from {done.head.made_at}: {forums}, {rows}, {counted(done.files, 'file', 'files')}.")
    if done.held:
        waited = counted(done.held, "mail that waited is held", "mails that waited are held")
        click.echo(f"{waited}: they may have been sent since then. Look at the outbox, and let go what should go.")
    if done.erased:
        click.echo(f"{counted(done.erased, 'record', 'records')} of people who were erased later: erased again.")
    for name in done.missing:
        click.echo(f"forum: the stored file {name} was missing when the backup was made", err=True)
    click.echo("Everybody signs in again.")


def add_to(group: click.Group) -> None:
    for command in (backup, restore):
        group.add_command(command)
