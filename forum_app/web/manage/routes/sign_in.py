"""Signing in and out: by password, by a code or a link from a mail, with a second factor where there is one."""

from flask import Blueprint, Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from forum_app.domain.errors import CookiesNeeded, ForumError, KeyRefused, TooManyAttempts
from forum_app.domain.vocabularies import KeyPurpose
from forum_app.services import signing_in
from forum_app.services.sign_in_mail import send_code
from forum_app.services.signing_out import end
from forum_app.web.access import anybody, browser_mark, forget, keep_signed_in, visitor, where_from
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words

blueprint = Blueprint("sign_in", __name__)
PENDING_SECONDS = 600


def own_path(text: str | None) -> str:
    """Where to go on: a path of the desk, nothing else."""
    path = text or ""
    plain = path.isascii() and path.isprintable() and not set(path) & set('\\ "<>@%')
    leads_out = "//" in path or "/.." in path
    return path if plain and path.startswith("/manage/") and not leads_out else "/manage/"


def _pending() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="second factor")


def _form(email: str = "", error: str = "", status: int = 200) -> Response:
    words = desk_words()
    path = own_path(request.values.get("next"))
    return desk_page(
        "manage/sign_in.html", None, title=words.gettext("Sign in"), status=status, email=email, error=error, next=path
    )


@blueprint.get("/sign-in")
@anybody
def sign_in() -> Response:
    if visitor() is not None:
        return see_other(own_path(request.args.get("next")))
    return _form()


@blueprint.errorhandler(CookiesNeeded)
def without_cookies(error: CookiesNeeded) -> Response:
    """A browser that refuses cookies: why nothing happened, with the address that was typed, or with the link's page."""
    words, key = desk_words(), (request.view_args or {}).get("key", "")
    if key:
        invited = request.endpoint == "sign_in.invitation_used"
        return _link_page(
            key, KeyPurpose.INVITATION if invited else KeyPurpose.SIGN_IN, error=words.gettext(error.message)
        )
    return _form(request.form.get("email", "").strip()[:254], words.gettext(error.message), 403)


@blueprint.post("/sign-in")
@anybody
def sign_in_sent() -> Response:
    words, email = desk_words(), request.form.get("email", "").strip()[:254]
    if request.form.get("how") == "code":
        send_code(installed().database, email, where_from(), words.interface)
        return _code_page(email)
    try:
        account = signing_in.by_password(
            installed().database, email, request.form.get("password", "")[:1000], where_from()
        )
    except TooManyAttempts as error:
        return _form(email, words.gettext(error.message), 429)
    if account is None:
        return _form(email, words.gettext("The address or the password is not right."), 422)
    return _through(account.id, bool(account.second_factor), "password")


def _code_page(email: str, error: str = "", status: int = 200) -> Response:
    words = desk_words()
    lead = words.gettext(
        "If %(email)s is an account here, a code is on its way to it. Type it in this browser.", email=email
    )
    hint = words.gettext(
        "The code is good for ten minutes. Only a few are mailed to one address in an hour: if none comes, use your password, or a browser in which you signed in before."
    )
    page = {"lead": lead, "hint": hint, "email": email, "error": error, "action": "/sign-in/code", "pending": ""}
    path = own_path(request.values.get("next"))
    return desk_page("manage/code.html", None, title=words.gettext("Code by mail"), status=status, next=path, **page)


@blueprint.post("/sign-in/code")
@anybody
def code() -> Response:
    words, email = desk_words(), request.form.get("email", "").strip()[:254]
    found = signing_in.by_code(installed().database, email, request.form.get("code", "")[:40], browser_mark())
    if found is None:
        return _code_page(email, words.gettext("This code is not right, or its time is over."), 422)
    return _through(found, signing_in.has_second_factor(installed().database, found), "code")


def _through(account_id: str, second: bool, how: str) -> Response:
    """On to the second factor, or in."""
    if not second:
        return _in(account_id, how)
    return _second_page(_pending().dumps([account_id, how]))


