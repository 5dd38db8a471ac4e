"""One person's data at the desk: what is kept of them, handed out with a reason, or erased once the name was typed."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.domain.permissions import may_export_people
from forum_app.domain.texts import folded, one_line
from forum_app.services.desk import DeskForum
from forum_app.services.erasing import erase_person, erasure_ahead
from forum_app.services.naming_texts import Named
from forum_app.services.persons_data import export_person
from forum_app.services.waiting_list import admit_waiting
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here
from forum_app.web.manage.kind_words import kinds_in_words
from forum_app.web.manage.reasons import reason_given

blueprint = Blueprint("persons_data", __name__, url_prefix="/manage/<slug>/people/<key>/data")
# Where a text of the draft is mended, by its table.
_PATHS = {
    "session": "sessions",
    "talk": "talks",
    "theme": "themes",
    "room": "rooms",
    "organisation": "organisations",
    "person": "people",
    "role": "roles",
    "key_question": "key-questions",
    "material": "materials",
    "reference": "references",
    "term": "terms",
    "question": "registration-questions",
    "delegation": "delegations",
}


@blueprint.get("")
@needs(may_export_people)
def data(slug: str, key: str) -> Response:
    return _page(forum_here(slug), key)


@blueprint.post("")
@needs(may_export_people)
def give(slug: str, key: str) -> Response:
    """The file, once there is a reason for the log."""
    forum = forum_here(slug)
    reason, wrong = reason_given(desk_words())
    if wrong:
        return _page(forum, key, status=422, no_reason=wrong, reason=reason)
    found = export_person(installed().database, forum.id, key, actor=guest().account.id, why=reason)
    response = Response(found, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{quote(key)}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/erase")
@needs(may_export_people)
def erase(slug: str, key: str) -> Response:
    """Erases for good, once the name was typed as it is shown; then says what others' texts still tell."""
    forum, words, config = forum_here(slug), desk_words(), installed().config
    name = erasure_ahead(installed().database, forum.id, key).name
    typed = one_line(request.form.get("typed", ""))
    if folded(typed) != folded(name):
        return _page(forum, key, status=422, not_typed=words.gettext("This is not the name. Nothing was erased."))
    done = erase_person(
        installed().database,
        config.instance,
        forum.id,
        key,
        actor=guest().account.id,
        base_url=config.base_url,
        now=config.now(),
    )
    admit_waiting(installed().database, forum.id, config)
    return desk_page(
        "manage/erased.html",
        forum,
        here="people",
        title=words.gettext("Erased"),
        done=done,
        named=_named(forum, done.named),
    )


def _page(
    forum: DeskForum, key: str, *, status: int = 200, no_reason: str = "", reason: str = "", not_typed: str = ""
) -> Response:
    words, ahead = desk_words(), erasure_ahead(installed().database, forum.id, key)
    if not ahead.is_known:
        raise NotFound("There is nothing left of this person: their data was erased.")
    return desk_page(
        "manage/persons_data.html",
        forum,
        here="people",
        title=words.gettext("Data of %(name)s", name=ahead.name),
        status=status,
        ahead=ahead,
        address=f"/manage/{forum.slug}/people/{quote(key)}/data",
        named=_named(forum, ahead.named),
        no_reason=no_reason,
        reason=reason,
        not_typed=not_typed,
    )


def _named(forum: DeskForum, named: tuple[Named, ...]) -> list[dict[str, Any]]:
    """Texts by others with where each is: a form of the desk, or a release that nobody edits."""
    words, base = desk_words(), f"/manage/{forum.slug}"
    kinds = kinds_in_words(words)
    found = []
    for text in named:
        address = f"{base}/{_PATHS[text.table]}/{text.key}" if text.table in _PATHS else ""
        if text.table == "section":
            address = f"{base}/concept-note?section={text.key}"
        if text.table == "forum":
            address = f"{base}/settings"
        where = words.gettext("Release %(number)s", number=text.release) if text.release else kinds.get(text.table, "")
        found.append({"address": address, "where": where, "what": text.what, "words": words.gettext("Slides may name them: look into them, and delete them here.") if text.slides else text.words})  # fmt: skip
    return found
