"""Name plates: a sheet across, folded in the middle to stand on a table, the name to be read from both sides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forum_app.branding import accent_values
from forum_app.documents.fitting import Fit, fitting, leading
from forum_app.documents.fonts import stylesheet
from forum_app.domain.texts import way_of
from forum_app.lists.badges import Event
from forum_app.templating import environment

PAGES_A_PART = 30
WIDTH, NAME_HEIGHT, LINE_HEIGHT = 257.0, 44.0, 13.0  # millimetres
NAMES = (84, 72, 62, 54, 46, 40, 34, 28, 24, 20, 17, 14)
LINES = (22, 20, 18, 16, 14, 12, 10, 8.5)
TITLES = (11, 10, 9, 8, 7)


@dataclass(frozen=True)
class Plate:
    """Who sits behind it."""

    name: str
    post: str = ""
    institution: str = ""
    country: str = ""  # in words

    @property
    def below(self) -> tuple[str, ...]:
        """What stands below the name, each on lines of its own."""
        return tuple(line for line in (self.post, self.institution, self.country) if line)


@dataclass(frozen=True)
class Set:
    """A plate as it is set: each text with the size at which it fits."""

    plate: Plate
    name: Fit
    below: list[tuple[str, Fit]]


def plate_parts(event: Event, plates: Iterable[Plate]) -> Iterator[str]:
    """HTML documents for print, one page a plate. The name that stands on its head is in a margin: it has no tags, so
    that who has it read out hears each name once."""
    some: list[Set] = []
    first = True
    for plate in plates:
        if len(some) == PAGES_A_PART:
            yield _html(event, some, first)
            some, first = [], False
        some.append(_set(plate))
    if some or first:
        yield _html(event, some, first)


def _set(plate: Plate) -> Set:
    name = fitting(plate.name, NAMES, WIDTH, NAME_HEIGHT, leading(plate.name))
    return Set(plate, name, [(line, fitting(line, LINES, WIDTH, LINE_HEIGHT, leading(line))) for line in plate.below])


def _html(event: Event, plates: list[Set], first: bool) -> str:
    return (
        environment()
        .get_template("documents/name_plates.html")
        .render(
            event=event,
            words=event.words,
            plates=plates,
            first=first,
            width=WIDTH,
            heading=fitting(event.forum, TITLES, WIDTH, 9, leading(event.forum)),
            leading=leading,
            way=way_of,
            accent=accent_values(event.accent),
            fonts=stylesheet(),
        )
    )
