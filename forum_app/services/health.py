"""What ``forum doctor`` looks at: one check a line, each ok, a warning, or bad, with what to do in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``words`` is a sentence for people; where it isn't ok it says what to do."""

    name: str
    health: Health
    words: str


Look = Callable[[], Iterator[Check]]


def ok(name: str, words: str) -> Check:
    return Check(name, Health.OK, words)


def warn(name: str, words: str) -> Check:
    return Check(name, Health.WARN, words)


def bad(name: str, words: str) -> Check:
    return Check(name, Health.BAD, words)


def looked(name: str, look: Look) -> Iterator[Check]:
    """The checks of one look; one that fails in itself is bad, and stops no other."""
    try:
        yield from look()
    except Exception as error:
        first = (str(error).splitlines() or [""])[0][:300]
        yield bad(name, f"can't be looked at: {type(error).__name__}: {first}")


def counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def ago(seconds: float) -> str:
    """A length of time as somebody says it: ``"12 seconds"``, ``"3 days"``."""
    for size, one, more in ((86_400, "day", "days"), (3_600, "hour", "hours"), (60, "minute", "minutes")):
        if seconds >= size:
            return counted(int(seconds // size), one, more)
    return counted(max(0, int(seconds)), "second", "seconds")
