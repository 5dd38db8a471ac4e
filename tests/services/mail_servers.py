"""Mail servers on loopback, real ones: that take, refuse, stall, break off and lie, each as a test says."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Box:
    """What a server took. ``answers`` says what it answers to a recipient, ``data_answers`` to the whole mail."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    data_answers: list[str] = field(default_factory=list)
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    on_data: Callable[[str], None] | None = None
    stall_at: str = ""
    connections: int = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.seen.append(address)
        if address == self.stall_at:
            await asyncio.sleep(30)
        said = self.answers.get(address)
        if said:
            return said.pop(0) if len(said) > 1 else said[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        answer = self.data_answers.pop(0) if self.data_answers else "250 taken"
        if answer == "cut before":  # not taken, and nobody says so
            server.transport.abort()
            return answer
        if not answer.startswith("2") and answer != "cut after":
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((address, mail))
        if self.on_data is not None:
            self.on_data(address)
        if answer == "cut after":  # taken, and nobody says so
            server.transport.abort()
        return answer

    @property
    def counts(self) -> Counter[str]:
        """How often each address got something."""
        return Counter(address for address, _mail in self.mails)

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for _address, mail in self.mails]


@contextmanager
def serving(box: Box, **options: Any) -> Iterator[int]:
    """The port of a server with this box."""
    controller = Controller(box, hostname="127.0.0.1", **{"port": free_port(), **options})
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def self_signed(folder: Any) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody vouches for."""
    import subprocess

    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*words, "-days", "2", "-subj", "/CN=localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
