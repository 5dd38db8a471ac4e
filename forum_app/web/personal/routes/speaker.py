"""A speaker's own page, by the key of their mail: the slot, the answer, prepared answers, the calendar, the data."""

from flask import Blueprint, Response, request

from forum_app.addresses import Addresses
from forum_app.branding import sheet_named
from forum_app.calendars.public import agenda_ics
from forum_app.domain.answering import words_in
from forum_app.domain.draft_rules import several_lines, tidy_line, unfit
from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import UnfitAddress, email_of
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import RoleState
from forum_app.services import speaking_answers as speaking
from forum_app.services.printing_now import printed_now
from forum_app.services.speaker_calendar import told_of
from forum_app.services.speaker_slides import places_of_slides
from forum_app.services.speaking import Speaker
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.brief import brief_html
from forum_app.web.personal.doors import holder, speaker_key
from forum_app.web.personal.shown import page
from forum_app.web.personal.speaker import Mine, mine
from forum_app.web.personal.speaker_page import speaker_page
from forum_app.web.sent_media import sent_media

blueprint = Blueprint("speaker", __name__, url_prefix="/s/<key>")
LONGEST_REASON, LONGEST_NAME, LONGEST_ANSWER = 2_000, 200, 10_000


def _back(key: str, done: str = "", part: str = "") -> Response:
    query = "&".join(each for each in (f"done={done}" if done else "", f"part={part}" if part else "") if each)
    return see_other(f"/s/{key}" + (f"?{query}" if query else ""))


@blueprint.get("")
@speaker_key
def speaker(key: str) -> Response:
    """The page; a mail's link chooses an answer, and nothing is kept before a press on the page."""
    here, args = mine(key), request.args
    html = speaker_page(here, chosen=args.get("part", ""), answer=args.get("answer", ""), done=args.get("done", ""))
    return page(html)


@blueprint.post("/answer")
@speaker_key
def answered(key: str) -> Response:
    here, form = mine(key), request.form
    session, yes = form.get("part", ""), form.get("answer") == "yes"
    roles = [part.role for part in here.speaker.parts if part.session == session and part.state != RoleState.TO_INVITE]
    reason, colleague = several_lines(form.get("reason", "")), tidy_line(form.get("colleague", ""))
    email, problems = form.get("colleague_email", "").strip(), {}
    if len(reason) > LONGEST_REASON or len(colleague) > LONGEST_NAME or unfit(reason) or unfit(colleague):
        problems["reason"] = here.view.words.gettext("This is too long, or holds characters that can't be kept.")
    try:
        email = email_of(email) if email else ""
    except UnfitAddress:
        problems["colleague_email"] = here.view.words.gettext("This is no e-mail address: write one such as name@example.org.")  # fmt: skip
    if problems and not yes:
        typed = {"reason": reason, "colleague": colleague, "colleague_email": email}
        return page(speaker_page(here, chosen=session, answer="no", problems=problems, typed=typed), 422)
    answer = speaking.Answer(roles, yes, reason, colleague, email)
    where = holder()
    speaking.answer_invitation(installed().database, installed().config, where.forum_id, where.person or "", answer)
    return _back(key, "yes" if yes else "no", session)


@blueprint.post("/questions")
@speaker_key
def questions(key: str) -> Response:
    """Prepared answers, all of the page at once; one that is too long keeps none, and loses nothing."""
    here = mine(key)
    most, typed, problems = here.speaker.plan.answer_words, {}, {}
    for each in here.speaker.questions:
        name = f"answer-{each.question.id}"
        if name not in request.form:
            continue
        typed[name] = several_lines(request.form[name])
        if reason := unfit(typed[name]):
            problems[name] = here.view.words.said(reason)
        elif words_in(typed[name]) > most or len(typed[name]) > LONGEST_ANSWER:
            problems[name] = here.view.words.gettext("This has %(count)d words; at most %(most)d are kept. Shorten it.", count=words_in(typed[name]), most=most)  # fmt: skip
    if problems:
        return page(speaker_page(here, problems=problems, typed=typed), 422)
    answers = {name.removeprefix("answer-"): text for name, text in typed.items()}
    speaking.keep_answers(installed().database, here.speaker.forum_id, here.speaker.person.id, answers)
    return _back(key, "answers")


@blueprint.post("/new-link")
@speaker_key
def new_link(key: str) -> Response:
    """Every link to this page is good for nothing from now on; a new one is on its way by mail."""
    here = mine(key)
    if not here.speaker.email:
        raise NotFound("Without an address no link can be sent.")
    speaking.replace_link(installed().database, installed().config, here.speaker.forum_id, here.speaker.person.id)
    return page(speaker_page(here, done="link"))


@blueprint.get("/agenda.ics")
@speaker_key
def agenda(key: str) -> Response:
    """Their sessions as a calendar to follow: as they are published, else as the draft has them."""
    here = mine(key)
    with installed().database.reading() as connection:
        sessions = {part.session for part in here.speaker.live_parts} | set(told_of(connection, here.speaker.person.id))
    base = Addresses(here.speaker.slug, installed().config.base_url)
    name = here.view.words.gettext("%(forum)s: my sessions", forum=here.view.plain(here.view.short_title))
    data = agenda_ics(here.view.release, here.view.language, base, sessions, name)
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
