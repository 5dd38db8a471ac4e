"""Lists of organisations and of sessions, pasted as a list of people is: looked at first, then taken in."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused, ImportRefused
from forum_app.domain.permissions import may_edit
from forum_app.forms.shown import sentence_in
from forum_app.lists.pasted import MOST_BYTES, MOST_ROWS
from forum_app.services.desk import DeskForum
from forum_app.services.pasting_plan import What
from forum_app.services.pasting_things import paste_things
from forum_app.web.access import guest, needs, takes
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.nouns import NOUNS, Noun
from forum_app.web.manage.pasted_page import pasted_text
from forum_app.web.manage.pasted_things_page import PastedThings
from forum_app.web.manage.routes.pasting import FIELDS, ROOM, in_lines

blueprint = Blueprint("pasting_things", __name__, url_prefix="/manage/<slug>")


def _choose(noun: Noun) -> Callable[[str], Response]:
    def choose(slug: str) -> Response:
        return _field(forum_here(slug), noun, "")

    return choose


def _look(noun: Noun) -> Callable[[str], Response]:
    def look(slug: str) -> Response:
        forum, text = forum_here(slug), request.form.get("text", "")
        try:
            text = pasted_text()
            return _shown(noun, PastedThings(forum, noun, text))
        except ImportRefused as error:
            return _field(forum, noun, text, error)

    return look


def _save(noun: Noun) -> Callable[[str], Response]:
    def save(slug: str) -> Response:
        forum, words, text = forum_here(slug), desk_words(), request.form.get("text", "")
        try:
            text = pasted_text()
            page = PastedThings(forum, noun, text)
            taken = paste_things(
                installed().database, forum, noun.kind, page.table, page.chosen, key=page.key, actor=guest().account.id
            )
        except ImportRefused as error:
            return _field(forum, noun, text, error)
        except EditRefused as error:
            return _shown(noun, page, 422, in_lines(words, error))
        back = f"/manage/{slug}/{noun.path}"
        if not taken.entry:
            return done(back, words.gettext("Nothing was there to be saved: all of it is here already."))
        said = [_added(noun, taken.added)]
        if taken.rooms:
            said.append(words.ngettext("One room is new.", "%(num)d rooms are new.", taken.rooms))
        return done(back, " ".join(said), undo=f"/manage/{slug}/undo/{taken.entry}")

    return save


def _added(noun: Noun, count: int) -> str:
    words = desk_words()
    if noun.kind == "session":
        return words.ngettext("One session is new.", "%(num)d sessions are new.", count)
    return words.ngettext("One organisation is new.", "%(num)d organisations are new.", count)


def _field(forum: DeskForum, noun: Noun, text: str, error: ImportRefused | None = None) -> Response:
    words = desk_words()
    problems = [(place, sentence_in(words, sentence)) for place, sentence in error.problems[:20]] if error else []
    hint = words.gettext("Copy cells in Excel, LibreOffice or a table on the web and paste them here, headings too: name, acronym, constituency, country, web page. At most %(most)s lines.", most=MOST_ROWS)  # fmt: skip
    if noun.kind == "session":
        hint = words.gettext("Copy cells in Excel, LibreOffice or a table on the web and paste them here, headings too: title, day, start, end or minutes, room, kind. At most %(most)s lines.", most=MOST_ROWS)  # fmt: skip
    return desk_page(
        "manage/paste.html",
        forum,
        here=noun.path,
        title=words.gettext("Paste a list"),
        status=422 if error else 200,
        address=f"/manage/{forum.slug}/{noun.path}/paste",
        noun=noun.path,
        said=noun.say(words),
        lead=words.gettext("From a spreadsheet. Nothing is saved before you have seen what becomes of each line."),
        hint=hint,
        session="",
        text=text[:MOST_BYTES],
        problems=problems,
    )


def _shown(noun: Noun, page: PastedThings, status: int = 200, problems: list[str] | None = None) -> Response:
    things = page.things
    return desk_page(
        "manage/pasted_things.html",
        page.forum,
        here=noun.path,
        title=page.words.gettext("What the list becomes"),
        status=status,
        address=f"/manage/{page.forum.slug}/{noun.path}/paste",
        page=page,
        columns=page.columns(),
        meanings=page.meanings(),
        lines=page.lines(),
        problems=problems or [],
        new=things.count(What.NEW),
        completed=0,
        asked=0,
        known=things.count(What.KNOWN),
        left=things.count(What.TWICE, What.NOBODY, What.LEFT),
        told=sum(len(line.row.told) for line in things.lines),
    )


def _register() -> None:
    for path in ("organisations", "sessions"):
        noun, name = NOUNS[path], f"paste_{path}"
        blueprint.add_url_rule(f"/{path}/paste", name, needs(may_edit)(_choose(noun)))
        look, save = (needs(may_edit)(takes(ROOM, FIELDS)(view)) for view in (_look(noun), _save(noun)))
        blueprint.add_url_rule(f"/{path}/paste", f"{name}_look", look, methods=["POST"])
        blueprint.add_url_rule(f"/{path}/paste/save", f"{name}_save", save, methods=["POST"])


_register()
