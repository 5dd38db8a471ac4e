"""Mails to those who speak: the invitation with its answer, reminders, the entry of their calendar, the link again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from forum_app import labels
from forum_app.config import Config
from forum_app.domain.freezing import freeze
from forum_app.domain.messages import MessageKind
from forum_app.domain.places import place_of
from forum_app.domain.preparing import Task, due_of
from forum_app.domain.texts import one_line, pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleKind
from forum_app.i18n import Words, words
from forum_app.mails.letter import Button, Fact, Letter
from forum_app.services.draft_rows import draft_of
from forum_app.services.installation import uid_host
from forum_app.services.letters import LetterHead, dressed, letter_head, mail_of
from forum_app.services.outbox import cancel_once, queue
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.release_store import last_release
from forum_app.services.speaker_calendar import Slots, Told, cancel, is_told, request
from forum_app.services.speaking import MyPart, Speaker

KIND = MessageKind.SPEAKING


@dataclass(frozen=True)
class SpeakingMails:
    """Writes the mails of one forum in the caller's transaction; what all of them need is read once."""

    head: LetterHead
    slots: Slots

    def invite(
        self, connection: Connection, speaker: Speaker, session: str, *, answer_by: date | None, note: str, again: bool
    ) -> None:
        """One invitation for all that somebody is asked to do in one session, with the entry for their calendar;
        ``again``: they were asked before and haven't answered."""
        word, key = self._words(speaker), self._key(connection, speaker)
        parts = [part for part in speaker.open_parts if part.session == session]
        asked = word.joined(list(dict.fromkeys(_asked(word, part.kind) for part in parts)))
        page = f"{self.slots.base_url}/s/{key}?part={session}"
        small = [word.gettext("You can change your answer later, on the same page.")]
        if answer_by:
            small.insert(0, word.gettext("Please answer by %(day)s.", day=word.day(answer_by)))
        heading = word.gettext("A reminder: you are invited %(asked)s", asked=asked) if again else word.gettext("You are invited %(asked)s", asked=asked)  # fmt: skip
        letter = Letter(
            language=word.language,
            subject=word.gettext("%(heading)s: %(forum)s", heading=heading, forum=self.head.name(word.language)),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            opening=note or word.gettext("Please join us in %(forum)s.", forum=self.head.name(word.language)),
            facts=self._facts(word, speaker, session, parts),
            button=Button(_yes(word, parts), f"{page}&answer=yes"),
            second=Button(word.gettext("I cannot"), f"{page}&answer=no"),
            paragraphs=(word.gettext("Your own page opens without a password. There you read who else takes part and what to prepare, and send your biography, photo and slides."),),
            small=(*small, _own_link(word)),
            why=self._why(word),
        )  # fmt: skip
        self._send(connection, speaker, letter, request(connection, self.slots, speaker, session))

    def remind(self, connection: Connection, speaker: Speaker, missing: Sequence[Task], *, note: str = "") -> None:
        """What is still missing of somebody who takes part, with its days; ``note`` stands in place of our opening."""
        word, key = self._words(speaker), self._key(connection, speaker)
        forum = self.head.name(word.language)
        heading = word.gettext("A reminder: something of yours is still missing")
        letter = Letter(
            language=word.language,
            subject=word.gettext("%(heading)s: %(forum)s", heading=heading, forum=forum),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            opening=note or word.gettext("You take part in %(forum)s, and the organisers are still waiting for this:", forum=forum),
            facts=tuple(_still_missing(word, speaker, task) for task in missing),
            button=Button(word.gettext("Open your page"), f"{self.slots.base_url}/s/{key}"),
            small=(_own_link(word),),
            why=self._why(word),
        )  # fmt: skip
        self._send(connection, speaker, letter, None)

    def confirm(self, connection: Connection, speaker: Speaker, session: str) -> None:
        """Tells the calendar of somebody who accepted, where it doesn't hold the session as it is now."""
        if is_told(connection, self.slots, speaker, session):
            return
        told = request(connection, self.slots, speaker, session)
        if told is not None:
            word = self._words(speaker)
            self._about(connection, speaker, session, word.gettext("You take part"), told)

    def withdraw(self, connection: Connection, speaker: Speaker, session: str) -> None:
        """Takes a session out of the calendar of somebody who takes no part in it any more."""
        told = cancel(connection, self.slots, speaker, session)
        if told is not None:
            word = self._words(speaker)
            self._about(connection, speaker, session, word.gettext("Taken out of your calendar"), told)

    def link(self, connection: Connection, speaker: Speaker) -> None:
        """The link to their own page, asked for again."""
        word, key = self._words(speaker), self._key(connection, speaker)
        heading = word.gettext("Your own page")
        letter = Letter(
            language=word.language,
            subject=word.gettext("%(heading)s: %(forum)s", heading=heading, forum=self.head.name(word.language)),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            opening=word.gettext(
                "This is the link to your own page for %(forum)s.", forum=self.head.name(word.language)
            ),
            button=Button(word.gettext("Open your page"), f"{self.slots.base_url}/s/{key}"),
            small=(_own_link(word),),
            why=self._why(word),
        )
        self._send(connection, speaker, letter, None)

    def _about(self, connection: Connection, speaker: Speaker, session: str, heading: str, told: Told) -> None:
        """A short mail that carries an entry; one that still waits about the same session gives way to it."""
        word = self._words(speaker)
        once = f"event:{self.head.id}:{speaker.person.id}:{session}"
        cancel_once(connection, once)
        letter = Letter(
            language=word.language,
            subject=word.gettext("%(heading)s: %(forum)s", heading=heading, forum=self.head.name(word.language)),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            facts=self._facts(word, speaker, session, [part for part in speaker.parts if part.session == session]),
            why=self._why(word),
        )
        self._send(connection, speaker, letter, told)

    def _send(self, connection: Connection, speaker: Speaker, letter: Letter, told: Told | None) -> None:
        if not speaker.email:
            return
        framed = dressed(self.head, {}, {}, KIND, letter, "")
        known = {"forum_id": self.head.id, "person": speaker.person.id}
        calendar = {"calendar": told.data, "method": told.method} if told else {}
        queue(connection, mail_of(KIND, speaker.email, framed, **known, **calendar))

    def _key(self, connection: Connection, speaker: Speaker) -> str:
        key = new_personal_key()
        keep_key(connection, key, self.head.id, person=speaker.person.id)
        return key

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

    def _facts(self, word: Words, speaker: Speaker, session: str, parts: Sequence[MyPart]) -> tuple[Fact, ...]:
        """What it is, when on both clocks, where."""
        found = self.slots.find(session)
        facts = []
        for part in parts:
            second = pick(found[1].title, word.language, speaker.languages) if found and part.talk else ""
            label = word.gettext("Your talk") if part.talk else labels.role(word, part.kind)
            facts.append(Fact(label, one_line(pick(part.title, word.language, speaker.languages)), one_line(second)))
        if found is None:
            return tuple(facts)
        content, entry = found
        if entry.starts_at and entry.ends_at:
            facts.append(Fact(word.gettext("When"), *self._when(word, speaker, entry.starts_at, entry.ends_at)))
        if place := place_of(content, entry, word.language):
            facts.append(Fact(word.gettext("Where"), one_line(place)))
        return tuple(facts)

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


