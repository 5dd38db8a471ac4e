"""Messages as the desk's pages write them: what each is, how far it is, why it waits."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from forum_app.domain.messages import MessageKind
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import MessageState
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.outbox import unreadable
from forum_app.services.outbox_turns import TOO_LATE, Trouble
from forum_app.web.manage.release_words import moment


@dataclass(frozen=True)
class Shown:
    """A message in words. ``tone`` colours its state; ``doings`` are what can be done to it, each with its label."""

    key: str
    kind: str
    to: str
    name: str
    language: str
    subject: str
    state: str
    tone: str
    sign: str
    why: str
    made: str
    secret: bool
    doings: tuple[tuple[str, str, str], ...]


def kind_name(word: Words, kind: MessageKind) -> str:
    """What a mail is about."""
    _ = word.gettext
    return {
        MessageKind.CODE: _("Code to sign in"),
        MessageKind.LINK: _("Link to sign in"),
        MessageKind.ACCOUNT: _("About an account"),
        MessageKind.INVITATION: _("Invitation to the desk"),
        MessageKind.SLOT: _("Somebody's part changed"),
        MessageKind.LETTER: _("Written by an organiser"),
        MessageKind.SPEAKING: _("Invitation to speak"),
        MessageKind.RECEIPT: _("Answer to a registration"),
        MessageKind.PLACE: _("About a registration"),
        MessageKind.AGENDA: _("A chosen session changed"),
    }[kind]


def state_names(word: Words) -> dict[str, str]:
    """The filters of the outbox by name."""
    return {
        "failed": word.pgettext("messages", "Not delivered"),
        "waiting": word.pgettext("messages", "Waiting"),
        "held": word.pgettext("messages", "Held"),
        "sent": word.pgettext("messages", "Sent"),
        "cancelled": word.pgettext("messages", "Cancelled"),
    }


_SIGNS = {
    MessageState.FAILED: ("failed", "bad", "circle-alert"),
    MessageState.WAITING: ("waiting", "chg", "clock"),
    MessageState.SENDING: ("waiting", "chg", "send"),
    MessageState.HELD: ("held", "warn", "hand"),
    MessageState.SENT: ("sent", "ok", "check"),
    MessageState.CANCELLED: ("cancelled", "", "x"),
}


def shown(row: Any, word: Words, forum: DeskForum, trouble: Trouble | None, *, server: bool) -> Shown:
    """A row of the outbox in words; ``server``: mails can be sent at all."""
    state, tone, sign = _SIGNS[row.state]
    name = pick(row.name or {}, word.interface, forum.languages)
    return Shown(
        row.id,
        kind_name(word, row.kind),
        row.to,
        name,
        word.language_name(row.language),
        row.subject or kind_name(word, row.kind),
        state_names(word)[state],
        tone,
        sign,
        why(row, word, forum, trouble, server=server),
        moment(word, row.created_at, forum.zone),
        unreadable(row.kind),
        _doings(row, word),
    )


def why(row: Any, word: Words, forum: DeskForum, trouble: Trouble | None, *, server: bool) -> str:
    """Why a message is where it is, in a sentence."""
    _ = word.gettext
    if row.state == MessageState.SENT:
        return _("The mail server took it on %(at)s.", at=moment(word, row.sent_at, forum.zone))
    if row.state == MessageState.FAILED:
        return _("The mail server said: %(words)s", words=row.error)
    if row.state == MessageState.CANCELLED:
        if row.error in ("", TOO_LATE):
            return _("Its time was over before it could be sent.") if row.error else _("Taken back.")
        return _("Taken back. Before that the mail server had said: %(words)s", words=row.error)
    if row.state == MessageState.HELD:
        return _("It stays until somebody sends it.")
    if row.state == MessageState.SENDING:
        return _("It is on its way.")
    return _why_it_waits(row, word, forum, trouble, server=server)


def _why_it_waits(row: Any, word: Words, forum: DeskForum, trouble: Trouble | None, *, server: bool) -> str:
    _ = word.gettext
    if not server:
        return _("No mail server is set up yet.")
    if row.not_before > datetime.now(UTC):
        at = moment(word, row.not_before, forum.zone)
        if row.attempts:
            return _("Refused for now (%(words)s). It is tried again on %(at)s.", words=row.error, at=at)
        return _("It leaves on %(at)s.", at=at)
    if trouble is not None:
        return _("The mail server can't be reached: %(words)s", words=trouble.words)
    return _("It is next.")


def _doings(row: Any, word: Words) -> tuple[tuple[str, str, str], ...]:
    _ = word.gettext
    send = ("send", _("Send now"), "send")
    cancel = ("cancel", _("Cancel"), "x")
    if row.state == MessageState.WAITING:
        return (send, ("hold", _("Hold"), "hand"), cancel)
    if row.state == MessageState.HELD:
        return (send, cancel)
    if row.state == MessageState.FAILED:
        return (("send", _("Try again"), "send"), cancel)
    return ()


def done_words(word: Words, doing: str) -> str:
    """What was done to a message."""
    _ = word.gettext
    return {
        "send": _("It leaves within a minute."),
        "hold": _("It stays in the outbox until somebody sends it."),
        "cancel": _("It will not be sent."),
    }[doing]
