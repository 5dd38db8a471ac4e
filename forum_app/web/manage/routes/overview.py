"""The overview of a forum: numbers, charts that are tables too, what to do next; find anything; the log."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from forum_app.charts import bar_drawing, line_chart, stack_drawing
from forum_app.domain.permissions import (
    Place,
    may_read_log,
    may_see_desk,
    may_see_private,
)
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Severity
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.desk_facts import Facts, facts_of_desk
from forum_app.services.finding import find_anything
from forum_app.services.log_entries import log_of
from forum_app.services.pending import checked_now
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here, fragment_answer
from forum_app.web.manage.log_words import KINDS, PATHS, said, value_words
from forum_app.web.manage.nouns import NOUNS
from forum_app.web.manage.release_words import OfRule, by_rule

blueprint = Blueprint("overview", __name__, url_prefix="/manage/<slug>")
log_blueprint = Blueprint("log", __name__, url_prefix="/manage/<slug>")
MOST_TO_DO, MOST_LATEST = 8, 6


@dataclass(frozen=True)
class Task:
    """Something to do next: what, of what, where it is done."""

    title: str
    under: str
    address: str
    stops: bool


@blueprint.get("/")
@needs(may_see_desk)
def overview(slug: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    facts = facts_of_desk(installed().database, forum, words)
    draft, findings = checked_now(installed().database, slug)
    rules = [rule for rule in by_rule(words, draft, findings, slug) if rule.found and rule.severity != Severity.IGNORE]
    latest = log_of(installed().database, forum.id).entries[:MOST_LATEST] if _may(forum, may_read_log) else ()
    return desk_page(
        "manage/overview.html",
        forum,
        here="overview",
        title=forum.name(words.interface),
        facts=facts,
        when=_when(words, forum),
        chart=_chart(words, facts),
        weeks=[(words.day(week, weekday=False), number) for week, number in facts.by_week],
        tasks=[_task(rule) for rule in rules[:MOST_TO_DO]],
        more=max(0, len(rules) - MOST_TO_DO),
        latest=[(words.time(in_zone(entry.at, forum.zone)), words.short_day(in_zone(entry.at, forum.zone).date()), said(words, entry.action), entry.subject) for entry in latest],
        bar=bar_drawing,
        stack=stack_drawing,
    )  # fmt: skip


def _may(forum: DeskForum, rule: object) -> bool:
    return bool(rule(guest().actor, Place(forum.id)))  # type: ignore[operator]


def _when(words: Words, forum: DeskForum) -> str:
    """How far away the forum is, by the programme's clock."""
    today: date = in_zone(installed().config.now(), forum.zone).date()
    if today < forum.first_day:
        days = (forum.first_day - today).days
        return words.ngettext("Opens in one day.", "Opens in %(num)d days.", days)
    if today <= forum.last_day:
        return words.gettext("It is on.")
    return words.gettext("It is over.")


def _chart(words: Words, facts: Facts) -> str:
    if len(facts.by_week) < 2:
        return ""
    points = [(words.short_month(week), number) for week, number in facts.by_week]
    first, last = facts.by_week[0], facts.by_week[-1]
    all_of_it = words.gettext(
        "Registrations rose from %(first)s in the week of %(from)s to %(last)s in the week of %(to)s.",
        **{"first": first[1], "from": words.day(first[0], weekday=False), "last": last[1], "to": words.day(last[0], weekday=False)},
    )  # fmt: skip
    return line_chart(points, all_of_it, words.ngettext("%(num)d person", "%(num)d people", facts.by_week[-1][1]))


def _task(rule: OfRule) -> Task:
    """The findings of one rule as one thing to do: what the rule says, and whose they are."""
    names: dict[str, int] = defaultdict(int)
    for found in rule.found:
        names[found.thing] += 1
        for other in found.also:
            names[other.text] += 1
    shown = list(names)[:3]
    words = desk_words()
    more = len(names) - len(shown)
    under = words.listed(shown) + (f" {words.gettext('and %(number)s more', number=more)}" if more > 0 else "")
    return Task(rule.description, under, rule.found[0].address, rule.severity == Severity.STOP)


@blueprint.get("/find")
@needs(may_see_desk)
def find(slug: str) -> Response:
    """Hits for the field in the bar: a page, or the list alone for the field's own menu."""
    forum, words = forum_here(slug), desk_words()
    query = request.args.get("q", "")[:200].strip()
    private = _may(forum, may_see_private)
    found = find_anything(installed().database, forum, query, words.interface, private=private)
    names = {path: noun.say(words).many for path, noun in NOUNS.items()} | {
        "concept-note": words.gettext("Concept note")
    }
    given: dict[str, Any] = {"query": query, "groups": [(names[path], hits) for path, hits in found]}
    if request.headers.get("X-Fragment"):
        return fragment_answer("manage/_found.html", forum, **given)
    return desk_page("manage/find.html", forum, title=words.gettext("Find anything"), **given)


@log_blueprint.get("/log")
@needs(may_read_log)
def log(slug: str) -> Response:
    forum, words, args = forum_here(slug), desk_words(), request.args
    who, kind, page = args.get("who", "")[:40], args.get("kind", "")[:20], args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    thing = args.get("thing", "")[:10]
    found = log_of(installed().database, forum.id, who=who, kind=kind, page=number, thing=thing)
    rows = []
    for entry in found.entries:
        at = in_zone(entry.at, forum.zone)
        path = PATHS.get(entry.action.partition(".")[0])
        address = f"/manage/{slug}/{path}/{entry.thing}" if path and entry.thing and not entry.undoable else ""
        changes = [(place, value_words(words, old), value_words(words, new)) for place, old, new in entry.changes]
        rows.append(
            (entry, words.day(at.date(), weekday=False), words.time(at), said(words, entry.action), address, changes)
        )
    kinds = [(name, say(words)) for name, say in KINDS.items()]
    return desk_page(
        "manage/log.html", forum, here="log", title=words.gettext("Log"), rows=rows, found=found, who=who, kind=kind, kinds=kinds, thing=thing,
        zone=words.zone(forum.zone, installed().config.now()),
    )  # fmt: skip
