"""The bell: ``forum …``, and ``python -m forum_app``."""

import sys

import click
from sqlalchemy.exc import DatabaseError

from forum_app.commands import forum
from forum_app.database import is_away
from forum_app.domain.errors import ForumError


def main() -> None:
    """Runs a command: exit status 0 done, 1 refused with one line that says what is wrong, 2 wrong usage."""
    try:
        status = forum(standalone_mode=False)  # what a command's Exit says comes back as a value
        if isinstance(status, int):
            sys.exit(status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except ForumError as error:
        click.echo(f"forum: {error}", err=True)
        sys.exit(1)
    except DatabaseError as error:
        if not is_away(error):
            raise
        click.echo(f"forum: the database can't be used: {error.orig}".splitlines()[0], err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
