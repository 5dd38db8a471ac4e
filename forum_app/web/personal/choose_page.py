"""The programme with a tick for each session: an agenda of one's own, chosen without a script."""

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

from forum_app.domain.my_agenda import can_be_starred
from forum_app.pages.agenda import days_of
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import View
from forum_app.web.personal.my_page import Mine
from forum_app.web.personal.register_page import personal_frame


@dataclass(frozen=True)
class Tick:
    """A session of the programme with its tick."""

    key: str
    title: Markup
    when: str
    ticked: bool


@dataclass(frozen=True)
class Day:
    label: str
    ticks: list[Tick]


def choose_page(view: View, mine: Mine, stars: Collection[str], ticked: Collection[str], problem: str = "") -> str:
    """The programme day by day, each session with a tick; ``stars`` are in the agenda, ``ticked`` is what is shown."""
    title = view.words.gettext("Choose your sessions")
    return rendered(
        "personal/agenda.html",
        view,
        personal_frame(view, mine.address, title),
        title=title,
        mine=mine,
        days=_days(view, ticked),
        was=" ".join(key for key in choosable(view) if key in set(stars)),
        problem=problem,
        programme=view.links.page(view.at.agenda()),
    )


def choosable(view: View) -> list[str]:
    """Ids of the sessions that can be put into an agenda, in the programme's order."""
    return [session.id for session in view.content.sessions if can_be_starred(session)]


def _days(view: View, ticked: Collection[str]) -> list[Day]:
    sessions = [session for session in view.content.sessions if can_be_starred(session)]
    days = [
        Day(day.label, [_tick(item, f"{item.when.times}" if item.when else "", ticked) for item in day.sessions])
        for day in days_of(view, sessions)
    ]
    undated = [session_view(view, session) for session in sessions if session.starts_at is None]
    if undated:
        label = view.words.gettext("Not yet scheduled")
        days.append(Day(label, [_tick(item, "", ticked) for item in undated]))
    return days


def _tick(item: SessionView, when: str, ticked: Collection[str]) -> Tick:
    room = item.room
    shown = Markup(" · ").join(part for part in (when, room) if part) if room else Markup.escape(when)
    return Tick(item.session.id, item.title, shown, item.session.id in ticked)
