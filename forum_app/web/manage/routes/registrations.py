"""Who comes: the list, and its files; each file of personal data asks why, and is written to the log."""

import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Any

from flask import Blueprint, Response, request

from forum_app.documents.long import render_long
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import NotFound, RenderingBusy
from forum_app.domain.permissions import may_export_people, may_see_registrations
from forum_app.domain.texts import is_blank, one_line
from forum_app.lists.columns import UnknownColumn
from forum_app.services.forum_files import export_draft
from forum_app.services.list_exports import PRINTED, SHEETS, export_list, print_list
from forum_app.services.registration_lists import Asked
from forum_app.services.registration_pages import registration_page
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here

blueprint = Blueprint("registrations", __name__, url_prefix="/manage/<slug>")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}
LONGEST_REASON, CHUNK = 300, 65_536
_PRINTING = threading.BoundedSemaphore(1)


@blueprint.get("/registrations")
@needs(may_see_registrations)
def registrations(slug: str) -> Response:
    forum, words, args = forum_here(slug), desk_words(), request.args
    page = args.get("page", "1")
    asked: dict[str, Any] = {
        "search": args.get("q", "")[:200],
        "status": args.get("status", "")[:20],
        "sort": args.get("sort", "name")[:10],
        "page": int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    }
    return desk_page(
        "manage/registrations.html",
        forum,
        here="registrations",
        title=words.gettext("Registrations"),
        found=registration_page(installed().database, forum, words, **asked),
        asked=asked,
    )


def _asked() -> Asked:
    """What a list is asked for, with the words that the command line has: columns, where, group, sort."""
    given = request.args
    where = tuple(item[:300] for item in given.getlist("where")[:20])
    return Asked(given.get("columns", "")[:2000], where, given.get("group", "")[:40], given.get("sort", "")[:300])


def _why_page(slug: str, kind: str, wrong: str = "", reason: str = "", status: int = 200) -> Response:
    words = desk_words()
    names = {
        "registrations.csv": words.gettext("Participants (CSV)"),
        "registrations.xlsx": words.gettext("Participants (XLSX)"),
        "registrations.pdf": words.gettext("Participants (PDF)"),
        "attendance.pdf": words.gettext("Attendance sheets (PDF)"),
        "forum.json": words.gettext("Everything (JSON)"),
    }
    return desk_page(
        "manage/why.html",
        forum_here(slug),
        here="registrations",
        title=names[kind],
        status=status,
        wrong=wrong,
        reason=reason,
        everything=kind == "forum.json",
        address=f"{request.path}?{request.query_string.decode('ascii', 'ignore')}",
    )


def _export(kind: str) -> Any:
    def ask(slug: str) -> Response:
        return _why_page(slug, kind)

    def give(slug: str) -> Response:
        words, reason = desk_words(), one_line(request.form.get("why", ""))[:LONGEST_REASON]
        if is_blank(reason):
            return _why_page(slug, kind, words.gettext("Say why, in a few words: it goes into the log."), status=422)
        try:
            return _file(slug, kind, reason)
        except (UnknownColumn, NotFound) as error:
            return _why_page(slug, kind, str(error), reason, 422)

    return ask, give


def _file(slug: str, kind: str, reason: str) -> Response:
    """The file, made whole before its first byte leaves, and sent from where it lies."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    forum, actor, given = forum_here(slug), guest().account.id, {"why": reason}
    language = request.args.get("lang", "") or forum.languages[0]
    if kind in SHEETS:
        export_list(installed().database, slug, kind, _asked(), out, language=language, actor=actor, **given)  # type: ignore[arg-type]
    elif kind in PRINTED:
        out.write(_print(slug, kind, language, actor, reason))
    else:
        out.write(export_draft(installed().database, installed().media, slug, actor=actor, **given))
    size = out.tell()
    out.seek(0)
    response = Response(_chunks(out), content_type=TYPES[kind.rpartition(".")[2]])
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{kind}"'
    return response


def _print(slug: str, kind: str, language: str, actor: str, reason: str) -> bytes:
    """One long print at a time: a second one is asked to come back."""
    if not _PRINTING.acquire(timeout=5):
        raise RenderingBusy("Another list is being printed: try again in a minute.", seconds=30)
    try:
        now = installed().config.now()
        listed = print_list(
            installed().database, slug, kind, _asked(), language=language, now=now, actor=actor, why=reason
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
    _name = _kind.replace(".", "_")
    blueprint.add_url_rule(f"/{_kind}", f"{_name}_why", needs(may_export_people)(_ask))
    blueprint.add_url_rule(f"/{_kind}", _name, needs(may_export_people)(_give), methods=["POST"])
