"""Whether what is kept is sound: the database, stored files, the outbox, owners and accounts, the last backup."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import MemberRole, MessageState
from forum_app.models.accounts import Account, Membership
from forum_app.models.forum import Forum, StoredFile
from forum_app.models.messages import Message
from forum_app.models.publishing import AuditEntry
from forum_app.services.health import Check, ago, bad, counted, ok, warn
from forum_app.services.media import Media
from forum_app.services.retention import kept_too_long
from forum_app.services.schema import is_current

BACKED_UP = "installation.backed-up"
OLD, LATE = timedelta(days=2), timedelta(hours=1)


def reachable(database: Database) -> Iterator[Check]:
    """The database answers, is at this version, and can be written."""
    try:
        with database.reading() as connection:
            asked = "SELECT sqlite_version()" if database.is_sqlite else "SHOW server_version"
            version = connection.exec_driver_sql(asked).scalar()
    except DatabaseError as error:
        yield bad("database", f"can't be reached: {str(error.orig).splitlines()[0]}")
        return
    yield ok("database", f"{'SQLite' if database.is_sqlite else 'PostgreSQL'} {version}")
    if is_current(database):
        yield ok("schema", "at this version")
    else:
        yield bad("schema", "not at this version of the software: run forum db upgrade")
    yield from _writable(database)
    if database.is_sqlite:
        yield from _sqlite(database)


def _writable(database: Database) -> Iterator[Check]:
    try:
        with database.writing() as connection:
            if not database.is_sqlite and connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on":
                yield bad("writing", "the database takes no changes: it is a standby, or set to read only")
                return
    except DatabaseError as error:
        yield bad("writing", f"the database takes no changes: {str(error.orig).splitlines()[0]}")
        return
    yield ok("writing", "the database takes changes")


def _sqlite(database: Database) -> Iterator[Check]:
    with database.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if mode == "wal":
        yield ok("journal", "write-ahead log: readers and a writer don't wait for each other")
    else:
        yield bad("journal", f"{mode} instead of wal: is the database on a network file system?")
    if sound == "ok":
        yield ok("integrity", "sound")
    else:
        yield bad("integrity", f"the database is damaged: {sound}. Restore a backup")


def stored_files(database: Database, media: Media) -> Iterator[Check]:
    """Every file that a forum lists is on the disk."""
    with database.reading() as connection:
        names = connection.execute(select(StoredFile.name).distinct()).scalars().all()
    missing = [name for name in names if not media.path(name).exists()]
    if missing:
        yield bad("files", f"{len(missing)} of {len(names)} stored files are missing, such as {missing[0]}")
    else:
        yield ok("files", counted(len(names), "stored file", "stored files"))


def outbox(database: Database) -> Iterator[Check]:
    """Mails that were given up, and mails that wait too long."""
    now = datetime.now(UTC)
    with database.reading() as connection:
        failed = connection.execute(
            select(func.count()).select_from(Message).where(Message.state == MessageState.FAILED)
        ).scalar_one()
        late = (Message.state == MessageState.WAITING, Message.not_before < now - LATE)
        waiting = connection.execute(select(func.count()).select_from(Message).where(*late)).scalar_one()
    if failed:
        yield warn("outbox", f"{counted(failed, 'mail was', 'mails were')} given up: see the forums' outboxes")
    elif waiting:
        yield warn("outbox", f"{counted(waiting, 'mail has', 'mails have')} waited for more than an hour")
    else:
        yield ok("outbox", "nothing is late")


def accounts(database: Database, production: bool) -> Iterator[Check]:
    """Forums that nobody owns, and accounts that a password alone opens."""
    with database.reading() as connection:
        owned = select(Membership.forum_id).where(Membership.role == MemberRole.OWNER)
        orphans = connection.execute(select(Forum.slug).where(Forum.id.not_in(owned)).order_by(Forum.slug)).scalars()
        slugs = list(orphans)
        people = connection.execute(
            select(Account.administrator, Account.second_factor).where(Account.disabled.is_(False))
        ).all()
    if slugs:
        yield warn("owners", f"nobody owns {', '.join(slugs[:5])}{' …' if len(slugs) > 5 else ''}: forum organiser")
    else:
        yield ok("owners", "every forum has one")
    bare = sum(not row.second_factor for row in people)
    if not any(row.administrator for row in people):
        yield warn("accounts", "there is no administrator: forum organiser EMAIL makes one")
    elif production and any(row.administrator and not row.second_factor for row in people):
        yield warn("accounts", f"{bare} of {len(people)} have no second factor, an administrator among them")
    else:
        yield ok("accounts", f"{len(people)}, {bare} without a second factor")


def retention(database: Database, config: Config) -> Iterator[Check]:
    """Forums that keep more of people than they told them."""
    slugs = [kept.slug for kept in kept_too_long(database, config.now().date())]
    if slugs:
        shown = f"{', '.join(slugs[:5])}{' …' if len(slugs) > 5 else ''}"
        yield warn("retention", f"the months are over for which {shown} keeps what people wrote: forum retention")
    else:
        yield ok("retention", "nothing is kept longer than people were told")


def backups(database: Database) -> Iterator[Check]:
    """When the last backup was made, as the log says."""
    with database.reading() as connection:
        last = connection.execute(select(func.max(AuditEntry.at)).where(AuditEntry.action == BACKED_UP)).scalar()
    if last is None:
        yield warn("backup", "none was ever made: forum backup FILE, every night")
        return
    age = datetime.now(UTC) - last
    said = f"the last one is {ago(age.total_seconds())} old"
    yield warn("backup", said) if age > OLD else ok("backup", said)