def speaking_mails(connection: Connection, config: Config, forum_id: str) -> SpeakingMails:
    """Needs a writing transaction. Raises NotFound."""
    head = letter_head(connection, forum_id)
    release = last_release(connection, forum_id)
    draft = freeze(draft_of(connection, forum_id))
    server = config.mail_server
    organiser = (head.name(head.languages[0]), server.address if server else f"no-reply@{config.host}")
    contents = (release.content, draft) if release else (draft,)
    ledger = dict(release.ledger) if release else {}
    slots = Slots(contents, ledger, uid_host(connection, config.host), organiser, config.base_url)
    return SpeakingMails(head, slots)


def _still_missing(word: Words, speaker: Speaker, task: Task) -> Fact:
    due = due_of(speaker.plan, task)
    return Fact(labels.task(word, task), word.gettext("by %(day)s", day=word.day(due)) if due else word.gettext("as soon as you can"))  # fmt: skip


def _asked(word: Words, kind: RoleKind) -> str:
    """What somebody is asked to do, after “You are invited”."""
    return {
        RoleKind.MODERATOR: word.pgettext("you are invited", "to moderate"),
        RoleKind.RAPPORTEUR: word.pgettext("you are invited", "to take notes"),
        RoleKind.INTERPRETER: word.pgettext("you are invited", "to interpret"),
        RoleKind.FOCAL_POINT: word.pgettext("you are invited", "to be a focal point"),
    }.get(kind, word.pgettext("you are invited", "to speak"))


def _yes(word: Words, parts: Sequence[MyPart]) -> str:
    kinds = {part.kind for part in parts}
    if kinds == {RoleKind.MODERATOR}:
        return word.gettext("I will moderate")
    if kinds <= {RoleKind.SPEAKER, RoleKind.PANELLIST}:
        return word.gettext("I will speak")
    return word.gettext("I will come")


def _own_link(word: Words) -> str:
    return word.gettext("This link is yours alone: please do not forward it.")
