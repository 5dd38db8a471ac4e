"""Lists and forms of everything that a forum is made of: one way in for all kinds."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from forum_app.domain.errors import CantBringBack, EditRefused, ErasedMeanwhile, NotFound
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.permissions import may_edit, may_see_desk
from forum_app.domain.texts import folded
from forum_app.services.form_options import DraftOptions
from forum_app.services.listing import Wanted
from forum_app.services.merged_people import kept_for
from forum_app.services.ordering import move_thing
from forum_app.services.removing import remove_thing
from forum_app.services.thing_lists import list_things
from forum_app.services.things import EditClash, add_thing, name_of, save_thing, thing_named
from forum_app.services.undoing import undo_entry
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.links_left import links_left
from forum_app.web.manage.nouns import NOUNS, Noun
from forum_app.web.manage.question_page import before_deleting
from forum_app.web.manage.thing_form import ThingForm
from forum_app.web.manage.thing_page import blank_of, brought_back, form_page, gone_page

blueprint = Blueprint("things", __name__, url_prefix="/manage/<slug>")


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """What a list is to show, from its address; rubbish is the first page of everything."""
    page = args.get("page", "1")
    return Wanted(
        args.get("q", "")[:200],
        args.get("only", "")[:40],
        args.get("sort", "")[:4],
        int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _list(noun: Noun) -> Callable[[str], Response]:
    def show(slug: str) -> Response:
        forum, words, wanted = forum_here(slug), desk_words(), wanted_of(request.args)
        listing = list_things(installed().database, forum, noun.path, words, wanted)
        saying = noun.say(words)
        return desk_page(
            "manage/things.html",
            forum,
            here=noun.path,
            title=saying.many,
            noun=noun,
            saying=saying,
            listing=listing,
            wanted=wanted,
            address=f"/manage/{slug}/{noun.path}",
        )

    return show


def _new(noun: Noun) -> Callable[[str], Response]:
    def show(slug: str) -> Response:
        return form_page(ThingForm(noun, forum_here(slug), blank_of(noun), _owner(noun)), new_id())

    return show


def _owner(noun: Noun) -> str | None:
    """The session that a new part is of; none for one of the whole forum."""
    return (request.values.get("of", "")[:20] or None) if noun.within else None


def _add(noun: Noun) -> Callable[[str], Response]:
    def keep(slug: str) -> Response:
        forum, owner = forum_here(slug), _owner(noun)
        form = ThingForm(noun, forum, blank_of(noun), owner)
        key = request.form.get("_key", "")
        key = key if looks_like_id(key) else new_id()
        if not _ready(form):
            return form_page(form, key)
        try:
            saved = add_thing(
                installed().database, forum.id, noun.kind, form.edit, actor=guest().account.id, owner=owner, key=key
            )
        except EditRefused as error:
            form.refuse(error)
            return form_page(form, key)
        words = form.words
        if request.form.get("_then") == "another":
            return done(_query(f"/manage/{slug}/{noun.path}/new", owner), words.gettext("Saved. Here is the next one."))
        back = _after(slug, noun, saved.id, owner)
        return done(back if "#" in back else _query(back), _saved(form))

    return keep


def _saved(form: ThingForm) -> str:
    """What was done, with what was added on the way."""
    words, made = form.words, [f"“{made.name}”" for made in form.posted.made.values()]
    if not made:
        return words.gettext("Saved.")
    return words.gettext("Saved. Added as new, by name alone: %(names)s.", names=words.listed(made))


def _ready(form: ThingForm) -> bool:
    """Reads what was posted; whether it can be saved as it is."""
    form.read()
    if job := request.form.get("_do", ""):
        form.rearranged(job[:100])
        return False
    if form.problems:
        form.status = 422
        form.look_further()
    return not form.problems


def _after(slug: str, noun: Noun, key: str, owner: str | None) -> str:
    """Where to go on after saving: to the session that a part is of, else to the thing itself."""
    if noun.within and owner:
        return f"/manage/{slug}/sessions/{owner}#{noun.path}"
    return f"/manage/{slug}/{noun.path}/{key}"


def _show(noun: Noun) -> Callable[[str, str], Response]:
    def show(slug: str, key: str) -> Response:
        forum = forum_here(slug)
        try:
            stored = thing_named(installed().database, forum.id, noun.kind, key)
        except NotFound:
            if noun.kind == "person" and (kept := kept_for(installed().database, forum.id, key)):
                text = desk_words().gettext("Two people were merged: this is the one who was kept.")
                return done(_query(f"/manage/{slug}/people/{kept}"), text)
            return gone_page(noun, forum, key)
        return form_page(ThingForm(noun, forum, stored.tree, stored.owner), key, stored)

    return show


def _save(noun: Noun) -> Callable[[str, str], Response]:
    def keep(slug: str, key: str) -> Response:
        forum = forum_here(slug)
        try:
            stored = thing_named(installed().database, forum.id, noun.kind, key)
        except NotFound:
            returned = brought_back(noun, forum, key)
            if returned is None:
                return gone_page(noun, forum, key, written=True)
            stored = returned
        form = ThingForm(noun, forum, stored.tree, stored.owner)
        if not _ready(form):
            return form_page(form, key, stored)
        try:
            saved = save_thing(installed().database, forum.id, noun.kind, key, form.edit, actor=guest().account.id)
        except EditRefused as error:
            form.refuse(error)
        except EditClash as error:
            form.clashed(error)
        except ErasedMeanwhile:
            text = form.words.gettext("The data of this person was erased meanwhile. Nothing of your form was saved.")
            return done(f"/manage/{slug}/people", text, "warn")
        else:
            words = form.words
            text = _saved(form) if saved.changed else words.gettext("Nothing was changed.")
            back = _after(slug, noun, key, stored.owner)
            back = back if "#" in back else _query(back)
            left = links_left(forum, stored) if saved.changed else None
            return done(back, f"{text} {left[0]}", "warn", then=left[1]) if left else done(back, text)
        return form_page(form, key, stored)

    return keep


def _query(address: str, owner: str | None = None) -> str:
    """An address with the session that something new is of, and the language that stands beside the original."""
    language = request.values.get("in", "")
    fine = language.isascii() and language.replace("-", "").isalnum()
    asked = {**({"of": owner} if owner else {}), **({"in": language} if fine else {})}
    return f"{address}?{urlencode(asked)}" if asked else address


def _delete(noun: Noun) -> Callable[[str, str], Response]:
    def drop(slug: str, key: str) -> Response:
        forum, words = forum_here(slug), desk_words()
        stored = thing_named(installed().database, forum.id, noun.kind, key)
        asked = before_deleting(forum, key, name_of(stored.thing, words.interface)) if noun.kind == "question" else None
        if asked is not None:
            return asked
        entry = remove_thing(
            installed().database, forum.id, noun.kind, key, actor=guest().account.id, now=installed().config.now()
        )
        back = (
            f"/manage/{slug}/{noun.path}"
            if not (noun.within and stored.owner)
            else _after(slug, noun, "", stored.owner)
        )
        name = name_of(stored.thing, words.interface)
        text = words.gettext("“%(name)s” is deleted.", name=name) if name else words.gettext("It is deleted.")
        return done(back, text, undo=f"/manage/{slug}/undo/{entry}")

    return drop


def _move(noun: Noun) -> Callable[[str, str], Response]:
    def move(slug: str, key: str) -> Response:
        forum, words, up = forum_here(slug), desk_words(), request.form.get("to") == "up"
        owner = thing_named(installed().database, forum.id, noun.kind, key).owner
        moved = move_thing(installed().database, forum.id, noun.kind, key, -1 if up else 1, actor=guest().account.id)
        text = words.gettext("Moved.") if moved else words.gettext("It stands there already.")
        back = (
            _after(slug, noun, key, owner) if request.form.get("from") == "session" else f"/manage/{slug}/{noun.path}"
        )
        return done(back, text)

    return move


@blueprint.post("/undo/<int:entry>")
@needs(may_edit)
def undo(slug: str, entry: int) -> Response:
    """Takes back what the log tells of: what was deleted is here again, who was merged is two."""
    forum, words = forum_here(slug), desk_words()
    try:
        kind, key = undo_entry(installed().database, forum.id, entry, actor=guest().account.id)
    except CantBringBack as error:
        return done(f"/manage/{slug}/", words.gettext(error.message, **error.values), "warn")
    path = next((noun.path for noun in NOUNS.values() if noun.kind == kind), "sessions")
    address = f"/manage/{slug}/{path}/{key}".rstrip("/")
    if kind == "section":
        owner = thing_named(installed().database, forum.id, kind, key).owner
        note = "concept-note" if owner == forum.id else f"sessions/{owner}/concept-note"
        address = f"/manage/{slug}/{note}?section={key}"
    return done(address, words.gettext("It is back."))


@blueprint.get("/options/<source>")
@needs(may_edit)
def options(slug: str, source: str) -> Response:
    """Labels of at most ten people or organisations whose words match, for a field that finds while one types."""
    if source not in ("people", "organisations"):
        raise NotFound("Nothing is found here.")
    words = folded(request.args.get("q", "")[:200]).split()
    found = DraftOptions(installed().database, forum_here(slug), desk_words().interface).of(source)
    labels = [option.label for option in found if words and all(word in folded(option.label) for word in words)]
    return Response(json.dumps(labels[:10]), content_type="application/json")


def _register() -> None:
    for noun in NOUNS.values():
        name, path = noun.path.replace("-", "_"), f"/{noun.path}"
        if noun.listed:
            blueprint.add_url_rule(path, name, needs(may_see_desk)(_list(noun)))
        blueprint.add_url_rule(f"{path}/new", f"{name}_new", needs(may_edit)(_new(noun)))
        blueprint.add_url_rule(f"{path}/new", f"{name}_add", needs(may_edit)(_add(noun)), methods=["POST"])
        blueprint.add_url_rule(f"{path}/<key>", f"{name}_one", needs(may_see_desk)(_show(noun)))
        blueprint.add_url_rule(f"{path}/<key>", f"{name}_save", needs(may_edit)(_save(noun)), methods=["POST"])
        blueprint.add_url_rule(
            f"{path}/<key>/delete", f"{name}_delete", needs(may_edit)(_delete(noun)), methods=["POST"]
        )
        if noun.ordered:
            blueprint.add_url_rule(f"{path}/<key>/move", f"{name}_move", needs(may_edit)(_move(noun)), methods=["POST"])


_register()
