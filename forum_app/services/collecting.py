"""Python's collector of garbage, at rest while much is made of which nothing is garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Nothing is collected within; afterwards it goes on as before, whichever of several threads ends first.

    A draft of 2,000 sessions is 100,000 objects. While they are made the collector would look through all of them again
    and again, which takes as long as making them.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
