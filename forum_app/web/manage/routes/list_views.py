"""Named views of the list of registrations: kept, renamed, deleted."""

from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused
from forum_app.domain.permissions import may_change_registrations
from forum_app.forms.shown import sentence_in
from forum_app.services.list_views import LONGEST, delete_view, keep_view, rename_view, views_of
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.registration_asked import address_of, query_of, wanted_of

blueprint = Blueprint("list_views", __name__, url_prefix="/manage/<slug>/registrations/views")


@blueprint.get("")
@needs(may_change_registrations)
def views(slug: str) -> Response:
    return _page(slug, {})


@blueprint.post("")
@needs(may_change_registrations)
def keep(slug: str) -> Response:
    """Keeps what the list shows under a name."""
    forum, words = forum_here(slug), desk_words()
    query = query_of(wanted_of({name: request.form.getlist(name) for name in request.form}))
    name = request.form.get("name", "")[: LONGEST * 2]
    try:
        keep_view(installed().database, forum.id, name, query, actor=guest().account.id)
    except EditRefused as error:
        return _page(slug, {"": (name, sentence_in(words, error.problems[0][1]))}, query)
    return done(address_of(slug, query), words.gettext("The view is kept."))


@blueprint.post("/<key>")
@needs(may_change_registrations)
def rename(slug: str, key: str) -> Response:
    forum, words, name = forum_here(slug), desk_words(), request.form.get("name", "")[: LONGEST * 2]
    try:
        rename_view(installed().database, forum.id, key, name, actor=guest().account.id)
    except EditRefused as error:
        return _page(slug, {key: (name, sentence_in(words, error.problems[0][1]))})
    return done(f"/manage/{slug}/registrations/views", words.gettext("Saved."))


@blueprint.post("/<key>/delete")
@needs(may_change_registrations)
def drop(slug: str, key: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    name = delete_view(installed().database, forum.id, key, actor=guest().account.id)
    text = words.gettext("“%(name)s” is deleted.", name=name) if name else words.gettext("It is deleted.")
    return done(f"/manage/{slug}/registrations/views", text)


def _page(slug: str, wrong: dict[str, tuple[str, str]], query: dict[str, list[str]] | None = None) -> Response:
    """The views, each with its name to be changed; ``wrong``: what was typed and what is wrong with it, by view, under an
    empty key that of a new one with ``query``."""
    forum, words = forum_here(slug), desk_words()
    rows = [
        {
            "id": view.id,
            "name": wrong.get(view.id, (view.name, ""))[0],
            "wrong": wrong.get(view.id, ("", ""))[1],
            "address": address_of(slug, view.query),
        }
        for view in views_of(installed().database, forum.id)
    ]
    return desk_page(
        "manage/list_views.html",
        forum,
        here="registrations",
        title=words.gettext("Views of the list"),
        status=422 if wrong else 200,
        rows=rows,
        new=wrong.get(""),
        query=query or {},
        most=LONGEST,
    )
