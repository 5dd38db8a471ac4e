"""A session as it runs: who speaks since when, what was pressed, and what became of the time.

What was pressed is kept as steps; the run is those steps, folded in the order of their own times. So it doesn't matter
in which order they arrive: presses made without a network take their place when they come, and every screen sees the same.
Instants and lengths are whole milliseconds (since 1970, UTC), so that pages count with the same numbers.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

MINUTE = 60_000
SHORTEST = MINUTE  # no item is made shorter than this by hand
LEAST = 3 * MINUTE  # nor than this to end on time
LONGEST = 12 * 60 * MINUTE
REHEARSED = 60 * MINUTE  # begun further from its time than this, a run is a rehearsal
MOST_STEPS = 3_000

Key = Annotated[str, Meta(pattern="^[0-9a-z]{0,10}$")]
Instant = Annotated[int, Meta(ge=0, le=4_102_444_800_000)]
Length = Annotated[int, Meta(ge=-LONGEST, le=LONGEST)]


class Do(StrEnum):
    """What can be pressed."""

    START = "start"
    NEXT = "next"
    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"
    ADD = "add"
    TAKE = "take"
    WARN = "warn"
    FINISH = "finish"
    RESTART = "restart"
    ORDER = "order"
    ASSIGN = "assign"
    ASK = "ask"


class Item(Struct, frozen=True, omit_defaults=True):
    """A part of the session, by the id of its talk or of the session itself; ``gives``: it is shortened before others."""

    id: str
    length: int
    gives: bool = False


class Plan(Struct, frozen=True, omit_defaults=True):
    """What is to come, and when it should begin and end where that is known."""

    items: list[Item]
    starts_at: int | None = None
    ends_at: int | None = None


class Step(Struct, frozen=True, omit_defaults=True):
    """One press. ``item`` is the one that ran when it was made, ``round`` how often the run had been begun anew.

    ``add`` has ``length``; ``take`` the ``lengths`` that items shall have at most; ``order`` all ``questions`` as they were
    shown, and the ``question`` that goes past another (``to``); ``assign`` a ``question`` and the item that it goes ``to``;
    ``ask`` whether a question was put in an item. A start gets its plan from whoever keeps it."""

    id: Annotated[str, Meta(pattern="^[0-9a-z]{10}$")]
    do: Do
    at: Instant
    round: Annotated[int, Meta(ge=0, le=MOST_STEPS)] = 0
    item: Key = ""
    length: Length = 0
    lengths: Annotated[dict[Key, Length], Meta(max_length=200)] = {}
    questions: Annotated[list[Key], Meta(max_length=200)] = []
    question: Key = ""
    to: Key = ""
    done: bool = True
    plan: Plan | None = None


class Spoken(Struct, frozen=True, omit_defaults=True):
    """An item that is over, and how long it stood still meanwhile."""

    item: str
    began: int
    ended: int
    paused: int = 0


class Run(Struct, frozen=True, omit_defaults=True):
    """What became of a session so far. It waits while it has no plan, runs, and is over once it ``ended_at``.

    ``starts_at`` is the beginning that lateness is counted from. ``lengths`` are those that were changed; ``asked`` holds
    "QUESTION ITEM"; ``warned_at`` is when the speaker was last shown that two minutes are left."""

    round: int = 0
    plan: Plan | None = None
    starts_at: int = 0
    current: int = 0
    began: int = 0
    paused: int = 0
    paused_at: int | None = None
    spoken: list[Spoken] = []
    lengths: dict[str, int] = {}
    warned_at: int | None = None
    ended_at: int | None = None
    order: list[str] = []
    assigned: dict[str, str] = {}
    asked: list[str] = []

    @property
    def runs(self) -> bool:
        return self.plan is not None and self.ended_at is None

    @property
    def item(self) -> Item | None:
        """The one that runs."""
        return self.plan.items[self.current] if self.plan is not None and self.ended_at is None else None

    def length(self, item: Item) -> int:
        return self.lengths.get(item.id, item.length)


def fold(steps: Iterable[Step]) -> Run:
    """The run that these steps make, in whatever order they are given."""
    run = Run()
    for step in sorted(steps, key=lambda step: (step.round, step.at, step.id)):
        run = taken(run, step)
    return run


def taken(run: Run, step: Step) -> Run:
    """The run after one more step; the same one where the step finds nothing to do.

    A press says from which item it was made: where that one is over, somebody else was faster, and nothing is done."""
    if step.do in _PREPARED:
        return _PREPARED[step.do](run, step)
    if step.round != run.round:
        return run
    if step.do == Do.RESTART:
        return Run(round=run.round + 1, order=run.order, assigned=run.assigned) if run.plan is not None else run
    if step.do == Do.START:
        return _start(run, step)
    if not run.runs:
        return _back_in(run, step) if step.do == Do.BACK and run.ended_at is not None else run
    if step.do in _LATER:
        return _LATER[step.do](run, step)
    item = run.item
    return _NOW[step.do](run, step) if item is not None and item.id == step.item else run


def _start(run: Run, step: Step) -> Run:
    if run.plan is not None or step.plan is None or not step.plan.items:
        return run
    planned = step.plan.starts_at
    counted = planned if planned is not None and abs(step.at - planned) <= REHEARSED else step.at
    return replace(run, plan=step.plan, starts_at=counted, began=step.at)


def _closed(run: Run, at: int) -> list[Spoken]:
    """What is over, with the item that ran until now."""
    assert run.plan is not None
    at = max(at, run.began)
    still = max(0, at - run.paused_at) if run.paused_at is not None else 0
    return [*run.spoken, Spoken(run.plan.items[run.current].id, run.began, at, run.paused + still)]


def _next(run: Run, step: Step) -> Run:
    assert run.plan is not None
    if run.current + 1 >= len(run.plan.items):
        return _finish(run, step)
    return replace(
        run,
        spoken=_closed(run, step.at),
        current=run.current + 1,
        began=max(step.at, run.began),
        paused=0,
        paused_at=None,
        warned_at=None,
    )


def _finish(run: Run, step: Step) -> Run:
    return replace(run, spoken=_closed(run, step.at), ended_at=max(step.at, run.began), paused_at=None, warned_at=None)


def _back(run: Run, step: Step) -> Run:
    """As if Next had not been pressed: the item before goes on since it began; a standstill stays one."""
    if not run.spoken or not run.current:
        return run
    last = run.spoken[-1]
    return replace(
        run,
        spoken=run.spoken[:-1],
        current=run.current - 1,
        began=last.began,
        paused=last.paused + run.paused,
        warned_at=None,
    )


def _back_in(run: Run, step: Step) -> Run:
    """Back after the end: the last item goes on since it began."""
    last = run.spoken[-1]
    if step.item not in ("", last.item):
        return run
    return replace(run, spoken=run.spoken[:-1], began=last.began, paused=last.paused, ended_at=None)


def _pause(run: Run, step: Step) -> Run:
    return run if run.paused_at is not None else replace(run, paused_at=max(step.at, run.began))


def _resume(run: Run, step: Step) -> Run:
    if run.paused_at is None:
        return run
    return replace(run, paused=run.paused + max(0, step.at - run.paused_at), paused_at=None)


def _warn(run: Run, step: Step) -> Run:
    return replace(run, warned_at=step.at)


def _add(run: Run, step: Step) -> Run:
    """More or less time for the item that ran when it was pressed, if it is not over."""
    assert run.plan is not None
    found = next((item for item in run.plan.items[run.current :] if item.id == step.item), None)
    if found is None:
        return run
    length = run.length(found)
    wanted = max(min(SHORTEST, length), min(length + step.length, LONGEST))
    return replace(run, lengths={**run.lengths, found.id: wanted})


def _take(run: Run, step: Step) -> Run:
    """Shortens what is still to come to these lengths: pressed twice at once, it is done once."""
    assert run.plan is not None
    lengths = dict(run.lengths)
    for item in run.plan.items[run.current + 1 :]:
        length = run.length(item)
        if item.id in step.lengths:
            lengths[item.id] = min(length, max(step.lengths[item.id], min(length, LEAST)))
    return replace(run, lengths=lengths)


def _order(run: Run, step: Step) -> Run:
    """One question goes past another, whatever became of the others since the page was made; without one all are put in
    this order."""
    shown = list(dict.fromkeys(step.questions))
    moved, other = step.question, step.to
    if moved == other or moved not in shown or other not in shown:
        return replace(run, order=shown)
    order = [*run.order, *(key for key in shown if key not in run.order)]
    is_before = shown.index(moved) > shown.index(other)
    if (order.index(moved) < order.index(other)) != is_before:
        order.remove(moved)
        order.insert(order.index(other) + (0 if is_before else 1), moved)
    return replace(run, order=order)


def _assign(run: Run, step: Step) -> Run:
    others = {question: item for question, item in run.assigned.items() if question != step.question}
    return replace(run, assigned={**others, step.question: step.to} if step.to else others)


def _ask(run: Run, step: Step) -> Run:
    if step.round != run.round:
        return run
    mark = f"{step.question} {step.item}"
    others = [each for each in run.asked if each != mark]
    return replace(run, asked=[*others, mark] if step.done else others)


_PREPARED = {Do.ORDER: _order, Do.ASSIGN: _assign, Do.ASK: _ask}
_LATER = {Do.ADD: _add, Do.TAKE: _take}
_NOW = {Do.NEXT: _next, Do.BACK: _back, Do.PAUSE: _pause, Do.RESUME: _resume, Do.WARN: _warn, Do.FINISH: _finish}
