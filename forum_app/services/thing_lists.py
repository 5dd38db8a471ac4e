"""The lists of the desk: every thing of a kind in a few queries, searched, sorted, filtered, in pages."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from weakref import WeakKeyDictionary

from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.texts import folded
from forum_app.i18n import Words
from forum_app.models.forum import Forum
from forum_app.services import listing_parts, listing_people, listing_programme, listing_registering
from forum_app.services.desk import DeskForum
from forum_app.services.listing import Listing, Reading, Row, Wanted

PAGE = 50
MOST_KEPT = 12  # lists; one of 2,000 things takes two megabytes


def list_things(database: Database, forum: DeskForum, noun: str, words: Words, wanted: Wanted) -> Listing:
    """One page of the list of a kind; the number of queries does not depend on how many there are."""
    everything, filters = _everything(database, forum, noun, words)
    found = _found(everything, wanted)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, wanted.page), pages)
    counted = tuple((name, label, sum(name in row.marks for row in everything)) for name, label in filters.items())
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Listing(_LISTS[noun][0](words), shown, counted, len(everything), len(found), page, pages)


def keys_found(database: Database, forum: DeskForum, noun: str, words: Words, wanted: Wanted) -> list[str]:
    """The ids of everything that a list finds, on all its pages."""
    return [row.key for row in _found(_everything(database, forum, noun, words)[0], wanted)]


_Everything = tuple[Sequence[Row], Mapping[str, str]]


class _Kept:
    """The lists that were shown last, whole, each by the version of its draft; ``lock`` is held for a look only."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.lists: OrderedDict[tuple[str, str, str], tuple[int, _Everything]] = OrderedDict()


_KEPT: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()
_GUARD = threading.Lock()


def _everything(database: Database, forum: DeskForum, noun: str, words: Words) -> _Everything:
    """All rows of a list, and its filters; from memory where the draft is the same as when it was shown last."""
    with _GUARD:
        kept = _KEPT.setdefault(database, _Kept())
    key = (forum.id, noun, words.interface)
    with database.reading() as connection:
        version: int = connection.execute(select(Forum.version).where(Forum.id == forum.id)).scalar_one()
        with kept.lock:
            known = kept.lists.get(key)
        if known is None or known[0] != version:
            reading = Reading(connection, forum, words)
            known = (version, (tuple(_LISTS[noun][1](reading)), reading.filters))
    with kept.lock:
        kept.lists[key] = known
        kept.lists.move_to_end(key)
        while len(kept.lists) > MOST_KEPT:
            kept.lists.popitem(last=False)
    return known[1]


def _found(everything: Sequence[Row], wanted: Wanted) -> list[Row]:
    chosen = [row for row in everything if not wanted.only or wanted.only in row.marks]
    terms = folded(wanted.search[:200]).split()
    found = [row for row in chosen if all(term in row.searched for term in terms)]
    _sort(found, wanted.sort)
    return found


def _sort(rows: list[Row], sort: str) -> None:
    number = sort.removeprefix("-")
    if number.isdigit() and rows and int(number) < len(rows[0].order):
        rows.sort(key=lambda row: row.order[int(number)], reverse=sort.startswith("-"))


def _heads(*names: str) -> Callable[[Words], tuple[str, ...]]:
    return lambda words: tuple(words.gettext(name) for name in names)


def _(message: str) -> str:
    """Marks a message for the catalogues; it is said when a list is shown."""
    return message


_LISTS: dict[str, tuple[Callable[[Words], tuple[str, ...]], Callable[[Reading], list[Row]]]] = {
    "sessions": (_heads(_("Title"), _("When"), _("Room"), _("Kind"), _("People")), listing_programme.sessions),
    "people": (_heads(_("Name"), _("Country or territory"), _("Parts")), listing_people.people),
    "organisations": (
        _heads(_("Name"), _("Acronym"), _("Constituency"), _("Country or territory"), _("People")),
        listing_people.organisations,
    ),
    "roles": (_heads(_("Name"), _("Role"), _("Session"), _("When")), listing_parts.parts),
    "focal-points": (_heads(_("Name"), _("Role"), _("Responsible for")), listing_people.focal_points),
    "themes": (_heads(_("Title"), _("Sessions")), listing_programme.themes),
    "rooms": (_heads(_("Name"), _("Seats"), _("Building"), _("Sessions")), listing_programme.rooms),
    "key-questions": (_heads(_("Question"), _("Session")), listing_programme.questions),
    "materials": (_heads(_("Title"), _("Kind"), _("Session")), listing_programme.materials),
    "references": (_heads(_("Title"), _("Year"), _("Number or symbol")), listing_programme.references),
    "registration-questions": (
        _heads(_("Question"), _("Answer"), _("Required"), _("Asked only if")),
        listing_registering.questions,
    ),
    "delegations": (
        _heads(_("Name"), _("Country or territory"), _("Organisation"), _("Seats")),
        listing_registering.delegations,
    ),
    "terms": (_heads(_("Acronym"), _("What it stands for")), listing_programme.terms),
}
