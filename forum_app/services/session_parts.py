"""What stands in one session, for its page at the desk: people, talks, key questions, materials."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from forum_app import labels
from forum_app.database import Database
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import RoleState
from forum_app.i18n import Words
from forum_app.models.people import Person, Role
from forum_app.models.programme import KeyQuestion, Material, Talk
from forum_app.services.desk import DeskForum


@dataclass(frozen=True)
class Item:
    """One part: its id, what it is called, a line under it, and a state that isn't settled."""

    key: str
    name: str
    under: str = ""
    state: str = ""


@dataclass(frozen=True)
class Block:
    """The parts of one kind; ``path`` is their word in addresses."""

    path: str
    items: tuple[Item, ...]


def state_in_words(words: Words, state: RoleState) -> str:
    """A state that is not confirmed, in a word."""
    return {
        RoleState.TO_INVITE: words.gettext("To invite"),
        RoleState.INVITED: words.gettext("Invited"),
        RoleState.DECLINED: words.gettext("Declined"),
    }.get(state, "")


def parts_of_session(database: Database, forum: DeskForum, session: str, words: Words) -> tuple[Block, ...]:
    """The blocks of a session in the order of its page: five queries."""

    def say(text: dict[str, str]) -> str:
        return pick(text, words.interface, forum.languages)

    with database.reading() as connection:
        talks = connection.execute(select(Talk).where(Talk.parent == session).order_by(Talk.position)).all()
        query = select(Role.id, Role.talk_id, Role.role, Role.state, Person.name).join(Person, Person.id == Role.person)
        inside = (Role.session_id == session) | Role.talk_id.in_([talk.id for talk in talks])
        roles = connection.execute(query.where(inside).order_by(Role.position)).all()
        where = KeyQuestion.session_id == session
        questions = connection.execute(select(KeyQuestion).where(where).order_by(KeyQuestion.position)).all()
        materials = connection.execute(
            select(Material).where(Material.session_id == session).order_by(Material.position)
        ).all()
    speakers: dict[str, list[str]] = defaultdict(list)
    for role in roles:
        if role.talk_id:
            speakers[role.talk_id].append(say(role.name))
    titles = {talk.id: say(talk.title) for talk in talks}
    return (
        Block("roles", tuple(
            Item(role.id, say(role.name), labels.role(words, role.role), state_in_words(words, role.state))
            for role in roles if not role.talk_id
        )),
        Block("talks", tuple(
            Item(talk.id, say(talk.title), words.listed([
                *speakers[talk.id], words.minutes(talk.minutes) if talk.minutes else "",
            ]))
            for talk in talks
        )),
        Block("key-questions", tuple(Item(question.id, say(question.text)) for question in questions)),
        Block("materials", tuple(
            Item(item.id, say(item.title), words.listed([
                labels.material_kind(words, item.kind), titles.get(item.talk, ""),
            ]))
            for item in materials
        )),
    )  # fmt: skip
