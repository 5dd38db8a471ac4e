"""What can be chosen in a form: people, organisations, themes and rooms of the forum, and the standard lists.

Each source is read once, when it is first asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.texts import folded, pick
from forum_app.domain.vocabularies import Constituency
from forum_app.forms import vocabulary
from forum_app.forms.controls import Option
from forum_app.i18n import words
from forum_app.models.forum import Room, Theme
from forum_app.models.people import Organisation, Person, Post, Role
from forum_app.models.programme import Session, SessionAlliance, Talk, TalkAlliance
from forum_app.models.registrations import Question
from forum_app.services.desk import DeskForum


class DraftOptions:
    """The options of one forum, said in one language. ``session`` narrows whom a key question can be put to,
    and is the one whose talks are meant."""

    def __init__(self, database: Database, forum: DeskForum, language: str, session: str | None = None) -> None:
        self.database, self.forum, self.language, self.session = database, forum, language, session
        self._read: dict[str, Sequence[Option]] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def of(self, source: str) -> Sequence[Option]:
        if source not in self._read:
            self._read[source] = _SOURCES[source](self)
        return self._read[source]

    def label(self, source: str, value: str) -> str:
        if source not in self._labels:
            self._labels[source] = {option.value: option.label for option in self.of(source)}
        return self._labels[source].get(value) or self._unlisted(source, value)

    def _unlisted(self, source: str, value: str) -> str:
        """What is chosen and offered no more, or came in a file: a language by its name, people and organisations too."""
        if source == "languages":
            return words(self.language).language_name(value)
        whole = {"alliances": "organisations", "asked": "people"}.get(source)
        return self.label(whole, value) if whole else value

    def named(self, source: str, text: str) -> list[Option]:
        wanted = folded(text)
        exact = [option for option in self.of(source) if folded(option.label) == wanted]
        return exact or [option for option in self.of(source) if folded(option.label.partition(" – ")[0]) == wanted]

    def rows(self, query: Any) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(query))

    def say(self, text: dict[str, str]) -> str:
        return pick(text, self.language, self.forum.languages)


def _people(options: DraftOptions) -> list[Option]:
    """Everybody of the forum by name, with what tells two of one name apart: the first post."""
    posts = select(Post.parent, Post.title, Organisation.name, Organisation.acronym).outerjoin(
        Organisation, Organisation.id == Post.organisation
    )
    said: dict[str, str] = {}
    for row in options.rows(posts.where(Post.forum_id == options.forum.id).order_by(Post.position)):
        organisation = options.say(row.acronym or {}) or options.say(row.name or {})
        said.setdefault(row.parent, ", ".join(part for part in (options.say(row.title), organisation) if part))
    query = select(Person.id, Person.name).where(Person.forum_id == options.forum.id)
    found = [(row.id, options.say(row.name)) for row in options.rows(query)]
    return _told_apart([(key, name, said.get(key, "")) for key, name in found])


def _told_apart(found: list[tuple[str, str, str]]) -> list[Option]:
    """Options sorted by name; where two labels are still the same, each says its id."""
    labels = [(key, f"{name} – {more}" if more else name) for key, name, more in found]
    counted: dict[str, int] = defaultdict(int)
    for _key, label in labels:
        counted[folded(label)] += 1
    said = (Option(key, f"{label} ({key})" if counted[folded(label)] > 1 else label) for key, label in labels)
    return sorted(said, key=lambda option: folded(option.label))


def _organisations(options: DraftOptions) -> list[Option]:
    query = select(Organisation.id, Organisation.name, Organisation.acronym).where(
        Organisation.forum_id == options.forum.id
    )
    return _told_apart([(row.id, options.say(row.name), options.say(row.acronym)) for row in options.rows(query)])


def _alliances(options: DraftOptions) -> list[Option]:
    """Organisations that are alliances, and others that something was said to speak for."""
    here = options.forum.id
    query = select(Organisation.id, Organisation.kind).where(Organisation.forum_id == here)
    alliances = {row.id for row in options.rows(query) if row.kind == Constituency.ALLIANCE}
    for model in (SessionAlliance, TalkAlliance):
        alliances |= {row.member for row in options.rows(select(model.member).where(model.forum_id == here).distinct())}
    return [option for option in options.of("organisations") if option.value in alliances]


def _titled(model: Any, column: Any) -> Callable[[DraftOptions], list[Option]]:
    def read(options: DraftOptions) -> list[Option]:
        query = select(model.id, column).where(model.forum_id == options.forum.id).order_by(model.position)
        return [Option(key, options.say(text)) for key, text in options.rows(query)]

    return read


def _rooms(options: DraftOptions) -> list[Option]:
    query = select(Room.id, Room.name, Room.capacity).where(Room.forum_id == options.forum.id).order_by(Room.position)
    return [
        Option(row.id, f"{options.say(row.name)} ({row.capacity})" if row.capacity else options.say(row.name))
        for row in options.rows(query)
    ]


def _talks(options: DraftOptions) -> list[Option]:
    """The talks of the session, in their order."""
    query = select(Talk.id, Talk.title).where(Talk.parent == options.session).order_by(Talk.position)
    return [Option(row.id, options.say(row.title)) for row in options.rows(query)] if options.session else []


def _asked(options: DraftOptions) -> list[Option]:
    """Whom a key question can be put to: those with a part in its session, else everybody."""
    if options.session is None:
        return list(options.of("people"))
    talks = select(Talk.id).where(Talk.parent == options.session)
    query = select(Role.person).where((Role.session_id == options.session) | Role.talk_id.in_(talks))
    inside = {row.person for row in options.rows(query)}
    return [option for option in options.of("people") if option.value in inside] or list(options.of("people"))


def _languages(options: DraftOptions) -> list[Option]:
    """The forum's languages first."""
    own = [Option(code, words(options.language).language_name(code)) for code in options.forum.languages]
    return own + [
        option for option in vocabulary.languages(options.language) if option.value not in options.forum.languages
    ]


_SOURCES: dict[str, Callable[[DraftOptions], Sequence[Option]]] = {
    "people": _people,
    "organisations": _organisations,
    "alliances": _alliances,
    "asked": _asked,
    "talks": _talks,
    "themes": _titled(Theme, Theme.title),
    "sessions": _titled(Session, Session.title),
    "rooms": _rooms,
    "questions": _titled(Question, Question.text),
    "languages": _languages,
    "countries": lambda options: vocabulary.countries(options.language),
    "zones": lambda options: vocabulary.zones(options.language),
    "goals": lambda options: vocabulary.goals(options.language),
}


class StandardOptions:
    """What can be chosen where there is no forum yet: languages, countries, time zones."""

    def __init__(self, language: str) -> None:
        self.language = language

    def of(self, source: str) -> Sequence[Option]:
        lists = {"languages": vocabulary.languages, "countries": vocabulary.countries, "zones": vocabulary.zones}
        return lists[source](self.language)

    def label(self, source: str, value: str) -> str:
        return next((option.label for option in self.of(source) if option.value == value), value)

    def named(self, source: str, text: str) -> list[Option]:
        return [option for option in self.of(source) if folded(option.label) == folded(text)]
