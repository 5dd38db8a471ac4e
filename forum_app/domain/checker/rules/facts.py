"""Rule on facts told two ways: another number, date or list of the same thing in two texts.

What is told of a named thing is compared here ("the Reef Network unites 22 institutes", "launched in 2015"); sentences
that are the same but for a number or a list in ``facts_alike``. In doubt nothing is said: texts may speak of two things.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.dates import dates_in
from forum_app.domain.checker.language.entities import OWN, Count, Entity, counts_in, entities_in, kinds
from forum_app.domain.checker.language.numbers import single_words, with_digits
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.checker.rules.facts_alike import lists_differ, sentences_differ
from forum_app.domain.checker.wording import SAME_TEXT, Value
from forum_app.domain.draft import Session
from forum_app.domain.sentences import Said, said

_TWO_WAYS = said("“%(said)s” here, “%(other)s” in %(where)s, of one thing (%(kind)s).")
_MEMBERS = re.compile(
    r"\b(?:unit(?:es|ing|e)|br(?:ings|inging|ing) together|link(?:s|ing)?|connect(?:s|ing)?|gather(?:s|ing)?|group(?:s|ing)?|compris(?:es|ing|e)|"
    r"counts?|has|have|consists? of|consisting of|represent(?:s|ing)?|cover(?:s|ing)?|span(?:s|ning)?|made up of|of|its|with|composed of|"
    r"is active in|operates in|works in|runs in|is present in|holds?|holding|keeps?|keeping|stores?|contains?|containing|lists?|houses?|conserve|garde|abrite|contient|détient|s['’]étend à|est présente? dans|agit dans|réunit|réunissant|regroup(?:e|ant)|rassembl(?:e|ant|era)|compt(?:e|ant)|comprend|relie|fédère|représente|couvre|"
    r"composée? de|de|ses|réunira)\s+(?:(?:currently|now|today|already|together|about|around|over|more than|some|nearly|almost|at least|up to|its|the|"
    r"as many as|actuellement|aujourd['’]hui|désormais|environ|plus de|près de|quelque|au moins|jusqu['’]à)\s*)*$",
    re.I,
)
_CHANGING = re.compile(
    r"\b(?:initially|originally|at first|began with|started with|grew|grown|rose|risen|from \d+ to \d+|target|aims?|goal|each(?! year)|every(?! year)|per|respectively|"
    r"first phase|second phase|pilot|of which|of whom|increase[ds]?|by 20\d\d|au départ|initialement|passée?s? de|chaque(?! année)|dont|cible|vise)\b",
    re.I,
)
_ONCE = re.compile(
    r"\b(?P<verb>launch(?:ed)?|founded|established|creat(?:ed|ion)|set up|inaugurated|formed|adopted|signed|ratified|lanc(?:ée?s?|ement)|fondée?s?|"
    r"créée?s?|création|établie?s?|inaugurée?s?|adoptée?s?|signée?s?|ratifiée?s?)(?![\w-])",
    re.I,
)
_PART_OF_IT = re.compile(
    r"\b(?:phase|second|third|new|edition|relaunch\w*|pilot|stage|component|chapter|website|portal|report|round|call|version|amend\w*|revis\w*|"
    r"deuxième|troisième|nouve\w+|édition|pilote|étape|volet|site|rapport|appel|will|shall|planned|sera|prévue?)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_MOST_COMPARED = 40
_MEMORY = 40  # sentences looked back for a name
_REACH = 45  # characters between a verb and its date
_GATHERING = "forum"


class _Told(Struct, frozen=True):
    passage: Passage
    entity: Entity
    said: str
    years: frozenset[str]
    names: frozenset[str]
    future: bool
    count: Count | None = None
    days: tuple[date, date] | None = None


def fact_told_two_ways(reading: Reading) -> Iterator[Hit]:
    told: dict[tuple[str, str, str], list[_Told]] = defaultdict(list)
    for passage in reading.in_languages():
        if passage.form != "line" and passage.text.once(_may_tell_facts):
            for key, fact in _facts_of(reading, passage):
                told[passage.language, key, fact.entity.kind].append(fact)
    reported: set[str] = set()
    for facts in told.values():
        for index, fact in enumerate(facts):
            earlier = next((other for other in facts[:index][:_MOST_COMPARED] if _contradict(fact, other)), None)
            if earlier and f"{fact.passage.place}{fact.said}" not in reported:
                reported.add(f"{fact.passage.place}{fact.said}")
                values: dict[str, Value] = {
                    "said": fact.said,
                    "other": earlier.said,
                    "where": _where(fact.passage, earlier.passage),
                }
                yield in_text(fact.passage, _TWO_WAYS, {**values, "kind": fact.entity.kind})
    yield from sentences_differ(reading)
    yield from lists_differ(reading)


def _may_tell_facts(text: Written) -> bool:
    """Whether a sentence tells a number or a date of something that is named; none of the others is compared."""
    words = single_words(text.base)
    if (not text.numbers and words.isdisjoint(text.vocabulary)) or kinds(text.base).isdisjoint(text.vocabulary):
        return False
    for paragraph in text.paragraphs:
        worded = not words.isdisjoint(paragraph.words)
        for sentence in paragraph.sentences if worded or _DIGIT.search(paragraph.text) else ():
            plain = with_digits(sentence, text.base) if worded else sentence
            if (
                _DIGIT.search(plain)
                and (_ONCE.search(plain) or counts_in(plain))
                and any(entities_in(plain, text.base))
            ):
                return True
    return False


def _where(passage: Passage, other: Passage) -> Said:
    return SAME_TEXT if passage is other else other.owner.words


def _facts_of(reading: Reading, passage: Passage) -> Iterator[tuple[str, _Told]]:
    before: list[str] = []  # the sentences that have been read
    words, kind_words = single_words(passage.base), kinds(passage.base)
    if kind_words.isdisjoint(passage.vocabulary):
        return
    for paragraph in passage.paragraphs:
        worded = not words.isdisjoint(paragraph.words)
        if (not worded and not _DIGIT.search(paragraph.text)) or kind_words.isdisjoint(paragraph.words):
            before += paragraph.sentences
            continue
        for sentence in paragraph.sentences:
            plain = with_digits(sentence, passage.base) if worded else sentence
            if _DIGIT.search(plain) and (_ONCE.search(plain) or counts_in(plain)):
                entities = list(entities_in(plain, passage.base))
                resolved = [_resolved(reading, passage, entity, before) for entity in entities]
                if entities:
                    context = _context(plain, resolved)
                    yield from _counts(passage, plain, entities, resolved, context)
                    yield from _dates(passage, plain, resolved, context)
            before.append(sentence)


def _resolved(reading: Reading, passage: Passage, entity: Entity, before: list[str]) -> Entity:
    """ "The network" is the one last named in the text, else the one in the title, else one of this text's own."""
    if entity.kind in OWN and entity.words <= reading.own_words_folded:
        session = (
            passage.owner.session if entity.kind not in ("forum", "expo", "conference", "event", "événement") else None
        )
        return Entity(
            _GATHERING, frozenset({f"@{session.id if isinstance(session, Session) else 'forum'}"}), entity.start
        )
    if entity.words:
        return entity
    for sentence in reversed(before[-_MEMORY:]):
        if entity.kind in sentence.lower():
            for named in entities_in(sentence, passage.base):
                if named.kind == entity.kind and named.words:
                    return Entity(entity.kind, named.words, entity.start)
    thing = passage.owner.talk or passage.owner.part
    titles = [getattr(thing, name, {}).get(passage.language, "") for name in ("title", "flagship", "heading")]
    for title in titles:
        for named in entities_in(title, passage.base):
            if named.kind == entity.kind and named.words:
                return Entity(entity.kind, named.words, entity.start)
    return Entity(entity.kind, frozenset({f"@{passage.owner.place}"}), entity.start)


