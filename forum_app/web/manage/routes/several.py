"""Several things of a list at once: chosen there, changed or deleted here, taken back in one press."""

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import may_edit
from forum_app.forms.shown import sentence_in
from forum_app.services.several import (
    MOST,
    ChangedMeanwhile,
    Outcome,
    SeveralRefused,
    change_several,
    remove_several,
    undo_several,
)
from forum_app.services.thing_lists import keys_found
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.nouns import NOUNS, Noun
from forum_app.web.manage.routes.things import wanted_of
from forum_app.web.manage.several_form import SeveralForm, ids

blueprint = Blueprint("several", __name__, url_prefix="/manage/<slug>/several")


def _noun(path: str) -> Noun:
    noun = NOUNS.get(path)
    if noun is None or not noun.listed or not noun.several:
        raise NotFound("There is no such list.")
    return noun


@blueprint.get("/<noun>")
@needs(may_edit)
def choose(slug: str, noun: str) -> Response:
    forum, kind, args = forum_here(slug), _noun(noun), request.args
    if args.get("every"):
        keys = keys_found(installed().database, forum, kind.path, desk_words(), wanted_of(args))[: MOST + 1]
    else:
        keys = ids(args.getlist("key"))
    return _page(SeveralForm(kind, forum, keys))


@blueprint.post("/<noun>")
@needs(may_edit)
def change(slug: str, noun: str) -> Response:
    forum, kind = forum_here(slug), _noun(noun)
    form = SeveralForm(kind, forum, ids(request.form.get("keys", "").split()))
    form.read()
    if form.problems or not form.chosen.names:
        form.status = 422
        return _page(form)
    try:
        outcome = change_several(
            installed().database,
            forum.id,
            kind.kind,
            form.keys[:MOST],
            form.posted.changes,
            actor=guest().account.id,
            seen=form.seen or 0,
            settled=form.settled,
        )
    except ChangedMeanwhile as error:
        form.meanwhile, form.status = error.found, 409
        return _page(form)
    except SeveralRefused as error:
        form.status = 422
        return _page(form, error)
    return _answer(
        slug, kind, outcome, desk_words().ngettext("One is changed.", "%(num)d are changed.", outcome.changed)
    )


@blueprint.post("/<noun>/delete")
@needs(may_edit)
def delete(slug: str, noun: str) -> Response:
    forum, kind = forum_here(slug), _noun(noun)
    keys = ids(request.form.get("keys", "").split())[:MOST]
    outcome = remove_several(
        installed().database, forum.id, kind.kind, keys, actor=guest().account.id, now=installed().config.now()
    )
    text = desk_words().ngettext("One is deleted.", "%(num)d are deleted.", outcome.changed)
    return _answer(slug, kind, outcome, text)


@blueprint.post("/<noun>/undo/<int:first>/<int:last>")
@needs(may_edit)
def undo(slug: str, noun: str, first: int, last: int) -> Response:
    forum, kind, words = forum_here(slug), _noun(noun), desk_words()
    outcome = undo_several(installed().database, forum.id, first, last, actor=guest().account.id)
    said = [words.ngettext("One is as it was.", "%(num)d are as they were.", outcome.changed)]
    left = outcome.same + outcome.gone
    if left:
        said.append(
            words.ngettext("One was changed again since and stays.", "%(num)d were changed again since and stay.", left)
        )
    return done(f"/manage/{slug}/{kind.path}", " ".join(said), "warn" if left else "ok")  # fmt: skip


def _answer(slug: str, noun: Noun, outcome: Outcome, text: str) -> Response:
    words = desk_words()
    said = [text] if outcome.changed else [words.gettext("Nothing was changed.")]
    if outcome.gone:
        said.append(words.ngettext("One was deleted meanwhile.", "%(num)d were deleted meanwhile.", outcome.gone))
    undone = f"/manage/{slug}/several/{noun.path}/undo/{outcome.first}/{outcome.last}" if outcome.changed else ""
    return done(f"/manage/{slug}/{noun.path}", " ".join(said), "warn" if outcome.gone else "ok", undone)


def _page(form: SeveralForm, refused: SeveralRefused | None = None) -> Response:
    noun, words, forum = form.noun, form.words, form.forum
    saying = noun.say(words)
    number = len(form.chosen.names)
    return desk_page(
        "manage/several.html",
        forum,
        here=noun.path,
        title=words.ngettext("Change one at once", "Change %(num)d at once", number),
        status=form.status,
        crumb=(saying.many, f"/manage/{forum.slug}/{noun.path}"),
        address=f"/manage/{forum.slug}/several/{noun.path}",
        listed=f"/manage/{forum.slug}/{noun.path}",
        chosen=form.chosen,
        most=MOST if len(form.keys) > MOST else 0,
        rows=form.rows(),
        problems=[(place, sentence_in(words, text)) for place, text in form.problems],
        refused=[(name, [sentence_in(words, text) for _place, text in found]) for name, found in refused.found[:12]]
        if refused
        else [],
        clashes=form.clashes(),
        seen=form.chosen.seen if form.seen is None else form.seen,
        upto=form.chosen.seen,
    )
