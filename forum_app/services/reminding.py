"""Reminders that go by themselves, some days before a day that was set: to who was invited and hasn't answered, and to who
takes part and hasn't sent what is asked for. Nobody is reminded of the same day twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft_parts import SpeakingPlan
from forum_app.domain.preparing import Task, due_soon, is_soon
from forum_app.domain.times import in_zone, zone_named
from forum_app.domain.vocabularies import RoleState
from forum_app.models.forum import Forum
from forum_app.models.speaking import Invitation, SpeakerReminder
from forum_app.services.inviting import ask, open_parts_of, remind
from forum_app.services.speaking import plan_of_speaking, speaker_of
from forum_app.services.speaking_list import Taker, takers_of
from forum_app.services.speaking_mail import speaking_mails

CLOCK = "calendar"  # who did it, in the log
FROM, UNTIL = time(8), time(20)  # on the forum's clocks: nobody is written to at night


@dataclass(frozen=True)
class _Due:
    """Somebody to be reminded today: of these roles, else of these tasks."""

    person: str
    roles: Collection[str]
    tasks: Sequence[Task]


def remind_all(database: Database, config: Config) -> int:
    """Sends what is due in every forum that isn't over; how many mails were queued. Looks first, without keeping others
    from writing."""
    now = config.now()
    with database.reading() as connection:
        query = select(Forum.id, Forum.zone, Forum.speaking).where(Forum.last_day >= now.date() - timedelta(days=1))
        forums = [row.id for row in connection.execute(query) if _due(connection, row, now)]
    return sum(_remind(database, config, forum_id, now) for forum_id in forums)


def _remind(database: Database, config: Config, forum_id: str, now: datetime) -> int:
    def job(connection: Connection) -> int:
        query = select(Forum.id, Forum.zone, Forum.speaking).where(Forum.id == forum_id)
        forum = connection.execute(query).first()
        mails, count = None, 0
        for due in _due(connection, forum, now) if forum else ():
            mails = mails or speaking_mails(connection, config, forum_id)
            speaker = speaker_of(connection, forum_id, due.person)
            if due.roles:
                parts = [part for part in open_parts_of(speaker) if part.role in due.roles]
                count += ask(connection, mails, speaker, parts, actor=CLOCK)
            else:
                remind(connection, mails, speaker, due.tasks, actor=CLOCK)
                count += 1
        return count

    return database.in_turn(forum_id, job)


def _due(connection: Connection, forum: Any, now: datetime) -> list[_Due]:
    here, plan = in_zone(now, forum.zone), plan_of_speaking(forum.speaking)
    today = here.date()
    if not FROM <= here.time() < UNTIL or not _is_near(connection, forum.id, plan, today):
        return []
    told, found = _told(connection, forum.id), []
    for taker in takers_of(connection, forum.id, "", ()):
        roles, soon = _unanswered(taker, forum.zone, today, plan.remind_days), due_soon(plan, taker.missing, today)
        if taker.has_address and (roles or (soon and (taker.id, max(soon.values())) not in told)):
            found.append(_Due(taker.id, roles, list(soon)))
    return found


def _is_near(connection: Connection, forum_id: str, plan: SpeakingPlan, today: date) -> bool:
    """Whether a day is near enough for anybody, by one query at most."""
    days = (plan.texts_by, plan.photo_by, plan.slides_by, plan.answers_by)
    if not plan.remind_days or any(is_soon(day, today, plan.remind_days) for day in days):
        return bool(plan.remind_days)
    soon = Invitation.answer_by.between(today, today + timedelta(days=plan.remind_days))
    query = select(Invitation.role).where(Invitation.forum_id == forum_id, soon, Invitation.answered_at.is_(None))
    return connection.execute(query.limit(1)).first() is not None


def _unanswered(taker: Taker, zone: str, today: date, days: int) -> set[str]:
    """The roles of which somebody is to be reminded: asked before these days began, and silent since."""
    found = set()
    for part in taker.parts:
        if part.state != RoleState.INVITED or part.asked_at is None or not is_soon(part.answer_by, today, days):
            continue
        assert part.answer_by is not None
        begins = datetime.combine(part.answer_by - timedelta(days=days), time(), zone_named(zone))
        if part.asked_at < begins.astimezone(UTC):
            found.add(part.role)
    return found


def _told(connection: Connection, forum_id: str) -> set[tuple[str, date]]:
    query = select(SpeakerReminder.person, SpeakerReminder.due).where(SpeakerReminder.forum_id == forum_id)
    return {(row.person, row.due) for row in connection.execute(query)}
