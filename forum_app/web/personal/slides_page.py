"""The page on which somebody puts in slides: for each talk or session what is there, and a field for a file."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from forum_app.pages.rendering import rendered
from forum_app.pictures.jobs import MOST_SLIDES
from forum_app.services.parts_of_upload import PART
from forum_app.services.speaker_slides import Place, places_of_slides
from forum_app.web.personal.register_page import personal_frame
from forum_app.web.personal.speaker import Mine

_MB = 1024 * 1024
MOST_AT_ONCE = 16 * _MB  # without a script
ACCEPTED = ".pdf,.pptx,.odp,application/pdf"


@dataclass(frozen=True)
class Shown:
    """One talk or session as the page draws it; ``file`` is the address of what is there, ``kind`` its type."""

    key: str
    title: Markup
    file: str
    kind: str
    error: str


def slides_page(mine: Mine, *, error: str = "", at: str = "", done: str = "") -> str:
    """The page; an ``error`` stands beside the field of the talk or session ``at``, else on top."""
    view, _ = mine.view, mine.view.words.gettext
    title = _("Your slides")
    places = [_shown(mine, place, error if place.key == at else "") for place in places_of_slides(mine.speaker)]
    context: dict[str, Any] = {"done": done, "error": error if not any(each.error for each in places) else ""}
    return rendered(
        "personal/slides.html",
        view,
        personal_frame(view, f"{mine.address}/slides", title),
        title=title,
        mine=mine,
        csrf=mine.token,
        places=places,
        address=mine.at("/slides"),
        accept=ACCEPTED,
        most=MOST_SLIDES // _MB,
        most_plain=MOST_AT_ONCE // _MB,
        sending=_sending(mine),
        **context,
    )


def _shown(mine: Mine, place: Place, error: str) -> Shown:
    file = place.slides.file if place.slides else None
    address = f"{mine.address}/media/{file}" if file else ""
    kind = file.rpartition(".")[2].upper() if file else ""
    return Shown(place.key, mine.view.isolated(place.title), address, kind, error)


def _sending(mine: Mine) -> dict[str, str]:
    """What the form says on the way, in its ``data-`` attributes."""
    _ = mine.view.words.gettext
    return {
        "parts": f"{mine.address}/slides/parts",
        "part": str(PART),
        "most": str(MOST_SLIDES),
        "too-large": _("The file has %(size)s MB; at most %(most)s MB are taken. Save it with smaller pictures, or as PDF.", size="{size}", most=MOST_SLIDES // _MB),
        "sent": _("{share} is sent"),
        "waiting": _("The connection is gone. It goes on by itself as soon as it is back; what has arrived stays."),
        "paused": _("Paused. What has arrived stays here for a day."),
        "checked": _("Sent. The file is being looked at."),
        "failed": _("The file could not be sent. What has arrived stays here for a day: try again."),
        "again": _("“{name}” was not sent whole. Choose it again: it goes on where it stopped."),
        "pause": _("Pause"),
        "on": _("Go on"),
    }  # fmt: skip
