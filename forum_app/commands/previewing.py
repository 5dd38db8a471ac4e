"""A preview: the draft's pages and documents in a folder that opens without a server."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
from lxml import html as lxml_html

from forum_app.addresses import Addresses
from forum_app.branding import style_name, style_sheet
from forum_app.calendars.public import agenda_ics
from forum_app.commands.context import house
from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import ForumError
from forum_app.domain.release import Release
from forum_app.pages.forum import render_page
from forum_app.pages.reader import Reader
from forum_app.paths import BUILT
from forum_app.services.publishing import preview_release

_MEDIA = re.compile(rb"[0-9a-f]{64}\.(?:png|webp|jpg|pdf)")


def write_preview(slug: str, folder: Path) -> int:
    """Writes the preview of a forum's draft into a folder that is new or empty; returns how many files."""
    if folder.exists() and any(folder.iterdir()):
        raise ForumError(f"{folder} is not empty: name a new folder.")
    release = preview_release(house.database, slug)
    pages = _pages(release)
    for (path, language), (name, key) in pages.items():
        _write_page(folder, release, path, language, name, key, pages)
    _write_files(folder, release)
    languages = release.content.forum.languages
    target = folder / "index.html"
    target.write_text(f'<!doctype html><meta http-equiv="refresh" content="0; url={languages[0]}/index.html">', "utf-8")
    return sum(1 for path in folder.rglob("*") if path.is_file())


Pages = dict[tuple[str, str], tuple[str, str]]


def _pages(release: Release) -> Pages:
    """Every page by path and language: what it is called for ``render_page``, and its key."""
    content = release.content
    at = Addresses(content.forum.slug)
    found = {at.forum(): ("forum", ""), at.agenda(): ("agenda", ""), at.speakers(): ("speakers", "")}
    if content.forum.note is not None:
        found[at.concept_note()] = ("concept-note", "")
    for session in content.sessions:
        found[at.session(session.id)] = ("session", session.id)
        if session.note is not None:
            found[at.session_note(session.id)] = ("session-note", session.id)
    for person in content.people:
        found[at.speaker(person.id)] = ("speaker", person.id)
    return {(path, language): entry for path, entry in found.items() for language in content.forum.languages}


def _file(path: str, language: str) -> str:
    """Where a page lies in the folder."""
    rest = path.split("/", 3)[3].strip("/") or "index"
    return f"{language}/{rest}.html"


def _write_page(folder: Path, release: Release, path: str, language: str, name: str, key: str, pages: Pages) -> None:
    slug = release.content.forum.slug
    reader = Reader(language=language, base_url=house.config.base_url, addresses=Addresses(slug), preview=True)
    document = lxml_html.document_fromstring(render_page(name, release, reader, key))
    here = _file(path, language)

    def relative(link: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            return link
        wanted = parse_qs(parts.query).get("lang", [language])[0]
        target = parts.path.lstrip("/")
        if (parts.path, wanted) in pages:
            target = _file(parts.path, wanted)
        elif parts.path.startswith(f"/forums/{slug}/"):
            target = f"{wanted}/{parts.path.split('/', 3)[3]}"
        mark = f"#{parts.fragment}" if parts.fragment else ""
        return os.path.relpath(target, os.path.dirname(here)) + mark

    document.rewrite_links(relative, resolve_base_href=False)
    for element in document.iter("script"):
        if fonts := element.get("data-fonts"):
            element.set("data-fonts", relative(fonts))
    target = folder / here
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(lxml_html.tostring(document, doctype="<!doctype html>", encoding="utf-8"))


def _write_files(folder: Path, release: Release) -> None:
    content = release.content
    addresses = Addresses(content.forum.slug, house.config.base_url)
    shutil.copytree(BUILT, folder / "static" / "built", ignore=shutil.ignore_patterns("ttf", "*.gz"))
    for name in {found.decode() for found in _MEDIA.findall(msgspec.json.encode(content))}:
        (folder / "media").mkdir(exist_ok=True)
        shutil.copyfile(house.media.path(name), folder / "media" / name)
    with Renderer() as renderer:
        for language in content.forum.languages:
            here = folder / language
            (here / f"style-{style_name(content)}.css").write_text(style_sheet(content), "utf-8")
            (here / "agenda.ics").write_bytes(agenda_ics(release, language, addresses))
            kinds = ["agenda.pdf"] + (["concept-note.pdf"] if content.forum.note else [])
            for kind in kinds:
                data = render(kind, release, language, house.config.base_url, house.media.path, renderer)
                (here / kind).write_bytes(data)
