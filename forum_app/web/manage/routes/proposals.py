"""What speakers propose: taken over into the draft, or left as it is, one by one or all of a person at once."""

from flask import Blueprint, Response, request

from forum_app.domain.permissions import may_edit
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.pending import frozen_draft
from forum_app.services.proposals import Decided, leave, open_proposals, take_over
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.proposals_page import ProposalsPage

blueprint = Blueprint("proposals", __name__, url_prefix="/manage/<slug>/proposals")


@blueprint.get("")
@needs(may_edit)
def proposals(slug: str) -> Response:
    return _page(forum_here(slug), Decided())


@blueprint.post("")
@needs(may_edit)
def decide(slug: str) -> Response:
    """Decides on those that the pressed button names; what was changed since the page was made is shown and asked again."""
    forum, words = forum_here(slug), desk_words()
    doing, _colon, chosen = request.form.get("do", "").partition(":")
    shown = request.form.getlist("of-" + chosen[:10]) if doing.endswith("-all") else [chosen]
    seen = {key: request.form.get(f"seen-{key}", "") for key in shown[:1000]}
    # Of all at once nobody looked at each: what is another than when it was proposed is decided on by itself.
    asked = {key for key in seen if doing == "take-all" and request.form.get(f"moved-{key}")}
    actor, database = guest().account.id, installed().database
    if doing in ("take", "take-all"):
        decided = take_over(database, forum.id, {k: v for k, v in seen.items() if k not in asked}, actor=actor)
    else:
        decided = leave(database, forum.id, seen if doing in ("leave", "leave-all") else (), actor=actor)
    if decided.changed or decided.refused:
        return _page(forum, decided, 409 if decided.changed else 422)
    return done(f"/manage/{slug}/proposals", _said(words, decided, len(asked)), "warn" if asked else "ok")


def _said(words: Words, decided: Decided, asked: int) -> str:
    said_now = []
    if decided.taken:
        said_now.append(words.ngettext("One change is taken over.", "%(num)d changes are taken over.", decided.taken))
    if decided.left:
        said_now.append(words.ngettext("One field is left as it was: whoever proposed it sees that on their page.", "%(num)d fields are left as they were: whoever proposed it sees that on their page.", decided.left))  # fmt: skip
    if asked:
        said_now.append(words.ngettext("One was changed since it was proposed: choose for it.", "%(num)d were changed since they were proposed: choose for each.", asked))  # fmt: skip
    return " ".join(said_now) or words.gettext("Nothing was changed: it was decided already.")


def _page(forum: DeskForum, decided: Decided, status: int = 200) -> Response:
    words, database = desk_words(), installed().database
    with database.reading() as connection:
        waiting = open_proposals(connection, forum.id)
        draft = frozen_draft(database, connection, forum.id).draft
    refused = {key: " ".join(words.said(each) for each in sentences) for key, sentences in decided.refused.items()}
    page = ProposalsPage(words, DraftOptions(database, forum, words.interface), draft, decided.changed, refused)
    return desk_page(
        "manage/proposals.html",
        forum,
        here="proposals",
        title=words.gettext("Proposals"),
        status=status,
        proposers=page.proposers(waiting),
        changed=bool(decided.changed),
        refused=bool(decided.refused),
        taken=decided.taken,
    )
