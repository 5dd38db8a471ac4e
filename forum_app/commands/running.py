"""Running it: the server, the worker, the database, the samples."""

import os
import sys

import click

from forum_app.commands.context import house
from forum_app.services.samples import TIMES, load_samples
from forum_app.services.schema import upgrade


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=lambda: os.environ.get("PORT", "8000"), type=int, help="PORT, else 8000.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer.")
@click.option(
    "--access-log", default="", metavar="FILE", help="A line a request, without keys or addresses; - for stdout."
)
def serve(host: str, port: int, workers: int, access_log: str) -> None:
    """The production server, with one worker beside it."""
    from forum_app.commands.helper import Helper
    from forum_app.commands.server import run_server

    os.environ["PORT"] = str(port)  # the worker's addresses in mails and documents are this server's
    house.config  # noqa: B018 - a wrong setting is said before anything starts
    with Helper([sys.executable, "-m", "forum_app", "worker"]) as helper:
        run_server(host, port, workers, access_log, helper.look_after)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
def worker(once: bool) -> None:
    """Sends mails, and makes the documents that publishing or readers asked for."""
    from forum_app.commands.making import work

    work(once)


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Brings the database to this version; safe to run again."""
    upgrade(house.any_database)


@click.command()
@click.argument("slugs", nargs=-1, type=click.Choice(list(TIMES)), metavar="[SLUG]...")
def demo(slugs: tuple[str, ...]) -> None:
    """Loads the sample forums that are not here yet, all or those named."""
    for slug, loaded in load_samples(
        house.database, house.media, host=house.config.host, base_url=house.config.base_url, slugs=slugs or TIMES
    ):
        click.echo(f"{slug}: {'loaded' if loaded else 'here already'}")


def add_to(group: click.Group) -> None:
    for command in (serve, worker, db, demo):
        group.add_command(command)
