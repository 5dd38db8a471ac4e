"""A speaker's brief on one page of paper: the slot, the place, the moderator, the run, the questions with their answers."""

from datetime import datetime

from forum_app.branding import accent_values
from forum_app.documents.fonts import stylesheet
from forum_app.domain.times import in_zone
from forum_app.templating import environment
from forum_app.web.personal.speaker import Mine
from forum_app.web.personal.speaker_page import questions_of, slots_of

# What is left out, one thing after another, until it fits on a page.
DENSITIES = ({"answers", "others", "run"}, {"others", "run"}, {"run"}, set[str]())


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
    context = {
        "words": view.words,
        "v": view,
        "name": name,
        "slots": [slot for slot in slots_of(mine) if not slot.declined],
        "questions": questions_of(mine, {}),
        "practical": [line for line in view.plain(mine.speaker.plan.practical).splitlines() if line.strip()],
        "accent": accent_values(view.forum.accent),
        "fonts": stylesheet(),
        "foot": foot,
        "made_at": now.isoformat(),
    }
    template = environment().get_template("documents/brief.html")
    return [template.render(shows=shows, **context) for shows in DENSITIES]
