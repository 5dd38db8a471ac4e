"""One registration at the desk: its page, written anew or changed by an organiser, and the steps of its state."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, request
from msgspec.structs import replace

from forum_app import labels
from forum_app.domain.deciding import Step, fits
from forum_app.domain.draft_rules import several_lines
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.permissions import Place, may_change_registrations, may_see_private, may_see_registrations
from forum_app.domain.registration_rules import is_address
from forum_app.domain.registrations import Registration
from forum_app.domain.seats import modes_of
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.forms.desk_registering import DeskForm, desk_typed, read_at_desk
from forum_app.forms.fields import Field
from forum_app.forms.registering import Asked, Filled, full_said
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.my_registration import ChangedMeanwhile
from forum_app.services.one_registration import OneRegistration, one_registration
from forum_app.services.registering import NoPlace, SessionsFull
from forum_app.services.registration_asked import asked_at_desk
from forum_app.services.registration_changes import foreseen, reason_problem, step_with_one
from forum_app.services.registrations_at_desk import (
    AddressTaken,
    change_at_desk,
    register_at_desk,
    seen_at_desk,
    send_link_again,
)
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage import registration_words as told
from forum_app.web.manage.clashes import set_meanwhile
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here

blueprint = Blueprint("registration_desk", __name__, url_prefix="/manage/<slug>/registrations")
Typed = Mapping[str, Sequence[str]]


def _address(slug: str, key: str) -> str:
    return f"/manage/{slug}/registrations/{key}"


def _found(forum: DeskForum, key: str) -> OneRegistration:
    return one_registration(installed().database, forum, desk_words(), key)


def _posted() -> Typed:
    return {name: request.form.getlist(name) for name in request.form}


@blueprint.get("/<key>")
@needs(may_see_registrations)
def registration(slug: str, key: str) -> Response:
    """Everything that is kept of somebody who registered."""
    forum = forum_here(slug)
    return _page(forum, _found(forum, key))


def _page(
    forum: DeskForum, found: OneRegistration, *, wrong: str = "", reason: str = "", status: int = 200
) -> Response:
    words, item = desk_words(), found.registration
    private = may_see_private(guest().actor, Place(forum.id))
    with installed().database.reading() as connection:
        decisions = {step: foreseen(connection, forum.id, step, [item])[item.id] for step in Step if fits(step, item.status)}  # fmt: skip
    return desk_page(
        "manage/registration.html",
        forum,
        here="registrations",
        title=item.name or words.gettext("Without a name"),
        status=status,
        found=found,
        item=item,
        is_reached=is_address(item.email),
        address=_address(forum.slug, item.id),
        state=labels.registration_status(words, item.status),
        tone=told.TONES.get(item.status, ""),
        state_said=told.state_said(words, forum, found),
        buttons=told.buttons(words, found, decisions),
        history=told.history(words, forum, found),
        facts=told.facts(words, forum, found, private=private),
        answers=told.answers(words, forum, found),
        needs=told.needs(words, item) if private else [],
        consents=told.consents(words, forum, item),
        check_ins=told.check_ins(words, forum, found),
        mails=told.mails(words, forum, found),
        seats=told.seats_line(words, item.mode, found.seats.taken, found.seats.limit) if found.seats else "",
        wrong=wrong,
        reason=reason,
    )


@blueprint.post("/<key>/<any(confirm, decline, cancel, 'put-back'):step>")
@needs(may_change_registrations)
def take(slug: str, key: str, step: str) -> Response:
    """Confirms, declines, cancels or puts back; whoever comes second is told what it is now."""
    forum, words, reason = forum_here(slug), desk_words(), several_lines(request.form.get("reason", ""))
    if sentence := reason_problem(reason):
        return _page(forum, _found(forum, key), wrong=words.said(sentence), reason=reason, status=422)
    seen = request.form.get("_seen", "")
    outcome = step_with_one(
        installed().database,
        installed().config,
        forum.id,
        Step(step),
        key,
        int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 7 else -1,
        actor=guest().account.id,
        reason=reason,
    )
    here = _address(slug, key)
    now = labels.registration_status(words, outcome.now[key])
    if key in outcome.meanwhile:
        return done(here, set_meanwhile(words, now), "warn")
    decision = outcome.decided.get(key)
    if decision is not None and decision.status is None:
        return done(here, told.refused(words, decision), "warn")
    if decision is not None and decision.status == RegistrationStatus.WAITING and outcome.now[key] == decision.status:
        return done(here, words.gettext("No place is free for them now: they are on the waiting list."), "warn")
    return done(here, words.gettext("The registration is now: %(state)s.", state=now))


@blueprint.post("/<key>/link")
@needs(may_change_registrations)
def link(slug: str, key: str) -> Response:
    """Sends somebody the link to their own page again; too many within the hour are not sent, and it says so."""
    forum, words, here = forum_here(slug), desk_words(), _address(slug, key)
    if send_link_again(installed().database, installed().config, forum.id, key, actor=guest().account.id):
        return done(here, words.gettext("The link is on its way."))
    return done(here, words.gettext("Nothing was sent: this address got as many such mails within the hour as it gets. Try again later."), "warn")  # fmt: skip


def _shown(field: Field) -> str:
    """What stands in a field, in the words of its choices."""
    named = {choice.value: choice.label for choice in field.choices}
    several = [field.value] if isinstance(field.value, str) else field.value
    return ", ".join(named.get(one, one) for one in several if one)


def _differing(asked: Asked, words: Words, typed: Typed, now: Registration) -> list[tuple[str, str]]:
    """What is kept now where it isn't what was typed."""
    mine, kept = (DeskForm(asked, words, Filled(values)).parts() for values in (typed, desk_typed(now, asked)))
    pairs = zip((f for part in kept for f in part.fields), (f for part in mine for f in part.fields), strict=True)
    return [(there.label, _shown(there)) for there, here in pairs if there.value != here.value]


