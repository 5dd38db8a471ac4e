"""Rules on numbers set by hand: a list that breaks its own order, a number in a heading that is numbered anyway."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.reading import Passage, Reading
from forum_app.domain.checker.wording import Listed, Value
from forum_app.domain.draft import Section
from forum_app.domain.sentences import said, said_many

_BROKEN = said("After “%(before)s” comes “%(found)s”, where “%(expected)s” was to be expected.")
_IN_HEADINGS = said_many(
    "The heading begins with “%(numbers)s”, and sections are numbered already.",
    "%(num)d headings begin with numbers of their own (%(numbers)s), and sections are numbered already.",
)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_INLINE = re.compile(r"(?<![\w)])(?P<open>\()?(?P<mark>[a-z]|\d{1,2}|[ivx]{2,5})\)(?=\s*[\w«“\"‘'(]|\s*$)")
_AT_START = re.compile(
    r"(?:[•▪‣·*–—-]\s*)?\(?(?P<mark>\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}|[a-z]|[ivx]{1,5}|[IVX]{1,5}|[A-Z])(?P<end>[.)]|(?<=\.\d)\s)\s*(?=[^\W\d_]|[«“\"‘¿¡(])"
)
_LABELLED = re.compile(
    r"(?P<label>step|phase|stage|part|objective|component|pillar|module|question|outcome|output|lesson|étape|partie|objectif|composante|pilier|volet|leçon)"
    r"\s(?P<number>\d{1,2})\s?[:.–—-]",
    re.I,
)
_REFERENCE = re.compile(
    r"(?:\b(?:options?|questions?|points?|themes?|steps?|phases?|groups?|items?|parts?|articles?|art\.|(?:sub-?)?paragraphs?|paras?\.?|sections?|"
    r"clauses?|annex|rules?|targets?|goals?|see|under|in|of|from|both|to|with|activity|outputs?|levels?|category|type|class|figure|table|note|"
    r"alinéas?|voir|cf\.)|\d)\s*$",
    re.I,
)
_NEAR = 18  # characters looked back for what a mark refers to
_ONLY_JOINED = re.compile(r"[\s,;]*(?:and|or|to|et|ou|à|&|-|–)?[\s,;]*")
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+[.):]?|\d{1,2}\s?[.):]|[IVX]{1,5}\s?[.):]|\(?[A-Ha-h]\)|[A-H]\.)\s+(?=\S)"
)
_HEADING_MARK = re.compile(r"\(?(?P<mark>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Ha-h])\s?[.):]?")
_STARTS = "at the start of a paragraph"
_SHOWN, _DEEPEST = 6, 12  # numbers told; lists within lists that are kept in mind
_BARE = re.compile(r"(?P<number>\d{1,2})\s+(?=[^\W\d_])")


class _Mark:
    """A number set by hand, as it stands and as values of the styles it can be: letter, number, roman, 2.1."""

    def __init__(self, said: str, mark: str) -> None:
        self.said = said
        self.styles: dict[str, tuple[int, ...]] = {}
        if mark[0].isdigit():
            parts = tuple(int(part) for part in mark.split("."))
            self.styles["number" if len(parts) == 1 else "decimal"] = parts
            return
        case = "upper" if mark.isupper() else "lower"
        if len(mark) == 1:
            self.styles[f"{case} letter"] = (ord(mark.lower()) - 96,)
        if set(mark.lower()) <= set(_ROMAN) and (value := _roman(mark.lower())):
            self.styles[f"{case} roman"] = (value,)


def _roman(digits: str) -> int:
    total = 0
    for index, digit in enumerate(digits):
        value = _ROMAN[digit]
        total += -value if index + 1 < len(digits) and _ROMAN[digits[index + 1]] > value else value
    return total if _as_roman(total) == digits else 0


def _as_roman(number: int) -> str:
    tens, units = divmod(number, 10)
    return "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][units]


class _Sequence:
    """Marks in reading order; keeps the open lists, innermost last."""

    def __init__(self) -> None:
        self.open: list[_Mark] = []

    def add(self, mark: _Mark) -> tuple[str, str, str] | None:
        """None where the mark is right; else what was before, what is found and what was expected."""
        for depth in range(len(self.open) - 1, -1, -1):
            following = {
                style: value
                for style, value in mark.styles.items()
                if any(_follows(*before, style, value) for before in self.open[depth].styles.items())
            }
            if following:
                mark.styles = following
                self.open[depth:] = [mark]
                return None
        first = {style: value for style, value in mark.styles.items() if set(value) == {1}}
        if first or not self.open:
            mark.styles = first or mark.styles
            self.open = [item for item in self.open if not set(item.styles) & set(mark.styles)]
            self.open.append(mark)
            del self.open[:-_DEEPEST]
            return None
        before = self.open[-1]
        style, value = next(iter(before.styles.items()))
        self.open[-1:] = [mark]
        return before.said, mark.said, _in_style(before.said, style, (*value[:-1], value[-1] + 1))


def _follows(style: str, value: tuple[int, ...], other: str, found: tuple[int, ...]) -> bool:
    if {style, other} <= {"number", "decimal"}:
        deeper = found == (*value, 1)
        return deeper or any(found == (*value[:depth], value[depth] + 1) for depth in range(len(value)))
    return style == other and found[0] == value[0] + 1


def _in_style(said: str, style: str, value: tuple[int, ...]) -> str:
    number = value[-1]
    core = re.sub(r"[().\s]+$|^[(\s]+", "", said)
    text = {"letter": chr(96 + number) if number <= 26 else "…", "roman": _as_roman(number)}.get(style.split()[-1])
    text = text or ".".join(str(part) for part in value)
    return said.replace(core, text.upper() if style.startswith("upper") else text)


def numbering_broken(reading: Reading) -> Iterator[Hit]:
    for headings in _headings(reading):
        numbers = _Sequence()
        for heading, number in _numbered(headings):
            if mark := _HEADING_MARK.fullmatch(number):
                yield from _broken(heading, numbers, [_Mark(number, mark["mark"])])
    for passages in _series(reading):
        if not any(passage.text.once(_marks) for passage in passages):
            continue
        sequences: dict[str, _Sequence] = {}
        for passage in passages:
            for series, marks in passage.text.once(_marks):
                sequence = sequences.setdefault(series, _Sequence()) if series else _Sequence()
                yield from _broken(passage, sequence, [_Mark(*mark) for mark in marks])


def _marks(text: Written) -> list[tuple[str, list[tuple[str, str]]]]:
    """The marks set by hand in a text, in its order, each as it stands and its number; by the series that they go on
    (a label, or those that begin a paragraph), "" for those within one paragraph."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for paragraph in text.paragraphs:
        if label := _LABELLED.match(paragraph.flat):
            found.append((label["label"].casefold(), [(label["number"], label["number"])]))
        start = _AT_START.match(paragraph.flat) if not paragraph.note else None
        if start and _is_list_mark(start["mark"], start["end"], paragraph.kind):
            found.append((_STARTS, [(start[0].strip(), start["mark"])]))
        marks = _inline(paragraph.flat)
        if len(marks) > 1:
            found.append(("", marks))
    return found


