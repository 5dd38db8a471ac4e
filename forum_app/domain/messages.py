"""What a mail can be about, how much it hurries, and the few names that its words may hold."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from forum_app.domain.texts import one_line


class MessageKind(StrEnum):
    """What a mail is about."""

    CODE = "code"  # signs somebody in
    LINK = "link"  # signs somebody in, or lets them set a password
    ACCOUNT = "account"  # what happened to an account
    INVITATION = "invitation"  # to work at a forum's desk
    SLOT = "slot"  # somebody's part of the programme moved or went
    LETTER = "letter"  # written by an organiser to many
    SPEAKING = "speaking"  # invites somebody to speak, moderate or take notes, and reminds them
    RECEIPT = "receipt"  # answers a form that anybody can send: to register, or to have the link sent again
    PLACE = "place"  # what became of somebody's registration
    AGENDA = "agenda"  # a session that somebody chose for their own agenda moved or went


# Mails that hold what lets somebody in: nobody else reads them, and what was sent is not kept.
_KEYED = (MessageKind.RECEIPT, MessageKind.PLACE, MessageKind.SPEAKING)
SECRET = frozenset({MessageKind.CODE, MessageKind.LINK, MessageKind.INVITATION, *_KEYED})
# Mails that anybody can have sent to any address.
BY_STRANGERS = frozenset({MessageKind.CODE, MessageKind.LINK, MessageKind.RECEIPT})
# Mails that go to many at once, who may want no more of them.
BULK = frozenset({MessageKind.LETTER, MessageKind.AGENDA})
# Mails whose subject and opening a forum may write anew.
WITH_TEMPLATE = (MessageKind.SLOT, MessageKind.INVITATION)
PLACEHOLDERS = ("name", "forum", "days", "place")

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=2)
_NAMED = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff]")


def priority(kind: MessageKind) -> int:
    """Who goes first: 0 somebody waits at the screen, 1 most, 2 to many at once."""
    if kind in BY_STRANGERS:
        return 0
    return 2 if kind in BULK else 1


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its ``{name}`` and the like replaced, once; every other brace is a brace."""
    return _NAMED.sub(lambda found: values.get(found[1], found[0]), text)


def subject_line(text: str) -> str:
    """One line without control characters, at most 200 characters: what a subject may be.

    What looks like an encoded word (``=?utf-8?q?…?=``) is parted by a mark of no width, since the standard library
    would decode it, line breaks and all.
    """
    line = one_line(_CONTROL.sub("", text)).replace("=?", "=\u2060?")
    return line if len(line) <= 200 else line[:199].rstrip() + "…"


def printable(text: str) -> str:
    """A text for a mail's body: lines and tabs stay, other control characters go."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def pause_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts (from 1): twice as long each time, spread by ``chance`` (0 to 1) so that
    many mails don't come back at once."""
    whole: timedelta = min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)
    return whole * (0.75 + chance / 2)
