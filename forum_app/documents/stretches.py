"""The rows of a printed programme by day, and how a long one is cut into parts."""

from dataclasses import dataclass, field
from math import ceil

from markupsafe import Markup

from forum_app.documents.reading import Reading
from forum_app.domain.release import PersonEntry

NO_TEXT = Markup("")
# What a part holds: some ten pages, made in a second or two. A row without a text takes as much as so many characters.
MOST_CHARACTERS, ROW_CHARACTERS, TALK_CHARACTERS = 75_000, 1_000, 200


@dataclass(frozen=True)
class Named:
    """A person in a row; ``again``: without portrait and post, as where a row before has them."""

    person: PersonEntry
    word: str
    again: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the programme: a session with the rows of its talks, or a talk of the one session that there is."""

    time: str
    length: str
    title: Markup
    note: Markup
    people: list[Named]
    text: Markup = NO_TEXT
    place: str = ""
    spoken: str = ""
    talks: list["Line"] = field(default_factory=list)
    cancelled: bool = False
    since: str = ""

    @property
    def weight(self) -> int:
        """How many characters of a part it takes."""
        return max(ROW_CHARACTERS, len(self.text)) + TALK_CHARACTERS * len(self.talks)


@dataclass(frozen=True)
class Stretch:
    """The rows of one day, or of what has no time yet. ``heading`` is empty where the title says it all."""

    heading: str
    lines: list[Line]
    name: str = ""

    @property
    def weight(self) -> int:
        return sum(line.weight for line in self.lines)


def parted(stretches: list[Stretch], reading: Reading) -> list[list[Stretch]]:
    """The stretches in parts that are full at most; one that is too long for a part goes on under its own name."""
    parts: list[list[Stretch]] = []
    room = 0
    for stretch in stretches:
        for piece in _pieces(stretch, reading):
            if not parts or piece.weight > room:
                parts.append([])
                room = MOST_CHARACTERS
            parts[-1].append(piece)
            room -= piece.weight
    return parts


def _pieces(stretch: Stretch, reading: Reading) -> list[Stretch]:
    """Pieces of about the same weight, none above a part's, each begun where a new time begins if that will do."""
    enough = stretch.weight / ceil(stretch.weight / MOST_CHARACTERS)
    cuts: list[list[Line]] = [[]]
    weight = 0
    for line in stretch.lines:
        ripe = weight >= enough and line.since != cuts[-1][-1].since
        if cuts[-1] and (ripe or weight + line.weight > MOST_CHARACTERS):
            cuts.append([])
            weight = 0
        cuts[-1].append(line)
        weight += line.weight
    later = [Stretch(_continued(stretch.name, lines[0].since, reading), lines) for lines in cuts[1:]]
    return [Stretch(stretch.heading, cuts[0], stretch.name), *later]


def _continued(name: str, since: str, reading: Reading) -> str:
    if since:
        return reading.words.gettext("%(day)s, from %(time)s", day=name, time=since)
    return reading.words.gettext("%(name)s, continued", name=name)
