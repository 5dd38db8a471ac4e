"""Seats and the waiting list in an organiser's words: how many are taken, who waits, and what happens next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from forum_app import labels
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.registration_pages import RegistrationPage, WaySeats


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


def _follows(words: Words, way: WaySeats, plan: RegistrationPlan, is_over: bool) -> str:
    """What happens next, in a sentence."""
    _, seats = words.gettext, way.seats
    if not seats.waiting:
        if seats.left != 0:
            return ""
        return _("Whoever is confirmed now goes on the waiting list.") if plan.waiting_list else _("Nobody else can be confirmed: there is no waiting list.")  # fmt: skip
    if is_over:
        return _("The forum is over: free places are not given to those who wait any more.")
    if seats.left != 0:
        return _("Places are free: within minutes those who are next get them.")
    if plan.offer_hours:
        return words.ngettext("The next place that becomes free is kept for number 1 for %(num)d hour, then for the next.", "The next place that becomes free is kept for number 1 for %(num)d hours, then for the next.", plan.offer_hours)  # fmt: skip
    return _("The next place that becomes free is number 1’s at once, who gets a mail.")
