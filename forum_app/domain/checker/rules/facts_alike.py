"""Sentences that are the same but for a number, and lists of names that differ after the same words."""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from forum_app.domain.checker.findings import Hit, in_text
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.reading import Passage, Reading
from forum_app.domain.checker.similar import alike_pairs
from forum_app.domain.checker.wording import SAME_TEXT, Listed, Value
from forum_app.domain.sentences import Said, said

_NUMBER_DIFFERS = said("“%(said)s” here, “%(other)s” in nearly the same sentence in %(where)s.")
_LIST_DIFFERS = said("“%(head)s” is followed by %(here)s here, by %(there)s in %(where)s.")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_LEAST, _MOST = 8, 70  # words of a sentence
_LEAST_SAME = 10  # words of a sentence without names that two texts share word for word; two sessions may share a form
_ALIKE = 0.75
_LABELS = frozenset(
    "session room hall day phase part question article target goal sdg no step theme table figure page chapter group point number salle séance"
    " jour partie objectif cible thème étape groupe numéro level module lot section annex in".split()
)
_POINTING = re.compile(
    r"\b(?:this|these|the (?:session|panel|workshop|talk|speaker|presentation|room|author|project|event)|he|she|they|we|i|his|her|cette|cet|ce|ces|la "
    r"séance|l['’]atelier|le panel|il|elle|ils|elles|nous|son|sa)\b",
    re.I,
)
_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]*)(?: (?:(?:and the|of|the|de|du|des|d['’]|la|le) )?[A-ZÀ-Þ][\w’'.-]*){0,4}"
_JOINT = re.compile(r",? (?:and|et|&) (?:(?:the|la|le|les) |l['’])?|, (?:(?:the|la|le|les) |l['’])?")
_ENDS = re.compile(rf"(?<![\w-])(?:(?:the|la|le|les) |l['’])?({_NAME})$")
_BEGINS = re.compile(rf"{_NAME}")
_HEAD = re.compile(r"(?:[\w’'-]{1,30} ){1,4}$")
_LONGEST_NAME, _LONGEST_HEAD, _MOST_ITEMS, _MOST_COMPARED = 60, 80, 60, 12
_OPEN = re.compile(
    r"\b(?:such as|like|including|include[sd]?|e\.g|for example|notably|among|tels? que|comme|notamment|dont|parmi)\b",
    re.I,
)
_AND = re.compile(r"\b(?:and|et)\b|&")
_PREPOSITIONS = frozenset(
    "from in of with between across by to for and de du des en au aux dans entre avec par et à".split()
)


class _Read:
    """A sentence in words; in ``masked`` every number is the same."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.said = _TOKEN.findall(text)
        self.words = [word.casefold() for word in self.said]
        self.masked = ["#" if word[0].isdigit() else word for word in self.words]
        self.names = {word for word in self.said[1:] if word[0].isupper()}


class _Sentence:
    """The same where it stands."""

    def __init__(self, passage: Passage, read: _Read) -> None:
        self.passage, self.text, self.said = passage, read.text, read.said
        self.words, self.masked, self.names = read.words, read.masked, read.names


def sentences_differ(reading: Reading) -> Iterator[Hit]:
    """Sentences that are nearly the same, but tell other numbers."""
    for language in {passage.language for passage in reading.in_languages()}:
        sentences = [
            _Sentence(passage, read)
            for passage in reading.passages
            if passage.language == language and passage.form != "line"
            for read in passage.text.once(_with_numbers)
        ]
        told: set[int] = set()
        for number, other in alike_pairs([sentence.masked for sentence in sentences]):
            if number not in told and (difference := _difference(sentences[number], sentences[other])):
                told.add(number)
                values: dict[str, Value] = {"said": difference[0], "other": difference[1]}
                where = _where(sentences[number].passage, sentences[other].passage)
                yield in_text(sentences[number].passage, _NUMBER_DIFFERS, {**values, "where": where})


def _with_numbers(text: Written) -> list[_Read]:
    """The sentences of a text that tell a number and are neither short nor long."""
    told = (paragraph for paragraph in text.paragraphs if _DIGIT.search(paragraph.text)) if text.numbers else ()
    found = [_Read(said) for paragraph in told for said in paragraph.sentences if _DIGIT.search(said)]
    return [read for read in found if _LEAST <= len(read.words) <= _MOST]


def _difference(first: _Sentence, second: _Sentence) -> tuple[str, str] | None:
    """What both say of the one number in which they differ; None where they are no two versions of one sentence."""
    if first.words == second.words or not _one_subject(first, second):
        return None
    matcher = SequenceMatcher(None, first.masked, second.masked, autojunk=False)
    blocks = matcher.get_matching_blocks()
    same = sum(block.size for block in blocks)
    if same < _ALIKE * max(len(first.words), len(second.words)) and same < 0.95 * min(
        len(first.words), len(second.words)
    ):
        return None
    changed = [
        (block.a + step, block.b + step)
        for block in blocks
        for step in range(block.size)
        if first.masked[block.a + step] == "#" and first.words[block.a + step] != second.words[block.b + step]
    ]
    if len(changed) != 1 or _other_names(first, second):
        return None
    (here, there) = changed[0]
    if _counted(first, here) != _counted(second, there):
        return None
    if here and first.words[here - 1] in _LABELS and not _is_year(first.words[here]):
        return None
    if _is_year(first.words[here]) and not re.search(
        r"\b(?:launched|founded|established|created|adopted|signed|born|lancé|créé|fondé|adopté|signé)", first.text
    ):
        return None
    return _around(first, here), _around(second, there)


def _counted(sentence: _Sentence, index: int) -> list[str]:
    """The word behind a number, and what follows it after "of": varieties of pear, varieties of quince."""
    behind = sentence.words[index + 1 : index + 4]
    return behind if len(behind) == 3 and behind[1] in ("of", "de", "des", "du") else behind[:1]


def _one_subject(first: _Sentence, second: _Sentence) -> bool:
    """Whether both can speak of one thing: in one session or text, or with names in common and nothing they point at."""
    one, other = first.passage.owner, second.passage.owner
    if one.person is not other.person and one.person and other.person:
        return False
    if (
        one is other
        or (one.session is not None and one.session is other.session)
        or (not one.session and not other.session and not one.person and not other.person)
    ):
        return not (one is not other and _POINTING.match(first.text) and one.talk is not other.talk)
    if _POINTING.search(first.text):
        return False
    same = first.masked == second.masked and len(first.masked) >= _LEAST_SAME and not (one.session and other.session)
    return same or bool(first.names & second.names)


def _other_names(first: _Sentence, second: _Sentence) -> bool:
    """Both name somebody or something that the other does not."""
    return bool(first.names - second.names - {"The"}) and bool(second.names - first.names - {"The"})


def _is_year(word: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", word))


def _around(sentence: _Sentence, index: int) -> str:
    return " ".join(sentence.said[max(0, index - 1) : index + 3])


class _Listed:
    def __init__(self, passage: Passage, head: str, items: list[str], number: str) -> None:
        self.passage, self.head, self.items, self.number = passage, head, items, number
        self.folded = {item.casefold().rstrip(".") for item in items}


def lists_differ(reading: Reading) -> Iterator[Hit]:
    """Lists of names after the same words, of which one has a name more or another one."""
    heads: dict[tuple[str, str], list[_Listed]] = defaultdict(list)
    for passage in reading.in_languages():
        for head, items, number in passage.text.once(_lists_of) if passage.form != "line" else ():
            heads[passage.language, head].append(_Listed(passage, head, items, number))
    for group in heads.values():
        for index, listed in enumerate(group):
            other = next((earlier for earlier in group[:index][:_MOST_COMPARED] if _one_list(listed, earlier)), None)
            if other:
                values: dict[str, Value] = {
                    "head": listed.head,
                    "here": _joined(listed.items),
                    "there": _joined(other.items),
                }
                yield in_text(listed.passage, _LIST_DIFFERS, {**values, "where": _where(listed.passage, other.passage)})


def _lists_of(text: Written) -> list[tuple[str, list[str], str]]:
    """The lists of names in a text: the two words before one, its names, and the number that stands near."""
    found: list[tuple[str, list[str], str]] = []
    for paragraph in text.paragraphs if "," in text.value else ():
        for sentence in paragraph.sentences:
            if sentence.count(",") and not _OPEN.search(sentence):
                for start, items in _enumerations(sentence):
                    before = sentence[max(0, start - _LONGEST_HEAD) : start]
                    head = _HEAD.search(before)
                    words = head[0].casefold().split() if head else []
                    number = next((word for word in _TOKEN.findall(before[-40:]) if word.isdigit()), "")
                    if any(word not in _PREPOSITIONS and not word.isdigit() for word in words):
                        found.append((" ".join(words[-2:]), items, number))
    return found


def _enumerations(sentence: str) -> Iterator[tuple[int, list[str]]]:
    """Lists of at least three names, the last one after "and", with where they start."""
    start, items, end = 0, list[str](), 0
    for joint in _JOINT.finditer(sentence):
        piece = sentence[end : joint.start()]
        if items and len(piece) <= _LONGEST_NAME and _BEGINS.fullmatch(piece):
            items.append(piece)
        else:
            first = _ENDS.search(piece[-_LONGEST_NAME:])
            items = [first[1]] if first else []
            start = joint.start() - len(first[0]) if first else 0
        last = _BEGINS.match(sentence[joint.end() : joint.end() + _LONGEST_NAME])
        if len(items) > 1 and last and joint[0][-1] != "," and _AND.search(joint[0]) and len(items) < _MOST_ITEMS:
            yield start, [*items, last[0]]
            items = []
        end = joint.end()


def _one_list(listed: _Listed, other: _Listed) -> bool:
    first, second = listed.folded, other.folded
    common = len(first & second)
    if first == second or common < 2 or 3 * common < 2 * max(len(first), len(second)):
        return False
    one, two = listed.passage.owner, other.passage.owner
    if (one.person or two.person) and one is not two:
        return False
    return listed.number == other.number


def _joined(items: list[str]) -> Listed:
    return Listed(tuple(item.removeprefix("the ").rstrip(".") for item in items), joined=True)


def _where(passage: Passage, other: Passage) -> Said:
    return SAME_TEXT if passage is other else other.owner.words
