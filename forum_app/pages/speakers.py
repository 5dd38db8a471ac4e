"""The list of speakers and the page of each."""

from dataclasses import dataclass
from datetime import timedelta

from forum_app import labels
from forum_app.domain.errors import NotFound
from forum_app.domain.filters import Filters
from forum_app.domain.release import TalkEntry
from forum_app.pages import calendar_links, frame
from forum_app.pages.people import by_name, is_unsure, who
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import Part, View


@dataclass(frozen=True)
class PartView:
    """``times`` are the talk's own where they are known, else the session's."""

    role: str
    item: SessionView
    talk: TalkEntry | None
    times: str
    to_be_confirmed: bool


def speakers_page(view: View) -> str:
    head = frame.frame(view, view.at.speakers(), view.words.gettext("Speakers"), section="speakers")
    return rendered("public/speakers.html", view, head, people=by_name(view))


def speaker_page(view: View, key: str) -> str:
    person = who(view, key, to_be_confirmed=is_unsure(view, key))
    if person is None:
        raise NotFound("There is no such person in this forum.")
    about = view.summary(person.person.biography)
    head = frame.frame(view, view.at.speaker(key), person.plain_name, section="speakers", description=about)
    parts = [
        PartView(
            labels.role(view.words, part.role),
            session_view(view, part.session),
            part.talk,
            _times(view, part),
            part.to_be_confirmed,
        )
        for part in view.parts.get(key, [])
    ]
    return rendered(
        "public/speaker.html",
        view,
        head,
        who=person,
        pronunciation=view.plain(person.person.pronunciation),
        following=calendar_links.subscription(view, person.name, Filters(speaker=(key,))) if parts else None,
        biography=view.rich(person.person.biography, 3),
        parts=parts,
        spoken=view.words.joined([view.words.language_name(code) for code in person.person.languages]),
    )


def _times(view: View, part: Part) -> str:
    talk, session = part.talk, part.session
    if talk is not None and talk.starts_at is not None:
        if not talk.minutes:
            return view.words.time(talk.starts_at)
        return view.words.times(talk.starts_at, talk.starts_at + timedelta(minutes=talk.minutes))
    return view.words.times(session.starts_at, session.ends_at) if session.starts_at and session.ends_at else ""
