"""A forum moved to another zone, or to other days: what becomes of its wall times."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import Interval
from forum_app.domain.errors import SkippedHour
from forum_app.domain.sentences import Said, said
from forum_app.domain.texts import pick
from forum_app.domain.times import FIRST_YEAR, LAST_YEAR, conference_day, first_existing, in_zone, instant
from forum_app.domain.walking import texts


def same_instant(wall: datetime, fold: int, old: str, new: str) -> tuple[datetime, int]:
    """The wall time and fold in the zone ``new`` of what ``wall`` was in ``old``. Raises SkippedHour, UnknownZone."""
    moved = in_zone(instant(wall, old, fold), new)
    return moved.replace(tzinfo=None, fold=0), moved.fold


def moved_hours(hours: list[Interval], shift: timedelta, zone: str) -> list[Interval]:
    """The same hours some days later; what the clocks of the zone skip there, or lies in no year of forums, is left out."""
    known = [each for each in hours if FIRST_YEAR <= each.start.year <= each.end.year <= LAST_YEAR]
    ends = [[first_existing(at + shift, zone).replace(tzinfo=None) for at in (each.start, each.end)] for each in known]
    return [Interval(start=start, end=end) for start, end in ends if start < end]


def skipped(draft: Draft, zone: str) -> Iterator[Said]:
    """A sentence for each session whose wall time the clocks of another zone skip."""
    for session in draft.sessions:
        if session.start is not None:
            try:
                instant(session.start, zone, session.fold)
            except SkippedHour:
                name = pick(session.title, draft.forum.languages[0], draft.forum.languages)
                time = f"{session.start:%Y-%m-%d %H:%M}"
                yield said("“%(name)s” starts at %(time)s, which the clocks there skip: move it first.", name=name, time=time)  # fmt: skip


def outside(draft: Draft) -> list[str]:
    """Titles of the sessions that lie outside the forum's days."""
    forum = draft.forum
    return [
        pick(session.title, forum.languages[0], forum.languages)
        for session in draft.sessions
        if session.start is not None
        and not forum.first_day <= conference_day(session.start, forum.day_starts_at) <= forum.last_day
    ]


def written_in(draft: Draft, language: str) -> int:
    """How many texts of the draft have something in a language."""
    return sum(1 for _place, _form, text in texts(draft) if text.get(language))
