"""The mails that tell people what a publication changed for them, all their sessions in one: those in the programme, and
those who chose sessions for their own agenda."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from forum_app.addresses import Addresses
from forum_app.domain.messages import MessageKind
from forum_app.domain.notices import Notice
from forum_app.domain.release import Release
from forum_app.domain.texts import one_line
from forum_app.feeds.slot_words import Told, When, slot_told
from forum_app.i18n import Words, words
from forum_app.mails.letter import Button, Fact, Letter
from forum_app.services.letters import dressed, letter_head, mail_of, templates_of
from forum_app.services.outbox import Mail, queue
from forum_app.services.part_mails import PartMails
from forum_app.services.parts_waiting import ASKED, take_back_mails
from forum_app.services.speaker_calendar import Entry, Slots, compared, entries, keep
from forum_app.services.speaking import Speaker, speaker_of
from forum_app.services.untold import once_of

KIND, CHOSEN = MessageKind.SLOT, MessageKind.AGENDA


@dataclass(frozen=True)
class Recipient:
    """Somebody whom a publication concerns. ``address`` is empty where none is known; ``language`` the one to write to
    them in; ``zone`` an IANA name or empty; ``base`` the number of the release that they know."""

    person: str
    name: str
    address: str
    language: str
    zone: str
    base: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Site:
    """Where the mails of a publication come from: the site's public address, and the address that mails are sent from."""

    base_url: str
    sender: str


class SlotMails:
    """Writes the mails of one publication; what the forum puts around them is read once."""

    def __init__(self, connection: Connection, release: Release, site: Site) -> None:
        self.forum, self.number = release.content.forum, release.number
        self.head = letter_head(connection, self.forum.id)
        self.own = templates_of(connection, self.forum.id)[KIND]
        self.at = Addresses(self.forum.slug, site.base_url)
        self.public = release.content.session
        slots = Slots(
            release=release.content,
            drafted=lambda _session: None,
            ledger=dict(release.ledger),
            host="",  # what is published has its name in the ledger
            organiser=(self.head.name(self.forum.languages[0]), site.sender),
            base_url=site.base_url,
        )
        self.parts = PartMails(self.head, slots)

    def queue(
        self, connection: Connection, person: str, to: Recipient | None, slots: Mapping[str, bool], not_before: datetime
    ) -> None:
        """One mail in the recipient's language, with the times of the forum's zone and of their own, and what makes their
        calendars right about ``slots`` (sessions, each with whether they are in it). A mail carries one entry (RFC 6047,
        2.4): further ones have mails of their own, as all have where there is nothing else to say."""
        speaker = speaker_of(connection, self.forum.id, person) if slots else None
        told = self._entries(connection, speaker, slots) if speaker else []
        if to is not None:
            mine = next((entry for entry in told if compared(entry.address) == compared(to.address)), None)
            self._tell(connection, to, mine, not_before)
            told = [entry for entry in told if entry is not mine]
        for entry in told:
            assert speaker is not None
            self.parts.bring(connection, speaker, entry, not_before)

    def _entries(self, connection: Connection, speaker: Speaker, slots: Mapping[str, bool]) -> list[Entry]:
        found = []
        for session, there in slots.items():
            if not there:
                take_back_mails(connection, speaker.person.id, session, what=(ASKED,))
            found += entries(connection, self.parts.slots, speaker, session, there=there)
        return found

    def _tell(self, connection: Connection, to: Recipient, entry: Entry | None, not_before: datetime) -> None:
        letter = dressed(self.head, *self.own, KIND, self._letter(to), one_line(to.name))
        known = {"forum_id": self.forum.id, "person": to.person, "not_before": not_before}
        once = once_of(KIND, self.forum.id, to.person, to.base, self.number)
        message = queue(
            connection, mail_of(KIND, to.address, letter, once=once, **known, **(entry.part if entry else {}))
        )
        if entry:
            keep(connection, entry, message)

    def _letter(self, to: Recipient) -> Letter:
        word = words(to.language)
        told = [slot_told(notice, word, self.forum.languages, self.forum.zone, to.zone) for notice in to.notices]
        return Letter(
            language=to.language,
            subject="",
            heading="",
            facts=tuple(_fact(word, each) for each in told),
            button=_button(word, told, self.public, self.at),
            small=(word.gettext("Calendars that subscribe to the programme keep themselves right."),),
            why=word.gettext(
                "You get this mail because you take part in the programme of %(forum)s.",
                forum=self.head.name(to.language),
            ),
        )


class AgendaMails:
    """Writes the mails to those who chose sessions: words that several of them read alike are written once."""

    def __init__(self, connection: Connection, release: Release, base_url: str) -> None:
        self.forum = release.content.forum
        self.head = letter_head(connection, self.forum.id)
        self.at = Addresses(self.forum.slug, base_url)
        self.public = release.content.session
        self.written: dict[tuple[str, int, tuple[str, ...]], Mail] = {}

    def mail(self, to: Recipient, not_before: datetime, once: str) -> Mail:
        """One mail in the language that somebody registered in, with the times of the forum's zone."""
        key = (to.language, to.base, tuple(notice.session for notice in to.notices))
        if key not in self.written:
            letter = dressed(self.head, {}, {}, CHOSEN, self._letter(to), "")
            self.written[key] = mail_of(CHOSEN, "", letter, forum_id=self.forum.id)
        return replace(self.written[key], to=to.address, person=to.person, not_before=not_before, once=once)

    def _letter(self, to: Recipient) -> Letter:
        word = words(to.language)
        _, forum = word.gettext, self.head.name(to.language)
        told = [slot_told(each, word, self.forum.languages, self.forum.zone, chosen=True) for each in to.notices]
        return Letter(
            language=to.language,
            subject=_("%(forum)s: a session of your agenda has changed", forum=forum),
            heading=_("Your agenda has changed"),
            opening=_("The programme of %(forum)s has changed. You chose this, or have a seat in it:", forum=forum),
            facts=tuple(_fact(word, each) for each in told),
            button=_button(word, told, self.public, self.at),
            small=(
                _("Calendars that subscribe to the programme or to your agenda keep themselves right."),
                _("On your own page, behind the link in your first mail, you take sessions out of your agenda."),
            ),
            why=_("You get this mail because you registered for %(forum)s and chose these sessions.", forum=forum),
        )


def _button(word: Words, told: list[Told], public: Container[str], at: Addresses) -> Button:
    """To the session where it is one that is still there, else to the programme."""
    if len(told) == 1 and told[0].session in public:
        return Button(word.gettext("See the session"), at.session(told[0].session))
    return Button(word.gettext("See the programme"), at.agenda())


def _fact(word: Words, told: Told) -> Fact:
    """One session: what happened; its title and when it is now, large; then where, and what it was before."""
    title, lines = one_line(told.title), _lines(told.now)
    value = "\n".join([title, *lines[:1]])
    more = [told.said, *lines[1:]]
    if told.was is not None:
        more.append(word.gettext("Before: %(when)s", when=word.comma.join(_lines(told.was, own=False))))
    return Fact(told.short, value, "\n".join(more))


def _lines(when: When | None, *, own: bool = True) -> list[str]:
    if when is None:
        return []
    more = (when.own, when.place, *when.talks) if own else (when.place,)
    return [when.time, *(line for line in more if line)]
