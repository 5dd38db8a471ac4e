"""Running it: the server, the worker, the database, the samples."""

import os
import sys
from functools import partial

import click
from sqlalchemy import Connection

from forum_app.commands.context import ACTOR, house
from forum_app.domain.registration_rules import email_of
from forum_app.domain.vocabularies import MemberRole
from forum_app.services.accounts import give_role, make_account
from forum_app.services.forum_ids import forum_id_of
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
@click.option("--owner", metavar="EMAIL", help="Who owns those that are loaded now.")
def demo(slugs: tuple[str, ...], owner: str | None) -> None:
    """Loads the sample forums that are not here yet, all or those named."""
    address = email_of(owner) if owner else ""
    for slug, loaded in load_samples(
        house.database, house.media, host=house.config.host, base_url=house.config.base_url, slugs=slugs or TIMES
    ):
        if loaded and address:
            house.database.in_turn("accounts", partial(_own, slug, address))
        click.echo(f"{slug}: {'loaded' if loaded else 'here already'}")


def _own(slug: str, address: str, connection: Connection) -> None:
    account = make_account(connection, address, ACTOR)
    give_role(connection, forum_id_of(connection, slug), account, MemberRole.OWNER, ACTOR)


def add_to(group: click.Group) -> None:
    for command in (serve, worker, db, demo):
        group.add_command(command)
