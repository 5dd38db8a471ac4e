"""The concept note of a forum or session: its outline, one section being written, what is missing, how far it is."""

from flask import Blueprint, Response, redirect, request

from forum_app import labels
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.permissions import Place, may_edit, may_publish, may_see_desk
from forum_app.domain.texts import pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import NoteState, SectionKind
from forum_app.forms.notes import section_form
from forum_app.i18n import Words, words
from forum_app.services.desk import DeskForum
from forum_app.services.note_states import note_states, set_note_state
from forum_app.services.notes import SectionLine, move_thing, sections_of, start_note, written
from forum_app.services.pending import checked_now
from forum_app.services.removing import remove_thing
from forum_app.services.things import Edit, EditClash, Stored, add_thing, name_of, save_thing, thing_named
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.nouns import Noun, Sayings
from forum_app.web.manage.release_words import by_rule
from forum_app.web.manage.thing_form import ThingForm

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
    stored = thing_named(installed().database, forum.id, "section", wanted) if wanted else None
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


def _save(slug: str, session: str) -> Response:
    """Saves the section of the address, or does what a button of the outline says."""
    forum, word, actor = forum_here(slug), desk_words(), guest().account.id
    key, base, job = request.args.get("section", "")[:20], _base(slug, session), request.form.get("job", "")
    if job:
        return _do(forum, session, job, key)
    stored = thing_named(installed().database, forum.id, "section", key)
    form = ThingForm(SECTION, forum, stored.tree, stored.owner)
    form.read()
    if form.problems:
        form.status = 422
    else:
        try:
            saved = save_thing(installed().database, forum.id, "section", key, form.edit, actor=actor)
        except EditRefused as error:
            form.refuse(error)
        except EditClash as error:
            form.clashed(error)
        else:
            text = word.gettext("Saved.") if saved.changed else word.gettext("Nothing was changed.")
            beside = form.languages[1:]
            return done(f"{base}?section={key}{f'&in={beside[0]}' if beside else ''}", text)
    sections = sections_of(installed().database, forum.id, _note_id(forum, session))
    return _page(forum, session, sections, form, stored)


def _do(forum: DeskForum, session: str, job: str, key: str) -> Response:
    word, actor, database = desk_words(), guest().account.id, installed().database
    base, owner = _base(forum.slug, session), _note_id(forum, session)
    if job == "start":
        heading = {code: words(code).gettext("Introduction") for code in forum.languages}
        return done(f"{base}?section={start_note(database, forum.id, owner, heading, actor=actor)}", word.gettext("The note is begun: change its sections as you like."))  # fmt: skip
    if job == "add":
        heading = {f"heading.{forum.languages[0]}": word.gettext("New section"), "kind": SectionKind.TEXT.value}
        new = add_thing(database, forum.id, "section", Edit(heading), actor=actor, owner=owner)
        return done(f"{base}?section={new.id}", word.gettext("A section was added at the end."))
    if job in ("up", "down"):
        move_thing(database, forum.id, "section", key, -1 if job == "up" else 1, actor=actor)
        return done(f"{base}?section={key}", word.gettext("Moved."))
    if job == "delete":
        entry = remove_thing(database, forum.id, "section", key, actor=actor)
        return done(base, word.gettext("The section is deleted."), undo=f"/manage/{forum.slug}/undo/{entry}")
    raise NotFound("There is nothing to do here.")


@blueprint.post("/concept-note/state")
@needs(may_publish)
def state(slug: str) -> Response:
    """How far a note is in one language; of a session's where the form names one."""
    forum, word, form = forum_here(slug), desk_words(), request.form
    session, code = form.get("session", "")[:20], form.get("language", "")[:35]
    chosen = form.get("state", "")
    kept = NoteState(chosen) if chosen in set(NoteState) else NoteState.DRAFT
    set_note_state(installed().database, forum.id, _note_id(forum, session), code, kept, actor=guest().account.id)
    return redirect(_base(slug, session), 303) if request.headers.get("X-Fragment") else done(_base(slug, session), word.gettext("Saved."))  # type: ignore[return-value] # fmt: skip


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
    clash = form.clash if form else None
    return desk_page(
        "manage/note.html",
        forum,
        here="concept-note",
        title=title,
        status=form.status if form else 200,
        base=base,
        session=session,
        lines=[_line(word, forum, line) for line in sections],
        current=stored.id if stored else "",
        form=form.shown() if form else None,
        choices=_choices(word, forum, sections, pages[-1]),
        languages=pages,
        readonly=not may_edit(guest().actor, Place(forum.id)),
        clash_who=clash.who if clash else "",
        clash_at=word.time(in_zone(clash.at, forum.zone)) if clash and clash.at else "",
        **_progress(word, forum, session),
    )


def _choices(word: Words, forum: DeskForum, sections: list[SectionLine], here: str) -> list[dict[str, object]]:
    """The languages that the text can be shown in, with how much of it there is."""
    percent = written(sections, forum.languages)
    return [
        {"code": code if index else "", "label": word.own_name(code), "percent": percent[code], "here": code == here, "language": code}
        for index, code in enumerate(forum.languages)
    ]  # fmt: skip


def _progress(word: Words, forum: DeskForum, session: str) -> dict[str, object]:
    """What the checker finds in the note, and how far it is in each language."""
    draft, findings = checked_now(installed().database, forum.slug)
    with installed().database.reading() as connection:
        states = note_states(connection, forum.id, _note_id(forum, session))
    rules = [rule for rule in by_rule(word, draft, findings, forum.slug) if rule.found]
    return {
        "findings": [(rule, found) for rule in rules for found in rule.found if "concept-note" in found.address],
        "state_names": state_names(word),
        "at": [(one, word.day(one.at.date(), weekday=False) if one.at else "") for one in states],
        "setting": may_publish(guest().actor, Place(forum.id)),
    }


def _line(word: Words, forum: DeskForum, line: SectionLine) -> dict[str, object]:
    """A section as the outline names it: whether it is drawn from the programme, written, or empty."""
    name = pick(line.heading, word.interface, forum.languages) or labels.section(word, line.kind)
    drawn = line.kind != SectionKind.TEXT
    missing = [code for code in forum.languages[1:] if line.words.get(forum.languages[0]) and not line.words.get(code)]
    state = "drawn" if drawn and not any(line.words.values()) else "empty" if not any(line.words.values()) else "missing" if missing else "whole"  # fmt: skip
    return {"id": line.id, "name": name or word.gettext("Without a heading"), "state": state, "words": line.words}
