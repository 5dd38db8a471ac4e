"""The worker's post: sends the outbox beside the making of documents, and says in development what it would send."""

import logging
import sys
import threading
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.messages import SECRET
from forum_app.services.outbox_turns import waiting_for
from forum_app.services.sending import Sender

POLL_SECONDS, TROUBLE_SECONDS, END_SECONDS = 0.5, 2.0, 20.0
log = logging.getLogger("forum.worker")


class Post:
    """Sends the outbox in a thread of its own, as long as the block lasts; the mail on its way is finished first."""

    def __init__(self, database: Database, config: Config) -> None:
        self._sender = Sender(database, config)
        self._teller = Teller(database) if config.mail_server is None and not config.production else None
        self._thread = threading.Thread(target=self._work, name="post", daemon=True)

    def once(self) -> None:
        """One round, in this thread."""
        sent = self._sender.send_all()
        if sent:
            log.info("%s mails sent", sent)

    def stop(self) -> None:
        """No further mail is begun."""
        self._sender.stopping.set()

    def _work(self) -> None:
        stopping = self._sender.stopping
        while not stopping.is_set():
            try:
                self.once()
                if self._teller is not None:
                    self._teller.tell()
                stopping.wait(POLL_SECONDS)
            except (OSError, SQLAlchemyError) as error:
                log.error("mails: disk or database fails, trying again in %s seconds: %s", TROUBLE_SECONDS, error)
                stopping.wait(TROUBLE_SECONDS)
            except Exception:  # a fault of ours in one mail ends no worker
                log.exception("mails could not be sent")
                stopping.wait(TROUBLE_SECONDS)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._thread.join(END_SECONDS)


class Teller:
    """Development without a mail server: codes and links are written to standard error, so that one can sign in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._since = datetime.now(UTC) - timedelta(minutes=10)  # as long as a code is good
        self._told: set[str] = set()

    def tell(self) -> None:
        """Writes what was queued of late and lets somebody in, once."""
        with self._database.reading() as connection:
            waiting = waiting_for(connection, SECRET, self._since)
        for row in waiting:
            if row.id not in self._told:
                self._told.add(row.id)
                sys.stderr.write(f"No mail server (FORUM_SMTP_URL). To {row.to}: {row.subject}\n\n{row.text}\n")
                sys.stderr.flush()
