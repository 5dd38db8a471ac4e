"""What all pages that take files share: the file that was sent, how much is taken, what is said of one that is too large."""

from flask import request

from forum_app.domain.errors import ForumError, NoSpace, NotFound, PictureRefused, PicturesBusy
from forum_app.domain.permissions import Place, Rule
from forum_app.pictures.jobs import MOST_BYTES
from forum_app.pictures.sorting import too_large
from forum_app.services.desk import DeskForum
from forum_app.services.uploads import Desk, Kept
from forum_app.web.access import guest, visitor
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words, forum_here

FORM_BYTES = MOST_BYTES + 64 * 1024  # the file, and the fields beside it
STATUS: dict[type[ForumError], int] = {PictureRefused: 422, PicturesBusy: 503, NoSpace: 507}
_DRAINED = 256 * 1024 * 1024


def desk_of(forum: DeskForum) -> Desk:
    """What the services of files need to know of this request."""
    here = installed()
    return Desk(here.database, here.media, here.pictures, forum.id, guest().account.id)


def sent_file() -> bytes:
    """The bytes of the field “file”. Raises PictureRefused where none was chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise PictureRefused("No file was chosen. Choose one, then press the button again.")
    return file.stream.read(MOST_BYTES + 1)


def words_on(kept: Kept, first: str = "") -> str:
    """What is said of a file that was kept, and of what was changed in it."""
    words = desk_words()
    return " ".join([*([first] if first else []), *(words.gettext(text, **values) for text, values in kept.told)])


def too_much_said(rule: Rule) -> str:
    """The sentence on a body that is larger than any is taken, for those who may send one; raises NotFound."""
    drain()
    forum, here = forum_here((request.view_args or {})["slug"]), visitor()
    if here is None or not rule(here.actor, Place(forum.id)):
        raise NotFound("There is no forum at this address.")
    sentence = too_large(request.content_length or MOST_BYTES + 1)
    return desk_words().gettext(sentence.message, **sentence.values)


def drain() -> None:
    """Reads and drops what is still on its way, since browsers show no answer while they send."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, _DRAINED)
    while left > 0:
        chunk = stream.read(min(left, 1 << 16))
        if not chunk:
            return
        left -= len(chunk)
