"""Rule on captions: names, honorifics and posts of those who are shown are written in one form."""

import re
from collections import Counter
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Owner, Reading
from forum_app.domain.checker.rules.people import shown
from forum_app.domain.checker.wording import Value, in_people
from forum_app.domain.draft import Person
from forum_app.domain.sentences import Said, said, said_many

_IN_NAME = said("The honorific “%(found)s” stands inside the name “%(name)s”.")
_GLUED = said("Words are written together in “%(name)s”: “%(found)s”.")
_POST_IN_NAME = said("The name “%(name)s” holds what belongs elsewhere: “%(found)s” looks like a post.")
_LETTERS_IN_NAME = said("The letters “%(found)s” stand inside the name “%(name)s”.")
_NO_HONORIFIC = said_many(
    "There is no honorific; one of %(all)d people shown has one.",
    "There is no honorific; %(num)d of %(all)d people shown have one.",
)
_ODD_HONORIFIC = said("“%(found)s” is the only honorific among %(people)s shown.")
_DOT = said("The honorific is “%(found)s”; most others are written without a full stop.")
_NO_DOT = said("The honorific is “%(found)s”; most others are written with a full stop.")
_TWO_FORMS = said("The honorific is “%(found)s” here and “%(other)s” elsewhere.")
_STOP = said("The post “%(found)s” ends with a full stop; most others don't.")
_DANGLING = said("The post “%(found)s” ends with a mark that nothing follows.")
_ORGANISATION = said(
    "The post “%(found)s” ends with its organisation, “%(organisation)s”, which is shown beside it anyway."
)
_CAPITALS = said("“%(name)s” has the family name in capitals; most others don't.")
_NO_CAPITALS = said("“%(name)s” has no family name in capitals; most others do.")
_TITLES = "Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Mme|Mlle|Rev|(?:Eng|Hon)(?=\\.)|H\\.E"
_LEADING = re.compile(rf"(?P<found>(?:(?:{_TITLES})(?:\.|\b)[\s.]*)+)(?=[A-ZÀ-Þ])")
_LEADING_POST = re.compile(
    r"(?P<found>(?:Deputy\s)?(?:Minister|Ambassador|Senator|Governor|Commissioner|Ministre|Ambassadeur|Ambassadrice|Sénateur|Sénatrice|Gouverneure?))\s"
    r"(?=[A-ZÀ-Þ][\w’'-]+\s[A-ZÀ-Þ])"
)
_LEADING_FR = re.compile(r"(?P<found>M\.?)\s(?=[A-ZÀ-Þ][a-zà-ÿ])")
_GLUED_TITLE = re.compile(
    r"\w*[a-z0-9](?:Mr|Mrs|Ms|Dr|Prof)\.?(?=\s|$)|\b(?:Mr|Mrs|Ms|Dr|Prof)\.(?=[A-ZÀ-Þ])\w*|\b(?:Mr|Mrs|Ms|Prof)(?=[A-Z][a-z])\w+"
)
_GLUED_MARK = re.compile(r"[^\W\d_]{3,},(?=[^\W\d_])\w+")
_GLUED_NAMES = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{2,}[A-ZÀ-Þ][a-zà-ÿ]{2,}$")
_PREFIXED = re.compile(
    r"(?:Mac|Fitz|Van|Von|Den|Des|Del|Della|Dos|Das|Abu|Ibn|Bin|Ben|Saint|San|Santa|Kwa|Nic)[A-ZÀ-Þ]"
)
_POST_WORDS = (
    r"director|directrice|directeur|minister|ministre|secretary|secrétaire|advis[eo]r|conseill[eè]re?|officer|manager|president|présidente?|"
    r"chair(?:person|man|woman)?|coordinator|coordinat(?:eur|rice)|specialist|spécialiste|ambassador|ambassadeur|ambassadrice|commissioner|"
    r"commissaire|governor|head of|chef(?:fe)? d[eu']|chief|founder|fondat(?:eur|rice)|lecturer|researcher|chercheuse?|representative|"
    r"représentante?|ceo|cto|dg|expert|experte|focal point|professor of|visiting professor|consultant|analyst|economist|économiste|responsable"
)
_POST = re.compile(rf"(?:^|[\s,–—-])(?:\w+\s+)?(?P<found>(?:{_POST_WORDS})\b.*)$", re.I)
_AFTER_MARK = re.compile(r"(?:,\s+|\s[-–—|/]\s*|\s*[–—|]\s*|/(?=[A-Z]{2})|:\s*)(?P<found>\S.*)$")
_BODY = re.compile(
    r"\b(?:of|for|and|du|des|et|pour)\b|\b[A-Z]{3,}\b|\b(?:Ministry|University|Institute|Ministère|Université)\b"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?$")
_DEGREE = r"Ph\.?\s?D\.?|DPhil|M\.?D\.?|MBA|MPA|MPH|M\.?Sc\.?|B\.?Sc\.?|M\.?A\.?|LL\.?M\.?|LL\.?B\.?|J\.?D\.?|Ed\.?D\.?|DBA|DrPH|CPA|CFA|PMP|OBE|MBE|CBE|KBE|FRS|Esq\.?|RN|PE"
_AFTER_COMMA = re.compile(rf",\s*(?P<found>(?:{_DEGREE})(?:[,\s]+(?:{_DEGREE}))*)\s*$")
_AFTER_BLANK = re.compile(
    r"\s(?P<found>Ph\.?\s?D\.?|DPhil|MBA|MPA|MPH|M\.?Sc\.?|LL\.?M\.?|Ed\.?D\.?|DrPH|CPA|CFA|PMP|OBE|MBE|CBE)\s*$"
)
_ABBREVIATED = re.compile(r"(?P<base>Mr|Mrs|Ms|Mx|Dr|Mme|Mlle)(?P<dot>\.?)$")
_ABBREVIATION_END = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Dept|Div|etc|Assoc|Int|Gov|[A-Za-z](?:\.[A-Za-z])*)\.$")
_CAPITAL_WORD = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]+$")
_EVERYDAY = re.compile(r"(?:Mr|Mrs|Ms|Mx|Miss|M|Mme|Mlle)\b")
_SHORT_FORMS = {
    "dr": "doct",
    "pr": "prof",
    "sr": "señor",
    "me": "maître",
    "col": "colonel",
    "gen": "general",
    "hon": "honourable",
}
_LEAST_PEOPLE = 3


