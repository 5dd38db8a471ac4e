"""The printed documents of a forum, made once by the worker and kept."""

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.services.live_documents import Document
from forum_app.web.access import public
from forum_app.web.installed import installed
from forum_app.web.kept import Answer, answer_of, send
from forum_app.web.public import asked

blueprint = Blueprint("documents", __name__, url_prefix="/forums/<slug>")


def _document(slug: str, kind: str, argument: str = "") -> Response:
    """One PDF in the language of the address; 503 with Retry-After while it is being made."""
    forum = asked.forum_named(slug)
    content = installed().live.release(forum).content
    code = asked.file_language(content.forum.languages)
    document = Document(forum.id, forum.number, kind, code, argument, installed().config.base_url)
    name = f"{slug}{'-' + argument if argument else ''}-{kind.removesuffix('.pdf')}-{code}.pdf"

    def make() -> Answer:
        headers = (
            ("Content-Disposition", f'inline; filename="{name}"'),
            ("Content-Language", code),
            *asked.robots(forum),
        )
        return answer_of(installed().documents.read(document), "application/pdf", headers)

    return send(installed().kept.get((document, forum.epoch), make))


@blueprint.get("/concept-note.pdf")
@public
def concept_note(slug: str) -> Response:
    if installed().live.release(asked.forum_named(slug)).content.forum.note is None:
        raise NotFound("This forum has no concept note.")
    return _document(slug, "concept-note.pdf")


@blueprint.get("/sessions/<key>/concept-note.pdf")
@public
def session_note(slug: str, key: str) -> Response:
    found = installed().live.release(asked.forum_named(slug)).content.session.get(key)
    if found is None or found.note is None:
        raise NotFound("This session has no concept note of its own.")
    return _document(slug, "session-note.pdf", key)


@blueprint.get("/agenda.pdf")
@public
def agenda(slug: str) -> Response:
    """The programme, or one day of it; any other day is refused, so strangers can't start arbitrary renderings."""
    day = request.args.get("day", "")
    days = {str(entry.day) for entry in installed().live.release(asked.forum_named(slug)).content.days}
    if day and day not in days:
        raise NotFound("The programme has no such day.")
    return _document(slug, "agenda.pdf", day)
