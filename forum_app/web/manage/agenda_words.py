"""What clashes in an agenda, as the builder's cards and panels say it; places in the programme in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum_app.domain.agenda.conflicts import Conflict
from forum_app.domain.agenda.slots import Slot, slot_of
from forum_app.domain.draft import Draft, Session
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import Severity
from forum_app.i18n import Words

# Two things can't be at once; the rest is doubtful, unless the organiser says that it stops publishing.
_CANT_BE = frozenset(
    {"room-taken-twice", "person-in-two-places", "person-unavailable", "no-time-to-walk", "session-outside-days"}
)
_SIGNS = {
    "room-taken-twice": "map-pin",
    "person-in-two-places": "users",
    "person-unavailable": "user-x",
    "no-time-to-walk": "clock",
    "language-without-interpretation": "languages",
    "moderator-missing": "user-x",
    "declined-still-listed": "user-x",
    "speaker-unconfirmed": "clock",
    "capacity-over-room": "users",
    "sign-ups-over-capacity": "users",
}


@dataclass(frozen=True)
class Told:
    """A clash in words: ``short`` on a card, ``reason`` where there is room; ``tone`` bad or warn, ``weight`` what that
    means in a word or two. ``sessions`` are all that it is about, ``title`` is the first one's."""

    rule: str
    tone: str
    weight: str
    sign: str
    short: str
    reason: str
    sessions: tuple[str, ...]
    title: str


def told(words: Words, draft: Draft, found: Iterable[Conflict]) -> list[Told]:
    """What can't be goes first."""
    sessions = {session.id: session for session in draft.sessions}
    names = {person.id: pick(person.name, words.interface, draft.forum.languages) for person in draft.people}
    lines = [
        Told(
            each.rule,
            tone_of(each),
            _weight(words, each),
            _SIGNS.get(each.rule, "triangle-alert"),
            _short(words, each, names),
            words.said(each.reason),
            each.sessions,
            _title(words, draft, sessions[each.session]),
        )
        for each in found
    ]
    return sorted(lines, key=lambda line: line.tone != "bad")


def tone_of(found: Conflict) -> str:
    return "bad" if found.rule in _CANT_BE or found.severity == Severity.STOP else "warn"


def _weight(words: Words, found: Conflict) -> str:
    if found.severity == Severity.STOP:
        return words.gettext("Stops publishing")
    return words.gettext("Clash") if tone_of(found) == "bad" else words.gettext("Warning")


def _title(words: Words, draft: Draft, session: Session) -> str:
    return pick(session.title, words.interface, draft.forum.languages)


def _short(words: Words, found: Conflict, names: dict[str, str]) -> str:
    _ = words.gettext
    if found.rule in ("person-in-two-places", "person-unavailable", "no-time-to-walk") and len(found.people) == 1:
        return names.get(found.people[0], "") or _("A person")
    return {
        "room-taken-twice": _("Room"),
        "person-in-two-places": _("In two places"),
        "person-unavailable": _("Not available"),
        "no-time-to-walk": _("No time to walk"),
        "session-outside-days": _("Outside the days"),
        "session-over-days": _("Over the day"),
        "hour-comes-twice": _("Hour twice"),
        "session-over-break": _("Into a break"),
        "capacity-over-room": _("Room too small"),
        "sign-ups-over-capacity": _("Too full"),
        "language-without-interpretation": _("Language"),
        "moderator-missing": _("No moderator"),
        "declined-still-listed": _("Declined"),
        "speaker-unconfirmed": _("Unconfirmed"),
        "length-missing": _("No length"),
        "room-missing": _("No room"),
        "break-missing": _("No pause"),
        "meal-missing": _("No meal"),
    }[found.rule]


def room_name(words: Words, draft: Draft, key: str | None) -> str:
    """A room by its name; without one, "No room", or the venue where there are no rooms at all."""
    for room in draft.rooms:
        if room.id == key:
            return pick(room.name, words.interface, draft.forum.languages)
    if not draft.rooms and draft.forum.venue:
        return pick(draft.forum.venue.name, words.interface, draft.forum.languages) or words.gettext("No room")
    return words.gettext("No room")


def on_card(slot: Slot) -> str:
    """``hours`` in the little room that a card has, in every language alike: the start stands where one begins to read."""
    return f"{slot.start:%H:%M}" + (f"–{slot.end:%H:%M}" if slot.end else "") if slot.start else ""


def hours(words: Words, slot: Slot) -> str:
    """10:30–11:50; the start alone where there is no length, nothing where there is no time."""
    if slot.start is None:
        return ""
    return words.span(f"{slot.start:%H:%M}", f"{slot.end:%H:%M}") if slot.end else f"{slot.start:%H:%M}"


def place_told(words: Words, draft: Draft, slot: Slot, *, beside: Session | None = None) -> str:
    """Where a session could be: Room 3, Wed 14 10:30. What is as ``beside`` has it is left out."""
    parts = []
    now = slot_of(beside) if beside else None
    if now is None or now.room != slot.room:
        parts.append(room_name(words, draft, slot.room))
    if slot.start and (now is None or now.start is None or now.start.date() != slot.start.date()):
        parts.append(words.short_day(slot.start.date()))
    if slot.start and (now is None or now.start != slot.start or not parts):
        parts.append(f"{slot.start:%H:%M}")
    return words.listed(parts)
