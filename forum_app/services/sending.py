"""Sending the outbox by SMTP: one mail after another over one connection, each acknowledged before the next."""

import logging
import random
import smtplib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from forum_app.config import Config, MailServer
from forum_app.database import Database
from forum_app.domain.messages import BULK
from forum_app.mails.mime import Envelope, NoAddress, email_of, needs_utf8, wire_bytes
from forum_app.models.messages import Message
from forum_app.services.outbox_turns import Fate, Outcome, renew, say_trouble, something_waits, turn

log = logging.getLogger("forum.worker")
BEAT_SECONDS = 5.0
HANGING_UP_SECONDS = 3.0
MOST_BREAKS = 2


@dataclass(frozen=True)
class Patience:
    """Seconds: to connect, for a command's answer, for the answer to a whole mail; the first rest after trouble and the
    longest (each twice the last)."""

    connect: float = 20.0
    answer: float = 30.0
    taking: float = 90.0
    first_rest: float = 5.0
    longest_rest: float = 300.0


USUAL = Patience()


class Sender:
    """Sends what waits, round by round. Only one thread uses it."""

    def __init__(self, database: Database, config: Config, patience: Patience = USUAL) -> None:
        self.database, self.config, self.patience = database, config, patience
        self.worker = uuid4().hex
        self.stopping = threading.Event()
        self._unsettled: Outcome | None = None
        self._rest = 0.0
        self._rested_at = 0.0
        self._trouble: str | None = None

    def send_all(self) -> int:
        """One round: sends every mail that may go now; how many the server took. A server that can't be used ends the
        round, and rests for some time. Raises SQLAlchemyError; what the server took is then kept the next time."""
        server = self.config.mail_server
        if server is None or time.monotonic() < self._rested_at:
            return 0
        if self._unsettled is None and not something_waits(self.database):
            return 0
        sent, breaks, words = 0, 0, ""
        while not self.stopping.is_set() and breaks < MOST_BREAKS:
            try:
                connection = self.connected(server)
            except (OSError, smtplib.SMTPException) as error:
                self._rest_after(said_by(error))
                return sent
            words = "unfinished"
            try:
                with self._beating():
                    took, words = self._over(connection, server)
            finally:
                _hang_up(connection, politely=not words)
            sent += took
            if not words:
                return sent
            breaks = 1 if took else breaks + 1
        if breaks >= MOST_BREAKS:
            self._rest_after(words)
        return sent

    def _over(self, connection: smtplib.SMTP, server: MailServer) -> tuple[int, str]:
        """What one connection carries: how many mails were taken; why it broke, empty where nothing waits any more."""
        sent = 0
        while not self.stopping.is_set():
            message = turn(self.database, self.worker, self._unsettled)
            self._unsettled = None
            if message is None:
                return sent, ""
            self._unsettled, broken = self._tried(connection, message, server)
            if self._unsettled.fate == Fate.SENT:
                sent += 1
                self._all_well()
            elif self._unsettled.fate != Fate.UNTRIED:
                log.info("mail %s: %s: %s", message.id, self._unsettled.fate, self._unsettled.words)
            if broken:
                self._settle()
                return sent, broken
        self._settle()
        return sent, ""

    def _settle(self) -> None:
        turn(self.database, self.worker, self._unsettled, take=False)
        self._unsettled = None

    def _tried(self, connection: smtplib.SMTP, row: Message, server: MailServer) -> tuple[Outcome, str]:
        """What became of one mail, and why the connection can't be used any more (empty: it can)."""
        try:
            data, options = _wire(row, server, self.config.host, connection)
        except NoAddress as error:
            return Outcome(row.id, Fate.REFUSED, str(error)), ""
        fate = Fate.UNTRIED  # what goes wrong before the recipient is named is no fault of this mail
        try:
            code, words = connection.mail(server.address, options)
            if code != 250:
                return Outcome(row.id, fate, f"{code} {_text(words)}"), f"{code} {_text(words)}"
            fate = Fate.LATER
            code, words = connection.rcpt(row.to)
            if code in (250, 251):
                code, words = connection.docmd("DATA")
                if code == 354:
                    fate = Fate.UNSURE
                    code, words = self._given(connection, data)
                elif code < 400:
                    code = 451
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(row.id, fate, said_by(error)), said_by(error)
        return self._answered(connection, row.id, code, _text(words))

    def _given(self, connection: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
        """The mail itself; the answer may take a while (RFC 5321, 4.5.3.2.6)."""
        assert connection.sock is not None
        connection.sock.settimeout(self.patience.taking)
        connection.send(data + b".\r\n")
        answer = connection.getreply()
        connection.sock.settimeout(self.patience.answer)
        return answer

    @staticmethod
    def _answered(connection: smtplib.SMTP, key: str, code: int, words: str) -> tuple[Outcome, str]:
        said = f"{code} {words}"
        if 200 <= code < 300:
            return Outcome(key, Fate.SENT), ""
        if code == 421:  # the server is about to close the connection
            return Outcome(key, Fate.LATER, said), said
        fate = Fate.REFUSED if 500 <= code < 600 else Fate.LATER
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(key, fate, said), said_by(error)
        return Outcome(key, fate, said), ""

    def connected(self, server: MailServer) -> smtplib.SMTP:
        """A connection that has said who it is. Raises OSError or SMTPException."""
        context, at = ssl.create_default_context(), (server.host, server.port, self.config.host)
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(*at, timeout=self.patience.connect, context=context)
        else:
            connection = smtplib.SMTP(*at, timeout=self.patience.connect)
        try:
            if server.scheme == "smtp+tls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
            connection.ehlo_or_helo_if_needed()
            assert connection.sock is not None
            connection.sock.settimeout(self.patience.answer)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _beating(self) -> Iterator[None]:
        """Renews this sender's lease from beside, as long as this lasts."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                with suppress(SQLAlchemyError):
                    renew(self.database, self.worker)

        beating = threading.Thread(target=beat, name="mail lease", daemon=True)
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join()

    def _rest_after(self, words: str) -> None:
        """The server can't be used: says so where it is seen, and leaves it alone for a while."""
        longest, first = self.patience.longest_rest, self.patience.first_rest
        self._rest = min(max(first, 2 * self._rest), longest)
        self._rested_at = time.monotonic() + self._rest * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
        log.warning("the mail server can't be used, trying again in %.0f seconds: %s", self._rest, words)
        if words != self._trouble:
            say_trouble(self.database, words)
            self._trouble = words

    def _all_well(self) -> None:
        self._rest = 0.0
        if self._trouble != "":
            say_trouble(self.database, "")
            self._trouble = ""


def _wire(row: Message, server: MailServer, host: str, connection: smtplib.SMTP) -> tuple[bytes, list[str]]:
    """A mail's bytes and what is asked for with it. Raises NoAddress."""
    same = ("to", "language", "subject", "text", "html", "reply_to", "calendar", "method")
    fields = {name: getattr(row, name) for name in same}
    mail = Envelope(row.id, made_at=row.created_at, bulk=row.kind in BULK, **fields)
    utf8 = needs_utf8(mail, server.sender)
    if utf8 and not connection.has_extn("smtputf8"):
        raise NoAddress("The mail server takes no addresses with letters beyond ASCII.")
    return wire_bytes(email_of(mail, server.sender, host), utf8=utf8), ["SMTPUTF8"] if utf8 else []


def _hang_up(connection: smtplib.SMTP, *, politely: bool) -> None:
    with suppress(OSError, smtplib.SMTPException):
        if politely and connection.sock is not None:
            connection.sock.settimeout(HANGING_UP_SECONDS)
            connection.quit()
    connection.close()


def said_by(error: Exception) -> str:
    """What went wrong, in the server's words where it said some."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "The mail server did not answer in time."
    return f"{error}"[:300] or type(error).__name__


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