def _series(reading: Reading) -> Iterator[list[Passage]]:
    """Texts read one after the other: the questions of a list are one series, every other text is one of its own."""
    questions: dict[str, list[Passage]] = {}
    for passage in reading.passages:
        if passage.form == "line":
            continue
        if ".key_questions[" in f".{passage.place}" and passage.field == "text":
            questions.setdefault(f"{passage.owner.place}.{passage.language}", []).append(passage)
        else:
            yield [passage]
    yield from questions.values()


def _is_list_mark(mark: str, end: str, kind: str) -> bool:
    """A capital and a stop are an initial outside headings; a small letter and a stop are too little."""
    if mark.isalpha() and end != ")":
        return kind.startswith("h") and mark.isupper()
    return "." not in mark or kind.startswith("h")  # "8.5 Full employment" may be a target


def _inline(text: str) -> list[tuple[str, str]]:
    """Marks such as "b)" and "(b)" within a paragraph; the end of another parenthesis is none, nor is a reference."""
    found: list[tuple[str, str]] = []
    end = counted = depth = 0
    for match in _INLINE.finditer(text) if ")" in text else ():
        between = text[counted : match.start()]
        depth = max(0, depth + between.count("(") - between.count(")"))
        counted = match.start() if match["open"] else match.end()  # the bracket of "b)" closes nothing
        if not match["open"] and depth:
            depth -= 1
            continue
        if _REFERENCE.search(text[max(0, match.start() - _NEAR) : match.start()]):
            continue
        if found and _ONLY_JOINED.fullmatch(text[end : match.start()]):
            return []  # "paragraphs (a), (c) and (e)"
        found.append((match[0].strip(), match["mark"]))
        end = match.end()
    return found


def _broken(passage: Passage, sequence: _Sequence, marks: list[_Mark]) -> Iterator[Hit]:
    for mark in marks:
        if told := sequence.add(mark):
            before, found, expected = told
            yield in_text(passage, _BROKEN, {"before": before, "found": found, "expected": expected})


def heading_numbered_by_hand(reading: Reading) -> Iterator[Hit]:
    """Told once for a note, at its first such heading."""
    for headings in _headings(reading):
        numbered = _numbered(headings)
        numbers = [number for _passage, number in numbered]
        if numbers:
            more = ["…"] if len(numbers) > _SHOWN else []
            values: dict[str, Value] = {"num": len(numbers), "numbers": Listed((*numbers[:_SHOWN], *more))}
            yield in_text(numbered[0][0], _IN_HEADINGS, values)


def _headings(reading: Reading) -> list[list[Passage]]:
    """The headings of each note's sections, in each language."""
    found: dict[str, list[Passage]] = {}
    for item in reading.passages:
        if item.field == "heading" and isinstance(item.owner.part, Section):
            note = item.place.rpartition(".sections[")[0]
            found.setdefault(f"{note}.{item.language}", []).append(item)
    return list(found.values())


def _numbered(headings: list[Passage]) -> list[tuple[Passage, str]]:
    """Those that begin with a number set by hand, with it. A number alone is one where several are in order from 1."""
    bare = [int(match["number"]) for item in headings if (match := _BARE.match(item.value))]
    in_order = len(bare) > 1 and bare == list(range(1, len(bare) + 1))
    found = [
        (item, _NUMBERED.match(item.value) or (_BARE.match(item.value) if in_order else None)) for item in headings
    ]
    return [(item, match["number"].strip()) for item, match in found if match]


RULES = (
    Rule(
        name="numbering-broken",
        description=said("Numbers or letters set by hand that skip one, repeat one or change their kind."),
        remedy=said("Set the right one, or make it a list, which numbers itself."),
        find=numbering_broken,
    ),
    Rule(
        name="heading-numbered-by-hand",
        description=said("A section heading with a number of its own."),
        remedy=said("Take the number out: sections are numbered by themselves."),
        find=heading_numbered_by_hand,
    ),
)
