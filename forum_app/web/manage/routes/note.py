"""The concept note of a forum or session: its outline, one section being written, what is missing, how far it is."""

import json
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused, NotFound, SetMeanwhile
from forum_app.domain.permissions import Place, may_edit, may_publish, may_see_desk
from forum_app.domain.trees import digest, value_at
from forum_app.domain.vocabularies import NoteState, SectionKind
from forum_app.forms.notes import section_form
from forum_app.forms.shown import sentence_in
from forum_app.i18n import Words, words
from forum_app.services.desk import DeskForum
from forum_app.services.note_states import note_states, set_note_state
from forum_app.services.notes import SectionLine, sections_of, start_note, written
from forum_app.services.ordering import add_below, move_thing
from forum_app.services.pending import checked_now, frozen_now
from forum_app.services.removing import remove_thing
from forum_app.services.things import Edit, EditClash, Saved, Stored, name_of, save_thing, thing_named
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.clashes import clash_told, set_meanwhile
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.note_page import drawing, is_new, new_heading, outline_lines, section_name
from forum_app.web.manage.nouns import Noun, Sayings
from forum_app.web.manage.release_words import by_rule, told_at
from forum_app.web.manage.thing_form import ThingForm
from forum_app.web.manage.thing_page import brought_back, gone_page
from forum_app.web.sent_files import wants_json

blueprint = Blueprint("note", __name__, url_prefix="/manage/<slug>")


def _said(word: Words) -> Sayings:
    return Sayings(word.gettext("Sections"), word.gettext("New section"), "", "")


SECTION = Noun("concept-note", "section", section_form, _said)


def _base(slug: str, session: str) -> str:
    return f"/manage/{slug}/sessions/{session}/concept-note" if session else f"/manage/{slug}/concept-note"


def _note_id(forum: DeskForum, session: str) -> str:
    return session or forum.id


@blueprint.get("/concept-note")
@needs(may_see_desk)
def note(slug: str) -> Response:
    return _show(slug, "")


@blueprint.get("/sessions/<session>/concept-note")
@needs(may_see_desk)
def session_note(slug: str, session: str) -> Response:
    return _show(slug, session)


def _show(slug: str, session: str) -> Response:
    forum = forum_here(slug)
    sections = sections_of(installed().database, forum.id, _note_id(forum, session))
    wanted = request.args.get("section", "")[:20] or (sections[0].id if sections else "")
    stored = _section(forum, session, wanted) if wanted else None
    form = ThingForm(SECTION, forum, stored.tree, stored.owner) if stored else None
    return _page(forum, session, sections, form, stored)


@blueprint.post("/concept-note")
@needs(may_edit)
def note_saved(slug: str) -> Response:
    return _save(slug, "")


@blueprint.post("/sessions/<session>/concept-note")
@needs(may_edit)
def session_note_saved(slug: str, session: str) -> Response:
    return _save(slug, session)


def _section(forum: DeskForum, session: str, key: str) -> Stored:
    """A section of this note; raises NotFound, also for one of another note."""
    stored = thing_named(installed().database, forum.id, "section", key)
    if stored.owner != _note_id(forum, session):
        raise NotFound("There is no such section in this note.")
    return stored


def _save(slug: str, session: str) -> Response:
    """Saves the section of the address, or does what a button of the outline says."""
    forum, word = forum_here(slug), desk_words()
    key, job = request.args.get("section", "")[:20], request.form.get("job", "")
    if job:
        return _do(forum, session, job, key)
    try:
        stored = _section(forum, session, key)
    except NotFound:
        if wants_json():  # the script stops, and leaves it to the button
            return Response(json.dumps({"clash": True, "problems": []}), 409, content_type="application/json")
        back = brought_back(SECTION, forum, key)
        if back is None:
            return gone_page(SECTION, forum, key, written=True, address=_at(forum, session, key))
        stored = back
    form = ThingForm(SECTION, forum, stored.tree, stored.owner)
    form.read()
    saved = _saved(form, forum, key)
    if wants_json():
        return _told(form, forum, key, saved)
    if saved is not None:
        new = saved.changed or request.form.get("_auto")  # the script has saved it already, a moment ago
        return done(_at(forum, session, key), word.gettext("Saved.") if new else word.gettext("Nothing was changed."))
    sections = sections_of(installed().database, forum.id, _note_id(forum, session))
    return _page(forum, session, sections, form, stored)


