"""How far a long document is: a bar on a terminal, a line a part elsewhere; on standard error, in no script's way."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click


@contextmanager
def parts_shown() -> Iterator[Callable[[int, int], None]]:
    """What a document in parts is told to: ``(done, in_all)``; nothing is said of one part."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def shown(done: int, in_all: int) -> None:
            if in_all < 2:
                return
            if not sys.stderr.isatty():
                click.echo(f"part {done} of {in_all} is ready" if done else f"made in {in_all} parts", err=True)
                return
            if not bars:
                bar = click.progressbar(length=in_all, label="Making", show_pos=True, file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield shown
