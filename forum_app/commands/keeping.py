"""Keeping it: everything in one file, everything back from it; and not longer than people were told."""

from pathlib import Path

import click

from forum_app.commands.context import ACTOR, house
from forum_app.commands.progress import steps_shown
from forum_app.services.backups import take_backup
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.restoring import restore_backup
from forum_app.services.retention import forget, kept_too_long

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
            house.any_database,
            house.media,
            file,
            base_url=house.config.base_url,
            actor=ACTOR,
            now=house.config.now(),
            progress=progress,
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


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--yes", is_flag=True, help="Do it; without it, what would go is said.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where there is nothing to do, as cron likes it.")
def retention(slugs: tuple[str, ...], yes: bool, quiet: bool) -> None:
    """Takes away what forums keep of people once the months are over that they were told; all forums, or those named.

    Registrations become anonymous and are still counted; private data, prepared answers, mails and personal links go.
    What was published stays.
    """
    with house.database.reading() as connection:
        wanted = {forum_id_of(connection, slug) for slug in slugs}
    found = [
        each
        for each in kept_too_long(house.database, house.config.now().date())
        if not wanted or each.forum_id in wanted
    ]
    for each in found:
        said = (
            counted(each.registrations, "registration", "registrations"),
            counted(each.people, "person's private data", "people's private data"),
            counted(each.mails, "mail", "mails"),
            counted(each.links, "personal link", "personal links"),
            counted(each.entries, "entry of the log", "entries of the log"),
        )
        click.echo(f"{each.slug}, kept until {each.until}: {', '.join(said)}.")
        if yes:
            forget(house.database, house.config, each, actor=ACTOR)
    if found:
        click.echo("Gone, for good." if yes else "Say --yes to take this away, for good.")
    elif not quiet:
        click.echo("Nothing is kept longer than people were told.")


def add_to(group: click.Group) -> None:
    for command in (backup, restore, retention):
        group.add_command(command)