def caption_unequal(reading: Reading) -> Iterator[Hit]:
    people = shown(reading)
    for language in reading.languages:
        captions = [_Caption(reading, person, language) for _number, person in people if person.name.get(language)]
        alone = [hit for caption in captions for hit in _name_alone(caption)]
        yield from alone
        yield from _honorifics(captions)
        yield from _honorifics_alike(captions)
        yield from _posts(reading, captions)
        wrong = {hit.place for hit in alone}
        yield from _capitals([caption for caption in captions if f"{caption.owner.place}.name.{language}" not in wrong])


class _Caption:
    """A person as shown in one language."""

    def __init__(self, reading: Reading, person: Person, language: str) -> None:
        self.owner: Owner = reading.owner_of[id(person)]
        self.language = language
        self.name = person.name[language]
        self.honorific = person.honorific.get(language, "").strip()
        self.any_honorific = any(value for key, value in person.honorific.items() if "@" not in key)
        self.organisations = [post.organisation for post in person.posts]
        self.posts = [
            (index, post.title[language]) for index, post in enumerate(person.posts) if post.title.get(language)
        ]

    def hit(self, field: str, message: Said, **values: Value) -> Hit:
        return Hit(f"{self.owner.place}.{field}.{self.language}", self.owner.words, message, values, self.language)


def _name_alone(caption: _Caption) -> Iterator[Hit]:
    """What is wrong with a name whatever the others are like."""
    name = caption.name
    glued = _GLUED_TITLE.search(name) or _GLUED_MARK.search(name) or _one_glued_name(name)
    if glued:
        yield caption.hit("name", _GLUED, name=name, found=glued[0])
    leading = _LEADING.match(name) or _LEADING_POST.match(name)
    leading = leading or (_LEADING_FR.match(name) if caption.language.startswith("fr") else None)
    if leading:
        yield caption.hit("name", _IN_NAME, name=name, found=leading["found"].strip())
    letters = _AFTER_COMMA.search(name) or (_AFTER_BLANK.search(name) if not name.isupper() else None)
    if letters:
        yield caption.hit("name", _LETTERS_IN_NAME, name=name, found=letters["found"])
        return
    after = _AFTER_MARK.search(name)
    if after and not _SUFFIX.match(after["found"]) and (_POST.search(after["found"]) or _BODY.search(after["found"])):
        yield caption.hit("name", _POST_IN_NAME, name=name, found=after["found"])
    elif (post := _POST.search(name)) and len(name.split()) > 2 and post.start() > 0:
        yield caption.hit("name", _POST_IN_NAME, name=name, found=post["found"])


def _one_glued_name(name: str) -> re.Match[str] | None:
    """AnaLima: a whole name in one word. Within a longer name (Mary-Ann, MacGregor) it is taken for a spelling."""
    match = _GLUED_NAMES.match(name)
    return match if match and not _PREFIXED.match(name) else None


