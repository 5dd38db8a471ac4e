"""The checker: every rule over a draft, with the forum's own severities."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from msgspec import structs

from forum_app.domain.checker.findings import Finding, Hit, Rule, Spot
from forum_app.domain.checker.memory import Memory
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.rules import (
    access,
    acronyms,
    availability,
    captions,
    clashes,
    content,
    counts,
    counts_stated,
    dates,
    days,
    facts,
    footnotes,
    images,
    lengths,
    links,
    numbering,
    parts,
    pauses,
    people,
    places,
    rooms,
    times,
    translations,
    twice,
)
from forum_app.domain.draft import Draft
from forum_app.domain.vocabularies import Severity

_SUBJECTS = (
    *(rooms, clashes, availability, days, pauses, parts),
    *(lengths, times, dates, places, facts, counts, counts_stated, content, people, captions, acronyms),
    *(links, twice, numbering, footnotes, images, access, translations),
)
RULES: dict[str, Rule] = {rule.name: rule for subject in _SUBJECTS for rule in subject.RULES}


_MANY = 10  # things of which the same is said; more are told as one


def check(
    draft: Draft,
    today: date | None = None,
    sign_ups: Mapping[str, int] | None = None,
    of: Collection[Severity] = (Severity.WARN, Severity.STOP),
    memory: Memory | None = None,
    erased: Collection[str] = (),
) -> list[Finding]:
    """What is doubtful in a draft, subject by subject and in the order of the draft.

    Every rule warns unless ``forum.severities`` says otherwise; what is to be ignored is left out. ``today`` is the day
    of the check, for rules that ask for it; ``sign_ups`` says by the id of a session how many people are signed up.
    Rules of other severities than ``of`` are not asked: publishing is about those that stop it. With a ``memory`` of the
    last check only what is another since is read; it finds the same. Of people whose data was ``erased`` nothing is
    missed: nobody can give it any more.
    """
    memory = memory or Memory()
    memory.begin()
    reading = Reading(draft, today, sign_ups, memory)
    gone = {f"people[{reading.people[key]}]" for key in erased if key in reading.people}
    found: list[Finding] = []
    for rule in RULES.values():
        severity = draft.forum.severities.get(rule.name, Severity.WARN)
        if severity in of:
            hits = (hit for hit in rule.find(reading) if not _of_any(gone, hit.place))
            found += _folded(_findings(rule, severity, hits))
    memory.end()
    return found


def _folded(findings: list[Finding]) -> list[Finding]:
    """One finding where a rule says the same of many things, at the first of them."""
    alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.language, finding.reason].append(finding)
    found: list[Finding] = []
    for same in alike.values():
        if len(same) > _MANY:
            found.append(structs.replace(same[0], also=[Spot(one.place, one.thing) for one in same[1:]]))
        else:
            found += same
    return found


def _of_any(owners: Collection[str], place: str) -> bool:
    """Whether a place is one of these people's."""
    return bool(owners) and place.partition(".")[0] in owners


def _findings(rule: Rule, severity: Severity, hits: Iterable[Hit]) -> list[Finding]:
    findings: dict[tuple[str, str, str], Finding] = {}
    for hit in hits:
        reason = hit.reason
        findings.setdefault(
            (hit.place, hit.language, reason),
            Finding(
                rule=rule.name,
                severity=severity,
                place=hit.place,
                thing=hit.thing,
                reason=reason,
                remedy=rule.remedy,
                language=hit.language,
            ),
        )
    return list(findings.values())


def not_checked(draft: Draft) -> list[tuple[str, str]]:
    """Rules and content languages of the draft that they can't read, a pair each."""
    return _beyond(draft, lambda rule: rule.languages)


def partly_checked(draft: Draft) -> list[tuple[str, str]]:
    """Rules and content languages whose words they don't know, a pair each."""
    return _beyond(draft, lambda rule: rule.knows)


def _beyond(draft: Draft, known: Callable[[Rule], tuple[str, ...]]) -> list[tuple[str, str]]:
    return [
        (rule.name, language)
        for rule in RULES.values()
        if known(rule) and draft.forum.severities.get(rule.name) != Severity.IGNORE
        for language in dict.fromkeys(draft.forum.languages)
        if language.split("-")[0] not in known(rule)
    ]
