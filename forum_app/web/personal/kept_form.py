"""What somebody wrote in a form of a page without an account while the server failed: carried by the page that says so, to
be sent again. The database isn't asked: it may be what failed."""

from collections.abc import Iterable

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from forum_app.domain.errors import UnfitForm
from forum_app.pages.errors import Kept
from forum_app.web.access import from_another_site, must_be_text
from forum_app.web.manage.kept_words import SECRET, sent_fields, written
from forum_app.web.personal.doors import is_personal

MOST_LISTED = 100
# What the form said to itself, and what was chosen or pressed: sent again, but nothing that one copies.
_MARKS = ("seen-", "was-", "kept-", "crop.", "consent")
_CHOSEN = frozenset(
    {
        "agree", "answer", "constituency", "country", "cut", "do", "focus", "for", "gender", "language", "mode",
        "private.language", "private.zone", "recording", "size", "way",
    }
)  # fmt: skip


def kept_form() -> Kept | None:
    """The form of this request; None where nothing was written in it, where it isn't of our pages, holds what is secret,
    or is no text."""
    if request.method != "POST" or not is_personal(request.path) or from_another_site() or not _is_text():
        return None
    fields = sent_fields()
    # No page can carry U+0000: it would be sent again as something that nobody wrote.
    if any(name in SECRET or "\0" in f"{name}{value}" for name, value in fields):
        return None
    shown = _to_copy(fields)
    return Kept(fields, shown, request.mimetype == "multipart/form-data") if shown else None


def _is_text() -> bool:
    """Whether its bytes are text, and no more than are taken: looked at before any field is read from them."""
    try:
        must_be_text()
    except (UnfitForm, RequestEntityTooLarge, OSError):
        return False
    return True


def _to_copy(fields: Iterable[tuple[str, str]]) -> list[str]:
    """The words that were typed, for whoever rather copies them; a tick is none."""
    words = [value for name, value in written(fields) if not name.startswith(_MARKS) and name not in _CHOSEN]
    return [value for value in words if value != "1"][:MOST_LISTED]
