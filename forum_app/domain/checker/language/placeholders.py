"""Words that stand where a text is still to come: "TBC", "[Title to be confirmed]", "Résumé à venir", "Talk 1"."""

import re

_THING = (
    r"(?:the\s|a\s|le\s|la\s|l['’]|une?\s)?(?:working\s|provisional\s|final\s)?(?:title|abstract|biography|bio|text|name|summary|description|"
    r"speaker|post|details|content|titre|résumé|biographie|texte|nom|intitulé|description|fonction|détails|contenu)"
    r"(?:\s(?:of|for|de|du|des|de\sla|de\sl['’]|d['’])\s?(?:the\s|this\s|your\s|l['’])?[\w’'-]+)?"
)
_TO_COME = (
    r"(?:(?:is\s|are\s|still\s|est\s)*(?:t\.?b\.?[acd]\.?|to\s(?:be\s(?:announced|completed|confirmed|decided|defined|determined|added|inserted|"
    r"provided|written|sent)|follow|come)|pending|missing|coming(?:\ssoon)?|awaited|(?:à|a)\s(?:compléter|confirmer|définir|déterminer|venir|préciser|"
    r"fournir|écrire)|en\sattente|suivra|manquante?))(?:\s(?:later|soon|shortly|here|prochainement|bientôt))?"
    r"(?:\s(?:by|from|with|par|avec)\s(?:[\w’'-]+\s?){1,4})?"
)
_NUMBERED = r"(?:talk|presentation|speech|intervention|exposé|présentation|communication|solution)\s(?:no\.?\s|n°\s?|#)?(?:\d{1,2}|x{1,3})"
_PLACEHOLDER = re.compile(
    rf"[\[(<{{]*\s*(?:(?:{_THING}\s?[:,–—-]?\s?)?{_TO_COME}|{_THING}(?:\shere|\sici)?|{_NUMBERED}|(?:insert|add|enter|insérer|ajouter)\s(?:[\w’'-]+\s?){{1,4}}|"
    r"lorem ipsum[^<]*|placeholder|n/?a|x{2,}|\?+|-+|–+|_+|\.{2,}|…)\s*[\])>}]*[.…!]*",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a short text, without outer blanks, is nothing but a placeholder."""
    return bool(_PLACEHOLDER.fullmatch(text))
