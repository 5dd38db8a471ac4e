"""What to do next: the checker's findings, unsent mails, translations and the note's states as a few things to do."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum_app.domain.checker import RULES, Finding
from forum_app.domain.checker.findings import Thing
from forum_app.domain.draft import Draft
from forum_app.domain.permissions import Place, may_edit
from forum_app.domain.sentences import Said
from forum_app.domain.translations import Count
from forum_app.domain.vocabularies import NoteState, Severity
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.pending import checked_now, translated_now
from forum_app.services.proposals import count_open
from forum_app.web.access import guest
from forum_app.web.installed import installed
from forum_app.web.manage.nouns import NOUNS
from forum_app.web.manage.places import desk_place
from forum_app.web.manage.seen_findings import seen_findings

MOST_NAMED = 3
_TRANSLATING = ("text-missing", "text-out-of-date")
_NOT_CLEARED = (NoteState.DRAFT, NoteState.IN_REVIEW)
Counted = Callable[[Words, int], str]


@dataclass(frozen=True)
class Task:
    """One thing to do: what, of what, where it is done and what the button there says. ``tone`` is bad, warn or chg."""

    title: str
    under: str
    address: str
    verb: str
    tone: str = "warn"
    icon: str = "triangle-alert"


@dataclass(frozen=True)
class _Kind:
    """How a rule's findings become one thing to do; ``address`` follows the forum's, empty: the checker's list."""

    icon: str
    title: Counted
    verb: Callable[[Words], str]
    address: str = ""
    by_country: bool = False


def _open(words: Words) -> str:
    return words.gettext("Open")


def _choose(words: Words) -> str:
    return words.gettext("Choose")


_KINDS: dict[str, _Kind] = {
    "moderator-missing": _Kind("user-x", lambda w, n: w.ngettext("A session has no moderator", "%(num)d sessions have no moderator", n), _choose, "sessions?only=moderator"),
    "speaker-unconfirmed": _Kind("clock", lambda w, n: w.ngettext("One part is not confirmed", "%(num)d parts are not confirmed", n), _open, "people?only=unconfirmed"),
    "person-without-photo": _Kind("image-off", lambda w, n: w.ngettext("One photo missing", "%(num)d photos missing", n), _open, "people?only=photo", True),
    "person-without-biography": _Kind("file-text", lambda w, n: w.ngettext("One biography missing", "%(num)d biographies missing", n), _open, "people?only=biography", True),
    "person-without-post": _Kind("user", lambda w, n: w.ngettext("One post missing", "%(num)d posts missing", n), _open, "", True),
    "talk-without-title": _Kind("mic", lambda w, n: w.ngettext("One talk has no title", "%(num)d talks have no title", n), _open),
    "talk-without-abstract": _Kind("mic", lambda w, n: w.ngettext("One abstract missing", "%(num)d abstracts missing", n), _open),
    "room-missing": _Kind("house", lambda w, n: w.ngettext("A session has no room", "%(num)d sessions have no room", n), _choose),
    "session-unscheduled": _Kind("calendar", lambda w, n: w.ngettext("A session has no time", "%(num)d sessions have no time", n), _choose, "sessions?only=unscheduled"),
    "online-link-missing": _Kind("link", lambda w, n: w.ngettext("A session has no link", "%(num)d sessions have no link", n), _open),
}  # fmt: skip


def tasks(
    words: Words, slug: str, draft: Draft, findings: Iterable[Finding], translated: Mapping[str, Count] | None
) -> list[Task]:
    """What is to be done in a draft, what stops publishing first, then in the order of the checker's rules, then
    translations and the note. ``translated`` says how far each language is, None to who translates nothing."""
    may_translate = translated is not None
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity != Severity.IGNORE and not (may_translate and finding.rule in _TRANSLATING):
            by_rule.setdefault(finding.rule, []).append(finding)
    stops = sorted(by_rule, key=lambda rule: by_rule[rule][0].severity != Severity.STOP)
    found = _beginning(words, slug, draft) if may_translate else []
    found += [_of_rule(words, slug, draft, by_rule[rule]) for rule in stops]
    if translated is not None:
        found += _translations(words, slug, draft, translated)
    return found + _note(words, slug, draft)


def _beginning(words: Words, slug: str, draft: Draft) -> list[Task]:
    """What a forum that has hardly begun needs first."""
    found = []
    for noun, things, icon in (("sessions", draft.sessions, "calendar"), ("people", draft.people, "user")):
        saying = NOUNS[noun].say(words)
        if not things:
            address = f"/manage/{slug}/{noun}/new"
            found.append(Task(saying.empty, saying.why, address, saying.new, "chg", icon))
    if draft.forum.note is None:
        title, why = words.gettext("No concept note yet"), words.gettext("It begins with the usual sections.")
        address = f"/manage/{slug}/concept-note"
        found.append(Task(title, why, address, words.gettext("Begin the note"), "chg", "file-text"))
    return found


def count_of(findings: Iterable[Finding]) -> int:
    """How many places are to be seen to."""
    return sum(1 + len(each.also) for each in findings if each.severity != Severity.IGNORE)


