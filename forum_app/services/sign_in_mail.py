"""Mails of signing in: a code, an invitation, a link to set a new password."""

from datetime import UTC, datetime

from sqlalchemy import Connection, delete

from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.vocabularies import KeyPurpose
from forum_app.i18n import Words, words
from forum_app.mails.letter import Button, Letter
from forum_app.models.messages import Message
from forum_app.services.accounts import INVITATION_LASTS, find_account
from forum_app.services.attempts import count, how_many
from forum_app.services.credentials import hashed
from forum_app.services.letters import forum_letter, mail_of
from forum_app.services.outbox import MOST_BY_STRANGERS, STRANGERS_WINDOW, may_write_to, queue
from forum_app.services.signing_in import CODE_LASTS, From, knows, new_key

MOST_OF_A_NETWORK = 3  # of the mails that strangers may have sent to one address
NOBODY = "nobody"  # in place of an account's id, which has ten signs


def send_code(database: Database, email: str, where: From, language: str) -> None:
    """Mails a code that is good in the browser ``where.mark``, where there is such an account; says nothing either way.

    A browser that the account knows has mails of its own, as many in an hour: strangers can't use them up. Of those of
    all other browsers no network gets more than a part, so that one stranger leaves some for the owner's new browser.
    """
    mark = where.mark

    def job(connection: Connection) -> None:
        account = find_account(connection, email)
        if account is not None and account.disabled:
            account = None
        if not _may_mail(connection, account.id if account else NOBODY, key, where):
            return
        if account is None:  # the same work, so that the time tells nothing either
            code = new_key(connection, KeyPurpose.CODE, None, "", "", bound=mark)
            unsent = queue(connection, mail_of(MessageKind.CODE, key, code_letter(words(language), code)))
            connection.execute(delete(Message).where(Message.id == unsent))
            return
        code = new_key(connection, KeyPurpose.CODE, account.id, account.email, account.id, bound=mark)
        letter = code_letter(words(account.language or language), code)
        ends = datetime.now(UTC) + CODE_LASTS
        queue(connection, mail_of(MessageKind.CODE, account.email, letter, account=account.id, expires_at=ends))

    try:
        key = address_of(email) or ""
    except UnfitAddress:
        return
    database.in_turn(f"mail:{key}", job)


def _may_mail(connection: Connection, account: str, address: str, where: From) -> bool:
    if knows(connection, account, where.mark):
        whose, most = hashed(where.mark), MOST_BY_STRANGERS
    elif may_write_to(connection, address):
        whose, most = hashed(f"{address} {where.network_key}"), MOST_OF_A_NETWORK
    else:
        return False
    asker = f"mail:{account}:{whose[:40]}"
    few = how_many(connection, asker, STRANGERS_WINDOW) < most
    if few:
        count(connection, [asker])
    return few


def code_letter(word: Words, code: str) -> Letter:
    """The code that signs somebody in."""
    return Letter(
        word.interface,
        subject=word.gettext("Your code: %(code)s", code=code),
        heading=word.gettext("Your code"),
        opening=word.gettext("Type this code in the browser where you asked for it:"),
        code=code,
        small=(
            word.gettext(
                "It is good for ten minutes. If you didn't ask for it, nothing needs to be done: without the code nobody gets in."
            ),
        ),
        why=why(word),
    )


def why(word: Words) -> str:
    """Why somebody gets a mail about an account."""
    return word.gettext("You get this mail because this address is used on our site for forums.")


def mail_invitation(connection: Connection, email: str, address: str, forum: str, forum_id: str, word: Words) -> None:
    """Invites somebody to work on a forum; ``address`` is the whole link."""
    letter = forum_letter(connection, forum_id, MessageKind.INVITATION, invitation_letter(word, address, forum))
    ends = datetime.now(UTC) + INVITATION_LASTS
    queue(connection, mail_of(MessageKind.INVITATION, email, letter, forum_id=forum_id, expires_at=ends))


def invitation_letter(word: Words, address: str, forum: str) -> Letter:
    """The invitation to work on a forum, without what a forum may write itself."""
    return Letter(
        word.interface,
        subject="",
        heading="",
        button=Button(word.gettext("Accept the invitation"), address),
        small=(word.gettext("The link is good for two weeks, once. It is yours alone: please do not forward it."),),
        why=word.gettext("You get this mail because somebody who organises %(forum)s invited you.", forum=forum),
    )
