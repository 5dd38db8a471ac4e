"""Sending 1,000 messages of the outbox to a mail server on loopback, beside bare smtplib that sends the same ones.

    python -m tests.bench.mails

The server is another process, so that it takes no turn of ours. The floor has its mails ready made, keeps nothing and
marks nothing; ours reads each from the outbox, writes it, and keeps on the disk that it was taken before the next.
"""

import multiprocessing
import smtplib
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, update

from forum_app.config import Config, MailServer
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState
from forum_app.mails.letter import Button, Fact, Letter
from forum_app.mails.mime import Envelope, email_of
from forum_app.models.messages import Message
from forum_app.services.letters import mail_of
from forum_app.services.outbox import queue
from forum_app.services.schema import upgrade
from forum_app.services.sending import Sender
from tests.services.mail_servers import Box, free_port, serving

COUNT, ROUNDS = 1_000, 3
LETTER = Letter(
    "en",
    subject="ILO Solution Forum: your part has changed",
    heading="Your part has changed",
    over="ILO Solution Forum",
    greeting="Dear Zoé,",
    opening="The programme of ILO Solution Forum has changed. This concerns you:",
    facts=(Fact("Moved", "Building alliances", "Tuesday 13 September 2022, 10:30–11:50\nBefore: 10:00–11:20"),),
    button=Button("See the programme", "https://forum.example.org/forums/gssd2022/agenda"),
    why="You get this mail because you take part.",
)


def server(port: int, ready: "multiprocessing.synchronize.Event") -> None:
    """Takes mails until it is ended."""
    box = Box()
    box.mails = Forgetful()
    with serving(box, port=port):
        ready.set()
        time.sleep(3600)


class Forgetful(list):  # type: ignore[type-arg]
    """A box that keeps nothing."""

    def append(self, _item: object) -> None:
        return


def ours(database: Database, config: Config) -> float:
    """Seconds for the whole outbox; what was sent waits again afterwards."""
    again = update(Message).values(state=MessageState.WAITING, attempts=0)
    database.write(lambda connection: connection.execute(again))
    start = time.perf_counter()
    assert Sender(database, config).send_all() == COUNT
    taken = time.perf_counter() - start
    with database.reading() as connection:
        sent = select(func.count()).where(Message.state == MessageState.SENT)
        assert connection.execute(sent).scalar_one() == COUNT
    return taken


def floor(port: int) -> float:
    """Seconds for the same mails, ready made, over one connection of smtplib."""
    done = mail_of(MessageKind.SLOT, "zoe@example.org", LETTER)
    at = datetime.now(UTC)
    mails = [
        email_of(
            Envelope(f"m{number:09}", f"p{number}@example.org", "en", done.subject, done.text, done.html, at),
            "Forums <forum@example.org>",
            "localhost",
        )
        for number in range(COUNT)
    ]
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, "localhost") as connection:
        for mail in mails:
            connection.send_message(mail)
    return time.perf_counter() - start


def main() -> None:
    port, ready = free_port(), multiprocessing.Event()
    taking = multiprocessing.Process(target=server, args=(port, ready), daemon=True)
    taking.start()
    ready.wait()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'forum.db'}")
        upgrade(database)
        mails = [mail_of(MessageKind.SLOT, f"p{number}@example.org", LETTER) for number in range(COUNT)]
        start = time.perf_counter()
        database.write(lambda connection: [queue(connection, mail) for mail in mails])
        print(f"{COUNT:,} mails queued in {time.perf_counter() - start:.1f} s\n")
        to = MailServer("smtp", "127.0.0.1", port, "", "", "Forums <forum@example.org>")
        config = Config(Path(folder), "", "http://localhost:8000", "k" * 40, False, None, 0, to)
        pairs = [(ours(database, config), floor(port)) for _ in range(ROUNDS)]
        first, second = (statistics.median(times) for times in zip(*pairs, strict=True))
        print("| what | ours | floor | ratio | target |\n|---|---|---|---|---|")
        print(f"| {COUNT:,} mails sent | {first:.1f} s | {second:.1f} s | {first / second:.2f} | 3 |")
        database.close()
    taking.terminate()


if __name__ == "__main__":
    main()