def _honorifics(captions: list[_Caption]) -> Iterator[Hit]:
    with_one = [caption for caption in captions if caption.honorific]
    everyday = [caption for caption in with_one if _EVERYDAY.match(caption.honorific)]
    if everyday and 2 * len(with_one) >= len(captions):
        for caption in captions:
            if not caption.any_honorific and not _LEADING.match(caption.name):
                yield caption.hit("honorific", _NO_HONORIFIC, num=len(with_one), all=len(captions))
    elif len(everyday) == len(with_one) == 1 and len(captions) > _LEAST_PEOPLE:
        yield everyday[0].hit("honorific", _ODD_HONORIFIC, found=everyday[0].honorific, people=in_people(len(captions)))
    dotted = [(caption, match["dot"]) for caption in with_one if (match := _ABBREVIATED.match(caption.honorific))]
    usual = Counter(dot for _caption, dot in dotted).most_common(2)
    if len(usual) == 2:
        plain = usual[0][0] if usual[0][1] != usual[1][1] else ""
        for caption, dot in dotted:
            if dot != plain:
                yield caption.hit("honorific", _NO_DOT if plain else _DOT, found=caption.honorific)


def _honorifics_alike(captions: list[_Caption]) -> Iterator[Hit]:
    """Prof. and Professor, Capt. and Captain: one title in full and shortened. The rarer form is told, else the short one."""
    said = Counter(caption.honorific for caption in captions if caption.honorific)
    for caption in captions:
        others = [
            other
            for other in said
            if _is_short_for(caption.honorific, other) or _is_short_for(other, caption.honorific)
        ]
        for other in others:
            short = len(caption.honorific) < len(other)
            if said[caption.honorific] < said[other] or (said[caption.honorific] == said[other] and short):
                yield caption.hit("honorific", _TWO_FORMS, found=caption.honorific, other=other)


def _is_short_for(short: str, long: str) -> bool:
    """Whether a title is another one shortened: its beginning, or its first and last letters (Dr, Pr)."""
    first, second = short.rstrip(".").casefold(), long.rstrip(".").casefold()
    if first == second:
        return not short.endswith(".") and long.endswith(".") and not _ABBREVIATED.match(short)  # Prof and Prof.
    if not 1 < len(first) <= len(second) - 3 or " " in second or " " in first or _EVERYDAY.match(short):
        return False
    known = _SHORT_FORMS.get(first)
    return second.startswith(known) if known else len(first) > 2 and second.startswith(first)


def _posts(reading: Reading, captions: list[_Caption]) -> Iterator[Hit]:
    posts = [(caption, index, title) for caption in captions for index, title in caption.posts]
    stopped = [item for item in posts if item[2].endswith(".") and not _ABBREVIATION_END.search(item[2])]
    if stopped and 2 * len(stopped) <= len(posts) and len(posts) > 1:
        for caption, index, title in stopped:
            yield caption.hit(f"posts[{index}].title", _STOP, found=title)
    for caption, index, title in posts:
        if title.rstrip().endswith((",", ";", ":", "-", "–", "—", "/")):
            yield caption.hit(f"posts[{index}].title", _DANGLING, found=title)
        organisation = _repeated(reading, caption.organisations[index], title)
        if organisation:
            yield caption.hit(f"posts[{index}].title", _ORGANISATION, found=title, organisation=organisation)


def _repeated(reading: Reading, organisation: str | None, title: str) -> str:
    """The name or acronym of the post's organisation that ends its title too, and so would be read twice."""
    for item in reading.draft.organisations:
        if item.id == organisation:
            names = [name for text in (item.acronym, item.name) for key, name in text.items() if "@" not in key]
            said = (name for name in names if name and re.search(rf"(?:^|[\s,(–-]){re.escape(name)}\)?[.,;]?$", title))
            return next(said, "")
    return ""


def _capitals(captions: list[_Caption]) -> Iterator[Hit]:
    """Family names in capitals are a custom: of all or of none."""
    split = [(caption, _has_capitals(caption.name)) for caption in captions if len(caption.name.split()) > 1]
    count = sum(has for _caption, has in split)
    if not count or count == len(split) or len(split) < _LEAST_PEOPLE:
        return
    few = 3 * count <= len(split)
    if few or 3 * (len(split) - count) <= len(split):
        for caption, has in split:
            if has == few:
                yield caption.hit("name", _CAPITALS if few else _NO_CAPITALS, name=caption.name)


def _has_capitals(name: str) -> bool:
    return any(_CAPITAL_WORD.match(word) and len(word) > 2 and not _SUFFIX.match(word) for word in name.split())


RULES = (
    Rule(
        name="caption-unequal",
        description=said(
            "Names, honorifics and posts that are not written in one form, or hold what belongs in another field."
        ),
        remedy=said("Write all captions in one form: honorific, name, letters and post each in its own field."),
        find=caption_unequal,
        knows=ENGLISH_FRENCH,
    ),
)
