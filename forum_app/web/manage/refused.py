"""A refusal on a page of the desk, for whoever is signed in: in the account's language, with the ways on that it has."""

from flask import Response, g, request
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as NoConnection

from forum_app.domain.errors import NotFound, UnfitForm
from forum_app.domain.permissions import Place, may_see_desk
from forum_app.i18n import Words
from forum_app.pages.errors import said_of
from forum_app.services.desk import DeskForum
from forum_app.web.access import Visitor, whoever_asks
from forum_app.web.manage.desk import desk_page, desk_words, forum_here


def refused_page(code: int, reason: str, values: dict[str, object]) -> Response | None:
    """The page for a status below 500, inside the forum of the address where its desk is open to them; ``reason`` is a
    sentence to translate, or empty. None for strangers and outside the desk."""
    if code >= 500 or not request.path.startswith("/manage"):
        return None
    try:
        here = whoever_asks()
        forum = _forum(here) if here is not None else None
    except (DatabaseError, NoConnection):
        return None  # it failed after what is told: that is told without it
    if here is None:
        return None
    g.visitor = here
    word = desk_words()
    said = said_of(code, word)
    return desk_page(
        "manage/refused.html",
        forum,
        title=said.heading,
        status=code,
        code=code,
        explanation=_told(code, word) or said.explanation,
        reason=word.gettext(reason, **values) if reason else "",
    )


def _told(code: int, word: Words) -> str:
    """What is said at the desk where the public pages say something else."""
    return {
        403: word.gettext("Your role doesn't let you do this. An owner of the forum can change that."),
        404: word.gettext("The address may be mistyped, or what was here was deleted."),
    }.get(code, "")


def _forum(here: Visitor) -> DeskForum | None:
    slug = (request.path.split("/") + [""] * 3)[2]
    try:
        forum = forum_here(slug)
    except (NotFound, UnfitForm):  # UnfitForm: with U+0000 in it no database is even asked
        return None
    return forum if may_see_desk(here.actor, Place(forum.id)) else None
