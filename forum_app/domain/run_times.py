"""What a run says of the time at an instant: what is left, how late it is, when each item begins, how to end on time.

Instants and lengths are whole milliseconds, as in ``running``.
"""

from dataclasses import dataclass

from forum_app.domain.running import LEAST, MINUTE, Item, Plan, Run

NEGLIGIBLE = MINUTE // 2


@dataclass(frozen=True)
class Line:
    """One item of the list. ``planned_at`` is when it should begin, ``expected_at`` when it began or will. ``late``: by how
    much it took longer than planned where it is over, by how much it began late where it runs; negative is early."""

    item: Item
    length: int
    planned_at: int
    expected_at: int
    is_over: bool = False
    is_now: bool = False
    late: int = 0


@dataclass(frozen=True)
class WayOut:
    """Which items to shorten by how many minutes, in their order, to end on time; ``short`` minutes can't be regained."""

    minutes: dict[str, int]
    lengths: dict[str, int]
    short: int


def due(run: Run, now: int) -> int:
    """When the time of the item that runs is over; it moves on while the run stands still."""
    item = run.item
    assert item is not None
    still = max(0, now - run.paused_at) if run.paused_at is not None else 0
    return run.began + run.paused + still + run.length(item)


def left(run: Run, now: int) -> int:
    """How much time the item that runs still has; negative where it is over."""
    return due(run, now) - now


def planned_end(run: Run) -> int:
    """When the session should end."""
    assert run.plan is not None
    return run.starts_at + whole(run.plan)


def whole(plan: Plan) -> int:
    """How long the session is: as its times say, else as its items add up."""
    if plan.starts_at is not None and plan.ends_at is not None:
        return plan.ends_at - plan.starts_at
    return sum(item.length for item in plan.items)


def late(run: Run, now: int) -> int:
    """How far behind the plan it is: how much later than planned the present item will be over, as its time stands now. A
    standstill and added time count as soon as they happen, as they do for the expected end."""
    item = run.item
    if item is None:
        return run.ended_at - planned_end(run) if run.ended_at is not None else 0
    assert run.plan is not None
    over_by = run.starts_at + sum(each.length for each in run.plan.items[: run.current + 1])
    return max(due(run, now), now) - over_by


def expected_end(run: Run, now: int) -> int:
    """When it ends if all that is to come takes the time that it has now."""
    if run.ended_at is not None:
        return run.ended_at
    assert run.plan is not None
    return max(now, due(run, now)) + sum(run.length(item) for item in run.plan.items[run.current + 1 :])


def lines(run: Run, plan: Plan, now: int) -> list[Line]:
    """The list as it stands; before the start it is the plan's."""
    begun = run.plan is not None
    plan = run.plan or plan
    planned_at = run.starts_at if begun else (plan.starts_at if plan.starts_at is not None else now)
    comes = planned_at
    found = []
    for place, item in enumerate(plan.items):
        length = run.length(item)
        if place < len(run.spoken):
            spoken = run.spoken[place]
            over = spoken.ended - spoken.began - item.length
            found.append(Line(item, length, planned_at, spoken.began, True, late=over))
            comes = spoken.ended
        elif begun and place == run.current and run.runs:
            found.append(Line(item, length, planned_at, run.began, is_now=True, late=run.began - planned_at))
            comes = max(now, due(run, now))
        else:
            found.append(Line(item, length, planned_at, comes))
            comes += length
        planned_at += item.length
    return found


def way_out(run: Run, now: int) -> WayOut | None:
    """How to end on time: the discussion gives first, then all others a minute in turn, the longest first; None where it
    ends on time anyway, or nothing is left to shorten."""
    if not run.runs:
        return None
    assert run.plan is not None
    missing = expected_end(run, now) - planned_end(run)
    if missing < NEGLIGIBLE:
        return None
    needed = -(-missing // MINUTE)
    later = run.plan.items[run.current + 1 :]
    spare = {item.id: max(0, run.length(item) - LEAST) // MINUTE for item in later}
    minutes: dict[str, int] = {}
    for item in later:
        if item.gives and (share := min(spare[item.id], needed)):
            minutes[item.id] = share
            needed -= share
    while needed:
        able = [item for item in later if spare[item.id] > minutes.get(item.id, 0)]
        if not able:
            break
        longest = max(able, key=lambda item: spare[item.id] - minutes.get(item.id, 0))
        minutes[longest.id] = minutes.get(longest.id, 0) + 1
        needed -= 1
    if not minutes:
        return None
    ordered = {item.id: minutes[item.id] for item in later if item.id in minutes}
    lengths = {item.id: run.length(item) - ordered[item.id] * MINUTE for item in later if item.id in ordered}
    return WayOut(ordered, lengths, needed)
