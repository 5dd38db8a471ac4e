"""Who works on a forum: inviting by mail, roles, handing over; and the accounts of the installation."""

from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import EditRefused, LastOwner, NotAllowed, SetMeanwhile
from forum_app.domain.permissions import Place, may_administer, may_invite, may_own
from forum_app.domain.registration_rules import UnfitAddress
from forum_app.domain.vocabularies import MemberRole
from forum_app.forms.shown import sentence_in
from forum_app.i18n import Words, words
from forum_app.services import accounts
from forum_app.services.desk import DeskForum
from forum_app.services.sign_in_mail import mail_invitation
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.clashes import set_meanwhile
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.log_details import role_names

blueprint = Blueprint("members", __name__, url_prefix="/manage")


def role_words(word: Words) -> list[tuple[str, str, str]]:
    """Every role with its name and what it may do."""
    _ = word.gettext
    return [
        ("owner", _("Owner"), _("Everything, and makes other owners.")),
        ("organiser", _("Organiser"), _("Content, people and their data, publishing, settings, members.")),
        ("editor", _("Editor"), _("Content and texts; no personal data, no publishing.")),
        ("reception", _("Reception"), _("The list of who comes, and the door.")),
        ("viewer", _("Viewer"), _("Reads the content; no personal data.")),
    ]


def _page(
    forum: DeskForum, *, email: str = "", role: str = "editor", wrong: str = "", no_role: str = "", status: int = 200
) -> Response:
    word, here = desk_words(), guest()
    return desk_page(
        "manage/members.html",
        forum,
        here="members",
        title=word.gettext("Members"),
        status=status,
        members=accounts.members_of(installed().database, forum.id),
        invited=accounts.invited_to(installed().database, forum.id),
        roles=role_words(word),
        owning=may_own(here.actor, Place(forum.id)),
        email=email,
        role=role,
        wrong=wrong,
        no_role=no_role,
    )


@blueprint.get("/<slug>/members")
@needs(may_invite)
def members(slug: str) -> Response:
    return _page(forum_here(slug))


def _role(forum: DeskForum) -> MemberRole | None:
    """The role that was chosen, None where there is none such; making an owner is for owners. Raises NotAllowed."""
    chosen = request.form.get("role", "")
    role = MemberRole(chosen) if chosen in set(MemberRole) else None
    if role == MemberRole.OWNER:
        _must_own(forum)
    return role


def _must_own(forum: DeskForum) -> None:
    if not may_own(guest().actor, Place(forum.id)):
        raise NotAllowed("Only an owner makes or changes owners.")


@blueprint.post("/<slug>/members")
@needs(may_invite)
def invite(slug: str) -> Response:
    forum, word, here = forum_here(slug), desk_words(), guest()
    email, role = request.form.get("email", "").strip()[:300], _role(forum)
    base = installed().config.base_url
    if role is None:
        return _page(forum, email=email, role="", no_role=word.gettext("Choose a role."), status=422)

    def job(connection: Any) -> None:
        key = accounts.invite(connection, forum.id, email, role, here.account.id)
        if key is None:
            return
        known = accounts.find_account(connection, email)
        theirs = words(known.language or word.interface) if known else word
        name = forum.name(theirs.interface)
        mail_invitation(connection, email, f"{base}/invitation/{key}", name, forum.id, theirs)

    try:
        installed().database.in_turn(forum.id, job)
    except UnfitAddress:
        wrong = word.gettext("This is no e-mail address: write one such as name@example.org.")
        return _page(forum, email=email, role=role.value, wrong=wrong, status=422)
    return done(f"/manage/{slug}/members", word.gettext("The invitation to %(email)s is in the outbox.", email=email))


