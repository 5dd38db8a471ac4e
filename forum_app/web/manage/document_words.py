"""Documents that could not be made, in words: on the page of their release, and as one thing to do."""

from collections.abc import Sequence

from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.failed_documents import Failed, failed_documents
from forum_app.web.installed import installed
from forum_app.web.manage.todo import Task


def called(words: Words, document: Failed) -> str:
    """What a document is called, with its language."""
    language = words.language_name(document.language)
    if document.kind == "agenda.pdf":
        return words.gettext("Programme (PDF, %(language)s)", language=language)
    if document.kind == "session-note.pdf":
        return words.gettext("Concept note of a session (PDF, %(language)s)", language=language)
    return words.gettext("Concept note (PDF, %(language)s)", language=language)


def failures(words: Words, forum: DeskForum, number: int) -> Sequence[tuple[str, str]]:
    """The documents of a release that could not be made: what each is called, and why."""
    found = failed_documents(installed().database, forum.id, number)
    return [(called(words, each), words.gettext(each.why)) for each in found]


def documents_task(words: Words, forum: DeskForum) -> list[Task]:
    """One thing to do where documents of the current release could not be made."""
    number = forum.current_release
    found = failures(words, forum, number) if number else []
    if not found:
        return []
    title = words.ngettext("A document could not be made", "%(num)d documents could not be made", len(found))
    names = words.listed(list(dict.fromkeys(name for name, _why in found))[:3])
    return [
        Task(
            title, names, f"/manage/{forum.slug}/releases/{number}#documents", words.gettext("Open"), "bad", "file-text"
        )
    ]
