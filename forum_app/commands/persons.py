"""One person's data: handed out to them, or erased."""

from pathlib import Path

import click

from forum_app.commands.context import ACTOR, house
from forum_app.commands.keeping import counted
from forum_app.services.erasing import Erased, erase_person, erasure_ahead
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.naming_texts import Named
from forum_app.services.persons_data import export_person
from forum_app.services.waiting_list import admit_waiting


@click.group()
def person() -> None:
    """One person's data in a forum. WHO is the id of a person or a registration, or an e-mail address."""


@person.command("export")
@click.argument("slug")
@click.argument("who")
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="The file; else standard output.")
@click.option("--why", required=True, help="The reason, for the log.")
def export(slug: str, who: str, out: Path | None, why: str) -> None:
    """Everything that is kept of WHO, as JSON; that it was taken, and why, is logged."""
    data = export_person(house.database, _forum(slug), who, actor=ACTOR, why=why)
    if out is None:
        click.echo(data, nl=False)
        return
    out.touch(mode=0o600)
    out.chmod(0o600)
    out.write_bytes(data)


@person.command("erase")
@click.argument("slug")
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do it; without it, what would go is said.")
def erase(slug: str, who: str, yes: bool) -> None:
    """Takes WHO out of the draft, all releases, registrations, mails, the log, files and caches, for good."""
    forum_id = _forum(slug)
    if not yes:
        ahead = erasure_ahead(house.database, forum_id, who)
        click.echo(f"{ahead.name} would be erased, for good: say --yes to do it.")
        click.echo(
            f"In {counted(ahead.releases, 'release', 'releases')}, "
            f"{counted(ahead.registrations, 'registration', 'registrations')}, "
            f"{counted(ahead.mails, 'mail', 'mails')}, {counted(ahead.files, 'stored file', 'stored files')}."
        )
        _texts(ahead.named)
        return
    config = house.config
    done = erase_person(
        house.database, config.instance, forum_id, who, actor=ACTOR, base_url=config.base_url, now=config.now()
    )
    admit_waiting(house.database, forum_id, house.config)
    _say(done)


def _say(done: Erased) -> None:
    click.echo(
        f"Erased: {counted(done.releases, 'release', 'releases')} rewritten, "
        f"{counted(done.registrations, 'registration', 'registrations')} made anonymous, "
        f"{counted(done.mails, 'mail', 'mails')} emptied, {counted(done.files, 'file', 'files')} deleted."
    )
    if done.under_way:
        click.echo(
            f"{counted(done.under_way, 'mail was', 'mails were')} leaving just then: run this again in a minute."
        )
    _texts(done.named)


def _texts(named: tuple[Named, ...]) -> None:
    """Texts that organisers must mend themselves."""
    if named:
        click.echo("These texts by others name them, and are not changed:")
    for text in named:
        where = f"release {text.release}" if text.release else f"draft, {text.table.replace('_', ' ')} {text.key}"
        said = "slides may name them" if text.slides else text.words
        click.echo(f"  {where}: {text.what}: {said}" if text.what else f"  {where}: {said}")


def _forum(slug: str) -> str:
    with house.database.reading() as connection:
        return forum_id_of(connection, slug)


def add_to(group: click.Group) -> None:
    group.add_command(person)
