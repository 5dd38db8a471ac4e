"""The account of one's own, and the forums that one works on."""

import io
from typing import Any

import segno
from flask import Blueprint, Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup

from forum_app.domain.errors import EditRefused
from forum_app.domain.permissions import Place, may_create_forum
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Visibility
from forum_app.forms.shown import sentence_in
from forum_app.i18n import interface_languages
from forum_app.services import my_account
from forum_app.services.credentials import new_second_factor, second_factor_address
from forum_app.services.desk import desk_forums
from forum_app.services.pending import MOST_KEPT
from forum_app.services.signing_out import end_all, end_one, sign_ins_of
from forum_app.web.access import guest, signed_in, where_from
from forum_app.web.installed import installed
from forum_app.web.manage.browser_words import browser_in_words
from forum_app.web.manage.desk import desk_page, desk_words, done
from forum_app.web.manage.todo import tasks_now

blueprint = Blueprint("account", __name__, url_prefix="/manage")
SETUP_SECONDS = 1800


@blueprint.get("/")
@signed_in
def forums() -> Response:
    """The forums that this visitor has a role in; an administrator sees the names of all."""
    here, words = guest(), desk_words()
    mine = desk_forums(installed().database, list(here.actor.roles))
    others = desk_forums(installed().database) if here.actor.administrator else []
    now = installed().config.now()
    # Checking a forum's draft takes a while where it isn't in memory: those to come, and few of them.
    to_come = [forum.id for forum in mine if forum.last_day >= in_zone(now, forum.zone).date()]
    soon = set(to_come[-MOST_KEPT:])  # the latest stand first
    return desk_page(
        "manage/forums.html",
        None,
        title=words.gettext("Forums"),
        forums=[
            (forum, here.actor.roles[forum.id], len(tasks_now(words, forum)) if forum.id in soon else None)
            for forum in mine
        ],
        others=[forum for forum in others if forum.id not in here.actor.roles],
        may_make=may_create_forum(here.actor, Place()),
        hidden=Visibility.DRAFT,
    )


def _page(problems: tuple[tuple[str, str], ...] = (), status: int = 200, **more: Any) -> Response:
    words, here = desk_words(), guest()
    said = dict.fromkeys(("name", "old", "new", "again", "code"), "")
    said |= {at: sentence_in(words, text) for at, text in problems}
    with installed().database.reading() as connection:
        forgot = my_account.by_mail_just_now(connection, here.account.id, here.token)
    return desk_page(
        "manage/account.html",
        None,
        title=words.gettext("Your account"),
        status=status,
        here_now=here.token,
        wrong=said,
        asks_old=here.account.has_password and not forgot,
        sign_ins=[
            (each, browser_in_words(each.browser)) for each in sign_ins_of(installed().database, here.account.id)
        ],
        interface=[(code, words.own_name(code)) for code in interface_languages()],
        **{"codes": (), "typed": {}, **more},
    )


@blueprint.get("/account")
@signed_in
def account() -> Response:
    return _page()


@blueprint.post("/account")
@signed_in
def account_saved() -> Response:
    words, here = desk_words(), guest()
    language = request.form.get("language", "")
    kept = language if language in interface_languages() else ""
    name = request.form.get("name", "")
    try:
        installed().database.write(lambda writing: my_account.set_profile(writing, here.account.id, name, kept))
    except EditRefused as error:
        return _page(tuple(error.problems), 422, typed={"name": name, "language": kept})
    return done("/manage/account", words.gettext("Saved."))


@blueprint.post("/account/password")
@signed_in
def password() -> Response:
    words, here, form = desk_words(), guest(), request.form
    old, new = form.get("old", "")[:1000], form.get("new", "")
    try:
        if new != form.get("again", ""):
            raise EditRefused([("again", words.gettext("The two are not the same."))])
        my_account.change_password(installed().database, here.account.id, old, new, here.token, where_from())
    except EditRefused as error:
        return _page(tuple(error.problems), 422)
    return done("/manage/account", words.gettext("The new password is set. Every other browser is signed out."))


@blueprint.post("/account/sign-out")
@signed_in
def one() -> Response:
    """Ends one sign-in, in another browser."""
    words, here, name = desk_words(), guest(), request.form.get("browser", "")[:64]
    installed().database.write(lambda writing: end_one(writing, here.account.id, name))
    return done("/manage/account", words.gettext("That browser is signed out."))


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def everywhere() -> Response:
    words, here = desk_words(), guest()
    account, mark = here.account.id, where_from().mark
    installed().database.write(lambda writing: end_all(writing, account, account, here.token, mark))
    return done("/manage/account", words.gettext("Every other browser is signed out."))


def _setting_up() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="authenticator")


def _factor_page(secret: str, problems: tuple[tuple[str, str], ...] = (), status: int = 200) -> Response:
    words, here = desk_words(), guest()
    picture = io.BytesIO()
    address = second_factor_address(secret, here.account.email, installed().config.host)
    segno.make(address, micro=False).save(picture, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, nl=False)
    return desk_page(
        "manage/second_factor.html",
        None,
        title=words.gettext("Second factor"),
        status=status,
        picture=Markup(picture.getvalue().decode()),  # noqa: S704 - drawn by segno
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        setting_up=_setting_up().dumps([here.account.id, secret]),
        wrong={"code": "", **{place: sentence_in(words, text) for place, text in problems}},
    )


@blueprint.get("/account/second-factor")
@signed_in
def second_factor() -> Response:
    return _factor_page(new_second_factor())


@blueprint.post("/account/second-factor")
@signed_in
def second_factor_on() -> Response:
    here, words = guest(), desk_words()
    try:
        whose, secret = _setting_up().loads(request.form.get("setting_up", "")[:1000], max_age=SETUP_SECONDS)
    except BadData:
        whose, secret = "", ""
    if whose != here.account.id:
        return done("/manage/account/second-factor", words.gettext("This took too long: start again."), "warn")
    code = request.form.get("code", "")[:40]
    try:
        codes = installed().database.write(
            lambda writing: my_account.turn_on_second_factor(writing, here.account.id, secret, code)
        )
    except EditRefused as error:
        return _factor_page(secret, tuple(error.problems), 422)
    return _page(codes=codes)


@blueprint.post("/account/second-factor/off")
@signed_in
def second_factor_off() -> Response:
    here, words = guest(), desk_words()
    code = request.form.get("code", "")[:40]
    try:
        my_account.turn_off_second_factor(installed().database, here.account.id, code, where_from())
    except EditRefused as error:
        return _page(tuple(error.problems), 422)
    return done("/manage/account", words.gettext("The second factor is off."))
