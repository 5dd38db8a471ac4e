"""The page of one thing: its form, what stands in it, and what is shown where somebody deleted it meanwhile."""

from typing import Any

from flask import Response, request

from forum_app.domain.draft_parts import Role
from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import Place, may_edit
from forum_app.domain.times import in_zone
from forum_app.domain.trees import Tree, blank_tree
from forum_app.services.desk import DeskForum
from forum_app.services.removing import as_it_was, deletion_of
from forum_app.services.session_parts import parts_of_session
from forum_app.services.thing_kinds import KINDS
from forum_app.services.things import Stored, name_of, thing_named
from forum_app.services.undoing import undo_entry
from forum_app.web.access import guest
from forum_app.web.installed import installed
from forum_app.web.manage.clashes import clash_told
from forum_app.web.manage.desk import desk_page
from forum_app.web.manage.nouns import Noun
from forum_app.web.manage.picture_form import picture_card, sending
from forum_app.web.manage.thing_form import ThingForm


def blank_of(noun: Noun) -> Tree:
    """A thing of a kind before anything is written."""
    return blank_tree(KINDS[noun.kind].struct)


def brought_back(noun: Noun, forum: DeskForum, key: str) -> Stored | None:
    """What was deleted while somebody wrote, where the form says that it is to come back; None where it doesn't."""
    deletion = deletion_of(installed().database, forum.id, key)
    if deletion is None or request.form.get("_then") != "bring-back":
        return None
    undo_entry(installed().database, forum.id, deletion.entry, actor=guest().account.id)
    return thing_named(installed().database, forum.id, noun.kind, key)


def gone_page(noun: Noun, forum: DeskForum, key: str, *, written: bool = False, address: str = "") -> Response:
    """The page of what somebody deleted: who and when, and a way back. What was ``written`` meanwhile stands in its form,
    which goes to ``address``. Raises NotFound where nobody deleted it.
    """
    deletion = deletion_of(installed().database, forum.id, key)
    if deletion is None:
        raise NotFound("There is no such thing in this forum: it was deleted, or belongs to another.")
    was = as_it_was(installed().database, forum.id, deletion.entry, noun.kind, key) if written else None
    form = ThingForm(noun, forum, was.tree if was else blank_of(noun), was.owner if was else None)
    if written:
        form.read()
        form.problems, form.clash = [], None
    words = form.words
    at = in_zone(deletion.at, forum.zone)
    return desk_page(
        "manage/gone.html",
        forum,
        here=noun.path if noun.listed else "sessions",
        title=deletion.name or noun.say(words).many,
        status=409 if written else 404,
        form=form.shown(),
        written=written,
        deletion=deletion,
        itself=deletion.kind == noun.kind,
        deleted_at=words.listed((words.day(at.date(), weekday=False), words.time(at))),
        crumb=(noun.say(words).many, f"/manage/{forum.slug}/{noun.path if noun.listed else 'sessions'}"),
        address=address or f"/manage/{forum.slug}/{noun.path}/{key}",
        languages=form.languages,
    )


def form_page(form: ThingForm, key: str, stored: Stored | None = None) -> Response:
    words, noun, forum = form.words, form.noun, form.forum
    saying = noun.say(words)
    title = (_title(form, stored) if stored else "") or saying.new
    path = f"/manage/{forum.slug}/{noun.path}/{key if stored else 'new'}"
    crumb = (saying.many, f"/manage/{forum.slug}/{noun.path}")
    if noun.within and form.owner:
        session = thing_named(installed().database, forum.id, "session", form.owner)
        crumb = (name_of(session.thing, words.interface), f"/manage/{forum.slug}/sessions/{form.owner}")
    clash = form.clash
    return desk_page(
        "manage/thing.html",
        forum,
        here=noun.path if noun.listed else "sessions",
        title=title,
        status=form.status,
        form=form.shown(),
        noun=noun,
        saying=saying,
        key=key,
        stored=stored,
        owner=form.owner,
        crumb=crumb,
        address=path,
        languages=form.languages,
        choices=_languages(form),
        readonly=not may_edit(guest().actor, Place(forum.id)),
        **clash_told(clash, forum, words),
        card=picture_card(noun.kind, key, stored.tree, forum, words) if stored else None,
        sending=sending(words),
        parts=parts_of_session(installed().database, forum, key, words) if stored and noun.kind == "session" else (),
    )


def _title(form: ThingForm, stored: Stored) -> str:
    """What a thing is called; a part by whose it is."""
    if isinstance(stored.thing, Role):
        return form.options.label("people", stored.thing.person).partition(" – ")[0]
    return name_of(stored.thing, form.words.interface)


def _languages(form: ThingForm) -> list[dict[str, Any]]:
    """The original alone, or with each other language of the forum beside it."""
    words, original = form.words, form.forum.languages[0]
    first = {"code": "", "label": words.language_name(original), "here": len(form.languages) == 1}
    others = [
        {"code": code, "label": words.language_name(code), "here": code in form.languages[1:]}
        for code in form.forum.languages[1:]
    ]
    return [first, *others]
