"""Mails of signing in: a code, an invitation, a link to set a new password."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from forum_app.database import Database
from forum_app.domain.registration_rules import UnfitAddress
from forum_app.domain.vocabularies import KeyPurpose
from forum_app.i18n import Words, words
from forum_app.services.accounts import find_account
from forum_app.services.outbox import Mail, may_write_to, queue
from forum_app.services.signing_in import new_key
from forum_app.templating import environment


def send_code(database: Database, email: str, bound: str, language: str) -> None:
    """Mails a code that is good in the browser ``bound``, where there is such an account; says nothing either way."""

    def job(connection: Connection) -> None:
        try:
            account = find_account(connection, email)
        except UnfitAddress:
            return
        if account is None or account.disabled or not may_write_to(connection, account.email):
            return
        code = new_key(connection, KeyPurpose.CODE, account.id, account.email, account.id, bound=bound)
        word = words(account.language or language)
        subject = word.gettext("Your code: %(code)s", code=code)
        lines = [
            word.gettext("Type this code in the browser where you asked for it:"),
            code,
            word.gettext(
                "It is good for ten minutes. If you didn't ask for it, nothing needs to be done: without the code nobody gets in."
            ),
        ]
        queue(connection, mail_of(word, "code", account.email, subject, lines, "mail/code.html", code=code))

    database.write(job)


def mail_invitation(connection: Connection, email: str, address: str, forum: str, forum_id: str, word: Words) -> None:
    """Invites somebody to work on a forum; ``address`` is the whole link."""
    subject = word.gettext("You are invited to work on %(forum)s", forum=forum)
    lead = word.gettext("You are invited to work on %(forum)s. The link is good for two weeks, once.", forum=forum)
    button = word.gettext("Accept the invitation")
    mail = mail_of(
        word,
        "invitation",
        email,
        subject,
        [lead, address],
        "mail/link.html",
        forum_id,
        lead=lead,
        address=address,
        button=button,
    )
    queue(connection, mail)


def mail_of(
    word: Words,
    kind: str,
    to: str,
    subject: str,
    lines: list[str],
    template: str,
    forum_id: str | None = None,
    **context: Any,
) -> Mail:
    """A mail from its template and the lines of its plain text, with why somebody gets it below."""
    why = word.gettext("You get this mail because this address is used on our site for forums.")
    html = environment().get_template(template).render(words=word, subject=subject, why=why, **context)
    text = "\n\n".join([*lines, "-- ", why]) + "\n"
    return Mail(kind, to, word.interface, subject, text, html, forum_id=forum_id, not_before=datetime.now(UTC))