def _second_page(pending: str, error: str = "", status: int = 200) -> Response:
    words = desk_words()
    page = {
        "lead": words.gettext("Type the code that your authenticator shows now."),
        "hint": words.gettext("Without it, type one of your recovery codes."),
        "action": "/sign-in/second",
        "pending": pending,
        "email": "",
        "error": error,
        "next": own_path(request.values.get("next")),
    }
    return desk_page("manage/code.html", None, title=words.gettext("Second factor"), status=status, **page)


@blueprint.post("/sign-in/second")
@anybody
def second() -> Response:
    words, pending = desk_words(), request.form.get("pending", "")[:500]
    try:
        account_id, how = _pending().loads(pending, max_age=PENDING_SECONDS)
    except BadData:
        return _form(error=words.gettext("This took too long: start again."), status=422)
    try:
        fits = signing_in.second_factor_fits(
            installed().database, account_id, request.form.get("code", "")[:40], where_from()
        )
    except TooManyAttempts as error:
        return _second_page(pending, words.gettext(error.message), 429)
    if not fits:
        return _second_page(pending, words.gettext("This code is not right, or was used before."), 422)
    return _in(account_id, f"{how} and second factor")


def _in(account_id: str, how: str, path: str = "") -> Response:
    token = installed().database.write(lambda writing: signing_in.begin(writing, account_id, where_from(), how))
    return keep_signed_in(see_other(path or own_path(request.values.get("next"))), token)


@blueprint.get("/sign-in/link/<key>")
@anybody
def link(key: str) -> Response:
    return _link_page(key, KeyPurpose.SIGN_IN)


@blueprint.get("/invitation/<key>")
@anybody
def invitation(key: str) -> Response:
    return _link_page(key, KeyPurpose.INVITATION)


def _link_page(key: str, purpose: KeyPurpose, refused: ForumError | None = None, error: str = "") -> Response:
    words, found = desk_words(), signing_in.peek(installed().database, key[:100])
    good = found is not None and (found.purpose == purpose or purpose == KeyPurpose.SIGN_IN) and refused is None
    invited = purpose == KeyPurpose.INVITATION
    if (not good or found is None) and invited:
        lead = words.gettext(
            "This invitation is no longer good: it was taken back, or accepted before, or two weeks have passed. Ask whoever invited you for a new one. If you accepted it, sign in."
        )
    elif not good or found is None:
        lead = words.gettext("This link was used before, or its time is over. Ask for a new one.")
    elif invited:
        lead = words.gettext("You are invited to work on a forum as %(email)s.", email=found.email)
    else:
        lead = words.gettext("This link signs you in as %(email)s.", email=found.email)
    title = words.gettext("Invitation") if invited else words.gettext("Sign in")
    button = words.gettext("Accept and sign in") if invited else words.gettext("Sign in")
    status = (403 if error else 200) if good else 410
    response = desk_page(
        "manage/link.html", None, title=title, status=status, good=good, lead=lead, button=button, error=error
    )
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is a key
    return response


@blueprint.post("/sign-in/link/<key>")
@anybody
def link_used(key: str) -> Response:
    return _use(key, KeyPurpose.SIGN_IN)


@blueprint.post("/invitation/<key>")
@anybody
def invitation_used(key: str) -> Response:
    return _use(key, KeyPurpose.INVITATION)


def _use(key: str, purpose: KeyPurpose) -> Response:
    try:
        account_id, _purpose = installed().database.write(lambda writing: signing_in.use_link(writing, key[:100]))
    except KeyRefused as error:
        return _link_page(key, purpose, error)
    if signing_in.has_second_factor(installed().database, account_id):
        return _second_page(_pending().dumps([account_id, "link"]))
    return _in(account_id, "link")


@blueprint.post("/sign-out")
@anybody
def sign_out() -> Response:
    here = visitor()
    if here is not None:
        installed().database.write(lambda writing: end(writing, here.token))
    return forget(see_other("/sign-in"))
