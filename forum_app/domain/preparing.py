"""What those who speak are to prepare, and by which day."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from forum_app.domain.draft_parts import SpeakingPlan


class Task(StrEnum):
    """One thing to prepare, in the order in which it is asked for."""

    PHOTO = "photo"
    BIOGRAPHY = "biography"
    ABSTRACT = "abstract"  # of each talk
    SLIDES = "slides"  # for each talk
    ANSWERS = "answers"  # to the key questions


def due_of(plan: SpeakingPlan, task: Task) -> date | None:
    """By which day it is asked for; None where none is set."""
    return {
        Task.PHOTO: plan.photo_by,
        Task.BIOGRAPHY: plan.texts_by,
        Task.ABSTRACT: plan.texts_by,
        Task.SLIDES: plan.slides_by,
        Task.ANSWERS: plan.answers_by,
    }[task]


def is_soon(day: date | None, today: date, days: int) -> bool:
    """Whether a day is today or among the next ``days``; with 0 days, none is."""
    return day is not None and days > 0 and today <= day <= today + timedelta(days=days)


def due_soon(plan: SpeakingPlan, tasks: Iterable[Task], today: date) -> dict[Task, date]:
    """Those of the tasks that reminders are sent of today, with their days."""
    found = ((task, due_of(plan, task)) for task in tasks)
    return {task: day for task, day in found if day is not None and is_soon(day, today, plan.remind_days)}
