"""Rules on the place told in texts, compared with the venue and the rooms."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.countries import country_named
from forum_app.domain.checker.language.happening import names_another, tells_when
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.checker.wording import Listed
from forum_app.domain.draft import Person, Session
from forum_app.domain.sentences import said
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import Mode, SessionKind

_VENUE = said("The text says “%(said)s”, the forum's venue is “%(venue)s”.")
_ROOM = said("The text says %(said)s, the session's room is “%(room)s”.")
_HELD = frozenset(
    "held hosted organised organized convened place lieu tient tiennent tiendra tiendront organisée organisé accueillie accueilli déroule déroulera".split()
)
_NAME = (
    r"[A-ZÀ-Þ][\w’'.-]*(?:[ ](?:(?:of|de|du|des|d['’]|la|le|the|and|et|for|del|al|upon)[ ])?[A-ZÀ-Þ0-9][\w’'.-]*){0,6}"
)
_PLACE = {
    "en": re.compile(rf"\b(?P<by>in|at)(?: the(?: new| historic| city of| town of| capital of)?)? (?P<place>{_NAME})"),
    "fr": re.compile(rf"\b(?P<by>à|au|en|dans)(?: (?:la salle|l['’]|la|le|les)\s?)?\s?(?P<place>{_NAME})"),
}
_NO_PLACE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|q[1-4]|mon|tues|wednes|"
    r"thurs|fri|satur|sun|english|french|spanish|arabic|chinese|russian|portuguese|parallel|conjunction|cooperation|partnership|hybrid|person|online|"
    r"asia|africa|europe|america|americas|pacific|caribbean|latin|oceania|middle east|global|international|regional|north|south|east|west|headquarters|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|afrique|asie|amérique|français|anglais|espagnol|zoom|teams|"
    r"webex|youtube|conference of|sidelines|margins|marge|occasion|cop\d|summit|sommet)",
    re.I,
)
_ACRONYM = re.compile(r"[A-Z]{2,6}\d*$")
_VENUE_NOUN = re.compile(
    r"\b(?:cent(?:re|er)|hotel|hall|palace|building|campus|university|auditorium|house|institute|museum|school|college|resort|palais|hôtel|"
    r"université|institut|maison|musée|bâtiment|amphithéâtre)\b",
    re.I,
)
_ROOM_NOUN = re.compile(r"\b(?:room|hall|auditorium|salle|amphithéâtre|theatre)\b", re.I)
_SMALL = frozenset(
    "the of de du des la le les and et for in at conference congress convention centre center building hotel hall room salle".split()
)


def place_stated(reading: Reading) -> Iterator[Hit]:
    known = _known_words(reading)
    if not known:
        return
    rooms = _rooms(reading)
    pattern = _pattern_of(list(rooms))
    for passage in reading.in_languages():
        if isinstance(passage.owner.part, Person) or passage.owner.talk:
            continue
        for told in passage.text.once(_with_places):
            sentence = reading.own_names.plainly(told, passage.base)
            if pattern and passage.owner.session:
                yield from _room_compared(reading, passage, sentence, pattern, rooms)
            for match in _PLACE[passage.base].finditer(sentence):
                subject = tells_when(sentence, match.start(), passage.base)
                if subject and not names_another(subject, reading.own_words):
                    yield from _compared(reading, passage, match, known)
                    break


def _with_places(text: Written) -> list[str]:
    """The sentences of paragraphs that tell that something is held somewhere."""
    if _HELD.isdisjoint(text.vocabulary):
        return []
    held = (paragraph for paragraph in text.paragraphs if not _HELD.isdisjoint(paragraph.words))
    return [sentence for paragraph in held for sentence in paragraph.sentences]


def _known_words(reading: Reading) -> set[str]:
    """The words that name the venue, its city and address, the rooms, the host event and the organisations."""
    forum = reading.draft.forum
    if not forum.venue or not (forum.venue.city or forum.venue.name):
        return set()
    texts = [
        forum.venue.name,
        forum.venue.city,
        forum.venue.address,
        forum.title,
        *([forum.part_of.name] if forum.part_of else []),
    ]
    texts += [text for room in reading.draft.rooms for text in (room.name, room.where, {"": room.building})]
    texts += [text for item in reading.draft.organisations for text in (item.name, item.acronym)]
    return {word for text in texts for value in text.values() for word in re.findall(r"\w+", folded(value))} - _SMALL


def _rooms(reading: Reading) -> dict[str, str]:
    """Names of rooms in lower case -> id; a name that two rooms have says nothing."""
    found: dict[str, str] = {}
    for room in reading.draft.rooms:
        for name in {value.lower() for key, value in room.name.items() if "@" not in key and len(value) > 2}:
            found[name] = "" if found.get(name, room.id) != room.id else room.id
    return found


def _pattern_of(names: list[str]) -> re.Pattern[str] | None:
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    start = r"(?<!\w)(?:in|at|en|dans|à|au)\s(?:the\s|la\s|le\s|l['’])?"
    return re.compile(rf"{start}(?P<room>{longest_first})(?!\w)", re.I) if names else None


def _room_compared(
    reading: Reading, passage: Passage, sentence: str, pattern: re.Pattern[str], rooms: dict[str, str]
) -> Iterator[Hit]:
    """The panel takes place in the Blue Room; "en salle bleue" writes the name small."""
    session = passage.owner.session
    own = next((room for room in reading.draft.rooms if session and room.id == session.room), None)
    for match in pattern.finditer(sentence) if own else ():
        other = rooms[match["room"].lower()]
        subject = tells_when(sentence, match.start(), passage.base) if own and other not in ("", own.id) else None
        if own and subject and not names_another(subject, reading.own_words):
            yield in_text(passage, _ROOM, {"said": match["room"], "room": reading.named(own.name)})
            return


def _compared(reading: Reading, passage: Passage, match: re.Match[str], known: set[str]) -> Iterator[Hit]:
    place = match["place"].rstrip(".,’'")
    session, venue = passage.owner.session, reading.draft.forum.venue
    if (
        venue is None
        or _NO_PLACE.match(folded(place))
        or _ACRONYM.match(place)
        or _ROOM_NOUN.search(place)
        or (session and _is_elsewhere(session))
    ):
        return
    country = country_named(place)
    city = {word for value in venue.city.values() for word in re.findall(r"\w+", folded(value))}
    if country or _is_known(place, known, city):
        if not country or not venue.country or country == venue.country or folded(place) in known:
            return
    elif (match["by"] == "at" and not _VENUE_NOUN.search(place)) or (
        match["by"] in ("à", "au", "dans", "en")
        and passage.base == "fr"
        and match["by"] != "à"
        and not _VENUE_NOUN.search(place)
    ):
        return
    names = {str(name): name for name in (reading.named(venue.city), reading.named(venue.name)) if str(name)}
    yield in_text(passage, _VENUE, {"said": place, "venue": Listed(tuple(reversed(names.values())))})


def _is_elsewhere(session: Session) -> bool:
    return session.mode == Mode.ONLINE or session.kind == SessionKind.FIELD_VISIT


def _is_known(place: str, known: set[str], city: set[str]) -> bool:
    """Whether it shares a word with the known names; of the city three letters do, for Geneva is Genève."""
    words = [word for word in re.findall(r"\w+", folded(place)) if word not in _SMALL]
    return not words or any(
        word in known or any(len(word) > 3 and word[:3] == other[:3] for other in city) for word in words
    )


RULES = (
    Rule(
        name="place-stated",
        description=said("A text tells another city, venue or room than the programme has."),
        remedy=said("Correct the text, the venue or the session's room."),
        find=place_stated,
        languages=ENGLISH_FRENCH,
    ),
)
