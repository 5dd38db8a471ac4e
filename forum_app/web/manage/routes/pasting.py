"""A list of people pasted from a spreadsheet, or as plain lines, or sent as a file: looked at first, then taken in."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused, ImportRefused
from forum_app.domain.identity import LENGTH
from forum_app.domain.permissions import may_edit
from forum_app.forms.shown import sentence_in
from forum_app.i18n import Words
from forum_app.lists.pasted import MOST_BYTES, MOST_ROWS
from forum_app.services.desk import DeskForum
from forum_app.services.pasting import AnswersMissing, paste_people
from forum_app.services.pasting_plan import What
from forum_app.web.access import guest, needs, takes
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.nouns import NOUNS
from forum_app.web.manage.pasted_page import PastedPage, pasted_text

blueprint = Blueprint("pasting", __name__, url_prefix="/manage/<slug>/people/paste")
# A list and a file of the largest size together, twice what is kept, so that more is refused in words.
ROOM, FIELDS = 3 * MOST_BYTES, MOST_ROWS + 200


@blueprint.get("")
@needs(may_edit)
def choose(slug: str) -> Response:
    """The field to paste into."""
    return _field(forum_here(slug), "")


@blueprint.post("")
@needs(may_edit)
@takes(ROOM, FIELDS)
def look(slug: str) -> Response:
    """What the list would do, line by line; nothing is changed."""
    forum, text = forum_here(slug), request.form.get("text", "")
    try:
        text = pasted_text()
        return _shown(PastedPage(forum, text))
    except ImportRefused as error:
        return _field(forum, text, error)


@blueprint.post("/save")
@needs(may_edit)
@takes(ROOM, FIELDS)
def save(slug: str) -> Response:
    """Takes the list in as it was looked at."""
    forum, words, text = forum_here(slug), desk_words(), request.form.get("text", "")
    try:
        text = pasted_text()
        page = PastedPage(forum, text)
        pasted = paste_people(
            installed().database,
            forum,
            page.table,
            page.asked,
            page.constituency,
            key=page.key,
            actor=guest().account.id,
        )
    except ImportRefused as error:
        return _field(forum, text, error)
    except AnswersMissing as error:
        page.plan, page.missing = error.plan, True
        return _shown(page, 422)
    except EditRefused as error:
        return _shown(page, 422, in_lines(words, error))
    if not pasted.entry:
        return done(
            f"/manage/{slug}/people", words.gettext("Nothing was there to be saved: all of it is here already.")
        )
    said = [words.ngettext("One person is new.", "%(num)d people are new.", pasted.added)] if pasted.added else []
    if pasted.completed:
        said.append(words.ngettext("One person was completed.", "%(num)d people were completed.", pasted.completed))
    if pasted.organisations:
        said.append(words.ngettext("One organisation is new.", "%(num)d organisations are new.", pasted.organisations))
    if pasted.parts:
        said.append(words.ngettext("One person has a part in the session.", "%(num)d people have a part in the session.", pasted.parts))  # fmt: skip
    back = f"sessions/{page.plan.session}#roles" if page.plan.session else "people"
    return done(f"/manage/{slug}/{back}", " ".join(said), undo=f"/manage/{slug}/undo/{pasted.entry}")


def in_lines(words: Words, error: EditRefused) -> list[str]:
    """What is wrong, each with its place."""
    return [
        words.gettext("%(label)s: %(value)s", label=place, value=sentence_in(words, sentence))
        for place, sentence in error.problems
    ]


def _field(forum: DeskForum, text: str, error: ImportRefused | None = None) -> Response:
    words = desk_words()
    problems = [(place, sentence_in(words, sentence)) for place, sentence in error.problems[:20]] if error else []
    return desk_page(
        "manage/paste.html",
        forum,
        here="people",
        title=words.gettext("Paste a list"),
        status=422 if error else 200,
        address=f"/manage/{forum.slug}/people/paste",
        noun="people",
        said=NOUNS["people"].say(words),
        lead=words.gettext("From a spreadsheet, or one name a line. Nothing is saved before you have seen what becomes of each line."),
        hint=words.gettext("Copy cells in Excel, LibreOffice or a table on the web and paste them here, headings too; or write lines such as “Ms Ana Silva, Ministry of Labour, Brazil”. At most %(most)s lines.", most=MOST_ROWS),
        text=text[:MOST_BYTES],
        session=request.values.get("session", "")[:LENGTH],
        problems=problems,
    )  # fmt: skip


def _shown(page: PastedPage, status: int = 200, problems: list[str] | None = None) -> Response:
    forum, plan = page.forum, page.plan
    more: dict[str, Any] = {"columns": page.columns(), "meanings": page.meanings(), "lines": page.lines()}
    return desk_page(
        "manage/pasted.html",
        forum,
        here="people",
        title=page.words.gettext("What the list becomes"),
        status=status,
        address=f"/manage/{forum.slug}/people/paste",
        page=page,
        problems=problems or [],
        new=plan.count(What.NEW),
        completed=sum(row.changes for row in plan.rows),
        known=sum(row.what == What.KNOWN and not row.changes for row in plan.rows),
        asked=plan.count(What.ASKED),
        left=plan.count(What.TWICE, What.NOBODY, What.LEFT),
        told=sum(len(row.row.told) for row in plan.rows),
        **more,
    )
