"""From what to what, as the log shows it: places by the names that forms give them, keys by what they are called."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from forum_app.domain.identity import PATTERN
from forum_app.domain.trees import value_at
from forum_app.domain.vocabularies import MemberRole, RegistrationStatus, Visibility
from forum_app.forms.controls import Control
from forum_app.forms.notes import section_form
from forum_app.forms.people import role_form
from forum_app.forms.settings import settings_form
from forum_app.i18n import Words
from forum_app.labels import registration_status
from forum_app.web.manage.kind_words import field_in_words
from forum_app.web.manage.log_excerpts import Told, told
from forum_app.web.manage.log_values import column_names, in_words, key_in
from forum_app.web.manage.nouns import NOUNS

_KEY = re.compile(PATTERN)
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
Change = tuple[str, Any, Any]


def keys_in(changes: Iterable[Change]) -> set[str]:
    """Every id that stands somewhere in the changes."""
    texts = (key_in(text) for _place, *values in changes for value in values for text in _strings(value))
    return {text for text in texts if _KEY.match(text)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _asked(controls: Mapping[str, Control], place: str) -> Control | None:
    """What asks for a place, or for a text whose language it is."""
    return controls.get(place) or controls.get(place.rpartition(".")[0])


def _spread(changes: Iterable[Change], controls: Mapping[str, Control]) -> Iterator[Change]:
    """Changes, with what was saved as one and is asked in parts told by its parts: the venue's name, its city."""
    for place, old, new in changes:
        parts = [each for each in controls if each.startswith(f"{place}.")] if place else []
        if not parts or not all(isinstance(tree, Mapping | None) for tree in (old, new)):
            yield place, old, new
            continue
        steps = {part.removeprefix(f"{place}.").partition(".")[0] for part in parts}
        others = [step for step in dict.fromkeys([*(old or {}), *(new or {})]) if step not in steps]
        for part in [*parts, *(f"{place}.{step}" for step in others)]:
            before, after = (value_at(tree or {}, part.removeprefix(f"{place}.")) for tree in (old, new))
            if before != after:
                yield part, before, after


def _is_text(value: Any, control: Control | None) -> bool:
    """Whether a value is a text by language, or may be one that says nothing."""
    if value in (None, "", {}):
        return True
    if not isinstance(value, Mapping) or not all(isinstance(item, str) for item in value.values()):
        return False
    return control.tongued if control else "id" not in value and all(map(_LANGUAGE.match, _written(value)))


def _written(text: Mapping[str, Any]) -> Iterable[str]:
    return (name for name in text if "@" not in name)


class Details:
    """The words for changes of one page. ``names`` says what ids are called; moments are told in ``zone``."""

    def __init__(self, words: Words, names: Mapping[str, str], zone: str = "UTC") -> None:
        self.words, self.names, self.zone = words, names, zone
        self._forms: dict[str, dict[str, Control]] = {}
        self._nothing = words.gettext("(nothing)")

    def of(self, action: str, changes: Iterable[Change]) -> list[Told]:
        """What changed, place by place: of a text only the languages that are others now. Not where nothing was and
        nothing came, such as an empty text in place of none."""
        kind = action.partition(".")[0]
        controls = self._controls(kind)
        found = []
        for place, old, new in _spread(changes, controls):
            control = _asked(controls, place)
            for label, before, after in self._languages(self._place(place, control), old, new, control):
                shown = [self._value(value, control, action) or self._nothing for value in (before, after)]
                if shown != [self._nothing, self._nothing]:
                    found.append(told(label, *shown))
        return found

    def _languages(self, label: str, old: Any, new: Any, control: Control | None) -> Iterator[Change]:
        """The languages of a text that are others now, each under its name; anything else as it is."""
        if not (_is_text(old, control) and _is_text(new, control)):
            yield label, old, new
            return
        for language in dict.fromkeys([*(new or {}), *(old or {})]):
            before, after = ((text or {}).get(language) for text in (old, new))
            if "@" not in language and before != after:
                name = self.words.language_name(language)
                named = self.words.gettext("%(field)s (%(language)s)", field=label, language=name) if label else name
                yield named, before, after

    def called(self, kind: str, place: str) -> str:
        """What the form of a kind calls a place."""
        return self._place(place, _asked(self._controls(kind), place))

    def _controls(self, kind: str) -> dict[str, Control]:
        """What forms of a kind ask, by place."""
        if kind not in self._forms:
            specs = [noun.form(self.words) for noun in NOUNS.values() if noun.kind == kind]
            specs += [section_form(self.words)] if kind == "section" else []
            specs += [role_form(self.words)] if kind == "role" else []
            specs += [settings_form(self.words, zone="UTC", published=True)] if kind == "forum" else []
            self._forms[kind] = {control.place: control for spec in specs for control in spec.controls()}
        return self._forms[kind]

    def _place(self, place: str, control: Control | None) -> str:
        if not place:
            return ""
        if control is None:
            return _counted(self.words).get(place) or self._apart(place)
        rest = place.removeprefix(control.place).removeprefix(".")
        if rest and _LANGUAGE.match(rest):
            return self.words.gettext(
                "%(field)s (%(language)s)", field=control.label, language=self.words.language_name(rest)
            )
        return control.label

    def _apart(self, place: str) -> str:
        """A place that no form asks: its steps in words, and its language."""
        before, _, last = place.rpartition(".")
        if before and _LANGUAGE.match(last) and len(last) < 4:
            field = field_in_words(self.words, before)
            return self.words.gettext("%(field)s (%(language)s)", field=field, language=self.words.language_name(last))
        if _LANGUAGE.match(place) and len(place) == 2:
            return self.words.language_name(place)
        return field_in_words(self.words, place).replace("_", " ")

    def _value(self, value: Any, control: Control | None, action: str) -> str:
        words = self.words
        if value is None or value in ("", [], {}):
            return self._nothing
        if isinstance(value, bool):
            return words.gettext("Yes") if value else words.gettext("No")
        if isinstance(value, Mapping):
            return self._parts(value, control, action)
        if isinstance(value, list):
            said = [self._value(item, control, action) for item in value]
            columns = action in ("list.exported", "registration.changed") and control is None
            return words.semicolon.join(column_names(words, self.zone, self.names, said) if columns else said)
        if not isinstance(value, str):
            return str(value)
        known = (
            {option.value: option.label for option in control.choices} if control else _VALUES.get(action, _none)(words)
        )
        return known.get(value) or self.names.get(value) or in_words(words, value, control, self.zone)

    def _parts(self, value: Mapping[str, Any], control: Control | None, action: str) -> str:
        """A part of a thing: what it says, without its id and the marks of translations."""
        inner = {each.place: each for each in control.items} if control else {}
        is_text, said = bool(control and control.tongued), []
        for name, item in value.items():
            if item in (None, "", [], {}) or (name == "id" and not is_text) or "@" in name:
                continue
            text = self._value(item, control if is_text else inner.get(name), action)
            only_language = _LANGUAGE.match(name) and isinstance(item, str) and len(value) == 1
            label = inner[name].label if name in inner else self._apart(name)
            said.append(text if only_language else self.words.gettext("%(label)s: %(value)s", label=label, value=text))
        return self.words.semicolon.join(said)


