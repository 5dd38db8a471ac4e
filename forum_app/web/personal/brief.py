"""A speaker's brief on one page of paper: the slot, the place, the moderator, the run, the questions with their answers."""

from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from forum_app.branding import accent_values
from forum_app.documents.fonts import stylesheet
from forum_app.domain.times import in_zone
from forum_app.templating import environment
from forum_app.web.personal.speaker import Mine
from forum_app.web.personal.speaker_page import AskedOf, Slot, questions_of, slots_of


@dataclass(frozen=True)
class Density:
    """How much stands on the page. ``type`` is the size of its letters: wide, close or tight; ``rows``: a session takes a
    row. ``sessions`` and ``questions`` are how many stand there at most, ``letters`` how long a question and what is
    practical may be; what is left out is on their own page."""

    shows: frozenset[str]
    type: str = "wide"
    rows: bool = False
    sessions: int = 1_000
    questions: int = 1_000
    letters: int = 100_000


_WHOLE = frozenset({"answers", "subs", "others", "run", "practical"})
_FACTS = Density(_WHOLE - {"answers", "run"}, "close")
_ROWS = Density(frozenset({"practical"}), "close", rows=True)
_TIGHT = replace(_ROWS, type="tight")
# Fullest first: smaller letters come before anything is left out, what is for all goes before what is theirs.
DENSITIES = (
    Density(_WHOLE),
    Density(_WHOLE, "close"),
    _FACTS,
    _ROWS,
    _TIGHT,
    replace(_TIGHT, sessions=20, questions=6, letters=200),
    replace(_TIGHT, shows=frozenset(), sessions=8, questions=0, letters=100),
)
# Each is laid out until one fits: those that can't, with so many sessions, aren't tried.
_FIRST = ((6, _ROWS), (3, _FACTS))


def densities_for(sessions: int) -> tuple[Density, ...]:
    """Those that are tried for so many sessions."""
    first = next((density for least, density in _FIRST if sessions >= least), DENSITIES[0])
    return DENSITIES[DENSITIES.index(first) :]


def brief_html(mine: Mine, now: datetime) -> list[str]:
    """The brief as HTML for print, fullest first. ``now`` (aware) is the time that it says it was printed at."""
    view = mine.view
    at = in_zone(now, mine.speaker.zone)
    foot = view.words.gettext(
        "Printed on %(day)s, %(time)s, %(zone)s. What changes later is on your own page.",
        day=view.words.day(at.date(), weekday=False),
        time=view.words.time(at),
        zone=view.zone_words(now),
    )
    person = mine.speaker.person
    name = " ".join(part for part in (view.plain(person.honorific), view.plain(person.name)) if part)
    slots = [slot for slot in slots_of(mine) if not slot.declined]
    questions = questions_of(mine, {})
    practical = [line for line in view.plain(mine.speaker.plan.practical).splitlines() if line.strip()]
    context = {
        "words": view.words,
        "v": view,
        "name": name,
        "accent": accent_values(view.forum.accent),
        "fonts": stylesheet(),
        "foot": foot,
        "made_at": now.isoformat(),
    }
    template = environment().get_template("documents/brief.html")
    return [
        template.render(**context, **_shown(each, slots, questions, practical)) for each in densities_for(len(slots))
    ]


def _shown(density: Density, slots: list[Slot], questions: list[AskedOf], practical: list[str]) -> dict[str, object]:
    """What stands on a page of this density, and whether more is on their own page."""
    asked = [replace(each, text=_shortened(each.text, density.letters)) for each in questions[: density.questions]]
    there = [replace(each, title=_shortened(each.title, density.letters)) for each in slots[: density.sessions]]
    known = [line if len(line) <= density.letters else f"{line[: density.letters].rstrip()}…" for line in practical]
    is_cut = asked != questions or there != slots or known != practical
    left_out = "practical" not in density.shows and bool(practical)
    return {
        "density": density,
        "shows": density.shows,
        "slots": there,
        "questions": asked,
        "practical": known if "practical" in density.shows else [],
        "more": is_cut or left_out,
    }


def _shortened(text: Markup, most: int) -> Markup:
    """A text of at most so many letters, without what marks its language where it was cut."""
    plain = text.striptags()
    return text if len(plain) <= most else Markup.escape(plain[:most].rstrip() + "…")
