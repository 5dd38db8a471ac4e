"""The overview of a forum: what to do next, numbers, charts that are tables too, files, what happened last."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response
from markupsafe import Markup

from forum_app.charts import NARROW, WIDE, bar_drawing, line_chart, stack_drawing
from forum_app.domain.permissions import Place, Rule, may_read_log, may_see_desk, may_write_messages
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Visibility
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.desk_facts import Facts, facts_of_desk
from forum_app.services.log_entries import Entry, latest_of
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here
from forum_app.web.manage.document_words import documents_task
from forum_app.web.manage.log_words import address_of, said, subject_words
from forum_app.web.manage.note_words import notes_task
from forum_app.web.manage.release_words import by_whom
from forum_app.web.manage.todo import Task, tasks_now

blueprint = Blueprint("overview", __name__, url_prefix="/manage/<slug>")
MOST_TO_DO, MOST_LATEST = 8, 6


@dataclass(frozen=True)
class Late:
    """Something that happened: when, in words, what, with what it was done to and by whom."""

    when: str
    what: str
    subject: str
    address: str
    who: str


@blueprint.get("/")
@needs(may_see_desk)
def overview(slug: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    facts = facts_of_desk(installed().database, forum, words)
    to_do = _mails(words, forum, facts) + documents_task(words, forum) + tasks_now(words, forum)
    to_do += notes_task(words, forum)
    latest = latest_of(installed().database, forum, MOST_LATEST) if _may(forum, may_read_log) else ()
    wide, narrow = _charts(words, facts)
    return desk_page(
        "manage/overview.html",
        forum,
        here="overview",
        title=forum.name(words.interface),
        facts=facts,
        lead=_lead(words, forum),
        over=_today(forum) > forum.last_day,
        wide=wide,
        narrow=narrow,
        weeks=[(words.day(week, weekday=False), number) for week, number in facts.by_week],
        years=_years(facts),
        tasks=to_do[:MOST_TO_DO],
        more=max(0, len(to_do) - MOST_TO_DO),
        latest=[_late(words, forum, entry) for entry in latest],
        bar=bar_drawing,
        stack=stack_drawing,
    )


def _may(forum: DeskForum, rule: Rule) -> bool:
    return rule(guest().actor, Place(forum.id))


def _today(forum: DeskForum) -> date:
    """The day on the forum's clocks, in the programme's time."""
    return in_zone(installed().config.now(), forum.zone).date()


def _lead(words: Words, forum: DeskForum) -> str:
    """When it is, how far away that is, and what readers see of it."""
    return " ".join((f"{words.days(forum.first_day, forum.last_day)}.", _when(words, forum), _state(words, forum)))


def _when(words: Words, forum: DeskForum) -> str:
    today = _today(forum)
    if today < forum.first_day:
        days = (forum.first_day - today).days
        return words.ngettext("Opens in one day.", "Opens in %(num)d days.", days)
    if today <= forum.last_day:
        return words.gettext("It is on.")
    return words.gettext("It is over.")


def _state(words: Words, forum: DeskForum) -> str:
    number = forum.current_release
    if not number:
        return words.gettext("Never published.")
    if forum.visibility == Visibility.DRAFT:
        return words.gettext("Hidden, release %(number)s.", number=number)
    return words.gettext("Published, release %(number)s.", number=number)


def _charts(words: Words, facts: Facts) -> tuple[Markup, Markup]:
    """The running total of who comes, for wide screens and for narrow ones; nothing before there are two weeks."""
    if len(facts.by_week) < 2:
        return Markup(""), Markup("")
    points = [(words.short_month(week), number) for week, number in facts.by_week]
    first, last = facts.by_week[0], facts.by_week[-1]
    all_of_it = words.gettext(
        "Registrations rose from %(first)s in the week of %(from)s to %(last)s in the week of %(to)s.",
        **{"first": first[1], "from": words.day(first[0], weekday=False), "last": last[1], "to": words.day(last[0], weekday=False)},
    )  # fmt: skip
    people = words.ngettext("%(num)d person", "%(num)d people", last[1])
    mirrored = words.interface_direction == "rtl"
    wide, narrow = (line_chart(points, all_of_it, people, frame, mirrored=mirrored) for frame in (WIDE, NARROW))
    return wide, narrow


def _years(facts: Facts) -> str:
    """The years of the chart, which its labels leave out: 2025, or 2024–2025."""
    years = [week.year for week, _number in facts.by_week[:1] + facts.by_week[-1:]]
    return "–".join(str(year) for year in dict.fromkeys(years))


def _mails(words: Words, forum: DeskForum, facts: Facts) -> list[Task]:
    """Mails that were given up, for who may read them."""
    if not facts.failed_mails or not _may(forum, may_write_messages):
        return []
    title = words.ngettext("One mail could not be sent", "%(num)d mails could not be sent", facts.failed_mails)
    under = words.gettext("Nobody got them: see why, and send them again.")
    return [Task(title, under, f"/manage/{forum.slug}/messages?state=failed", words.gettext("Open"), "bad", "mail")]


def _late(words: Words, forum: DeskForum, entry: Entry) -> Late:
    return Late(
        _moment(words, forum, entry.at),
        said(words, entry.action),
        subject_words(words, entry.action, entry.subject),
        address_of(forum.slug, entry.action, entry.thing, entry.subject, gone=entry.undoable),
        by_whom(words, entry.who),
    )


def _moment(words: Words, forum: DeskForum, at: datetime) -> str:
    """The time today, else the day, on the forum's clocks."""
    here, now = in_zone(at, forum.zone), in_zone(datetime.now(at.tzinfo), forum.zone)
    if here.date() == now.date():
        return words.time(here)
    return words.short_month(here.date()) if here.year == now.year else words.day(here.date(), weekday=False)
