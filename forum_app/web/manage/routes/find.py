"""Find anything: a page, and the list alone for the field in the bar."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.permissions import (
    Actor,
    Place,
    may_see_desk,
    may_see_private,
    may_see_registrations,
    may_write_messages,
)
from forum_app.i18n import Words
from forum_app.services.finding import LONGEST_QUERY
from forum_app.services.finding_all import Found, Sight, find_anything
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here, fragment_answer
from forum_app.web.manage.find_pages import pages_found
from forum_app.web.manage.nouns import NOUNS

blueprint = Blueprint("find", __name__, url_prefix="/manage/<slug>")


@blueprint.get("/find")
@needs(may_see_desk)
def find(slug: str) -> Response:
    """Things by their names, who registered, mails, the desk's own pages, and words inside texts: each for those who
    may see them. What is longer than anything's name is refused, in words."""
    forum, words, actor = forum_here(slug), desk_words(), guest().actor
    query = request.args.get("q", "").strip()
    wrong = ""
    if len(query) > LONGEST_QUERY:
        wrong = words.gettext("That is too long to search for: write at most %(most)s signs.", most=LONGEST_QUERY)
        query = query[:LONGEST_QUERY]
    found = Found() if wrong else find_anything(installed().database, forum, query, words, _sight(actor, forum.id))
    pages = [] if wrong else [pages_found(words, query, actor, forum.id, slug)]
    given: dict[str, Any] = {
        "query": query,
        "wrong": wrong,
        "groups": [*found.named, *found.people, *(hits for hits in pages if hits.total)],
        "texts": found.texts,
        "texts_total": found.texts_total,
        "names": _names(words),
    }
    status = 422 if wrong else 200
    if request.headers.get("X-Fragment"):
        return fragment_answer("manage/_found.html", forum, status, **given)
    return desk_page("manage/find.html", forum, title=words.gettext("Find anything"), status=status, **given)


def _sight(actor: Actor, forum_id: str) -> Sight:
    here = Place(forum_id)
    return Sight(
        private=may_see_private(actor, here),
        registrations=may_see_registrations(actor, here),
        mails=may_write_messages(actor, here),
    )


def _names(words: Words) -> dict[str, str]:
    """What the groups of hits are headed."""
    own = {
        "concept-note": words.gettext("Concept note"),
        "releases": words.gettext("Releases"),
        "registrations": words.gettext("Registrations"),
        "messages": words.gettext("Outbox"),
        "": words.gettext("Pages of the desk"),
    }
    return {path: noun.say(words).many for path, noun in NOUNS.items()} | own
