"""Lists of who comes, written out: each leaves with an entry in the log that says who took what."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import Connection

from forum_app.database import Database
from forum_app.documents.long import Numbers, page_numbers
from forum_app.domain.times import in_zone
from forum_app.lists.columns import PRINTED as ON_PAPER
from forum_app.lists.columns import Column, UnknownColumn
from forum_app.lists.csv_file import csv_chunks
from forum_app.lists.printed import MARGIN, Look, Sheet, parts
from forum_app.lists.xlsx_file import write_xlsx
from forum_app.services.attendance import Attendance
from forum_app.services.audit import record
from forum_app.services.forum_files import forum_id_of
from forum_app.services.registration_facts import Facts, facts_of
from forum_app.services.registration_lists import Asked, RegistrationList

SHEETS = ("registrations.csv", "registrations.xlsx")
PRINTED = ("registrations.pdf", "attendance.pdf")
KINDS = (*SHEETS, *PRINTED)
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class PrintedList:
    """A list for print: the HTML of each part, and how their pages are numbered when they are put together."""

    parts: list[str]
    numbers: Numbers


def export_list(
    database: Database,
    slug: str,
    kind: str,
    asked: Asked,
    out: BinaryIO,
    *,
    language: str = "",
    actor: str,
    why: str = "",
) -> int:
    """Writes one of SHEETS to ``out`` and returns how many people are in it.

    ``language`` is one of the forum's, ``""`` its first; ``why`` goes into the log. Raises NotFound and UnknownColumn
    before anything is written.
    """
    with database.reading() as connection:
        facts = facts_of(connection, forum_id_of(connection, slug), language)
        chosen = RegistrationList(connection, facts, asked)
        count = chosen.count()
        _log(database, facts, kind, asked, chosen.columns, actor, why, count)
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


def print_list(
    database: Database,
    slug: str,
    kind: str,
    asked: Asked,
    *,
    language: str = "",
    now: datetime,
    actor: str,
    why: str = "",
) -> PrintedList:
    """One of PRINTED, ready to be rendered. ``now`` (aware) is the time that it says it was made at.

    Raises NotFound and UnknownColumn.
    """
    with database.reading() as connection:
        facts = facts_of(connection, forum_id_of(connection, slug), language)
        made = _attendance if kind == "attendance.pdf" else _registrations
        look, sheets, count = made(connection, facts, asked, now)
        _log(database, facts, kind, asked, look.columns, actor, why, count)
        return PrintedList(list(parts(look, sheets)), page_numbers(facts.words, size=look.size, margin=MARGIN))


def count_list(database: Database, slug: str, kind: str, asked: Asked, *, language: str = "") -> int:
    """How many people would be in one of KINDS; raises NotFound and UnknownColumn as making it would."""
    with database.reading() as connection:
        facts = facts_of(connection, forum_id_of(connection, slug), language)
        if kind == "attendance.pdf":
            _no_columns(asked)
            return Attendance(connection, facts, asked).count()
        return RegistrationList(connection, facts, asked).count()


def _no_columns(asked: Asked) -> None:
    if asked.columns:
        raise UnknownColumn("Attendance sheets have columns of their own: leave --columns out.")


def _registrations(
    connection: Connection, facts: Facts, asked: Asked, now: datetime
) -> tuple[Look, Iterable[Sheet], int]:
    default = tuple(name for name in ON_PAPER if name != asked.group)
    chosen = RegistrationList(connection, facts, replace(asked, default=default), heading_groups=True)
    count = chosen.count()
    said = facts.words.ngettext("%(num)d person", "%(num)d people", count)
    look = _look(facts, facts.words.gettext("Registrations"), chosen.columns, now)
    return look, [Sheet(facts.words.gettext("Registrations"), [facts.title, said], chosen.grouped())], count


def _attendance(connection: Connection, facts: Facts, asked: Asked, now: datetime) -> tuple[Look, Iterable[Sheet], int]:
    _no_columns(asked)
    attendance = Attendance(connection, facts, asked)
    look = _look(facts, facts.words.gettext("Attendance list"), attendance.columns, now, is_signed=True)
    return look, attendance.sheets(), attendance.count()


def _look(facts: Facts, title: str, columns: list[Column], now: datetime, is_signed: bool = False) -> Look:
    """What all sheets share; the foot says for how long the paper may be kept, and when it was printed."""
    words, at = facts.words, in_zone(now, facts.zone)
    foot = words.gettext(
        "Personal data: keep with the secretariat, destroy on %(day)s. As of %(when)s, %(time)s, %(zone)s.",
        day=words.day(facts.last_day + KEPT, weekday=False),
        when=words.day(at.date(), weekday=False),
        time=words.time(at),
        zone=words.zone(facts.zone, now),
    )
    empty = words.gettext("Nobody is on this list.")
    return Look(
        f"{title} · {facts.title}", facts.title, now.isoformat(), words, facts.accent, columns, foot, empty, is_signed
    )


def _log(
    database: Database,
    facts: Facts,
    kind: str,
    asked: Asked,
    columns: list[Column],
    actor: str,
    why: str,
    people: int,
) -> None:
    """Says who took which list, and why, before any of it leaves."""
    told: dict[str, object] = {
        "columns": [column.name for column in columns],
        "where": list(asked.where),
        "group": asked.group,
        "people": people,
    }
    told |= {"why": why} if why else {}
    database.write(lambda connection: record(connection, actor, "list.exported", facts.forum_id, kind, after=told))
