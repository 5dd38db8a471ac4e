"""Who needs a question of the forum: people who answered it, questions that hang on it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from forum_app.database import Database
from forum_app.domain.texts import pick
from forum_app.models.registrations import Question, Registration


@dataclass(frozen=True)
class Uses:
    """How many registrations hold an answer; the questions that are asked only if this one is answered, as they are said."""

    answered: int
    hanging: tuple[str, ...]


def uses_of(database: Database, forum_id: str, key: str, language: str) -> Uses:
    """Two queries; the answers stay with those who gave them, so that a question that comes back has them again."""
    answer = Registration.answers[key].as_string()
    counted = select(func.count()).where(Registration.forum_id == forum_id, answer.is_not(None), answer != "")
    others = select(Question.text, Question.only_if).where(Question.forum_id == forum_id, Question.id != key)
    with database.reading() as connection:
        answered = int(connection.execute(counted).scalar_one())
        rows = connection.execute(others.order_by(Question.position)).all()
    hanging = [pick(row.text, language) for row in rows if row.only_if and row.only_if.get("question") == key]
    return Uses(answered, tuple(hanging))
