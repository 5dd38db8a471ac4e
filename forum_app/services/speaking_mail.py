"""Mails to those who speak: the invitation with its answer, reminders, the entry of their calendar, the link again."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection

from forum_app import labels
from forum_app.calendars.invitations import CANCEL, REQUEST
from forum_app.config import Config
from forum_app.domain.preparing import Task, due_of
from forum_app.domain.vocabularies import RoleKind
from forum_app.i18n import Words
from forum_app.mails.letter import UNTOLD, Button, Fact, Letter
from forum_app.services.drafted_sessions import drafted_session
from forum_app.services.installation import uid_host
from forum_app.services.letters import letter_head
from forum_app.services.part_mails import PartMails
from forum_app.services.parts_waiting import ASKED, EVENT, take_back_mails
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.release_store import last_release
from forum_app.services.speaker_calendar import Found, Slots, entries
from forum_app.services.speaking import MyPart, Speaker


class SpeakingMails(PartMails):
    """Writes the mails to those who speak at one forum, in the caller's transaction."""

    def invite(
        self, connection: Connection, speaker: Speaker, session: str, *, answer_by: date | None, note: str, again: bool
    ) -> None:
        """One invitation for all that somebody is asked to do in one session, with the entry for their calendar, in place
        of one that still waits; ``again``: they were asked before and haven't answered."""
        take_back_mails(connection, speaker.person.id, session, what=(ASKED, EVENT))
        word, key = self._words(speaker), self._key(connection, speaker)
        parts = [part for part in speaker.open_parts if part.session == session]
        asked = word.joined(list(dict.fromkeys(_asked(word, part.kind) for part in parts)))
        page = f"{self.slots.base_url}/s/{key}?part={session}"
        small = [word.gettext("You can change your answer later, on the same page.")]
        if answer_by:
            small.insert(0, word.gettext("Please answer by %(day)s.", day=word.day(answer_by)))
        if not self.slots.is_out(session):
            small.insert(0, word.gettext("The programme is not published yet: times may still change. You are told when they do."))  # fmt: skip
        heading = word.gettext("A reminder: you are invited %(asked)s", asked=asked) if again else word.gettext("You are invited %(asked)s", asked=asked)  # fmt: skip
        letter = Letter(
            language=word.language,
            subject=self._subject(word, heading, self._title(word, speaker, session, parts)),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            opening=note or word.gettext("Please join us in %(forum)s.", forum=self.head.name(word.language)),
            opening_language=UNTOLD if note else "",
            facts=self._facts(word, speaker, parts, self._found(connection, session)),
            button=Button(_yes(word, parts), f"{page}&answer=yes"),
            second=Button(word.gettext("I cannot"), f"{page}&answer=no"),
            paragraphs=(word.gettext("Your own page opens without a password. There you read who else takes part and what to prepare, and send your biography, photo and slides."),),
            small=(*small, _own_link(word)),
            why=self._why(word),
        )  # fmt: skip
        told = entries(connection, self.slots, speaker, session, there=True, again=True)
        for entry in told:
            if entry.method == CANCEL:  # at an address that is theirs no more
                self.bring(connection, speaker, entry)
        mine = next((entry for entry in told if entry.method == REQUEST), None)
        self._send(connection, speaker, letter, mine, what=ASKED, session=session)

    def remind(self, connection: Connection, speaker: Speaker, missing: Sequence[Task], *, note: str = "") -> None:
        """What is still missing of somebody who takes part, with its days; ``note`` stands in place of our opening."""
        word, key = self._words(speaker), self._key(connection, speaker)
        forum = self.head.name(word.language)
        heading = word.gettext("A reminder: something of yours is still missing")
        letter = Letter(
            language=word.language,
            subject=self._subject(word, heading),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            opening=note or word.gettext("You take part in %(forum)s, and the organisers are still waiting for this:", forum=forum),
            opening_language=UNTOLD if note else "",
            facts=tuple(_still_missing(word, speaker, task) for task in missing),
            button=Button(word.gettext("Open your page"), f"{self.slots.base_url}/s/{key}"),
            small=(_own_link(word),),
            why=self._why(word),
        )  # fmt: skip
        self._send(connection, speaker, letter)

    def confirm(self, connection: Connection, speaker: Speaker, session: str) -> None:
        """Tells the calendar of somebody who accepted, where it doesn't hold the session as it is now."""
        take_back_mails(connection, speaker.person.id, session, what=(EVENT,))
        for entry in entries(connection, self.slots, speaker, session, there=True):
            self.bring(connection, speaker, entry)

    def withdraw(self, connection: Connection, speaker: Speaker, session: str) -> None:
        """Takes a session out of the calendar of somebody who takes no part in it any more, and an invitation to it out
        of what waits."""
        take_back_mails(connection, speaker.person.id, session, what=(ASKED, EVENT))
        for entry in entries(connection, self.slots, speaker, session, there=False):
            self.bring(connection, speaker, entry)

    def link(self, connection: Connection, speaker: Speaker) -> None:
        """The link to their own page in place of all before it."""
        word, key = self._words(speaker), self._key(connection, speaker)
        heading = word.gettext("Your own page")
        letter = Letter(
            language=word.language,
            subject=self._subject(word, heading),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=self._name(speaker, word)),
            opening=word.gettext(
                "This is the link to your own page for %(forum)s.", forum=self.head.name(word.language)
            ),
            button=Button(word.gettext("Open your page"), f"{self.slots.base_url}/s/{key}"),
            small=(word.gettext("Links that you were sent before open it no more."), _own_link(word)),
            why=self._why(word),
        )
        self._send(connection, speaker, letter)

    def _found(self, connection: Connection, session: str) -> Found | None:
        """A session with what is around it; who is asked to take part in one that is no more than a draft reads when and
        where it is to be, though no calendar holds it yet."""
        found = self.slots.find(session)
        content = None if found else drafted_session(connection, self.head.id, session, tentative=True)
        return (content, content.session[session]) if content else found

    def _key(self, connection: Connection, speaker: Speaker) -> str:
        key = new_personal_key()
        keep_key(connection, key, self.head.id, person=speaker.person.id)
        return key


def speaking_mails(connection: Connection, config: Config, forum_id: str) -> SpeakingMails:
    """Needs a writing transaction. Raises NotFound."""
    head = letter_head(connection, forum_id)
    release = last_release(connection, forum_id)
    slots = Slots(
        release=release.content if release else None,
        drafted=partial(drafted_session, connection, forum_id),
        ledger=dict(release.ledger) if release else {},
        host=uid_host(connection, config.host),
        organiser=(head.name(head.languages[0]), config.sender),
        base_url=config.base_url,
    )
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
