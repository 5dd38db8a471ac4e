"""Rules on content languages: what is missing, left untranslated or out of date, counted for each thing."""

from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule
from forum_app.domain.checker.names import THE_FORUM, field_named
from forum_app.domain.checker.reading import Reading, fields_of, is_thing, is_unread, shows_nothing
from forum_app.domain.checker.wording import Language, Listed, Value, some
from forum_app.domain.draft import Person, Session
from forum_app.domain.draft_parts import Part, Venue
from forum_app.domain.sentences import Said, said, said_many
from forum_app.domain.texts import Text, is_out_of_date
from forum_app.domain.vocabularies import SessionStatus

_NOTHING = said("Nothing is written in %(language)s, which is a content language of the forum.")
_MISSING = said_many(
    "One of %(all)d texts is missing in %(language)s: %(fields)s.",
    "%(num)d of %(all)d texts are missing in %(language)s: %(fields)s.",
)
_ONLY_ONE = said("Its only text is missing in %(language)s: %(fields)s.")
_SAME = said("The %(language)s text is the %(original)s one, word for word: %(fields)s.")
_OLD = said("The original changed after this was translated into %(language)s: %(fields)s.")
_NOT_LATIN = frozenset(
    "am ar bg bn dz el fa he hi hy ja ka kk km ko ky lo mk mn mr my ne ps ru si sr ta te tg th ti uk ur zh".split()
)
_KEPT = "texts in languages"
_LEAST_WORDS = 8
_SHOWN = 4


class _State:
    """The texts of one thing: all, and by language those missing, copied and out of date."""

    def __init__(self) -> None:
        self.all = 0
        self.missing: dict[str, list[str]] = {}
        self.copied: dict[str, list[tuple[str, str]]] = {}
        self.old: dict[str, list[str]] = {}
        self._told: dict[str, Said] = {}

    def told_missing(self, language: str) -> Said:
        """What is missing in a language, put in words once for as long as the thing is the same."""
        if language not in self._told:
            fields = self.missing[language]
            values: dict[str, Value] = {
                "num": len(fields),
                "all": self.all,
                "language": Language(language),
                "fields": _listed(fields),
            }
            self._told[language] = (_MISSING if self.all > 1 else _ONLY_ONE).of(values)
        return self._told[language]


_States = list[tuple[str, Said, _State]]  # each with its place and its thing in words


def _states(reading: Reading) -> _States:
    """The texts of every thing, in the order of the draft; looked at once for both rules."""
    kept: _States | None = reading.kept.get(_KEPT)
    if kept is None:
        kept = reading.kept[_KEPT] = []
        if len(reading.languages) > 1:
            kept.append(("forum", THE_FORUM, _state_of(reading, reading.draft)))
            kept += [
                (owner.place, owner.words, _state_of(reading, owner.part))
                for owner in reading.owners
                if not (owner.session and _is_past_caring(owner.session))
            ]
    return kept


def _state_of(reading: Reading, part: Part) -> _State:
    languages = tuple(reading.languages)

    def read() -> _State:
        state = _State()
        _walk(part, "", languages, state)
        return state

    return reading.memory.of_thing(part, languages, _KEPT, read)


def _walk(part: Part, field: str, languages: tuple[str, ...], state: _State) -> None:
    """Looks at the texts of a thing and of the parts in it that are no things themselves."""
    inner: list[tuple[Part, str]] = []
    for name, form in fields_of(type(part)).items():
        value, path = getattr(part, name), f"{field}.{name}" if field else name
        if form:
            for text in value if isinstance(value, list) else [value]:
                if text:
                    _look(languages, part, name, path, text, state)
        elif value:
            items = value if isinstance(value, list) else [value]
            inner += [(item, path) for item in items if isinstance(item, Part) and not is_thing(item)]
    for item, path in inner:
        if not _is_past_caring(item):
            _walk(item, path, languages, state)


def _is_past_caring(part: Part) -> bool:
    """Nobody translates what is not shown or was cancelled."""
    return is_unread(part) or (isinstance(part, Session) and part.status == SessionStatus.CANCELLED)


def _look(languages: tuple[str, ...], part: Part, name: str, path: str, text: Text, state: _State) -> None:
    original = next((language for language in languages if not shows_nothing(text.get(language, ""))), None)
    if original is None or not any(character.islower() for character in text[original]):
        return  # nothing to translate: a number, an acronym
    state.all += 1
    for language in languages:
        value = text.get(language, "")
        if language == original or (_is_name(part, name) and _one_script(language, original)):
            continue
        if shows_nothing(value):
            state.missing.setdefault(language, []).append(path)
        elif is_out_of_date(text, language, original):
            state.old.setdefault(language, []).append(path)
        elif (
            value == text[original]
            and len(value.split()) >= _LEAST_WORDS
            and language.split("-")[0] != original.split("-")[0]
        ):
            state.copied.setdefault(language, []).append((path, original))


def _is_name(part: Part, name: str) -> bool:
    """Texts that are the same in every language of one script."""
    return (isinstance(part, Person) and name in ("name", "pronunciation")) or (
        isinstance(part, Venue) and name in ("address", "city")
    )


def _one_script(language: str, other: str) -> bool:
    first, second = (code.split("-")[0] for code in (language, other))
    return first == second or (first not in _NOT_LATIN and second not in _NOT_LATIN)


def text_missing(reading: Reading) -> Iterator[Hit]:
    states = _states(reading)
    for language in reading.languages:
        missing = [found for found in states if language in found[2].missing]
        if missing and not any(passage.language == language for passage in reading.passages):
            yield Hit("forum.languages", THE_FORUM, _NOTHING, {"language": Language(language)}, language)
            continue
        for place, words, state in missing:
            yield Hit(place, words, state.told_missing(language), {}, language)
    for place, words, state in states:
        for language, copies in state.copied.items():
            names = {
                "language": Language(language),
                "original": Language(copies[0][1]),
                "fields": _listed([path for path, _ in copies]),
            }
            yield Hit(place, words, _SAME, {**names}, language)


def text_out_of_date(reading: Reading) -> Iterator[Hit]:
    for place, words, state in _states(reading):
        for language, fields in state.old.items():
            yield Hit(place, words, _OLD, {"language": Language(language), "fields": _listed(fields)}, language)


def _listed(fields: list[str]) -> Value:
    names = [field_named(field) for field in dict.fromkeys(fields)]
    return some(names, _SHOWN) if len(names) > _SHOWN else Listed(tuple(names))


RULES = (
    Rule(
        name="text-missing",
        description=said(
            "A text that is written in one content language is missing in another, or was copied untranslated."
        ),
        remedy=said("Translate the text, or take the language out of the forum's content languages."),
        find=text_missing,
    ),
    Rule(
        name="text-out-of-date",
        description=said("A translation was made from an older original."),
        remedy=said("Compare the translation with the original and save it again."),
        find=text_out_of_date,
    ),
)
