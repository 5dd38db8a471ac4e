"""A forum's settings: its own fields, and what another zone, other days or fewer languages mean for the rest."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused, SetMeanwhile
from forum_app.domain.permissions import Place, may_own, may_set_up
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import Visibility
from forum_app.forms.settings import goal_problem, settings_form
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.media import Media
from forum_app.services.publishing import set_visibility
from forum_app.services.registration_plan import plan_of, seats_of
from forum_app.services.settings import Asked, Settled, asked_of, delete_forum, save_settings
from forum_app.services.things import EditClash, thing_named
from forum_app.services.waiting_list import admit_waiting
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.clashes import clash_told, set_meanwhile
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.log_details import visibility_names
from forum_app.web.manage.nouns import Noun, Sayings
from forum_app.web.manage.seats_words import strains_said
from forum_app.web.manage.thing_form import ThingForm

blueprint = Blueprint("settings", __name__, url_prefix="/manage/<slug>/settings")
NOTHING = Asked(0, ())
SHOWN_TITLES = 5


def _say(words: Words) -> Sayings:
    return Sayings(words.gettext("Settings"), "", "", "")


def _form(forum: DeskForum) -> ThingForm:
    stored = thing_named(installed().database, forum.id, "forum", forum.id)
    published = forum.current_release is not None
    noun = Noun("settings", "forum", lambda words: settings_form(words, zone=forum.zone, published=published), _say)
    return ThingForm(noun, forum, stored.tree)


@blueprint.get("")
@needs(may_set_up)
def settings(slug: str) -> Response:
    return _page(_form(forum_here(slug)), NOTHING)


@blueprint.post("")
@needs(may_set_up)
def save(slug: str) -> Response:
    forum = forum_here(slug)
    form = _form(forum)
    form.read()
    _order_languages(form)
    if job := request.form.get("_do", ""):
        form.rearranged(job[:100])
        return _page(form, NOTHING)
    _need_address(form)
    if problem := goal_problem(form.posted.values.get("goals") or []):
        form.problems.append(("goals", problem))
    if form.problems:
        form.look_further()
    asked = NOTHING if form.problems else asked_of(installed().database, forum.id, form.posted.values)
    answer = _ask(form, asked)
    if form.problems:
        form.status = 422
        return _page(form, asked)
    strained = _strains(form)
    try:
        instants = answer == "instants"
        settled = save_settings(installed().database, forum.id, form.edit, instants=instants, actor=guest().account.id)
    except EditRefused as error:
        form.refuse(error)
    except EditClash as error:
        form.clashed(error)
    else:
        admit_waiting(installed().database, forum.id, installed().config)  # there may be more seats than before
        there = form.posted.values.get("slug") or slug
        fresh = [sentence for sentence in _strains(form) if sentence not in strained]
        tone = "warn" if settled.outside or fresh else "ok"
        beside = f"?in={form.languages[1]}" if len(form.languages) > 1 else ""
        return done(f"/manage/{there}/settings{beside}", " ".join((_saved(form.words, settled), *fresh)), tone)
    return _page(form, asked)


def _strains(form: ThingForm) -> list[str]:
    """What doesn't fit together between the places and those who have one, or wait for it."""
    with installed().database.reading() as connection:
        planned = plan_of(connection, form.forum.id)
        return strains_said(form.words, planned, seats_of(connection, planned))


def _order_languages(form: ThingForm) -> None:
    """Puts the languages in the order of their list; those that were ticked just now come after them."""
    order, chosen = request.form.getlist("_order"), form.posted.values.get("languages", [])
    first = [code for code in dict.fromkeys(order) if code in chosen]
    if first:
        form.posted.values["languages"] = [*first, *(code for code in chosen if code not in first)]


def _need_address(form: ThingForm) -> None:
    """Where registration is elsewhere, readers need to be told where."""
    values = form.posted.values
    if values.get("registration.state") == "elsewhere" and not values.get("registration.url"):
        form.problems.append(("registration.url", said("Say where people register: write its address.")))


def _ask(form: ThingForm, asked: Asked) -> str:
    """What was answered about wall times; questions that have no answer yet become problems."""
    answer = request.form.get("_times", "")
    if asked.scheduled and answer not in ("walls", "instants"):
        form.problems.append(
            ("zone", said("Say what becomes of the times that are set: it is asked at the top of the form."))
        )
    if asked.languages and not request.form.get("_drop"):
        form.problems.append(
            ("languages", said("Say that the language may be taken out: it is asked at the top of the form."))
        )
    return answer


