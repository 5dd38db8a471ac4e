"""A preview: the draft's pages and documents in a folder that opens without a server."""

import os
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
from lxml import html as lxml_html

from forum_app.addresses import Addresses
from forum_app.branding import sheet_named
from forum_app.calendars.public import agenda_ics, session_ics
from forum_app.commands.context import house
from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import ForumError
from forum_app.domain.identity import FILE
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.feeds.atom import changes_atom
from forum_app.i18n import interface_languages
from forum_app.pages.forum import render_page
from forum_app.pages.reader import Reader
from forum_app.pages.site import forum_card, render_accessibility, render_privacy
from forum_app.paths import BUILT
from forum_app.services.live_releases import release_history
from forum_app.services.publishing import preview_release

_MEDIA = re.compile(FILE.encode())
_ICS, _PDF = ".ics", "/concept-note.pdf"
# By address and language.
Pages = dict[tuple[str, str], Callable[[Reader], str]]


def write_preview(slug: str, folder: Path) -> int:
    """Writes the preview of a forum's draft into a folder that is new or empty; returns how many files."""
    release = preview_release(house.database, slug)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ForumError(f"{folder} is not empty: name a new folder.")
    except OSError as error:
        raise ForumError(f"{folder} can't be written: {error.strerror}.") from None
    history = release_history(house.database, release.content.forum.id)
    preview = _Preview(folder, release, history)
    for path, language in preview.pages:
        preview.write_page(path, language)
    preview.write_files()
    first = release.content.forum.languages[0]
    start = f'<!doctype html><meta http-equiv="refresh" content="0; url={first}/index.html">'
    (folder / "index.html").write_text(start, "utf-8")
    return sum(1 for path in folder.rglob("*") if path.is_file())


class _Preview:
    """One folder being written: every page, then every file that a page leads to."""

    def __init__(self, folder: Path, release: Release, history: list[ReleaseNews]) -> None:
        self.folder = folder
        self.release = release
        self.history = history
        self.content = release.content
        self.slug = release.content.forum.slug
        self.absolute = Addresses(self.slug, house.config.base_url)
        self.pages = self._pages()
        at, languages = Addresses(self.slug), release.content.forum.languages
        always = [at.agenda(".ics"), at.agenda(".pdf")] + ([at.concept_note(".pdf")] if self._has_note() else [])
        self.files = {(path, language) for path in always for language in languages}

    def _has_note(self) -> bool:
        return self.content.forum.note is not None

    def _pages(self) -> Pages:
        """Every page: those of the forum in its languages, those beside it in the languages of the interface."""
        at = Addresses(self.slug)
        found = {at.forum(): ("forum", ""), at.agenda(): ("agenda", ""), at.speakers(): ("speakers", "")}
        found[at.changes()] = ("changes", "")
        if self._has_note():
            found[at.concept_note()] = ("concept-note", "")
        for session in self.content.sessions:
            found[at.session(session.id)] = ("session", session.id)
            if session.note is not None:
                found[at.session_note(session.id)] = ("session-note", session.id)
        for person in self.content.people:
            found[at.speaker(person.id)] = ("speaker", person.id)
        pages: Pages = {
            (path, language): partial(self._rendered, name, key)
            for path, (name, key) in found.items()
            for language in self.content.forum.languages
        }
        cards = [forum_card(self.release)]
        for language in interface_languages():
            pages[at.page("privacy"), language] = partial(render_privacy, cards=cards)
            pages[at.page("accessibility"), language] = partial(render_accessibility, cards=cards)
        return pages

    def _rendered(self, name: str, key: str, reader: Reader) -> str:
        return render_page(name, self.release, reader, key, self.history)

    def write_page(self, path: str, language: str) -> None:
        """A page with its links turned into paths of the folder."""
        config = house.config
        reader = Reader(
            language=language,
            base_url=config.base_url,
            addresses=Addresses(self.slug),
            preview=True,
            contact=config.contact,
        )
        document = lxml_html.document_fromstring(self.pages[path, language](reader))
        here = _place(path, language)

        def relative(link: str) -> str:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path.startswith("/"):
                return link
            wanted = parse_qs(parts.query).get("lang", [language])[0]
            mark = f"#{parts.fragment}" if parts.fragment else ""
            return os.path.relpath(self._target(parts.path, wanted), os.path.dirname(here)) + mark

        document.rewrite_links(relative, resolve_base_href=False)
        for element in document.iter("script"):
            if fonts := element.get("data-fonts"):
                element.set("data-fonts", relative(fonts))
        target = self.folder / here
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(lxml_html.tostring(document, doctype="<!doctype html>", encoding="utf-8"))

    def _target(self, path: str, language: str) -> str:
        """Where in the folder an address leads; a file that isn't a page is made later."""
        first = self.content.forum.languages[0]
        for spoken in (language, first):  # pages beside the forum speak languages that it may not
            if (path, spoken) in self.pages:
                return _place(path, spoken)
        if path == "/":
            return "index.html"
        if path.startswith(f"/forums/{self.slug}/"):
            self.files.add((path, language))
            return f"{language}/{path.split('/', 3)[3]}"
        return path.lstrip("/")

    def write_files(self) -> None:
        """What pages lead to beside pages: assets, stored files, calendars, feeds and documents."""
        shutil.copytree(BUILT, self.folder / "static" / "built", ignore=shutil.ignore_patterns("ttf", "*.gz"))
        for name in {found.decode() for found in _MEDIA.findall(msgspec.json.encode(self.content))}:
            (self.folder / "media").mkdir(exist_ok=True)
            shutil.copyfile(house.media.path(name), self.folder / "media" / name)
        with Renderer() as renderer:
            for path, language in sorted(self.files):
                target = self.folder / self._target(path, language)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._file(path.split("/", 3)[3], language, renderer))

    def _file(self, name: str, language: str, renderer: Renderer) -> bytes:
        """A file of the forum by its address within it."""
        release, absolute = self.release, self.absolute
        session = name.removeprefix("sessions/")
        if name.startswith("style-"):
            return (sheet_named(self.content, name[6:-4]) or "").encode()
        if name == "agenda.ics":
            return agenda_ics(release, language, absolute)
        if name == "changes.atom":
            return changes_atom(release, self.history, language, absolute)
        if session != name and name.endswith(_ICS):
            return session_ics(release, session.removesuffix(_ICS), language, absolute)
        params: dict[str, Any] = {"session_id": session.removesuffix(_PDF)} if session != name else {}
        kind = "session-note.pdf" if params else name
        return render(kind, release, language, absolute.base, house.media.path, renderer, **params)


def _place(path: str, language: str) -> str:
    """Where a page lies in the folder."""
    rest = path.split("/", 3)[3] if path.startswith("/forums/") else path
    return f"{language}/{rest.strip('/') or 'index'}.html"
