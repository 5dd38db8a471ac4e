"""What surrounds the running of a session: its preparation, notes to speakers, the cue sheet, the second screen's address."""

from flask import Response, request
from sqlalchemy import Connection

from forum_app.documents.cue_sheet import cue_sheet_html
from forum_app.domain.errors import EditRefused
from forum_app.domain.trees import digest
from forum_app.pages.run_prepared import WrongMinutes, WrongNotes, prepare_page, screen_link_page
from forum_app.services.printing_now import printed_now
from forum_app.services.proposing import write_minutes
from forum_app.services.run_material import LONGEST_NOTE, note_as_kept, write_notes
from forum_app.services.screen_keys import NewKey, new_screen_key
from forum_app.services.speaking_answers import WrittenMeanwhile
from forum_app.services.things import EditClash
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.runs import HTML, Place, material_of, stage_of, style_of

MOST_MINUTES = 720
_NOTE = "n-"  # before the speaker, in the name of a field


def back(place: Place, done: str, part: str = "") -> str:
    """The preparation again, saying what was done."""
    query = place.stand.query
    return f"{place.stand.address}{query}{'&' if query else '?'}done={done}" + (f"#{part}" if part else "")


def show_preparation(
    place: Place,
    done: str = "",
    wrong_notes: WrongNotes | None = None,
    status: int = 200,
    wrong_minutes: WrongMinutes | None = None,
) -> Response:
    view, material, now = material_of(place)
    words = view.words
    said = {
        "notes": words.gettext("The notes are kept."),
        "questions": words.gettext("The questions are kept."),
        "minutes": words.gettext("The minutes are kept."),
        "proposed": words.gettext("The run of show and the cue sheet go by these minutes. What differs from the programme, the organisers see as a proposal."),
    }  # fmt: skip
    page = prepare_page(
        view,
        material,
        stage_of(now),
        place.stand,
        style_of(place),
        said=said.get(done, ""),
        wrong_notes=wrong_notes,
        wrong_minutes=wrong_minutes,
    )
    return Response(page, status, content_type=HTML)


def take_minutes(place: Place) -> Response:
    """How long the talks last, from one form; what was typed stands in its fields again where it can't be kept."""
    view, material, _now = material_of(place)
    words = view.words
    typed = {talk.id: request.form[f"m-{talk.id}"].strip() for talk in material.session.talks if f"m-{talk.id}" in request.form}  # fmt: skip
    changed = {key: text for key, text in typed.items() if text != request.form.get(f"was-{key}", "")}
    minutes = {key: _minutes(text) for key, text in changed.items()}
    if bad := [key for key, value in minutes.items() if value == 0]:
        says = words.gettext("Minutes are a number from 1 to %(most)s, or nothing.", most=MOST_MINUTES)
        return show_preparation(place, status=422, wrong_minutes=WrongMinutes(typed, says, bad))
    seen = {key: request.form.get(f"kept-{key}", "")[:80] for key in minutes}
    try:
        written = write_minutes(installed().database, place.forum_id, place.by, minutes, seen)
    except EditClash:
        says = words.gettext("An organiser changed minutes meanwhile: look at them, and save again.")
        return show_preparation(place, status=409, wrong_minutes=WrongMinutes({}, says, yours=changed))
    except EditRefused as error:
        says = " ".join(words.said(said) for _place, said in error.problems)
        return show_preparation(place, status=422, wrong_minutes=WrongMinutes(typed, says))
    return see_other(back(place, "proposed" if written.proposed else "minutes", "order-h"))


def _minutes(text: str) -> int | None:
    """What was typed; None where that is nothing, 0 where it is no length."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_MINUTES else 0


def take_notes(place: Place) -> Response:
    """What the speakers are told, from one form, all of it or nothing; what was typed stands in its fields again where it
    can't be kept."""
    view, material, _now = material_of(place)
    words = view.words
    sent = {name.removeprefix(_NOTE)[:10]: text for name, text in request.form.items() if name.startswith(_NOTE)}
    seen = {to: request.form.get(f"was-{to}", digest("")) for to in sent}
    typed = {to: text for to, text in sent.items() if digest(note_as_kept(text)) != seen[to]}
    if gone := [text for to, text in typed.items() if to not in material.speakers and text.strip()]:
        return show_preparation(place, status=409, wrong_notes=WrongNotes(typed, seen, gone=gone))
    notes = {to: text for to, text in typed.items() if to in material.speakers}
    try:
        write_notes(installed().database, place.forum_id, material, notes, seen, by=place.by)
    except EditRefused as error:
        long = words.ngettext("At most %(num)d character is kept: shorten it.", "At most %(num)d characters are kept: shorten it.", LONGEST_NOTE)  # fmt: skip
        says = {to: long for to, _said in error.problems}
        return show_preparation(place, status=422, wrong_notes=WrongNotes(typed, seen, says))
    except WrittenMeanwhile as error:
        says = dict.fromkeys(error.now, words.gettext("Somebody else wrote this meanwhile. Save again to put yours in its place:"))  # fmt: skip
        was = seen | {to: digest(text) for to, text in error.now.items()}
        return show_preparation(place, status=409, wrong_notes=WrongNotes(typed, was, says, error.now))
    return see_other(back(place, "notes", "notes-h"))


def give_cue_sheet(place: Place) -> Response:
    """The session on paper, made now and kept nowhere."""
    view, material, now = material_of(place)
    config = installed().config
    html = cue_sheet_html(material, now.run, view.language, config.base_url, config.now())
    pdf = printed_now([html], {})
    name = f"{place.slug}-cue-sheet-{place.session}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(pdf, content_type="application/pdf", headers=headers)


def make_screen_link(place: Place) -> Response:
    """A new key for the speaker's screen, shown once: as an address, and as a code for another device. With ``alone`` the
    keys made before are good for nothing any more."""
    view, material, _now = material_of(place)
    config, ends_at = installed().config, material.session.ends_at

    alone = request.form.get("alone") == "1"

    def job(connection: Connection) -> NewKey:
        return new_screen_key(connection, place.forum_id, place.session, ends_at, config.now(), alone=alone)

    made = installed().database.in_turn(place.forum_id, job)
    address = f"{config.base_url}/s/{made.key}/sessions/{place.session}/screen{place.stand.query}"
    shown = screen_link_page(view, place.stand, style_of(place), address, made.until, others=made.others, alone=alone)
    return Response(shown, content_type=HTML)
