"""What a list of the desk is made of: rows with cells and tags, filters, pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.domain.texts import folded, pick
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum


@dataclass(frozen=True)
class Tag:
    """A short word beside a row: tone ok, warn, bad, chg or none; or a theme with its id."""

    text: str
    tone: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Row:
    """One thing: its name, a line under it, one text a column, tags. ``order`` is what each column is sorted by."""

    key: str
    name: str
    under: str = ""
    cells: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    order: tuple[Any, ...] = ()
    marks: frozenset[str] = frozenset()  # filters that it is in
    searched: str = ""
    at: str = ""  # where its page is, within the forum's desk, if that isn't the list's own


@dataclass(frozen=True)
class Listing:
    """A page of a list. ``filters`` are name, label and count; ``total`` counts what is found on all pages."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    filters: tuple[tuple[str, str, int], ...]
    everything: int
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Wanted:
    """What a list shows: the words searched for, a filter, a column (its number, "-" before it: backwards), a page."""

    search: str = ""
    only: str = ""
    sort: str = ""
    page: int = 1


@dataclass
class Reading:
    """What the readers of lists share."""

    connection: Connection
    forum: DeskForum
    words: Words
    filters: dict[str, str] = field(default_factory=dict)

    def say(self, text: Mapping[str, str] | None) -> str:
        return pick(text or {}, self.words.interface, self.forum.languages)

    def all(self, model: Any, *columns: Any) -> list[Any]:
        query = select(model.id, *columns).where(model.forum_id == self.forum.id).order_by(model.position)
        return list(self.connection.execute(query))


def row_of_list(key: str, name: str, cells: Sequence[str], order: Sequence[Any] = (), **more: Any) -> Row:
    said = (name, more.get("under", ""), *cells, *(tag.text for tag in more.get("tags", ())))
    by = (folded(name), *(order or [folded(cell) for cell in cells]))
    return Row(key, name, cells=tuple(cells), order=by, searched=folded(" ".join(said)), **more)


def counted(here: Reading, column: Any, model: Any) -> dict[str, int]:
    query = select(column, func.count()).where(model.forum_id == here.forum.id).group_by(column)
    return {key: number for key, number in here.connection.execute(query) if key}
