"""How texts tell the numbers of a programme: so many themes, speakers, sessions, days. English and French."""

import re

OF_PROGRAMME = frozenset(
    "themes thèmes speakers panellists panelists orateurs intervenants panélistes questions sessions séances talks presentations présentations exposés"
    " day days jours".split()
)
COUNTED = re.compile(
    r"(?<![\w.,/-])(?P<number>[2-9]|[1-4]\d)\s(?:(?:"
    r"(?:(?:main|key|broad|selected|distinguished|thematic|guiding|principal|grands?|clés?)\s)?"
    r"(?P<noun>themes|thèmes|speakers|panelli?sts|orateurs|intervenants|panélistes|questions|sessions|séances|talks|presentations|présentations|exposés)))(?![\w-])",
    re.I,
)
APPROXIMATE = re.compile(
    r"\b(?:over|more than|at least|about|around|some|up to|nearly|almost|of the|other|another|first|last|plus de|au moins|environ|près de|autres|premiers)\s*$",
    re.I,
)
SOME_OF_THEM = re.compile(
    r"\b(?:such as|including|include[sd]?|e\.?g|for example|for instance|notably|among|etc|others?|inter alia|more|like|first|main ones|see|"
    r"part of|series of|tels? que|comme|notamment|dont|parmi|par exemple|autres|voir|cf|série de)\b|…|\.\.\.|\d{3}|https?:",
    re.I,
)
ELSEWHERE = re.compile(
    r"\b(?:was|were|had|last|previous|each|every|per|minutes? each|audience|from the floor|parallel|parallèles|a day|par jour|a été|ont été|chaque|chacune?)\b",
    re.I,
)
LEADING = re.compile(
    r"\W*(?:(?:with|avec)\s)?(?:(?:our|the|these|nos|les|ces)\s)?(?P<number>[2-9]|[1-4]\d)\s(?:(?:distinguished|invited|grands?)\s)?"
    r"(?P<noun>speakers|panelli?sts|orateurs|intervenants|panélistes)(?![\w-])",
    re.I,
)
THEMES_LEADING = re.compile(
    r"\W*(?:(?:our|the|these|nos|les|ces)\s)?(?P<number>[2-9]|1\d)\s(?:(?:main|broad|grands|common)\s)?(?P<noun>themes|thèmes)\s"
    r"(?=[^.;:]*\b(?:(?:the|this|our)\s(?:forum|programme|program|agenda|\d\sdays)|(?:le|ce|du|notre)\s(?:forum|programme)|(?:les|ces)\s\d\sjours)\b)",
    re.I,
)
NOT_OF_IT = re.compile(r"\s(?:of|from|who|whose|that|in|on|at|out|per|a|de|d['’]|des|du|qui|dont|par|dans|sur)\b", re.I)
PAST = re.compile(r"\b(?:was|were|had|last|previous|a été|ont été|avaient|étaient|dernière?|précédente?)\b", re.I)
EACH = re.compile(r"\b(?:each|in turn|one after (?:the other|another)|chacune?|tour à tour|à tour de rôle)\b", re.I)
OTHERS = re.compile(
    r"\b(?:others?|another|the rest|third|fourth|fifth|sixth|remaining|autres?|troisième|quatrième|cinquième|le reste|restants?)\b",
    re.I,
)
COUNTED_AGAIN = re.compile(
    r"\b(?:speakers|panelli?sts|orateurs|intervenants)\b.*\b(?:speakers|panelli?sts|orateurs|intervenants)\b", re.I
)
_GATHERED = r"(?:forum|conference|event|meeting|summit|congress|symposium|seminar|convention|festival)"
_GATHERED_FR = r"(?:forum|conférence|événement|rencontre|sommet|congrès|colloque|séminaire|réunion|festival)"
_DAYS = {
    "en": (
        re.compile(
            rf"(?<![\w-])(?:this|the|our)\s(?P<number>[2-9])[ -]days?\s(?:\w+\s)?{_GATHERED}(?![\w-]|\s(?:of|in|on|for|held)\b)",
            re.I,
        ),
        re.compile(r"^\W*an?\s(?P<number>[2-9])[ -]day\s(?:\w+\s)?forum(?![\w-])", re.I),
        re.compile(r"^\W*(?:over|during|across)\s(?:the\s|these\s|just\s)?(?P<number>[2-9])\s(?:full\s)?days,", re.I),
        re.compile(
            rf"(?<![\w-])(?:this|the|our)\s{_GATHERED}\s(?:will\s)?(?:lasts?|runs?|takes? place|spans?|stretch(?:es)?|is spread|extends?)\s(?:(?:for|over|across|on)\s)?"
            r"(?P<number>[2-9])\s(?:full\s)?days\b",
            re.I,
        ),
    ),
    "fr": (
        re.compile(rf"(?<![\w-])(?:ce|cet|cette|notre)\s{_GATHERED_FR}\sde\s(?P<number>[2-9])\sjours\b", re.I),
        re.compile(r"^\W*un\sforum\sde\s(?P<number>[2-9])\sjours\b", re.I),
        re.compile(r"^\W*(?:pendant|durant|sur)\s(?:ces\s|les\s)?(?P<number>[2-9])\sjours,", re.I),
        re.compile(
            rf"(?<![\w-])(?:ce|cet|cette|le|la|l['’]|notre)\s?{_GATHERED_FR}\s(?:dure(?:ra)?|s['’]étend(?:ra)?|s['’]étale(?:ra)?|se (?:tient|tiendra|déroule|déroulera))\s(?:sur\s|pendant\s)?"
            r"(?P<number>[2-9])\sjours\b",
            re.I,
        ),
    ),
}


def days_told(sentence: str, language: str) -> re.Match[str] | None:
    """Where a sentence, number words as digits, tells how many days the forum has."""
    found = (pattern.search(sentence) for pattern in _DAYS[language])
    return next((match for match in found if match), None)
