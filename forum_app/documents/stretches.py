"""The rows of a printed programme by day, and how a long one is cut into parts."""

from dataclasses import dataclass

from markupsafe import Markup

from forum_app.documents.reading import Reading
from forum_app.domain.release import PersonEntry

# What a part holds: some fifteen pages, made in two seconds.
MOST_LINES, MOST_CHARACTERS = 100, 100_000
FULL_ENOUGH = 0.8  # from here on a part ends where the next item begins at another time


@dataclass(frozen=True)
class Named:
    """A person in a row; ``again``: shown with portrait and post in a row before."""

    person: PersonEntry
    word: str
    again: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the programme: a session, or a talk of the one session that there is."""

    time: str
    length: str
    title: Markup
    note: Markup
    text: Markup
    people: list[Named]
    place: str
    cancelled: bool = False
    since: str = ""

    @property
    def weight(self) -> float:
        """How much of a part it takes."""
        return max(1 / MOST_LINES, len(self.text) / MOST_CHARACTERS)


@dataclass(frozen=True)
class Stretch:
    """The rows of one day, or of what has no time yet. ``heading`` is empty where the title says it all."""

    heading: str
    lines: list[Line]
    name: str = ""

    @property
    def weight(self) -> float:
        return sum(line.weight for line in self.lines)


def parted(stretches: list[Stretch], reading: Reading) -> list[list[Stretch]]:
    """The stretches in parts that are full at most; one that is too long for a part goes on under its own name."""
    parts: list[list[Stretch]] = []
    room = 0.0
    for stretch in stretches:
        for piece in _pieces(stretch, reading):
            if not parts or piece.weight > room:
                parts.append([])
                room = 1.0
            parts[-1].append(piece)
            room -= piece.weight
    return parts


def _pieces(stretch: Stretch, reading: Reading) -> list[Stretch]:
    cuts: list[list[Line]] = [[]]
    weight = 0.0
    for line in stretch.lines:
        weight += line.weight
        late = weight > FULL_ENOUGH and cuts[-1] and line.since != cuts[-1][-1].since
        if late or (weight > 1 and cuts[-1]):
            cuts.append([])
            weight = line.weight
        cuts[-1].append(line)
    later = [Stretch(_continued(stretch.name, lines[0].since, reading), lines) for lines in cuts[1:]]
    return [Stretch(stretch.heading, cuts[0], stretch.name), *later]


def _continued(name: str, since: str, reading: Reading) -> str:
    if since:
        return reading.words.gettext("%(day)s, from %(time)s", day=name, time=since)
    return reading.words.gettext("%(name)s, continued", name=name)
