"""What the desk's pages that take files share: on whose behalf they are kept, what is said of them."""

from flask import request

from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import Place, Rule
from forum_app.pictures.jobs import MOST_BYTES
from forum_app.pictures.sorting import too_large
from forum_app.services.desk import DeskForum
from forum_app.services.uploads import Desk, Kept
from forum_app.web.access import guest, visitor
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words, forum_here
from forum_app.web.sent_files import drain


def desk_of(forum: DeskForum) -> Desk:
    """What the services of files need to know of this request."""
    here = installed()
    return Desk(here.database, here.media, here.pictures, forum.id, guest().account.id)


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