def _none(_words: Words) -> dict[str, str]:
    return {}


def role_names(words: Words) -> dict[str, str]:
    """What members are called, by role."""
    _ = words.gettext
    return {
        MemberRole.OWNER: _("Owner"),
        MemberRole.ORGANISER: _("Organiser"),
        MemberRole.EDITOR: _("Editor"),
        MemberRole.RECEPTION: _("Reception"),
        MemberRole.VIEWER: _("Viewer"),
    }


def visibility_names(words: Words) -> dict[str, str]:
    """Who finds a forum."""
    _ = words.gettext
    return {
        Visibility.DRAFT: _("Draft"),
        Visibility.UNLISTED: _("Unlisted"),
        Visibility.PUBLISHED: _("Published"),
        Visibility.ARCHIVED: _("Archived"),
    }


def _note_states(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {"draft": _("Draft"), "in-review": _("In review"), "cleared": _("Cleared"), "final": _("Final")}


def _registration_states(words: Words) -> dict[str, str]:
    return {kind.value: registration_status(words, kind) for kind in RegistrationStatus}


_VALUES: dict[str, Callable[[Words], dict[str, str]]] = {
    "member.role": role_names,
    "member.removed": role_names,
    "member.invited": role_names,
    "forum.visibility": visibility_names,
    "note.state": _note_states,
    **{
        f"registration.{done}": _registration_states
        for done in ("confirmed", "waiting", "declined", "cancelled", "put-back")
    },
}


def _of_lists(words: Words) -> dict[str, str]:
    """What a list was asked for."""
    return {
        "columns": words.gettext("Columns"),
        "where": words.gettext("Filters"),
        "group": words.gettext("Grouped by"),
        "paper": words.gettext("Paper"),
        "blanks": words.gettext("Empty badges"),
    }


def _counted(words: Words) -> dict[str, str]:
    """What entries tell beside fields of forms."""
    _ = words.gettext
    return {
        **_of_lists(words),
        "note": _("Note"),
        "told": _("People told"),
        "without address": _("People without an address"),
        "told who chose": _("People told who chose sessions"),
        "why": _("Why"),
        "people": _("People"),
        "messages": _("Mails"),
        "groups": _("Groups"),
        "rows": _("Rows changed"),
        "copied": _("Copied"),
        "added": _("Added"),
        "changed": _("Changed"),
        "same": _("Stayed the same"),
        "zone": _("Time zone"),
        "kept": _("Kept"),
        "sessions": _("Sessions moved"),
        "releases": _("Releases"),
        "files": _("Files"),
        "photo": _("Photo"),
        "logo": _("Logo"),
        "floor_plan": _("Floor plan"),
        "file": _("File"),
        "severities": _("What rules of the checker do"),
        "merged": _("Merged into this one"),
        "parted": _("Here again"),
        "completed": _("Completed"),
        "organisations": _("New organisations"),
        "parts": _("Parts in a session"),
        "rooms": _("New rooms"),
        **_more_counted(words),
    }


def _more_counted(words: Words) -> dict[str, str]:
    _ = words.gettext
    told = ("email", _("E-mail")), ("country", _("Country or territory")), ("delegation", _("Delegation"))
    return {
        "subject": _("Subject"),
        "opening": _("Opening"),
        "status": _("State"),
        "reason": _("Reason"),
        "fields": _("Also changed"),
        "institution": _("Institution"),
        "mode": _("How they join"),
        **dict(told),
    }