def _saved(words: Words, settled: Settled) -> str:
    said_now = [words.gettext("Saved.") if settled.saved.changed else words.gettext("Nothing was changed.")]
    if count := settled.moved:
        said_now.append(words.ngettext("%(num)d session has another time on the clocks now.", "%(num)d sessions have other times on the clocks now.", count))  # fmt: skip
    if count := len(settled.outside):
        names = words.listed(f"“{name}”" for name in settled.outside[:SHOWN_TITLES]) + ("…" if count > SHOWN_TITLES else "")  # fmt: skip
        said_now.append(words.ngettext("%(num)d session lies outside the days: %(names)s", "%(num)d sessions lie outside the days: %(names)s", count, names=names))  # fmt: skip
    return " ".join(said_now)


def _page(form: ThingForm, asked: Asked) -> Response:
    words, forum = form.words, form.forum
    original = forum.languages[0]
    choices = [{"code": "", "label": words.language_name(original), "here": len(form.languages) == 1}]
    choices += [
        {"code": code, "label": words.language_name(code), "here": code in form.languages[1:]}
        for code in forum.languages[1:]
    ]
    clash = form.clash
    return desk_page(
        "manage/settings.html",
        forum,
        here="settings",
        title=words.gettext("Settings"),
        status=form.status,
        form=form.shown(),
        languages=form.languages,
        choices=choices,
        originals=[
            (code, words.language_name(code)) for code in form.posted.values.get("languages") or forum.languages
        ],
        asked=asked,
        dropped=[(words.language_name(code), count) for code, count in asked.languages],
        zones=(words.city(forum.zone), form.posted.values.get("zone", "")),
        keeps=request.form.get("_times", ""),
        may_delete=may_own(guest().actor, Place(forum.id)),
        **clash_told(clash, forum, words),
    )


@blueprint.get("/visibility")
@needs(may_set_up)
def visibility(slug: str) -> Response:
    return _visibility(forum_here(slug), "")


@blueprint.post("/visibility")
@needs(may_set_up)
def change_visibility(slug: str) -> Response:
    """Changes who finds the forum; making it disappear is asked again."""
    forum, words = forum_here(slug), desk_words()
    wanted = request.form.get("visibility", "")
    if wanted not in [one.value for one in Visibility]:
        return _visibility(forum, words.gettext("Choose one of these."), wanted)
    if wanted != Visibility.DRAFT and forum.current_release is None:
        return _visibility(forum, words.gettext("Nothing was published yet: publish the first release."), wanted)
    if wanted == Visibility.DRAFT and forum.visibility != Visibility.DRAFT and not request.form.get("sure"):
        text = words.gettext("The forum will disappear for everybody: tick that this is wanted.")
        return _visibility(forum, text, wanted)
    here, was = f"/manage/{slug}/settings/visibility", request.form.get("_was", "")
    if wanted != forum.visibility:
        try:
            set_visibility(installed().database, slug, Visibility(wanted), actor=guest().account.id, was=was)
        except SetMeanwhile as error:
            return done(here, set_meanwhile(words, visibility_names(words)[error.now]), "warn")
    return done(here, words.gettext("Saved."))


def _visibility(forum: DeskForum, error: str, wanted: str = "") -> Response:
    title = desk_words().gettext("Who finds the forum")
    found: dict[str, Any] = {"here": "settings", "title": title, "error": error, "wanted": wanted}
    return desk_page("manage/visibility.html", forum, status=422 if error else 200, **found)


@blueprint.get("/delete")
@needs(may_own)
def deletion(slug: str) -> Response:
    return _deletion(forum_here(slug), "")


@blueprint.post("/delete")
@needs(may_own)
def delete(slug: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    media = Media(installed().config.instance)
    typed = request.form.get("typed", "")[:200]
    try:
        delete_forum(installed().database, media, forum.id, typed, actor=guest().account.id)
    except EditRefused as error:
        sentence = error.problems[0][1]
        return _deletion(
            forum, words.gettext(getattr(sentence, "message", sentence), **getattr(sentence, "values", {}))
        )
    return done("/manage/", words.gettext("“%(name)s” is deleted.", name=forum.name(words.interface)))


def _deletion(forum: DeskForum, error: str) -> Response:
    title = desk_words().gettext("Delete the forum")
    return desk_page("manage/delete_forum.html", forum, here="settings", title=title, error=error, status=422 if error else 200)  # fmt: skip
