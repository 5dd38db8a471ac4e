"""Walking over every text of a draft with its place, so that one rule can look at, or mend, all of them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from forum_app.domain.draft_parts import Part

# (form, value, place) -> the value to keep. Forms: line, plain, rich, word (a string that is not multilingual).
OnText = Callable[[str, str, str], str]


@cache
def _fields(kind: type[Struct]) -> dict[str, str]:
    """Field names of a struct with the form of the texts in them."""
    return {name: _form(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


def _form(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        for extra in hint.__metadata__:
            if isinstance(extra, Meta) and extra.extra and "form" in extra.extra:
                return str(extra.extra["form"])
        return _form(hint.__origin__)
    forms = [_form(argument) for argument in get_args(hint)]
    return next((form for form in forms if form != "word"), "word")


def visit(thing: Part, on_text: OnText, place: str = "") -> None:
    """Calls ``on_text`` for every string in ``thing`` (translations' fingerprints left out) and keeps its answer."""
    for name, form in _fields(type(thing)).items():
        value = getattr(thing, name)
        here = f"{place}.{name}" if place else name
        if type(value) is str:
            setattr(thing, name, on_text("word", value, here))
        else:
            _visit_value(value, form, on_text, here)


def _visit_value(value: Any, form: str, on_text: OnText, place: str) -> None:
    if isinstance(value, Part):
        visit(value, on_text, place)
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(item) is str and "@" not in key:
                value[key] = on_text(form, item, f"{place}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            here = f"{place}[{index}]"
            if type(item) is str:
                value[index] = on_text("word", item, here)
            else:
                _visit_value(item, form, on_text, here)


def parts(thing: Part, place: str = "") -> Iterator[tuple[str, Part]]:
    """``thing`` and every part in it, with places."""
    yield place, thing
    for name in thing.__struct_fields__:
        value = getattr(thing, name)
        here = f"{place}.{name}" if place else name
        if isinstance(value, Part):
            yield from parts(value, here)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Part):
                    yield from parts(item, f"{here}[{index}]")


def texts(thing: Part, place: str = "") -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every multilingual text in ``thing``: place, form (line, plain, rich) and the map itself.

    In a list, things with an id are named by it, so that a text is known again when the list was reordered.
    """
    for name, form in _fields(type(thing)).items():
        yield from _texts(getattr(thing, name), form, f"{place}.{name}" if place else name)


def _texts(value: Any, form: str, place: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    if isinstance(value, Part):
        yield from texts(value, place)
    elif isinstance(value, dict) and form != "word":
        yield place, form, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, form, f"{place}[{getattr(item, 'id', '') or index}]")
