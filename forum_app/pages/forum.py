"""Every page of a forum by its name: a pure function of a release and its reader."""

from collections.abc import Iterable

from forum_app.domain.errors import NotFound
from forum_app.domain.filters import Filters
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.pages import about, agenda, changes, note, session, speakers
from forum_app.pages.reader import Reader
from forum_app.pages.view import View

EVERYTHING = Filters()
NAMES = (
    "forum",
    "agenda",
    "session",
    "session-drawer",
    "speakers",
    "speaker",
    "concept-note",
    "session-note",
    "changes",
)


def render_page(
    name: str,
    release: Release,
    reader: Reader,
    key: str = "",
    history: Iterable[ReleaseNews] = (),
    filters: Filters = EVERYTHING,
) -> str:
    """The page as HTML; ``key`` is the id of a session or person, ``filters`` those of the agenda, ``history`` newest
    first. Raises NotFound for a page that this release does not have."""
    view = View(release, reader)
    match name:
        case "forum":
            return about.forum_page(view)
        case "agenda":
            return agenda.agenda_page(view, filters)
        case "session":
            return session.session_page(view, key)
        case "session-drawer":
            return session.session_drawer(view, key)
        case "speakers":
            return speakers.speakers_page(view)
        case "speaker":
            return speakers.speaker_page(view, key)
        case "concept-note":
            return note.forum_note_page(view)
        case "session-note":
            return note.session_note_page(view, key)
        case "changes":
            return changes.changes_page(view, list(history))
        case _:
            raise NotFound("There is no such page.")
