"""The programme: days of sessions in time order, chosen by filters, with the reader's zone beside the forum's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from markupsafe import Markup, escape

from forum_app.branding import grid_name
from forum_app.domain import filters as choosing
from forum_app.domain.filters import Filters
from forum_app.domain.release import SessionEntry
from forum_app.domain.texts import opening
from forum_app.domain.times import conference_day, first_existing, in_zone
from forum_app.grid import Grid, grids
from forum_app.pages import calendar_links, frame
from forum_app.pages.chips import chips, said_of, themes_held
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import View
from forum_app.pages.zones import ZoneGroup, zone_groups

A_FEW = 3  # sessions of a day from which a grid says more than a list
MOST_IN_LEGEND = 12  # themes: more of them are a list, which the filter is
MOST_ROOMS = 6  # columns that stand side by side without scrolling


@dataclass(frozen=True)
class Head:
    """The head of a column; ``address`` leads to what is in that room."""

    classes: str
    name: Markup
    places: str
    address: str


@dataclass(frozen=True)
class GridView:
    """A day laid out as rooms by time: heads of columns, hours, and the classes of each session's cell."""

    classes: str
    heads: list[Head]
    hours: list[tuple[str, str]]
    cells: dict[str, str]
    clashing: frozenset[str]
    wide: bool
    first: str


@dataclass(frozen=True)
class DayView:
    """A conference day; ``address`` leads to its programme where the sessions themselves are left out."""

    day: date
    label: str
    short: str
    count: str
    sessions: list[SessionView]
    address: str = ""
    grid: GridView | None = None


@dataclass(frozen=True)
class Held:
    """What a page holds for sure, so that a starred session that isn't on it is gone: ``all`` sessions, those that its
    address ``asked`` for, or what begins from one instant until another."""

    holds: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    short: str
    count: str
    address: str
    here: bool
    day: str = ""


def agenda_page(view: View, filters: Filters) -> str:
    matching = choosing.chosen(view.content, filters.without("day"))
    fit = choosing.on_one_page(view.content, matching)
    shown = filters if fit or filters.day else replace(filters, day=_first_day(view, matching))
    listed = matching if not shown.day else choosing.chosen(view.content, shown)
    undated = [one for one in (listed if fit else matching) if one.starts_at is None]
    days = _with_grids(view, days_of(view, listed), narrowed=filters.without("day").any)
    legend = themes_held(view)
    title = view.words.gettext("Programme")
    head = frame.frame(view, view.at.agenda(), title, section="agenda", description=_description(view))
    return rendered(
        "public/agenda.html",
        view,
        head,
        release_line=_release_line(view),
        print_address=view.links.file(view.at.agenda(".pdf"), day=filters.day),
        tabs=_tabs(view, shown, matching, fit),
        days=days,
        grid_style=view.at.style(grid_name(view.content)),
        laid=any(day.grid for day in days),
        legend=legend if len(legend) <= MOST_IN_LEGEND else [],
        unscheduled=[session_view(view, session) for session in undated],
        filters=filters,
        held=_held(view, shown),
        **_narrowed(view, filters, shown, len(listed), len(matching)),
        **_subscriptions(view, filters),
        **_forms(view, filters),
    )


def _narrowed(view: View, filters: Filters, shown: Filters, here: int, matching: int) -> dict[str, object]:
    """The chips, how many sessions match them in words, and the ways out of them."""
    narrowing, word = filters.without("day"), view.words
    found = found_elsewhere = ""
    if narrowing.any:
        every = len(view.content.sessions)
        found = word.gettext("%(count)s of %(all)s.", count=_count(view, here), all=every)
        if shown.day and here != matching:
            found_elsewhere = word.ngettext("%(num)d session on all days", "%(num)d sessions on all days", matching)
    found_chips = chips(view, filters)
    everything = view.links.page(view.at.agenda(), day=filters.day if narrowing.any else "")
    return {
        "chips": found_chips,
        "chosen": sum(bool(chip.said) for chip in found_chips),
        "filtered": filters.any,
        "narrowing": narrowing.any,
        "found": found,
        "found_elsewhere": found_elsewhere,
        "on_all_days": view.links.page(view.at.agenda(), narrowing.asked),
        "everything": everything,
        "unsearched": view.links.page(view.at.agenda(), filters.without("q").asked),
    }


def _held(view: View, shown: Filters) -> Held:
    narrowing = shown.without("day").asked
    if not shown.day:
        return Held("all" if not narrowing else "asked" if set(narrowing) == {"session"} else "")
    if narrowing:
        return Held()
    begins = datetime.combine(date.fromisoformat(shown.day), view.forum.day_starts_at)
    since, until = (first_existing(each, view.forum.zone).isoformat() for each in (begins, begins + timedelta(days=1)))
    return Held(since=since, until=until)


def _subscriptions(view: View, filters: Filters) -> dict[str, object]:
    """The calendar of what is shown where that is a choice, and the calendar of everything."""
    whole = calendar_links.subscription(view, escape(view.words.gettext("The whole programme")))
    part = calendar_links.subscription(view, said_of(view, filters), filters) if filters.any else None
    return {"subscriptions": [part, whole] if part else [whole]}


