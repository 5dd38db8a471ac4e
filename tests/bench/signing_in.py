"""Whether the time of an answer tells who has an account: signing in with a known address against an unknown one.

    python -m tests.bench.signing_in

A wrong password, and asking for a code by mail, each in new browsers, in turns; the ratio is of the middle ones. One
is no difference. What counts tries is emptied before each, so that no limit stops the measurement.
"""

import re
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import delete, update

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.accounts import Account, Attempt
from forum_app.models.messages import Message
from forum_app.services.accounts import make_account
from forum_app.services.credentials import password_hash
from forum_app.services.schema import upgrade
from tests.bench.__main__ import BASE_URL

KNOWN, UNKNOWN = "known@example.org", "other@example.org"
ROUNDS = 60
TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]{64})"')


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'forum.db'}")
        upgrade(database)
        account = database.write(lambda connection: make_account(connection, KNOWN, "bench"))
        secret = password_hash("four quiet herons wade")
        database.write(
            lambda connection: connection.execute(update(Account).where(Account.id == account).values(password=secret))
        )
        app = create_app(Config(Path(folder), str(database.url), BASE_URL, "k" * 40, False, None, 0), database)
        print("| signing in | known address | unknown | ratio |\n|---|---|---|---|")
        for name, fields in (
            ("a wrong password", {"how": "password", "password": "three"}),
            ("asking for a code", {"how": "code"}),
        ):
            taken: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
            for _ in range(ROUNDS):
                for email, times in taken.items():
                    times.append(_asked(app, database, {"email": email, **fields}))
            known, unknown = (statistics.median(times) for times in taken.values())
            print(f"| {name} | {known:.1f} ms | {unknown:.1f} ms | {known / unknown:.2f} |")
        database.close()


def _asked(app: Flask, database: Database, fields: dict[str, str]) -> float:
    """Milliseconds of one try in a new browser."""
    for table in (Attempt, Message):
        database.write(lambda connection, table=table: connection.execute(delete(table)))  # type: ignore[misc]
    client = app.test_client()
    found = TOKEN.search(client.get("/sign-in").get_data(as_text=True))
    assert found is not None
    start = time.perf_counter()
    client.post("/sign-in", data={"_csrf": found[1], **fields}).get_data()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
