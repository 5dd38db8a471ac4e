"""Documents that could not be made, in words: on the page of their release, and as one thing to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum_app.domain.release import Content
from forum_app.domain.texts import opening, pick
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.failed_documents import Failed, failed_documents
from forum_app.services.publishing import release_by_id
from forum_app.web.installed import installed
from forum_app.web.manage.todo import Task

MOST_NAMED = 3


@dataclass(frozen=True)
class Failures:
    """The documents of a release that could not be made: what each is called, and why."""

    number: int
    rows: Sequence[tuple[str, str]] = ()


def called(words: Words, document: Failed, content: Content) -> str:
    """What a document is called, with the day or the session that it is of, and its language."""
    language = words.language_name(document.language)
    if document.kind == "agenda.pdf" and document.argument:
        day = words.day(date.fromisoformat(document.argument))
        return words.gettext("Programme of %(day)s (PDF, %(language)s)", day=day, language=language)
    if document.kind == "agenda.pdf":
        return words.gettext("Programme (PDF, %(language)s)", language=language)
    if document.kind == "session-note.pdf":
        session = content.session.get(document.argument)
        title = pick(session.title, words.interface, content.forum.languages) if session else ""
        return words.gettext(
            "Concept note of “%(title)s” (PDF, %(language)s)",
            title=title or words.gettext("Untitled session"),
            language=language,
        )
    return words.gettext("Concept note (PDF, %(language)s)", language=language)


def failures(words: Words, forum: DeskForum, number: int | None) -> Failures:
    """The documents of a release that could not be made, in words; none where nothing is published."""
    found = failed_documents(installed().database, forum.id, number) if number else ()
    if not number or not found:
        return Failures(number or 0)
    content = release_by_id(installed().database, forum.id, number).content
    return Failures(number, [(called(words, each, content), each.why.said.in_words(words)) for each in found])


def documents_task(words: Words, forum: DeskForum) -> list[Task]:
    """One thing to do where documents of the current release could not be made."""
    number, found = forum.current_release, failures(words, forum, forum.current_release).rows
    if not found:
        return []
    title = words.ngettext("A document could not be made", "%(num)d documents could not be made", len(found))
    return [
        Task(
            title,
            _in_short(words, found),
            f"/manage/{forum.slug}/releases/{number}#documents",
            words.gettext("Open"),
            "bad",
            "file-text",
        )
    ]


def _in_short(words: Words, found: Sequence[tuple[str, str]]) -> str:
    """The first few with their reasons, those of one reason together, and how many more there are."""
    why = dict(found[:MOST_NAMED])
    said = [
        words.gettext(
            "%(label)s: %(value)s", label=words.listed([name for name in why if why[name] == each]), value=each
        )
        for each in dict.fromkeys(why.values())
    ]
    if len(found) > MOST_NAMED:
        said.append(opening(words.ngettext("and one more", "and %(num)d more", len(found) - MOST_NAMED)))
    return " ".join(said)
