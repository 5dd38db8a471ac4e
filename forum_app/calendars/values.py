"""Values as iCalendar wants them: text free of control characters, escaped once, and addresses without surprises."""

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from icalendar import vCategory, vGeo, vText

from forum_app.domain.texts import one_line

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BAD_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


class ExactText(vText):
    """TEXT that reads back as it was written: icalendar 7.3 turns a backslash before a capital N into a line break."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


class Coordinates(vGeo):
    """GEO with six decimals, never in the notation 1e-05."""

    def to_ical(self) -> str:
        return f"{self.latitude:.6f};{self.longitude:.6f}"


def line(value: str) -> ExactText:
    """A one-line text: every kind of line end is a blank, control characters are gone."""
    return ExactText(one_line(_CONTROL.sub("", value)))


def lines(value: str) -> ExactText:
    """A text of several lines: every kind of line end is one line feed, control characters are gone."""
    return ExactText(_CONTROL.sub("", _LINE_ENDS.sub("\n", value)).strip())


def categories(names: list[str]) -> vCategory:
    value = vCategory([])
    value.cats = [line(name) for name in dict.fromkeys(names) if name]
    return value


def uri(value: str) -> str:
    """An address as RFC 3986 wants it: whatever has no place in one is percent-encoded, the host by IDNA.

    ``""`` for what is no address of the web.
    """
    try:
        parts = urlsplit(quote(_BAD_PERCENT.sub("%25", value.strip()), safe="%/:?#[]@!$&'()*+,;=~-._"))
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return urlunsplit(parts._replace(netloc=_ascii_host(unquote(parts.netloc)) or parts.netloc))


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else ""
    except UnicodeError:
        return ""
