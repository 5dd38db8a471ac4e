"""A new personal link for a speaker, moderator or registrant, from the command line."""

import click

from forum_app.commands.context import ACTOR, house
from forum_app.services.personal_links import links_of


@click.command()
@click.argument("slug")
@click.argument("email")
def link(slug: str, email: str) -> None:
    """Prints a new personal link of whoever has this address: of their part in the programme, and of their registration.

    Links that they have stay good."""
    for path in links_of(house.database, slug, email, actor=ACTOR):
        click.echo(f"{house.config.base_url}{path}")


def add_to(group: click.Group) -> None:
    group.add_command(link)
