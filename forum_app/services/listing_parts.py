"""The list of parts: who does what, in which session or talk, and who has confirmed."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from forum_app import labels
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Person, Role
from forum_app.models.programme import Session, Talk
from forum_app.services.listing import Reading, Row, Tag, row_of_list
from forum_app.services.listing_programme import when_of
from forum_app.services.session_parts import state_in_words

TONES = {RoleState.TO_INVITE: "warn", RoleState.INVITED: "warn", RoleState.DECLINED: "bad"}


def parts(here: Reading) -> list[Row]:
    """Parts in sessions and their talks, by person; one query."""
    words = here.words
    here.filters.update(
        {state.value: state_in_words(words, state) or words.gettext("Confirmed") for state in RoleState}
    )
    session = func.coalesce(Role.session_id, Talk.parent)
    columns = (Role.id, Role.role, Role.state, Role.talk_id, Person.name, Person.family_name)
    query = (
        select(*columns, Talk.title.label("talk"), Session.title, Session.start, Session.minutes)
        .join(Person, Person.id == Role.person)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .join(Session, Session.id == session)
        .where(Role.forum_id == here.forum.id)
        .order_by(Session.start, Session.position, Role.position)
    )
    days: dict[date, str] = {}
    found = [_part(here, row, days) for row in here.connection.execute(query)]
    return sorted(found, key=lambda row: row.order[0])


def _part(here: Reading, row: Any, days: dict[date, str]) -> Row:
    words, name = here.words, here.say(row.name)
    cells = (labels.role(words, row.role), here.say(row.title), when_of(words, row.start, row.minutes, days))
    state = state_in_words(words, row.state)
    found = row_of_list(
        row.id,
        name,
        cells,
        (cells[0], cells[1], row.start.isoformat() if row.start else "~"),
        under=here.say(row.talk) if row.talk_id else "",
        tags=(Tag(state, TONES[row.state]),) if state else (),
        marks=frozenset([row.state.value]),
    )
    at = f"talks/{row.talk_id}" if row.talk_id else ""
    by = f"{row.family_name} {name}" if row.family_name else name
    return replace(found, at=at, order=(folded(by), *found.order[1:]))
