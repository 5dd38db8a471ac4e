"""Named things in a sentence (a network, a programme, a declaration) and the numbers and dates told of them."""

import re
from functools import lru_cache

from msgspec import Struct

from forum_app.domain.checker.language.numbers import value_of
from forum_app.domain.texts import folded

_BODIES = {
    "en": "network|alliance|coalition|platform|programme|program|project|initiative|partnership|fund|centre|center|academy|hub|consortium|"
    "campaign|scheme|facility|school|observatory|federation|union|association|league|institute|forum|event|session|expo|conference|workshop|"
    "cooperative|community|council|group|university|bank|agency|accelerator|fellowship|prize|corridor",
    "fr": "réseau|alliance|coalition|plateforme|programme|projet|initiative|partenariat|fonds|centre|académie|pôle|consortium|campagne|"
    "dispositif|école|observatoire|fédération|union|association|ligue|institut|forum|événement|séance|conférence|atelier|coopérative|"
    "communauté|conseil|groupe|université|banque|agence|accélérateur",
}
_INSTRUMENTS = {
    "en": "agenda|declaration|convention|agreement|charter|strategy|framework|protocol|treaty|compact|accord|memorandum|roadmap|"
    "recommendation|resolution|consensus|call to action|action plan|law|act|code",
    "fr": "agenda|déclaration|convention|accord|charte|stratégie|cadre|protocole|traité|pacte|mémorandum|feuille de route|recommandation|"
    "résolution|consensus|appel à l['’]action|plan d['’]action|loi|code",
}
OWN = frozenset("forum event session expo conference workshop événement séance conférence atelier".split())
_TYPE = {
    language: re.compile(rf"(?<![\w-])(?:{_BODIES[language]}|{_INSTRUMENTS[language]})(?![\w-])", re.I)
    for language in _BODIES
}
_WORDS = {
    language: frozenset(re.findall(r"[^\W_]+", f"{_BODIES[language]}|{_INSTRUMENTS[language]}")) for language in _BODIES
}
_NAME_BEFORE = re.compile(r"(?:(?:[A-ZÀ-Þ][\w’'.-]*|\d{4}|of|for|on|and|the|to|in)\s+)*$")
_NAME_AFTER = re.compile(
    r"\s+(?:of|for|on|to|against|de|des|du|pour|sur|d['’])\s?(?:(?:the|la|le|les|l['’])\s?)?[A-ZÀ-Þ][\w’'-]*(?:\s+(?:(?:and|of|for|in|the|et|de|des|du|la)\s+)*[A-ZÀ-Þ][\w’'-]*)*"
)
_LOWER_AFTER = re.compile(
    r"\s+(?:des|de|du|pour|d['’])\s?(?:(?:la|le|les|l['’])\s?)?[\wà-ÿ’'-]+(?:\s+(?!(?:a|ont|est|sont|était|étaient|sera|seront|avait|fut)\b)[\wà-ÿ’'-]++(?!\s+(?:\d|(?:des|les|la|le|une?|plus|près|environ|au)\b)))?"
)
_SMALL = frozenset("of for on and the to in a an de des du la le les et pour sur against this our new first".split())
_STOP = (
    r"(?!(?:of|in|on|at|to|for|from|with|by|and|or|the|a|an|its|their|our|is|are|was|were|has|have|had|will|that|which|who|as|than|between|"
    r"across|per|de|des|du|la|le|les|et|ou|en|dans|pour|par|sur|avec|au|aux|qui|que|dont|est|sont|ont|a)\b)"
)
_COUNTED = re.compile(
    rf"(?<![\w.,:/$€£-])(?P<number>\d{{1,3}}(?:[ ,\u00a0\u202f]\d{{3}})+|\d{{1,7}})(?P<plus>\+)?[ ](?P<words>(?:{_STOP}[A-Za-zÀ-ÿ][\w’'-]*[ ]){{0,3}}?)"
    rf"(?P<noun>{_STOP}[a-zà-ÿ][a-zà-ÿ’'-]{{2,}}s|people|women|men|children|youth|staff)(?![\w-])"
)
_UNITS = re.compile(
    r"(?:year|month|week|day|hour|minute|second|percent|time|page|dollar|euro|million|billion|kilomet|met|hectare|ton|point|degree|an|année|moi|"
    r"semaine|jour|heure|foi|milliard|pour|thousand)",
)
_NOT_A_TOTAL = re.compile(
    r"\b(?:another|other|first|last|next|each|every|additional|further|new|of the|of its|of their|among|including|top|target|goal|sdg|odd|article|"
    r"chapter|room|session|phase|step|page|figure|table|aged?|under|les autres|premiers|derniers|nouveaux|parmi|dont|chaque|objectif|cible)\s*$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|some|nearly|almost|over|more than|at least|up to|at most|less than|fewer than|under|roughly|close to|"
    r"environ|près de|plus de|au moins|jusqu['’]à|moins de|quelque)\s*$",
    re.I,
)
# What is counted, where that stands behind: "varieties of pear".
_COMPLEMENT = re.compile(r"\s(?:of|de|d['’]|du|des)\s?(?:(?:the|la|le|les)\s|l['’])?([\w-]+)")
NEUTRAL = frozenset("member participating partner partners different national membres".split())


