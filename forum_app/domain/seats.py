"""Who gets a place: the seats of a way to come, what becomes of somebody who registers, when registration is open."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.times import instant
from forum_app.domain.vocabularies import Mode, RegistrationState, RegistrationStatus

# The states of those who hold a seat: an offer keeps it free for whom it was made to.
HOLDING = (RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED)


class Opening(StrEnum):
    """Whether one can register now."""

    OPEN = "open"
    EARLY = "early"
    OVER = "over"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Seats:
    """The seats of one way to come. ``limit`` is None where there is none; ``waiting`` are those on its waiting list."""

    limit: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Seats that nobody holds; None without a limit."""
        return None if self.limit is None else max(0, self.limit - self.taken)

    @property
    def is_free(self) -> bool:
        """Whether somebody who comes now gets a seat: one is left, and nobody waits for it."""
        return self.left is None or (self.left > 0 and not self.waiting)


def modes_of(plan: RegistrationPlan) -> tuple[Mode, ...]:
    """How one can come, in person first."""
    return tuple(mode for mode in (Mode.IN_PERSON, Mode.ONLINE) if mode in plan.modes) or (Mode.IN_PERSON,)


def limit_of(plan: RegistrationPlan, mode: Mode) -> int | None:
    """How many seats a way to come has; None without a limit."""
    return plan.seats_online if mode == Mode.ONLINE else plan.seats_in_person


def status_for(plan: RegistrationPlan, seats: Seats) -> RegistrationStatus | None:
    """What becomes of somebody who registers now; None where there is neither a seat nor a waiting list."""
    if plan.approval:
        return RegistrationStatus.PENDING
    if seats.is_free:
        return RegistrationStatus.CONFIRMED
    return RegistrationStatus.WAITING if plan.waiting_list else None


def opening_of(plan: RegistrationPlan | None, zone: str, now: datetime) -> Opening:
    """Whether one can register at an instant; the second at which registration closes is over."""
    if plan is None or plan.state == RegistrationState.CLOSED:
        return Opening.CLOSED
    if plan.state == RegistrationState.ELSEWHERE:
        return Opening.ELSEWHERE
    if plan.opens_at is not None and now < instant(plan.opens_at, zone):
        return Opening.EARLY
    if plan.closes_at is not None and now >= instant(plan.closes_at, zone):
        return Opening.OVER
    return Opening.OPEN
