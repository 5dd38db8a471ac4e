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


@contextmanager
def steps_shown(label: str, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """What long work in stages is told to: ``(what, done, in_all)``; a bar a stage on a terminal, a line elsewhere."""
    with ExitStack() as stack:
        bars: dict[str, Any] = {}
        ended: set[str] = set()

        def shown(what: str, done: int, in_all: int) -> None:
            if quiet:
                return
            if not sys.stderr.isatty():
                if done >= in_all and what not in ended:
                    ended.add(what)
                    click.echo(f"{label}: {what}, {done} of {in_all}", err=True)
                return
            if what not in bars:
                for bar in bars.values():
                    bar.render_finish()
                bars[what] = click.progressbar(length=max(in_all, 1), label=f"{label}: {what}", file=sys.stderr)
                stack.enter_context(bars[what])
            bars[what].update(done - bars[what].pos)

        yield shown
