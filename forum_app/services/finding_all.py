"""Find anything: names, then who registered and mails for those who may see them, then words inside texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum_app.database import Database
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.finding import MOST, Hits, find_names, plainly, terms_of
from forum_app.services.finding_people import mails_found, registrations_found
from forum_app.services.finding_texts import TextHit, find_in_texts


@dataclass(frozen=True)
class Sight:
    """What somebody may see beside the forum's content."""

    private: bool = False
    registrations: bool = False
    mails: bool = False


@dataclass(frozen=True)
class Found:
    """What was found, in the order that it is shown: things by name, people and mails; texts; how many texts there are."""

    named: Sequence[Hits] = ()
    people: Sequence[Hits] = ()
    texts: Sequence[TextHit] = ()
    texts_total: int = 0


def find_anything(database: Database, forum: DeskForum, typed: str, words: Words, sight: Sight) -> Found:
    """Whatever has every word that was typed; the same number of queries whatever is searched and found."""
    terms = terms_of(typed)
    if not terms:
        return Found()
    with database.reading() as connection:
        people = []
        if sight.registrations:
            people.append(registrations_found(connection, forum, terms, words))
        if sight.mails:
            people.append(mails_found(connection, forum, plainly(typed).split(), words))
        named = find_names(connection, forum, terms, words, private=sight.private)
        texts, total = find_in_texts(connection, forum, terms, words, MOST)
    return Found(named, [hits for hits in people if hits.total], texts, total)
