"""Invitations for one person's calendar (iTIP, RFC 5546): a request, its update, a cancellation; one event, one attendee."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from forum_app.calendars import values
from forum_app.calendars.structure import checked

PRODUCT = "-//Forum//Invitations//EN"
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Invite:
    """One slot of one person. ``organiser`` and ``attendee`` are name and address; the first must be one that mails are
    sent from. Instants are aware; ``changed_at`` is when this was said; ``chairs``: they moderate."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    address: str
    organiser: tuple[str, str]
    attendee: tuple[str, str]
    chairs: bool = False
    tentative: bool = False


def invitation_ics(invite: Invite) -> bytes:
    """The whole iCalendar object, UTF-8 with CRLF, whose METHOD is REQUEST."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", REQUEST)
    event = Event()
    event.add("uid", values.line(invite.uid))
    event.add("dtstamp", invite.changed_at.astimezone(UTC))
    event.add("last-modified", invite.changed_at.astimezone(UTC))
    event.add("sequence", invite.sequence)
    event.add("dtstart", invite.starts_at.astimezone(UTC))
    event.add("dtend", invite.ends_at.astimezone(UTC))
    event.add("summary", values.line(invite.summary))
    event.add("status", "TENTATIVE" if invite.tentative else "CONFIRMED")
    if invite.location:
        event.add("location", values.line(invite.location))
    if invite.description:
        event.add("description", values.lines(invite.description))
    if invite.address:
        event.add("url", vUri(values.uri(invite.address)))
    event.add("organizer", _whom(*invite.organiser))
    attendee = _whom(*invite.attendee)
    attendee.params["ROLE"] = vText("CHAIR" if invite.chairs else "REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee)
    calendar.add_component(event)
    return checked(bytes(calendar.to_ical(sorted=False)), invitation=True)


def cancellation_ics(told: bytes, sequence: int, said_at: datetime) -> bytes:
    """Takes out of a calendar what ``told``, the bytes of a REQUEST, put into it; ``said_at`` is aware."""
    calendar: Any = Calendar.from_ical(told)
    [event] = calendar.walk("VEVENT")
    changed = {"sequence": sequence, "status": "CANCELLED"}
    changed |= dict.fromkeys(("dtstamp", "last-modified"), said_at.astimezone(UTC))
    for owner, values_of in ((calendar, {"method": CANCEL}), (event, changed)):
        for name, value in values_of.items():
            del owner[name]
            owner.add(name, value)
    for name in ("PARTSTAT", "RSVP"):
        event["attendee"].params.pop(name, None)
    return checked(bytes(calendar.to_ical(sorted=False)), invitation=True)


def summary_of(told: bytes) -> str:
    """What an event is called in a calendar."""
    calendar: Any = Calendar.from_ical(told)
    [event] = calendar.walk("VEVENT")
    return str(event["summary"])


def _whom(name: str, address: str) -> vCalAddress:
    """An address with its name; a double quote can be in no parameter (RFC 5545, 3.2), so it is a typographic one."""
    whom = vCalAddress(f"mailto:{address}")
    if plain := str(values.line(name)).replace('"', "”"):
        whom.params["CN"] = vText(plain)
    return whom
