"""The words of a forum's mails: every kind in each of its languages, as it looks, in words of its own or ours."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.domain.messages import PLACEHOLDERS, WITH_TEMPLATE, MessageKind, printable, subject_line
from forum_app.domain.permissions import may_write_messages
from forum_app.domain.trees import digest
from forum_app.i18n import Words, words
from forum_app.mails.letter import written
from forum_app.services import letters
from forum_app.services.desk import DeskForum
from forum_app.services.letters import MOST_OPENING, MOST_SUBJECT, WordsClash
from forum_app.services.mail_samples import sample_letter
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.clashes import clash_told
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.mail_frame import mail_answer
from forum_app.web.manage.message_words import kind_name

blueprint = Blueprint("mail_templates", __name__, url_prefix="/manage/<slug>/messages/templates")
UNDECIDED = "-"  # in place of what a page showed: it asked which of two is kept, and nothing was chosen


def _known(forum: DeskForum, kind: str, language: str) -> MessageKind:
    if kind not in WITH_TEMPLATE or language not in forum.languages:
        raise NotFound("There is no such mail.")
    return MessageKind(kind)


def _when_sent(word: Words, kind: MessageKind) -> str:
    _ = word.gettext
    return {
        MessageKind.SLOT: _("To each person whose session moved or went, ten minutes after publishing."),
        MessageKind.INVITATION: _("To whom you invite to work on this forum."),
    }[kind]


@blueprint.get("")
@needs(may_write_messages)
def templates(slug: str) -> Response:
    forum, word = forum_here(slug), desk_words()
    with installed().database.reading() as connection:
        own = letters.templates_of(connection, forum.id)
    kinds = [
        {
            "name": kind_name(word, kind),
            "when": _when_sent(word, kind),
            "lines": [_line(word, kind, language, own) for language in forum.languages],
        }
        for kind in WITH_TEMPLATE
    ]
    return desk_page(
        "manage/templates.html",
        forum,
        here="templates",
        title=word.gettext("Words of mails"),
        kinds=kinds,
        address=f"/manage/{slug}/messages/templates",
    )


def _line(word: Words, kind: MessageKind, language: str, own: Any) -> dict[str, Any]:
    subject, opening = own[kind]
    text = letters.template_text(subject, opening, kind, language)
    return {
        "kind": kind.value,
        "language": language,
        "name": word.language_name(language),
        "subject": text.subject,
        "said_in": text.subject_language,
        "own": text.own,
        "ours_spoken": words(language).interface == language.split("-")[0],
    }


def _page(
    forum: DeskForum,
    kind: MessageKind,
    language: str,
    typed: tuple[str, str] | None = None,
    clash: WordsClash | None = None,
    **more: Any,
) -> Response:
    word = desk_words()
    with installed().database.reading() as connection:
        own = letters.templates_of(connection, forum.id)[kind]
    text, ours = letters.template_text(*own, kind, language), letters.default_text(kind, words(language))
    subject, opening = typed or (text.subject, text.opening)
    context: dict[str, Any] = {"problems": {}, "status": 200, **more}
    return desk_page(
        "manage/template.html",
        forum,
        here="templates",
        title=kind_name(word, kind),
        lead=_when_sent(word, kind),
        language=language,
        language_name=word.language_name(language),
        subject=subject,
        opening=opening,
        own=text.own,
        ours=ours,
        names=[f"{{{name}}}" for name in PLACEHOLDERS],
        address=f"/manage/{forum.slug}/messages/templates",
        here_address=f"/manage/{forum.slug}/messages/templates/{kind}/{language}",
        most=(MOST_SUBJECT, MOST_OPENING),
        base=digest(list(letters.own_words(own, language))),
        theirs=(text.subject, text.opening) if clash else (),
        **clash_told(clash, forum, word),
        **context,
    )


@blueprint.get("/<kind>/<language>")
@needs(may_write_messages)
def template(slug: str, kind: str, language: str) -> Response:
    forum = forum_here(slug)
    return _page(forum, _known(forum, kind, language), language)


@blueprint.post("/<kind>/<language>")
@needs(may_write_messages)
def save(slug: str, kind: str, language: str) -> Response:
    """Keeps the forum's own words, or goes back to ours."""
    forum, word, actor = forum_here(slug), desk_words(), guest().account.id
    known = _known(forum, kind, language)
    subject, opening = _typed()
    if request.form.get("_do") == "reset":
        subject = opening = ""
    if problems := _problems(word, subject, opening):
        return _page(forum, known, language, (subject, opening), problems=problems, status=422)
    here, chosen = f"/manage/{slug}/messages/templates/{kind}/{language}", request.form.get("_choose", "")
    if chosen == "theirs":
        return done(here, word.gettext("Nothing was changed."))
    ours = letters.default_text(known, words(language))
    own = ("" if subject == ours[0] else subject, "" if opening == ours[1] else opening)
    undecided = bool(request.form.get("_asked")) and chosen != "mine"
    seen = UNDECIDED if undecided else request.form.get("_base", "")
    try:
        installed().database.in_turn(
            forum.id, lambda connection: letters.save_template(connection, forum.id, known, language, own, actor, seen)
        )
    except WordsClash as clash:
        return _page(forum, known, language, (subject, opening), clash=clash, status=409)
    said = word.gettext("Saved.") if any(own) else word.gettext("The mail has our words again.")
    return done(here, said)


def _typed() -> tuple[str, str]:
    subject = " ".join(printable(request.form.get("subject", "")).split())[:1000]
    return subject, printable(request.form.get("opening", "")).strip()[:20_000]


def _problems(word: Words, subject: str, opening: str) -> dict[str, str]:
    found = {}
    if len(subject) > MOST_SUBJECT:
        found["subject"] = word.gettext("At most %(most)s characters.", most=MOST_SUBJECT)
    if len(opening) > MOST_OPENING:
        found["opening"] = word.gettext("At most %(most)s characters.", most=MOST_OPENING)
    return found


@blueprint.get("/<kind>/<language>/html")
@needs(may_write_messages)
def html(slug: str, kind: str, language: str) -> Response:
    """The mail as it looks with the words that are saved."""
    forum = forum_here(slug)
    known = _known(forum, kind, language)
    with installed().database.reading() as connection:
        own = letters.templates_of(connection, forum.id)[known]
        return _look(connection, forum, known, language, *own)


@blueprint.post("/<kind>/<language>/html")
@needs(may_write_messages)
def look(slug: str, kind: str, language: str) -> Response:
    """The same with the words that are being written."""
    forum = forum_here(slug)
    known, (subject, opening) = _known(forum, kind, language), _typed()
    with installed().database.reading() as connection:
        return _look(connection, forum, known, language, {language: subject_line(subject)}, {language: opening})


def _look(connection: Any, forum: DeskForum, kind: MessageKind, language: str, subject: Any, opening: Any) -> Response:
    base = installed().config.base_url
    return mail_answer(written(sample_letter(connection, forum.id, kind, language, subject, opening, base)).html)
