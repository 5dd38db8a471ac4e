"""What clashes in a programme: the checker's rules on time, rooms and people, asked after each step of the builder."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from forum_app.domain.checker.checking import RULES
from forum_app.domain.checker.memory import Memory
from forum_app.domain.checker.reading import Reading
from forum_app.domain.draft import Draft
from forum_app.domain.sentences import Said
from forum_app.domain.vocabularies import Severity

# Clashes that another place can make or mend, and those told at whichever session a day's stretch begins with.
OF_THE_PLACE = (
    "room-taken-twice",
    "person-in-two-places",
    "person-unavailable",
    "no-time-to-walk",
    "session-outside-days",
    "session-over-days",
    "hour-comes-twice",
    "session-over-break",
    "capacity-over-room",
    "sign-ups-over-capacity",
    "room-missing",
)
OF_THE_DAY = ("break-missing", "meal-missing")
# In the order in which they are told. What lacks a text or a photo is for the checker's own page.
ON_THE_AGENDA = (
    *OF_THE_PLACE,
    "language-without-interpretation",
    "moderator-missing",
    "declined-still-listed",
    "speaker-unconfirmed",
    "length-missing",
    *OF_THE_DAY,
)
_SESSION = re.compile(r"sessions\[(\d+)\]")


class Conflict(Struct, frozen=True, kw_only=True):
    """One thing that doesn't fit. ``session`` is the id of the one it is told at, ``others`` and ``people`` are the ids of
    those it is about besides; ``reason`` is English, ``i18n.Words.said`` says it in another language."""

    rule: str
    severity: Severity
    session: str
    others: tuple[str, ...]
    people: tuple[str, ...]
    reason: Said

    @property
    def sessions(self) -> tuple[str, ...]:
        return (self.session, *self.others)


def conflicts(
    draft: Draft,
    sign_ups: Mapping[str, int] | None = None,
    memory: Memory | None = None,
    rules: Iterable[str] = ON_THE_AGENDA,
) -> list[Conflict]:
    """What doesn't fit, with the organiser's severities; what is to be ignored is left out. In the order of the rules and
    of the sessions.

    ``sign_ups``: by the id of a session, how many people are signed up for it. With a ``memory`` of the last call the
    same is found sooner.
    """
    memory = memory or Memory()
    memory.begin()
    found = list(_found(draft, Reading(draft, None, sign_ups, memory), rules))
    memory.end()
    return in_order(draft, found)


def in_order(draft: Draft, found: Iterable[Conflict]) -> list[Conflict]:
    """By rule, by the session that it is told at, by what else it is about."""
    number = {session.id: place for place, session in enumerate(draft.sessions)}
    rank = {rule: place for place, rule in enumerate(ON_THE_AGENDA)}
    return sorted(found, key=lambda each: (rank[each.rule], number[each.session], each.others, each.people))


def _found(draft: Draft, reading: Reading, rules: Iterable[str]) -> Iterator[Conflict]:
    for name in rules:
        severity = draft.forum.severities.get(name, Severity.WARN)
        if severity == Severity.IGNORE:
            continue
        for hit in RULES[name].find(reading):
            if at := _SESSION.match(hit.place):
                yield Conflict(
                    rule=name,
                    severity=severity,
                    session=draft.sessions[int(at[1])].id,
                    others=hit.sessions,
                    people=hit.people,
                    reason=hit.reason,
                )
