"""My agenda on a registration's own page: what was chosen of the programme, and what of it is at the same time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from forum_app.domain.ledger import tombstones
from forum_app.domain.my_agenda import at_the_same_time
from forum_app.domain.registrations import Registration
from forum_app.domain.release import SessionEntry
from forum_app.domain.texts import apart
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import View


@dataclass(frozen=True)
class Line:
    """A session of one's own agenda. ``named`` is its title with its language, ``same_time`` says in one line what it
    overlaps with, ``join`` is where they join it online."""

    key: str
    title: str
    named: Markup
    address: str
    when: str
    room: Markup
    status: str
    starred: bool
    seat: bool
    same_time: str = ""
    join: str = ""


@dataclass(frozen=True)
class MyAgenda:
    """What stands in somebody's agenda, in time order; ``clashes`` are lines, one for each time at which several are."""

    lines: tuple[Line, ...] = ()
    clashes: tuple[str, ...] = ()
    feed: str = ""
    subscribe: str = ""
    stars: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        return bool(self.lines)


def my_agenda(
    view: View, item: Registration, stars: Collection[str], address: str, links: Mapping[str, str]
) -> MyAgenda:
    """The agenda of a registration: its stars, and the sessions that it has a seat in. One that was taken out of the
    programme stands there until it would have ended. ``address`` is that of its page, absolute; ``links`` by session
    where they join online."""
    seats = set(item.sessions)
    chosen = {*stars, *seats}
    here = [session for session in view.content.sessions if session.id in chosen]
    together = at_the_same_time(here)
    lines = [
        replace(
            _line(view, session, stars, seats, _beside(view, session, together)),
            join="" if session.is_cancelled else links.get(session.id, ""),
        )
        for session in here
    ]
    feed = f"{address}/agenda.ics"
    return MyAgenda(
        (*lines, *_gone(view, set(stars))),
        tuple(_clash(view, sessions) for sessions in together),
        feed,
        "webcal://" + feed.split("://", 1)[-1],
        frozenset(stars),
    )


def _line(view: View, session: SessionEntry, stars: Collection[str], seats: Collection[str], same_time: str) -> Line:
    item = session_view(view, session)
    return Line(
        session.id,
        view.plain(session.title),
        item.title,
        item.address,
        _when(view, item),
        item.room,
        item.status,
        session.id in stars,
        session.id in seats,
        same_time,
    )


def _when(view: View, item: SessionView) -> str:
    return view.words.comma.join((item.when.short_day, item.when.times)) if item.when else ""


def _gone(view: View, stars: set[str]) -> list[Line]:
    """Chosen sessions that were taken out of the programme."""
    said = view.words.gettext("Taken out of the programme")
    nothing = Markup("")
    return [
        Line(key, view.plain(entry.title), view.isolated(entry.title), "", "", nothing, said, True, False)
        for key, entry in tombstones(view.release)
        if key in stars
    ]


def _beside(view: View, session: SessionEntry, together: list[list[SessionEntry]]) -> str:
    """What is at the same time as a session: by its title, or how many where it is more than one."""
    others = {each.id: each for sessions in together if session in sessions for each in sessions if each is not session}
    if len(others) > 1:
        return view.words.gettext("At the same time as %(count)s of yours", count=len(others))
    titles = [view.plain(other.title) for other in others.values()]
    return view.words.gettext("At the same time as “%(other)s”", other=titles[0]) if titles else ""


def _clash(view: View, sessions: list[SessionEntry]) -> str:
    """Tuesday 14 May, 11:15: 3 of yours at the same time: Bees; Soil; Goats."""
    item = session_view(view, sessions[-1])
    moment = view.words.comma.join((item.when.short_day, item.when.start)) if item.when else ""
    titles = view.words.semicolon.join(apart(view.plain(each.title), view.words.direction) for each in sessions)
    said = view.words.gettext("%(when)s: %(count)s of yours at the same time: %(titles)s")
    return said % {"when": moment, "count": len(sessions), "titles": titles}
