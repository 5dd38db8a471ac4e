"""My agenda on a registration's own page: what was chosen of the programme, and what of it is at the same time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from forum_app.domain.ledger import tombstones
from forum_app.domain.my_agenda import overlapping
from forum_app.domain.registrations import Registration
from forum_app.domain.release import SessionEntry
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import View


@dataclass(frozen=True)
class Line:
    """A session of one's own agenda. ``named`` is its title with its language, ``same_time`` are the titles of what it
    overlaps with."""

    key: str
    title: str
    named: Markup
    address: str
    when: str
    room: Markup
    status: str
    starred: bool
    seat: bool
    same_time: tuple[str, ...] = ()


@dataclass(frozen=True)
class MyAgenda:
    """What stands in somebody's agenda, in time order; ``clashes`` are sentences, each about two sessions."""

    lines: tuple[Line, ...] = ()
    clashes: tuple[str, ...] = ()
    feed: str = ""
    subscribe: str = ""
    stars: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        return bool(self.lines)


def my_agenda(view: View, item: Registration, stars: Collection[str], address: str) -> MyAgenda:
    """The agenda of a registration: its stars, and the sessions that it has a seat in. One that was taken out of the
    programme stands there until it would have ended. ``address`` is that of its page, absolute."""
    seats = set(item.sessions)
    chosen = {*stars, *seats}
    here = [session for session in view.content.sessions if session.id in chosen]
    pairs = overlapping(here)
    beside: dict[str, list[str]] = {}
    for one, other in pairs:
        beside.setdefault(one.id, []).append(view.plain(other.title))
        beside.setdefault(other.id, []).append(view.plain(one.title))
    lines = [_line(view, session, stars, seats, beside.get(session.id, ())) for session in here]
    feed = f"{address}/agenda.ics"
    return MyAgenda(
        (*lines, *_gone(view, set(stars))),
        tuple(_clash(view, one, other) for one, other in pairs),
        feed,
        "webcal://" + feed.split("://", 1)[-1],
        frozenset(stars),
    )


def _line(
    view: View, session: SessionEntry, stars: Collection[str], seats: Collection[str], same_time: Iterable[str]
) -> Line:
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
        tuple(same_time),
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


def _clash(view: View, one: SessionEntry, other: SessionEntry) -> str:
    first, second = (view.plain(each.title) for each in (one, other))
    return view.words.gettext("“%(one)s” and “%(other)s” are at the same time.", one=first, other=second)
