"""Registering, with one client and with eight at once, beside a bare insert with the same guarantees.

    python -m tests.bench.registering [postgresql://…]

The floor is what nobody can do without: one transaction that waits its turn, counts the seats, asks whether the address is
there, and writes five rows (registration, its state, key, form, mail) that are synced when it answers. Ours adds what was
typed in HTTP and its rules, the letter in both forms, and codes that nobody else has. Each round begins with an empty list.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.personal import PersonalKey
from forum_app.models.registrations import Registration, SentForm, StatusChange
from forum_app.services.media import Media
from forum_app.services.personal_keys import new_personal_key
from forum_app.services.registering import Sender, register
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade
from forum_app.services.waiting_list import in_turn
from tests.bench.__main__ import BASE_URL
from tests.services.opened import NOW, open_registration, somebody

ROUNDS, EACH = 5, 120
ROWS = (Registration, StatusChange, PersonalKey, SentForm, Message)
Job = Callable[[int], object]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'forum.db'}"
        database = Database(url)
        upgrade(database)
        list(load_samples(database, Media(Path(folder)), host="localhost", slugs=("gssd2022",)))
        config = Config(Path(folder), url, BASE_URL, "k" * 40, False, NOW, 0)
        forum_id = open_registration(database, seats_in_person=60)
        client = create_app(config, database).test_client

        def ours(number: int) -> object:
            sender = Sender(new_personal_key(), "203.0.113.7", 30)
            return register(database, config, forum_id, somebody(number), sender)

        def floor(number: int) -> object:
            return in_turn(database, forum_id, lambda connection: bare(connection, forum_id, number))

        def whole(number: int) -> object:
            return through_the_door(client(), number)

        print(f"SQLite {sqlite3.sqlite_version}" if database.is_sqlite else "PostgreSQL")
        print("| registering | ours | floor | ratio |\n|---|---|---|---|")
        for name, job in (("the job", ours), ("a form by HTTP", whole)):
            for clients in (1, 8):
                pairs = [(taken(database, job, clients), taken(database, floor, clients)) for _ in range(ROUNDS)]
                first, second = (statistics.median(times) for times in zip(*pairs, strict=True))
                share = statistics.median(one / other for one, other in pairs)
                print(f"| {name}, {clients} at once | {first:.2f} ms | {second:.2f} ms | {share:.1f} |")
        database.close()


def taken(database: Database, job: Job, clients: int) -> float:
    """Milliseconds of one, when so many come at once."""
    database.write(lambda connection: [connection.execute(delete(table)) for table in reversed(ROWS)])
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        list(pool.map(job, range(EACH)))
        return (time.perf_counter() - start) * 1000 / EACH


def bare(connection: Connection, forum_id: str, number: int) -> None:
    """What has to be asked and written, with nothing made of it."""
    comer, key = somebody(number), f"k{number:09d}"
    connection.execute(select(Forum.registration).where(Forum.id == forum_id)).one()
    connection.execute(select(Registration.id).where(Registration.address == comer.email)).first()
    seats = select(func.count()).where(Registration.forum_id == forum_id, Registration.status == "confirmed")
    status = "confirmed" if connection.execute(seats).scalar_one() < 60 else "waiting"
    columns = ("honorific", "given_name", "family_name", "name", "post", "institution", "country", "email", "phone", "language", "mode", "answers", "access_needs", "dietary_needs", "notes", "consents", "source")  # fmt: skip
    values: dict[str, Any] = {name: getattr(comer, name) for name in columns}
    known = {"id": key, "forum_id": forum_id, "position": number, "code": f"{number:06d}", "status": status}
    more = {"registered_at": NOW, "address": comer.email, "sorted_by": comer.name, "searched": comer.name}
    connection.execute(insert(Registration).values(**values, **known, **more))
    connection.execute(insert(StatusChange).values(forum_id=forum_id, parent=key, position=0, status=status, at=NOW, by="x"))  # fmt: skip
    connection.execute(insert(PersonalKey).values(key=key * 6, forum_id=forum_id, registration=key, made_at=NOW))
    connection.execute(insert(SentForm).values(key=key * 6, forum_id=forum_id, registration=key, email=comer.email, status=status, at=NOW))  # fmt: skip
    blank = dict.fromkeys(("reply_to", "subject", "html", "method", "error", "worker"), "")
    mail = {"id": key, "forum_id": forum_id, "kind": "receipt", "to": comer.email, "address": comer.email, "text": "x" * 3_000}  # fmt: skip
    state = {"state": "waiting", "priority": 0, "attempts": 0, "unsure": 0, "not_before": NOW, "created_at": NOW}
    connection.execute(insert(Message).values(**mail, **blank, **state, language="en"))


def through_the_door(client: Any, number: int) -> None:
    """The form opened and sent."""
    page = client.get("/forums/gssd2022/register").get_data(as_text=True)
    carried = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("_csrf", "_form")}
    typed = {"given_name": f"Person {number}", "email": f"person{number}@example.org", "country": "KE", "consent": "1"}
    assert client.post("/forums/gssd2022/register", data={**carried, **typed}).status_code == 303


if __name__ == "__main__":
    main()
