"""Searching a programme: what a search looks through, and the form in which texts of any script are compared."""

from collections.abc import Iterable

from forum_app.domain.keeping import kept
from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.texts import folded, readable


def words_of(query: str) -> list[str]:
    """The words that a session must all hold."""
    return list(dict.fromkeys(folded(query).split()))


def holding(content: Content, words: list[str]) -> frozenset[str]:
    """Ids of the sessions that hold all the words somewhere, each as it stands: no sign has a meaning of its own."""
    return frozenset(key for key, text in texts_of(content).items() if all(word in text for word in words))


def texts_of(content: Content) -> dict[str, str]:
    """All that a search looks through, by session."""
    return kept(content, "searched", _texts_of)


def _texts_of(content: Content) -> dict[str, str]:
    return {session.id: folded("\n".join(_searched(content, session))) for session in content.sessions}


def _searched(content: Content, session: SessionEntry) -> Iterable[str]:
    """Titles, labels, abstracts, themes, people and their organisations, in all languages."""
    for part in (session.title, session.label):
        yield from part.values()
    for rich in (session.summary, session.objectives, session.expected_outcomes):
        yield from map(readable, rich.values())
    people = [part.person for part in session.cast]
    for talk in session.talks:
        yield from talk.title.values()
        yield from talk.flagship.values()
        yield from map(readable, talk.abstract.values())
        for speaker in talk.speakers:
            people.append(speaker.person)
            yield from map(readable, speaker.abstract.values())
    for key in dict.fromkeys([*session.themes, *(key for talk in session.talks for key in talk.themes)]):
        if key in content.theme:
            yield from content.theme[key].title.values()
    for key in dict.fromkeys(people):
        yield from _named(content, key)
    for key in dict.fromkeys([*session.alliances, *(key for talk in session.talks for key in talk.alliances)]):
        yield from _organisation(content, key)


def _named(content: Content, key: str) -> Iterable[str]:
    person = content.person.get(key)
    if person is None:
        return
    yield from person.name.values()
    for post in person.posts:
        yield from post.title.values()
        yield from _organisation(content, post.organisation)


def _organisation(content: Content, key: str | None) -> Iterable[str]:
    organisation = content.organisation.get(key or "")
    if organisation:
        yield from organisation.acronym.values()
        yield from organisation.name.values()
