"""What is asked before a question of the forum is deleted: how many answers go, and that no other hangs on it."""

from flask import Response, request

from forum_app.services.desk import DeskForum
from forum_app.services.question_uses import uses_of
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words


def before_deleting(forum: DeskForum, key: str, name: str) -> Response | None:
    """The page that asks; None where nobody answered and nothing hangs on it, or it was asked."""
    words = desk_words()
    uses = uses_of(installed().database, forum.id, key, words.interface)
    if not uses.hanging and (not uses.answered or request.form.get("sure")):
        return None
    return desk_page(
        "manage/question_delete.html",
        forum,
        here="registration-questions",
        title=words.gettext("Delete “%(name)s”?", name=name),
        status=409,
        uses=uses,
        address=f"/manage/{forum.slug}/registration-questions/{key}",
        listed=f"/manage/{forum.slug}/registration-questions",
    )