def _at(forum: DeskForum, session: str, key: str) -> str:
    """The address of a section, in the language that is being written."""
    beside = request.values.get("in", "")
    other = f"&in={beside}" if beside in forum.languages[1:] else ""
    return f"{_base(forum.slug, session)}?section={key}{other}"


def _saved(form: ThingForm, forum: DeskForum, key: str) -> Saved | None:
    """What was saved; None where the form says why nothing was."""
    if form.problems:
        form.status = 422
        return None
    try:
        return save_thing(installed().database, forum.id, "section", key, form.edit, actor=guest().account.id)
    except EditRefused as error:
        form.refuse(error)
    except EditClash as error:
        form.clashed(error)
    return None


def _told(form: ThingForm, forum: DeskForum, key: str, saved: Saved | None) -> Response:
    """For the script that saves while somebody writes: what the form stands on from now on, or why it wasn't saved.

    Only places that it changed, or has as they are kept, are new to it: what others changed meanwhile it hasn't seen.
    """
    if saved is None:
        reasons = [sentence_in(form.words, text) for _place, text in form.problems]
        told = {"clash": form.clash is not None, "problems": reasons}
        return Response(json.dumps(told), form.status, content_type="application/json")
    after = thing_named(installed().database, forum.id, "section", key).tree
    kept = {place: digest(value_at(after, place)) for place in form.posted.values}
    mine = {place for place, value in form.posted.values.items() if digest(value) == kept[place]}
    seen = {**form.seen, **{place: kept[place] for place in mine.union(saved.changed) & set(kept)}}
    return Response(json.dumps({"base": json.dumps(seen)}), content_type="application/json")


def _do(forum: DeskForum, session: str, job: str, key: str) -> Response:
    word, actor, database = desk_words(), guest().account.id, installed().database
    base, owner = _base(forum.slug, session), _note_id(forum, session)
    if job in ("start", "alone"):
        heading = {code: words(code).gettext("Introduction") for code in forum.languages}
        first = start_note(database, forum.id, owner, heading, actor=actor, alone=job == "alone")
        return done(f"{base}?section={first}", word.gettext("The note is begun: change its sections as you like."))
    if job == "add":
        return _add(forum, session, key)
    _section(forum, session, key)
    if job in ("up", "down"):
        return _move(forum, session, key, up=job == "up")
    if job == "delete":
        entry = remove_thing(database, forum.id, "section", key, actor=actor)
        return done(base, word.gettext("The section is deleted."), undo=f"/manage/{forum.slug}/undo/{entry}")
    raise NotFound("There is nothing to do here.")


def _add(forum: DeskForum, session: str, above: str) -> Response:
    """A new section below another, or at the end; its heading is what one writes first."""
    word, original, owner = desk_words(), forum.languages[0], _note_id(forum, session)
    edit = Edit({f"heading.{original}": new_heading(original), "kind": SectionKind.TEXT.value})
    made = add_below(installed().database, forum.id, "section", edit, above, actor=guest().account.id, owner=owner)
    lines = sections_of(installed().database, forum.id, owner) or []
    over = next((line for line in lines if line.id == above), None)
    said = word.gettext("A section was added at the end.")
    if over is not None:
        said = word.gettext("A section was added below “%(name)s”.", name=section_name(word, forum, over))
    return done(f"{_at(forum, session, made.id)}#heading.{original}", said)


def _move(forum: DeskForum, session: str, key: str, *, up: bool) -> Response:
    """Moves a section; the page comes back with the section that was being written, at the button that was pressed."""
    word, here = desk_words(), request.form.get("here", "")[:20]
    by = -1 if up else 1
    moved = move_thing(installed().database, forum.id, "section", key, by, actor=guest().account.id)
    lines = sections_of(installed().database, forum.id, _note_id(forum, session)) or []
    keys = [line.id for line in lines]
    place = keys.index(key)
    said = word.gettext("It stands there already.")
    if moved:
        name = section_name(word, forum, lines[place])
        said = word.gettext("“%(name)s” stands at place %(place)s of %(all)s now.", name=name, place=place + 1, all=len(keys))  # fmt: skip
    button = "up" if place and (up or place == len(keys) - 1) else "down"
    return done(f"{_at(forum, session, here if here in keys else key)}#{button}-{key}", said)


