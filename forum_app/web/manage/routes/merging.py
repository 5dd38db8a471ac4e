"""Two people who are one: found, seen side by side, merged by hand."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.alike import Likeness
from forum_app.domain.errors import EditRefused
from forum_app.domain.permissions import Place, may_edit, may_see_private
from forum_app.forms.controls import Control, Group, Spec, Widget
from forum_app.forms.posted import Posted, Reading, read_posted
from forum_app.forms.shown import Filling, shown_form
from forum_app.i18n import Words
from forum_app.services.alike_people import Alike, alike_people, pairs_of_people
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.merging_people import MergeClash, MergedAlready, merge_people, two_people
from forum_app.services.things import name_of, thing_named
from forum_app.web.access import guest, needs
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.clashes import clash_told
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.two_people import TwoPeople

blueprint = Blueprint("merging", __name__, url_prefix="/manage/<slug>/people")


@blueprint.get("/merge")
@needs(may_edit)
def doubles(slug: str) -> Response:
    """Who may stand twice in the list, and a form that takes any two."""
    return _finding(forum_here(slug), "")


@blueprint.get("/<key>/merge")
@needs(may_edit)
def double(slug: str, key: str) -> Response:
    """Who may be this person as well, and a form that takes anybody."""
    return _finding(forum_here(slug), key)


def _finding(forum: DeskForum, key: str) -> Response:
    words, asked = desk_words(), {"one", "two"} & set(request.args)
    options = DraftOptions(installed().database, forum, words.interface)
    person = thing_named(installed().database, forum.id, "person", key) if key else None
    spec, posted = _spec(words, alone=bool(key)), Posted()
    if asked:
        posted = read_posted(spec, request.args, Reading((), options))
        one, two = key or posted.values.get("one"), posted.values.get("two")
        if not posted.problems:
            return see_other(f"/manage/{forum.slug}/people/{one}/merge/{two}")
    filling = Filling(words, Reading((), options), posted.values, posted.problems)
    private = may_see_private(guest().actor, Place(forum.id))
    found = (
        alike_people(installed().database, forum, key, private=private)
        if key
        else pairs_of_people(installed().database, forum, private=private)
    )
    name = name_of(person.thing, words.interface) if person else ""
    base = f"/manage/{forum.slug}/people"
    return desk_page(
        "manage/doubles.html",
        forum,
        here="people",
        title=words.gettext("The same person twice?"),
        status=422 if posted.problems else 200,
        form=shown_form(spec, filling),
        address=f"{base}/{key}/merge" if key else f"{base}/merge",
        crumb=(name or words.gettext("People"), f"{base}/{key}" if key else base),
        name=name,
        pairs=_said(words, found, options, base),
    )


def _spec(words: Words, *, alone: bool) -> Spec:
    _ = words.gettext
    one = Control("one", Widget.REFERENCE, _("One person"), source="people", required=True, half=True)
    two = Control("two", Widget.REFERENCE, _("The other one"), source="people", required=True, half=not alone)
    return Spec("merge", (Group(_("Somebody else"), (two,) if alone else (one, two)),))


def _said(words: Words, found: Sequence[Alike], options: DraftOptions, base: str) -> list[dict[str, Any]]:
    _ = words.gettext
    reasons = {
        Likeness.ADDRESS: _("The same e-mail address"),
        Likeness.NAME: _("The same name"),
        Likeness.WORDS: _("One name is within the other"),
        Likeness.INITIAL: _("An initial in place of a name"),
        Likeness.SPELLING: _("One letter apart"),
    }
    return [
        {
            "one": options.label("people", pair.one),
            "two": options.label("people", pair.two),
            "why": reasons[pair.why],
            "address": f"{base}/{pair.one}/merge/{pair.two}",
        }
        for pair in found
    ]


@blueprint.get("/<key>/merge/<other>")
@needs(may_edit)
def both(slug: str, key: str, other: str) -> Response:
    """The two side by side."""
    forum = forum_here(slug)
    try:
        one, two = two_people(installed().database, forum.id, key, other)
    except EditRefused as error:
        return _not_these(forum, key, error)
    except MergedAlready as error:
        return _already(forum, error)
    return _page(TwoPeople(forum, one, two))


@blueprint.post("/<key>/merge/<other>")
@needs(may_edit)
def merge(slug: str, key: str, other: str) -> Response:
    """Merges them as it was chosen."""
    forum, words, database = forum_here(slug), desk_words(), installed().database
    try:
        one, two = two_people(database, forum.id, key, other)
    except MergedAlready as error:
        return _already(forum, error)
    except EditRefused as error:
        return _not_these(forum, key, error)
    page = TwoPeople(forum, one, two)
    wanted = page.wanted
    try:
        entry = merge_people(database, forum.id, wanted, actor=guest().account.id, private=page.private)
    except MergedAlready as error:
        return _already(forum, error)
    except MergeClash as error:
        page = TwoPeople(forum, *two_people(database, forum.id, key, other))
        page.clash, page.status = error, 409
        return _page(page)
    except EditRefused as error:
        page.problems, page.status = list(error.problems), 422
        return _page(page)
    gone = name_of((two if wanted.kept == one.id else one).thing, words.interface)
    text = words.gettext("“%(name)s” is part of this entry now.", name=gone)
    return done(f"/manage/{slug}/people/{wanted.kept}", text, undo=f"/manage/{slug}/undo/{entry}")


def _already(forum: DeskForum, error: MergedAlready) -> Response:
    text = desk_words().gettext("These two are one already: somebody merged them. Look whether what is kept is right.")
    return done(f"/manage/{forum.slug}/people/{error.kept}", text, "warn")


def _not_these(forum: DeskForum, key: str, error: EditRefused) -> Response:
    """Back to choosing somebody, with why these two can't be merged."""
    words = desk_words()
    sentence: Any = error.problems[0][1]
    return done(f"/manage/{forum.slug}/people/{key}/merge", words.gettext(sentence.message, **sentence.values), "bad")


def _page(page: TwoPeople) -> Response:
    words, forum, clash = page.words, page.forum, page.clash
    base = f"/manage/{forum.slug}/people"
    return desk_page(
        "manage/two_people.html",
        forum,
        here="people",
        title=words.gettext("Are these two one person?"),
        status=page.status,
        crumb=(name_of(page.one.thing, words.interface), f"{base}/{page.one.id}"),
        address=f"{base}/{page.one.id}/merge/{page.two.id}",
        page=page,
        rows=page.rows(),
        entries=page.entries(),
        problems=page.told(),
        **clash_told(clash, forum, words),
    )
