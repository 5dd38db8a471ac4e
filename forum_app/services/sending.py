"""Sending the outbox by SMTP: one mail after another over one connection, each acknowledged before the next."""

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

from forum_app.config import Config, MailServer
from forum_app.database import Database
from forum_app.models.messages import Message
from forum_app.services.outbox import give_back, mark_failed, mark_sent, take

SECONDS = 30
MOST_IN_A_ROUND = 200


def email_of(message: Message, sender: str, host: str) -> EmailMessage:
    """The mail as it goes over the wire: plain text, HTML, and a calendar part where there is one (RFC 6047, 2.4).

    The Message-ID is made of the row's id, so that a mail which went twice is one to whoever reads it.
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = Address(addr_spec=message.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    if message.calendar:
        mail.add_alternative(message.calendar.decode(), subtype="calendar", params={"method": message.method})
        mail.add_attachment(message.calendar, maintype="application", subtype="ics", filename="invite.ics")
    return mail


class Sender:
    """Sends what waits. ``send_all`` returns how many went; a server that can't be reached ends the round."""

    def __init__(self, database: Database, config: Config) -> None:
        self.database, self.config, self.worker = database, config, uuid4().hex

    def send_all(self) -> int:
        """Sends every mail that may go now, at most some hundreds."""
        server = self.config.mail_server
        if server is None:
            return 0
        sent, connection = 0, None
        try:
            for _ in range(MOST_IN_A_ROUND):
                message = take(self.database, self.worker)
                if message is None:
                    break
                try:
                    connection = connection or connect(server)
                except (OSError, smtplib.SMTPException) as error:
                    give_back(self.database, message, self.worker, said_by(error))
                    break
                connection, went = self._send(connection, message, server)
                sent += went
        finally:
            if connection is not None:
                with suppress(OSError, smtplib.SMTPException):
                    connection.quit()
        return sent

    def _send(self, connection: smtplib.SMTP, message: Message, server: MailServer) -> tuple[smtplib.SMTP | None, int]:
        """One mail; the connection where it can be used again, and 1 where the server took the mail."""
        mail = email_of(message, server.sender, self.config.host)
        try:
            connection.send_message(mail, server.address, [message.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self._failed(message, f"{code} {_text(words)}", for_good=code >= 500)
            return connection, 0
        except smtplib.SMTPResponseException as error:
            self._failed(message, said_by(error), for_good=500 <= error.smtp_code < 600)
            return None, 0
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._failed(message, said_by(error), for_good=isinstance(error, ValueError))
            return None, 0
        mark_sent(self.database, message.id, self.worker)
        return connection, 1

    def _failed(self, message: Message, error: str, *, for_good: bool) -> None:
        mark_failed(self.database, message, self.worker, error, for_good=for_good)


def connect(server: MailServer) -> smtplib.SMTP:
    """A connection that has said who it is. Raises OSError or SMTPException."""
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.scheme == "smtp+tls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def said_by(error: Exception) -> str:
    """What went wrong, in the server's words where it said some."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"[:300]


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
