"""Writing to people: whom, in which languages, how it looks and whom it reaches, then into the outbox once."""

import secrets
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.messages import printable
from forum_app.domain.permissions import may_write_messages
from forum_app.domain.texts import is_blank
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.i18n import Words
from forum_app.mails.letter import written
from forum_app.services import writing as letters
from forum_app.services.desk import DeskForum
from forum_app.services.letters import MOST_SUBJECT, letter_head
from forum_app.services.message_doings import take_letters_back
from forum_app.services.writing import Reader, Readers, Writing
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.mail_frame import mail_answer

blueprint = Blueprint("letters", __name__, url_prefix="/manage/<slug>/messages")


def group_names(word: Words) -> dict[str, str]:
    """Every group that can be written to, by name."""
    _ = word.gettext
    registered = {
        RegistrationStatus.CONFIRMED: _("Registered: confirmed"),
        RegistrationStatus.PENDING: _("Registered: to be confirmed"),
        RegistrationStatus.WAITING: _("Registered: on the waiting list"),
        RegistrationStatus.OFFERED: _("Registered: offered a place"),
        RegistrationStatus.DECLINED: _("Registered: declined"),
        RegistrationStatus.CANCELLED: _("Registered: cancelled"),
    }
    return {
        "speakers": _("Speakers and panellists"),
        "moderators": _("Moderators"),
        "rapporteurs": _("Rapporteurs"),
        "focal-points": _("Focal points"),
        "interpreters": _("Interpreters"),
        **{f"{letters.REGISTERED}{status}": name for status, name in registered.items()},
    }


def _posted(forum: DeskForum) -> Writing:
    form = request.form
    return Writing(
        {each: printable(form.get(f"subject.{each}", "").strip())[:1000] for each in forum.languages},
        {each: printable(form.get(f"text.{each}", "").strip())[:100_000] for each in forum.languages},
        tuple(name for name in dict.fromkeys(form.getlist("group")) if name in group_names(desk_words())),
        tuple(dict.fromkeys(form.getlist("person")))[:2000],
    )


def _problems(word: Words, forum: DeskForum, writing: Writing, readers: Readers) -> dict[str, str]:
    """What is not right yet, by field."""
    found: dict[str, str] = {}
    for each in forum.languages:
        subject, text = writing.subjects[each], writing.texts[each]
        if len(subject) > MOST_SUBJECT:
            found[f"subject.{each}"] = word.gettext("At most %(most)s characters.", most=MOST_SUBJECT)
        elif is_blank(subject) and not is_blank(text):
            found[f"subject.{each}"] = word.gettext("Write a subject too.")
        if len(text) > letters.MOST_LETTER:
            found[f"text.{each}"] = word.gettext("At most %(most)s characters.", most=letters.MOST_LETTER)
        elif is_blank(text) and not is_blank(subject):
            found[f"text.{each}"] = word.gettext("Write the text too.")
    if not found and not writing.languages(forum.languages):
        first = forum.languages[0]
        found[f"subject.{first}"] = word.gettext("Write a subject and a text, in one language at least.")
    if not writing.groups and not writing.people:
        found["groups"] = word.gettext("Choose a group or people to write to.")
    elif not readers.reached:
        found["groups"] = word.gettext("Nobody of these has an address.")
    return found


def _page(forum: DeskForum, writing: Writing | None, status: int = 200, **more: Any) -> Response:
    word, database = desk_words(), installed().database
    with database.reading() as connection:
        counts = letters.group_counts(connection, forum.id)
        people = letters.people_to_choose(connection, forum.id, word.interface, forum.languages)
    names = group_names(word)
    empty = Writing({}, {}, (), ())
    context = {"problems": {}, "readers": None, "seal": "", "token": secrets.token_urlsafe(16), **more}
    return desk_page(
        "manage/write.html",
        forum,
        here="write",
        title=word.gettext("Write to people"),
        status=status,
        writing=writing or empty,
        groups=[(name, names[name], counts[name]) for name in names if counts[name]],
        people=people,
        tongues=[(each, word.language_name(each)) for each in forum.languages],
        address=f"/manage/{forum.slug}/messages",
        people_at=f"/manage/{forum.slug}/people",
        most_subject=MOST_SUBJECT,
        **context,
    )


@blueprint.get("/write")
@needs(may_write_messages)
def write(slug: str) -> Response:
    return _page(forum_here(slug), None)


@blueprint.post("/write")
@needs(may_write_messages)
def written_to(slug: str) -> Response:
    """Shows whom it reaches and how it looks; queues what was looked at, and only that."""
    forum, word, database = forum_here(slug), desk_words(), installed().database
    writing, token = _posted(forum), request.form.get("token", "")
    if not (16 <= len(token) <= 40 and token.replace("-", "").replace("_", "").isalnum()):
        token = secrets.token_urlsafe(16)
    with database.reading() as connection:
        readers = letters.readers_of(connection, forum.id, writing, forum.languages)
    if problems := _problems(word, forum, writing, readers):
        return _page(forum, writing, 422, problems=problems, readers=readers, token=token)
    seal = readers.seal(writing)
    if request.form.get("_do") != "queue" or request.form.get("seal") != seal:
        changed = request.form.get("_do") == "queue"
        return _page(forum, writing, 409 if changed else 200, readers=readers, seal=seal, token=token, changed=changed)
    actor = guest().account.id
    number = database.in_turn(
        forum.id, lambda connection: letters.queue_letters(connection, forum.id, writing, token, actor)
    )
    said = word.ngettext(
        "One mail is in the outbox. It leaves in five minutes.",
        "%(num)d mails are in the outbox. They leave in five minutes.",
        number,
    )
    undo = f"/manage/{slug}/messages/write/{token}/undo"
    return done(f"/manage/{slug}/messages", said, undo=undo)


@blueprint.post("/write/html")
@needs(may_write_messages)
def look(slug: str) -> Response:
    """How it looks to the first whom it reaches, in the language that was asked for."""
    forum, word, database = forum_here(slug), desk_words(), installed().database
    writing = _posted(forum)
    language = request.form.get("language", "")
    ready = writing.languages(forum.languages)
    if not ready:
        return mail_answer(f"<p>{word.gettext('Write a subject and a text, in one language at least.')}</p>")
    with database.reading() as connection:
        head = letter_head(connection, forum.id)
        readers = letters.readers_of(connection, forum.id, writing, forum.languages)
    wanted = language if language in ready else ready[0]
    reached = [each for each in readers.reached if each.language == wanted] or list(readers.reached)
    name = reached[0].name if reached else word.gettext("Sample Person")
    return mail_answer(written(letters.letter_to(head, writing, Reader(name, "", wanted, None))).html)


@blueprint.post("/write/<token>/undo")
@needs(may_write_messages)
def undo(slug: str, token: str) -> Response:
    """Takes back what still waits of the mails that were just queued."""
    forum, word, actor = forum_here(slug), desk_words(), guest().account.id
    number = installed().database.in_turn(
        "outbox", lambda connection: take_letters_back(connection, forum.id, token[:60], actor)
    )
    said = word.ngettext("One mail was taken back.", "%(num)d mails were taken back.", number)
    if not number:
        said = word.gettext("Too late: the mails have left.")
    return done(f"/manage/{slug}/messages", said, "ok" if number else "warn")
