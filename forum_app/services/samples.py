"""The sample forums, loaded through the same import that users have, and published twice with a change between."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.errors import ImportRefused, SlugTaken
from forum_app.models.forum import Forum
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release

ACTOR = "sample"
# Slug, and when its two releases were published.
TIMES = {
    "gssd2022": (datetime(2022, 8, 29, 3, 0, tzinfo=UTC), datetime(2022, 9, 9, 9, 40, tzinfo=UTC)),
    "eiip2025": (datetime(2025, 1, 27, 4, 0, tzinfo=UTC), datetime(2025, 2, 13, 10, 30, tzinfo=UTC)),
}


def load_samples(
    database: Database, media: Media, *, host: str, base_url: str = "", slugs: Iterable[str] = tuple(TIMES)
) -> Iterator[tuple[str, bool]]:
    """Slug and whether it was loaded now; one that is here already is left as it is.

    With a ``base_url`` the documents of the last release are asked for.
    """
    for slug in slugs:
        with database.reading() as connection:
            here = connection.execute(select(Forum.id).where(Forum.slug == slug)).first() is not None
        yield slug, not here and _load(database, media, slug, TIMES[slug], host, base_url)


def _load(
    database: Database, media: Media, slug: str, times: tuple[datetime, datetime], host: str, base_url: str
) -> bool:
    """Whether the sample was loaded now; not where somebody else began to in the same moment."""
    final = json.loads((SAMPLES / f"{slug}.json").read_text("utf-8"))
    changes = json.loads((SAMPLES / f"{slug}_first.json").read_text("utf-8"))
    first = json.loads(json.dumps(final))
    for change in changes:
        _put(first, change["at"], change["value"])
    for number, (data, now) in enumerate(zip((first, final), times, strict=True)):
        try:
            import_forum(database, media, json.dumps(data).encode(), replace=number > 0, actor=ACTOR)
        except (SlugTaken, ImportRefused):
            if number:
                raise
            return False
        publish_release(database, slug, now=now, host=host, actor=ACTOR, base_url=base_url, quiet=True)
    return True


def _put(data: Any, pointer: str, value: Any) -> None:
    """Replaces what a JSON pointer (RFC 6901) names."""
    *path, last = pointer.strip("/").split("/")
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data[step]
    data[int(last) if isinstance(data, list) else last] = value
