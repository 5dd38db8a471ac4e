"""Those who speak, at the desk: who was asked, who answered, what is missing; invitations, reminders, links by hand."""

from datetime import date

from flask import Blueprint, Response, request

from forum_app.domain.draft_rules import several_lines
from forum_app.domain.messages import printable
from forum_app.domain.permissions import may_write_messages
from forum_app.domain.texts import pick
from forum_app.domain.times import in_zone
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.inviting import MOST_AT_ONCE, invite, new_link
from forum_app.services.personal_keys import mark_of_keys
from forum_app.services.speaking import Speaker, speaker_of
from forum_app.services.speaking_answers import replace_link
from forum_app.services.speaking_list import ORDER, takers_of
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage import speaking_words as told
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here

blueprint = Blueprint("speaking", __name__, url_prefix="/manage/<slug>/speaking")
LONGEST_NOTE = 4_000


@blueprint.get("")
@needs(may_write_messages)
def speaking(slug: str) -> Response:
    return _page(forum_here(slug))


@blueprint.post("/invite")
@needs(may_write_messages)
def invited(slug: str) -> Response:
    """Invites those who are ticked, and reminds those who were asked; says how many mails go and whom none reaches."""
    forum, words, form = forum_here(slug), desk_words(), request.form
    chosen = list(dict.fromkeys(form.getlist("person")))
    note, answer_by = several_lines(printable(form.get("note", ""))), _day(form.get("answer_by", ""))
    if problems := _problems(words, forum, chosen, note, answer_by):
        return _page(forum, problems=problems, status=422)
    asked = invite(
        installed().database,
        installed().config,
        forum.id,
        chosen,
        answer_by=answer_by,
        note=note,
        actor=guest().account.id,
    )
    return done(f"/manage/{slug}/speaking", told.told(words, asked), "ok" if asked.mails or asked.reminders else "warn")


def _problems(words: Words, forum: DeskForum, chosen: list[str], note: str, answer_by: date | None) -> dict[str, str]:
    """What is not right yet, by field."""
    found = {}
    if not chosen:
        found["person"] = words.gettext("Choose whom to invite.")
    if len(chosen) > MOST_AT_ONCE:
        found["person"] = words.gettext("At most %(most)s people at once.", most=MOST_AT_ONCE)
    if request.form.get("answer_by") and answer_by is None:
        found["answer_by"] = words.gettext("This is no day: choose one.")
    elif answer_by is not None and answer_by < _today(forum):
        found["answer_by"] = words.gettext("This day is over: choose today or a later one, or none.")
    if len(note) > LONGEST_NOTE:
        found["note"] = words.gettext("At most %(most)s characters.", most=LONGEST_NOTE)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _today(forum: DeskForum) -> date:
    return in_zone(installed().config.now(), forum.zone).date()


@blueprint.post("/<key>/link")
@needs(may_write_messages)
def link(slug: str, key: str) -> Response:
    """A link of somebody's own page, shown once, to be handed over by other ways than mail."""
    forum = forum_here(slug)
    made = new_link(installed().database, forum.id, key, actor=guest().account.id)
    return _page(forum, link=f"{installed().config.base_url}/s/{made}", link_of=key)


@blueprint.get("/<key>/replace-link")
@needs(may_write_messages)
def replacing(slug: str, key: str) -> Response:
    """Asks whether every link to somebody's page is to be good for nothing, and says what follows."""
    forum, words = forum_here(slug), desk_words()
    with installed().database.reading() as connection:
        speaker, seen = speaker_of(connection, forum.id, key), mark_of_keys(connection, key)
    return desk_page(
        "manage/replace_link.html",
        forum,
        here="speaking",
        title=words.gettext("Replace the link of %(name)s?", name=_name(words, speaker)),
        seen=seen,
        email=speaker.email,
        address=f"/manage/{slug}/speaking/{key}",
        listed=f"/manage/{slug}/speaking",
    )


@blueprint.post("/<key>/replace-link")
@needs(may_write_messages)
def replaced(slug: str, key: str) -> Response:
    """Replaces the links that the page was about, once however often it is sent."""
    forum, words, seen = forum_here(slug), desk_words(), request.form.get("seen", "")
    with installed().database.reading() as connection:
        speaker = speaker_of(connection, forum.id, key)
    replace_link(installed().database, installed().config, forum.id, key, actor=guest().account.id, seen=seen)
    said = [
        words.gettext("Links that were made for %(name)s before open nothing any more.", name=_name(words, speaker))
    ]
    if speaker.email:
        said.append(words.gettext("A new one is on its way to %(email)s.", email=speaker.email))
    else:
        said.append(words.gettext("They have no address: make a new one by hand."))
    return done(f"/manage/{slug}/speaking", " ".join(said))


def _name(words: Words, speaker: Speaker) -> str:
    return pick(speaker.person.name, words.interface, speaker.languages)


def _page(forum: DeskForum, *, problems: dict[str, str] | None = None, status: int = 200, link: str = "", link_of: str = "") -> Response:  # fmt: skip
    words, ticked = desk_words(), set(request.form.getlist("person"))
    with installed().database.reading() as connection:
        takers = takers_of(connection, forum.id, words.interface, forum.languages)
    only = request.args.get("state", "")
    counts = [
        (state.value, told.state_name(words, state), sum(taker.state == state for taker in takers)) for state in ORDER
    ]
    shown = [taker for taker in takers if not only or taker.state == only]
    return desk_page(
        "manage/speaking.html",
        forum,
        here="speaking",
        title=words.gettext("Invitations"),
        status=status,
        takers=[told.line(words, forum, taker) for taker in shown],
        everybody=len(takers),
        counts=counts,
        only=only,
        problems=problems or {},
        typed=request.form,
        ticked=ticked,
        today=_today(forum).isoformat(),
        button=told.button_said(words, shown, (taker for taker in shown if taker.id in ticked)),
        forms=told.button_forms(words),
        link=link,
        link_name=next((taker.name for taker in takers if taker.id == link_of), ""),
    )
