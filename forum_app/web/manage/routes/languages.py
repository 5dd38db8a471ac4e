"""Languages side by side: every text beside its original, what is missing and what is out of date; saved here."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from forum_app.domain.draft_rules import several_lines
from forum_app.domain.permissions import may_edit
from forum_app.domain.texts import direction, folded, is_blank, one_line, readable
from forum_app.domain.translations import Row, State, count, counts_by_kind, rows_into
from forum_app.domain.trees import digest
from forum_app.forms.controls import Widget
from forum_app.forms.posted import LONGEST, too_long
from forum_app.forms.shown import sentence_in
from forum_app.i18n import Words
from forum_app.markdown import submitted_rich
from forum_app.richtext import Footnotes, for_page
from forum_app.services.desk import DeskForum
from forum_app.services.translating import Outcome, Written, draft_for_translators, save_translations
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.kind_words import field_in_words, kinds_in_words

blueprint = Blueprint("languages", __name__, url_prefix="/manage/<slug>/languages")
ON_A_PAGE = 50
ONLY = ("todo", "missing", "old", "all")
_MOST = {"line": LONGEST[Widget.LINE], "plain": LONGEST[Widget.PLAIN], "rich": LONGEST[Widget.RICH]}


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: ``to`` which language, ``of`` which original, and which of the texts."""

    to: str
    source: str
    only: str
    kind: str
    q: str
    page: int

    def query(self, **changes: Any) -> str:
        values = {"to": self.to, "from": self.source, "only": self.only, "kind": self.kind, "q": self.q, "page": self.page}  # fmt: skip
        return urlencode({name: value for name, value in {**values, **changes}.items() if value and (name, value) != ("page", 1)})  # fmt: skip


@dataclass
class Typed:
    """What was sent and couldn't be kept, by row."""

    values: dict[str, str] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)
    status: int = 200


@blueprint.get("")
@needs(may_edit)
def languages(slug: str) -> Response:
    forum = forum_here(slug)
    wanted = _wanted(forum)
    return _page(forum, wanted, Typed())


@blueprint.post("")
@needs(may_edit)
def save(slug: str) -> Response:
    """Saves one field, all of the page, or says that a translation is still right."""
    forum, words = forum_here(slug), desk_words()
    wanted = _wanted(forum)
    draft = draft_for_translators(installed().database, forum.id)
    rows = {row.at: row for row in rows_into(draft, wanted.to, wanted.source)}
    typed = Typed()
    written = _written(rows, typed)
    outcome = save_translations(installed().database, forum.id, wanted.to, written, actor=guest().account.id)
    outcome.problems.update(typed.outcome.problems)
    if outcome.problems or outcome.theirs:
        typed.outcome, typed.status = outcome, 409 if outcome.theirs else 422
        return _page(forum, wanted, typed)
    saved = len(outcome.saved)
    text = words.ngettext("%(num)d text is saved.", "%(num)d texts are saved.", saved) if saved else words.gettext("Nothing was changed.")  # fmt: skip
    return done(f"/manage/{slug}/languages?{wanted.query()}{_anchor(wanted)}", text)


def _anchor(wanted: Wanted) -> str:
    """The row to go on with: the next one, which stands in the place of the saved one where that leaves the list."""
    one = request.form.get("_only", "") or request.form.get("_right", "")
    if not (one.isascii() and one.isdigit()):
        return ""
    return f"#row-{int(one) + (wanted.only == 'all')}"


