"""What time it is at a forum: the one thing that the programme's page asks for by the minute."""

import json

from flask import Blueprint, Response

from forum_app.domain.times import in_zone
from forum_app.web.access import public
from forum_app.web.installed import installed
from forum_app.web.public import asked

blueprint = Blueprint("clock", __name__, url_prefix="/forums/<slug>")


@blueprint.get("/now")
@public
def now(slug: str) -> Response:
    """The programme's clock in the forum's zone, to the second, with its offset."""
    zone = installed().live.release(asked.forum_named(slug)).content.forum.zone
    moment = in_zone(installed().config.now(), zone).replace(microsecond=0)
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps({"now": moment.isoformat()}), content_type="application/json", headers=headers)
