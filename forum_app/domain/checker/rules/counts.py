"""Rule on a number before a list that has more or fewer."""

import re
from collections.abc import Iterator
from itertools import islice

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.numbers import single_words, with_digits
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.paragraphs import Paragraph
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Reading
from forum_app.domain.checker.wording import Value
from forum_app.domain.sentences import said

_LISTED = said("The text says %(said)s and lists %(count)d: %(items)s.")
_NOUNS = (
    r"countries|cities|provinces|regions|districts|languages|themes|topics|pillars|partners|members|organi[sz]ations|agencies|institutions|priorities|"
    r"goals|steps|components|areas|objectives|phases|questions|principles|challenges|recommendations|dimensions|elements|axes|strands|tracks|outcomes|"
    r"outputs|results|schools|villages|towns|islands|universities|companies|groups|projects|hospitals|ports|communities|municipalities|states|types|kinds|rules|tools|tasks|products|services|activities|sites|stations|criteria|values|sectors|ministries|actions|lessons|reasons|parts|aims|issues|models|solutions|speakers|panellists|messages|"
    r"pays|villes|régions|langues|thèmes|sujets|piliers|partenaires|membres|organisations|institutions|priorités|objectifs|étapes|composantes|"
    r"domaines|questions|principes|défis|recommandations|résultats|volets|secteurs|ministères|écoles|villages|îles|universités|entreprises|groupes|projets|communes|hôpitaux|ports|états|types|règles|outils|tâches|produits|services|activités|sites|stations|actions|leçons|raisons|parties|orateurs|intervenants"
)
_LIST_NOUNS = frozenset(noun for noun in _NOUNS.replace("organi[sz]ations", "organisations|organizations").split("|"))
_DIGITS = frozenset(map(str, range(2, 20)))
_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?P<number>[2-9]|1\d)\s(?:(?!(?:of|from|in|de|des)\s)[\w’'-]+\s){{0,3}}?(?P<noun>{_NOUNS})(?![\w-])(?P<between>[^:(.;]{{0,60}}?)(?P<opens>:\s*|\(|\s[–—]\s|,?\s(?:namely|à savoir)[,:]?\s)",
    re.I,
)
_NOT_ALL = re.compile(
    r"\b(?:such as|including|include[sd]?|e\.?g|for example|for instance|notably|among|etc|others?|inter alia|more (?:than|or less)|and (?:\w+ )?more|like|first|main ones|see|"
    r"tels? que|comme|notamment|dont|parmi|par exemple|autres|voir|cf)\b|…|\.\.\.|\d{3}|https?:",
    re.I,
)
_APPROXIMATE = re.compile(
    r"\b(?:over|more than|at least|about|around|some|up to|nearly|almost|of the|other|another|first|last|plus de|au moins|environ|près de|autres|premiers)\s*$",
    re.I,
)
# "Roadmaps for the two regions: policies, modules and funding" lists what is in the roadmaps; the two are known already.
_KNOWN_ALREADY = re.compile(
    r"\w+\s(?:(?:for|of|between)\s(?:the|both|our|these)\s|(?:pour|entre)\s(?:les|nos|ces)\s|des\s)$",
    re.I,
)
_MARKED = re.compile(r"(?:^|[\s(;,])\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[).]\s")
_AND = re.compile(r"\s(?:and|et|&|or|ou)\s|&", re.I)
_GOES_ON = re.compile(
    r"(?:and )?(?:which|who|whose|that|where|with|as|while|will|are|is|to|so|all|each|qui|que|dont|où|avec|afin|tous|toutes)\b",
    re.I,
)
_DASH = re.compile(r"\s[–—]\s")
_MOST, _LONGEST_LIST = 8, 1_500  # numbers of a sentence, characters of a list
_LONGEST_ITEM = 9  # words


def count_differs_from_list(reading: Reading) -> Iterator[Hit]:
    for passage in reading.in_languages():
        if passage.form != "line":
            for values in passage.text.once(_differences):
                yield in_text(passage, _LISTED, values)


def _differences(text: Written) -> list[dict[str, Value]]:
    """What the sentence on a difference is filled with, for each in a text."""
    counts = not text.numbers.isdisjoint(_DIGITS) or not single_words(text.base).isdisjoint(text.vocabulary)
    if not counts or _LIST_NOUNS.isdisjoint(text.vocabulary):
        return []
    found: list[dict[str, Value]] = []
    for index, paragraph in enumerate(text.paragraphs):
        for sentence in paragraph.sentences if not _LIST_NOUNS.isdisjoint(paragraph.words) else ():
            plain = with_digits(sentence, text.base)
            last = sentence is paragraph.sentences[-1]
            for match in islice(_COUNTED.finditer(plain), _MOST):
                found += _compared(plain, match, text.paragraphs[index + 1 :] if last else [])
    return found


def _compared(plain: str, match: re.Match[str], following: list[Paragraph]) -> Iterator[dict[str, Value]]:
    number, rest = int(match["number"]), plain[match.end() : match.end() + _LONGEST_LIST]
    if _APPROXIMATE.search(plain[max(0, match.start() - 20) : match.start()]) or _NOT_ALL.search(match["between"]):
        return
    if match["opens"].strip() != "(" and _KNOWN_ALREADY.search(plain[max(0, match.start() - 40) : match.start()]):
        return
    if not rest.strip():
        items = _items_below(following)
        low = high = len(items)
    else:
        inside = rest.split(")")[0] if match["opens"] == "(" and ")" in rest else rest
        closed = match["opens"].strip() in ("–", "—") and len(pieces := _DASH.split(inside, maxsplit=1)) > 1
        inside = pieces[0] if closed else inside
        if _NOT_ALL.search(inside) or (match["opens"] == "(" and ")" not in rest):
            return
        items, low, high = _items_of(inside, closed or match["opens"] == "(")
    if items and not low <= number <= high:
        said = " ".join(plain[match.start() : match.end("noun")].split())
        shown = "; ".join(item[:40] for item in items[:12])
        yield {"said": said, "count": low if number < low else high, "items": shown}


def _items_below(following: list[Paragraph]) -> list[str]:
    """The items of the list that follows at once."""
    if not following or following[0].kind != "li":
        return []
    listing = following[0].listing
    found: dict[int, str] = {}
    for paragraph in following:
        if paragraph.kind != "li":
            break
        if paragraph.listing == listing:
            found.setdefault(paragraph.item, paragraph.flat)
    return list(found.values()) if len(found) > 1 else []


def _items_of(text: str, closed: bool) -> tuple[list[str], int, int]:
    """The items, and the fewest and the most that they can be taken for; ``closed``: between brackets or dashes."""
    text = text.strip().rstrip(".!?)")
    marks = len(_MARKED.findall(f" {text}"))
    if marks > 1:
        pieces = [piece.strip(" ;,") for piece in _MARKED.split(f" {text}") if piece.strip(" ;,")]
        return pieces, marks, marks
    separator = ";" if text.count(";") > 0 else ","
    pieces = [piece.strip() for piece in text.split(separator) if piece.strip()]
    while pieces and _GOES_ON.match(pieces[-1]) and not _same_beginning(pieces):
        pieces.pop()
    if len(pieces) < 2 or (separator == "," and any(len(piece.split()) > _LONGEST_ITEM for piece in pieces)):
        return [], 0, 0
    joined = sum(len(_AND.findall(piece)) for piece in pieces)
    led = sum(bool(re.match(r"(?:and|et|or|ou)\s", piece)) for piece in pieces)
    if separator == "," and not joined and not led and not closed:
        return [], 0, 0  # no "and": the sentence goes on, it is no list
    return pieces, len(pieces), len(pieces) + joined


def _same_beginning(pieces: list[str]) -> bool:
    """To lend seeds, and to mend tools: the last item begins as the first one does."""
    first, last = pieces[0].split(), re.sub(r"^(?:and|et)\s", "", pieces[-1]).split()
    return len(pieces) > 1 and bool(first and last) and first[0].lower() == last[0].lower()


RULES = (
    Rule(
        name="count-differs-from-list",
        description=said("A text tells a number and lists more or fewer."),
        remedy=said("Correct the number or complete the list."),
        find=count_differs_from_list,
        languages=ENGLISH_FRENCH,
    ),
)
