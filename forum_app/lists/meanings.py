"""What the columns of somebody's list mean: guessed from their headings, in the languages that the interface speaks."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from forum_app.domain.texts import folded
from forum_app.i18n import interface_languages, words
from forum_app.lists.columns import headings

LEFT_OUT, QUESTION = "-", "question"
# What a column can be taken for. Everything else becomes a question of the forum's own, or is left out.
FIELDS = (
    "name", "given_name", "family_name", "honorific", "post", "institution", "constituency", "country", "gender",
    "email", "phone", "language", "mode", "delegation", "status", "registered_at", "sessions", "checked_in", "code",
    "access_needs", "dietary_needs", "notes", "id",
)  # fmt: skip
# Headings of other systems and of people's own sheets, folded. Those that Indico writes stand first.
_ALIKE: dict[str, tuple[str, ...]] = {
    "id": ("id", "registration id", "reference", "ref"),
    "name": (
        "name", "full name", "participant", "participants", "attendee", "display name", "nom complet", "nom et prenom",
        "nombre completo", "nombre y apellidos",
    ),
    "given_name": ("first name", "given name", "given names", "forename", "prenom", "prenoms", "nombre", "nombres"),
    "family_name": ("last name", "surname", "family name", "nom", "nom de famille", "apellido", "apellidos"),
    "honorific": ("title", "salutation", "honorific", "civilite", "tratamiento", "prefix"),
    "email": (
        "email address", "email", "e mail", "e mail address", "mail", "courriel", "adresse electronique",
        "adresse e mail", "adresse email", "correo electronico", "correo",
    ),
    "institution": (
        "affiliation", "institution", "organization", "organisation", "employer", "company", "agency", "ministry",
        "entity", "organizacion", "institucion",
    ),
    "post": ("position", "post", "job title", "function", "functional title", "fonction", "cargo", "puesto", "designation"),
    "phone": ("phone number", "phone", "telephone", "mobile", "mobile phone", "tel", "cell", "numero de telephone", "telefono"),
    "country": ("country", "country or territory", "pays", "pays ou territoire", "pais", "country of residence"),
    "gender": ("gender", "sex", "sexe", "genre", "genero"),
    "constituency": ("constituency", "group", "constituent", "mandant", "groupe", "type of organisation"),
    "language": ("language", "preferred language", "langue", "idioma"),
    "mode": (
        "mode", "attendance", "participation", "attends", "participe", "mode of participation", "type of participation",
        "modalite", "modalidad", "format",
    ),
    "delegation": ("delegation", "delegacion", "country delegation"),
    "status": ("registration state", "state", "status", "statut", "etat", "estado", "registration status"),
    "registered_at": (
        "registration date", "registered", "registered at", "date of registration", "date d inscription",
        "fecha de inscripcion", "submitted at", "timestamp",
    ),
    "checked_in": ("check in date", "checked in on"),
    "sessions": ("sessions", "sessions chosen", "seances"),
    "access_needs": ("access needs", "accessibility", "special needs", "accessibility requirements", "besoins d accessibilite"),
    "dietary_needs": ("dietary needs", "dietary requirements", "diet", "dietary restrictions", "regime alimentaire"),
    "notes": ("notes", "comments", "comment", "remarks", "remarques", "commentaires", "observations"),
    LEFT_OUT: (
        "price", "checked in", "payment date", "tags", "no", "number", "row", "s n", "sn", "nr", "n", "created by",
        "modification date",
    ),
}  # fmt: skip


def meanings_of(found: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """What each heading means, one of FIELDS, QUESTION or LEFT_OUT: as ``given`` where it is, else as guessed.

    Of two headings for one field the first has it, and the other becomes a question of the forum's own.
    """
    headings_found = list(found)
    known = {plain(heading): meaning for heading, meaning in given.items()}
    known |= {folded(heading): meaning for heading, meaning in given.items()}
    meanings = {heading: known.get(folded(heading)) or known.get(plain(heading), "") for heading in headings_found}
    taken = {meaning: heading for heading, meaning in meanings.items() if meaning in FIELDS}
    with_date = any(plain(heading) == "check in date" for heading in headings_found)
    for heading in headings_found:
        if meanings[heading]:
            continue
        guess = _guesses().get(plain(heading), QUESTION)
        if guess == "checked_in" and with_date and plain(heading) == "checked in":
            guess = LEFT_OUT  # yes or no, beside a column that says when
        meanings[heading] = QUESTION if guess in taken else guess
        if guess in FIELDS:
            taken.setdefault(guess, heading)
    _name_whole(meanings, taken)
    return meanings


def _name_whole(meanings: dict[str, str], taken: Mapping[str, str]) -> None:
    """“Nom” beside “Prénom” is the family name; alone, like “Surname” alone, it is the whole name."""
    if "given_name" in taken and "family_name" not in taken and plain(taken.get("name", "")) == "nom":
        meanings[taken["name"]] = "family_name"
    elif "family_name" in taken and not {"given_name", "name"} & taken.keys():
        meanings[taken["family_name"]] = "name"


def plain(heading: str) -> str:
    """A heading as it is compared: folded, without what stands in brackets, signs and blanks made one blank."""
    return " ".join(re.sub(r"\([^)]*\)|[\W_]", " ", folded(heading)).split())


@cache
def _guesses() -> dict[str, str]:
    """Field by plain heading: our own headings in every language, then those of others."""
    guesses: dict[str, str] = {}
    for language in interface_languages():
        for field, heading in headings(words(language), "").items():
            if field in FIELDS or field == "number":
                guesses.setdefault(plain(heading), field if field in FIELDS else LEFT_OUT)
    return {**_others(), **guesses}


def _others() -> dict[str, str]:
    return {heading: field for field, alike in _ALIKE.items() for heading in alike}
