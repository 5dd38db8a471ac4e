"""What lists of registrations need beside the registrations: the names of what they refer to, in one language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from sqlalchemy import Connection, select

from forum_app import labels
from forum_app.domain.errors import NotFound
from forum_app.domain.texts import folded, pick
from forum_app.domain.vocabularies import RoleKind
from forum_app.i18n import Words, words
from forum_app.lists.columns import closed_words
from forum_app.services.draft_rows import table
from forum_app.services.registration_roles import BY_WEIGHT, role_words


@dataclass(frozen=True)
class Facts:
    """Keys and their names, each in the order in which a list sorts them."""

    forum_id: str
    slug: str
    title: str
    zone: str
    languages: list[str]
    accent: str
    first_day: date
    last_day: date
    day_starts_at: time
    words: Words
    countries: dict[str, str]  # those that somebody comes from
    delegations: dict[str, str]
    sessions: dict[str, str]
    questions: dict[str, str]
    roles: dict[str, str]  # by person

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """For each column that holds keys or words of a closed vocabulary, their names."""
        here = {"country": self.countries, "delegation": self.delegations, "role": role_words(self.words)}
        return {**closed_words(self.words), **here}


def facts_of(connection: Connection, forum_id: str, language: str) -> Facts:
    """The facts of one forum; ``language`` is one of its languages, ``""`` is its first. Raises NotFound."""
    forum = connection.execute(select(table("forum")).where(table("forum").c.id == forum_id)).one()
    if language and language not in forum.languages:
        raise NotFound(f"“{forum.slug}” has no “{language}”: its languages are {', '.join(forum.languages)}.")
    language = language or forum.languages[0]
    here = words(language)
    said = partial(pick, wanted=language, order=forum.languages)

    def names(of: str, text: str) -> dict[str, str]:
        rows = table(of)
        query = select(rows.c.id, rows.c[text]).where(rows.c.forum_id == forum_id).order_by(rows.c.position)
        return {row[0]: said(row[1]) for row in connection.execute(query)}

    return Facts(
        forum_id=forum_id,
        slug=forum.slug,
        title=said(forum.title),
        zone=forum.zone,
        languages=forum.languages,
        accent=forum.accent,
        first_day=forum.first_day,
        last_day=forum.last_day,
        day_starts_at=forum.day_starts_at,
        words=here,
        countries=_by_name({code: here.country_name(code) for code in _countries(connection, forum_id)}),
        delegations=_by_name(names("delegation", "name")),
        sessions=names("session", "title"),
        questions=names("question", "text"),
        roles=_roles(connection, forum_id, partial(labels.role, here)),
    )


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda item: (folded(item[1]), item[0])))


def _countries(connection: Connection, forum_id: str) -> list[str]:
    here = table("registration")
    query = select(here.c.country).where(here.c.forum_id == forum_id, here.c.country != "").distinct()
    return list(connection.execute(query).scalars())


def _roles(connection: Connection, forum_id: str, label: Callable[[RoleKind], str]) -> dict[str, str]:
    """What each person of the programme is in it, in words."""
    here = table("role")
    query = (
        select(here.c.person, here.c.role).where(here.c.forum_id == forum_id, here.c.state == "confirmed").distinct()
    )
    weight = {kind: number for number, kind in enumerate(BY_WEIGHT)}
    held: dict[str, str] = {}
    for person, kind in sorted(connection.execute(query), key=lambda row: weight.get(row[1], len(weight))):
        held.setdefault(person, label(kind))
    return held
