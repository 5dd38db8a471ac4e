"""What was worked out of things that are still the same objects: kept from one time to the next, forgotten when unused."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Found = TypeVar("Found")


class Remembered:
    """What follows from a thing that nobody changes (a changed one is another object) and from a named context.

    For one turn at a time: what a turn did not ask for is forgotten when the next one has ended, so that it holds no more
    than the things of one draft need.
    """

    def __init__(self) -> None:
        self._now: dict[int, tuple[object, dict[str, tuple[Hashable, Any]]]] = {}
        self._before: dict[int, tuple[object, dict[str, tuple[Hashable, Any]]]] = {}

    def begin(self) -> None:
        self._before, self._now = self._now, {}

    def end(self) -> None:
        self._before = {}

    @property
    def size(self) -> int:
        """Of how many things something is remembered."""
        return len(self._now) + len(self._before)

    def of_thing(self, thing: object, context: Hashable, name: str, work_out: Callable[[], Found]) -> Found:
        """What is worked out of a thing under a ``name``; anew where the ``context`` is another."""
        held = self._now.get(id(thing))
        if held is None:
            held = self._now[id(thing)] = self._before.get(id(thing)) or (thing, {})
        kept = held[1].get(name)
        if kept is None or kept[0] != context:
            kept = held[1][name] = (context, work_out())
        found: Found = kept[1]
        return found
