"""The colours of a forum at its desk: as the draft has them, before anything is published."""

from flask import Blueprint, Response

from forum_app.branding import sheet_of
from forum_app.domain.permissions import may_see_desk
from forum_app.services.desk import desk_forum, theme_colours
from forum_app.web.access import needs
from forum_app.web.installed import installed

blueprint = Blueprint("desk_style", __name__, url_prefix="/manage/<slug>")


@blueprint.get("/style.css")
@needs(may_see_desk)
def style(slug: str) -> Response:
    forum = desk_forum(installed().database, slug)
    response = Response(sheet_of(forum.accent, theme_colours(installed().database, forum.id)), mimetype="text/css")
    response.headers["Cache-Control"] = "private, max-age=3600"  # its address names the draft's version
    return response
