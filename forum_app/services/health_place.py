"""Whether the machine and the settings are fit: Python, folder, disk, key, address, clock, fonts, PDF, mail server."""

import os
import shutil
import smtplib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from forum_app.config import Config
from forum_app.database import Database
from forum_app.documents.coverage import families_missing
from forum_app.documents.fonts import stylesheet
from forum_app.documents.jobs import Job
from forum_app.documents.rendering import Renderer
from forum_app.domain.errors import RenderingFailed
from forum_app.paths import BUILT
from forum_app.services.health import Check, ago, bad, ok, warn
from forum_app.services.sending import Patience, Sender, said_by
from forum_app.services.worker_signs import seconds_since_sign

LITTLE, TOO_LITTLE = 2 * 1024**3, 200 * 1024**2
SILENT_SECONDS = 90.0
LOCAL = ("localhost", "127.0.0.1", "::1")


def python() -> Iterator[Check]:
    """The interpreter, and what set-up builds."""
    yield ok("python", ".".join(map(str, sys.version_info[:3])))
    if (BUILT / "manifest.json").exists() or any(BUILT.glob("*")):
        yield ok("assets", "style sheets, scripts and fonts are built")
    else:
        yield bad("assets", f"{BUILT} is empty: run make setup, or install the wheel")


def folder(config: Config) -> Iterator[Check]:
    """The instance folder: whose it is, who may read it, how much room is left."""
    place = config.instance
    mode = place.stat().st_mode & 0o777
    if not os.access(place, os.W_OK | os.X_OK):
        yield bad("folder", f"{place} can't be written by this user")
    elif mode & 0o007:
        yield warn("folder", f"{place} can be read by others on this machine: chmod 750 {place}")
    else:
        yield ok("folder", str(place))
    free = shutil.disk_usage(place).free
    said = f"{free / 1024**3:.1f} GiB free"
    if free < TOO_LITTLE:
        yield bad("disk", f"{said}: make room, or nothing can be kept")
    else:
        yield warn("disk", f"{said}: that is little") if free < LITTLE else ok("disk", said)


def key(config: Config) -> Iterator[Check]:
    """The secret key was strong enough to start with; who else can read it?"""
    if os.environ.get("FORUM_SECRET_KEY"):
        yield ok("secret key", "from the environment")
        return
    path = config.instance / "secret_key"
    if path.stat().st_mode & 0o077:
        yield bad("secret key", f"{path} can be read by others: chmod 600 {path}")
    else:
        yield ok("secret key", f"made here, in {path}")


def address(config: Config) -> Iterator[Check]:
    """The public address, who stands in front, and whether this is meant for the public at all."""
    parts = urlsplit(config.base_url)
    local = (parts.hostname or "") in LOCAL
    if config.production and parts.scheme != "https":
        yield bad("address", f"{config.base_url}: passwords and cookies would travel readable; serve it by https")
    elif not local and parts.scheme != "https":
        yield warn("address", f"{config.base_url} is not https")
    else:
        yield ok("address", config.base_url)
    if config.production:
        yield ok("environment", "production")
    elif local:
        yield ok("environment", "development")
    else:
        yield warn("environment", "development at a public address: set FORUM_ENV=production")
    if parts.scheme == "https" and not config.proxies:
        yield warn(
            "proxy", "FORUM_PROXIES is 0: behind a proxy every visitor has its address, and limits hit all at once"
        )
    else:
        hosts, most = ", ".join(config.trusted_hosts), config.network_failures
        yield ok("proxy", f"{config.proxies} believed; answers to {hosts}; a network may fail {most} times to sign in")


def clock(config: Config, database: Database) -> Iterator[Check]:
    """The machine's clock beside the database's and the newest thing that was kept."""
    if config.now_at is not None:
        yield warn("clock", f"FORUM_NOW moves the programme's clock to {config.now_at:%Y-%m-%d %H:%M} UTC")
        return
    with database.reading() as connection:
        newest = connection.exec_driver_sql("SELECT max(at) FROM audit_entry").scalar()
    if isinstance(newest, str):
        newest = datetime.fromisoformat(newest).replace(tzinfo=UTC)
    ahead = (newest - datetime.now(UTC)).total_seconds() if newest else 0
    if ahead > 60:
        yield bad("clock", f"the newest entry of the log is {ago(ahead)} ahead of this machine's clock: set it right")
    else:
        yield ok("clock", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def papers() -> Iterator[Check]:
    """Fonts, and a page of PDF made by the renderer as documents are."""
    missing = families_missing()
    if missing:
        few = ", ".join(missing[:4]) + (" …" if len(missing) > 4 else "")
        yield warn("fonts", f"{len(missing)} families are missing ({few}): install fonts-noto, or set FORUM_FONTS")
    else:
        yield ok("fonts", "every script has its family")
    page = f"<!doctype html><html lang=en><title>Check</title><style>{stylesheet()}</style><p>A page.</p></html>"
    try:
        with Renderer() as renderer:
            made = renderer.render(Job([page], {}, b"0123456789abcdef"))
    except RenderingFailed as error:
        yield bad("pdf", f"no page can be made: {error} Install Pango: libpango-1.0-0, libpangoft2-1.0-0")
        return
    yield ok("pdf", f"a page made in {made.seconds:.1f} seconds")


def mail_server(config: Config, database: Database) -> Iterator[Check]:
    """The mail server answers, with TLS and password as it is to be used; nothing is sent."""
    server = config.mail_server
    if server is None:
        words = "none (FORUM_SMTP_URL): mails wait in the outbox, and nobody is sent a code to sign in with"
        yield bad("mail server", words) if config.production else warn("mail server", words)
        return
    where = f"{server.host}:{server.port}"
    try:
        connection = Sender(database, config, Patience(connect=10.0, answer=10.0)).connected(server)
    except (OSError, smtplib.SMTPException) as error:
        yield bad("mail server", f"{where}: {said_by(error)}")
        return
    with connection:
        pass
    if server.scheme == "smtp" and server.host not in LOCAL:
        yield warn("mail server", f"{where} answers, but mails travel readable: write smtp+tls://")
    else:
        yield ok("mail server", f"{where} answers{', with TLS' if server.scheme != 'smtp' else ''}")


def worker(config: Config) -> Iterator[Check]:
    """Whether a worker said lately that it lives."""
    seconds = seconds_since_sign(config.instance)
    if seconds is None:
        yield warn("worker", "none was ever seen here: forum serve starts one, or run forum worker")
    elif seconds > SILENT_SECONDS:
        yield warn("worker", f"the last sign of one is {ago(seconds)} old: mails and documents wait")
    else:
        yield ok("worker", f"alive {ago(seconds)} ago")
