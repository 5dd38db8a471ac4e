"""Giving somebody access from the command line: an account, a role, a link to sign in with."""

import os

import click
from sqlalchemy import Connection

from forum_app.commands.context import ACTOR, house
from forum_app.domain.registration_rules import email_of
from forum_app.domain.vocabularies import KeyPurpose, MemberRole
from forum_app.services.accounts import give_role, make_account, make_administrator
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.signing_in import new_key


@click.command()
@click.argument("email")
@click.option("--forum", "slug", help="The short name of a forum; left out: an administrator of the installation.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in MemberRole]),
    default=MemberRole.ORGANISER.value,
    show_default=True,
    help="What they may do in the forum.",
)
def organiser(email: str, slug: str | None, role: str) -> None:
    """Gives somebody access, and prints a link that signs them in once within 24 hours."""
    address = email_of(email)

    def job(connection: Connection) -> str:
        account = make_account(connection, address, ACTOR)
        if slug:
            give_role(connection, forum_id_of(connection, slug), account, MemberRole(role), ACTOR)
        else:
            make_administrator(connection, account, ACTOR)
        return new_key(connection, KeyPurpose.SIGN_IN, account, address, ACTOR)

    key = house.database.in_turn("accounts", job)
    click.echo(f"{house.config.base_url}/sign-in/link/{key}")
    if "FORUM_BASE_URL" not in os.environ:
        click.echo("FORUM_BASE_URL is not set: where the site has another address, put it in front.", err=True)


def add_to(group: click.Group) -> None:
    group.add_command(organiser)
