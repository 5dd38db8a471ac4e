"""Finding acronyms in a text, and the places that expand them, English and French."""

import re
from collections.abc import Iterator
from functools import lru_cache

from forum_app.domain.checker.language.known import EMPHASIS, KNOWN
from forum_app.domain.checker.language.plain_words import is_plain_word, may_be_a_word
from forum_app.domain.texts import folded

_CANDIDATE = re.compile(
    r"(?<![\w@#.\\&+/-])[A-ZÀ-Þ][a-z]?[A-ZÀ-Þ0-9&][A-ZÀ-Þa-z0-9&+]*(?:-[A-Za-z0-9]+)*(?![\w@\\])|(?<=[A-Z]/)[A-Z]{2,8}s?\b"
)
_SYMBOL = re.compile(r"[A-Z]{1,4}/[\dA-Z/.-]*\d")
_ROMAN = re.compile(r"[IVX]+(?:st|nd|rd|th|er|ère|i?[èe]mes?|es?|[ᵉˢᵗʰ]+)?$")  # the XXIst century, le XXIe siècle
_PLURAL = re.compile(r"(?<=[A-Z0-9])s$")
_TAIL = re.compile(r"[+]?\d+$")
_SHOUTED = re.compile(r"(?<![\w])(?:[A-ZÀ-Þ’']{2,}[\s,:&–-]{1,3}){3,}[A-ZÀ-Þ]{2,}")
_CAPITALS_BEFORE = re.compile(r"(?<![\w])([A-ZÀ-Þ]{2,20})[ ’']$")
_CAPITALS_AFTER = re.compile(r"[ ’']([A-ZÀ-Þ]{2,20})(?![\w])")
_MOST = 8
_MOST_LOOKS = 400  # acronyms of a paragraph that are looked at for an expansion
_NEAR, _REACH = 34, 190  # characters looked back for what introduces an acronym, and for its full name
_LETTER = r"[A-Za-zÀ-ÿ]"
_WORD = re.compile(r"[^\W_]+")
_OPENED = re.compile(
    r"\(\s*(?:(?:the|or|hereafter|hereinafter|also|known as|called|abbreviated(?: as| to)?|in short|ci-après|dite?|ou|en abrégé|le|la|les)\s+|"
    r"l['’]|d['’])*[\"“«]?\s*(?:\w+-)?$"
)
_CALLED = re.compile(
    r"(?:,|\bor|\bou|known as|called|abbreviated(?: as| to)?|appelée?|dite?|sigle)\s+(?:(?:the|le|la)\s+|l['’])?[\"“«(]?\s*$"
)
_FOLLOWED = re.compile(
    r"(?:-\w+)?s?[\"”»]?(?:\s*\(|,?\s+(?:or|stands for|means|signifie)\s+|\s*[:–—=]\s*|\s+-\s+|,\s+(?:(?:the|la|le)\s+|l['’])?)(?P<words>[^().;:\n]{4,140})"
)
_BODY = re.compile(
    r"\b(?:Organi[sz]ation|Ministry|University|Programme|Program|Bank|Commission|Agency|Fund|Union|Network|Institute|Centre|Center|Council|"
    r"Association|Federation|Confederation|Office|Department|Authority|Alliance|Society|Ministère|Université|Banque|Agence|Fonds|Réseau|Institut|"
    r"Conseil|Fédération|Confédération|Bureau|Association|Alliance|Office)\b"
)


@lru_cache(maxsize=8192)
def stem_of(token: str) -> str:
    """What is expanded: SDGs -> SDG, BAPA+40 -> BAPA, COP28 -> COP, but G20 and F2F stay."""
    token = _PLURAL.sub("", token)
    shorter = _PLURAL.sub("", _TAIL.sub("", token))
    return shorter if sum(char.isupper() for char in shorter) > 1 else token


def acronyms_in(text: str, settled: set[str]) -> Iterator[tuple[str, bool]]:
    """The stems of a paragraph's acronyms that are no known words, each with whether it is expanded there.

    Addresses, document symbols and words in capitals are left out; the ``settled`` stems are not looked at again.
    """
    if "/" in text or "@" in text or "_" in text or "www." in text:
        text = " ".join(word if not _is_address(word) else "" for word in text.split(" "))
    shouted, looked = None, 0
    for match in _CANDIDATE.finditer(text):
        parts = [part for part in match[0].split("-") if _is_acronym(part)]
        if not parts or (may_be_a_word(match[0]) and _is_beside_a_plain_word(text, match)):
            continue
        if shouted is None:
            shouted = [found.span() for found in _SHOUTED.finditer(text)]
        if any(start <= match.start() < end for start, end in shouted):
            continue
        stems = [stem_of(part) for part in parts]
        looked += 1
        whole = looked < _MOST_LOOKS and not settled.issuperset(stems) and _is_expanded(text, match, match[0])
        for part, stem in zip(parts, stems, strict=True):
            yield (
                stem,
                whole
                or (
                    len(parts) > 1 and looked < _MOST_LOOKS and stem not in settled and _is_expanded(text, match, part)
                ),
            )


