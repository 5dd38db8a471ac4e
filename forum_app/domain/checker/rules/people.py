"""Rules on people who are shown: biography, photo, post."""

from collections import Counter
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.programme import held
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Reading, says_nothing
from forum_app.domain.checker.wording import Value
from forum_app.domain.draft import Person
from forum_app.domain.draft_parts import Role
from forum_app.domain.sentences import said, said_many
from forum_app.domain.vocabularies import RoleKind, RoleState

_NO_BIOGRAPHY = said("There is no biography.")
_NO_PHOTO = said("There is no photo.")
_NO_POST = said("There is no post: readers don't learn what this person does.")
_SAME_ALT = said_many(
    "One photo has the alternative text “%(alt)s”.",
    "%(num)d photos have the same alternative text, “%(alt)s”.",
)
_IN_FRONT = frozenset({RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.PANELLIST})


def in_front(reading: Reading) -> list[tuple[int, Person]]:
    """Moderators, speakers and panellists who have not declined, with their numbers."""
    return _people(reading, [role.person for role in _roles(reading) if role.role in _IN_FRONT] + _speakers(reading))


def shown(reading: Reading) -> list[tuple[int, Person]]:
    """Those and the focal points."""
    focal = [role.person for role in _roles(reading) if role.role == RoleKind.FOCAL_POINT]
    return _people(reading, focal + [person.id for _index, person in in_front(reading)])


def _roles(reading: Reading) -> Iterator[Role]:
    lists = [reading.draft.forum.roles, *(session.roles for session in held(reading))]
    for roles in lists:
        for role in roles:
            if role.state != RoleState.DECLINED:
                yield role


def _speakers(reading: Reading) -> list[str]:
    talks = (talk for session in held(reading) for talk in session.talks)
    return [speaker.person for talk in talks for speaker in talk.speakers if speaker.state != RoleState.DECLINED]


def _people(reading: Reading, ids: list[str]) -> list[tuple[int, Person]]:
    numbers = sorted({reading.people[person] for person in ids if person in reading.people})
    return [(number, reading.draft.people[number]) for number in numbers]


def person_without_biography(reading: Reading) -> Iterator[Hit]:
    for _number, person in in_front(reading):
        if says_nothing(person.biography):
            yield at(reading.owner_of[id(person)], "biography", _NO_BIOGRAPHY)


def person_without_photo(reading: Reading) -> Iterator[Hit]:
    for _number, person in shown(reading):
        if person.photo is None:
            yield at(reading.owner_of[id(person)], "photo", _NO_PHOTO)


def person_without_post(reading: Reading) -> Iterator[Hit]:
    working = [role.person for role in _roles(reading) if role.role != RoleKind.INTERPRETER]
    for _number, person in _people(reading, working + _speakers(reading)):
        if all(says_nothing(post.title) for post in person.posts):
            yield at(reading.owner_of[id(person)], "posts", _NO_POST)


def photo_alt_same(reading: Reading) -> Iterator[Hit]:
    for language in reading.languages:
        alts = [
            (person, person.photo.alt[language])
            for _number, person in shown(reading)
            if person.photo and person.photo.alt.get(language)
        ]
        count = Counter(alt for _person, alt in alts)
        for person, alt in alts:
            if count[alt] > 1:
                owner = reading.owner_of[id(person)]
                values: dict[str, Value] = {"alt": alt, "num": count[alt]}
                yield Hit(f"{owner.place}.photo.alt.{language}", owner.words, _SAME_ALT, values, language)
                count[alt] = 0  # told once


RULES = (
    Rule(
        name="person-without-biography",
        description=said("A speaker or moderator without a biography."),
        remedy=said("Ask the person for a biography, or copy it from an earlier forum."),
        find=person_without_biography,
        knows=ENGLISH_FRENCH,
    ),
    Rule(
        name="person-without-photo",
        description=said("A speaker, moderator or focal point without a photo."),
        remedy=said("Ask the person for a photo."),
        find=person_without_photo,
    ),
    Rule(
        name="person-without-post",
        description=said("Somebody with a part in the programme, interpreters apart, without a post."),
        remedy=said("Enter what the person does and for which organisation."),
        find=person_without_post,
        knows=ENGLISH_FRENCH,
    ),
    Rule(
        name="photo-alt-same",
        description=said("Photos of several people with the same alternative text."),
        remedy=said("Say who is shown, or leave it empty: then it is the person's name."),
        find=photo_alt_same,
    ),
)
