"""What costs time to work out of a release is made once and kept with it, as its indexes by id are."""

from collections.abc import Callable
from typing import TypeVar

from forum_app.domain.release import Content

T = TypeVar("T")


def kept(content: Content, name: str, make: Callable[[Content], T]) -> T:
    """What ``make`` finds in the content, under its name. Two threads may both make it: it is the same."""
    if name not in content.__dict__:
        content.__dict__[name] = make(content)
    found: T = content.__dict__[name]
    return found
