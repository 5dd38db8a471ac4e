"""A session's run of show at the desk: organisers see it as its moderators do, and may press as they do."""

from flask import Blueprint, Response

from forum_app.domain.permissions import Place as Where
from forum_app.domain.permissions import may_edit, may_see_private
from forum_app.pages.run_of_show import Stand
from forum_app.services.desk import DeskForum
from forum_app.web import run_extras, runs
from forum_app.web.access import csrf_token, guest, needs
from forum_app.web.manage.desk import forum_here
from forum_app.web.runs import Place

blueprint = Blueprint("desk_runs", __name__, url_prefix="/manage/<slug>/sessions/<key>/run")


def _place(slug: str, key: str) -> Place:
    forum: DeskForum = forum_here(slug)
    address = f"/manage/{slug}/sessions/{key}"
    private = may_see_private(guest().actor, Where(forum.id))
    stand = Stand(address, csrf_token(), address, runs.language_asked(), private, at_desk=True)
    return Place(forum.id, slug, runs.session_here(forum.id, key), stand, guest().account.id)


@blueprint.get("")
@needs(may_edit)
def run(slug: str, key: str) -> Response:
    return runs.show_run(_place(slug, key))


@blueprint.get("/state")
@needs(may_edit)
def state(slug: str, key: str) -> Response:
    return runs.give_state(_place(slug, key))


@blueprint.post("/steps")
@needs(may_edit)
def steps(slug: str, key: str) -> Response:
    return runs.take_steps(_place(slug, key))


@blueprint.get("/screen")
@needs(may_edit)
def screen(slug: str, key: str) -> Response:
    return runs.show_screen(_place(slug, key), "/run")


@blueprint.post("/screen-link")
@needs(may_edit)
def screen_link(slug: str, key: str) -> Response:
    return run_extras.make_screen_link(_place(slug, key))