def _of_rule(words: Words, slug: str, draft: Draft, findings: Sequence[Finding]) -> Task:
    rule, number = findings[0].rule, count_of(findings)
    kind = _KINDS.get(rule)
    stops = findings[0].severity == Severity.STOP
    title = kind.title(words, number) if kind else words.said(RULES[rule].description).removesuffix(".")
    under = _countries(words, draft, findings) if kind and kind.by_country and number > 1 else ""
    if number == 1:
        address = desk_place(draft, findings[0].place, slug)
    else:
        address = f"/manage/{slug}/{kind.address if kind and kind.address else f'checker?rule={rule}#{rule}'}"
    return Task(
        title,
        under or _named(words, findings),
        address,
        (kind.verb if kind else _open)(words),
        "bad" if stops else "warn",
        kind.icon if kind else "circle-alert" if stops else "triangle-alert",
    )


def _places(findings: Iterable[Finding]) -> Iterable[tuple[str, Thing]]:
    """Every place with what is there, those told along with another too."""
    for finding in findings:
        yield finding.place, finding.thing
        yield from ((spot.place, spot.thing) for spot in finding.also)


def _named(words: Words, findings: Sequence[Finding]) -> str:
    """Whose they are: one with its kind, several by their names, at most three of them."""
    things = list(dict.fromkeys(thing for _place, thing in _places(findings)))
    if len(things) == 1:
        return words.said(things[0])
    names = [
        words.said(thing.values.get("name", thing) if isinstance(thing, Said) else thing)
        for thing in things[:MOST_NAMED]
    ]
    if len(things) <= MOST_NAMED:
        return words.listed(names)
    return words.gettext("%(names)s and %(number)s more", names=words.listed(names), number=len(things) - MOST_NAMED)


def _countries(words: Words, draft: Draft, findings: Sequence[Finding]) -> str:
    """India 2, Iraq 1: where the people come from whom something lacks; empty where that isn't known of all."""
    codes = []
    for place, _thing in _places(findings):
        number = place.removeprefix("people[").partition("]")[0]
        if not number.isdigit() or not draft.people[int(number)].country:
            return ""
        codes.append(draft.people[int(number)].country)
    counted = Counter(codes).most_common()
    said = words.listed([f"{words.country_name(code)} {number}" for code, number in counted[:MOST_NAMED]])
    more = sum(number for _code, number in counted[MOST_NAMED:])
    return words.gettext("%(names)s and %(number)s more", names=said, number=more) if more else said


def _translations(words: Words, slug: str, draft: Draft, translated: Mapping[str, Count]) -> list[Task]:
    """One for each language that is not whole; rules that are ignored ask for nothing."""
    wanted = [draft.forum.severities.get(rule, Severity.WARN) != Severity.IGNORE for rule in _TRANSLATING]
    found = []
    for language, count in translated.items():
        missing, old = (
            number if asked else 0 for number, asked in zip((count.missing, count.old), wanted, strict=True)
        )
        if not missing and not old:
            continue
        name = words.language_name(language)
        title = (
            words.ngettext("%(language)s: one text to translate", "%(language)s: %(num)d texts to translate", missing, language=name)
            if missing
            else words.ngettext("%(language)s: one text is out of date", "%(language)s: %(num)d texts are out of date", old, language=name)
        )  # fmt: skip
        under = words.gettext("%(done)s of %(all)s done", done=count.done, all=count.all)
        if missing and old:
            under = words.listed([under, words.ngettext("one out of date", "%(num)d out of date", old)])
        found.append(
            Task(title, under, f"/manage/{slug}/languages?to={language}", words.gettext("Translate"), icon="languages")
        )
    return found


def _note(words: Words, slug: str, draft: Draft) -> list[Task]:
    """The languages in which the forum's note is not cleared yet."""
    note = draft.forum.note
    if note is None or not note.sections:
        return []
    said = {NoteState.DRAFT: words.gettext("draft"), NoteState.IN_REVIEW: words.gettext("in review")}
    states = {language: note.states.get(language, NoteState.DRAFT) for language in draft.forum.languages}
    waiting = {language: state for language, state in states.items() if state in _NOT_CLEARED}
    if not waiting:
        return []
    title = words.ngettext("Concept note: one language is not cleared", "Concept note: %(num)d languages are not cleared", len(waiting))  # fmt: skip
    under = words.listed(
        words.gettext("%(label)s: %(value)s", label=words.language_name(language), value=said[state])
        for language, state in waiting.items()
    )
    return [Task(title, under, f"/manage/{slug}/concept-note", _open(words), "chg", "file-text")]


def tasks_now(words: Words, forum: DeskForum) -> list[Task]:
    """What is to be done in a forum by whoever is signed in."""
    draft, everything = checked_now(installed().database, forum.slug)
    findings = seen_findings(forum, everything)
    may_translate = may_edit(guest().actor, Place(forum.id))
    found = tasks(
        words, forum.slug, draft, findings, translated_now(installed().database, draft) if may_translate else None
    )
    return (_proposals(words, forum) if may_translate else []) + found


def _proposals(words: Words, forum: DeskForum) -> list[Task]:
    """What speakers propose and nobody decided yet."""
    with installed().database.reading() as connection:
        count, people = count_open(connection, forum.id)
    if not count:
        return []
    title = words.ngettext("One change is proposed", "%(num)d changes are proposed", count)
    under = words.ngettext("By one speaker, on their own page.", "By %(num)d speakers, on their own pages.", people)
    return [Task(title, under, f"/manage/{forum.slug}/proposals", words.gettext("Look at them"), "warn", "inbox")]
