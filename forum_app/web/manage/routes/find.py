"""Find anything: a page, and the list alone for the field in the bar."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.permissions import Place, may_see_desk, may_see_private
from forum_app.domain.texts import folded
from forum_app.i18n import Words
from forum_app.services.finding import LONGEST_QUERY, Hit, Hits, find_anything, matching, terms_of
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here, fragment_answer
from forum_app.web.manage.nouns import NOUNS
from forum_app.web.manage.sections import navigation

blueprint = Blueprint("find", __name__, url_prefix="/manage/<slug>")


@blueprint.get("/find")
@needs(may_see_desk)
def find(slug: str) -> Response:
    """Things by their names, and the desk's own pages by theirs, for those who may open them."""
    forum, words, actor = forum_here(slug), desk_words(), guest().actor
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    private = may_see_private(actor, Place(forum.id))
    found = find_anything(installed().database, forum, query, words, private=private)
    pages = _pages(words, query, forum.id, slug)
    given: dict[str, Any] = {
        "query": query,
        "groups": [*found, pages] if pages.total else found,
        "names": _names(words),
    }
    if request.headers.get("X-Fragment"):
        return fragment_answer("manage/_found.html", forum, **given)
    return desk_page("manage/find.html", forum, title=words.gettext("Find anything"), **given)


def _names(words: Words) -> dict[str, str]:
    """What the groups of hits are headed."""
    own = {
        "concept-note": words.gettext("Concept note"),
        "releases": words.gettext("Releases"),
        "": words.gettext("Pages of the desk"),
    }
    return {path: noun.say(words).many for path, noun in NOUNS.items()} | own


def _pages(words: Words, query: str, forum_id: str, slug: str) -> Hits:
    terms = terms_of(query)
    if not terms:
        return Hits("", (), 0)
    sections = navigation(words, guest().actor, forum_id, slug, "")
    shown = [page for section in sections for page in (section.inner or (section,))]
    base = f"/manage/{slug}/"
    named = ((Hit(page.address.removeprefix(base), page.label), folded(page.label)) for page in shown)
    return matching(terms, named, "")
