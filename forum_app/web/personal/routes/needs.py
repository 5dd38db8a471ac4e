"""What somebody needs and whether they are recorded, kept at once; and all that is kept of them, handed out."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.draft_rules import several_lines, unfit
from forum_app.domain.trees import tree_of
from forum_app.services.persons_data import own_data
from forum_app.services.speaking_answers import keep_private
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.doors import speaker_key
from forum_app.web.personal.needs import recording_text
from forum_app.web.personal.shown import page
from forum_app.web.personal.speaker import Mine, mine
from forum_app.web.personal.speaker_page import speaker_page

blueprint = Blueprint("needs", __name__, url_prefix="/s/<key>")
LONGEST = 4_000


@blueprint.post("/needs")
@speaker_key
def needs(key: str) -> Response:
    """Keeps needs and the answer on being recorded, with the text that was shown; yes is taken back by no."""
    here = mine(key)
    words, problems = here.view.words, {}
    typed = {name: several_lines(request.form.get(name, "")) for name in ("access_needs", "dietary_needs")}
    for name, text in typed.items():
        if reason := unfit(text):
            problems[name] = words.said(reason)
        elif len(text) > LONGEST:
            problems[name] = words.gettext("This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(text), most=LONGEST)  # fmt: skip
    if problems:
        typed["recording"] = request.form.get("recording", "")
        return page(speaker_page(here, problems=problems, typed=typed), 422)
    values: dict[str, Any] = dict(typed)
    if consent := _consent(here, request.form.get("recording", "")):
        values["recording"] = consent
    private = here.speaker.person.private
    before = tree_of(private) if private else {}
    changed = {name: value for name, value in values.items() if value != (before.get(name) or "")}
    if changed:
        keep_private(installed().database, here.speaker.forum_id, here.speaker.person.id, changed)
    return see_other(f"{here.address}?done=saved#needs")


def _consent(here: Mine, answer: str) -> dict[str, Any] | None:
    """The answer as it is kept; None where nothing was said, or the same as before. That stays as it was worded then: the
    form comes with it chosen, and whoever saves something else agrees to no new words."""
    if answer not in ("yes", "no"):
        return None
    private = here.speaker.person.private
    said = private.recording if private else None
    if said is not None and said.agrees == (answer == "yes"):
        return None
    return {"agrees": answer == "yes", "given_at": datetime.now(UTC).isoformat(), "text": recording_text(here)}


@blueprint.get("/data.json")
@speaker_key
def data(key: str) -> Response:
    here = mine(key)
    made = own_data(installed().database, here.speaker.forum_id, here.speaker.person.id)
    headers = {"Content-Disposition": f'attachment; filename="{here.speaker.slug}-my-data.json"'}
    return Response(made, content_type="application/json; charset=utf-8", headers=headers)
