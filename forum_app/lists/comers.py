"""Rows of somebody's list as registrations: what a cell means, what it can't mean, and what is kept of it all the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forum_app.domain.draft_rules import unfit
from forum_app.domain.identity import ALPHABET
from forum_app.domain.registration_rules import UnfitAddress, email_of
from forum_app.domain.registrations import CODE_LENGTH
from forum_app.domain.texts import folded, is_blank, one_line
from forum_app.lists.meanings import LEFT_OUT, QUESTION
from forum_app.lists.reading import Line, Listed
from forum_app.lists.values import country_of, is_day_first, language_of, moment_of, word_of

Problem = tuple[str, str]
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
CLOSED = ("constituency", "gender", "mode", "status")
LONGEST = {
    "access_needs": 4_000,
    "dietary_needs": 4_000,
    "notes": 4_000,
    "email": 254,
    "sessions": 40_000,
    "checked_in": 4_000,
}
_LETTERS = frozenset({"phd", "ph.d", "md", "m.d", "jr", "sr", "ii", "iii", "esq", "mba", "dr"})  # behind a name
LONGEST_WORD, LONGEST_ANSWER = 200, 4_000


@dataclass
class Comer:
    """One row, understood: ``values`` by field of a registration; the rest by name, for whoever knows the forum."""

    place: str
    values: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)  # by heading
    sessions: list[str] = field(default_factory=list)  # titles or ids
    delegation: str = ""
    check_ins: list[datetime] = field(default_factory=list)
    key: str = ""  # the row's own id in the system that it comes from, or ours


@dataclass
class Understood:
    """All rows of a list; ``told`` says what was read otherwise; ``day_first`` how its dates are written."""

    comers: list[Comer]
    told: list[str]


def understood(listed: Listed, meanings: Mapping[str, str], instant: Callable[[datetime], datetime]) -> Understood:
    """What every row says; ``instant`` turns a wall time of the forum into an aware one.

    A value that means nothing here stands in the registration's notes, and is told. Raises ImportRefused's problems as
    a list through ``Unfit``.
    """
    reader = _Reader(listed, meanings, instant)
    comers = [reader.comer(line) for line in listed.lines]
    if reader.problems:
        raise Unfit(reader.problems)
    turned = [f"{reader.turned} names written “Family, Given” were turned round."] if reader.turned else []
    return Understood(comers, [*listed.told, *turned, *reader.told])


class Unfit(Exception):
    """Rows that can't be kept: places and sentences."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(str(problems[0]))


class _Reader:
    def __init__(self, listed: Listed, meanings: Mapping[str, str], instant: Callable[[datetime], datetime]) -> None:
        self.columns = [(heading, meanings[heading]) for heading in listed.headings]
        self.instant = instant
        self.problems: list[Problem] = []
        self.told: list[str] = []
        dates = [
            index
            for index, (_heading, meaning) in enumerate(self.columns)
            if meaning in ("registered_at", "checked_in")
        ]
        self.turned = 0
        self.day_first = is_day_first(line.cells[index] for line in listed.lines for index in dates)

    def comer(self, line: Line) -> Comer:
        comer, before = Comer(line.place), len(self.problems)
        for (heading, meaning), cell in zip(self.columns, line.cells, strict=True):
            value = one_line(cell)
            if meaning == LEFT_OUT or is_blank(value):
                continue
            if reason := self._unfit(meaning, value):
                self.problems.append((f"{line.place}, “{heading}”", reason))
            elif meaning == QUESTION:
                comer.answers[heading] = value
            else:
                self._take(comer, heading, meaning, value)
        if len(self.problems) == before:
            self._name(comer)
        return comer

    def _unfit(self, meaning: str, value: str) -> str | None:
        longest = LONGEST_ANSWER if meaning == QUESTION else LONGEST.get(meaning, LONGEST_WORD)
        if len(value) > longest:
            return f"The text has {len(value):,} characters; at most {longest:,} are kept."
        return unfit(value)

    def _take(self, comer: Comer, heading: str, meaning: str, value: str) -> None:
        values = comer.values
        if meaning in CLOSED:
            self._known(comer, heading, meaning, value, word_of(meaning, value))
        elif meaning == "country":
            self._known(comer, heading, meaning, value, country_of(value))
        elif meaning == "language":
            self._known(comer, heading, meaning, value, language_of(value))
        elif meaning == "registered_at":
            at = moment_of(value, self.day_first)
            self._known(comer, heading, meaning, value, (at if at.tzinfo else self.instant(at)) if at else None)
        elif meaning == "email":
            try:
                values["email"] = email_of(value)
            except UnfitAddress as error:
                self.problems.append((f"{comer.place}, “{heading}”", str(error)))
        elif meaning == "sessions":
            comer.sessions = [part.strip() for part in value.split(";") if part.strip()]
        elif meaning == "delegation":
            comer.delegation = value
        elif meaning == "checked_in":
            moments = [moment_of(part.strip(), self.day_first) for part in value.split(";") if part.strip()]
            if None in moments:
                self._known(comer, heading, meaning, value, None)
            comer.check_ins = [at if at.tzinfo else self.instant(at) for at in moments if at]
        elif meaning == "id":
            comer.key = value
        elif meaning == "code":
            self._known(comer, heading, meaning, value, value if _CODE.fullmatch(value) else None)
        elif meaning == "notes":
            self._note(comer, value)
        else:
            values[meaning] = value

    def _known(self, comer: Comer, heading: str, meaning: str, value: str, known: Any) -> None:
        """Keeps what a cell means or, where it means nothing here, its words among the notes."""
        if known is not None:
            comer.values[meaning] = known
            return
        self._note(comer, f"{heading}: {value}")
        self.told.append(f"{comer.place}, “{heading}”: “{value[:60]}” is not known here; it stands in the notes.")

    def _note(self, comer: Comer, text: str) -> None:
        notes = "; ".join(part for part in (comer.values.get("notes", ""), text) if part)
        comer.values["notes"] = notes[: LONGEST["notes"]]

    def _name(self, comer: Comer) -> None:
        values = comer.values
        if not {"given_name", "family_name"} & values.keys():
            self._turn(values)
        parts = (values.get("given_name", ""), values.get("family_name", ""))
        name = values.get("name") or " ".join(part for part in parts if part)
        if not name:
            self.problems.append((comer.place, "The row names nobody: it needs a name, or a given and a family name."))
        elif len(name) > LONGEST_WORD:
            self.problems.append(
                (comer.place, f"The name has {len(name):,} characters; at most {LONGEST_WORD} are kept.")
            )
        values["name"] = name

    def _turn(self, values: dict[str, Any]) -> None:
        """“Diallo, Amina”, as some systems write a name for sorting."""
        if turned := turned_name(values.get("name", "")):
            values |= turned
            self.turned += 1


def turned_name(name: str) -> dict[str, str] | None:
    """The parts of a name that is written for sorting; None for one that isn't."""
    family, comma, given = name.partition(", ")
    if comma and family and given and "," not in given and folded(given).strip(".") not in _LETTERS:
        return {"name": f"{given} {family}", "family_name": family, "given_name": given}
    return None
