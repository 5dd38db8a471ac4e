"""Notes whose text was changed after it was cleared, in words: before publishing, and as things to do."""

from dataclasses import dataclass

from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import NoteState
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.note_changes import IMPORTED, Unseen, unseen_changes
from forum_app.web.installed import installed
from forum_app.web.manage.release_words import told_at
from forum_app.web.manage.todo import Task


@dataclass(frozen=True)
class UnseenNote:
    """One note in one language: what it is called, where it is, and what happened to it."""

    what: str
    address: str
    why: str


def unseen_notes(words: Words, forum: DeskForum) -> list[UnseenNote]:
    """The notes that say cleared or final of a text that was changed since."""
    with installed().database.reading() as connection:
        found = unseen_changes(connection, forum.id, list(forum.languages))
    return [_told(words, forum, one) for one in found]


def notes_task(words: Words, forum: DeskForum) -> list[Task]:
    """One thing to do where words were changed after somebody cleared them."""
    found = unseen_notes(words, forum)
    if not found:
        return []
    title = words.ngettext(
        "Concept note: one language was changed after it was cleared",
        "Concept note: %(num)d languages were changed after they were cleared",
        len(found),
    )
    names = words.listed([note.what for note in found[:3]])
    return [Task(title, names, found[0].address, words.gettext("Open"), "warn", "file-text")]


def _told(words: Words, forum: DeskForum, one: Unseen) -> UnseenNote:
    language = words.language_name(one.language)
    if one.session:
        title = pick(one.title, words.interface, forum.languages)
        what = words.gettext("Concept note of “%(title)s”, %(language)s", title=title, language=language)
        address = f"/manage/{forum.slug}/sessions/{one.session}/concept-note"
    else:
        what = words.gettext("Concept note, %(language)s", language=language)
        address = f"/manage/{forum.slug}/concept-note"
    said = {
        "set_by": one.known.set_by,
        "set_at": told_at(words, one.known.set_at, forum.zone),
        "changed_by": one.known.changed_by,
        "changed_at": told_at(words, one.known.changed_at, forum.zone),
    }
    _ = words.gettext
    if one.known.state == IMPORTED:
        why = _("came from a file as cleared (%(set_at)s); changed since by %(changed_by)s (%(changed_at)s).", **said)
    elif one.state == NoteState.FINAL.value:
        why = _("final, said %(set_by)s (%(set_at)s); changed since by %(changed_by)s (%(changed_at)s).", **said)
    else:
        why = _("cleared by %(set_by)s (%(set_at)s); changed since by %(changed_by)s (%(changed_at)s).", **said)
    return UnseenNote(what, address, why)
