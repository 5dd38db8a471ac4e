"""Who comes: the list, and its files; each file of personal data asks why, and is written to the log."""

import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from typing import IO, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from forum_app.documents.long import render_long
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import NotFound, RenderingBusy
from forum_app.domain.permissions import may_export_people, may_see_registrations
from forum_app.domain.seats import Opening, opening_of
from forum_app.i18n import Words
from forum_app.lists.columns import UnknownColumn
from forum_app.services.badges import MOST_EMPTY
from forum_app.services.desk import DeskForum
from forum_app.services.forum_files import export_draft
from forum_app.services.list_exports import CUT, KINDS, PRINTED, SHEETS, count_list, export_list, print_list
from forum_app.services.list_views import views_of
from forum_app.services.registration_lists import Asked
from forum_app.services.registration_pages import RegistrationPage, Wanted, filter_values, registration_page
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here
from forum_app.web.manage.reasons import reason_given
from forum_app.web.manage.registration_asked import address_of, plain, query_of, wanted_of, wheres
from forum_app.web.manage.seats_words import ways_said

blueprint = Blueprint("registrations", __name__, url_prefix="/manage/<slug>")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}
CHUNK = 65_536
_PRINTING = threading.BoundedSemaphore(1)


@blueprint.get("/registrations")
@needs(may_see_registrations)
def registrations(slug: str) -> Response:
    forum, words, wanted = forum_here(slug), desk_words(), wanted_of(args_given())
    wrong = ""
    try:
        found = registration_page(installed().database, forum, words, wanted)
    except UnknownColumn:
        wrong = words.gettext("One of the filters names something that isn't here any more. All are shown.")
        wanted = Wanted(sort=wanted.sort)
        found = registration_page(installed().database, forum, words, wanted)
    return desk_page(
        "manage/registrations.html",
        forum,
        here="registrations",
        title=words.gettext("Registrations"),
        status=422 if wrong else 200,
        wrong=wrong,
        found=found,
        wanted=wanted,
        names=filter_names(words),
        address=partial(address_of, slug, query_of(wanted)),
        files=_query(wanted),
        is_open=opening_of(found.plan, forum.zone, installed().config.now()) == Opening.OPEN,
        **_beside(forum, wanted, found),
    )


def args_given() -> dict[str, list[str]]:
    """The names of the address with all their values."""
    return {name: request.args.getlist(name) for name in request.args}


def _beside(forum: DeskForum, wanted: Wanted, found: RegistrationPage) -> dict[str, Any]:
    """What stands around the list: seats and what happens next, the views that were kept."""
    words, query = desk_words(), query_of(wanted)
    views = [
        (view.name, address_of(forum.slug, view.query), dict(view.query) == query)
        for view in views_of(installed().database, forum.id)
    ]
    return {"ways": ways_said(words, forum, found, installed().config.now()), "views": views, "query": query}


def filter_names(words: Words) -> dict[str, str]:
    """What the filters are called, and the choice of nothing in each."""
    _ = words.gettext
    return {
        "country": _("Country or territory"),
        "delegation": _("Delegation"),
        "constituency": _("Constituency"),
        "role": _("Role"),
        "mode": _("How they join"),
        "session": _("Signed up for"),
        "status": _("State"),
    }


def _query(wanted: Wanted) -> str:
    """What files are asked for so that they hold exactly what is shown, in its order."""
    return urlencode([*(("where", item) for item in wanted.filters), ("sort", wanted.sort)])


def _asked() -> Asked:
    """What a list is asked for, with the words that the command line has: columns, where, group, sort, and of badges
    paper and blanks; what the page that asks why asks too is taken from there."""
    given, chosen = request.args, {**request.args.to_dict(), **request.form.to_dict()}
    group, paper, blanks = (plain(chosen.get(name, ""))[:40] for name in ("group", "paper", "blanks"))
    columns, sort = given.get("columns", "")[:2000], given.get("sort", "")[:300]
    return Asked(columns, wheres(args_given()), group, sort, paper=paper, blanks=blanks)


