"""What changed between two releases, in plain sentences of the reader's language."""

from collections.abc import Callable
from datetime import datetime, timedelta

from forum_app.domain.compare import Change, ChangeKind
from forum_app.domain.texts import Text, pick
from forum_app.domain.times import in_zone
from forum_app.domain.wordings import only_translated
from forum_app.i18n import Words

Span = tuple[datetime, datetime]


def sentence(change: Change, words: Words, zone: str) -> str:
    """One change as one sentence. Times are wall times of ``zone`` (an IANA name), which is said with them."""
    return _SENTENCES[change.kind](_Teller(change, words, zone))


class _Teller:
    """One change with what its sentences need."""

    def __init__(self, change: Change, words: Words, zone: str) -> None:
        self.change = change
        self.gettext = words.gettext
        self.words = words
        self.zone = zone
        self.title = self.text(change.subject)
        self.before = self.text(change.before)
        self.after = self.text(change.after)

    def text(self, text: Text) -> str:
        return pick(text, self.words.language)

    def when(self, span: Span) -> str:
        """13 September 2022, 10:30–11:50, Bangkok time (UTC+7); both days where it lasts a day or longer."""
        start, end = (in_zone(moment, self.zone) for moment in span)
        zone = self.words.zone(self.zone, start)
        first = self.words.day(start.date(), weekday=False)
        if end - start < timedelta(days=1):
            return self.gettext(
                "%(day)s, %(times)s, %(zone)s", day=first, times=self.words.times(start, end), zone=zone
            )
        return self.gettext(
            "%(first)s, %(start)s to %(last)s, %(end)s, %(zone)s",
            first=first,
            start=self.words.time(start),
            last=self.words.day(end.date(), weekday=False),
            end=self.words.time(end),
            zone=zone,
        )

    def forum(self) -> str:
        return self.gettext("The description of the forum changed.")

    def places_translated(self) -> str:
        """In which language, and as what: a reader of another one sees no other name."""
        language = next(iter(self.change.after), "")
        named = {"language": self.words.language_name(language), "names": self.change.after.get(language, "")}
        if self.change.before:
            return self.gettext("Names of places are others in %(language)s: %(names)s.", **named)
        return self.gettext("Names of places were translated into %(language)s: %(names)s.", **named)

    def note(self) -> str:
        return self.gettext("The concept note changed.")

    def added(self) -> str:
        if not self.change.is_at:
            return self.gettext("“%(title)s” was added; its time is not known yet.", title=self.title)
        return self.gettext("“%(title)s” was added: %(when)s.", title=self.title, when=self.when(self.change.is_at))

    def removed(self) -> str:
        if not self.change.was_at:
            return self.gettext("“%(title)s” is no longer in the programme.", title=self.title)
        when = self.when(self.change.was_at)
        return self.gettext("“%(title)s” (%(when)s) is no longer in the programme.", title=self.title, when=when)

    def cancelled(self) -> str:
        if not self.change.is_at:
            return self.gettext("“%(title)s” is cancelled.", title=self.title)
        return self.gettext("“%(title)s” (%(when)s) is cancelled.", title=self.title, when=self.when(self.change.is_at))

    def restored(self) -> str:
        if not self.change.is_at:
            return self.gettext("“%(title)s” takes place after all.", title=self.title)
        when = self.when(self.change.is_at)
        return self.gettext("“%(title)s” takes place after all: %(when)s.", title=self.title, when=when)

    def confirmed(self) -> str:
        return self.gettext("“%(title)s” is now confirmed.", title=self.title)

    def tentative(self) -> str:
        return self.gettext("“%(title)s” is to be confirmed again.", title=self.title)

    def renamed(self) -> str:
        """As something else in a language, by the reader's own first; a first translation renames nothing."""
        if self._is_reworded():
            return self.gettext("“%(before)s” is now called “%(after)s”.", **self._in_words())
        return self._translated()

    def scheduled(self) -> str:
        assert self.change.is_at
        return self.gettext(
            "“%(title)s” now has a time: %(when)s.", title=self.title, when=self.when(self.change.is_at)
        )

    def unscheduled(self) -> str:
        assert self.change.was_at
        when = self.when(self.change.was_at)
        return self.gettext(
            "“%(title)s” no longer has a time; it was planned for %(when)s.", title=self.title, when=when
        )

    def moved(self) -> str:
        """The day is said once where it stays the same, and so is the zone."""
        was, now = self._spans()
        if was[0].date() != now[0].date() or was[0].utcoffset() != now[0].utcoffset() or _is_long(was) or _is_long(now):
            return self.gettext(
                "“%(title)s” moved from %(before)s to %(after)s.",
                title=self.title,
                before=self.when(was),
                after=self.when(now),
            )
        return self.gettext(
            "“%(title)s” moved from %(day)s, %(before)s to %(after)s, %(zone)s.",
            title=self.title,
            day=self.words.day(was[0].date(), weekday=False),
            before=self.words.times(*was),
            after=self.words.times(*now),
            zone=self.words.zone(self.zone, was[0]),
        )

    def length(self) -> str:
        was, now = self._spans()
        return self.gettext(
            "“%(title)s” now lasts %(after)s instead of %(before)s: %(when)s.",
            title=self.title,
            before=self.words.minutes(_minutes(was)),
            after=self.words.minutes(_minutes(now)),
            when=self.when(now),
        )

    def place(self) -> str:
        told = self._in_words()
        before, after = told["before"], told["after"]
        if not before:
            return self.gettext("The place of “%(title)s” is now known: %(after)s.", title=self.title, after=after)
        if not after:
            return self.gettext(
                "The place of “%(title)s” is no longer known; it was %(before)s.", title=self.title, before=before
            )
        return self.gettext(
            "The place of “%(title)s” is now %(after)s instead of %(before)s.",
            title=self.title,
            before=before,
            after=after,
        )

    def description(self) -> str:
        return self.gettext("The description of “%(title)s” changed.", title=self.title)

    def talk_added(self) -> str:
        return self.gettext("“%(talk)s” was added to “%(session)s”.", talk=self.title, session=self.after)

    def talk_removed(self) -> str:
        return self.gettext("“%(talk)s” was taken out of “%(session)s”.", talk=self.title, session=self.after)

    def talks_retimed(self) -> str:
        return self.gettext("The order or the times of the talks in “%(title)s” changed.", title=self.title)

    def joined(self) -> str:
        return self.gettext("%(name)s takes part in “%(session)s”.", name=self.title, session=self.after)

    def left(self) -> str:
        return self.gettext("%(name)s no longer takes part in “%(session)s”.", name=self.title, session=self.after)

    def person(self) -> str:
        if self.before and self._is_reworded():
            told = self._in_words()
            return self.gettext("%(before)s is now listed as %(name)s.", before=told["before"], name=told["after"])
        return self.gettext("The entry on %(name)s changed.", name=self.title)

    def _is_reworded(self) -> bool:
        """Whether there is another wording for this reader: in their language, or in the original."""
        before, after, own = self.change.before, self.change.after, self.words.language
        if own in before and own in after and before[own] != after[own]:
            return True
        return before != after and not only_translated(before, after)

    def _in_words(self) -> dict[str, str]:
        """What it was and is called to this reader; in the first language that is another where theirs is the same."""
        if self.before != self.after:
            return {"before": self.before, "after": self.after}
        before, after = self.change.before, self.change.after
        other = next((code for code in after if code in before and before[code] != after[code]), "")
        return {"before": before.get(other, self.before), "after": after.get(other, self.after)}

    def _translated(self) -> str:
        """What changed is only worded anew in other languages than the original, or in more of them."""
        came = [language for language in self.change.after if language not in self.change.before]
        if not came:
            return self.gettext("The translation of “%(title)s” changed.", title=self.title)
        if self.words.language in came:
            original = pick(self.change.before, self.words.language)
            return self.gettext("“%(before)s” was translated: “%(after)s”.", before=original, after=self.after)
        names = self.words.joined([self.words.language_name(language) for language in came])
        return self.gettext("“%(title)s” was translated into %(languages)s.", title=self.title, languages=names)

    def _spans(self) -> tuple[Span, Span]:
        assert self.change.was_at
        assert self.change.is_at
        was, now = (
            (in_zone(span[0], self.zone), in_zone(span[1], self.zone))
            for span in (self.change.was_at, self.change.is_at)
        )
        return was, now


