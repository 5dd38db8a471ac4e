"""Why a document could not be made: a reason and its facts, kept with the document and said in the reader's language."""

from enum import StrEnum

import msgspec

from forum_app.domain.sentences import Said, said


class Reason(StrEnum):
    LATE = "late"
    MEMORY = "memory"
    DIED = "died"
    NO_RENDERER = "no-renderer"
    STOPPING = "stopping"
    BUSY = "busy"
    GONE = "gone"
    FAULT = "fault"
    UNKNOWN = "unknown"
    TOLD = "told"


_SENTENCES = {
    Reason.LATE: said("It took longer than %(limit)s seconds to make and was given up."),
    Reason.MEMORY: said(
        "It needs more memory than documents may use. Smaller pictures or shorter texts in it may help."
    ),
    Reason.DIED: said("Its worker died again and again while it was made."),
    Reason.NO_RENDERER: said("Documents can't be made on this server: the renderer does not start."),
    Reason.STOPPING: said("Documents are not made any more: the program is stopping."),
    Reason.BUSY: said("Others' documents are being made. Ask again in a minute."),
    Reason.GONE: said("What it is about is not in the release."),
    Reason.FAULT: said("The software failed at it (%(name)s). Whoever runs the server finds more in the worker's log."),
    Reason.UNKNOWN: said("Why was not kept."),
    Reason.TOLD: said("The document could not be made. The organisers can see why."),  # what strangers read
}
_FACTS: dict[Reason, tuple[str, ...]] = {Reason.LATE: ("limit",), Reason.FAULT: ("name",)}


class Failure(msgspec.Struct, frozen=True):
    """``facts`` are what the reason's sentence is filled in with: ``limit`` in seconds, ``name`` of an error."""

    reason: Reason
    facts: dict[str, str | int] = {}

    @property
    def said(self) -> Said:
        return _SENTENCES[self.reason].of(self.facts)

    def kept(self) -> str:
        """As it is kept beside the document, see ``failure_from``."""
        return msgspec.json.encode(self).decode()


def failure_from(kept: str) -> Failure:
    """What was kept; of what an earlier version kept, a sentence in English, only that nobody knows."""
    try:
        failure = msgspec.json.decode(kept, type=Failure)
    except msgspec.DecodeError:
        return Failure(Reason.UNKNOWN)
    return failure if set(failure.facts) == set(_FACTS.get(failure.reason, ())) else Failure(Reason.UNKNOWN)


def fault(error: Exception) -> Failure:
    """A fault of the software: only the error's name is told, its words may hold what is private."""
    return Failure(Reason.FAULT, {"name": type(error).__name__})
