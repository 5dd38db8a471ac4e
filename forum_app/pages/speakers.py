"""The list of speakers and the page of each."""

from dataclasses import dataclass

from forum_app import labels
from forum_app.domain.errors import NotFound
from forum_app.domain.release import TalkEntry
from forum_app.pages import frame
from forum_app.pages.people import by_name, who
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import SessionView, session_view
from forum_app.pages.view import View


@dataclass(frozen=True)
class PartView:
    role: str
    item: SessionView
    talk: TalkEntry | None


def speakers_page(view: View) -> str:
    head = frame.frame(view, view.at.speakers(), view.words.gettext("Speakers"), section="speakers")
    return rendered("public/speakers.html", view, head, people=by_name(view))


def speaker_page(view: View, key: str) -> str:
    person = who(view, key)
    if person is None:
        raise NotFound("There is no such person in this forum.")
    about = view.summary(person.person.biography)
    head = frame.frame(view, view.at.speaker(key), person.plain_name, section="speakers", description=about)
    parts = [
        PartView(labels.role(view.words, part.role), session_view(view, part.session), part.talk)
        for part in view.parts.get(key, [])
    ]
    return rendered(
        "public/speaker.html",
        view,
        head,
        who=person,
        pronunciation=view.plain(person.person.pronunciation),
        biography=view.rich(person.person.biography, 3),
        parts=parts,
        spoken=view.words.joined([view.words.language_name(code) for code in person.person.languages]),
    )