def days_of(view: View, sessions: Iterable[SessionEntry]) -> list[DayView]:
    """The dated sessions by conference day."""
    days: dict[date, list[SessionEntry]] = {}
    for session in sessions:
        if session.starts_at is not None:
            days.setdefault(conference_day(session.starts_at, view.forum.day_starts_at), []).append(session)
    return [_day(view, day, held) for day, held in sorted(days.items())]


def _with_grids(view: View, days: list[DayView], *, narrowed: bool) -> list[DayView]:
    """Days with their grids, where they hold more than a session or two and a room or a venue heads their columns.

    What filters leave of a day of many rooms is a list: most of its columns would be empty.
    """
    laid = {day: grid for day, grid in grids(view.content).items() if not narrowed or grid.width <= MOST_ROOMS}
    return [replace(day, grid=_grid(view, laid[day.day])) if day.day in laid else day for day in days]


def _grid(view: View, grid: Grid) -> GridView | None:
    if len(grid.cells) < A_FEW:
        return None
    venue = view.forum.venue
    elsewhere = view.isolated(venue.name) if venue else Markup.escape(view.words.gettext("Elsewhere"))
    heads = []
    for column in grid.columns:
        room = view.content.room.get(column.room)
        places = view.words.ngettext("%(num)d place", "%(num)d places", room.capacity) if room and room.capacity else ""
        address = view.links.page(view.at.agenda(), room=room.id) if room else ""
        heads.append(Head(column.classes, view.isolated(room.name) if room else elsewhere, places, address))
    return GridView(
        grid.classes, heads, list(grid.hours()), grid.cells, grid.clashing, grid.width > MOST_ROOMS, _first(view, grid)
    )


def _first(view: View, grid: Grid) -> str:
    """The instant at which a day's grid begins."""
    begins = datetime.combine(grid.day, time()) + timedelta(hours=grid.first_hour)
    return first_existing(begins, view.forum.zone).isoformat()


def _day(view: View, day: date, sessions: list[SessionEntry]) -> DayView:
    return DayView(
        day,
        opening(view.words.day(day, year=False)),
        view.words.short_day(day),
        _count(view, len(sessions)),
        [session_view(view, session) for session in sessions],
    )


def _count(view: View, number: int) -> str:
    return view.words.ngettext("%(num)d session", "%(num)d sessions", number)


def _description(view: View) -> str:
    days = view.words.days(view.forum.first_day, view.forum.last_day)
    return view.words.comma.join((view.plain(view.forum.title), days, _count(view, len(view.content.sessions))))


def _release_line(view: View) -> str:
    """Release 2, published 9 September 2022, 16:40, Bangkok time (UTC+7); in words of its own for a preview."""
    release = view.release
    if release.number is None or release.published_at is None:
        return view.words.gettext("Draft, not published")
    zone = view.zone_words(release.published_at)
    published = view.words.gettext("%(moment)s, %(zone)s", moment=view.moment(release.published_at), zone=zone)
    return view.words.gettext("Release %(number)s, published %(moment)s", number=release.number, moment=published)


def _first_day(view: View, matching: list[SessionEntry]) -> str:
    """Of a programme too long for one page, the first day that holds what is asked for."""
    asked = {session.id for session in matching}
    days = (entry.day for entry in view.content.days if not asked.isdisjoint(entry.sessions))
    return next(days, view.content.days[0].day).isoformat()


def _tabs(view: View, shown: Filters, matching: list[SessionEntry], fit: bool) -> list[Tab]:
    """All days where they fit on a page, and each with what of it matches: the other filters stay."""
    if len(view.content.days) < 2:
        return []
    others = shown.without("day").asked
    asked = {session.id for session in matching}
    word = view.words.gettext("All days")
    tabs = [Tab(word, word, "", view.links.page(view.at.agenda(), others), not shown.day)] if fit else []
    for entry in view.content.days:
        value = entry.day.isoformat()
        tabs.append(
            Tab(
                opening(view.words.day(entry.day, year=False)),
                view.words.short_day(entry.day),
                _count(view, len(asked.intersection(entry.sessions))),
                view.links.page(view.at.agenda(), others, day=value),
                shown.day == value,
                value,
            )
        )
    return tabs


def _forms(view: View, filters: Filters) -> dict[str, object]:
    """What the two forms send beside their own fields."""
    base = [(name, str(value)) for name, value in view.links.query().items()]
    language = [(name, value) for name, value in base if name != "tz"]
    day = [("day", filters.day)] if filters.day else []
    zones: list[ZoneGroup] = zone_groups(view.words, view.first_moment, view.reader.zone)
    chosen = view.reader.zone
    line = opening(view.zone_words())
    if chosen and in_zone(view.first_moment, chosen).utcoffset() != _offset(view):
        line = view.words.gettext("%(line)s and %(zone)s", line=line, zone=view.words.zone(chosen, view.first_moment))
    return {
        "action": view.at.agenda(),
        "now_address": "" if view.reader.preview else view.at.now(),
        "kept_by_filters": base + day,
        "kept_by_zone": language + filters.query(),
        "zones": zones,
        "zone_line": line,
    }


def _offset(view: View) -> object:
    first: datetime = in_zone(view.first_moment, view.forum.zone)
    return first.utcoffset()
