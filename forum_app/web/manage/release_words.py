"""Releases, changes, findings and who is told, as the desk's pages write them: words and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forum_app.domain.checker import RULES, Finding
from forum_app.domain.compare import Change, ChangeKind
from forum_app.domain.draft import Draft
from forum_app.domain.release import ForumEntry
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Severity
from forum_app.feeds.change_words import sentence
from forum_app.feeds.slot_words import Told, slot_told
from forum_app.i18n import Words, words
from forum_app.services.slot_mail import Recipient
from forum_app.web.manage.places import desk_place

_PEOPLE = (ChangeKind.PERSON_TEXT,)
_NOTE = (ChangeKind.NOTE_TEXT,)
_FORUM = (ChangeKind.FORUM_TEXT, ChangeKind.FORUM_RENAMED, ChangeKind.PLACES_TRANSLATED)
_SLOTS = (
    ChangeKind.SESSION_MOVED,
    ChangeKind.SESSION_LENGTH,
    ChangeKind.SESSION_PLACE,
    ChangeKind.SESSION_CANCELLED,
    ChangeKind.SESSION_RESTORED,
    ChangeKind.SESSION_SCHEDULED,
    ChangeKind.SESSION_UNSCHEDULED,
    ChangeKind.SESSION_REMOVED,
    ChangeKind.SESSION_ADDED,
)


@dataclass(frozen=True)
class Line:
    text: str
    address: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Reader:
    """One person whom a publication concerns, with what it changes for them in words."""

    name: str
    address: str
    language: str
    person: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Found:
    """A finding in words, with where it is; ``also`` are the other places of the same."""

    reason: str
    thing: str
    address: str
    language: str
    also: tuple[Line, ...] = ()


@dataclass(frozen=True)
class OfRule:
    """A rule in words, its severity in this forum, and what it finds."""

    name: str
    description: str
    remedy: str
    severity: Severity
    found: tuple[Found, ...] = ()

    @property
    def count(self) -> int:
        return sum(1 + len(each.also) for each in self.found)


def change_groups(word: Words, changes: Iterable[Change], zone: str, slug: str, known: Iterable[str]) -> list[Group]:
    """Changes in sentences, those of times and places first; a session that is still in the draft is a link."""
    _, here = word.gettext, set(known)
    parts: list[tuple[str, list[Change]]] = [
        (_("Times and places"), []),
        (_("Sessions and who takes part"), []),
        (_("People"), []),
        (_("Concept note"), []),
        (_("The forum"), []),
    ]
    for change in changes:
        special = next((at for at, kinds in enumerate((_SLOTS, (), _PEOPLE, _NOTE, _FORUM)) if change.kind in kinds), 1)
        parts[special][1].append(change)
    return [
        Group(title, tuple(Line(sentence(change, word, zone), _address(change, slug, here)) for change in some))
        for title, some in parts
        if some
    ]


def _address(change: Change, slug: str, known: set[str]) -> str:
    if change.session in known:
        return f"/manage/{slug}/sessions/{change.session}"
    return {ChangeKind.NOTE_TEXT: f"/manage/{slug}/concept-note"}.get(change.kind, "")


def readers(word: Words, recipients: Iterable[Recipient], forum: ForumEntry) -> list[Reader]:
    """Who is told, in the desk's words; times are those of the forum and, where they differ, the person's own."""
    return [
        Reader(
            each.name,
            each.address,
            word.language_name(
                words(each.language).interface if each.language not in forum.languages else each.language
            ),
            each.person,
            tuple(slot_told(notice, word, forum.languages, forum.zone, each.zone) for notice in each.notices),
        )
        for each in recipients
    ]


def moment(word: Words, at: datetime, zone: str) -> str:
    """9 September 2022, 16:40, on the forum's clocks."""
    local = in_zone(at, zone)
    return word.gettext("%(day)s, %(time)s", day=word.day(local.date(), weekday=False), time=word.time(local))


def clock(word: Words, at: datetime, zone: str) -> str:
    """10:51, on the forum's clocks."""
    return word.time(in_zone(at, zone))


def clock_in_zone(word: Words, at: datetime, zone: str) -> str:
    """10:51, Bangkok time (UTC+7)."""
    return word.gettext("%(time)s, %(zone)s", time=clock(word, at, zone), zone=word.zone(zone, at))


def told_at(word: Words, at: datetime | None, zone: str) -> str:
    """9 September 2022, 16:40, Bangkok time (UTC+7); empty for no time."""
    if at is None:
        return ""
    return word.gettext("%(when)s, %(zone)s", when=moment(word, at, zone), zone=word.zone(zone, at))


def by_whom(word: Words, name: str) -> str:
    """Who did something: a name or an address; whoever has no account by a word."""
    known = {
        "command line": word.gettext("command line"),
        "sample": word.gettext("sample"),
        "registrant": word.gettext("whoever registered"),
        "speaker": word.gettext("whoever speaks"),
        "calendar": word.gettext("by itself, on its day"),
        "restore": word.gettext("bringing back a backup"),
    }
    return known.get(name, name)


def by_rule(word: Words, draft: Draft, findings: Iterable[Finding], slug: str) -> list[OfRule]:
    """Every rule of the checker: those that stop first, then by how much they find, then those that find nothing."""
    found: dict[str, list[Found]] = {}
    for finding in findings:
        found.setdefault(finding.rule, []).append(finding_told(word, draft, finding, slug))
    rules = [
        OfRule(
            rule.name,
            word.said(rule.description),
            word.said(rule.remedy),
            draft.forum.severities.get(rule.name, Severity.WARN),
            tuple(found.get(rule.name, ())),
        )
        for rule in RULES.values()
    ]
    order = {Severity.STOP: 0, Severity.WARN: 1, Severity.IGNORE: 2}
    return sorted(rules, key=lambda rule: (not rule.found, order[rule.severity]))


def finding_told(word: Words, draft: Draft, finding: Finding, slug: str) -> Found:
    """A finding in the desk's language, each of its places a link to the form that holds it."""
    return Found(
        word.said(finding.reason),
        word.said(finding.thing),
        desk_place(draft, finding.place, slug),
        word.language_name(finding.language) if finding.language else "",
        tuple(Line(word.said(spot.thing), desk_place(draft, spot.place, slug)) for spot in finding.also),
    )
