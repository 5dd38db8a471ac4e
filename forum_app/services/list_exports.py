"""Lists of who comes, written out: each leaves with an entry in the log that says who took what."""

import shutil
import tempfile
from typing import BinaryIO

from forum_app.database import Database
from forum_app.lists.csv_file import csv_chunks
from forum_app.lists.xlsx_file import write_xlsx
from forum_app.services.audit import record
from forum_app.services.forum_files import forum_id_of
from forum_app.services.registration_facts import facts_of
from forum_app.services.registration_lists import Asked, RegistrationList

KINDS = ("registrations.csv", "registrations.xlsx")


def export_list(
    database: Database, slug: str, kind: str, asked: Asked, out: BinaryIO, *, language: str = "", actor: str
) -> int:
    """Writes one of KINDS to ``out`` and returns how many people are in it.

    ``language`` is one of the forum's, ``""`` its first. Raises NotFound and UnknownColumn before anything is written.
    """
    with database.reading() as connection:
        facts = facts_of(connection, forum_id_of(connection, slug), language)
        chosen = RegistrationList(connection, facts, asked)
        count = chosen.count()
        told = {"columns": [column.name for column in chosen.columns], "where": list(asked.where), "people": count}
        database.write(lambda writing: record(writing, actor, "list.exported", facts.forum_id, kind, after=told))
        table = chosen.table(facts.words.gettext("Registrations"))
        if kind == "registrations.csv":
            for chunk in csv_chunks(table):
                out.write(chunk)
        else:
            with tempfile.TemporaryFile() as book:  # a workbook is written back and forth
                write_xlsx(book, table, right_to_left=facts.words.direction == "rtl")
                book.seek(0)
                shutil.copyfileobj(book, out)
    return count
