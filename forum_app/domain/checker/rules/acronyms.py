"""Rule on acronyms: each must be expanded once, in a text or as a term or organisation of the forum."""

import re
from collections import defaultdict
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.acronyms import acronyms_in, begins, stem_of
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.checker.wording import Listed, Value
from forum_app.domain.draft import Person
from forum_app.domain.sentences import said, said_many

_NEVER = said_many("“%(acronym)s” is never expanded.", "“%(acronym)s” is never expanded; it stands in %(num)d texts.")
_SO_MANY = said_many(
    "One acronym is never expanded: %(acronyms)s.",
    "%(num)d acronyms are never expanded; those in most texts are %(acronyms)s.",
)
_ONE_BY_ONE = 40  # acronyms of a language; more are told as one
_NAMED = 12
_SMALL_WORD = re.compile(r"(?<![\w@./-])[a-zß-ÿœ]{4,}(?!\w|[@./-]\w)")
_LEAST_LETTERS = 4
_NAMES_ONLY = frozenset({"name", "address", "city", "pronunciation", "honorific", "alt", "expansion", "where"})


def acronym_not_expanded(reading: Reading) -> Iterator[Hit]:
    expanded = _given(reading)
    found: dict[tuple[str, str], list[Passage]] = {}
    for passage in reading.passages:
        stems, expanded_here = passage.text.once(_acronyms)
        expanded |= expanded_here
        if stems and passage.base in ENGLISH_FRENCH and passage.field not in _NAMES_ONLY:
            for stem in stems:
                found.setdefault((passage.language, stem), []).append(passage)
    written_small = _WrittenSmall(reading)
    never: dict[str, dict[str, list[Passage]]] = defaultdict(dict)
    for (language, stem), passages in found.items():
        if stem not in expanded and not written_small.holds(stem, language):
            never[language][stem] = passages
    for of_language in never.values():
        yield from _told(of_language)


def _acronyms(text: Written) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems of a text's acronyms, and of those that it expands."""
    stems: dict[str, None] = {}
    expanded: set[str] = set()
    previous = ""
    for paragraph in text.paragraphs:
        for stem, is_expanded in acronyms_in(paragraph.flat, expanded):
            stems[stem] = None
            if is_expanded:
                expanded.add(stem)
        if 1 < len(previous) <= 12 and previous[:2].isupper() and begins(previous, paragraph.flat):
            expanded.add(stem_of(previous))  # a table of acronyms, a cell each
        previous = paragraph.flat
    return tuple(stems), frozenset(expanded)


def _small_words(text: Written) -> frozenset[str]:
    return frozenset(word for paragraph in text.paragraphs for word in _SMALL_WORD.findall(paragraph.text))


def _told(never: dict[str, list[Passage]]) -> Iterator[Hit]:
    """Each acronym where it stands first; so many that nobody looks at each, with one reason for all."""
    if len(never) > _ONE_BY_ONE:
        often = sorted(never, key=lambda stem: -len(never[stem]))[:_NAMED]
        values: dict[str, Value] = {"num": len(never), "acronyms": Listed(tuple(often))}
        for passages in never.values():
            yield in_text(passages[0], _SO_MANY, values)
        return
    for stem, passages in never.items():
        yield in_text(passages[0], _NEVER, {"acronym": stem, "num": len(passages)})


class _WrittenSmall:
    """The words that the texts write in small letters too: in capitals they are emphasised. Gathered when asked for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words: dict[str, set[str]] = {}

    def holds(self, stem: str, language: str) -> bool:
        if len(stem) < _LEAST_LETTERS or not stem.isalpha():
            return False
        if language not in self.words:
            passages = [passage for passage in self.reading.passages if passage.language == language]
            self.words[language] = set().union(*(passage.text.once(_small_words) for passage in passages))
        return stem.lower() in self.words[language]


def _given(reading: Reading) -> set[str]:
    """The stems that need no expansion in a text: terms, organisations, names of people."""
    draft = reading.draft
    texts = [term.acronym for term in draft.forum.terms]
    texts += [text for item in draft.organisations for text in (item.acronym, item.name)]
    acronyms = [value for text in texts for key, value in text.items() if "@" not in key]
    acronyms += [word for person in draft.people for name in _names_of(person) for word in name.split()]
    return {stem_of(part) for acronym in acronyms for part in (acronym, *acronym.split("-"))}


def _names_of(person: Person) -> list[str]:
    return [*person.name.values(), person.family_name, person.given_name, person.letters]


RULES = (
    Rule(
        name="acronym-not-expanded",
        description=said("An acronym that no text expands and that is no term or organisation of the forum."),
        remedy=said("Write it out once with the acronym behind it, or enter it as a term."),
        find=acronym_not_expanded,
        languages=ENGLISH_FRENCH,
    ),
)
