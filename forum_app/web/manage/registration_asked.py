"""What the list of registrations is asked for, in its address: filters, an order, a page; and the address of the same."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from forum_app.domain.messages import printable
from forum_app.domain.texts import one_line
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.services.registration_pages import CHOSEN, SORTS, Wanted

Args = Mapping[str, Sequence[str]]


def plain(typed: str) -> str:
    """One line without control characters, which one database refuses."""
    return one_line(printable(typed))


def wheres(args: Args) -> tuple[str, ...]:
    """The filters that are typed as ``field=value``."""
    return tuple(plain(item)[:300] for item in list(args.get("where", ()))[:20])


def wanted_of(args: Args) -> Wanted:
    """What is asked for; rubbish is the first page of everybody. Whoever waits stands in the order of the waiting list."""

    def one(name: str, most: int) -> str:
        found = args.get(name, ())
        return plain(found[0])[:most] if found else ""

    page, sort, status = one("page", 9), one("sort", 20), one("status", 20)
    first = "queue" if status == RegistrationStatus.WAITING else "name"
    return Wanted(
        search=one("q", 200).strip(),
        status=status,
        chosen={name: value for name in CHOSEN if (value := one(name, 40))},
        where=wheres(args),
        sort=sort if sort.removeprefix("-") in SORTS else first,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def query_of(wanted: Wanted) -> dict[str, list[str]]:
    """The same as names with values, without the page: what a view keeps."""
    given = {"q": wanted.search, "status": wanted.status, **wanted.chosen, "sort": wanted.sort}
    query = {name: [value] for name, value in given.items() if value}
    return {**query, **({"where": list(wanted.where)} if wanted.where else {})}


def address_of(slug: str, query: Mapping[str, Sequence[str]], **changes: str | int) -> str:
    """The list with these filters; ``changes`` stand in place of others, empty ones for none."""
    whole: dict[str, Sequence[str]] = {**query, **{name: [str(value)] for name, value in changes.items() if value}}
    pairs = [(name, value) for name, values in whole.items() for value in values if changes.get(name, value)]
    return f"/manage/{slug}/registrations?{urlencode(pairs)}"
