"""What somebody who registered is at the forum: the first of their confirmed roles in the programme, or a participant."""

from sqlalchemy import ColumnElement, String, case, func, literal, select, type_coerce

from forum_app import labels
from forum_app.domain.vocabularies import RoleKind, RoleState
from forum_app.i18n import Words
from forum_app.lists.badges import PARTICIPANT
from forum_app.services.draft_rows import table

# Whoever has several roles is named by the first of these.
BY_WEIGHT = (
    RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.PANELLIST, RoleKind.RAPPORTEUR, RoleKind.INTERPRETER,
    RoleKind.FOCAL_POINT,
)  # fmt: skip


def role_words(words: Words) -> dict[str, str]:
    """What each role is called, in the order in which lists sort them."""
    return {**{kind.value: labels.role(words, kind) for kind in BY_WEIGHT}, PARTICIPANT: words.gettext("Participant")}


def role_held() -> ColumnElement[str]:
    """The role of each registration as a column of a query on them: a RoleKind or PARTICIPANT."""
    here, held = table("registration"), table("role")
    weights = {kind.value: number for number, kind in enumerate(BY_WEIGHT)}
    first = (
        select(func.min(case(weights, value=type_coerce(held.c.role, String), else_=len(weights))))
        .where(held.c.person == here.c.person, held.c.state == RoleState.CONFIRMED)
        .correlate(here)
        .scalar_subquery()
    )
    names = {number: literal(kind.value, String) for number, kind in enumerate(BY_WEIGHT)}
    return case(names, value=first, else_=literal(PARTICIPANT, String)).label("role")
