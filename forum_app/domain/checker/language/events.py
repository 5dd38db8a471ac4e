"""Whether a sentence speaks of the forum or a session itself, and of its length, its day, its hours, its place.

The words are those of programmes and concept notes, English and French. In doubt the answer is no: "a five-minute
video" and "each speaker has ten minutes" are no statement about the session.
"""

import re

from msgspec import Struct

from forum_app.domain.checker.language.durations import Duration

NOUNS = {
    "en": r"sessions?|panels?|plenary|plenaries|workshops?|forum|events?|meetings?|webinars?|conference|dialogue|round[ -]?tables?|side[ -]event|"
    r"seminar|symposium|clinic|masterclass|training|ceremony|opening|closing|summit|expo|consultation|retreat|hackathon|festival|"
    r"field[ -]visit|study[ -]visit|assembly|congress|town[ -]hall|fair|colloquium|convention",
    "fr": r"séances?|sessions?|ateliers?|panels?|plénière|tables?[ -]rondes?|forum|événement|évènement|réunion|rencontre|conférence|webinaire|"
    r"séminaire|colloque|symposium|cérémonie|ouverture|clôture|sommet|congrès|assises|consultation|visite|manifestation|salon|dialogue|"
    r"journée",
}
# Nouns that name a whole gathering rather than a part of its programme.
GATHERINGS = re.compile(
    r"forum|events?|meetings?|conference|seminar|symposium|summit|expo|retreat|festival|assembly|congress|fair|colloquium|convention|hackathon|"
    r"événement|évènement|réunion|rencontre|conférence|séminaire|colloque|sommet|congrès|assises|manifestation|salon",
    re.I,
)
ANY_PART = re.compile(r"sessions?|séances?", re.I)
_QUALIFIED = r"(?:(?!(?:of|for|to|in|by|with|at|on|the|de|du|des|la|le|les|et|and|or)\s)[\w&’'“”\"«»+.-]+\s+){0,5}?"
_SAID_OF = {
    "en": rf"(?P<det>the|this|our|each|every|(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]s)\s+(?P<mods>{_QUALIFIED})(?P<noun>{NOUNS['en']})(?:\s+(?:session|discussion|event|forum|meeting|itself))?",
    "fr": rf"(?P<det>la|le|les|l['’]|cette|ce|cet|notre|chaque)\s?(?P<mods>{_QUALIFIED})(?P<noun>{NOUNS['fr']})"
    r"(?:\s+(?:de\s+haut\s+niveau|plénière|parallèle|thématique|d['’](?:ouverture|information)|de\s+(?:clôture|discussion|travail|solutions)))?",
}
SUBJECT = {language: re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.I) for language, said in _SAID_OF.items()}
_ABOUT = {
    "en": r"(?:\s*\b(?:for|of|about|around|approximately|approx\.?|some|only|just|exactly|roughly|at|to|in total|over|up to|at most|at least|nearly|"
    r"a (?:total|maximum|minimum) of|no (?:more|longer) than|less than|a|an|the)\b)*\s*$",
    "fr": r"(?:\s*(?:\b(?:de|environ|pendant|sur|à|pour|durant|exactement|près|quelque|au total|un total|une|un|maximum|plus)\b|d['’]))*\s*$",
}
_LASTS = {
    "en": re.compile(
        r"\b(?:(?:will |shall |should |to |must )?(?:last|run|take|span)s?|lasting|"
        r"(?:has|have|is|are|be|will be|has been|have been)\s+(?:also\s+)?(?:set|scheduled|planned|expected|limited|allotted|allocated|foreseen|"
        r"programmed|designed|fixed|meant|given|assigned|organi[sz]ed|conceived|reserved)(?:\s+(?:to|as))?(?:\s+(?:be|last|run|take))?(?:\s+up)?|"
        r"(?:is|will be|be)|(?:total |overall )?(?:duration|length|running time))$",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\b(?:dure|durera|durer|durant|dureront|(?:se déroule(?:ra)?|s['’]étend(?:ra)?|s['’]étale(?:ra)?)|(?:est|sera|a été)"
        r"\s+(?:prévue?|fixée?|programmée?|limitée?|conçue?|censée?)(?:\s+(?:pour|durer))*|(?:est|sera)(?:\s+d['’]une)?|(?:a|aura)\s+une)"
        r"|\b(?:durée(?:\s+totale)?))$",
        re.I,
    ),
}
_LENGTH_OF = {
    "en": re.compile(
        r"\b(?:length|duration|time|running time|time frame|timing)\s+(?:allotted\s+|allocated\s+|available\s+)?(?:of|for|to)\s*$",
        re.I,
    ),
    "fr": re.compile(r"\b(?:durée|longueur|temps)\s+(?:totale?\s+|prévue?\s+)?(?:de|du|d['’]|pour)?\s*$", re.I),
}
_OTHERS = re.compile(
    r"\b(?:speakers?|presenters?|panelli?sts?|presentations?|interventions?|talks?|videos?|films?|statements?|questions?|q ?& ?a|breaks?|parts?|"
    r"segments?|rounds?|each|every|exercises?|demonstrations?|remarks|contributions?|pitch(?:es)?|posters?|coffee|lunch|walk|tours?|include[sd]?|"
    r"including|followed|starts?|begins?|opens?|ends?|closes?|after|before|with|participants?|discussion|minutes?|hours?|which|who|that|until|"
    r"orateurs?|oratrices?|intervenante?s?|présentations?|exposés?|vidéos?|questions|pause|parties?|chaque|suivie?|commence|débute|après|avant|"
    r"avec|comprend|inclut|échanges?|dont|qui|débat)\b",
    re.I,
)
_NOT_THE_LENGTH = {
    "en": re.compile(
        r"[\s'’-]*(?:walk|drive|ride|away|ago|after|before|late|later|earlier|prior|into|from|breaks?|videos?|films?|pause|each|per|apart|ahead|"
        r"to (?:speak|present|respond|answer)|of (?:questions|discussion|q|walk|video|debate|exchange|time for)|(?:of \w+ )?for\b|by\b|north|south|east|west)",
        re.I,
    ),
    "fr": re.compile(
        r"\s*(?:à pied|de marche|de route|après|avant|plus tard|plus tôt|de (?:pause|questions|vidéo|discussion|débat|film)|chacune?|par\b|pour\b|de retard)",
        re.I,
    ),
}
_PAST = {
    "en": re.compile(r"\b(?:was|were|lasted|took|ran|had|held in|previous|last year)\b", re.I),
    "fr": re.compile(r"\b(?:a duré|était|étaient|avait|dernière?|précédente?|a été|fut|s['’]est)\b", re.I),
}
_ADJECTIVE_OF = {
    "en": re.compile(
        rf"[\s-]*(?:long\s+)?(?P<mods>(?:(?:interactive|panel|high-level|moderated|virtual|online|hybrid|technical|plenary|participatory|open|"
        rf"public|expert|opening|closing|solution|thematic|dynamic|peer-learning|hands-on)\s+){{0,3}})(?P<noun>{NOUNS['en']})(?!\w|\s+of\s+(?:questions|q&a))",
        re.I,
    ),
}
_DETERMINED = {
    "en": re.compile(
        r"(?<![\w-])(?P<det>this|the|our|an?|is|as)\s+(?:(?:full|single|interactive|dynamic|dedicated|proposed|planned|standard)\s+){0,2}$",
        re.I,
    ),
    "fr": re.compile(
        rf"(?<![\w-])(?P<det>la|le|l['’]|cette|ce|cet|notre|une?)\s?(?P<noun>{NOUNS['fr']})(?:\s+[\w-]+){{0,3}}?\s+(?:de|d['’]une durée de)\s*(?:près d['’]|environ )?$",
        re.I,
    ),
}
_WITH_ANOTHER = re.compile(
    r"\b(?:followed by|including|includes?|with|then|after|before|starts?|begins?|opens?|ends?|conclude[sd]?|closes?|dedicated|suivie? d|puis|avec|après|avant|"
    r"commence|termine|inclut|comprend)\b",
    re.I,
)
_LABEL = re.compile(
    r"\W*(?:total |planned |estimated )?(?:duration|length|running time|time|timing|durée(?: totale| prévue)?|temps)\s*(?:of the session|de la séance)?\s*[:–—-]\s*(?:about |environ |approx\.? )?$",
    re.I,
)
_APPROXIMATE = re.compile(
    r"\b(?:about|around|approximately|approx\.?|some|roughly|nearly|almost|over|up to|at most|at least|more than|less than|no (?:more|longer) than|maximum|minimum|environ|près|"
    r"plus|moins|quelque)\b[^.;]{0,14}$",
    re.I,
)


_NOT_ITSELF = re.compile(
    r"\b(?:for|of|to|at|in|by|with|before|after|during|until|from|within|on|de|du|à|pour|dans|avant|après|pendant|lors|cours|par|avec|d['’])\s*$",
    re.I,
)


def is_subject(text: str, subject: re.Match[str]) -> bool:
    """False where another noun governs it: "registration for the forum opens", "talks in the session last"."""
    before = text[max(0, subject.start() - 14) : subject.start()]
    return not _NOT_ITSELF.search(before) or bool(
        re.fullmatch(r"\W*(?:in|at|for|à|pour|dans)\s*", before, re.I) and subject.start() < 10
    )


class Statement(Struct, frozen=True):
    """The length of ``noun`` is told: ``generic`` where the text's own session or forum is meant without a word for it."""

    duration: Duration
    noun: str
    determiner: str
    modifiers: str
    approximate: bool


def length_statements(sentence: str, durations: list[Duration], language: str) -> list[Statement]:
    """Where a sentence (number words as digits) tells how long a session or forum lasts."""
    if _PAST[language].search(sentence):
        return []
    found = []
    for duration in durations:
        left, right = (
            sentence[max(0, duration.start - 200) : duration.start],
            sentence[duration.end : duration.end + 60],
        )
        told = (
            _labelled(left)
            or _subject_before(left, right, language)
            or _beside(left, right, language)
            or _leading(left, right, language)
        )
        if told:
            found.append(Statement(duration, *told, bool(_APPROXIMATE.search(left))))
    return found


def _labelled(left: str) -> tuple[str, str, str] | None:
    return ("", "label", "") if _LABEL.fullmatch(left) else None


def _subject_before(left: str, right: str, language: str) -> tuple[str, str, str] | None:
    """The session … lasts 90 minutes; the duration of the session is 90 minutes."""
    subject = None
    for match in SUBJECT[language].finditer(left):
        subject = match
    if subject is None or _NOT_THE_LENGTH[language].match(right):
        return None
    gap = re.sub(_ABOUT[language], "", left[subject.end() :], flags=re.I)
    verb = _LASTS[language].search(gap)
    named = _LENGTH_OF[language].search(left[: subject.start()])
    if verb is None and not re.fullmatch(r"\s*[:–—-]?\s*" if named else r"\s+of", left[subject.end() :].rstrip()):
        return None
    if not named and not is_subject(left, subject):
        return None
    if language == "fr" and re.search(r"\b(?:est|sera)\s+à\s*$", left):
        return None  # a clock time
    middle = gap[: verb.start()] if verb else ""
    if re.search(r"[;:!?]|\.\s", middle) or _OTHERS.search(middle) or len(middle) > 110:
        return None
    return subject["noun"], subject["det"], subject["mods"]


def _beside(left: str, right: str, language: str) -> tuple[str, str, str] | None:
    """This 90-minute session; cette séance de 90 minutes."""
    determined = _DETERMINED[language].search(left)
    if determined is None or _WITH_ANOTHER.search(left[max(0, determined.start() - 30) : determined.start()]):
        return None
    if language == "fr":
        return None if _NOT_THE_LENGTH["fr"].match(right) else (determined["noun"], determined["det"], "")
    noun = _ADJECTIVE_OF["en"].match(right)
    return (noun["noun"], determined["det"], noun["mods"]) if noun and not noun["noun"].lower().endswith("s") else None


def _leading(left: str, right: str, language: str) -> tuple[str, str, str] | None:
    """In 90 minutes, the panel will …"""
    if not re.fullmatch(
        r"\W*(?:in|over|during|within|for|en|pendant|durant)\s+(?:the course of |just |only |about )?", left, re.I
    ):
        return None
    subject = re.match(rf"\s*,\s*{SUBJECT[language].pattern}", right, re.I)
    return (subject["noun"], subject["det"], subject["mods"]) if subject else None
