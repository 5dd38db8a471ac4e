"""Registering: the form, its receipt, and the link sent again to whoever lost it."""

from flask import Blueprint, Response, request

from forum_app.addresses import Addresses
from forum_app.domain.errors import ForumError, NotFound, TooManyAttempts
from forum_app.domain.registration_rules import same_address
from forum_app.domain.seats import Opening, opening_of
from forum_app.domain.vocabularies import Visibility
from forum_app.forms.registering import Asked, Filled, all_full, full_said
from forum_app.forms.registering_read import read_registration
from forum_app.pages.view import View
from forum_app.services.personal_keys import looks_like_key, new_personal_key
from forum_app.services.registering import (
    NoPlace,
    NotOpen,
    SentForAnother,
    SessionsFull,
    register,
    send_link,
    sent_before,
)
from forum_app.services.registration_plan import plan_of
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.personal.doors import form_token, has_token, open_form
from forum_app.web.personal.register_page import link_page, not_open_page, register_page, sent_page
from forum_app.web.personal.shown import asked_of, page, posted, sender, view_of
from forum_app.web.public import asked

blueprint = Blueprint("register", __name__, url_prefix="/forums/<slug>/register")


def _view(slug: str) -> View:
    forum = asked.forum_named(slug)
    if forum.visibility == Visibility.ARCHIVED:
        raise NotFound("This forum is archived: nobody registers any more.")
    return view_of(forum)


def _asked(view: View) -> Asked:
    with installed().database.reading() as connection:
        return asked_of(connection, view)


def _opening(view: View, found: Asked) -> Opening:
    return opening_of(found.plan, view.forum.zone, installed().config.now())


def _form(view: View, found: Asked, filled: Filled, form: str, status: int = 200) -> Response:
    token = form_token(f"{view.forum.id}:{form}")
    return page(register_page(view, found, filled, form, token), status)


@blueprint.get("")
@open_form
def form(slug: str) -> Response:
    view = _view(slug)
    found = _asked(view)
    opening = _opening(view, found)
    if opening != Opening.OPEN or all_full(found):
        return page(not_open_page(view, opening, found.plan, form_token(f"link:{view.forum.id}")))
    return _form(view, found, Filled({"language": [view.language], "mode": []}), new_personal_key())


@blueprint.post("")
@open_form
def sent(slug: str) -> Response:
    """Registers, once however often the same form is sent; whatever is wrong stands beside its field."""
    view, form_key = _view(slug), request.form.get("_form", "")
    found, typed = _asked(view), posted()
    words = view.words
    if not looks_like_key(form_key) or not has_token(f"{view.forum.id}:{form_key}"):
        filled = Filled(typed, {"": words.gettext("This form had been open for long: nothing was sent yet. Please send it once more.")})  # fmt: skip
        return _form(view, found, filled, new_personal_key(), 403)
    with installed().database.reading() as connection:
        before = sent_before(connection, view.forum.id, form_key)
    if before is not None:
        if same_address(before.email, request.form.get("email", "")):
            return _receipt(slug, form_key)
        return _sent_for_another(view, found, before.email)
    opening = _opening(view, found)
    if opening != Opening.OPEN:
        return page(not_open_page(view, opening, found.plan, form_token(f"link:{view.forum.id}")), 409)
    read = read_registration(found, words, typed, installed().config.now())
    if read.problems:
        return _form(view, found, Filled(typed, read.problems), form_key, 422)
    try:
        register(installed().database, installed().config, view.forum.id, read.registration, sender(form_key))
    except SentForAnother as error:
        return _sent_for_another(view, found, error.email)
    except (NotOpen, NoPlace, SessionsFull) as error:
        return _refused(view, error, Filled(typed), form_key)
    return _receipt(slug, form_key)


def _sent_for_another(view: View, found: Asked, email: str) -> Response:
    """The form again, as a new one, with all that was typed: whether they are to be registered too is theirs to say."""
    said = view.words.gettext("This form was sent already, for %(email)s. Send it once more to register with what stands in it now.", email=email)  # fmt: skip
    return _form(view, found, Filled(posted(), {"": said}), new_personal_key(), 409)


def _refused(view: View, error: ForumError, filled: Filled, form_key: str) -> Response:
    """What was free when the page was made is gone by now: said beside the field, with what was typed."""
    found, words = _asked(view), view.words
    if isinstance(error, NotOpen):
        return page(not_open_page(view, error.opening, found.plan, form_token(f"link:{view.forum.id}")), 409)
    if isinstance(error, SessionsFull):
        problem = {"sessions": full_said(words, found, error.sessions)}
    else:
        problem = {"mode": words.gettext("No place is left in this way of coming.")}
    return _form(view, found, Filled(filled.values, problem), form_key, 409)


def _receipt(slug: str, form_key: str) -> Response:
    language = request.args.get("lang", "")
    query = f"?lang={language}" if language.isalnum() else ""
    return see_other(f"{Addresses(slug).register()}/sent/{form_key}{query}")


@blueprint.get("/sent/<key>")
@open_form
def receipt(slug: str, key: str) -> Response:
    """What whoever sent a form is told; the same for a known address as for a new one."""
    view = _view(slug)
    with installed().database.reading() as connection:
        before = sent_before(connection, view.forum.id, key) if looks_like_key(key) else None
        plan = plan_of(connection, view.forum.id).plan
    if before is None:
        return see_other(Addresses(slug).register())
    return page(sent_page(view, before.status, before.email, plan.offer_hours))


@blueprint.get("/link")
@open_form
def link(slug: str) -> Response:
    view = _view(slug)
    return page(link_page(view, form_token(f"link:{view.forum.id}")))


@blueprint.post("/link")
@open_form
def link_sent(slug: str) -> Response:
    """Mails the link, where the address is registered; the answer is the same for every address."""
    view, email = _view(slug), request.form.get("email", "").strip()[:254]
    token = form_token(f"link:{view.forum.id}")
    if not has_token(f"link:{view.forum.id}"):
        return page(link_page(view, token, email), 403)
    if "@" not in email:
        problem = view.words.gettext("Add the part after the @ sign, such as name@example.org.")
        return page(link_page(view, token, email, problem=problem), 422)
    try:
        send_link(installed().database, installed().config, view.forum.id, email, sender(""))
    except TooManyAttempts as error:
        return page(link_page(view, token, email, problem=view.words.gettext(error.message)), 429)
    return page(link_page(view, token, email, is_sent=True))
