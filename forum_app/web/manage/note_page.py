"""What stands beside the text of a concept note: its outline as documents number it, and what a section draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from forum_app import labels
from forum_app.domain.draft_parts import ConceptNote, Part, Section
from forum_app.domain.note import DRAWN_FIRST, Drawn, drawn_for, outline
from forum_app.domain.release import Content, SessionEntry, Text
from forum_app.domain.texts import pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import SectionKind
from forum_app.i18n import Words, words
from forum_app.services.desk import DeskForum
from forum_app.services.notes import SectionLine
from forum_app.web.manage.release_words import Found

SHOWN = 8


@dataclass(frozen=True)
class OutlineLine:
    """A section in the outline. ``number`` is 0 where documents give it none; ``state`` names how far it is: whole,
    drawn (from the programme), missing (a language), empty, found (the checker has something to say)."""

    id: str
    name: str
    number: int
    state: str
    found: int

    @property
    def done(self) -> bool:
        return self.state in ("whole", "drawn")


@dataclass(frozen=True)
class Row:
    """Something that a section draws, and where it is kept. ``flag`` says what is missing in it."""

    title: str
    about: str
    address: str
    flag: str = ""


@dataclass(frozen=True)
class Drawing:
    """What a section draws, as it will stand: some rows and how many ``more``; ``first``: before the written text."""

    rows: tuple[Row, ...]
    more: int
    first: bool


def session_of(content: Content | None, key: str) -> SessionEntry | None:
    """The session whose own note it is; None for the forum's note."""
    return next((one for one in content.sessions if one.id == key), None) if content is not None else None


def outline_lines(
    word: Words, forum: DeskForum, sections: list[SectionLine], content: Content | None, session: str,
    language: str, findings: Iterable[Found],
) -> list[OutlineLine]:  # fmt: skip
    """The outline, numbered as documents in ``language`` number it; ``content`` is the draft as it would be published."""
    numbers, found = _numbers(content, session, language), list(findings)
    return [_line(word, forum, line, numbers.get(line.id, 0), found) for line in sections]


def _numbers(content: Content | None, session: str, language: str) -> dict[str, int]:
    if content is None:
        return {}
    entry = session_of(content, session) if session else None
    note: ConceptNote | None = entry.note if entry else None if session else content.forum.note
    return {one.section.id: one.number for one in outline(content, note, language, entry)} if note else {}


def _line(word: Words, forum: DeskForum, line: SectionLine, number: int, findings: list[Found]) -> OutlineLine:
    original, others = forum.languages[0], forum.languages[1:]
    here = sum(f"section={line.id}" in each.address for each in findings)
    if here:
        state = "found"
    elif not any(line.words.values()):
        state = "empty" if line.kind == SectionKind.TEXT else "drawn"
    else:
        state = "missing" if any(line.words.get(original) and not line.words.get(code) for code in others) else "whole"
    return OutlineLine(line.id, section_name(word, forum, line), number, state, here)


def section_name(word: Words, forum: DeskForum, line: SectionLine) -> str:
    """What a section is called in the outline."""
    name = pick(line.heading, word.interface, forum.languages) or labels.section(word, line.kind)
    return name or word.gettext("Without a heading")


def new_heading(language: str) -> str:
    """What a new section is called until somebody writes over it."""
    return words(language).gettext("New section")


def is_new(section: Part, original: str) -> bool:
    """Whether a section is as it was made: nobody has named it or written in it."""
    return (
        isinstance(section, Section)
        and section.heading.get(original) == new_heading(original)
        and not any(section.body.values())
    )


def drawing(
    word: Words, content: Content | None, kind: SectionKind, session: str, language: str, slug: str
) -> Drawing | None:
    """What a section of this kind draws from the draft; None where it draws nothing."""
    if content is None or kind == SectionKind.TEXT:
        return None
    drawn = drawn_for(content, kind, language, session_of(content, session) if session else None)
    rows = _Rows(word, content, language, f"/manage/{quote(slug)}").of(drawn)
    return Drawing(tuple(rows[:SHOWN]), max(0, len(rows) - SHOWN), kind in DRAWN_FIRST)


@dataclass(frozen=True)
class _Rows:
    word: Words
    content: Content
    language: str
    base: str

    def of(self, drawn: Drawn) -> list[Row]:
        rows = [self._session(aim.session, "#objectives") for aim in drawn.aims]
        rows += [Row(self._text(one.title), "", f"{self.base}/themes/{one.id}") for one in drawn.themes]
        for leader in drawn.leading:
            rows += self._person(leader.person, self.word.joined([self._text(of.title) for of in leader.of]))
        for asked in drawn.asked:
            about = self._text(asked.session.title) if asked.session else ""
            rows += [Row(self._text(one.text), about, f"{self.base}/key-questions/{one.id}") for one in asked.questions]
        for stage in drawn.stages:
            for talk in stage.talks:
                for speaker in talk.speakers:
                    rows += self._person(speaker.person, self._text(talk.title), speaker.to_be_confirmed)
            for part in stage.panel:
                rows += self._person(part.person, self._text(stage.session.title), part.to_be_confirmed)
        rows += [self._session(session) for session in drawn.sessions]
        for group in drawn.partners:
            about = labels.partnership(self.word, group.kind)
            rows += [
                Row(self._text(one.name), about, f"{self.base}/organisations/{one.id}") for one in group.organisations
            ]
        for point in drawn.points:
            rows += self._person(point.person, self._text(point.responsible_for))
        rows += [
            Row(self._text(one.acronym), self._text(one.expansion), f"{self.base}/terms/{one.id}")
            for one in drawn.terms
        ]
        rows += [
            Row(self._text(one.title), str(one.year or ""), f"{self.base}/references/{one.id}")
            for one in drawn.references
        ]
        return rows

    def _text(self, text: Text) -> str:
        return pick(text, self.language, self.content.forum.languages)

    def _session(self, session: SessionEntry, field: str = "") -> Row:
        about = ""
        if session.starts_at:
            start = in_zone(session.starts_at, self.content.forum.zone)
            about = self.word.gettext("%(day)s, %(time)s", day=self.word.short_day(start), time=self.word.time(start))
        return Row(self._text(session.title), about, f"{self.base}/sessions/{session.id}{field}")

    def _person(self, key: str, about: str, unsure: bool = False) -> list[Row]:
        person = self.content.person.get(key)
        if person is None:
            return []
        flag = self.word.gettext("To be confirmed") if unsure else ""
        flag = flag or ("" if person.photo else self.word.gettext("No photo"))
        return [Row(self._text(person.name), about, f"{self.base}/people/{key}", flag)]
