"""What somebody needs and whether they are recorded, kept at once; and all that is kept of them, handed out."""

from flask import Blueprint, Response, request

from forum_app.domain.draft_rules import several_lines
from forum_app.domain.trees import digest
from forum_app.services.persons_data import own_data
from forum_app.services.speaking_answers import WrittenMeanwhile, keep_needs
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.doors import speaker_key
from forum_app.web.personal.needs import recording_text
from forum_app.web.personal.own_words import LONGEST_NEEDS, seen_of, wrong_in_length
from forum_app.web.personal.shown import page
from forum_app.web.personal.speaker import Mine, mine
from forum_app.web.personal.speaker_page import speaker_page

blueprint = Blueprint("needs", __name__, url_prefix="/s/<key>")
FIELDS = ("access_needs", "dietary_needs")


@blueprint.post("/needs")
@speaker_key
def needs(key: str) -> Response:
    """Keeps needs and the answer on being recorded, with the text that was shown; yes is taken back by no. A field that
    isn't sent stays as it is."""
    here = mine(key)
    typed = {name: several_lines(request.form[name]) for name in FIELDS if name in request.form}
    problems = {
        name: wrong for name, text in typed.items() if (wrong := wrong_in_length(here.view.words, text, LONGEST_NEEDS))
    }
    if (answer := request.form.get("recording")) in ("yes", "no"):
        typed["recording"] = answer
        problems |= _asked_otherwise(here)
    if problems:
        return page(speaker_page(here, problems=problems, typed=typed), 422)
    who = (here.speaker.forum_id, here.speaker.person.id)
    try:
        keep_needs(installed().database, *who, typed, seen_of(typed), recording_text(here))
    except WrittenMeanwhile as error:
        return page(speaker_page(mine(key), clashes=error.now, typed=typed), 409)
    return see_other(here.at("#needs", done="saved"))


def _asked_otherwise(here: Mine) -> dict[str, str]:
    """That the words on being recorded are others than the page showed: nobody agrees to what they haven't read."""
    if seen_of(["text"]).get("text") in (None, digest(recording_text(here))):
        return {}
    return {
        "recording": here.view.words.gettext("What is asked here was changed meanwhile: read it, and answer again.")
    }


@blueprint.get("/data.json")
@speaker_key
def data(key: str) -> Response:
    here = mine(key)
    made = own_data(installed().database, here.speaker.forum_id, here.speaker.person.id)
    headers = {"Content-Disposition": f'attachment; filename="{here.speaker.slug}-my-data.json"'}
    return Response(made, content_type="application/json; charset=utf-8", headers=headers)
