"""Whether a sentence tells when or where the forum or a session takes place, English and French."""

import re

from forum_app.domain.checker.language.events import SUBJECT, is_subject

_HELD = {
    "en": re.compile(
        r"\b(?:takes? place|taking place|(?:is|are|will be|being|to be|be)\s+(?:\w+ly\s+|jointly\s+|now\s+)?(?:held|hosted|organi[sz]ed|convened|staged)|"
        r"(?:is|will be)\s+(?:scheduled|planned|set|due)(?:\s+to\s+(?:take place|be held|start|begin|open|run))?|"
        r"(?:will\s+)?(?:starts?|begins?|commences?|runs?|opens?|meets?|convenes?)|starting|to be held|(?:is|will be)(?=\s+(?:on|from|in|at)\b))\b",
        re.I,
    ),
    "fr": re.compile(
        r"(?:(?:a|ont|aura|auront|ayant|avoir)\s+lieu|(?:est|sera)(?=\s+(?:le|à|du|de)\b)|se\s+(?:tient|tiennent|tiendra|tiendront|tenant|déroule|déroulera|tenir|réunit|réunira)|(?:est|sont|sera|seront)\s+(?:prévue?s?|organisée?s?|programmée?s?|fixée?s?|accueillie?s?)|"
        r"(?:commence(?:nt|ra)?|débute(?:nt|ra)?|s['’]ouvre(?:nt)?|s['’]ouvrira))\b",
        re.I,
    ),
}
_TOLD_PAST = re.compile(
    r"\b(?:was|were|took place|had|held in (?:19|20)\d\d|a été|ont été|s['’]est|fut|eut lieu|a eu lieu)\b", re.I
)
_ANOTHER = re.compile(
    r"\b(?:previous|last|next|another|second|third|fourth|fifth|follow-up|dernière?|précédente?|prochaine?|deuxième|seconde?|troisième|autre)\b",
    re.I,
)
_BREAK = re.compile(
    r"[;:!?]|\.\s|\b(?:which|who|where|that|while|whereas|before|after|followed|dont|tandis|avant|après|suivie?)\b",
    re.I,
)
_LABEL = re.compile(
    r"\W*(?:dates?(?: (?:and|&) (?:time|venue|place|times))?|when|time(?:s)? and (?:date|place)|(?:place|venue) and dates?|dates? of the (?:forum|event|session|meeting)|"
    r"time|times|schedule|hours|quand|dates? et (?:lieu|heures?|horaires?)|lieu et dates?|heures?|horaires?)\s*[:–—-]\s*(?:from |on |du |le |de )?$",
    re.I,
)
OTHER_HOURS = re.compile(
    r"\b(?:registration|accreditation|badges?|lunch|breaks?|coffee|dinner|reception|cocktail|shuttle|bus|desk|doors?|open(?:s|ing hours)?|hours|office|"
    r"interpretation|rehears(?:al|e)|set-?up|check-?in|arrival|departure|transfer|exhibition|deadline|inscriptions?|accréditation|déjeuner|pause|café|"
    r"dîner|réception|navette|accueil|guichet|ouverture des portes|interprétation|répétition|arrivée|départ|exposition|date limite)\b",
    re.I,
)
OTHER_ZONE = re.compile(
    r"\b(?:UTC|GMT|CET|CEST|EST|EDT|ET|PST|PDT|PT|CST|BST|EAT|WAT|CAT|IST|SGT|JST|AEST)\b|"
    r"\b(?:[A-Z][a-zé]+(?: [A-Z][a-zé]+)?) (?:local )?time\b|\bheure (?:de|d['’])\s?[A-Z]\w+|\bheure locale\b|\blocal time\b"
)


def tells_when(sentence: str, start: int, language: str) -> re.Match[str] | None:
    """The subject (``SUBJECT``) whose time or place the words at ``start`` tell: "the session takes place on …"."""
    left = sentence[max(0, start - 160) : start]
    subject = None
    for subject in SUBJECT[language].finditer(left):
        pass
    if (
        subject is None
        or not is_subject(left, subject)
        or _TOLD_PAST.search(sentence[max(0, start - 200) : start + 30])
    ):
        return None
    gap = left[subject.end() :]
    verb = None
    for verb in _HELD[language].finditer(gap):
        pass
    if verb is None or len(gap) - verb.end() > 90 or _BREAK.search(gap):
        return None
    return subject


def is_label(sentence: str, start: int) -> bool:
    """Whether what stands before is a label such as "Date and time:" alone."""
    return bool(_LABEL.fullmatch(sentence[:start]))


def names_another(subject: re.Match[str], own_words: set[str]) -> bool:
    """Whether the subject is a gathering of another name: "the World Water Forum" in a note of a forum on labour."""
    if any(word[0].lower() not in own_words for word in _ANOTHER.finditer(subject["mods"])):
        return True
    words = re.findall(r"\b[A-ZÀ-Þ][\w’'-]+|\b[A-Z\d]{2,}\b", subject["mods"])
    return any(word.lower() not in own_words for word in words)


_VERB = re.compile(r"\b(?:was|were|is|are|will|has|have|had|a été|ont|est|sont|sera|seront|fut)\b", re.I)
_LONGEST_HEADLINE = 32  # words


def is_headline(sentence: str, place_names: list[str]) -> bool:
    """A line without a verb that gives the forum's place: "Conference Centre, Bangkok – 13 September 2022"."""
    if len(sentence.split()) > _LONGEST_HEADLINE or _VERB.search(sentence):
        return False
    lower = sentence.lower()
    return any(name in lower for name in place_names)


def is_past(sentence: str) -> bool:
    """Whether a sentence tells of something that was."""
    return bool(_TOLD_PAST.search(sentence))
