"""Rules on numbers that a text can be held to: a number before a list, and numbers of the programme itself."""

import re
from collections.abc import Iterator
from itertools import islice

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.events import GATHERINGS, SUBJECT, is_subject
from forum_app.domain.checker.language.happening import names_another
from forum_app.domain.checker.language.numbers import single_words, with_digits
from forum_app.domain.checker.paragraphs import Paragraph
from forum_app.domain.checker.programme import contents
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.draft import Person, Session
from forum_app.domain.vocabularies import RoleKind, RoleState

_LISTED = "The text says %(said)s and lists %(count)d: %(items)s."
_IN_PROGRAMME = "The text says %(said)s, the programme has %(count)d."
_NOUNS = (
    r"countries|cities|provinces|regions|districts|languages|themes|topics|pillars|partners|members|organi[sz]ations|agencies|institutions|priorities|"
    r"goals|steps|components|areas|objectives|phases|questions|principles|challenges|recommendations|dimensions|elements|axes|strands|tracks|outcomes|"
    r"outputs|results|criteria|values|sectors|ministries|actions|lessons|reasons|parts|aims|issues|models|solutions|speakers|panellists|messages|"
    r"pays|villes|régions|langues|thèmes|sujets|piliers|partenaires|membres|organisations|institutions|priorités|objectifs|étapes|composantes|"
    r"domaines|questions|principes|défis|recommandations|résultats|volets|secteurs|ministères|actions|leçons|raisons|parties|orateurs|intervenants"
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
        counts = not passage.numbers.isdisjoint(_DIGITS) or not single_words(passage.base).isdisjoint(
            passage.vocabulary
        )
        if passage.form == "line" or not counts or _LIST_NOUNS.isdisjoint(passage.vocabulary):
            continue
        paragraphs = passage.paragraphs
        for index, paragraph in enumerate(paragraphs):
            for sentence in paragraph.sentences if not _LIST_NOUNS.isdisjoint(paragraph.words) else ():
                plain = with_digits(sentence, passage.base)
                last = sentence is paragraph.sentences[-1]
                for match in islice(_COUNTED.finditer(plain), _MOST):
                    yield from _compared(passage, plain, match, paragraphs[index + 1 :] if last else [])


def _compared(passage: Passage, plain: str, match: re.Match[str], following: list[Paragraph]) -> Iterator[Hit]:
    number, rest = int(match["number"]), plain[match.end() : match.end() + _LONGEST_LIST]
    if _APPROXIMATE.search(plain[max(0, match.start() - 20) : match.start()]) or _NOT_ALL.search(match["between"]):
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
        yield in_text(passage, _LISTED, {"said": said, "count": low if number < low else high, "items": shown})


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
    while pieces and _GOES_ON.match(pieces[-1]):
        pieces.pop()
    if len(pieces) < 2 or (separator == "," and any(len(piece.split()) > _LONGEST_ITEM for piece in pieces)):
        return [], 0, 0
    joined = sum(len(_AND.findall(piece)) for piece in pieces)
    led = sum(bool(re.match(r"(?:and|et|or|ou)\s", piece)) for piece in pieces)
    if separator == "," and not joined and not led and not closed:
        return [], 0, 0  # no "and": the sentence goes on, it is no list
    return pieces, len(pieces), len(pieces) + joined


def count_stated(reading: Reading) -> Iterator[Hit]:
    for passage in reading.in_languages():
        if passage.form == "line" or isinstance(passage.owner.part, Person) or passage.owner.talk:
            continue
        for paragraph in passage.paragraphs if not _OF_PROGRAMME.isdisjoint(passage.vocabulary) else ():
            for sentence in paragraph.sentences if not _OF_PROGRAMME.isdisjoint(paragraph.words) else ():
                plain = with_digits(sentence, passage.base)
                match = _OF_PROGRAMME_COUNTED.search(plain)
                if match and (lead := _LEADING.match(plain)):
                    yield from _lead_held_against(reading, passage, plain, lead)
                elif match and not _NOT_ALL.search(plain) and not _ELSEWHERE.search(plain):
                    yield from _held_against(reading, passage, plain, match)


_OF_PROGRAMME = frozenset(
    "themes thèmes speakers panellists panelists orateurs intervenants panélistes questions".split()
)
_OF_PROGRAMME_COUNTED = re.compile(
    r"(?<![\w.,/-])(?P<number>[2-9]|[1-4]\d)\s(?:(?:main|key|broad|selected|distinguished|thematic|guiding|principal|grands?|clés?)\s)?"
    r"(?P<noun>themes|thèmes|speakers|panelli?sts|orateurs|intervenants|panélistes|questions)(?![\w-])",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:was|were|had|last|previous|each|every|per|minutes? each|audience|from the floor|a été|ont été|chaque|chacune?)\b",
    re.I,
)


