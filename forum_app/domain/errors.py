"""Errors fit to be shown to a person: each is named for what happened and says what to do."""

from forum_app.domain.failures import Failure


class ForumError(Exception):
    """Something was refused. ``str(error)`` is one sentence for people, in English.

    To say it in another language, translate ``message`` and fill in ``values``.
    """

    def __init__(self, message: str = "", **values: object) -> None:
        self.message = message
        self.values = values
        super().__init__(message % values if values else message)


class NotFound(ForumError):
    """What was asked for is not here."""


class ErasedMeanwhile(NotFound):
    """The data of the person whom a form is about was erased since it was filled."""


class Withdrawn(ForumError):
    """What was published at this address is no longer part of the forum."""


class ImportRefused(ForumError):
    """A file was not taken in; nothing was changed.

    ``problems`` are pairs of place (``sessions[0].title.fr``) and sentence.
    """

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{place}: {text}" if place else text for place, text in problems[:20]))


class EditRefused(ForumError):
    """An edit of one thing can't be kept as it is; nothing was. ``problems`` are pairs of place and sentence."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{place}: {text}" if place else text for place, text in problems[:20]))


class SetMeanwhile(ForumError):
    """What is chosen from a few was set to something else while its page was open; nothing was changed. ``now`` is it."""

    def __init__(self, now: str) -> None:
        self.now = now
        super().__init__(f"It was set to {now} meanwhile.")


class CantBringBack(ForumError):
    """Something deleted can't be put back as it was."""


class AlreadyBack(CantBringBack):
    """What was to come back is here: somebody was faster, or pressed twice."""


class SlugTaken(ForumError):
    """A forum with this slug is here already."""


class PublishingStopped(ForumError):
    """A finding that the organiser ranked as stopping is in the draft."""


class PublishedMeanwhile(ForumError):
    """Somebody else published a release first: nothing was published now."""


class DraftMoved(ForumError):
    """The draft is not the one that was looked at: nothing was published."""


class TooLate(ForumError):
    """A release can't be taken back any more."""


class UnfitNote(ForumError):
    """The words about a release are too long, or more than a line."""


class SkippedHour(ForumError):
    """A wall time that the clocks of a zone skip."""


class UnknownZone(ForumError):
    """A zone name that is not in the IANA database."""


class UnknownChoice(ForumError):
    """An address chooses from the programme what it never had, or by more words than are searched."""


class RenderingBusy(ForumError):
    """The document is being made; ask again after ``seconds``."""

    def __init__(self, message: str = "", *, seconds: int = 5, **values: object) -> None:
        self.seconds = seconds
        super().__init__(message, **values)


class RenderingFailed(ForumError):
    """The document could not be made, and why; ``seconds``: how long that is taken for true, 0 where nothing says."""

    def __init__(self, failure: Failure, *, seconds: int = 0) -> None:
        self.failure = failure
        self.seconds = seconds
        super().__init__(failure.said.message, **failure.facts)


class RenderingLate(RenderingFailed):
    """It took longer than a document may: where the machine was busy, it may be made another time."""


class LastOwner(ForumError):
    """A forum would be left without an owner."""


class TooManyAttempts(ForumError):
    """Too many attempts failed of late."""


class KeyRefused(ForumError):
    """A one-time key is good for nothing."""


class UnfitForm(ForumError):
    """What a form or an address sent is no text."""


class SessionEnded(ForumError):
    """Something was sent without the token of a sign-in that still lasts."""


class CookiesNeeded(SessionEnded):
    """A stranger's browser sent a form without the cookie that its page had set: it seems to refuse cookies."""


class NotAllowed(ForumError):
    """Somebody who is signed in may not do this."""


class PictureRefused(ForumError):
    """An uploaded picture or file can't be kept; nothing was changed."""


class PicturesBusy(ForumError):
    """Others' pictures are being worked on."""


class NoSpace(ForumError):
    """The disk is full: nothing was kept."""
