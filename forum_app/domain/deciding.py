"""What becomes of registrations that organisers confirm, decline, cancel or put back: one or many, by one rule.

Nobody is passed over and no seat is given twice: whoever waits is looked at first, in the order of the waiting list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.registrations import GONE
from forum_app.domain.seats import Seats, limit_of
from forum_app.domain.vocabularies import Mode, RegistrationStatus

CONFIRMED, WAITING, OFFERED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING, RegistrationStatus.OFFERED


class Step(StrEnum):
    """What an organiser does."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    PUT_BACK = "put-back"


class Why(StrEnum):
    """Why somebody stays what they are."""

    SAME = "same"  # they are it already
    GONE = "gone"  # declined or cancelled: that is put back, not confirmed
    FULL = "full"  # no seat is free
    BEFORE = "before"  # others wait before them


@dataclass(frozen=True)
class Case:
    """One registration to decide on; ``before`` are how many wait before it in its way to come."""

    key: str
    status: RegistrationStatus
    mode: Mode
    before: int = 0


@dataclass(frozen=True)
class Decision:
    """What somebody becomes; None: they stay, and ``why``. ``before``: how many wait before them."""

    status: RegistrationStatus | None
    why: Why | None = None
    before: int = 0


# What each step can lead to.
LEADS_TO: Mapping[Step, tuple[RegistrationStatus, ...]] = {
    Step.CONFIRM: (CONFIRMED, WAITING),
    Step.PUT_BACK: (CONFIRMED, WAITING),
    Step.DECLINE: (RegistrationStatus.DECLINED,),
    Step.CANCEL: (RegistrationStatus.CANCELLED,),
}


def fits(step: Step, status: RegistrationStatus) -> bool:
    """Whether a step can be offered for somebody in this state."""
    if step == Step.PUT_BACK:
        return status in GONE
    return status not in GONE and not (step == Step.CONFIRM and status == CONFIRMED)


def decide(
    step: Step, plan: RegistrationPlan, seats: Mapping[Mode, Seats], cases: Sequence[Case]
) -> dict[str, Decision]:
    """What becomes of each, by key; those who wait are decided in their order, the others in the order given."""
    if step in (Step.DECLINE, Step.CANCEL):
        (status,) = LEADS_TO[step]
        return {case.key: Decision(status) if fits(step, case.status) else Decision(None, Why.SAME) for case in cases}
    deciding = _Deciding(step, plan, seats)
    waiting = sorted((case for case in cases if case.status == WAITING), key=lambda case: case.before)
    others = [case for case in cases if case.status != WAITING]
    return {case.key: deciding.of(case) for case in (*waiting, *others)}


class _Deciding:
    """Seats as they are given: what is left of each way to come, and how many wait, after each decision."""

    def __init__(self, step: Step, plan: RegistrationPlan, seats: Mapping[Mode, Seats]) -> None:
        self.step, self.plan = step, plan
        self.seats = dict(seats)
        self.passed = dict.fromkeys(Mode, 0)  # of the waiting list, how many have a seat by now

    def of(self, case: Case) -> Decision:
        if not fits(self.step, case.status):
            return Decision(None, Why.GONE if case.status in GONE else Why.SAME)
        if case.status == OFFERED:
            return Decision(CONFIRMED)  # whose seat is kept for them
        seats = self.seats.get(case.mode) or Seats(limit_of(self.plan, case.mode), 0, 0)
        if case.status == WAITING:
            return self._waits(case, seats)
        if seats.is_free:
            return self._seated(case.mode, seats)
        if not self.plan.waiting_list:
            return Decision(None, Why.FULL)
        self.seats[case.mode] = Seats(seats.limit, seats.taken, seats.waiting + 1)
        return Decision(WAITING, before=seats.waiting)

    def _waits(self, case: Case, seats: Seats) -> Decision:
        before = case.before - self.passed[case.mode]
        if seats.left == 0:
            return Decision(None, Why.FULL, before)
        if before > 0:
            return Decision(None, Why.BEFORE, before)
        self.passed[case.mode] += 1
        return self._seated(case.mode, Seats(seats.limit, seats.taken, seats.waiting - 1))

    def _seated(self, mode: Mode, seats: Seats) -> Decision:
        self.seats[mode] = Seats(seats.limit, seats.taken + 1, seats.waiting)
        return Decision(CONFIRMED)
