"""What is installed, reachable, missing or misconfigured, a line a check."""

import json
import sys
from collections.abc import Iterator
from functools import partial

import click

from forum_app.commands.context import house
from forum_app.config import Misconfigured
from forum_app.database import UnusableDatabase
from forum_app.services import health_data, health_place
from forum_app.services.health import Check, Health, bad, looked, ok

COLOURS = {Health.OK: "green", Health.WARN: "yellow", Health.BAD: "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The checks as JSON.")
def doctor(as_json: bool) -> None:
    """Says what is installed, reachable, missing or misconfigured; exit status 1 where something is bad."""
    checks = []
    for check in _checks():
        checks.append(check)
        if not as_json:
            mark = click.style(f"{check.health:<4}", fg=COLOURS[check.health])
            click.echo(f"{mark}  {check.name}: {check.words}")
    if as_json:
        found = [{"name": each.name, "health": each.health, "words": each.words} for each in checks]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    if any(check.health == Health.BAD for check in checks):
        sys.exit(1)


def _checks() -> Iterator[Check]:
    """Every check, in an order in which each makes sense of the next."""
    yield from looked("python", health_place.python)
    try:
        config, database = house.config, house.any_database
    except (Misconfigured, UnusableDatabase) as error:
        yield bad("settings", str(error))
        return
    yield ok("settings", "read")
    yield from looked("folder", partial(health_place.folder, config))
    yield from looked("secret key", partial(health_place.key, config))
    yield from looked("address", partial(health_place.address, config))
    found = list(looked("database", partial(health_data.reachable, database)))
    yield from found
    yield from looked("papers", health_place.papers)
    yield from looked("mail server", partial(health_place.mail_server, config, database))
    yield from looked("worker", partial(health_place.worker, config))
    if any(check.health == Health.BAD and check.name in ("database", "schema") for check in found):
        return
    yield from looked("clock", partial(health_place.clock, config, database))
    yield from looked("files", partial(health_data.stored_files, database, house.media))
    yield from looked("outbox", partial(health_data.outbox, database))
    yield from looked("accounts", partial(health_data.accounts, database, config.production))
    yield from looked("retention", partial(health_data.retention, database, config))
    yield from looked("backup", partial(health_data.backups, database))


def add_to(group: click.Group) -> None:
    group.add_command(doctor)