def kinds(language: str) -> frozenset[str]:
    """The words of the nouns that name a kind: a quick look whether a text names any thing."""
    return _WORDS[language]


class Entity(Struct, frozen=True):
    """A named or a definite thing: its kind of noun and the words of its name, none for "the network"."""

    kind: str
    words: frozenset[str]
    start: int

    def may_be(self, other: "Entity") -> bool:
        """Whether both can be one thing: the same kind, and the shorter name is part of the longer."""
        return self.kind == other.kind and (self.words <= other.words or other.words <= self.words)


class Count(Struct, frozen=True):
    """So many of something; ``about`` where the number is no exact one."""

    number: int
    noun: str
    qualifiers: frozenset[str]
    about: bool
    said: str
    start: int


@lru_cache(maxsize=256)  # a name is looked for in the sentences before, again and again
def entities_in(sentence: str, language: str) -> tuple[Entity, ...]:
    """The things a sentence names, by their kind's noun."""
    found = []
    for match in _TYPE[language].finditer(sentence):
        before = sentence[max(0, match.start() - 120) : match.start()]
        name = _NAME_BEFORE.search(before)
        words = name[0] if name else ""
        after = _NAME_AFTER.match(sentence, match.end()) if match[0][0].isupper() else None
        if after is None and language == "fr" and match[0][0].isupper():
            after = _LOWER_AFTER.match(sentence, match.end())
        words += after[0] if after else ""
        named = frozenset(word for word in re.findall(r"[\w-]+", folded(words)) if word not in _SMALL)
        found.append(Entity(match[0].lower(), named, match.start()))
    return tuple(found)


def counts_in(sentence: str) -> list[Count]:
    """The counted nouns of a sentence whose number words are digits: "22 TVET institutes"."""
    found = []
    for match in _COUNTED.finditer(sentence):
        value = value_of(match["number"])
        noun = folded(match["noun"]).removesuffix("s")
        before = sentence[max(0, match.start() - 24) : match.start()]
        if value is None or value < 2 or _UNITS.match(noun) or _NOT_A_TOTAL.search(before):
            continue
        if 1900 <= value <= 2100 and len(match["number"]) == 4:
            continue
        complement = _COMPLEMENT.match(sentence, match.end())
        words = [*folded(match["words"]).split(), *([folded(complement[1])] if complement else [])]
        qualifiers = frozenset(word for word in words if word not in NEUTRAL)
        about = bool(match["plus"] or _ABOUT.search(before))
        found.append(Count(int(value), noun, qualifiers, about, match[0], match.start()))
    return found
