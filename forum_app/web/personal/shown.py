"""What the pages without an account are made of: the forum as it is published, in the reader's language."""

from collections.abc import Mapping, Sequence

from flask import Response, request
from sqlalchemy import Connection

from forum_app.domain.errors import NotFound
from forum_app.forms.registering import Asked
from forum_app.pages.view import View
from forum_app.services.live_releases import LiveForum
from forum_app.services.registering import Sender
from forum_app.services.registration_plan import (
    delegations_of,
    plan_of,
    questions_of,
    seats_of,
    session_seats,
)
from forum_app.web.installed import installed
from forum_app.web.personal.register_page import offered
from forum_app.web.public import asked

HTML = "text/html; charset=utf-8"


def view_of(forum: LiveForum, language: str = "") -> View:
    """The forum's current release as this reader sees it; ``language`` is the one they chose before, if any."""
    release = installed().live.release(forum)
    languages = release.content.forum.languages
    code = language if language in languages and not request.args.get("lang") else asked.language(languages)
    return View(release, asked.reader(forum, code, asked.zone()))


def forum_with(key: str) -> LiveForum:
    """The visible forum with this id; raises NotFound."""
    found = next((forum for forum in installed().live.all().values() if forum.id == key), None)
    if found is None:
        raise NotFound("There is no forum at this address.")
    return found


def asked_of(connection: Connection, view: View, *, but: str = "") -> Asked:
    """What the forum asks of those who register, now; ``but`` is a registration whose own seats are free for it."""
    forum_id = view.forum.id
    planned = plan_of(connection, forum_id)
    return Asked(
        plan=planned.plan,
        languages=planned.languages,
        seats=seats_of(connection, planned),
        questions=questions_of(connection, forum_id),
        delegations=delegations_of(connection, forum_id) if planned.plan.asks_delegation else (),
        sessions=offered(view, session_seats(connection, forum_id, but=but)),
        venue=view.words.listed((view.plain(view.forum.venue.name), view.plain(view.forum.venue.city)))
        if view.forum.venue
        else "",
    )


def posted() -> Mapping[str, Sequence[str]]:
    """The fields that were sent, each with all its values."""
    return {name: request.form.getlist(name) for name in request.form}


def sender(form: str) -> Sender:
    """Whose form this is, as far as counting goes."""
    return Sender(form, request.remote_addr or "", installed().config.network_failures)


def page(html: str, status: int = 200) -> Response:
    return Response(html, status, content_type=HTML)
