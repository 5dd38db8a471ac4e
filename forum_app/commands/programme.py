"""Files out: export."""

from pathlib import Path
from typing import Any

import click
import msgspec

from forum_app.addresses import Addresses
from forum_app.commands.context import ACTOR, house
from forum_app.commands.listing import opened, write_list
from forum_app.commands.progress import parts_shown
from forum_app.domain.errors import ForumError, NotFound
from forum_app.domain.release import Release
from forum_app.services.forum_files import export_draft
from forum_app.services.list_exports import KINDS as LISTS
from forum_app.services.publishing import preview_release, release_numbered
from forum_app.services.registration_lists import Asked

DOCUMENTS = ("concept-note.pdf", "agenda.pdf")
KINDS = (*DOCUMENTS, "agenda.ics", "agenda.json", "schedule.xml", "schedule.json", *LISTS, "forum.json")


@click.command()
@click.argument("slug")
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output if left out."
)
@click.option("--lang", default="", help="A content language; the forum's first if left out.")
@click.option("--session", default="", help="The note of one session, by its id.")
@click.option("--release", "number", type=int, help="This release; the current one if left out.")
@click.option("--draft", is_flag=True, help="The draft, as publishing would make it.")
@click.option("--columns", default="", help="Of a list: names between commas; a wrong one is answered with all.")
@click.option("--where", multiple=True, help="Of a list: field=value, field!=value; can be repeated.")
@click.option("--group", default="", help="Of a list: by country, delegation, constituency, mode, status …")
@click.option("--sort", default="", help="Of a list: names between commas, -name for the other way round.")
@click.option(
    "--paper", default="", help="Of badges: sheet (eight on A4, as they are), card (96 × 65 mm) or a6, one a page."
)
@click.option("--blanks", default="", help="Of badges: how many empty ones come last, to write on.")
def export(
    slug: str, kind: str, output: Path | None, lang: str, session: str, number: int | None, draft: bool, **listed: Any
) -> None:
    """Writes one file of a forum. Lists and forum.json (the complete draft) hold private data: each export is logged."""
    if kind in LISTS:
        if draft or session or number is not None:
            raise ForumError("Lists hold who is registered now: --draft, --release and --session are for other files.")
        write_list(slug, kind, output, lang, Asked(**listed))
        return
    if listed.pop("paper") or listed.pop("blanks"):
        raise ForumError("--paper and --blanks are for badges.pdf only.")
    if any(listed.values()):
        raise ForumError("--columns, --where, --group and --sort are for lists.")
    if draft and number is not None:
        raise ForumError("Choose --draft or --release, not both.")
    if session and kind != "concept-note.pdf":
        raise ForumError("--session is for concept-note.pdf only.")
    if lang and kind == "forum.json":
        raise ForumError("forum.json holds every language: leave --lang out.")
    private = kind == "forum.json" and number is None
    if private:
        data = export_draft(house.database, house.media, slug, actor=ACTOR)
    else:
        release = preview_release(house.database, slug) if draft else release_numbered(house.database, slug, number)
        data = _made(kind, release, _language(release, lang), session)
    with opened(output, private) as file:
        file.write(data)


def _language(release: Release, lang: str) -> str:
    """A language of the release's forum: the one asked for, else its first. Raises NotFound."""
    forum = release.content.forum
    if lang and lang not in forum.languages:
        raise NotFound(f"“{forum.slug}” has no “{lang}”: its languages are {', '.join(forum.languages)}.")
    return lang or forum.languages[0]


def _check_note(release: Release, session: str) -> None:
    """Raises NotFound where the forum, or its session with this id, has no concept note."""
    content = release.content
    if not session:
        if content.forum.note is None:
            raise NotFound(f"“{content.forum.slug}” has no concept note.")
    elif session not in content.session:
        raise NotFound(f"No session of “{content.forum.slug}” has the id “{session}”.")
    elif content.session[session].note is None:
        raise NotFound(f"The session {session} has no concept note of its own.")


def _made(kind: str, release: Release, language: str, session: str) -> bytes:
    from forum_app.calendars.public import agenda_ics
    from forum_app.exchange.frab_out import schedule_json, schedule_xml
    from forum_app.feeds.agenda_json import agenda_json

    addresses = Addresses(release.content.forum.slug, house.config.base_url)
    if kind == "agenda.ics":
        return agenda_ics(release, language, addresses)
    if kind == "agenda.json":
        return agenda_json(release, language, None, addresses)
    if kind in ("schedule.xml", "schedule.json"):
        return (schedule_xml if kind == "schedule.xml" else schedule_json)(release, language, addresses)
    if kind == "forum.json":
        return msgspec.json.format(msgspec.json.encode(release), indent=1) + b"\n"
    if kind == "concept-note.pdf":
        _check_note(release, session)
    from forum_app.documents.kinds import render
    from forum_app.documents.rendering import Renderer

    base, media = house.config.base_url, house.media.path
    with Renderer() as renderer, parts_shown() as shown:
        params: dict[str, Any] = {"session_id": session} if session else {}
        wanted = "session-note.pdf" if session and kind == "concept-note.pdf" else kind
        return render(wanted, release, language, base, media, renderer, progress=shown, **params)


def add_to(group: click.Group) -> None:
    group.add_command(export)
