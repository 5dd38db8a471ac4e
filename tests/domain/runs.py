"""Runs for tests: a plan of four items from half past ten, and the presses that anybody could make in it."""

from random import Random
from typing import Any

from hypothesis import strategies as st

from forum_app.domain.running import MINUTE, Do, Item, Plan, Run, Step, fold

START = 1_663_040_000_000 // MINUTE * MINUTE
OPENING, TALK, TALKS, CLOSING = "opening222", "talk222222", "talks22222", "closing222"
PLAN = Plan(
    [
        Item(OPENING, 5 * MINUTE),
        Item(TALK, 10 * MINUTE),
        Item(TALKS, 15 * MINUTE, gives=True),
        Item(CLOSING, 10 * MINUTE),
    ],
    START,
    START + 40 * MINUTE,
)
KEYS = [item.id for item in PLAN.items]


def press(do: Do, at: float, item: str = "", key: str = "", **more: Any) -> Step:
    """A press ``at`` so many minutes after the planned start."""
    when = START + round(at * MINUTE)
    given = {"plan": PLAN} if do == Do.START else {}
    made = key or f"{do.value[:3]}{abs(when) % 10**7:07d}"
    return Step(**{"id": made, "do": do, "at": when, "item": item, **given, **more})


def minutes(number: float) -> int:
    return START + round(number * MINUTE)


def ran(*steps: Step) -> Run:
    return fold(steps)


def invented(seed: int, most: int = 14) -> list[Step]:
    """Presses of several screens: some from items that are over, before the start, after the end, of other rounds."""
    any_of = Random(seed)
    found = []
    for number in range(any_of.randint(0, most)):
        do = any_of.choice([Do.START, Do.NEXT, Do.NEXT, Do.NEXT, *Do])
        found.append(
            Step(
                id=f"s{number:09d}",
                do=do,
                at=START + any_of.randint(-5, 70) * MINUTE // 2,
                round=any_of.choice([0, 0, 0, 0, 1]),
                item=any_of.choice([*KEYS, ""]),
                length=any_of.choice([MINUTE, -MINUTE, -20 * MINUTE]),
                lengths={key: any_of.randint(-1, 15) * MINUTE for key in KEYS if any_of.random() < 0.5},
                questions=any_of.choices(["q1", "q2", "q3"], k=any_of.randint(0, 4)),
                question=any_of.choice(["q1", "q2"]),
                to=any_of.choice(["q1", "q2", "q3", ""] if do == Do.ORDER else [*KEYS, ""]),
                done=any_of.random() < 0.7,
                plan=PLAN if do == Do.START else None,
            )
        )
    any_of.shuffle(found)
    return found


def presses() -> st.SearchStrategy[list[Step]]:
    return st.integers(0, 2**32).map(invented)
