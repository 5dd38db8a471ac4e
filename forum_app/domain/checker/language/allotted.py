"""Lengths told without "lasts": what is set aside for a session, what people spend together, what they do in that time."""

import re

from forum_app.domain.checker.language.durations import Duration
from forum_app.domain.checker.language.events import SUBJECT, Statement

NEAR = "near"  # the determiner of a statement that names no session: to be taken for one only where the length is near
_ABOUT_EN = r"(?:\s+(?:about|around|approximately|some|only|just|up to|at least|a full))?\s*$"
_ABOUT_FR = r"(?:\s+(?:environ|près de|quelque|au moins|à peu près))?\s*$"
_KEPT = {
    "en": re.compile(
        r"\b(?:set(?:ting)? aside|reserv(?:e|ed|ing)|allow(?:ed)?|allot(?:ted)?|allocat(?:e|ed)|foresee|foreseen|book(?:ed)?|"
        r"budget(?:ed)?|ha(?:ve|s)|plan(?:ned)?(?: on| for| with)?|count on|schedul(?:e|ed)|keep|kept|given?|there (?:is|are|will be))"
        + _ABOUT_EN,
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:prévo(?:yez|ir|yons)|prévu|compte[zr]|comptons|réserv(?:ez|er|ons|é)|consacr(?:ez|er|ons|é)|bloqu(?:ez|er|ons|é)|gard(?:ez|er|ons|é)|"
        r"alloué|dispos(?:ons|e|ez|ent) de|avons|il y a)" + _ABOUT_FR,
        re.I,
    ),
}
_FOR = {
    "en": re.compile(rf"\s+(?:for|to)\s+(?={SUBJECT['en'].pattern})", re.I),
    "fr": re.compile(rf"\s+(?:pour|à|au|aux)\s*(?={SUBJECT['fr'].pattern}|(?P<bare>\w))", re.I),
}
_PASSIVE = {
    "en": re.compile(
        r"\s+(?:(?:is|are|was|were|will be|has been|have been)\s+)?(?:set aside|reserved|allowed|allotted|allocated|foreseen|booked|budgeted|planned|"
        r"scheduled|kept|given)(?=\s+(?:for|to)\b)",
        re.I,
    ),
    "fr": re.compile(
        r"\s+(?:(?:est|sont|sera|seront|a été|ont été)\s+)?(?:réservée?s?|prévue?s?|consacrée?s?|allouée?s?|dévolue?s?|gardée?s?)(?=\s+(?:pour|à|au)\b)",
        re.I,
    ),
}
_LEADING_CLAUSE = {
    "en": re.compile(r"\W*(?:lasting|running(?: for)?|with a (?:length|duration) of)" + _ABOUT_EN, re.I),
    "fr": re.compile(
        r"\W*(?:d['’]une (?:durée|longueur)(?: totale)? (?:de|d['’])|durant|long(?:ue)? de)\s?" + _ABOUT_FR, re.I
    ),
}
_BESIDE = re.compile(r"\s*(?:\(|,\s+(?:of|lasting|de|d['’]une durée de)\s)(?:about|environ|près de)?\s*$", re.I)
_IN_THAT_TIME = {
    "en": re.compile(
        r"(?:^|[.:;,!?–—]\s)\W*(?:in|within|over|for|during)(?: the course of)?(?: (?:just|only|about|less than|exactly|these|the))?\s+$",
        re.I,
    ),
    "fr": re.compile(
        r"(?:^|[.:;,!?–—]\s)\W*(?:en|pendant|durant|sur)(?: (?:seulement|tout juste|à peine|ces|environ))?\s+$", re.I
    ),
}
_PEOPLE = {
    "en": r"(?:speakers|panelli[sS]ts|presenters|participants|guests|experts|delegates|delegations|practitioners|voices)",
    "fr": r"(?:orateurs|oratrices|intervenante?s|panélistes|participante?s|invitée?s|expert(?:e)?s|délégations|praticien(?:ne)?s|voix)",
}
_THEY = {
    "en": re.compile(
        rf",?\s+(?:(?:our|the|all|\d+)\s+(?:\w+\s+)?{_PEOPLE['en']}|{_PEOPLE['en']}|we|you|everybody|everyone)\b", re.I
    ),
    "fr": re.compile(rf",?\s+(?:(?:nos|les|tous les|\d+)\s+{_PEOPLE['fr']}|nous|vous|on|chacun)\b", re.I),
}
_TOGETHER = {
    "en": re.compile(
        r"\b(?:spend|have|get|share|meet for|sit down for|talk for|will spend|come together for)" + _ABOUT_EN, re.I
    ),
    "fr": re.compile(
        r"\b(?:passent|passeront|partagent|auront|ont|se retrouvent pendant|passez|passons)" + _ABOUT_FR, re.I
    ),
}
_AND_TOGETHER = {"en": re.compile(r"\s+together\b", re.I), "fr": re.compile(r"\s+ensemble\b", re.I)}
_OF_EACH = re.compile(r"\b(?:each|every|chaque|chacune?)\b", re.I)
_OFTEN = re.compile(
    r"\b(?:after|before|following|afterwards|then|après|avant|ensuite|puis|each|every|daily|a day|a week|per|weekly|usually|always|often|was|were|spent|had|chaque|par (?:jour|semaine|mois)|toujours|souvent|ont passé)\b",
    re.I,
)


