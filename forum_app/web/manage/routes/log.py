"""The log: who did what, when, from what to what; chosen by person, kind and day."""

from datetime import date

from flask import Blueprint, Response, request

from forum_app.domain.messages import printable
from forum_app.domain.permissions import may_read_log
from forum_app.domain.times import in_zone
from forum_app.services.log_entries import Asked, Entry, log_of, names_of
from forum_app.web.access import needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here
from forum_app.web.manage.log_details import Details, keys_in
from forum_app.web.manage.log_words import KINDS, address_of, said, subject_words
from forum_app.web.manage.release_words import by_whom

blueprint = Blueprint("log", __name__, url_prefix="/manage/<slug>")


def _asked() -> Asked:
    args = request.args
    page = args.get("page", "1")
    return Asked(
        who=printable(args.get("who", ""))[:254],
        kind=printable(args.get("kind", ""))[:20],
        thing=printable(args.get("thing", ""))[:10],
        day=_day(args.get("day", "")),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _day(typed: str) -> date | None:
    """A day as a field of a form sends it; anything else is no day."""
    try:
        day = date.fromisoformat(typed[:10])
    except ValueError:
        return None
    return day if 1970 < day.year < 9999 else None


def _data_of(slug: str, entry: Entry) -> str:
    """Where what is kept of somebody who was deleted is handed out or erased; empty for all else."""
    if entry.action == "person.deleted" and entry.gone and entry.thing:
        return f"/manage/{slug}/people/{entry.thing}/data"
    return ""


@blueprint.get("/log")
@needs(may_read_log)
def log(slug: str) -> Response:
    forum, words, asked = forum_here(slug), desk_words(), _asked()
    found = log_of(installed().database, forum, asked)
    keys = keys_in(change for entry in found.entries for change in entry.changes)
    keys |= {entry.thing for entry in found.entries if entry.thing and not entry.subject}
    names = names_of(installed().database, forum, words.interface, keys)
    details, rows = Details(words, names, forum.zone), []
    for entry in found.entries:
        at = in_zone(entry.at, forum.zone)
        rows.append(
            {
                "entry": entry,
                "day": words.day(at.date()),
                "time": words.time(at),
                "what": said(words, entry.action),
                "who": by_whom(words, entry.who),
                "subject": subject_words(words, entry.action, entry.subject) or names.get(entry.thing or "", ""),
                "address": address_of(slug, entry.action, entry.thing, entry.subject, gone=entry.gone),
                "changes": details.of(entry.action, entry.changes),
                "data": _data_of(slug, entry),
            }
        )
    return desk_page(
        "manage/log.html",
        forum,
        here="log",
        title=words.gettext("Log"),
        rows=rows,
        found=found,
        asked=asked,
        people=[(key, by_whom(words, name)) for key, name in found.people],
        kinds=sorted(((name, say(words)) for name, say in KINDS.items()), key=lambda item: item[1]),
        zone=words.zone(forum.zone, installed().config.now()),
    )