@blueprint.post("/concept-note/state")
@needs(may_publish)
def state(slug: str) -> Response:
    """How far a note is in one language; of a session's where the form names one."""
    forum, word, form = forum_here(slug), desk_words(), request.form
    session, code = form.get("session", "")[:20], form.get("language", "")[:35]
    chosen = form.get("state", "")
    if chosen not in set(NoteState):
        raise NotFound("There is no such state of a note.")
    note, wanted, was, actor = _note_id(forum, session), NoteState(chosen), form.get("_was", ""), guest().account.id
    try:
        set_note_state(installed().database, forum.id, note, code, wanted, actor=actor, was=was)
    except SetMeanwhile as error:
        return done(_base(slug, session), set_meanwhile(word, dict(state_names(word))[error.now]), "warn")
    return done(_base(slug, session), word.gettext("Saved."))


def state_names(word: Words) -> list[tuple[str, str]]:
    return [
        (NoteState.DRAFT.value, word.gettext("Draft")),
        (NoteState.IN_REVIEW.value, word.gettext("In review")),
        (NoteState.CLEARED.value, word.gettext("Cleared")),
        (NoteState.FINAL.value, word.gettext("Final")),
    ]


def _page(
    forum: DeskForum,
    session: str,
    sections: list[SectionLine] | None,
    form: ThingForm | None,
    stored: Stored | None,
) -> Response:
    word, base = desk_words(), _base(forum.slug, session)
    of_session = thing_named(installed().database, forum.id, "session", session) if session else None
    title = name_of(of_session.thing, word.interface) if of_session else word.gettext("Concept note")
    if sections is None:
        return desk_page("manage/note_start.html", forum, here="concept-note", title=title, base=base, session=session)
    pages = form.languages if form else [forum.languages[0]]
    content = frozen_now(installed().database, forum.slug).content
    progress = _progress(word, forum, session)
    found = [each for _rule, each in progress["findings"]]
    lines = outline_lines(word, forum, sections, content, session, pages[-1], found)
    kind = next((line.kind for line in sections if stored and line.id == stored.id), SectionKind.TEXT)
    clash = form.clash if form else None
    return desk_page(
        "manage/note.html",
        forum,
        here="concept-note",
        title=title,
        status=form.status if form else 200,
        base=base,
        session=session,
        lines=lines,
        current=stored.id if stored else "",
        form=form.shown() if form else None,
        unnamed=stored is not None and is_new(stored.thing, forum.languages[0]),
        drawn=drawing(word, content, kind, session, pages[-1], forum.slug),
        choices=_choices(word, forum, sections, pages[-1]),
        languages=pages,
        readonly=not may_edit(guest().actor, Place(forum.id)),
        **clash_told(clash, forum, word),
        **progress,
    )


def _choices(word: Words, forum: DeskForum, sections: list[SectionLine], here: str) -> list[dict[str, object]]:
    """The languages that the text can be shown in, with how much of it there is."""
    percent = written(sections, forum.languages)
    return [
        {"code": code if index else "", "label": word.own_name(code), "percent": percent[code], "here": code == here, "language": code}
        for index, code in enumerate(forum.languages)
    ]  # fmt: skip


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


def _progress(word: Words, forum: DeskForum, session: str) -> dict[str, Any]:
    """What the checker finds in the note, and how far it is in each language."""
    draft, findings = checked_now(installed().database, forum.slug)
    with installed().database.reading() as connection:
        states = note_states(connection, forum.id, _note_id(forum, session))
    base = _base(forum.slug, session)
    rules = [rule for rule in by_rule(word, draft, findings, forum.slug) if rule.found]
    return {
        "findings": [(rule, each) for rule in rules for each in rule.found if _path(each.address) == base],
        "state_names": state_names(word),
        "at": [(one, *(told_at(word, at, forum.zone) for at in (one.at, one.changed_at))) for one in states],
        "setting": may_publish(guest().actor, Place(forum.id)),
    }
