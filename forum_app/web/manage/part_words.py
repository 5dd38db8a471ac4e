"""What somebody does in a forum, in words: moderates this, speaks in that."""

from collections.abc import Sequence
from typing import Any

from forum_app import labels
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import RoleKind
from forum_app.i18n import Words
from forum_app.services.parts_of_person import PartOfTheirs, Theirs
from forum_app.services.session_parts import state_in_words


def parts_in_words(words: Words, theirs: Theirs, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Each part as a sentence, with its state where it isn't settled, and whether the other one has the same."""
    return [
        {"text": _said(words, part, languages), "state": state_in_words(words, part.state), "shared": part.shared}
        for part in theirs.parts
    ]


def _said(words: Words, part: PartOfTheirs, languages: Sequence[str]) -> str:
    title = pick(part.title, words.interface, languages)
    if part.role is None:
        return words.gettext("Is asked: “%(title)s”", title=title)
    if part.session:
        session = pick(part.session, words.interface, languages)
        return words.gettext("Gives the talk “%(title)s” in “%(session)s”", title=title, session=session)
    if not title:
        return words.gettext("%(role)s of the whole forum", role=labels.role(words, part.role))
    return {
        RoleKind.MODERATOR: words.gettext("Moderates “%(title)s”", title=title),
        RoleKind.SPEAKER: words.gettext("Speaks in “%(title)s”", title=title),
        RoleKind.PANELLIST: words.gettext("Sits on the panel of “%(title)s”", title=title),
        RoleKind.RAPPORTEUR: words.gettext("Reports on “%(title)s”", title=title),
        RoleKind.FOCAL_POINT: words.gettext("Is a focal point of “%(title)s”", title=title),
        RoleKind.INTERPRETER: words.gettext("Interprets in “%(title)s”", title=title),
    }[part.role]
