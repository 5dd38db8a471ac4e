"""A mail as it goes over the wire: headers by the standard library only, plain text, HTML, a calendar part."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

WIRE = SMTP.clone(cte_type="7bit")
WIRE_UTF8 = SMTPUTF8.clone(cte_type="7bit")


class NoAddress(ValueError):
    """The address can't be written to."""


@dataclass(frozen=True)
class Envelope:
    """What a message is made of. ``key`` is in its Message-ID, so that a mail which went twice is one to its reader.

    ``bulk``: one of many of the same, with an address to write to for no more of them (RFC 2369).
    """

    key: str
    to: str
    language: str
    subject: str
    text: str
    html: str
    made_at: datetime
    reply_to: str = ""
    calendar: bytes | None = None
    method: str = ""
    bulk: bool = False


def email_of(mail: Envelope, sender: str, host: str) -> EmailMessage:
    """The whole message to one address; ``sender`` as in From, ``host`` that of the Message-ID. Raises NoAddress.

    A calendar is the last of the alternatives, and a file beside them, since some readers look only there
    (RFC 6047, 2.4).
    """
    message = EmailMessage(policy=WIRE)
    try:
        message["To"] = Address(addr_spec=mail.to)
        if mail.reply_to:
            message["Reply-To"] = Address(addr_spec=mail.reply_to)
    except Exception as error:  # the standard library's parser raises what it comes upon
        raise NoAddress(f"{mail.to!r} is no address.") from error
    message["From"] = sender
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.made_at)
    message["Message-ID"] = f"<{mail.key}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if mail.bulk:
        message["List-Unsubscribe"] = f"<mailto:{mail.reply_to or parseaddr(sender)[1]}?subject=unsubscribe>"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if mail.calendar is not None:
        params = {"method": mail.method}
        message.add_alternative(mail.calendar.decode(), subtype="calendar", params=params, cte="base64")
        message.add_attachment(mail.calendar, maintype="application", subtype="ics", filename="invite.ics")
    message["Content-Language"] = mail.language  # last: adding parts moves such headers into the first of them
    return message


def needs_utf8(mail: Envelope, sender: str) -> bool:
    """Whether an address holds letters that only servers with SMTPUTF8 (RFC 6531) take."""
    return not (mail.to + parseaddr(sender)[1] + mail.reply_to).isascii()


def wire_bytes(message: EmailMessage, *, utf8: bool = False) -> bytes:
    """The message as DATA sends it: CRLF, a dot at the beginning of a line doubled, without the last dot."""
    data = message.as_bytes(policy=WIRE_UTF8 if utf8 else WIRE)
    if data.startswith(b"."):
        data = b"." + data
    data = data.replace(b"\r\n.", b"\r\n..")
    return data if data.endswith(b"\r\n") else data + b"\r\n"
