"""What somebody wrote in a form that could not be saved, under the names that the form gave its fields."""

import re
from collections.abc import Iterable

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from forum_app.domain.identity import PATTERN
from forum_app.i18n import Words
from forum_app.web.manage.log_details import Details
from forum_app.web.manage.nouns import NOUNS

MOST_SHOWN = 4_000
SECRET = frozenset({"password", "code", "pending", "old", "new", "again"})
_KEY = re.compile(PATTERN)
_NUMBER = re.compile(r"\[\d+\]")
_OTHER = {"concept-note": "section", "settings": "forum"}


def sent_fields() -> list[tuple[str, str]]:
    """The fields that were sent; none where they came with more than strangers may send, or can't be taken in."""
    try:
        return list(request.form.items(multi=True))
    except (RequestEntityTooLarge, OSError):
        return []


def kept_fields(words: Words, path: str, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names and values, as a reader copies them: without what the form said to itself, what was chosen by its id, and
    what is secret. ``path`` is where the form was sent."""
    kind = _kind(path)
    details = Details(words, {})
    return [(details.called(kind, _NUMBER.sub("", name)), value) for name, value in written(fields)]


def written(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields that somebody wrote, by their own names; of a long text its beginning."""
    return [
        (name, value[:MOST_SHOWN].replace("\0", ""))
        for name, value in fields
        if value.strip() and not name.startswith("_") and "@" not in name and name not in SECRET
        if not _KEY.match(value)
    ]


def _kind(path: str) -> str:
    """The kind of thing that an address of the desk is about; empty for all else."""
    step = (path.split("/") + [""] * 4)[3]
    return next((noun.kind for noun in NOUNS.values() if noun.path == step), _OTHER.get(step, ""))
