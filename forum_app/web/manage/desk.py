"""The desk's frame around a page: navigation by what somebody may do, the forum's colours, what was just done."""

from typing import Any

from flask import Response
from markupsafe import Markup

from forum_app.domain import permissions
from forum_app.domain.permissions import Place, Rule
from forum_app.i18n import Words, best_language, interface_languages, words
from forum_app.services.desk import DeskForum, desk_forum
from forum_app.templating import environment
from forum_app.web.access import csrf_token, visitor
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.notices import COOKIE, Then, heard, say
from forum_app.web.manage.sections import navigation
from forum_app.web.public.asked import accepted_header

PRIVATE = (("Cache-Control", "private, no-store"), ("X-Robots-Tag", "noindex"), ("Referrer-Policy", "same-origin"))


def desk_words() -> Words:
    """The interface's words for whoever is signed in: in the language of the account, else of the browser."""
    here = visitor()
    chosen = here.account.language if here is not None else ""
    return words(best_language(chosen, accepted_header(), list(interface_languages())))


def forum_here(slug: str) -> DeskForum:
    """The forum of this address; raises NotFound."""
    return desk_forum(installed().database, slug)


def desk_page(
    template: str, forum: DeskForum | None, *, here: str = "", title: str, status: int = 200, **context: Any
) -> Response:
    """A page of the desk. ``here`` is the name of its entry in the navigation; without a forum it has none.

    Templates get ``words``, ``forum``, ``account``, ``csrf``, ``may("may_edit")``, and what ``context`` adds.
    """
    said = heard()
    response = Response(
        desk_fragment(template, forum, here=here, title=title, notice=said, nav=_navigation(forum, here), **context),
        status,
        content_type="text/html; charset=utf-8",
    )
    if said is not None:
        response.delete_cookie(COOKIE, path="/manage")
    return _private(response)


def desk_fragment(template: str, forum: DeskForum | None, **context: Any) -> str:
    """A part of a page, with the same names to write with."""
    here, word = visitor(), desk_words()
    return (
        environment()
        .get_template(template)
        .render(
            words=word,
            ui=Markup(""),
            static=_static,
            page_language=word.interface,
            page_direction=word.interface_direction,
            forum=forum,
            forum_name=forum.name(word.interface) if forum else "",
            account=here.account if here else None,
            csrf=csrf_token(),
            may=_may(forum),
            **context,
        )
    )


def fragment_answer(template: str, forum: DeskForum | None, status: int = 200, **context: Any) -> Response:
    """A fragment as an answer of its own."""
    html = desk_fragment(template, forum, **context)
    return _private(Response(html, status, content_type="text/html; charset=utf-8"))


def done(address: str, text: str, tone: str = "ok", undo: str = "", then: Then | None = None) -> Response:
    """See Other: the page to go on with, which says what was done."""
    return say(_private(see_other(address)), text, tone, undo, then)


def _private(response: Response) -> Response:
    for name, value in PRIVATE:
        response.headers.setdefault(name, value)
    return response


def _static(name: str) -> str:
    return f"/static/{name}"


def _may(forum: DeskForum | None) -> Any:
    here = visitor()
    place = Place(forum.id if forum else "")

    def may(name: str) -> bool:
        rule: Rule = getattr(permissions, name)
        return here is not None and rule(here.actor, place)

    return may


def _navigation(forum: DeskForum | None, here: str) -> list[Any]:
    guest = visitor()
    if forum is None or guest is None:
        return []
    return navigation(desk_words(), guest.actor, forum.id, forum.slug, here, {"proposals": forum.proposals})
