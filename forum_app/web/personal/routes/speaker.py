"""A speaker's own page, by the key of their mail: the slot, the answer, prepared answers, the calendar, the data."""

from flask import Blueprint, Response, request

from forum_app.addresses import Addresses
from forum_app.branding import sheet_named
from forum_app.calendars.public import agenda_ics
from forum_app.domain.draft_rules import several_lines, tidy_line
from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import email_of
from forum_app.domain.trees import tree_of
from forum_app.services import speaking_answers as speaking
from forum_app.services.printing_now import printed_now
from forum_app.services.speaker_calendar import told_of
from forum_app.services.speaker_slides import places_of_slides
from forum_app.services.speaking import THERE, Speaker
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.brief import brief_html
from forum_app.web.personal.doors import holder, speaker_key
from forum_app.web.personal.link_sent import link_sent_page
from forum_app.web.personal.own_answers import Answering, roles_meant
from forum_app.web.personal.own_words import ANSWER, seen_of, written_to_none, wrong_in_answer, wrong_in_words
from forum_app.web.personal.shown import page
from forum_app.web.personal.speaker import Mine, mine
from forum_app.web.personal.speaker_page import speaker_page
from forum_app.web.sent_media import sent_media

blueprint = Blueprint("speaker", __name__, url_prefix="/s/<key>")


@blueprint.get("")
@speaker_key
def speaker(key: str) -> Response:
    """The page; a mail's link chooses an answer, and nothing is kept before a press on the page."""
    here, args = mine(key), request.args
    sent = Answering(args.get("part", ""), args.get("answer", ""))
    return page(speaker_page(here, sent=sent, done=args.get("done", "")))


@blueprint.post("/answer")
@speaker_key
def answered(key: str) -> Response:
    """Yes or no to parts in one session; anything else keeps nothing, and shows what was typed."""
    here, form = mine(key), request.form
    session, said = form.get("part", ""), form.get("answer", "")
    roles = roles_meant(here.speaker, session, form.getlist("role"))
    if roles is None:
        raise NotFound("This part of the programme is not yours, or is gone.")
    typed = {
        "reason": several_lines(form.get("reason", "")),
        "colleague": tidy_line(form.get("colleague", "")),
        "colleague_email": form.get("colleague_email", "").strip(),
    }
    problems = wrong_in_answer(here.view.words, roles, said, typed)
    if problems:
        return page(speaker_page(here, sent=Answering(session, said, roles, typed, problems)), 422)
    email = email_of(typed["colleague_email"]) if said == "no" and typed["colleague_email"] else ""
    answer = speaking.Answer(roles, said == "yes", typed["reason"], typed["colleague"], email)
    where = holder()
    speaking.answer_invitation(installed().database, installed().config, where.forum_id, where.person or "", answer)
    return see_other(here.at(done=said, part=session))


@blueprint.post("/questions")
@speaker_key
def questions(key: str) -> Response:
    """Prepared answers, all of the page at once; one that is too long keeps none, and loses nothing."""
    here = mine(key)
    words, most = here.view.words, here.speaker.plan.answer_words
    fields = [f"{ANSWER}{each.question.id}" for each in here.speaker.questions]
    typed = {name: several_lines(request.form[name]) for name in fields if name in request.form}
    if gone := written_to_none(fields):
        return page(speaker_page(here, typed=typed, gone=gone), 409)
    problems = {name: wrong for name, text in typed.items() if (wrong := wrong_in_words(words, text, most))}
    if problems:
        return page(speaker_page(here, problems=problems, typed=typed), 422)
    answers = {name.removeprefix(ANSWER): text for name, text in typed.items()}
    seen = {name.removeprefix(ANSWER): mark for name, mark in seen_of(typed).items()}
    try:
        speaking.keep_answers(installed().database, here.speaker.forum_id, here.speaker.person.id, answers, seen)
    except speaking.WrittenMeanwhile as error:
        clashes = {f"{ANSWER}{question}": text for question, text in error.now.items()}
        return page(speaker_page(mine(key), clashes=clashes, typed=typed), 409)
    return see_other(here.at("#questions", done="answers"))


@blueprint.post("/new-link")
@speaker_key
def new_link(key: str) -> Response:
    """Every link to this page is good for nothing from now on; a new one is on its way by mail."""
    here = mine(key)
    if not here.speaker.email:
        raise NotFound("Without an address no link can be sent.")
    speaking.replace_link(installed().database, installed().config, here.speaker.forum_id, here.speaker.person.id)
    return page(link_sent_page(here))


@blueprint.get("/agenda.ics")
@speaker_key
def agenda(key: str) -> Response:
    """Their sessions as a calendar to follow: as they are published, else as the draft has them; none that they declined."""
    here = mine(key)
    with installed().database.reading() as connection:
        told = told_of(connection, here.speaker.person.id)
    theirs = {part.session for part in here.speaker.parts if part.state in THERE}
    gone = told - here.view.content.session.keys()  # taken out of the programme: said to be cancelled
    base = Addresses(here.speaker.slug, installed().config.base_url)
    name = here.view.words.gettext("%(forum)s: my sessions", forum=here.view.plain(here.view.short_title))
    data = agenda_ics(here.view.release, here.view.language, base, theirs | gone, name, online=here.links)
    headers = {"Content-Disposition": 'inline; filename="my-sessions.ics"'}
    return Response(data, content_type="text/calendar; charset=utf-8", headers=headers)


@blueprint.get("/brief.pdf")
@speaker_key
def brief(key: str) -> Response:
    """One page of paper with all that they need to know."""
    here = mine(key)
    data = printed_now(brief_html(here, installed().config.now()), {}, most=1)
    headers = {"Content-Disposition": f'inline; filename="{here.speaker.slug}-brief.pdf"'}
    return Response(data, content_type="application/pdf", headers=headers)


@blueprint.get("/media/<name>")
@speaker_key
def media(key: str, name: str) -> Response:
    """A picture of the forum, or their own, as the page shows it."""
    here = mine(key)
    if name not in _files(here.speaker, here):
        raise NotFound("There is no such file.")
    return sent_media(installed().media.path(name))


def _files(speaker: Speaker, here: Mine) -> set[str]:
    content = here.view.content
    found = {person.photo.file for person in content.people if person.photo}
    found |= {content.forum.logo} if content.forum.logo else set()
    proposed = speaker.proposals.get((speaker.person.id, "photo"))
    for photo in (tree_of(speaker.person.photo) if speaker.person.photo else None, proposed):
        found |= {photo[name] for name in ("file", "original") if photo[name]} if photo else set()
    return found | {place.slides.file for place in places_of_slides(speaker) if place.slides and place.slides.file}


@blueprint.get("/style-<name>.css")
@speaker_key
def style(key: str, name: str) -> Response:
    """The colours of the forum, also where nobody sees it yet."""
    sheet = sheet_named(mine(key).view.content, name)
    if sheet is None:
        raise NotFound("There is no such style sheet.")
    return Response(sheet, content_type="text/css; charset=utf-8")
