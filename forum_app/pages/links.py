"""Links of a page: paths that keep the reader's language and zone, and absolute ones for what leaves the site."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from forum_app.addresses import Addresses
from forum_app.domain.release import Content
from forum_app.pages.reader import Reader

Value = str | tuple[str, ...]  # of a name in an address that may come once, or several times
Choice = Mapping[str, Value]
NOTHING: Choice = {}


class Links:
    """Addresses of one page for one reader. ``several`` is whether the forum speaks more than one language."""

    def __init__(self, reader: Reader, content: Content | None = None) -> None:
        self.reader = reader
        self.at = reader.addresses
        self.absolute = Addresses(self.at.slug, reader.base_url)
        self.several = content is not None and len(content.forum.languages) > 1

    def query(
        self, choice: Choice = NOTHING, *, language: str = "", zone: str | None = None, **more: str
    ) -> dict[str, Value]:
        """What an address carries along: the language where there are several, the zone where one was chosen."""
        found: dict[str, Value] = {key: value for key, value in {**choice, **more}.items() if value}
        if self.several:
            found["lang"] = language or self.reader.language
        chosen = self.reader.zone if zone is None else zone
        if chosen:
            found["tz"] = chosen
        return found

    def page(
        self, path: str, choice: Choice = NOTHING, *, language: str = "", zone: str | None = None, **more: str
    ) -> str:
        """A page of this site."""
        return with_query(path, self.query(choice, language=language, zone=zone, **more))

    def file(self, path: str, choice: Choice = NOTHING, *, language: str = "", **more: str) -> str:
        """A file made from the release: its language is in its address, a zone never."""
        return with_query(path, self.query(choice, language=language, zone="", **more))

    def canonical(self, path: str, language: str = "") -> str:
        """The one public address of a page in one language."""
        return with_query(
            self.reader.base_url.rstrip("/") + path, {"lang": language} if language and self.several else {}
        )

    def whole(self, path: str) -> str:
        """An absolute address of a path that may carry a query."""
        return self.reader.base_url.rstrip("/") + path

    def webcal(self, path: str) -> str:
        """The address that calendar programs subscribe to."""
        return "webcal://" + self.whole(path).split("://", 1)[-1]


def with_query(path: str, values: Choice) -> str:
    address, _, mark = path.partition("#")
    if values:
        address += ("&" if "?" in address else "?") + urlencode(values, doseq=True)
    return f"{address}#{mark}" if mark else address


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def google_event(title: str, start: datetime, end: datetime, place: str, details: str) -> str:
    """Google Calendar's form, filled in with one event."""
    values = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_utc(start)}/{_utc(end)}",
        "location": place,
        "details": details,
    }
    return "https://calendar.google.com/calendar/render?" + urlencode(values, quote_via=quote)


def outlook_event(title: str, start: datetime, end: datetime, place: str, details: str) -> str:
    """Outlook's form on the web, filled in with one event."""
    values = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": start.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "enddt": end.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "location": place,
        "body": details,
    }
    return "https://outlook.live.com/calendar/0/action/compose?" + urlencode(values, quote_via=quote)


def google_feed(webcal: str) -> str:
    return "https://calendar.google.com/calendar/render?" + urlencode({"cid": webcal})


def outlook_feed(address: str, name: str) -> str:
    return "https://outlook.live.com/calendar/0/addfromweb?" + urlencode(
        {"url": address, "name": name}, quote_via=quote
    )
