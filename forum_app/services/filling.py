"""Empty fields of people who are here filled from a list; what they have stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from forum_app.domain.texts import fingerprint
from forum_app.domain.trees import Tree
from forum_app.services.draft_rows import Row, table

AT_ONCE = 400
WORDS = ("given_name", "family_name", "country")
PRIVATE = ("email", "phone", "language", "access_needs", "dietary_needs", "notes")


@dataclass(frozen=True)
class Here:
    """Somebody as the tables hold them; ``private`` None where there is no such row yet."""

    person: Row
    private: Row | None
    has_posts: bool


@dataclass(frozen=True)
class Filled:
    """Columns that get a value: of the person, of what is private; ``post`` where they had none (its title, and the id
    of an organisation or the name of a new one)."""

    person: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)
    post: tuple[str, str | None] | None = None

    @property
    def any(self) -> bool:
        return bool(self.person or self.private or self.post)

    def places(self, language: str) -> Tree:
        """What is filled, by place, as forms and the log name it."""
        found: Tree = {}
        for name, value in self.person.items():
            if isinstance(value, dict):
                found[f"{name}.{language}"] = value[language]
            else:
                found[name] = value
        found |= {f"private.{name}": value for name, value in self.private.items()}
        if self.post:
            found["posts"] = [{"title": {language: self.post[0]}, "organisation": self.post[1]}]
        return found


def here_of(connection: Connection, keys: Iterable[str]) -> dict[str, Here]:
    """People by id, with what is private of them; three queries for some hundreds."""
    wanted = sorted(set(keys))
    people, private, posted = table("person"), table("person_private"), table("post")
    found: dict[str, Here] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        hidden = {
            row.parent: dict(row._mapping)
            for row in connection.execute(select(private).where(private.c.parent.in_(some)))
        }
        with_posts = set(connection.execute(select(posted.c.parent).where(posted.c.parent.in_(some))).scalars())
        for row in connection.execute(select(people).where(people.c.id.in_(some))):
            found[row.id] = Here(dict(row._mapping), hidden.get(row.id), row.id in with_posts)
    return found


def fills_of(here: Here, values: Mapping[str, str], language: str, organisation: str | None, post: str) -> Filled:
    """What a line adds to somebody: only where nothing stands yet."""
    person: dict[str, Any] = {name: values[name] for name in WORDS if values.get(name) and not here.person[name]}
    for name in ("name", "honorific"):
        text = here.person[name] or {}
        if values.get(name) and not text.get(language):
            person[name] = _with(text, language, values[name])
    hidden = here.private or {}
    private = {name: values[name] for name in PRIVATE if values.get(name) and not hidden.get(name)}
    title = values.get("post") or (post if organisation else "")
    return Filled(person, private, (title, organisation) if title and not here.has_posts else None)


def _with(text: Mapping[str, str], language: str, value: str) -> dict[str, str]:
    """A text with one more language, which is in step with the first that it has."""
    original = next((code for code in text if "@" not in code and text[code]), "")
    mark = {f"{language}@{original}": fingerprint(text[original])} if original else {}
    return {**text, language: value, **mark}
