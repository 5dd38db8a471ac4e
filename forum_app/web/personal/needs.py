"""What somebody needs to take part, what they eat, and whether they agree to be recorded: as their page asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum_app.domain.trees import digest
from forum_app.services.speaking_answers import said_on_recording
from forum_app.web.personal.speaker import Mine


@dataclass(frozen=True)
class Needs:
    """``recording`` is yes, no or empty; ``text`` what is asked, in lines; ``given`` when they last said so. ``seen`` are
    the digests of what the page shows, by field."""

    access: str
    dietary: str
    recording: str
    text: str
    given: str
    seen: Mapping[str, str]


def recording_text(mine: Mine) -> str:
    """What somebody is asked to agree to: in the forum's words, or ours."""
    own = mine.view.plain(mine.speaker.plan.recording).strip()
    return own or mine.view.words.gettext("My part may be recorded, in picture and sound, and shown to those who could not come and on the forum’s pages.")  # fmt: skip


def needs_shown(mine: Mine, typed: Mapping[str, str]) -> Needs:
    """The section of the page; what was ``typed`` stands in it again."""
    private, text = mine.speaker.person.private, recording_text(mine)
    said = private.recording if private else None
    kept = {
        "access_needs": private.access_needs if private else "",
        "dietary_needs": private.dietary_needs if private else "",
        "recording": said_on_recording(said.agrees) if said else "",
    }
    shown = {**kept, **typed}
    return Needs(
        shown["access_needs"],
        shown["dietary_needs"],
        shown["recording"],
        text,
        mine.view.words.day(said.given_at.date(), weekday=False) if said else "",
        {name: digest(value) for name, value in {**kept, "text": text}.items()},
    )
