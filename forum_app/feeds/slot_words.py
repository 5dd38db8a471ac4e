"""What happened to somebody's slot, in words: to them in a mail, and to the organiser before it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from forum_app.domain.notices import Notice, Slot, SlotChange
from forum_app.domain.texts import Text, pick
from forum_app.domain.times import in_zone
from forum_app.i18n import Words


@dataclass(frozen=True)
class When:
    """A slot in words: on the forum's clocks, on the person's own where they differ, and where it is."""

    time: str
    own: str
    place: str
    talks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """One notice in words. ``said`` speaks to the person; ``short`` is a word for lists; ``gone``: no slot is left."""

    session: str
    title: str
    said: str
    short: str
    was: When | None
    now: When | None

    @property
    def gone(self) -> bool:
        return self.now is None


def slot_told(
    notice: Notice, words: Words, languages: list[str], zone: str, own_zone: str = "", *, chosen: bool = False
) -> Told:
    """A notice in words; ``languages`` is the forum's order, ``zone`` its IANA zone, ``own_zone`` the person's.
    ``chosen``: to somebody who has no part in the session, and chose it."""
    teller = _Teller(words, languages, zone, own_zone)
    said, short = _SAID[notice.change](words)
    if chosen and notice.change == SlotChange.BACK:
        said = words.gettext("This session takes place after all.")
    over = notice.change in (SlotChange.CANCELLED, SlotChange.GONE, SlotChange.WITHDRAWN)
    was, now = (teller.when(slot) if slot else None for slot in (notice.was, notice.now))
    if over:
        now = None
    elif notice.change == SlotChange.BACK:
        was = None
    return Told(notice.session, teller.text(notice.title), said, short, was, now)


class _Teller:
    def __init__(self, words: Words, languages: list[str], zone: str, own_zone: str) -> None:
        self.words, self.languages, self.zone, self.own_zone = words, languages, zone, own_zone

    def text(self, text: Text) -> str:
        return pick(text, self.words.language, self.languages)

    def when(self, slot: Slot) -> When:
        if slot.starts_at is None or slot.ends_at is None:
            return When(self.words.gettext("Not scheduled"), "", self.text(slot.place))
        time = self.span(slot.starts_at, slot.ends_at, self.zone)
        return When(time, self._own(slot.starts_at, slot.ends_at), self.text(slot.place), self._talks(slot))

    def span(self, start: datetime, end: datetime, zone: str) -> str:
        """Tuesday 13 September 2022, 10:30–11:50, Bangkok time (UTC+7)."""
        first, last = in_zone(start, zone), in_zone(end, zone)
        named, day = self.words.zone(zone, first), self.words.day(first.date())
        if last - first < timedelta(days=1):
            return self.words.gettext(
                "%(day)s, %(times)s, %(zone)s", day=day, times=self.words.times(first, last), zone=named
            )
        return self.words.gettext(
            "%(first)s, %(start)s to %(last)s, %(end)s, %(zone)s",
            first=day,
            start=self.words.time(first),
            last=self.words.day(last.date()),
            end=self.words.time(last),
            zone=named,
        )

    def _own(self, start: datetime, end: datetime) -> str:
        """The same on the person's own clocks, where they show another time."""
        if not self.own_zone or in_zone(start, self.own_zone).utcoffset() == in_zone(start, self.zone).utcoffset():
            return ""
        return self.words.gettext("Where you are: %(when)s", when=self.span(start, end, self.own_zone))

    def _talks(self, slot: Slot) -> tuple[str, ...]:
        found = []
        for title, start, minutes in slot.talks:
            if start is None:
                continue
            first = in_zone(start, self.zone)
            time = self.words.times(first, first + timedelta(minutes=minutes)) if minutes else self.words.time(first)
            found.append(self.words.gettext("Your talk “%(title)s”: %(time)s", title=self.text(title), time=time))
        return tuple(found)


_SAID = {
    SlotChange.GONE: lambda words: (
        words.gettext("This session is no longer in the programme."),
        words.pgettext("slot", "Taken out"),
    ),
    SlotChange.WITHDRAWN: lambda words: (
        words.gettext("You are no longer in the programme of this session."),
        words.pgettext("slot", "No longer in it"),
    ),
    SlotChange.CANCELLED: lambda words: (
        words.gettext("This session is cancelled."),
        words.pgettext("slot", "Cancelled"),
    ),
    SlotChange.BACK: lambda words: (
        words.gettext("This session takes place after all, and you are in it."),
        words.pgettext("slot", "Back"),
    ),
    SlotChange.UNSCHEDULED: lambda words: (
        words.gettext("This session has no time any more. A new one will follow."),
        words.pgettext("slot", "Without a time"),
    ),
    SlotChange.SCHEDULED: lambda words: (
        words.gettext("This session now has a time."),
        words.pgettext("slot", "Scheduled"),
    ),
    SlotChange.MOVED: lambda words: (
        words.gettext("This session moved to another time."),
        words.pgettext("slot", "Moved"),
    ),
    SlotChange.PLACE: lambda words: (
        words.gettext("This session moved to another place."),
        words.pgettext("slot", "Another place"),
    ),
    SlotChange.TALKS: lambda words: (
        words.gettext("Your part in this session changed."),
        words.pgettext("slot", "Talk moved"),
    ),
}
