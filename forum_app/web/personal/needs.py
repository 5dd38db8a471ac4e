"""What somebody needs to take part, what they eat, and whether they agree to be recorded: as their page asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum_app.web.personal.speaker import Mine


@dataclass(frozen=True)
class Needs:
    """``recording`` is yes, no or empty; ``text`` what is asked, in lines; ``given`` when they last said so."""

    access: str
    dietary: str
    recording: str
    text: str
    given: str


def recording_text(mine: Mine) -> str:
    """What somebody is asked to agree to: in the forum's words, or ours."""
    own = mine.view.plain(mine.speaker.plan.recording).strip()
    return own or mine.view.words.gettext("My part may be recorded, in picture and sound, and shown to those who could not come and on the forum’s pages.")  # fmt: skip


def needs_shown(mine: Mine, typed: Mapping[str, str]) -> Needs:
    """The section of the page; what was ``typed`` stands in it again."""
    private = mine.speaker.person.private
    said = private.recording if private else None
    agrees = "" if said is None else "yes" if said.agrees else "no"
    return Needs(
        typed.get("access_needs", private.access_needs if private else ""),
        typed.get("dietary_needs", private.dietary_needs if private else ""),
        typed.get("recording", agrees),
        recording_text(mine),
        mine.view.words.day(said.given_at.date(), weekday=False) if said else "",
    )