def _context(plain: str, entities: list[Entity]) -> tuple[frozenset[str], frozenset[str], bool]:
    known = {word for entity in entities for word in entity.words}
    names = {word.lower() for word in re.findall(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w-]+", plain)} - known
    future = bool(re.search(r"\b(?:will|shall|expected|aims?|plan(?:s|ned)|sera|seront|\w+era)\b", plain))
    return frozenset(re.findall(r"\b(?:19|20)\d\d\b", plain)), frozenset(names), future


def _counts(
    passage: Passage,
    plain: str,
    entities: list[Entity],
    resolved: list[Entity],
    context: tuple[frozenset[str], frozenset[str], bool],
) -> Iterator[tuple[str, _Told]]:
    counts = counts_in(plain)
    if _CHANGING.search(plain) or len({count.noun for count in counts}) < len(counts):
        return
    for count in counts:
        before = [index for index, entity in enumerate(entities) if entity.start < count.start]
        if len({resolved[index].kind for index in before}) != 1:
            continue
        left = plain[entities[before[-1]].start : count.start]
        relation = "members" if _MEMBERS.search(left) else _last_verb(left)
        if relation:
            years, names, future = context
            names = names if relation != "members" else frozenset()
            yield (
                f"{relation} {count.noun}",
                _Told(passage, resolved[before[-1]], count.said, years, names, future, count),
            )


def _last_verb(left: str) -> str:
    words = [word for word in re.findall(r"[a-zà-ÿ]+", left) if word not in _FILLERS]
    return re.sub(r"(?:ed|ing|es|s|é|ée|és|ent)$", "", words[-1]) if len(words) > 1 else ""


_FILLERS = frozenset(
    "about around over more than some nearly almost at least up to plus de environ près the already also".split()
)


def _dates(
    passage: Passage, plain: str, entities: list[Entity], context: tuple[frozenset[str], frozenset[str], bool]
) -> Iterator[tuple[str, _Told]]:
    if _PART_OF_IT.search(plain) or len({(entity.kind, entity.words) for entity in entities}) != 1:
        return
    if entities[0].kind == _GATHERING:
        return
    for mention in dates_in(plain, passage.base):
        verb = None
        for verb in _ONCE.finditer(plain[: mention.start]):
            pass
        if (
            verb is None
            or mention.start - verb.end() > _REACH
            or re.search(r"[;:]|\b(?:and|et|to|until)\b", plain[verb.end() : mention.start])
        ):
            continue
        said = plain[verb.start() : mention.end]
        stem = verb["verb"].lower()[:4]
        fact = _Told(passage, entities[0], said, frozenset(), frozenset(), False, None, (mention.first, mention.last))
        yield f"date {stem}", fact


def _contradict(fact: _Told, other: _Told) -> bool:
    if not fact.entity.may_be(other.entity) or not fact.entity.words or fact.future != other.future:
        return False
    if fact.days and other.days:
        return fact.days[0] > other.days[1] or other.days[0] > fact.days[1]
    if not fact.count or not other.count or fact.years != other.years or fact.names != other.names:
        return False
    if fact.count.number == other.count.number or fact.count.qualifiers != other.count.qualifiers:
        return False
    return not (fact.count.about or other.count.about)


RULES = (
    Rule(
        name="fact-told-two-ways",
        description=said("A number, a date or a list is told in one way here and in another there."),
        remedy=said("Find out which is right and correct the other."),
        find=fact_told_two_ways,
        languages=ENGLISH_FRENCH,
    ),
)
