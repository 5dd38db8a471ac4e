"""The outbox on the desk: what waits and why, what failed and with which words, each mail as it looks."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import may_write_messages
from forum_app.services import message_doings
from forum_app.services.message_lists import mail_trouble, message_of, outbox_page
from forum_app.services.outbox import unreadable
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.mail_frame import mail_answer
from forum_app.web.manage.message_words import done_words, shown, state_names
from forum_app.web.manage.release_words import moment

blueprint = Blueprint("messages", __name__, url_prefix="/manage/<slug>/messages")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


@blueprint.get("")
@needs(may_write_messages)
def messages(slug: str) -> Response:
    forum, word, database = forum_here(slug), desk_words(), installed().database
    only, search = request.args.get("only", ""), request.args.get("q", "")[:200]
    page = outbox_page(database, forum.id, only, search, _number(request.args.get("page", "")))
    server = installed().config.mail_server is not None
    return desk_page(
        "manage/messages.html",
        forum,
        here="messages",
        title=word.gettext("Outbox"),
        page=page,
        rows=[shown(row, word, forum, page.trouble, server=server) for row in page.rows],
        states=state_names(word),
        only=only,
        search=search,
        address=f"/manage/{slug}/messages",
        server=server,
        since=moment(word, page.trouble.since, forum.zone) if page.trouble else "",
    )


@blueprint.get("/<key>")
@needs(may_write_messages)
def message(slug: str, key: str) -> Response:
    forum, word, database = forum_here(slug), desk_words(), installed().database
    row, server = message_of(database, forum.id, key), installed().config.mail_server is not None
    return desk_page(
        "manage/message.html",
        forum,
        here="messages",
        title=shown(row, word, forum, None, server=server).subject,
        message=shown(row, word, forum, mail_trouble(database), server=server),
        text="" if unreadable(row.kind) else row.text,
        direction=row.language,
        attempts=row.attempts,
        reply_to=row.reply_to,
        address=f"/manage/{slug}/messages",
    )


@blueprint.get("/<key>/html")
@needs(may_write_messages)
def html(slug: str, key: str) -> Response:
    """The mail as it looks, for the frame of its page."""
    row = message_of(installed().database, forum_here(slug).id, key)
    if unreadable(row.kind):
        raise NotFound("This mail is for its reader alone.")
    return mail_answer(row.html)


@blueprint.post("/<key>/<any(send, hold, cancel):doing>")
@needs(may_write_messages)
def do(slug: str, key: str, doing: str) -> Response:
    forum, word, actor = forum_here(slug), desk_words(), guest().account.id

    def job(connection: Any) -> bool:
        return message_doings.do_to_message(connection, forum.id, key, doing, actor)

    message_of(installed().database, forum.id, key)
    back = f"/manage/{slug}/messages/{key}"
    if not installed().database.in_turn("outbox", job):
        return done(back, word.gettext("Too late: the mail is on its way or was dealt with."), "warn")
    return done(back, done_words(word, doing))


@blueprint.post("/failures")
@needs(may_write_messages)
def failures(slug: str) -> Response:
    """Everything that was given up, once more."""
    forum, word, actor = forum_here(slug), desk_words(), guest().account.id
    number = installed().database.in_turn(
        "outbox", lambda connection: message_doings.try_failures_again(connection, forum.id, actor)
    )
    said = word.ngettext("One mail is tried again.", "%(num)d mails are tried again.", number)
    return done(f"/manage/{slug}/messages", said if number else word.gettext("There was nothing to try again."))
