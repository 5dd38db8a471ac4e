"""Searching a programme: what a search looks through, and the form in which texts of any script are compared."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from forum_app.domain.keeping import kept
from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.texts import readable

# Letters that are no letter with a mark, and still one for whoever types: ı, the stroked and joined Latin ones, alef
# wasla, alef maksura, teh marbuta, Persian yeh and kaf; signs that come in several shapes.
_ALIKE = {
    "\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "\u2212": "-",
}  # fmt: skip
_TATWEEL = "\u0640"
_PART_OF_THE_LETTER = (0, 8, 9)  # combining classes: voiced kana, and the signs that join consonants in Indic scripts


def comparable(value: str) -> str:
    """The form in which a search compares: compatibility forms, case, accents, vowel signs, hamzas, the shapes of a
    letter and of a digit folded, and what can't be seen left out. ``İSTANBUL`` = ``istanbul``, ``أحمد`` = ``احمد``."""
    if value.isascii():
        return value.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    return spread.translate({ord(char): _shape(char) for char in set(spread)})


@lru_cache(maxsize=5000)
def _shape(char: str) -> str:
    """The one shape of a sign: nothing for marks on letters and what isn't seen, a digit of any script as 0 to 9."""
    if unicodedata.combining(char) not in _PART_OF_THE_LETTER or char == _TATWEEL or unicodedata.category(char) == "Cf":
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return _ALIKE.get(char, char)


def words_of(query: str) -> list[str]:
    """The words that a session must all hold."""
    return list(dict.fromkeys(comparable(query).split()))


def holding(content: Content, words: list[str]) -> frozenset[str]:
    """Ids of the sessions that hold all the words somewhere, each as it stands: no sign has a meaning of its own."""
    return frozenset(key for key, text in texts_of(content).items() if all(word in text for word in words))


def texts_of(content: Content) -> dict[str, str]:
    """All that a search looks through, by session."""
    return kept(content, "searched", _texts_of)


def _texts_of(content: Content) -> dict[str, str]:
    return {session.id: comparable("\n".join(_searched(content, session))) for session in content.sessions}


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