def lengths_allotted(sentence: str, durations: list[Duration], language: str) -> list[Statement]:
    """The lengths in a sentence (number words as digits) that it gives to a session, or to its people."""
    found = []
    for duration in durations:
        left, right = (
            sentence[max(0, duration.start - 120) : duration.start],
            sentence[duration.end : duration.end + 120],
        )
        told = (
            _for_a_session(left, right, language)
            or _before_a_session(left, right, language)
            or _beside_a_session(left, right, language)
        )
        if told is None and not _OFTEN.search(sentence) and _of_people(left, right, language):
            told = ("", NEAR, "")
        if told:
            found.append(
                Statement(
                    duration, *told, approximate=bool(re.search(r"about|around|environ|près|least|moins", left[-24:]))
                )
            )
    return found


def _for_a_session(left: str, right: str, language: str) -> tuple[str, str, str] | None:
    """We have set aside two hours for the panel; deux heures sont réservées au panel."""
    passive = _PASSIVE[language].match(right)
    if (not passive and not _KEPT[language].search(left)) or _OF_EACH.search(left):
        return None
    rest = right[passive.end() :] if passive else right
    link = _FOR[language].match(rest)
    if link is None:
        return None
    # "au panel" holds the article
    said = rest[link.end() :] if not link.groupdict().get("bare") else f"le {rest[link.end() :]}"
    subject = SUBJECT[language].match(said)
    return (subject["noun"], subject["det"], subject["mods"]) if subject else None


def _before_a_session(left: str, right: str, language: str) -> tuple[str, str, str] | None:
    """Lasting two hours, the panel …"""
    if not _LEADING_CLAUSE[language].fullmatch(left):
        return None
    subject = re.match(rf"\s*,\s*{SUBJECT[language].pattern}", right, re.I)
    return (subject["noun"], subject["det"], subject["mods"]) if subject else None


def _beside_a_session(left: str, right: str, language: str) -> tuple[str, str, str] | None:
    """This session (75 minutes); le panel, de deux heures, …"""
    gap = _BESIDE.search(left)
    if gap is None or not re.match(r"\s*[),]", right):
        return None
    subjects = [match for match in SUBJECT[language].finditer(left) if match.end() == gap.start()]
    return (subjects[-1]["noun"], subjects[-1]["det"], subjects[-1]["mods"]) if subjects else None


def _of_people(left: str, right: str, language: str) -> bool:
    """Growers and buyers spend two hours together; in seventy-five minutes, three speakers …"""
    together = _TOGETHER[language].search(left) and _AND_TOGETHER[language].match(right)
    return bool(together or (_IN_THAT_TIME[language].search(left) and _THEY[language].match(right)))
