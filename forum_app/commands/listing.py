"""Lists out, and files as whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from forum_app.commands.context import ACTOR, house
from forum_app.commands.progress import parts_shown
from forum_app.domain.errors import ForumError
from forum_app.services.list_exports import PRINTED, export_list, print_list
from forum_app.services.registration_lists import Asked


def write_list(slug: str, kind: str, output: Path | None, language: str, asked: Asked) -> None:
    """One list into a file that only its owner can read, or to standard output."""
    if kind in PRINTED:
        _write_print(slug, kind, output, language, asked)
        return
    with opened(output, private=True) as file:
        export_list(house.database, slug, kind, asked, file, language=language, actor=ACTOR)


def _write_print(slug: str, kind: str, output: Path | None, language: str, asked: Asked) -> None:
    from forum_app.documents.long import render_long
    from forum_app.documents.rendering import Renderer

    now, base = house.config.now(), house.config.base_url
    listed = print_list(house.database, slug, kind, asked, language=language, now=now, base_url=base, actor=ACTOR)
    with Renderer() as renderer, parts_shown() as shown:
        data = render_long(listed.parts, renderer, numbers=listed.numbers, progress=shown)
    with opened(output, private=True) as file:
        file.write(data)


@contextmanager
def opened(output: Path | None, private: bool) -> Iterator[BinaryIO]:
    """A file to write into that takes its name when all of it is there; standard output where there is no name.

    A ``private`` one is readable by its owner only. Raises ForumError where it can't be written.
    """
    if output is None:
        yield sys.stdout.buffer
        return
    if output.exists() and not output.is_file():  # a pipe or a device, such as /dev/stdout
        with output.open("wb") as file:
            yield file
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name[:100]}.", dir=output.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                os.fchmod(file.fileno(), 0o600 if private else 0o644 & ~_umask())
            os.replace(name, output)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise ForumError(f"{output} can't be written: {error.strerror}.") from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
