"""What a list that is taken in means for the places that there are."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.errors import ImportRefused
from forum_app.domain.registrations import COMING, Registration
from forum_app.domain.seats import HOLDING, limit_of
from forum_app.domain.vocabularies import Mode, RegistrationStatus


def oversold(
    plan: RegistrationPlan, draft: Draft, before: Sequence[Registration], after: Sequence[Registration]
) -> list[str]:
    """What goes over the places of a way to come or of a session by it, in sentences: it is taken in all the same, and
    nobody is thrown out."""
    told = []
    for mode in (Mode.IN_PERSON, Mode.ONLINE):
        limit, taken = limit_of(plan, mode), _holding(after, mode)
        if limit is not None and taken > max(limit, _holding(before, mode)):
            told.append(f"{mode.value}: {taken} have a place, and there are {limit}: {taken - limit} over the places.")
    for session in draft.sessions:
        limit, taken = session.capacity, _signed_up(after, session.id)
        if session.sign_up and limit is not None and taken > max(limit, _signed_up(before, session.id)):
            title = session.title.get(draft.forum.languages[0]) or session.id
            told.append(f"“{title}”: {taken} have a place, and there are {limit}: {taken - limit} over the places.")
    return told


def offered_until(plan: RegistrationPlan, place: str, item: Registration) -> datetime | None:
    """Until when a place is kept that a row says is offered: one without an end would be kept for ever. Raises
    ImportRefused where the forum offers none."""
    if item.status != RegistrationStatus.OFFERED or item.offer_until is not None:
        return item.offer_until if item.status == RegistrationStatus.OFFERED else None
    if plan.offer_hours:
        return datetime.now(UTC) + timedelta(hours=plan.offer_hours)
    sentence = "This forum keeps no place for somebody to take: write “confirmed” or “waiting”, or set in its settings for how many hours one is offered."
    raise ImportRefused([(place, sentence)])


def _holding(people: Sequence[Registration], mode: Mode) -> int:
    return sum(one.mode == mode and one.status in HOLDING for one in people)


def _signed_up(people: Sequence[Registration], session: str) -> int:
    return sum(session in one.sessions and one.status in COMING for one in people)
