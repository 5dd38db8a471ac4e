"""Releases on the desk: the list, one of them, any two compared, an old one brought back, the last one taken back."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound, PublishedMeanwhile, TooLate, UnfitNote
from forum_app.domain.permissions import Place, may_publish, may_see_desk, may_see_private
from forum_app.domain.texts import pick
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.failed_documents import ask_again
from forum_app.services.merged_people import changes_between
from forum_app.services.publishing import bring_back, release_by_id
from forum_app.services.releases import ReleaseLine, release_line, releases_of
from forum_app.services.taking_back import take_back
from forum_app.services.telling import HOLD, telling_of, told_of
from forum_app.services.telling_choosers import choosers_told
from forum_app.web.access import guest, needs
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.document_words import failures
from forum_app.web.manage.release_words import by_whom, change_groups, clock, clock_in_zone, moment, readers

blueprint = Blueprint("releases", __name__, url_prefix="/manage/<slug>")


def publisher() -> dict[str, Any]:
    """What a publication takes from the settings and from who is signed in."""
    config = installed().config
    site = {"host": config.host, "base_url": config.base_url, "sender": config.sender}
    return {**site, "now": config.now(), "actor": guest().account.id}


def told_line(forum: DeskForum, line: ReleaseLine) -> dict[str, Any]:
    """A release as a row of the list."""
    word = desk_words()
    until = line.made_at + HOLD
    open_still = line.number == forum.current_release and line.taken_back_at is None and not line.takes_back
    return {
        "number": line.number,
        "at": line.published_at.isoformat(),
        "when": moment(word, line.published_at, forum.zone),
        "by": by_whom(word, line.by),
        "note": line.note,
        "brought_back": line.brought_back,
        "taken_back": line.taken_back_at is not None,
        "takes_back": line.takes_back,
        "changes": len(line.changes),
        "current": line.number == forum.current_release,
        "until": until if open_still and datetime.now(UTC) < until else None,
        "until_clock": clock_in_zone(word, until, forum.zone),
    }


@blueprint.get("/releases")
@needs(may_see_desk)
def releases(slug: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    lines = [told_line(forum, line) for line in releases_of(installed().database, forum.id)]
    return desk_page(
        "manage/releases.html", forum, here="releases", title=words.gettext("Releases"), lines=lines, zone=_zone(forum)
    )


def _zone(forum: DeskForum) -> str:
    return desk_words().zone(forum.zone, datetime.now(UTC))


@blueprint.get("/releases/<int:number>")
@needs(may_see_desk)
def release(slug: str, number: int) -> Response:
    """One release: what it changed, and who was told or will be."""
    forum, words = forum_here(slug), desk_words()
    line = release_line(installed().database, forum.id, number)
    content = release_by_id(installed().database, forum.id, number).content
    mails = told_of(installed().database, forum.id, number)
    private = may_see_private(guest().actor, Place(forum.id))
    return desk_page(
        "manage/release.html",
        forum,
        here="releases",
        title=words.gettext("Release %(number)s", number=number),
        line=told_line(forum, line),
        groups=change_groups(words, line.changes, forum.zone, slug, content.session),
        mails=[_mail(forum, mail) for mail in mails] if private else [],
        told=len(mails),
        choosers=choosers_told(installed().database, forum.id, number),
        failed=failures(words, forum, number),
        zone=_zone(forum),
    )


def _mail(forum: DeskForum, mail: Any) -> dict[str, Any]:
    """A mail about a release: to whom, how far it is, since or until when."""
    word = desk_words()
    state = mail.state.value
    at = mail.sent_at if state == "sent" else mail.not_before
    return {
        "to": mail.to,
        "name": pick(mail.name or {}, word.language, forum.languages),
        "state": state,
        "at": clock(word, at, forum.zone) if at else "",
        "day": moment(word, at, forum.zone) if at else "",
    }


@blueprint.get("/releases/compare")
@needs(may_see_desk)
def compared(slug: str) -> Response:
    """What differs between any two releases, in words."""
    forum, words = forum_here(slug), desk_words()
    lines = releases_of(installed().database, forum.id)
    numbers = [line.number for line in lines]
    first, second = (_chosen(request.args.get(name, ""), numbers) for name in ("first", "second"))
    old, new = (release_by_id(installed().database, forum.id, number).content for number in (first, second))
    return desk_page(
        "manage/compare.html",
        forum,
        here="releases",
        title=words.gettext("From release %(first)s to release %(second)s", first=first, second=second),
        groups=change_groups(words, changes_between(installed().database, old, new), forum.zone, slug, new.session),
        numbers=numbers,
        first=first,
        second=second,
    )


def _chosen(text: str, numbers: list[int]) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) in numbers):
        raise NotFound("There is no such release.")
    return int(text)


@blueprint.get("/releases/<int:number>/bring-back")
@needs(may_publish)
def bringing_back(slug: str, number: int) -> Response:
    return _bring_back_page(slug, number)


def _bring_back_page(slug: str, number: int, error: str = "", note: str = "", status: int = 200) -> Response:
    """What bringing an old release back changes, and whom it tells: asked before it is done."""
    forum, words = forum_here(slug), desk_words()
    line = release_line(installed().database, forum.id, number)
    old = release_by_id(installed().database, forum.id, number).content
    last, telling = telling_of(installed().database, forum.id, old, installed().config.now())
    return desk_page(
        "manage/bring_back.html",
        forum,
        here="releases",
        title=words.gettext("Bring back release %(number)s", number=number),
        status=status,
        line=told_line(forum, line),
        groups=change_groups(
            words, changes_between(installed().database, last.content, old), forum.zone, slug, old.session
        ),
        told=readers(words, telling.told, old.forum),
        unreachable=readers(words, telling.unreachable, old.forum),
        choosers=len(telling.choosers.told),
        over=telling.over,
        next=(last.number or 0) + 1,
        last=last.number,
        error=error,
        note=note,
    )


@blueprint.post("/releases/<int:number>/bring-back")
@needs(may_publish)
def brought_back(slug: str, number: int) -> Response:
    words, note = desk_words(), request.form.get("note", "")[:2_000]
    last = request.form.get("last", "")
    current = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
    try:
        release = bring_back(installed().database, slug, number, note=note, current=current, **publisher())
    except UnfitNote as error:
        return _bring_back_page(slug, number, words.gettext(error.message, **error.values), note, 422)
    except PublishedMeanwhile as error:
        return _bring_back_page(slug, number, words.gettext(error.message, **error.values), note, 409)
    return see_other(f"/manage/{slug}/releases/{release.number}")


@blueprint.post("/releases/<int:number>/documents")
@needs(may_publish)
def documents_again(slug: str, number: int) -> Response:
    """Asks once more for the documents that could not be made."""
    forum, words = forum_here(slug), desk_words()
    asked = ask_again(installed().database, forum.id, number)
    text = words.ngettext("One document is made again.", "%(num)d documents are made again.", asked)
    back = f"/manage/{slug}/publish" if request.form.get("back") == "publish" else f"/manage/{slug}/releases/{number}"
    return done(back, text if asked else words.gettext("Nothing was to be made again."))


@blueprint.post("/releases/<int:number>/take-back")
@needs(may_publish)
def taken_back(slug: str, number: int) -> Response:
    forum, words, back = forum_here(slug), desk_words(), f"/manage/{slug}/releases"
    try:
        shown = take_back(installed().database, slug, number, **publisher())
    except (TooLate, PublishedMeanwhile) as error:
        return done(f"{back}/{number}", words.gettext(error.message, **error.values), "bad")
    if shown is None:
        return done(back, words.gettext("Release %(number)s is taken back. Nobody sees the forum.", number=number))
    said = words.gettext(
        "Release %(number)s is taken back. The public sees what release %(old)s held, as release %(new)s.",
        number=number,
        old=shown.brought_back,
        new=shown.number,
    )
    return done(back, f"{said} {_told_after(words, len(told_of(installed().database, forum.id, shown.number or 0)))}")


def _told_after(words: Words, count: int) -> str:
    """Whom a release taken back leaves to be told: those whose mail about it had gone, or who wait for an earlier one."""
    if not count:
        return words.gettext("Nobody is told.")
    return words.ngettext("One person will be told how it is now.", "%(num)d people will be told how it is now.", count)  # fmt: skip
