"""A moderator's session: run from its page, shown to the speaker on a second screen, prepared beforehand."""

from flask import Blueprint, Response, request

from forum_app.domain.errors import NotFound
from forum_app.pages.run_of_show import Stand
from forum_app.services.run_material import moderates
from forum_app.web import run_extras, runs
from forum_app.web.installed import installed
from forum_app.web.personal.doors import form_token, holder, screen_here, screen_key, speaker_key
from forum_app.web.runs import Place

blueprint = Blueprint("running", __name__, url_prefix="/s/<key>/sessions/<session>")


def _place(key: str, session: str) -> Place:
    """The session of this address for its moderator; raises NotFound for everybody else."""
    here = holder()
    assert here.person is not None
    with installed().database.reading() as connection:
        if not moderates(connection, here.forum_id, session, here.person):
            raise NotFound("There is nothing at this address.")
    address = f"/s/{key}/sessions/{session}"
    stand = Stand(address, form_token(key), address, runs.language_asked())
    return Place(here.forum_id, here.slug, session, stand, here.person)


@blueprint.get("")
@speaker_key
def prepare(key: str, session: str) -> Response:
    return run_extras.show_preparation(_place(key, session), request.args.get("done", ""))


@blueprint.post("/notes")
@speaker_key
def notes(key: str, session: str) -> Response:
    return run_extras.take_notes(_place(key, session))


@blueprint.post("/minutes")
@speaker_key
def minutes(key: str, session: str) -> Response:
    return run_extras.take_minutes(_place(key, session))


@blueprint.post("/questions")
@speaker_key
def questions(key: str, session: str) -> Response:
    """The order of the questions, or where one is asked, from a form."""
    place = _place(key, session)
    return runs.take_steps(place, run_extras.back(place, "questions", f"q-{request.form.get('question', '')[:10]}"))


@blueprint.get("/cue-sheet.pdf")
@speaker_key
def cue_sheet(key: str, session: str) -> Response:
    return run_extras.give_cue_sheet(_place(key, session))


@blueprint.get("/run")
@speaker_key
def run(key: str, session: str) -> Response:
    return runs.show_run(_place(key, session))


@blueprint.get("/run/state")
@speaker_key
def state(key: str, session: str) -> Response:
    return runs.give_state(_place(key, session))


@blueprint.get("/run/screen")
@speaker_key
def own_screen(key: str, session: str) -> Response:
    """The speaker's screen on the moderator's own device."""
    return runs.show_screen(_place(key, session), "/run")


@blueprint.post("/run/screen-link")
@speaker_key
def screen_link(key: str, session: str) -> Response:
    return run_extras.make_screen_link(_place(key, session))


@blueprint.post("/run/steps")
@speaker_key
def steps(key: str, session: str) -> Response:
    return runs.take_steps(_place(key, session))


def _screen(key: str, session: str) -> Place:
    here = screen_here()
    return Place(here.forum_id, here.slug, session, Stand(f"/s/{key}/sessions/{session}/screen", ""))


@blueprint.get("/screen")
@screen_key
def screen(key: str, session: str) -> Response:
    """The speaker's screen, by a key that shows nothing else."""
    return runs.show_screen(_screen(key, session))


@blueprint.get("/screen/state")
@screen_key
def screen_state(key: str, session: str) -> Response:
    return runs.give_state(_screen(key, session), all_of_it=False)
