"""The speakers' table of a printed concept note: rows of two columns, who speaks and what they show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from forum_app import labels
from forum_app.documents.reading import Reading
from forum_app.domain.note import Stage
from forum_app.domain.release import CastEntry, PersonEntry, SessionEntry, TalkEntry, Text
from forum_app.domain.vocabularies import RoleKind


@dataclass(frozen=True)
class Row:
    """A row of the speakers' table. The first of a talk carries the talk; the others share it.

    ``again``: the person's portrait and biography stand before, in another row or with the moderator.
    """

    person: PersonEntry
    to_be_confirmed: bool
    talk: TalkEntry | None
    abstract: Text
    role: str
    shared_with: str
    again: bool = False


@dataclass(frozen=True)
class Talks:
    """The rows of one session, talk by talk; ``titled``: under its title."""

    session: SessionEntry
    titled: bool
    groups: list[list[Row]]

    @property
    def has_talks(self) -> bool:
        """Whether anybody shows something; else the second column would be empty."""
        return any(row.talk or row.abstract for group in self.groups for row in group)


def speakers_table(reading: Reading, stages: Iterable[Stage], introduced: frozenset[str]) -> list[Talks]:
    """The table of each session; ``introduced`` are people whose biographies stand in sections before."""
    seen = set(introduced)
    tables = []
    for stage in stages:
        groups = [_rows_of(reading, talk, stage.session) for talk in stage.talks]
        groups += [[_on_panel(reading, part)] for part in stage.panel]
        tables.append(Talks(stage.session, stage.titled, [_once(group, seen) for group in groups]))
    return tables


def _once(rows: list[Row], seen: set[str]) -> list[Row]:
    """The same rows, marked where somebody was shown before; adds whom they show to ``seen``."""
    marked = [replace(row, again=row.person.id in seen) for row in rows]
    seen |= {row.person.id for row in rows}
    return marked


def _rows_of(reading: Reading, talk: TalkEntry, session: SessionEntry) -> list[Row]:
    moderators = session.people(RoleKind.MODERATOR)
    speakers = reading.speakers(talk)
    names = [reading.plain_name(person) for _speaker, person in speakers]
    return [
        Row(
            person,
            speaker.to_be_confirmed,
            None if number else talk,
            speaker.abstract,
            labels.role(reading.words, RoleKind.MODERATOR) if person.id in moderators else "",
            reading.words.joined(names[:number] + names[number + 1 :]) if len(names) > 1 else "",
        )
        for number, (speaker, person) in enumerate(speakers)
    ]


def _on_panel(reading: Reading, part: CastEntry) -> Row:
    person = reading.content.person[part.person]
    return Row(person, part.to_be_confirmed, None, {}, labels.role(reading.words, part.role), "")
