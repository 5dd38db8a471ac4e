"""Mails about one person's part in one session: what stands in all of them, and those that only bring an entry for a
calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from forum_app import labels
from forum_app.calendars.invitations import CANCEL
from forum_app.domain.messages import MessageKind
from forum_app.domain.places import place_of
from forum_app.domain.release import SessionEntry
from forum_app.domain.texts import one_line, pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleState
from forum_app.i18n import Words, words
from forum_app.mails.letter import Fact, Letter
from forum_app.services.letters import LetterHead, dressed, mail_of
from forum_app.services.outbox import queue
from forum_app.services.parts_waiting import EVENT, once_about
from forum_app.services.speaker_calendar import Entry, Found, Slots, keep
from forum_app.services.speaking import MyPart, Speaker

KIND = MessageKind.SPEAKING


@dataclass(frozen=True)
class PartMails:
    """Writes mails of one forum in the caller's transaction; what all of them need is read once."""

    head: LetterHead
    slots: Slots

    def bring(
        self,
        connection: Connection,
        speaker: Speaker,
        entry: Entry,
        not_before: datetime | None = None,
        what: str = EVENT,
    ) -> None:
        """A short mail that brings an entry, to the address whose calendar it is."""
        word, parts = self._words(speaker), [part for part in speaker.parts if part.session == entry.session]
        heading = self._brought(word, entry, parts)
        title = self._title(word, speaker, entry.session, parts) or entry.summary
        facts = self._facts(word, speaker, parts, self.slots.find(entry.session))
        if not parts:
            facts = (Fact(word.gettext("Session"), one_line(title)), *facts)
        letter = Letter(
            language=word.language,
            subject=self._subject(word, heading, title),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            facts=facts,
            why=self._why(word),
        )
        self._send(connection, speaker, letter, entry, what=what, session=entry.session, not_before=not_before)

    def _brought(self, word: Words, entry: Entry, parts: Sequence[MyPart]) -> str:
        if entry.method == CANCEL:
            return word.gettext("Taken out of your calendar")
        if not entry.again and any(part.state == RoleState.CONFIRMED for part in parts):
            return word.gettext("You take part")
        return word.gettext("Brought up to date in your calendar")

    def _send(
        self,
        connection: Connection,
        speaker: Speaker,
        letter: Letter,
        entry: Entry | None = None,
        *,
        what: str = "",
        session: str = "",
        not_before: datetime | None = None,
    ) -> None:
        address = entry.address if entry else speaker.email
        if not address:
            return
        framed = dressed(self.head, {}, {}, KIND, letter, "")
        known = {"forum_id": self.head.id, "person": speaker.person.id, "not_before": not_before}
        once = once_about(what, session) if what else ""
        message = queue(connection, mail_of(KIND, address, framed, once=once, **known, **(entry.part if entry else {})))
        if entry:
            keep(connection, entry, message)

    def _subject(self, word: Words, heading: str, title: str = "") -> str:
        """What it is about, where that is one thing, and the forum."""
        forum = word.comma.join(part for part in (one_line(title), self.head.name(word.language)) if part)
        return word.gettext("%(heading)s: %(forum)s", heading=heading, forum=forum)

    def _title(self, word: Words, speaker: Speaker, session: str, parts: Sequence[MyPart]) -> str:
        """Their talk where that is all they do in a session, else the session."""
        titles = list(dict.fromkeys(pick(part.title, word.language, speaker.languages) for part in parts))
        found = self.slots.find(session) if len(titles) != 1 else None
        whole = pick(found[1].title, word.language, speaker.languages) if found else ""
        return whole or (titles[0] if titles else "")

    def _words(self, speaker: Speaker) -> Words:
        return words(speaker.language)

    def _name(self, speaker: Speaker, word: Words) -> str:
        """With the form of address that they chose."""
        said = (
            pick(text, word.language, speaker.languages) for text in (speaker.person.honorific, speaker.person.name)
        )
        return one_line(" ".join(part for part in said if part))

    def _why(self, word: Words) -> str:
        return word.gettext(
            "You get this mail because the organisers of %(forum)s ask you to take part in it.",
            forum=self.head.name(word.language),
        )

    def _facts(self, word: Words, speaker: Speaker, parts: Sequence[MyPart], found: Found | None) -> tuple[Fact, ...]:
        """What it is, when on both clocks and when their talks are, where."""
        facts = []
        for part in parts:
            second = pick(found[1].title, word.language, speaker.languages) if found and part.talk else ""
            label = word.gettext("Your talk") if part.talk else labels.role(word, part.kind)
            facts.append(Fact(label, one_line(pick(part.title, word.language, speaker.languages)), one_line(second)))
        if found is None:
            return tuple(facts)
        content, entry = found
        if entry.starts_at and entry.ends_at:
            there, own = self._when(word, speaker, entry.starts_at, entry.ends_at)
            talks = self._talks(word, speaker, entry, parts)
            facts.append(Fact(word.gettext("When"), there, "\n".join(line for line in (own, *talks) if line)))
        if place := place_of(content, entry, word.language):
            facts.append(Fact(word.gettext("Where"), one_line(place)))
        return tuple(facts)

    def _talks(self, word: Words, speaker: Speaker, entry: SessionEntry, parts: Sequence[MyPart]) -> list[str]:
        """When their own talks are, on the forum's clocks, where that is known."""
        mine, lines = {part.talk for part in parts if part.talk}, []
        for talk in entry.talks:
            if talk.id in mine and talk.starts_at:
                first = in_zone(talk.starts_at, speaker.zone)
                time = word.times(first, first + timedelta(minutes=talk.minutes)) if talk.minutes else word.time(first)
                title = one_line(pick(talk.title, word.language, speaker.languages))
                lines.append(word.gettext("Your talk “%(title)s”: %(time)s", title=title, time=time))
        return lines

    def _when(self, word: Words, speaker: Speaker, start: datetime, end: datetime) -> tuple[str, str]:
        """The forum's time, and their own where its clocks differ."""
        there = self._on(word, speaker.zone, start, end)
        own = speaker.person.private.zone if speaker.person.private else ""
        if not own or in_zone(start, own).utcoffset() == in_zone(start, speaker.zone).utcoffset():
            return there, ""
        return there, word.gettext("%(when)s where you are", when=self._on(word, own, start, end))

    def _on(self, word: Words, zone: str, start: datetime, end: datetime) -> str:
        first, last = in_zone(start, zone), in_zone(end, zone)
        return word.comma.join([word.day(first.date()), word.times(first, last), word.zone(zone, first)])
