"""Whether a date is told in the past: the verb that governs it, English and French.

It looks for the verb nearest before the date in its clause or, where the date leads the sentence, the first after it.
In doubt the answer is no.
"""

import re

from forum_app.domain.checker.language.dates import DateMention

_REACH = 170
_CLAUSE_START = re.compile(r".*[;:—(“«]", re.DOTALL)
_CLAUSE_END = re.compile(r"[;:—]")
_ALREADY = r"(?:\s+(?:not|also|first|then|once|both|since|just|already|never|\w+ly|jointly))*"

# Words that plan: what they govern lies ahead, whatever their form.
_PLANS_EN = (
    "planned|scheduled|expected|due|foreseen|slated|proposed|projected|postponed|extended|intended|deferred|moved|rescheduled|"
    "anticipated|estimated|forecast|targeted|envisaged|programmed|booked|confirmed|hoped|prepared|preparing|upcoming|forthcoming|"
    "starting|beginning|commencing|launching|running|ending|coming|culminating|covering|spanning|continuing|ongoing|set for|committed|"
    "pledged|promised|agreed|mandated|requested|invited|called|urged|chosen|selected|designated|decided|entitled"
)
# Told in the past only where the date follows at once: "was announced on 10 May", but not "was approved for use in 2030".
_ADJACENT_EN = frozenset("agreed requested invited called chosen selected designated decided".split())
_DONE_EN = (
    "launched|started|opened|signed|adopted|joined|published|hosted|organi[sz]ed|completed|ended|established|inaugurated|received|"
    "released|created|introduced|founded|concluded|ratified|celebrated|convened|visited|attended|gathered|presented|produced|"
    "developed|trained|reached|returned|graduated|delivered|provided|supported|conducted|implemented|initiated|deployed|commenced|"
    "participated|contributed|issued|passed|enacted|approved|announced|merged|closed|welcomed|distributed|installed|finished|formed|"
    "discussed|reviewed|endorsed|submitted|held|began|took place|took part|took office|met|became|came|entered|won|gave|made|went|"
    "brought|built|sent|wrote|saw|spoke|ran|set up|left|grew|rose|fell|lent|sold|bought|taught|paid|spent|lost|unveiled|devised|died|moderated|earned|obtained|carried out|elected|appointed|nominated"
)
_VERB_EN = re.compile(
    rf"""\b(?:
    (?P<ahead>(?:will|shall|would|should|could|may|might|must|can|cannot)\b(?:\s+[\w'-]+){{0,3}}
      | (?:is|are|am|be|being)\b(?:\s+(?:not|also|being|to|be|now|currently|\w+ly))*\s+[\w'-]+
      | to\s+(?:be\s+|have\s+)?(?!the\b|an?\b|its\b|their\b|all\b|this\b|that\b|these\b|those\b|our\b|his\b|her\b|over\b|some\b|[A-Z\d])[a-z]+
      | (?:{_PLANS_EN})\b)
  | (?P<past>(?:was|were|has|have|had)\b{_ALREADY}(?:\s+been\b{_ALREADY})?(?:\s+[\w'-]+)?)
  | (?P<done>(?i:{_DONE_EN})\b)
    )""",
    re.VERBOSE,
)
_PLANS_FR = (
    r"(?:prévu|programmé|attendu|envisagé|planifié|fixé|reporté|prolongé|repoussé|projeté|proposé|appelé|invité|choisi|désigné|élu|"
    r"retenu|destiné)e?s?|à\s+venir|prochaine?s?"
)
_PARTICIPLE_FR = r"(?:\w+(?:é|i|u|is|it|ert|eint|aint)e?s?)\b"
_ADVERBS_FR = r"(?:\s+(?:été|aussi|également|ainsi|déjà|ensuite|alors|pas|d['’]abord|enfin|tous|toutes|\w+ment))*"
_VERB_FR = re.compile(
    rf"""(?<![\w])(?:
    (?P<ahead>(?:sera|seront|serait|seraient|soit|soient|aura|auront|aurait|pourra|pourront|devra|devront|devrait|devraient|pourrait|
        pourraient|doit|doivent|va|vont|peut|peuvent|être)\b(?:\s+[\w'’-]+){{0,3}}
      | (?:a|ont)\s+lieu\b
      | \w{{2,}}(?:era|eront|ira|iront|dra|dront|tra|tront)\b
      | (?:est|sont)\b{_ADVERBS_FR}\s+(?!(?:né|devenu|entré|arrivé|parti|venu|sorti|décédé|mort|intervenu|paru)e?s?\b)[\w'’-]+
      | (?:se|s['’])\s?(?:tient|tiennent|déroule|déroulent|réunit|réunissent)\b
      | (?:de|d['’]|pour|à)\s?(?:se\s|s['’])?(?-i:[a-zéê]\w*(?:er|ir|ndre|ttre|ire))\b
      | (?:{_PLANS_FR})\b)
  | (?P<past>(?:a|ont|avait|avaient)\b{_ADVERBS_FR}\s+{_PARTICIPLE_FR}(?:\s+lieu\b)?
      | (?:s['’]est|se\s+sont|s['’]était|s['’]étaient)\b(?:\s+[\w'’-]+)?
      | (?:fut|furent|était|étaient)\b(?:\s+[\w'’-]+)?
      | (?:eut|eurent)\s+lieu\b
      | (?:est|sont)\b{_ADVERBS_FR}\s+(?:né|devenu|entré|arrivé|parti|venu|sorti|décédé|mort|intervenu|paru)e?s?\b)
  | (?P<done>(?:lancé|signé|adopté|publié|créé|fondé|établi|inauguré|achevé|tenu|né|ratifié|paru)e?s?\b)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:will|shall|planned|scheduled|upcoming|would|sera|seront|prévue?s?)\b", re.IGNORECASE)
_NOT_GOVERNED = {
    "en": re.compile(
        r"\b(?:by|until|till|through|before|for|to|towards?|beyond|from|after|of|than|and|or|between|as of|per|versus)\s*(?:the\s)?$",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\b(?:jusqu['’]?(?:en|au|à)?|d['’]ici(?:\s(?:à|le|au|la))?(?:\sfin)?|avant|après|pour|vers|dès|à partir (?:de|du)|au|du|de|et|ou|horizon|à)"
        r"|d['’])\s*(?:le\s|la\s)?$",
        re.I,
    ),
}
_PART_OF_YEAR = re.compile(
    r"\b(?:end|beginning|start|middle|spring|summer|autumn|fall|winter|quarter|half|course|month|morning|evening|week)\s+of\s*$",
    re.I,
)
_BY_THE = re.compile(r"\b(?:by|until|before|towards?|for|from)\s+(?:the\s+)?(?:\w+\s+){0,2}$", re.I)
_SINCE = re.compile(r"\b(?:since|depuis)(?:\s+(?:le|la|early|late|mid|fin|début))?[\s-]*$", re.I)
_LEADING = re.compile(
    r"[\W_]*(?:(?:on|in|during|since|early|late|mid|between \w+ and|le|en|au|dès|depuis|début|fin|courant|at|and|but|then|finally|later|et|puis|enfin)\b[\s,-]*)*"
    r"(?:(?:the|le|la)\s)?$",
    re.I,
)
_OF_ANOTHER = re.compile(r"\b(?:which|that|who|whose|where|hosts?|hosting|qui|que|dont|où)\b", re.I)
_OF_A_PLAN = re.compile(r"\b(?:for|as|towards?|until|by|ahead|pour|comme|vers|jusqu)\b", re.I)
_AT_ONCE = re.compile(r"\s*(?:on|in|at|le|en)?\s*(?:the\s)?$", re.I)


def told_as_past(sentence: str, mention: DateMention, language: str) -> str | None:
    """The words that tell a date as past ("was launched"); None where nothing does."""
    left = sentence[max(0, mention.start - _REACH) : mention.start]
    if left.rstrip().endswith(("(", "[")):
        return None
    left = _CLAUSE_START.sub("", left)
    pattern = _VERB_EN if language == "en" else _VERB_FR
    if _SINCE.search(left) or sentence[max(0, mention.start - 6) : mention.start].lower().endswith(
        ("since ", "depuis ")
    ):
        return None if _SUPPOSED.search(sentence) else _words(_SINCE.search(left))
    if part := _PART_OF_YEAR.search(left):
        if _BY_THE.search(left[: part.start()]):
            return None
        left = left[: part.start()]
    elif _NOT_GOVERNED[language].search(left):
        return None
    groups = list(pattern.finditer(left))
    if groups:
        return _nearest(sentence, left, groups[-1], mention)
    if _LEADING.fullmatch(sentence[: mention.start]):
        return _first_after(_CLAUSE_END.split(sentence[mention.end : mention.end + _REACH])[0], pattern)
    return None


def _nearest(sentence: str, left: str, group: re.Match[str], mention: DateMention) -> str | None:
    between = left[group.end() :]
    last_word = group[0].split()[-1].lower()
    adjacent_only = last_word in _ADJACENT_EN
    if group["ahead"] is not None or (adjacent_only and not _AT_ONCE.fullmatch(between)):
        return None
    if group["past"] is None and _SUPPOSED.search(sentence):
        return None
    if group["past"] is not None and not adjacent_only and re.fullmatch(_PLANS_EN, last_word):
        return None
    if _OF_ANOTHER.search(between) or (mention.unit == "year" and _OF_A_PLAN.search(between)):
        return None
    return _words(group)


def _first_after(right: str, pattern: re.Pattern[str]) -> str | None:
    if _SUPPOSED.search(right):
        return None
    for group in pattern.finditer(right):
        if _OF_ANOTHER.search(right[max(0, group.start() - 12) : group.start()]):
            continue
        return None if group["ahead"] is not None else _words(group)
    return None


def _words(match: re.Match[str] | None) -> str:
    return " ".join(match[0].split()) if match else ""
