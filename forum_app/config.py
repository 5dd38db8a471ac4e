"""Settings, from the environment only, read once when a process starts."""

import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from forum_app.domain.errors import ForumError
from forum_app.paths import instance_folder

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PATH = re.compile(r"(/[A-Za-z0-9_-]+)*")
SHORTEST_KEY, FEWEST_CHARACTERS = 32, 10
NETWORK_FAILURES = 30
# What stands in examples and in guides: whoever left it there has no key.
_NO_KEY = re.compile(
    r"change.?me|replace.?me|password|secret.?key|your.?(?:secret|key)|example|default|insecure|development|placeholder|"
    r"123456789|abcdefgh|qwerty",
    re.IGNORECASE,
)


class Misconfigured(ForumError):
    """A setting is wrong: the program doesn't start with it."""


@dataclass(frozen=True)
class MailServer:
    """Who takes mails. ``scheme``: smtp (plain), smtp+tls (STARTTLS), smtps; ``sender`` as in From."""

    scheme: str
    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    sender: str

    @property
    def address(self) -> str:
        """The sender's address alone."""
        return parseaddr(self.sender)[1]


@dataclass(frozen=True)
class Config:
    """What this process runs with. ``now_at`` moves the programme's clock in development and tests only."""

    instance: Path
    database_url: str
    base_url: str
    secret_key: str = field(repr=False)
    production: bool
    now_at: datetime | None
    proxies: int
    mail_server: MailServer | None = None
    network_failures: int = NETWORK_FAILURES  # to sign in, in a quarter of an hour
    contact: str = ""  # an e-mail address or a page (https) where this installation is written to
    started: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False)  # from when ``now_at`` goes on

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def sender(self) -> str:
        """The address that mails come from, and invitations for calendars with them."""
        return self.mail_server.address if self.mail_server else f"no-reply@{self.host}"

    @property
    def path(self) -> str:
        """What stands before every address on this host, such as ``/events``; mostly nothing."""
        return urlsplit(self.base_url).path

    @property
    def trusted_hosts(self) -> list[str]:
        """Names that a request may be addressed to; every port of localhost in development."""
        return list(dict.fromkeys([self.host, "localhost", "127.0.0.1"]))

    def now(self) -> datetime:
        """The programme's clock, aware, in UTC; never used for sign-in, leases or tokens."""
        return self.now_at or datetime.now(UTC)

    def ticking(self) -> datetime:
        """The programme's clock for what counts seconds: where it was set, it goes on from there."""
        return self.now_at + (datetime.now(UTC) - self.started) if self.now_at else datetime.now(UTC)


def read_config() -> Config:
    """The settings of the environment; raises Misconfigured with one sentence that names the variable."""
    env = os.environ
    try:
        instance = instance_folder()
        key = env.get("FORUM_SECRET_KEY") or _kept_key(instance)
    except OSError as error:
        raise Misconfigured(f"The folder FORUM_INSTANCE can't be used: {error.strerror}: {error.filename}.") from None
    production = _is_production(env.get("FORUM_ENV") or "development")
    base_url = (env.get("FORUM_BASE_URL") or f"http://localhost:{env.get('PORT', '8000')}").rstrip("/")
    if not _is_base(base_url):
        raise Misconfigured(f"FORUM_BASE_URL is “{base_url}”: it must be an address such as https://forum.example.org")
    if not _PATH.fullmatch(urlsplit(base_url).path):
        raise Misconfigured(f"FORUM_BASE_URL is “{base_url}”: its path may hold letters, digits and hyphens.")
    if weakness := key_weakness(key):
        raise Misconfigured(f"FORUM_SECRET_KEY {weakness}: it needs at least {SHORTEST_KEY} random characters.")
    if production and env.get("FLASK_DEBUG", "") not in ("", "0"):
        raise Misconfigured("FLASK_DEBUG is on while FORUM_ENV is production: take it out.")
    return Config(
        instance=instance,
        database_url=env.get("FORUM_DATABASE_URL") or f"sqlite:///{instance / 'forum.db'}",
        base_url=base_url,
        secret_key=key,
        production=production,
        now_at=_fixed_now(env.get("FORUM_NOW", ""), production),
        proxies=_count(env.get("FORUM_PROXIES") or "0"),
        network_failures=_failures(env.get("FORUM_NETWORK_FAILURES") or str(NETWORK_FAILURES)),
        mail_server=_mail_server(env.get("FORUM_SMTP_URL", "").strip(), env.get("FORUM_MAIL_FROM", "").strip()),
        contact=_contact(env.get("FORUM_CONTACT", "").strip()),
    )


def _is_production(said: str) -> bool:
    if said not in ("development", "production"):
        raise Misconfigured(f"FORUM_ENV is “{said}”: it is production, or development.")
    return said == "production"


def key_weakness(key: str) -> str:
    """Why a secret key could be guessed, in words that follow its name; empty where nothing says so."""
    if len(key) < SHORTEST_KEY:
        return "is too short"
    if len(set(key)) < FEWEST_CHARACTERS or key in (key + key)[1:-1]:
        return "repeats itself"
    if _NO_KEY.search(key):
        return "is an example, not a key"
    return ""


def _mail_server(url: str, sender: str) -> MailServer | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25)
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
        raise Misconfigured(
            "FORUM_SMTP_URL is no address of a mail server: write smtp+tls://user:password@host:587, smtps:// or smtp://."
        )
    if not _EMAIL.fullmatch(parseaddr(sender)[1]) or not sender.isprintable():
        raise Misconfigured("FORUM_MAIL_FROM is needed with FORUM_SMTP_URL: the address that mails come from.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Misconfigured("FORUM_SMTP_URL would send a password that anybody on the way can read: write smtp+tls://.")
    return MailServer(parts.scheme, parts.hostname, port, user, password, sender)


def _is_base(address: str) -> bool:
    """Whether this is http or https, a host and perhaps a port, of plain characters, and nothing that is asked."""
    try:
        parts = urlsplit(address)
        plain = parts.port != 0 and address.isascii() and address.isprintable() and not set(address) & set(" \"'<>\\@")
    except ValueError:
        return False
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)


def _contact(text: str) -> str:
    if not text or _EMAIL.fullmatch(text) or (text.startswith("https://") and _is_page(text)):
        return text
    raise Misconfigured(
        f"FORUM_CONTACT is “{text}”: write an e-mail address, or the address of a page that begins with https://"
    )


def _is_page(address: str) -> bool:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    return bool(host) and address.isascii() and address.isprintable() and not set(address) & set(" \"'<>\\")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 2:
        raise Misconfigured(f"FORUM_PROXIES is “{text}”: write how many proxies stand in front, such as 1.")
    return int(text)


def _failures(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or int(text) < 1:
        raise Misconfigured(
            f"FORUM_NETWORK_FAILURES is “{text}”: write how often people of one network may fail to sign in within a "
            f"quarter of an hour, such as {NETWORK_FAILURES}."
        )
    return int(text)


def _fixed_now(text: str, production: bool) -> datetime | None:
    if not text:
        return None
    if production:
        raise Misconfigured("FORUM_NOW is for development and tests: take it out where FORUM_ENV is production.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misconfigured(f"FORUM_NOW is “{text}”: write a time such as 2022-09-13T03:30:00+00:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _kept_key(instance: Path) -> str:
    """The generated key of this instance, made once; two processes that start together agree on one."""
    path = instance / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text("utf-8").strip()
