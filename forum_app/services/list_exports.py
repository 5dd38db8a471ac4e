"""Lists of who comes, written out: each leaves with an entry in the log that says who took what."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from sqlalchemy import Connection

from forum_app.addresses import Addresses
from forum_app.database import Database
from forum_app.documents.long import Numbers, page_numbers
from forum_app.domain.times import in_zone
from forum_app.lists.badges import badge_parts
from forum_app.lists.columns import PRINTED as ON_PAPER
from forum_app.lists.columns import Column, UnknownColumn
from forum_app.lists.csv_file import csv_chunks
from forum_app.lists.name_plates import plate_parts
from forum_app.lists.printed import MARGIN, Look, Sheet, parts
from forum_app.lists.xlsx_file import write_xlsx
from forum_app.services.attendance import Attendance
from forum_app.services.audit import record
from forum_app.services.badges import ON_BADGES, ON_PLATES, Badges
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.registration_facts import Facts, facts_of
from forum_app.services.registration_lists import Asked, RegistrationList

SHEETS = ("registrations.csv", "registrations.xlsx")
CUT = ("badges.pdf", "name-plates.pdf")
PRINTED = ("registrations.pdf", "attendance.pdf", *CUT)
KINDS = (*SHEETS, *PRINTED)
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class PrintedList:
    """A list for print: the HTML of each part, and how their pages are numbered when they are put together; None: not
    at all."""

    parts: list[str]
    numbers: Numbers | None


class _Made(NamedTuple):
    """What is printed, and what the log says of it."""

    parts: Iterable[str]
    numbers: Numbers | None
    columns: Sequence[str]
    people: int
    more: Mapping[str, object] = MappingProxyType({})


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
        _plain_paper(asked)
        chosen = RegistrationList(connection, facts, asked)
        count = chosen.count()
        _log(database, facts, kind, asked, [column.name for column in chosen.columns], actor, why, count)
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
    base_url: str,
    actor: str,
    why: str = "",
) -> PrintedList:
    """One of PRINTED, ready to be rendered. ``now`` (aware) is the time that it says it was made at; the QR codes of
    badges open pages under ``base_url``. Raises NotFound and UnknownColumn.
    """
    with database.reading() as connection:
        facts = facts_of(connection, forum_id_of(connection, slug), language)
        if kind in CUT:
            made = _cut(connection, facts, kind, asked, now, base_url)
        else:
            _plain_paper(asked)
            made = (_attendance if kind == "attendance.pdf" else _registrations)(connection, facts, asked, now)
        _log(database, facts, kind, asked, made.columns, actor, why, made.people, made.more)
        return PrintedList(list(made.parts), made.numbers)


def count_list(database: Database, slug: str, kind: str, asked: Asked, *, language: str = "") -> int:
    """How many people would be in one of KINDS; raises NotFound and UnknownColumn as making it would."""
    with database.reading() as connection:
        facts = facts_of(connection, forum_id_of(connection, slug), language)
        if kind in CUT:
            return _badges(connection, facts, kind, asked).count()
        _plain_paper(asked)
        if kind == "attendance.pdf":
            _no_columns(asked)
            return Attendance(connection, facts, asked).count()
        return RegistrationList(connection, facts, asked).count()


def _plain_paper(asked: Asked) -> None:
    if asked.paper or asked.blanks:
        raise UnknownColumn("--paper and --blanks are for badges.pdf only.")


def _no_columns(asked: Asked) -> None:
    if asked.columns:
        raise UnknownColumn("Attendance sheets have columns of their own: leave --columns out.")


def _badges(connection: Connection, facts: Facts, kind: str, asked: Asked, base_url: str = "") -> Badges:
    if kind != "badges.pdf":
        _plain_paper(asked)
    return Badges(connection, facts, asked, Addresses(facts.slug, base_url))


def _cut(connection: Connection, facts: Facts, kind: str, asked: Asked, now: datetime, base_url: str) -> _Made:
    """What is cut or folded when it is printed."""
    badges, words = _badges(connection, facts, kind, asked, base_url), facts.words
    if kind != "badges.pdf":
        parts = plate_parts(badges.event(words.gettext("Name plates"), now), badges.plates())
        return _Made(parts, None, ON_PLATES, badges.count())
    paper = badges.paper
    numbers = page_numbers(words, size=paper.page, margin=paper.margin) if paper.on_a_page > 1 else None
    more: dict[str, object] = {"paper": paper.name, "blanks": badges.empty_ones}
    parts = badge_parts(badges.event(words.gettext("Badges"), now), paper, badges.badges())
    return _Made(parts, numbers, ON_BADGES, badges.count(), more)


def _registrations(connection: Connection, facts: Facts, asked: Asked, now: datetime) -> _Made:
    default = tuple(name for name in ON_PAPER if name != asked.group)
    chosen = RegistrationList(connection, facts, replace(asked, default=default), heading_groups=True)
    count = chosen.count()
    said = facts.words.ngettext("%(num)d person", "%(num)d people", count)
    look = _look(facts, facts.words.gettext("Registrations"), chosen.columns, now)
    sheet = Sheet(facts.words.gettext("Registrations"), [facts.title, said], chosen.grouped())
    return _listed(facts, look, [sheet], count)


def _attendance(connection: Connection, facts: Facts, asked: Asked, now: datetime) -> _Made:
    _no_columns(asked)
    attendance = Attendance(connection, facts, asked)
    look = _look(facts, facts.words.gettext("Attendance list"), attendance.columns, now, is_signed=True)
    return _listed(facts, look, attendance.sheets(), attendance.count())


def _listed(facts: Facts, look: Look, sheets: Iterable[Sheet], people: int) -> _Made:
    numbers = page_numbers(facts.words, size=look.size, margin=MARGIN)
    return _Made(parts(look, sheets), numbers, [column.name for column in look.columns], people)


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
    columns: Sequence[str],
    actor: str,
    why: str,
    people: int,
    more: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Says who took which list, and why, before any of it leaves."""
    told: dict[str, object] = {"columns": list(columns), "where": list(asked.where), "group": asked.group}
    told |= {"people": people, **more}
    told |= {"why": why} if why else {}
    database.write(lambda connection: record(connection, actor, "list.exported", facts.forum_id, kind, after=told))
