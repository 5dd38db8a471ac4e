"""Words that stand where a text is still to come: "TBC", "[Title to be confirmed]", "Résumé à venir", "Talk 1"."""

import re

_THING = (
    r"(?:the\s|a\s|your\s|le\s|la\s|l['’]|une?\s|votre\s)?(?:working\s|provisional\s|final\s|talk\s|session\s)?(?:title|abstract|biography|bio|text|name|summary|description|"
    r"speaker|post|details|content|titre|résumé|biographie|texte|nom|intitulé|description|fonction|détails|contenu)"
    r"(?:\s(?:of|for|de|du|des|de\sla|de\sl['’]|d['’])\s?(?:the\s|this\s|your\s|l['’])?[\w’'-]+)?"
)
_ITSELF = (
    r"(?:the\s|le\s|l['’])?(?:(?:talk|session|presentation)\s)?(?:(?:working|provisional)\s)?(?:title|abstract|biography|bio|titre|résumé|intitulé|biographie)"
    r"(?:\s(?:provisoire|of\sthe\s[\w-]+|de\sl['’][\w-]+|de\sla\s[\w-]+|du\s[\w-]+))?(?:\shere|\sici)?|untitled|sans titre|none yet|"
    r"(?:no|pas de)\s(?:title|abstract|biography|titre|résumé)(?:\s(?:yet|encore))?"
)
_TO_COME = (
    r"(?:(?:is\s|are\s|still\s|est\s)*(?:t\.?b\.?[acd]\.?|to\s(?:be\s(?:announced|completed|confirmed|decided|defined|determined|added|inserted|"
    r"provided|written|sent)|follow|come)|pending|missing|coming(?:\ssoon)?|awaited|(?:à|a)\s(?:compléter|confirmer|définir|déterminer|venir|préciser|"
    r"fournir|écrire)|not\syet\s(?:received|available|known|written)|pas\sencore\s(?:reçue?|connue?|disponible|écrite?)|en\sattente|suivra|manquante?))(?:\s(?:later|soon|shortly|here|prochainement|bientôt))?"
    r"(?:\s(?:by|from|with|par|avec)\s(?:[\w’'-]+\s?){1,4})?"
)
_NUMBERED = r"(?:talk|presentation|speech|speaker|intervention|exposé|présentation|communication|solution)\s(?:no\.?\s|n°\s?|#)?(?:\d{1,2}|x{1,3})"
_PLACEHOLDER = re.compile(
    rf"[\[(<{{]*\s*(?:(?:{_THING}\s?[:,–—-]?\s?)?{_TO_COME}|{_ITSELF}|{_NUMBERED}|(?:insert|add|enter|insérer|ajouter)\s{_THING}(?:\s(?:here|ici))?|"
    r"lorem ipsum[^<]*|placeholder|n/?a|x{2,}|\?+|-+|–+|—+|_+|\.{2,}|…)\s*[\])>}]*[.…!]*",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a short text, without outer blanks, is nothing but a placeholder."""
    return bool(_PLACEHOLDER.fullmatch(text))
