"""The command line in this process, for tests that are about what commands do and not about starting them."""

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from forum_app.__main__ import main
from forum_app.commands.context import house


class Done(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


@contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Standard output and error as files of bytes with an encoding, as a process has them."""
    with pytest.MonkeyPatch.context() as changed:
        made = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2)]
        changed.setattr(sys, "stdout", made[0])
        changed.setattr(sys, "stderr", made[1])
        yield made[0], made[1]


def run_forum(settings: Mapping[str, str], *words: object) -> Done:
    """``forum WORDS`` with settings in its environment, in a house that is opened for it and closed after it.

    Starting Python takes longer than most commands. A traceback fails the test.
    """
    status = 0
    with pytest.MonkeyPatch.context() as changed, _streams() as (out, err):
        for name, value in settings.items():
            changed.setenv(name, value)
        changed.setattr(sys, "argv", ["forum", *map(str, words)])
        house.__dict__.clear()
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            if "any_database" in house.__dict__:
                house.any_database.close()
            house.__dict__.clear()
        return Done(status, *(each.buffer.getvalue().decode() for each in (out, err)))  # type: ignore[attr-defined]
