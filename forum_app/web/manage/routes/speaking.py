"""Those who speak, at the desk: who was asked, who answered, what is missing; invitations, reminders, links by hand."""

from datetime import date

from flask import Blueprint, Response, request

from forum_app import labels
from forum_app.domain.draft_rules import several_lines
from forum_app.domain.messages import printable
from forum_app.domain.permissions import may_write_messages
from forum_app.domain.texts import pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleState
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.inviting import MOST_AT_ONCE, Asked, invite, new_link
from forum_app.services.speaking_list import ORDER, AskedPart, Taker, takers_of
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here

blueprint = Blueprint("speaking", __name__, url_prefix="/manage/<slug>/speaking")
LONGEST_NOTE, SHOWN = 4_000, 6
TONES = {RoleState.TO_INVITE: "warn", RoleState.INVITED: "chg", RoleState.CONFIRMED: "ok", RoleState.DECLINED: "bad"}


def state_name(words: Words, state: RoleState) -> str:
    """How far somebody is."""
    return {
        RoleState.TO_INVITE: words.gettext("To invite"),
        RoleState.INVITED: words.gettext("Invited"),
        RoleState.CONFIRMED: words.pgettext("part", "Confirmed"),
        RoleState.DECLINED: words.gettext("Declined"),
    }[state]


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
    note, problems = several_lines(printable(form.get("note", ""))), {}
    if not chosen:
        problems["person"] = words.gettext("Choose whom to invite.")
    if len(chosen) > MOST_AT_ONCE:
        problems["person"] = words.gettext("At most %(most)s people at once.", most=MOST_AT_ONCE)
    if len(note) > LONGEST_NOTE:
        problems["note"] = words.gettext("At most %(most)s characters.", most=LONGEST_NOTE)
    answer_by = _day(form.get("answer_by", ""))
    if form.get("answer_by") and answer_by is None:
        problems["answer_by"] = words.gettext("This is no day: choose one.")
    if problems:
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
    return done(f"/manage/{slug}/speaking", _told(words, asked), "ok" if asked.mails or asked.reminders else "warn")


@blueprint.post("/<key>/link")
@needs(may_write_messages)
def link(slug: str, key: str) -> Response:
    """A link of somebody's own page, shown once, to be handed over by other ways than mail."""
    forum = forum_here(slug)
    made = new_link(installed().database, forum.id, key, actor=guest().account.id)
    return _page(forum, link=f"{installed().config.base_url}/s/{made}", link_of=key)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _told(words: Words, asked: Asked) -> str:
    said = [words.ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", asked.mails)] if asked.mails else []  # fmt: skip
    if asked.reminders:
        said.append(words.ngettext("%(num)d reminder of what is missing is on its way.", "%(num)d reminders of what is missing are on their way.", asked.reminders))  # fmt: skip
    if asked.without_address:
        said.append(words.gettext("No address: %(names)s.", names=_names(words, asked.without_address)))
    if asked.nothing:
        said.append(words.gettext("Nothing to answer or to send: %(names)s.", names=_names(words, asked.nothing)))
    return " ".join(said)


def _names(words: Words, names: tuple[str, ...]) -> str:
    return words.listed([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])])


def _page(forum: DeskForum, *, problems: dict[str, str] | None = None, status: int = 200, link: str = "", link_of: str = "") -> Response:  # fmt: skip
    words = desk_words()
    with installed().database.reading() as connection:
        takers = takers_of(connection, forum.id, words.interface, forum.languages)
    only = request.args.get("state", "")
    counts = [(state.value, state_name(words, state), sum(taker.state == state for taker in takers)) for state in ORDER]
    shown = [taker for taker in takers if not only or taker.state == only]
    return desk_page(
        "manage/speaking.html",
        forum,
        here="speaking",
        title=words.gettext("Invitations"),
        status=status,
        takers=[_line(words, forum, taker) for taker in shown],
        everybody=len(takers),
        counts=counts,
        only=only,
        problems=problems or {},
        typed=request.form,
        ticked=set(request.form.getlist("person")),
        link=link,
        link_name=next((taker.name for taker in takers if taker.id == link_of), ""),
    )


def _line(words: Words, forum: DeskForum, taker: Taker) -> dict[str, object]:
    told = words.short_month(in_zone(taker.reminded_at, forum.zone).date()) if taker.reminded_at else ""
    return {
        "id": taker.id,
        "name": taker.name,
        "asks": taker.to_ask,
        "has_address": taker.has_address,
        "new": taker.state == RoleState.TO_INVITE,
        "parts": [_part(words, forum, part) for part in taker.parts],
        "missing": [labels.task(words, task) for task in taker.missing],
        "reminded": words.gettext("reminded on %(day)s", day=told) if told and taker.missing else "",
    }


def _part(words: Words, forum: DeskForum, part: AskedPart) -> dict[str, object]:
    at = words.listed((words.short_month(part.start.date()), words.time(part.start))) if part.start else ""
    return {
        "what": words.listed((labels.role(words, part.kind), pick(part.title, words.interface, forum.languages))),
        "at": at,
        "address": f"/manage/{forum.slug}/sessions/{part.session}",
        "state": state_name(words, part.state),
        "tone": TONES[part.state],
        "since": _since(words, forum, part),
        "reason": part.reason,
        "colleague": words.listed((part.colleague.get("name", ""), part.colleague.get("email", ""))) if part.colleague else "",
    }  # fmt: skip


def _since(words: Words, forum: DeskForum, part: AskedPart) -> str:
    """When they answered, or were asked, and how often reminded."""
    if part.answered_at and part.state != RoleState.INVITED:
        return words.gettext("answered on %(day)s", day=words.short_month(in_zone(part.answered_at, forum.zone).date()))
    if part.invited_at is None:
        return ""
    said = [words.gettext("asked on %(day)s", day=words.short_month(in_zone(part.invited_at, forum.zone).date()))]
    if part.reminders:
        said.append(words.ngettext("reminded once", "reminded %(num)d times", part.reminders))
    if part.answer_by:
        said.append(words.gettext("answer by %(day)s", day=words.short_month(part.answer_by)))
    return words.listed(said)