def _why_page(slug: str, kind: str, wrong: str = "", reason: str = "", status: int = 200) -> Response:
    """Asks why, and says whom the file holds. A list that can't be made is said before anybody is asked."""
    words, forum = desk_words(), forum_here(slug)
    names = {
        "registrations.csv": words.gettext("Participants (CSV)"),
        "registrations.xlsx": words.gettext("Participants (XLSX)"),
        "registrations.pdf": words.gettext("Participants (PDF)"),
        "attendance.pdf": words.gettext("Attendance sheets (PDF)"),
        "badges.pdf": words.gettext("Badges (PDF)"),
        "name-plates.pdf": words.gettext("Name plates (PDF)"),
        "forum.json": words.gettext("Everything (JSON)"),
    }
    people, refused = 0, ""
    try:
        people = (
            count_list(installed().database, slug, kind, _asked(), language=_language(forum)) if kind in KINDS else 0
        )
    except (UnknownColumn, NotFound) as error:
        refused, status = words.gettext(error.message, **error.values), 422
    return desk_page(
        "manage/why.html",
        forum,
        here="registrations",
        title=names[kind],
        status=status,
        wrong=wrong,
        refused=refused,
        reason=reason,
        people=people,
        told=_told(words, forum, kind),
        everything=kind == "forum.json",
        usual=kind in CUT,
        papers=_papers(words) if kind == "badges.pdf" else {},
        asked=_asked(),
        most=MOST_EMPTY,
        address=f"{request.path}?{request.query_string.decode('ascii', 'ignore')}",
    )


def _papers(words: Words) -> dict[str, str]:
    """What badges are printed on, as it is chosen from."""
    return {
        "sheet": words.gettext("Eight on a sheet of A4, to be cut"),
        "card": words.gettext("One on each page of 96 × 65 mm, for a badge printer"),
        "a6": words.gettext("One on each page of A6, for a holder"),
    }


def _told(words: Words, forum: DeskForum, kind: str) -> list[tuple[str, str]]:
    """The filters, group and columns of a list, as names and values; keys by what they are called."""
    asked, names = _asked(), filter_names(words)
    if kind not in KINDS:
        return []
    called = filter_values(installed().database, forum, words)
    found = []
    for item in asked.where:
        name, _equals, value = item.partition("=")
        label = words.gettext("Words") if name == "text" else names.get(name, name)
        shown = [called.get(name, {}).get(part.strip(), part.strip()) for part in value.split(",")]
        found.append((label, words.listed(shown) or words.gettext("none")))
    found += [(words.gettext("Grouped by"), names.get(asked.group, asked.group))] if asked.group else []
    found += [(words.gettext("Columns"), asked.columns)] if asked.columns else []
    return found


def _language(forum: DeskForum) -> str:
    """The content language of a file: the one asked for, else the interface's where the forum has it, else its first."""
    here = desk_words().interface
    return request.args.get("lang", "")[:35] or (here if here in forum.languages else forum.languages[0])


def _export(kind: str) -> Any:
    def ask(slug: str) -> Response:
        return _why_page(slug, kind)

    def give(slug: str) -> Response:
        reason, wrong = reason_given(desk_words())
        if wrong:
            return _why_page(slug, kind, wrong, reason, 422)
        try:
            return _file(slug, kind, reason)
        except (UnknownColumn, NotFound) as error:
            return _why_page(slug, kind, desk_words().gettext(error.message, **error.values), reason, 422)

    return ask, give


def _file(slug: str, kind: str, reason: str) -> Response:
    """The file, made whole before its first byte leaves, and sent from where it lies."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    forum, actor, given = forum_here(slug), guest().account.id, {"why": reason}
    language = _language(forum)
    try:
        if kind in SHEETS:
            export_list(installed().database, slug, kind, _asked(), out, language=language, actor=actor, **given)  # type: ignore[arg-type]
        elif kind in PRINTED:
            out.write(_print(slug, kind, language, actor, reason))
        else:
            out.write(export_draft(installed().database, installed().media, slug, actor=actor, **given))
    except BaseException:
        out.close()
        raise
    size = out.tell()
    out.seek(0)
    response = Response(_chunks(out), content_type=TYPES[kind.rpartition(".")[2]])
    response.content_length = size
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{kind}"'
    return response


def _print(slug: str, kind: str, language: str, actor: str, reason: str) -> bytes:
    """One long print at a time: a second one is asked to come back."""
    if not _PRINTING.acquire(timeout=5):
        raise RenderingBusy("Another list is being printed: try again in a minute.", seconds=30)
    try:
        config, database = installed().config, installed().database
        listed = print_list(
            database,
            slug,
            kind,
            _asked(),
            language=language,
            now=config.now(),
            base_url=config.base_url,
            actor=actor,
            why=reason,
        )
        with Renderer() as renderer:
            return render_long(listed.parts, renderer, numbers=listed.numbers)
    finally:
        _PRINTING.release()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


for _kind in (*SHEETS, *PRINTED, "forum.json"):
    _ask, _give = _export(_kind)
    _name = _kind.replace(".", "_").replace("-", "_")
    blueprint.add_url_rule(f"/{_kind}", f"{_name}_why", needs(may_export_people)(_ask))
    blueprint.add_url_rule(f"/{_kind}", _name, needs(may_export_people)(_give), methods=["POST"])
