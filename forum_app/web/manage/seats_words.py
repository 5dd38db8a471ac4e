"""Seats and the waiting list in an organiser's words: how many are taken, who waits, and what happens next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum_app import labels
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.seats import Seats, modes_of
from forum_app.domain.vocabularies import Mode
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.registration_pages import RegistrationPage, WaySeats
from forum_app.services.registration_plan import Planned


@dataclass(frozen=True)
class Way:
    """One way to come: how many hold a seat of how many, what else there is to count, what happens next."""

    name: str
    taken: str
    more: str
    follows: str


def ways_said(words: Words, forum: DeskForum, found: RegistrationPage, now: datetime) -> list[Way]:
    """Every way to come in which seats are counted, or somebody waits."""
    is_over = forum.last_day < now.date() - timedelta(days=1)
    return [
        Way(
            labels.mode(words, way.mode),
            _taken(words, way),
            _more(words, way),
            _follows(words, way, found.plan, is_over),
        )
        for way in found.ways
        if way.seats.limit is not None or way.seats.waiting
    ]


def _taken(words: Words, way: WaySeats) -> str:
    if way.seats.limit is None:
        return words.gettext("%(taken)s taken, no limit", taken=way.seats.taken)
    return words.gettext("%(taken)s of %(limit)s taken", taken=way.seats.taken, limit=way.seats.limit)


def _more(words: Words, way: WaySeats) -> str:
    offered = words.ngettext("%(num)d of them offered", "%(num)d of them offered", way.offered) if way.offered else ""
    waiting = words.ngettext("%(num)d waits", "%(num)d wait", way.seats.waiting) if way.seats.waiting else ""
    return words.listed((offered, waiting))


def strains_said(words: Words, planned: Planned, seats: Mapping[Mode, Seats]) -> list[str]:
    """What doesn't fit together in each way to come: more who have a place than there are, some who wait for one in a way
    that isn't offered."""
    found = []
    for mode in (mode for mode in Mode if mode in seats):
        here, name = seats[mode], labels.mode(words, mode)
        if here.waiting and mode not in modes_of(planned.plan):
            found.append(words.ngettext("%(way)s is not offered any more: %(num)d person who waits for it gets no place.", "%(way)s is not offered any more: %(num)d people who wait for it get no place.", here.waiting, way=name))  # fmt: skip
        if here.limit is not None and here.taken > here.limit:
            found.append(words.ngettext("%(way)s: %(taken)s of %(limit)s places are taken. Nobody loses theirs; the next that is given up goes to nobody.", "%(way)s: %(taken)s of %(limit)s places are taken. Nobody loses theirs; the next %(num)d that are given up go to nobody.", here.taken - here.limit, way=name, taken=here.taken, limit=here.limit))  # fmt: skip
    return found


def _follows(words: Words, way: WaySeats, plan: RegistrationPlan, is_over: bool) -> str:
    """What happens next, in a sentence."""
    _, seats = words.gettext, way.seats
    if seats.limit is not None and seats.taken > seats.limit:
        over = seats.taken - seats.limit
        return words.ngettext("%(num)d has a place more than there are: the next that is given up goes to nobody.", "%(num)d have a place more than there are: the next that are given up go to nobody.", over)  # fmt: skip
    if not seats.waiting:
        if seats.left != 0:
            return ""
        return _("Whoever is confirmed now goes on the waiting list.") if plan.waiting_list else _("Nobody else can be confirmed: there is no waiting list.")  # fmt: skip
    if is_over:
        return _("The forum is over: free places are not given to those who wait any more.")
    if way.mode not in modes_of(plan):
        return _("This way to come is not offered any more: those who wait get no place unless it is offered again in the settings, or an organiser confirms them.")  # fmt: skip
    if seats.left != 0:
        return _("Places are free: within minutes those who are next get them.")
    if plan.offer_hours:
        return words.ngettext("The next place that becomes free is kept for number 1 for %(num)d hour, then for the next.", "The next place that becomes free is kept for number 1 for %(num)d hours, then for the next.", plan.offer_hours)  # fmt: skip
    return _("The next place that becomes free is number 1’s at once, who gets a mail.")
