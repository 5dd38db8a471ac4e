"""Badges and name plates of those who come: whoever is confirmed and there in person, unless a filter says otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from forum_app.addresses import Addresses
from forum_app.domain.texts import pick
from forum_app.lists.badge_papers import PAPERS, SHEET, Paper
from forum_app.lists.badges import PARTICIPANT, Badge, Event
from forum_app.lists.columns import UnknownColumn
from forum_app.lists.name_plates import Plate
from forum_app.services.draft_rows import table
from forum_app.services.registration_facts import Facts
from forum_app.services.registration_lists import AT_ONCE, Asked, RegistrationList
from forum_app.services.registration_roles import role_held, role_words

MOST_EMPTY, MOST_LANGUAGES = 400, 5
ON_BADGES = ("name", "institution", "country", "role", "language", "code")
ON_PLATES = ("name", "post", "institution", "country")


class Badges:
    """Whose badges or name plates are asked for. Raises UnknownColumn for what they can't be asked for."""

    def __init__(self, connection: Connection, facts: Facts, asked: Asked, addresses: Addresses) -> None:
        if asked.columns:
            raise UnknownColumn("Badges and name plates have a form of their own: leave --columns out.")
        self.connection, self.facts, self.addresses = connection, facts, addresses
        self.paper, self.empty_ones = _paper(asked.paper), _empty_ones(asked.blanks)
        where = asked.where
        for name, usual in (("status", "status=confirmed"), ("mode", "mode!=online")):
            if not any(item.startswith((f"{name}=", f"{name}!=")) for item in asked.where):
                where = (*where, usual)
        self.listed = RegistrationList(connection, facts, replace(asked, where=where), heading_groups=True)
        self.roles = role_words(facts.words)

    def count(self) -> int:
        return self.listed.count()

    def badges(self) -> Iterator[tuple[str, Badge]]:
        """Each with the words of its group, the empty ones last."""
        group, only = "", self._only_role()
        for group, row in self._rows():
            yield group, self._badge(row)
        for _number in range(self.empty_ones):
            yield group, Badge(role=only)

    def plates(self) -> Iterator[Plate]:
        for _group, row in self._rows():
            yield Plate(row.name, row.post, row.institution, self._country(row))

    def event(self, heading: str, now: datetime) -> Event:
        """What they share; ``heading`` names the document, ``now`` (aware) is when it was made."""
        facts, words, forum = self.facts, self.facts.words, table("forum")
        row = self.connection.execute(
            select(forum.c.short_title, forum.c.venue).where(forum.c.id == facts.forum_id)
        ).one()
        said = [pick(text or {}, words.language, facts.languages) for text in (row[0], (row[1] or {}).get("city"))]
        name = said[0] or facts.title
        return Event(
            title=f"{heading} · {name}",
            forum=name,
            when=words.listed((said[1], words.days(facts.first_day, facts.last_day))),
            made_at=now.isoformat(),
            words=words,
            accent=facts.accent,
            roles=self.roles,
            empty=words.gettext("Nobody is on this list."),
        )

    def _rows(self) -> Iterator[tuple[str, Row[*tuple[Any, ...]]]]:
        """Those who are asked for, in their order, each with the words of their group."""
        here, person = table("registration"), table("person")
        words = self.listed.words_of_group()
        columns = [here.c[name] for name in ("name", "post", "institution", "country", "language", "code")]
        query = (
            select(*columns, role_held(), person.c.languages, self.listed.group_column())
            .join(person, person.c.id == here.c.person, isouter=True)
            .where(*self.listed.conditions)
            .order_by(*self.listed.order)
        )
        options = self.connection.execution_options(stream_results=True, yield_per=AT_ONCE)
        for row in options.execute(query):
            yield words(row[-1]), row

    def _badge(self, row: Row[*tuple[Any, ...]]) -> Badge:
        spoken = dict.fromkeys([row.language, *(row.languages or [])])
        return Badge(
            name=row.name,
            institution=row.institution,
            country=self._country(row),
            role=row.role,
            languages=tuple(code.upper() for code in spoken if code)[:MOST_LANGUAGES],
            code=row.code,
            address=self.addresses.check_in(row.code),
        )

    def _country(self, row: Row[*tuple[Any, ...]]) -> str:
        return self.facts.words.country_name(row.country) if row.country else ""

    def _only_role(self) -> str:
        """The role of the empty badges: the one that all others have, where one is asked for."""
        chosen = [item.removeprefix("role=").strip() for item in self.listed.where if item.startswith("role=")]
        found = [key for key, word in self.roles.items() if len(chosen) == 1 and chosen[0] in (key, word)]
        return found[0] if found else PARTICIPANT


def _paper(typed: str) -> Paper:
    if typed and typed not in PAPERS:
        known = ", ".join(PAPERS)
        raise UnknownColumn("Badges are not printed on “%(typed)s”. There are: %(known)s.", typed=typed, known=known)
    return PAPERS[typed or SHEET.name]


def _empty_ones(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else -1
    if typed and not 0 <= number <= MOST_EMPTY:
        most = MOST_EMPTY
        raise UnknownColumn("“%(typed)s” is no number of empty badges: write one from 0 to %(most)d.", typed=typed, most=most)  # fmt: skip
    return max(number, 0)