def _wanted(forum: DeskForum) -> Wanted:
    args, codes = request.args, forum.languages
    others = codes[1:] or codes
    to = args.get("to", "")
    source = args.get("from", "")
    page = args.get("page", "1")
    only = args.get("only", "todo")
    return Wanted(
        to if to in codes else others[0],
        source if source in codes and source != to else "",
        only if only in ONLY else "todo",
        args.get("kind", "")[:40],
        args.get("q", "").strip()[:200],
        max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _written(rows: dict[str, Row], typed: Typed) -> list[Written]:
    """The translations that were sent and differ from what stood there; too long ones are refused here."""
    form, found = request.form, []
    chosen, right = form.get("_only", ""), form.get("_right", "")
    for index in range(ON_A_PAGE):
        at = form.get(f"at{index}")
        if at is None:
            continue
        row = rows.get(at)
        if row is None:
            typed.outcome.problems[at] = "This was deleted meanwhile."
            continue
        name = str(index)
        if form.get("_theirs") == name:
            continue  # what somebody else saved stays; all else that was written is kept
        value = row.value if right == name else _value(row, f"v{index}")
        typed.values[at] = value
        if right not in ("", name) or chosen not in ("", name):
            continue
        seen, made_from = form.get(f"seen{index}", ""), form.get(f"made{index}", "")
        if right == name:
            seen = digest(row.value)
        elif digest(value) == seen and chosen != name:
            continue  # nobody touched it
        if len(value) > _MOST[row.form]:
            typed.outcome.problems[at] = too_long(len(value), _MOST[row.form])
            continue
        source = form.get(f"source{index}", row.source)[:35]
        found.append(Written(at, row.kind, row.key, row.place, value, source, made_from, seen))
    return found


def _value(row: Row, name: str) -> str:
    if row.form == "rich":
        return submitted_rich(request.form, name, row.value)
    raw = request.form.get(name) or ""
    value = one_line(raw) if row.form == "line" else several_lines(raw)
    return "" if is_blank(value) else value


def _page(forum: DeskForum, wanted: Wanted, typed: Typed) -> Response:
    words = desk_words()
    draft = draft_for_translators(installed().database, forum.id)
    everything = rows_into(draft, wanted.to, wanted.source)
    kinds = counts_by_kind(everything)
    found = [row for row in everything if _fits(row, wanted) or row.at in typed.outcome.problems]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(wanted.page, pages)
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    names = kinds_in_words(words)
    later = next((index for index, row in enumerate(found[page * ON_A_PAGE :]) if _todo(row)), None)
    return desk_page(
        "manage/languages.html",
        forum,
        here="languages",
        title=words.gettext("Languages side by side"),
        status=typed.status,
        wanted=wanted,
        address=f"/manage/{forum.slug}/languages",
        tabs=[_tab(draft, code, wanted, words) for code in forum.languages if len(forum.languages) > 1],
        rows=[_shown(forum.slug, row, index, typed, words) for index, row in enumerate(shown)],
        total=count(everything),
        kinds=[(kind, names[kind], kinds[kind]) for kind in names if kind in kinds and kinds[kind].all],
        found=len(found),
        page=page,
        pages=pages,
        first_todo=next((index for index, row in enumerate(shown) if _todo(row)), None),
        later=None if later is None else (page + 1 + later // ON_A_PAGE, later % ON_A_PAGE),
        way=direction(wanted.to),
        language_name=words.language_name(wanted.to),
        sources=[(code, words.language_name(code)) for code in forum.languages if code != wanted.to],
        wrong=len(typed.outcome.problems) + len(typed.outcome.theirs),
        many_saved=len(typed.outcome.saved),
    )


def _todo(row: Row) -> bool:
    return row.state in (State.MISSING, State.OLD)


def _fits(row: Row, wanted: Wanted) -> bool:
    if wanted.kind and row.kind != wanted.kind:
        return False
    if (wanted.only == "todo" and not _todo(row)) or (wanted.only in ("missing", "old") and row.state != wanted.only):
        return False
    if not wanted.q:
        return True
    text = folded(f"{row.name} {readable(row.original)} {readable(row.value)}")
    return all(word in text for word in folded(wanted.q).split())


def _tab(draft: Any, code: str, wanted: Wanted, words: Words) -> dict[str, Any]:
    rows = rows_into(draft, code)
    return {"code": code, "name": words.language_name(code), "count": count(rows), "here": code == wanted.to}


def _shown(slug: str, row: Row, index: int, typed: Typed, words: Words) -> dict[str, Any]:
    """A row as the template draws it; what was typed and couldn't be kept stands in its field."""
    outcome = typed.outcome
    kept = row.at in outcome.saved or row.at not in typed.values
    problem = outcome.problems.get(row.at, "")
    notes = Footnotes(prefix=f"note{index}")
    original: Any = row.original
    if row.form == "rich":
        original = for_page(row.original, heading=3, media=lambda name: f"/manage/{slug}/media/{name}", footnotes=notes)
    return {
        "original": original,
        "notes": notes,
        "row": row,
        "index": index,
        "label": field_in_words(words, row.place),
        "way": direction(row.source),
        "value": row.value if kept else typed.values[row.at],
        "seen": digest(row.value),
        "error": sentence_in(words, problem) if problem else "",
        "theirs": outcome.theirs.get(row.at),
        "most": _MOST[row.form],
    }
