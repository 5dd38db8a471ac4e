"""Mails to those who register: that it arrived and what became of it, each with the link to their own page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from forum_app.domain.messages import MessageKind
from forum_app.domain.registration_rules import is_address
from forum_app.domain.registrations import GONE, Registration
from forum_app.domain.seats import HOLDING
from forum_app.domain.texts import one_line
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.i18n import Words, words
from forum_app.mails.letter import Button, Fact, Letter
from forum_app.models.forum import Forum
from forum_app.services.letters import LetterHead, dressed, letter_head, mail_of
from forum_app.services.outbox import cancel_place, queue
from forum_app.services.personal_keys import keep_key, new_personal_key


class News(StrEnum):
    """What a mail tells."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    WAITING = "waiting"
    KNOWN = "known"  # somebody registered with an address that is registered
    LINK = "link"  # the link was asked for again
    AGAIN = "again"  # an organiser sends the link again
    ADMITTED = "admitted"  # from the waiting list, or by an organiser
    OFFERED = "offered"
    LAPSED = "lapsed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ADDRESS = "address"  # an organiser wrote another address


RECEIPTS = {
    RegistrationStatus.CONFIRMED: News.CONFIRMED,
    RegistrationStatus.PENDING: News.PENDING,
    RegistrationStatus.WAITING: News.WAITING,
}
# Those that say what a registration is now, in place of any that said it before.
_OF_STATE = frozenset(News) - {News.KNOWN, News.LINK, News.AGAIN, News.ADDRESS}
# Those of which an address gets no more than some in an hour, whoever asks for them.
_LIMITED = (*RECEIPTS.values(), News.KNOWN, News.LINK, News.AGAIN)


@dataclass(frozen=True)
class RegistrationMails:
    """Writes the mails of one forum; what it puts around them is read once."""

    head: LetterHead
    zone: str
    offer_hours: int
    base_url: str

    def tell(
        self,
        connection: Connection,
        registration: Registration,
        news: News,
        *,
        dropped: str = "",
        reason: str = "",
        not_before: datetime | None = None,
    ) -> None:
        """Queues one mail in the caller's transaction, with a key of its own; nothing where there is no address. One that
        says what the registration is now takes back those that wait and said what it was.

        ``dropped`` names sessions whose seats were taken meanwhile, ``reason`` is what an organiser says to it.
        """
        once = ""
        if news in _OF_STATE:
            once = f"place:{registration.id}:{len(registration.changes)}"
            cancel_place(connection, registration.id)
        if not is_address(registration.email):
            return
        key = new_personal_key()
        keep_key(connection, key, self.head.id, registration=registration.id)
        kind = MessageKind.RECEIPT if news in _LIMITED else MessageKind.PLACE
        letter = dressed(self.head, {}, {}, kind, self.letter(registration, news, key, dropped, reason), "")
        known = {"forum_id": self.head.id, "person": registration.id, "once": once}
        expires = registration.offer_until if news == News.OFFERED else None
        queue(connection, mail_of(kind, registration.email, letter, expires_at=expires, not_before=not_before, **known))

    def rehearse(self, connection: Connection, email: str) -> None:
        """The work of a mail with a link, of which nothing is kept: how long an answer takes tells no stranger whether an
        address is registered."""
        somebody = Registration(name=email, email=email, registered_at=datetime.now(UTC))
        letter = self.letter(somebody, News.LINK, new_personal_key())
        with connection.begin_nested() as point:
            dress = dressed(self.head, {}, {}, MessageKind.RECEIPT, letter, "")
            queue(connection, mail_of(MessageKind.RECEIPT, email, dress, forum_id=self.head.id))
            point.rollback()

    def letter(self, item: Registration, news: News, key: str, dropped: str = "", reason: str = "") -> Letter:
        """The letter, in the language that they chose."""
        word = words(item.language or self.head.languages[0])
        forum = self.head.name(word.language)
        heading, says = _said(word, item, news, self._until(word, item.offer_until), self.offer_hours)
        name = one_line(item.name)
        says = (says[0], reason, *says[1:]) if reason else says
        if dropped:
            says = (*says, word.gettext("These sessions were full by then: %(sessions)s.", sessions=dropped))
        return Letter(
            language=word.language,
            subject=word.gettext("%(heading)s: %(forum)s", heading=heading, forum=forum),
            heading=heading,
            greeting=word.gettext("Dear %(name)s,", name=name),
            paragraphs=says,
            facts=self._facts(word, item, news),
            button=Button(_button(word, news), f"{self.base_url}/r/{key}"),
            small=(
                word.gettext(
                    "The link opens your own page without a password. It is yours alone: please do not forward it."
                ),
            ),
            why=word.gettext("You get this mail because this address was registered for %(forum)s.", forum=forum),
        )

    def _facts(self, word: Words, item: Registration, news: News) -> tuple[Fact, ...]:
        if news in (News.DECLINED, News.CANCELLED, News.LAPSED) or item.status in GONE:
            return ()
        values = self.head.values(word)
        facts = [Fact(word.gettext("When"), values["days"])]
        if item.mode == Mode.ONLINE:
            facts.append(Fact(word.gettext("Where"), word.gettext("Online")))
        elif values["place"]:
            facts.append(Fact(word.gettext("Where"), one_line(values["place"])))
        return tuple(facts)

    def _until(self, word: Words, moment: datetime | None) -> str:
        """13 September 2022, 10:30, Bangkok time (UTC+7)"""
        if moment is None:
            return ""
        local = in_zone(moment, self.zone)
        return word.comma.join([word.day(local.date()), word.time(local), word.zone(self.zone, moment)])