def _held_against(reading: Reading, passage: Passage, plain: str, match: re.Match[str]) -> Iterator[Hit]:
    subject = None
    for subject in SUBJECT[passage.base].finditer(plain[: match.start()]):
        pass
    if subject is None or not is_subject(plain, subject) or names_another(subject, reading.own_words):
        return
    if _APPROXIMATE.search(plain[max(0, match.start() - 20) : match.start()]) or match.start() - subject.end() > 60:
        return
    session = passage.owner.session
    if session is None and len(contents(reading)) == 1 and not GATHERINGS.fullmatch(subject["noun"]):
        session = contents(reading)[0]
    if session and GATHERINGS.fullmatch(subject["noun"]):
        return
    numbers = _numbers(reading, session, match["noun"].lower())
    if numbers and int(match["number"]) not in numbers:
        yield in_text(passage, _IN_PROGRAMME, {"said": " ".join(match[0].split()), "count": numbers[0]})


def _lead_held_against(reading: Reading, passage: Passage, plain: str, match: re.Match[str]) -> Iterator[Hit]:
    """Five speakers have twelve minutes each: in a session's text, or where the programme has one session only."""
    sessions = contents(reading)
    session = passage.owner.session or (sessions[0] if len(sessions) == 1 else None)
    if session is None or _NOT_OF_IT.match(plain, match.end()) or _PAST.search(plain):
        return
    numbers, number = _numbers(reading, session, match["noun"].lower()), int(match["number"])
    fewer = numbers and number < numbers[0]  # "two speakers share the last talk" tells of some of them
    if fewer and not _EACH.search(plain, match.end()):
        return
    if fewer and any(_OTHERS.search(paragraph.text) for paragraph in passage.paragraphs):
        return
    if numbers and number not in numbers:
        yield in_text(passage, _IN_PROGRAMME, {"said": " ".join(match[0].split()), "count": numbers[0]})


_LEADING = re.compile(
    r"\W*(?:(?:our|the|these|nos|les|ces)\s)?(?P<number>[2-9]|[1-4]\d)\s(?:(?:distinguished|invited|grands?)\s)?"
    r"(?P<noun>speakers|panelli?sts|orateurs|intervenants|panélistes)(?![\w-])",
    re.I,
)
_NOT_OF_IT = re.compile(
    r"\s(?:of|from|who|whose|that|in|on|at|out|per|a|de|d['’]|des|du|qui|dont|par|dans|sur)\b", re.I
)
_PAST = re.compile(r"\b(?:was|were|had|last|previous|a été|ont été|avaient|étaient)\b", re.I)
_EACH = re.compile(r"\b(?:each|in turn|one after (?:the other|another)|chacune?|tour à tour|à tour de rôle)\b", re.I)
_OTHERS = re.compile(
    r"\b(?:others?|another|the rest|third|fourth|fifth|sixth|remaining|(?:an)?other|autres?|troisième|quatrième|cinquième|le reste|restants?)\b|"
    r"\b(?:speakers|panelli?sts|orateurs|intervenants)\b.*\b(?:speakers|panelli?sts|orateurs|intervenants)\b",
    re.I,
)


def _numbers(reading: Reading, session: Session | None, noun: str) -> list[int]:
    """The numbers of the programme that such a noun can mean; none where the programme has nothing of it."""
    sessions = [session] if session else contents(reading)
    if noun in ("themes", "thèmes"):
        return (
            [len(session.themes) if session else len(reading.draft.themes)]
            if reading.draft.themes and not (session and not session.themes)
            else []
        )
    if noun == "questions":
        questions = (
            [len(item.key_questions) for item in sessions] if session else [len(reading.draft.forum.key_questions)]
        )
        return [number for number in questions if number]
    roles = [role for item in sessions for role in item.roles if role.state != RoleState.DECLINED]
    speakers = {role.person for role in roles if role.role in (RoleKind.SPEAKER, RoleKind.PANELLIST)}
    speakers |= {
        one.person
        for item in sessions
        for talk in item.talks
        for one in talk.speakers
        if one.state != RoleState.DECLINED
    }
    moderators = {role.person for role in roles if role.role == RoleKind.MODERATOR}
    return [len(speakers), len(speakers | moderators)] if speakers else []


RULES = (
    Rule(
        name="count-differs-from-list",
        description="A text tells a number and lists more or fewer.",
        remedy="Correct the number or complete the list.",
        find=count_differs_from_list,
        languages=ENGLISH_FRENCH,
    ),
    Rule(
        name="count-stated",
        description="A text tells another number of themes, speakers or questions than the programme has.",
        remedy="Correct the text or complete the programme.",
        find=count_stated,
        languages=ENGLISH_FRENCH,
    ),
)