def _form(
    forum: DeskForum,
    asked: Asked,
    filled: Filled,
    *,
    key: str,
    name: str = "",
    base: str = "",
    taken: AddressTaken | None = None,
    meanwhile: Registration | None = None,
    status: int = 200,
) -> Response:
    """The form of a registration that is changed (``base``: what it was filled from), or of a new one."""
    words = desk_words()
    form = DeskForm(asked, words, filled, fresh=not base)
    return desk_page(
        "manage/registration_form.html",
        forum,
        here="registrations",
        title=words.gettext("Change: %(name)s", name=name) if base else words.gettext("New registration"),
        status=status,
        parts=form.parts(),
        problems=form.problems,
        whole=filled.problems.get("", ""),
        key=key,
        base=base,
        name=name,
        address=_address(forum.slug, f"{key}/change" if base else "new"),
        back=_address(forum.slug, key) if base else f"/manage/{forum.slug}/registrations",
        taken=taken,
        meanwhile=meanwhile is not None,
        differing=_differing(asked, words, filled.values, meanwhile) if meanwhile else [],
        tell=request.form.get("tell", "1" if request.method == "GET" else ""),
    )


@blueprint.get("/new")
@needs(may_change_registrations)
def new(slug: str) -> Response:
    forum = forum_here(slug)
    with installed().database.reading() as connection:
        asked = asked_at_desk(connection, forum, desk_words())
    return _form(
        forum, asked, Filled({"language": [forum.languages[0]], "mode": [modes_of(asked.plan)[0]]}), key=new_id()
    )


@blueprint.post("/new")
@needs(may_change_registrations)
def add(slug: str) -> Response:
    """Registers somebody, once however often the form is sent."""
    forum, words, typed, config = forum_here(slug), desk_words(), _posted(), installed().config
    key = request.form.get("_key", "")
    key = key if looks_like_id(key) else new_id()
    with installed().database.reading() as connection:
        asked = asked_at_desk(connection, forum, words)
    read = read_at_desk(asked, words, typed, config.now())
    if read.problems:
        return _form(forum, asked, Filled(typed, read.problems), key=key, status=422)
    comer = replace(read.registration, id=key)
    tell = bool(request.form.get("tell")) and bool(comer.email)
    try:
        status = register_at_desk(installed().database, config, forum.id, comer, actor=guest().account.id, tell=tell)
    except (NoPlace, SessionsFull, AddressTaken) as error:
        return _form(
            forum, asked, Filled(typed, _refused(words, asked, error)), key=key, taken=_taken(error), status=409
        )
    return done(_address(slug, key), words.gettext("The registration is now: %(state)s.", state=labels.registration_status(words, status)))  # fmt: skip


@blueprint.get("/<key>/change")
@needs(may_change_registrations)
def change(slug: str, key: str) -> Response:
    forum = forum_here(slug)
    found = _found(forum, key)
    item = found.registration
    filled = Filled(desk_typed(item, found.asked))
    return _form(forum, found.asked, filled, key=key, name=item.name, base=seen_at_desk(item))


@blueprint.post("/<key>/change")
@needs(may_change_registrations)
def keep(slug: str, key: str) -> Response:
    """Keeps what was written, unless somebody wrote something else meanwhile: then both are shown."""
    forum, words, typed, config = forum_here(slug), desk_words(), _posted(), installed().config
    found, base = _found(forum, key), request.form.get("_base", "")
    asked, name = found.asked, found.registration.name
    read = read_at_desk(asked, words, typed, config.now(), found.registration)
    if read.problems:
        return _form(forum, asked, Filled(typed, read.problems), key=key, name=name, base=base or "-", status=422)
    try:
        changed = change_at_desk(
            installed().database, config, forum.id, read.registration, base, actor=guest().account.id
        )
    except ChangedMeanwhile as error:
        now = seen_at_desk(error.now)
        return _form(forum, asked, Filled(typed), key=key, name=name, base=now, meanwhile=error.now, status=409)
    except (NoPlace, SessionsFull, AddressTaken) as error:
        filled = Filled(typed, _refused(words, asked, error))
        return _form(forum, asked, filled, key=key, name=name, base=base, taken=_taken(error), status=409)
    return done(_address(slug, key), words.gettext("Saved.") if changed else words.gettext("Nothing was changed."))


def _taken(error: Exception) -> AddressTaken | None:
    return error if isinstance(error, AddressTaken) else None


def _refused(words: Words, asked: Asked, error: NoPlace | SessionsFull | AddressTaken) -> dict[str, str]:
    """What stands in the way, beside its field."""
    _ = words.gettext
    if isinstance(error, AddressTaken):
        return {"email": _("%(name)s is registered with this address: each address registers once.", name=error.name)}
    if isinstance(error, SessionsFull):
        return {"sessions": full_said(words, asked, error.sessions)}
    return {"mode": _("No place is free: raise the places in the settings.")}
