"""The programme: days of sessions in time order, chosen by filters, with the reader's zone beside the forum's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from forum_app import labels
from forum_app.domain import filters as choosing
from forum_app.domain.filters import Filters
from forum_app.domain.release import SessionEntry
from forum_app.domain.texts import opening
from forum_app.domain.times import conference_day, first_existing, in_zone
from forum_app.grid import Grid, grids
from forum_app.pages import frame
from forum_app.pages.people import by_name
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import View
from forum_app.pages.zones import ZoneGroup, zone_groups

A_HANDFUL = 6
A_FEW = 3  # sessions of a day from which a grid says more than a list
MOST_AT_ONCE = 150  # sessions on one page
MOST_ROOMS = 6  # columns that stand side by side without scrolling


@dataclass(frozen=True)
class GridView:
    """A day laid out as rooms by time: heads of columns, hours, and the classes of each session's cell."""

    classes: str
    heads: list[tuple[str, Markup, str]]
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
class Tab:
    label: str
    short: str
    count: str
    address: str
    here: bool
    day: str = ""


@dataclass(frozen=True)
class Field:
    """A filter with its choices; ``value`` is the one chosen."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


def agenda_page(view: View, filters: Filters) -> str:
    shown = _shown(view, filters)
    matching = choosing.chosen(view.content, shown)
    head = frame.frame(
        view, view.at.agenda(), view.words.gettext("Programme"), section="agenda", description=_description(view)
    )
    narrowing = filters.without("day")
    found = None
    if narrowing.any:
        count = view.words.ngettext("%(num)d session", "%(num)d sessions", len(matching))
        found = view.words.gettext("%(count)s of %(all)s.", count=count, all=len(view.content.sessions))
    fields = _fields(view, filters)
    return rendered(
        "public/agenda.html",
        view,
        head,
        release_line=_release_line(view),
        print_address=view.links.file(view.at.agenda(".pdf"), day=filters.day),
        file=_feed(view, filters),
        subscribe=view.links.webcal(_feed(view, filters)),
        tabs=_tabs(view, shown),
        days=_with_grids(view, days_of(view, matching)),
        unscheduled=[session_view(view, session) for session in matching if session.starts_at is None],
        filtered=filters.any,
        found=found,
        everything=view.links.page(view.at.agenda(), day=filters.day if narrowing.any else ""),
        filters=filters,
        fields=fields,
        narrowed=sum(bool(field.value) for field in fields),
        **_forms(view, filters),
    )


def days_of(view: View, sessions: Iterable[SessionEntry]) -> list[DayView]:
    """The dated sessions by conference day."""
    days: dict[date, list[SessionEntry]] = {}
    for session in sessions:
        if session.starts_at is not None:
            days.setdefault(conference_day(session.starts_at, view.forum.day_starts_at), []).append(session)
    return [_day(view, day, held) for day, held in sorted(days.items())]


def _with_grids(view: View, days: list[DayView]) -> list[DayView]:
    """Days with their grids, where they hold more than a session or two and a room or a venue heads their columns."""
    laid = grids(view.content)
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
        heads.append((column.classes, view.isolated(room.name) if room else elsewhere, places))
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
    return f"{view.plain(view.forum.title)}, {days}, {_count(view, len(view.content.sessions))}"


def _release_line(view: View) -> str:
    """Release 2, published 9 September 2022, 16:40; in words of its own for a preview."""
    release = view.release
    if release.number is None or release.published_at is None:
        return view.words.gettext("Draft, not published")
    published = view.moment(release.published_at)
    return view.words.gettext("Release %(number)s, published %(moment)s", number=release.number, moment=published)


def _feed(view: View, filters: Filters) -> str:
    """The calendar of what is shown."""
    return view.links.file(view.at.agenda(".ics"), **dict(filters.query()))


def _shown(view: View, filters: Filters) -> Filters:
    """What is asked for; of a programme too long for one page, where nothing is asked for, the first day."""
    if filters.any or len(view.content.sessions) <= MOST_AT_ONCE or len(view.content.days) < 2:
        return filters
    return replace(filters, day=view.content.days[0].day.isoformat())


def _tabs(view: View, filters: Filters) -> list[Tab]:
    """All days where they fit on a page, and each: the other filters stay."""
    if len(view.content.days) < 2:
        return []
    others = dict(filters.without("day", "session").query())
    word = view.words.gettext("All days")
    fit = len(view.content.sessions) <= MOST_AT_ONCE or bool(others)
    tabs = [Tab(word, word, "", view.links.page(view.at.agenda(), **others), not filters.day)] if fit else []
    for entry in view.content.days:
        value = entry.day.isoformat()
        tabs.append(
            Tab(
                opening(view.words.day(entry.day, year=False)),
                view.words.short_day(entry.day),
                _count(view, len(entry.sessions)),
                view.links.page(view.at.agenda(), day=value, **others),
                filters.day == value,
                value,
            )
        )
    return tabs


def _fields(view: View, filters: Filters) -> list[Field]:
    """The filters that can narrow this programme; none for a handful of sessions."""
    content, word = view.content, view.words
    if len(content.sessions) <= A_HANDFUL and not filters.any:
        return []
    kinds = [(kind.value, labels.session_kind(word, kind)) for kind in choosing.kinds_of(content)]
    languages = [(code, word.language_name(code)) for code in choosing.languages_of(content)]
    people = [(one.person.id, one.plain_name) for one in by_name(view)]
    rooms = [(room.id, view.plain(room.name)) for room in content.rooms]
    fields = [
        Field(
            "theme", word.gettext("Theme"), filters.theme, [(one.id, view.plain(one.title)) for one in content.themes]
        ),
        Field("room", word.gettext("Room"), filters.room, rooms),
        Field("kind", word.gettext("Kind"), filters.kind, [(value, label) for value, label in kinds if label]),
        Field("mode", word.gettext("Attendance"), filters.mode, _modes(view)),
        Field("language", word.gettext("Language"), filters.language, languages),
        Field("speaker", word.gettext("Speaker"), filters.speaker, people),
    ]
    return [field for field in fields if len(field.options) > 1 or field.value]


def _modes(view: View) -> list[tuple[str, str]]:
    return [(mode.value, labels.mode(view.words, mode)) for mode in choosing.modes_of(view.content)]


def _forms(view: View, filters: Filters) -> dict[str, object]:
    """What the two forms send beside their own fields."""
    base = [(name, value) for name, value in view.links.query().items()]
    language = [(name, value) for name, value in base if name != "tz"]
    day = [("day", filters.day)] if filters.day else []
    zones: list[ZoneGroup] = zone_groups(view.words, view.first_moment, view.reader.zone)
    chosen = view.reader.zone
    line = view.words.gettext("Times are in %(zone)s", zone=view.zone_words())
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