def registration_mails(connection: Connection, forum_id: str, base_url: str) -> RegistrationMails:
    """Raises NotFound."""
    head = letter_head(connection, forum_id)
    row = connection.execute(select(Forum.zone, Forum.registration).where(Forum.id == forum_id)).one()
    return RegistrationMails(head, row.zone, int((row.registration or {}).get("offer_hours", 0)), base_url)


def _button(word: Words, news: News) -> str:
    if news == News.OFFERED:
        return word.gettext("Answer the offer")
    return word.gettext("Open your registration")


def had_place(item: Registration) -> bool:
    """Whether a place was held until the last change of state, which goes to somebody else now."""
    return len(item.changes) > 1 and item.changes[-2].status in HOLDING


def _own_page(word: Words, item: Registration) -> str:
    """What there is on the page of whoever has a place."""
    if item.mode == Mode.ONLINE:
        return word.gettext("On your own page you join online, change your answers or cancel.")
    return word.gettext(
        "On your own page is the code that the desk scans; there you also change your answers or cancel."
    )


def waits_said(word: Words, offer_hours: int) -> str:
    """How a place comes to whoever waits for it."""
    if not offer_hours:
        return word.gettext("As soon as a place is free it goes to the next on the list, in the order in which people registered, and you get a mail.")  # fmt: skip
    return word.ngettext(
        "As soon as a place is free it is offered to the next on the list, in the order in which people registered: you get a mail, and have %(num)d hour to take it.",
        "As soon as a place is free it is offered to the next on the list, in the order in which people registered: you get a mail, and have %(num)d hours to take it.",
        offer_hours,
    )


def _known(word: Words, item: Registration) -> tuple[str, tuple[str, ...]]:
    """What whoever registers again is told: what they are."""
    _ = word.gettext
    heading = {
        RegistrationStatus.WAITING: _("You are on the waiting list already"),
        RegistrationStatus.PENDING: _("Your registration is waiting for an answer"),
        RegistrationStatus.OFFERED: _("A place is free for you"),
        RegistrationStatus.DECLINED: _("Your registration was not accepted"),
    }.get(item.status, _("You are registered already"))
    again = _("Somebody, probably you, registered with this address again. Nothing was changed: what you wrote the first time is on your own page, where you can change it.")  # fmt: skip
    if item.status == RegistrationStatus.DECLINED:
        again = _("Somebody, probably you, registered with this address again. Nothing was changed: the organisers could not give you a place. Answer this mail if you have questions.")  # fmt: skip
    return heading, (again,)


def _said(word: Words, item: Registration, news: News, until: str, offer_hours: int) -> tuple[str, tuple[str, ...]]:
    """Heading and paragraphs."""
    _ = word.gettext
    again = _("If this was a mistake, register again on the forum's page.")
    said: dict[News, Callable[[], tuple[str, tuple[str, ...]]]] = {
        News.CONFIRMED: lambda: (_("You are registered"), (" ".join((_("You have a place."), _own_page(word, item))),)),
        News.PENDING: lambda: (_("Your registration has arrived"), (_("The organisers confirm each registration. You get a mail as soon as they have answered."),)),
        News.WAITING: lambda: (_("You are on the waiting list"), (" ".join((_("No place is left at the moment."), waits_said(word, offer_hours))),)),
        News.KNOWN: lambda: _known(word, item),
        News.LINK: lambda: (_("Your registration"), (_("Somebody, probably you, asked for the link to your registration."),)),
        News.AGAIN: lambda: (_("Your registration"), (_("The organisers send you the link to your own page again. Links that you got before open it still."),)),
        News.ADMITTED: lambda: (_("You have a place"), (" ".join((_("Your place is confirmed."), _own_page(word, item))),)),
        News.OFFERED: lambda: (_("A place is free for you"), (_("It is kept for you until %(moment)s. Take it or leave it on your own page; after that time it goes to the next on the list.", moment=until),)),
        News.LAPSED: lambda: (_("The place was not taken in time"), (_("The time in which you could take the place is over, and it went to the next on the list. You can register again on the forum's page."),)),
        News.DECLINED: lambda: (_("Your registration was not accepted"), (_("The organisers could not give you a place. Answer this mail if you have questions."),)),
        News.CANCELLED: lambda: (_("Your registration is cancelled"), (" ".join((_("Your place goes to somebody else."), again)) if had_place(item) else again,)),
        News.ADDRESS: lambda: (_("Your registration"), (_("The organisers wrote this address into your registration. Links that were sent to another address open it no more."),)),
    }  # fmt: skip
    return said[news]()
