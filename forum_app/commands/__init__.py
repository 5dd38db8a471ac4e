"""The tradesmen's entrance: what is done from the command line."""

from importlib import import_module

import click

from forum_app import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="forum")
def forum() -> None:
    """Runs a forum: its data, its releases and everything that follows from them."""


for name in (
    "running",
    "importing",
    "programme",
    "checking",
    "publishing",
    "organisers",
    "links",
    "keeping",
    "persons",
    "doctor",
):
    import_module(f"forum_app.commands.{name}").add_to(forum)
