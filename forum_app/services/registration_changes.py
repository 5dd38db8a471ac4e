"""What organisers decide on registrations: confirmed, declined, cancelled, put back; one or many in one turn.

Seats are given as the waiting list gives them: to whoever is next, never twice. A press that comes twice changes nothing
the second time; whoever decides on a state that isn't there any more is told what it is now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.deciding import LEADS_TO, Case, Decision, Step, decide
from forum_app.domain.draft_rules import unfit
from forum_app.domain.errors import NotFound
from forum_app.domain.registrations import GONE
from forum_app.domain.registrations import Registration as Comer
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.registration_mail import News, RegistrationMails, registration_mails
from forum_app.services.registration_plan import Planned, plan_of, seats_of
from forum_app.services.registrations_at_once import keep_states, registrations_of
from forum_app.services.waiting_list import admit, in_turn, lines_of, moved, next_queue, without_full

MOST = 500
LONGEST_REASON = 1_000
_WITHOUT_SEAT = (RegistrationStatus.WAITING, *GONE)  # whose sessions hold no seats
CONFIRMED, WAITING = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING
NEWS = {
    CONFIRMED: News.ADMITTED,
    WAITING: News.WAITING,
    RegistrationStatus.DECLINED: News.DECLINED,
    RegistrationStatus.CANCELLED: News.CANCELLED,
}


@dataclass(frozen=True)
class Outcome:
    """What became of each, by id: what was decided now, what was decided before by the same press, and what those are who
    were changed by others meanwhile. ``now`` is what each is in the end."""

    decided: Mapping[str, Decision] = field(default_factory=dict)
    repeated: Mapping[str, RegistrationStatus] = field(default_factory=dict)
    meanwhile: Mapping[str, RegistrationStatus] = field(default_factory=dict)
    gone: int = 0  # that are not there any more
    now: Mapping[str, RegistrationStatus] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        return sum(decision.status is not None for decision in self.decided.values())


def reason_problem(reason: str) -> str | None:
    """Why a reason, tidied as text of several lines, can't be kept, in a sentence; None when it can."""
    if len(reason) > LONGEST_REASON:
        return said("This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(reason), most=LONGEST_REASON)  # fmt: skip
    return unfit(reason)


def take_step(
    database: Database,
    config: Config,
    forum_id: str,
    step: Step,
    seen: Mapping[str, int],
    *,
    actor: str,
    reason: str = "",
) -> Outcome:
    """Takes a step with at most MOST registrations; ``seen`` says of each how many changes of state its page knew of.
    ``reason`` goes into the mail of those who are declined."""
    keys = dict(list(seen.items())[:MOST])
    return in_turn(
        database, forum_id, lambda connection: _Deciding(connection, config, forum_id, step, actor, reason).done(keys)
    )


def step_with_one(
    database: Database, config: Config, forum_id: str, step: Step, key: str, seen: int, *, actor: str, reason: str = ""
) -> Outcome:
    """The same with one; raises NotFound."""
    outcome = take_step(database, config, forum_id, step, {key: seen}, actor=actor, reason=reason)
    if outcome.gone:
        raise NotFound("There is no such registration.")
    return outcome


def foreseen(connection: Connection, forum_id: str, step: Step, people: list[Comer]) -> dict[str, Decision]:
    """What would become of these, as things are now; changes nothing."""
    return _decided(connection, plan_of(connection, forum_id), step, people)


def _decided(connection: Connection, planned: Planned, step: Step, people: list[Comer]) -> dict[str, Decision]:
    places = lines_of(connection, planned.forum_id, [one.id for one in people if one.status == WAITING])
    cases = [Case(one.id, one.status, one.mode, places.get(one.id, 1) - 1) for one in people]
    return decide(step, planned.plan, seats_of(connection, planned), cases)


class _Deciding:
    def __init__(
        self, connection: Connection, config: Config, forum_id: str, step: Step, actor: str, reason: str
    ) -> None:
        self.connection, self.config, self.forum_id = connection, config, forum_id
        self.step, self.actor, self.reason = step, actor, reason

    def done(self, seen: Mapping[str, int]) -> Outcome:
        here = {one.id: one for one in registrations_of(self.connection, self.forum_id, list(seen))}
        others = {key: one for key, one in here.items() if len(one.changes) != seen[key]}
        repeated = {key: one.status for key, one in others.items() if self._was_mine(one, seen[key])}
        meanwhile = {key: one.status for key, one in others.items() if key not in repeated}
        fresh = [one for key, one in here.items() if key not in others]
        planned = plan_of(self.connection, self.forum_id)
        decided = _decided(self.connection, planned, self.step, fresh)
        self._keep(planned, fresh, decided)
        admit(self.connection, self.forum_id, self.config)
        query = select(Registration.id, Registration.status).where(Registration.id.in_(list(here)))
        now = {row.id: row.status for row in self.connection.execute(query)}
        return Outcome(decided, repeated, meanwhile, len(seen) - len(here), now)

    def _was_mine(self, one: Comer, seen: int) -> bool:
        """Whether the first change after what the page knew of is this very step, by the same organiser."""
        if not 0 <= seen < len(one.changes):
            return False
        first = one.changes[seen]
        return first.by == self.actor and first.status in LEADS_TO[self.step]

    def _keep(self, planned: Planned, people: list[Comer], decided: Mapping[str, Decision]) -> None:
        """Those who become something else, in the order in which it was decided, each with a mail and an entry."""
        known = {one.id: one for one in people}
        changing = [(known[key], decision.status) for key, decision in decided.items() if decision.status is not None]
        if not changing:
            return
        line = next_queue(self.connection, self.forum_id)
        before, dropped, later = {}, {}, []
        for one, status in changing:
            before[one.id] = one.status
            takes = status == CONFIRMED and bool(one.sessions) and one.status in _WITHOUT_SEAT
            dropped[one.id] = without_full(self.connection, planned, one) if takes else ""
            moved(one, status, self.actor, queue=line if status == WAITING else None)
            line += status == WAITING
            if takes:  # so that whoever is next sees its seats in sessions taken
                keep_states(self.connection, self.forum_id, [one])
            else:
                later.append(one)
        keep_states(self.connection, self.forum_id, later)
        mails = registration_mails(self.connection, self.forum_id, self.config.base_url)
        for one, status in changing:
            self._tell(mails, one, before[one.id], status, dropped[one.id])

    def _tell(
        self,
        mails: RegistrationMails,
        one: Comer,
        before: RegistrationStatus,
        status: RegistrationStatus,
        dropped: str,
    ) -> None:
        reason = self.reason if status == RegistrationStatus.DECLINED else ""
        after = {"status": status.value, **({"reason": reason} if reason else {})}
        done = "put-back" if self.step == Step.PUT_BACK else status.value
        what = f"registration.{done}"
        record(
            self.connection, self.actor, what, self.forum_id, one.name, {"status": before.value}, after, thing=one.id
        )
        mails.tell(self.connection, one, NEWS[status], dropped=dropped, reason=reason)
