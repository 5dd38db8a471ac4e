"""Splitting a line of English or French into sentences."""

import re

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’)\]»]*+\s++(?=[\"“‘(\[«]*\s?[A-ZÀ-ÖØ-Þ0-9])")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LAST_WORD = re.compile(r"([^\s(“\"«]*)$")
_SHORT = frozenset(
    "mr mrs ms mx dr prof st vol vs cf approx ca e.g i.e rev hon gen col sgt lt eng jr sr ed eds dept corp inc ltd tel"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri mme mlle mm av boul janv févr avr juil déc env éd chap".split()
)
_BEFORE_NUMBER = frozenset("no nos n° p pp art arts fig ch sec para ext ref".split())


def sentences_of(line: str) -> list[str]:
    """The sentences of one line, without outer blanks. An abbreviation or an initial ends none."""
    found, start = [], 0
    for end in _END.finditer(line):
        before, after = line[max(start, end.start() - 20) : end.start()], line[end.end() : end.end() + 1]
        if line[end.start()] == "." and _is_short_form(before, after):
            continue
        found.append(line[start : end.end()].strip())
        start = end.end()
    rest = line[start:].strip()
    return [*found, rest] if rest else found


def _is_short_form(before: str, after: str) -> bool:
    match = _LAST_WORD.search(before)
    word = match[1] if match else ""
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True
    if word.lower() in _BEFORE_NUMBER:
        return after.isdigit()
    return word.lower() in _SHORT or bool(_DOTTED.fullmatch(word))