@blueprint.post("/<slug>/members/<account>")
@needs(may_invite)
def change(slug: str, account: str) -> Response:
    """Another role for a member, or none."""
    forum, word, here = forum_here(slug), desk_words(), guest()
    role, leaves, was = _role(forum), request.form.get("role") == "none", request.form.get("_was", "")
    if role is None and not leaves:
        return _page(forum, no_role=word.gettext("Choose a role."), status=422)

    def job(connection: Any) -> None:
        before = accounts.role_of(connection, forum.id, account)
        if was and before not in (was, role):
            raise SetMeanwhile(before or "none")
        if before == MemberRole.OWNER:
            _must_own(forum)
        if role is None or before is None:
            accounts.take_role(connection, forum.id, account, here.account.id)
        else:
            accounts.give_role(connection, forum.id, account, role, here.account.id)

    try:
        installed().database.in_turn(forum.id, job)
    except LastOwner as error:
        return done(f"/manage/{slug}/members", word.gettext(error.message), "bad")
    except SetMeanwhile as error:
        names = {"none": word.gettext("No longer a member"), **role_names(word)}
        return done(f"/manage/{slug}/members", set_meanwhile(word, names[error.now]), "warn")
    back = "/manage/" if role is None and account == here.account.id else f"/manage/{slug}/members"
    return done(back, word.gettext("The membership has ended.") if role is None else word.gettext("Saved."))


@blueprint.post("/<slug>/members/join")
@needs(may_own)
def join(slug: str) -> Response:
    """An owner's role for an administrator who has none here; the log tells of it."""
    forum, word, here = forum_here(slug), desk_words(), guest()
    installed().database.in_turn(
        forum.id,
        lambda writing: accounts.give_role(writing, forum.id, here.account.id, MemberRole.OWNER, here.account.id),
    )
    return done(f"/manage/{slug}/members", word.gettext("You are an owner of this forum now."))


@blueprint.post("/<slug>/invitations/<key>/withdraw")
@needs(may_invite)
def withdraw(slug: str, key: str) -> Response:
    forum, word = forum_here(slug), desk_words()
    installed().database.write(
        lambda writing: accounts.withdraw_invitation(writing, forum.id, key[:64], guest().account.id)
    )
    return done(f"/manage/{slug}/members", word.gettext("The invitation is withdrawn."))


@blueprint.get("/accounts")
@needs(may_administer)
def all_accounts() -> Response:
    return _accounts_page()


def _accounts_page(status: int = 200, **typed: str) -> Response:
    """``typed``: the address and the name, and what is wrong with each."""
    return desk_page(
        "manage/accounts.html",
        None,
        title=desk_words().gettext("Accounts"),
        status=status,
        accounts=accounts.all_accounts(installed().database),
        me=guest().account.id,
        **{"email": "", "name": "", "wrong": "", "wrong_name": "", **typed},
    )


@blueprint.post("/accounts")
@needs(may_administer)
def add_account() -> Response:
    word, here, email = desk_words(), guest(), request.form.get("email", "").strip()[:300]
    name = request.form.get("name", "")
    try:
        installed().database.write(
            lambda writing: accounts.make_account(writing, email, here.account.id, name=name, language=word.interface)
        )
    except UnfitAddress:
        wrong = word.gettext("This is no e-mail address: write one such as name@example.org.")
        return _accounts_page(422, wrong=wrong, email=email, name=name)
    except EditRefused as error:
        sentence = sentence_in(word, error.problems[0][1])
        return _accounts_page(422, wrong_name=sentence, email=email, name=name)
    text = word.gettext("The account is here. Whoever reads that mail signs in with a code.")
    return done("/manage/accounts", text)


@blueprint.post("/accounts/<account>")
@needs(may_administer)
def change_account(account: str) -> Response:
    word, here, action = desk_words(), guest(), request.form.get("do", "")

    def job(connection: Any) -> None:
        if action in ("administrator", "administrator-no-more"):
            accounts.make_administrator(connection, account, here.account.id, on=action == "administrator")
        elif action in ("disable", "enable") and account != here.account.id:
            accounts.disable(connection, account, here.account.id, disabled=action == "disable")

    try:
        installed().database.in_turn("accounts", job)
    except LastOwner as error:
        return done("/manage/accounts", word.gettext(error.message), "bad")
    return done("/manage/accounts", word.gettext("Saved."))
