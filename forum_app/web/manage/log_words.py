"""What the log says, in sentences: every action by its name, things by what they are called, places as forms name them."""

from collections.abc import Callable
from typing import Any

from forum_app.domain.texts import readable
from forum_app.i18n import Words

KINDS: dict[str, Callable[[Words], str]] = {
    "forum": lambda words: words.gettext("Forum"),
    "session": lambda words: words.gettext("Session"),
    "talk": lambda words: words.gettext("Talk"),
    "person": lambda words: words.gettext("Person"),
    "role": lambda words: words.gettext("Role"),
    "organisation": lambda words: words.gettext("Organisation"),
    "theme": lambda words: words.gettext("Theme"),
    "room": lambda words: words.gettext("Room"),
    "key_question": lambda words: words.gettext("Key question"),
    "material": lambda words: words.gettext("Material"),
    "reference": lambda words: words.gettext("Reference"),
    "term": lambda words: words.gettext("Term"),
    "note": lambda words: words.gettext("Concept note"),
    "section": lambda words: words.gettext("Section of a note"),
    "question": lambda words: words.gettext("Question to those who register"),
    "release": lambda words: words.gettext("Release"),
    "member": lambda words: words.gettext("Member"),
    "list": lambda words: words.gettext("List"),
    "registration": lambda words: words.gettext("Registration"),
    "file": lambda words: words.gettext("File"),
    "message": lambda words: words.gettext("Message"),
    "template": lambda words: words.gettext("Template"),
}
DONE: dict[str, Callable[[Words], str]] = {
    "changed": lambda words: words.gettext("changed"),
    "added": lambda words: words.gettext("added"),
    "deleted": lambda words: words.gettext("deleted"),
    "brought-back": lambda words: words.gettext("brought back"),
    "imported": lambda words: words.gettext("taken in from a file"),
    "replaced": lambda words: words.gettext("replaced from a file"),
    "exported": lambda words: words.gettext("exported"),
    "published": lambda words: words.gettext("published"),
    "taken-back": lambda words: words.gettext("taken back"),
    "visibility": lambda words: words.gettext("visibility changed"),
    "role": lambda words: words.gettext("given a role"),
    "removed": lambda words: words.gettext("removed"),
    "invited": lambda words: words.gettext("invited"),
    "invitation-withdrawn": lambda words: words.gettext("invitation withdrawn"),
    "merged": lambda words: words.gettext("merged"),
    "made": lambda words: words.gettext("made"),
    "copied": lambda words: words.gettext("made as a copy"),
}
# Addresses of kinds that have a page of their own.
PATHS = {
    "session": "sessions",
    "talk": "talks",
    "person": "people",
    "role": "roles",
    "organisation": "organisations",
    "theme": "themes",
    "room": "rooms",
    "key_question": "key-questions",
    "material": "materials",
    "reference": "references",
    "term": "terms",
}


def said(words: Words, action: str) -> str:
    """What was done, in words: “Session: changed”. An action without words of its own is said as it is called."""
    kind, _, done = action.partition(".")
    first = KINDS[kind](words) if kind in KINDS else kind.replace("-", " ").capitalize()
    second = DONE[done](words) if done in DONE else done.replace("-", " ")
    return words.gettext("%(kind)s: %(done)s", kind=first, done=second)


def value_words(words: Words, value: Any) -> str:
    """A value of the log in one line, shortened."""
    if value is None or value in ("", [], {}):
        return words.gettext("(nothing)")
    if isinstance(value, bool):
        return words.gettext("Yes") if value else words.gettext("No")
    if isinstance(value, dict):
        parts = (
            f"{name}: {value_words(words, item)}" for name, item in value.items() if item not in (None, "", [], {})
        )
        return words.semicolon.join(parts)[:600]
    if isinstance(value, list):
        return words.semicolon.join(value_words(words, item) for item in value)[:600]
    text = readable(value) if isinstance(value, str) and "<" in value else str(value)
    return text if len(text) <= 600 else f"{text[:600]}…"
