"""What one release changed against the one before it: the rows of the page of changes and of its feed."""

from datetime import datetime

from msgspec import Struct

from forum_app.domain.compare import Change


class ReleaseNews(Struct, frozen=True, kw_only=True):
    """One release; ``changes`` is empty for the first. ``brought_back`` is the number of the release shown again."""

    number: int
    published_at: datetime
    note: str = ""
    brought_back: int | None = None
    changes: list[Change] = []