def _is_address(word: str) -> bool:
    """Web and e-mail addresses, file names, document symbols such as A/72/684."""
    return "://" in word or "@" in word or "_" in word or "www." in word or bool(_SYMBOL.match(word.lstrip('([“"')))


def _is_beside_a_plain_word(text: str, match: re.Match[str]) -> bool:
    """FREE OF CHARGE: what stands in capitals beside a plain word in capitals is emphasised with it."""
    before = _CAPITALS_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
    after = _CAPITALS_AFTER.match(text, match.end())
    return any(word and (word[1] in EMPHASIS or is_plain_word(word[1])) for word in (before, after))


@lru_cache(maxsize=8192)
def _is_acronym(part: str) -> bool:
    stem = stem_of(part)
    capitals = sum(char.isupper() for char in stem)
    if capitals < 2 or len(stem) > _MOST or stem in KNOWN or part in KNOWN or _ROMAN.match(stem) or is_plain_word(part):
        return False
    return capitals >= 0.6 * sum(char.isalpha() for char in stem)


def _is_expanded(text: str, match: re.Match[str], acronym: str) -> bool:
    """Whether an acronym stands behind its full name, "Full Name (FN)", or before it: "FN (Full Name)", "FN – Full Name"."""
    near = text[max(0, match.start() - _NEAR) : match.start()]
    if "(" in near and (opened := _OPENED.search(near)):
        left = text[max(0, match.start() - _REACH) : match.start() - len(near) + opened.start()]
        if _stands_for(acronym, left) or _is_body(left):
            return True
    elif near and not near[-1].isalnum() and (called := _CALLED.search(near)):
        left = text[max(0, match.start() - _REACH) : match.start() - len(near) + called.start()]
        if _stands_for(acronym, left, strict=True):
            return True
    after = _FOLLOWED.match(text, match.end())
    return after is not None and begins(acronym, after["words"])


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else folded(word)


@lru_cache(maxsize=8192)
def _letters(acronym: str) -> str:
    return "".join(char for char in folded(stem_of(acronym)) if char.isalpha())


def _stands_for(acronym: str, before: str, strict: bool = False) -> bool:
    """Whether the words before can be what the letters stand for: every letter in order, most of them initials."""
    letters = _letters(acronym)
    words = [_plain(word) for word in _WORD.findall(before)[-(len(letters) + 9) :]]
    if len(letters) < 2:
        return False
    for start, word in enumerate(words):
        if word[0] == letters[0] and _covers(letters, words[start:], 0.75 if strict else 0.34):
            return True
    return len(letters) > 3 and _in_order(letters, [word[0] for word in words]) >= 0.75 * len(letters)


def _in_order(letters: str, initials: list[str]) -> int:
    """How many letters the initials hold in order: an acronym of another language shares most of them."""
    best = [0] * (len(initials) + 1)
    for letter in letters:
        row = [0]
        for index, initial in enumerate(initials):
            row.append(best[index] + 1 if initial == letter else max(row[-1], best[index + 1]))
        best = row
    return best[-1]


def begins(acronym: str, after: str) -> bool:
    """Whether a text begins with what the letters stand for."""
    letters = _letters(acronym)
    words = [_plain(word) for word in _WORD.findall(after)[: len(letters) + 5]]
    return (
        len(letters) > 1
        and bool(words)
        and words[0][0] == letters[0]
        and len(words) > 1
        and _covers(letters, words, 0.75)
    )


def _covers(letters: str, words: list[str], least: float) -> bool:
    """Letters in order within the words, taking initials where there are any; at least that share must be initials."""
    initials, place = 0, 0
    position = -1  # within words[place]
    for letter in letters:
        ahead = next(
            (index for index in range(place if position < 0 else place + 1, len(words)) if words[index][0] == letter),
            None,
        )
        inside = words[place].find(letter, position + 1) if place < len(words) else -1
        if ahead is not None and (ahead - place <= 4 or inside < 0):
            place, position, initials = ahead, 0, initials + 1
        elif inside >= 0:
            position = inside
        else:
            return False
    return initials >= least * len(letters)


def _is_body(before: str) -> bool:
    """Whether a body's name stands right before, whose acronym may come from another language."""
    words = before.split()[-6:]
    return len([word for word in words if word[:1].isupper()]) > 1 and bool(_BODY.search(" ".join(words)))
