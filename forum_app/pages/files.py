"""Files that a page offers: materials, concept notes, each with its type in words."""

from dataclasses import dataclass

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.draft_parts import Material
from forum_app.domain.release import SessionEntry
from forum_app.pages.view import View


@dataclass(frozen=True)
class FileView:
    title: Markup
    address: str
    about: str
    external: bool = False


def material_files(view: View, materials: list[Material], talk: str | None = None) -> list[FileView]:
    """Materials that lead somewhere, with kind, type and language: those of a talk, or those of none."""
    found = []
    for material in materials:
        if material.talk != talk:
            continue
        address = view.at.media(material.file) if material.file else material.url
        if not address:
            continue
        about = [labels.material_kind(view.words, material.kind)]
        if material.file:
            about.append(material.file.rsplit(".", 1)[-1].upper())
        if material.language:
            about.append(view.words.language_name(material.language))
        found.append(
            FileView(view.isolated(material.title), address, view.words.comma.join(about), external=not material.file)
        )
    return found


def concept_notes(view: View, session: SessionEntry | None = None) -> list[FileView]:
    """The concept note of the forum or of a session, on the web and as PDF, in each language it is written in."""
    note = session.note if session else view.forum.note
    if not note or not note.sections:
        return []
    page = view.at.session_note(session.id) if session else view.at.concept_note()
    pdf = view.at.session_note(session.id, ".pdf") if session else view.at.concept_note(".pdf")
    label = view.words.gettext("Concept note")
    files = [FileView(Markup.escape(label), view.links.page(page), view.words.gettext("Web page"))]
    for code in note_languages(view, session):
        name = view.words.gettext("Concept note, %(language)s", language=view.words.language_name(code))
        files.append(FileView(Markup.escape(name), view.links.file(pdf, language=code), "PDF"))
    return files


def note_languages(view: View, session: SessionEntry | None = None) -> list[str]:
    """The forum's languages in which the note has a text; all of them where it is only generated."""
    note = session.note if session else view.forum.note
    written = {code for section in (note.sections if note else []) for code in [*section.body, *section.heading]}
    return [code for code in view.forum.languages if code in written] or view.forum.languages[:1]