def _is_long(span: Span) -> bool:
    return span[1] - span[0] >= timedelta(days=1)


def _minutes(span: Span) -> int:
    """Absolute minutes: the two ends may have different offsets."""
    return int((span[1].timestamp() - span[0].timestamp()) // 60)


_SENTENCES: dict[ChangeKind, Callable[[_Teller], str]] = {
    ChangeKind.FORUM_TEXT: _Teller.forum,
    ChangeKind.FORUM_RENAMED: _Teller.renamed,
    ChangeKind.PLACES_TRANSLATED: _Teller.places_translated,
    ChangeKind.SESSION_ADDED: _Teller.added,
    ChangeKind.SESSION_REMOVED: _Teller.removed,
    ChangeKind.SESSION_CANCELLED: _Teller.cancelled,
    ChangeKind.SESSION_RESTORED: _Teller.restored,
    ChangeKind.SESSION_CONFIRMED: _Teller.confirmed,
    ChangeKind.SESSION_TENTATIVE: _Teller.tentative,
    ChangeKind.SESSION_RENAMED: _Teller.renamed,
    ChangeKind.SESSION_SCHEDULED: _Teller.scheduled,
    ChangeKind.SESSION_UNSCHEDULED: _Teller.unscheduled,
    ChangeKind.SESSION_MOVED: _Teller.moved,
    ChangeKind.SESSION_LENGTH: _Teller.length,
    ChangeKind.SESSION_PLACE: _Teller.place,
    ChangeKind.SESSION_TEXT: _Teller.description,
    ChangeKind.TALK_ADDED: _Teller.talk_added,
    ChangeKind.TALK_REMOVED: _Teller.talk_removed,
    ChangeKind.TALK_RENAMED: _Teller.renamed,
    ChangeKind.TALK_RETIMED: _Teller.talks_retimed,
    ChangeKind.PERSON_JOINED: _Teller.joined,
    ChangeKind.PERSON_LEFT: _Teller.left,
    ChangeKind.PERSON_TEXT: _Teller.person,
    ChangeKind.NOTE_TEXT: _Teller.note,
}
