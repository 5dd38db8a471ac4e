"""The maker of pictures: gives each uploaded file to a process of its own, a few at a time, within limits."""

import logging
import threading

from forum_app.child_process import ChildProcess, decode, encode
from forum_app.domain.errors import PictureRefused, PicturesBusy
from forum_app.domain.sentences import Said, said
from forum_app.pictures.jobs import Answer, Box, Job, Made, Use
from forum_app.pictures.presentations import slides_problem
from forum_app.pictures.sorting import format_of, is_picture, material_problem, refuse

SECONDS = 30.0
PATIENCE = 20.0
AT_ONCE = 1
_log = logging.getLogger(__name__)


class PictureMaker:
    """Thread-safe. ``at_once`` files are worked on together in this process; the others wait their turn, or are told
    to come again after ``patience`` seconds."""

    def __init__(
        self, seconds: float = SECONDS, memory_mb: int = 2048, at_once: int = AT_ONCE, patience: float = PATIENCE
    ) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._patience = patience
        self._turns = threading.BoundedSemaphore(at_once)

    def make(self, data: bytes, use: Use, crop: Box | None = None) -> Made:
        """What is kept of a file. Raises PictureRefused, with a sentence on what to do, or PicturesBusy."""
        if is_picture(data, use):  # what needs no decoding is refused here and now
            format_of(data)
        elif problem := slides_problem(data) if use == Use.SLIDES else material_problem(data):
            raise refuse(problem)
        if not self._turns.acquire(timeout=self._patience):
            raise PicturesBusy("Other pictures are being worked on. Try again in a moment.")
        try:
            answer = self._answer(Job(data, use, crop))
        finally:
            self._turns.release()
        if answer.fault:
            _log.info("an uploaded file: %s", answer.fault)
        if answer.made is not None:
            return answer.made
        if answer.refused:
            raise PictureRefused(answer.refused, **answer.values)
        raise refuse(_too_much() if answer.fault == "MemoryError" else _unreadable())

    def _answer(self, job: Job) -> Answer:
        child = ChildProcess("forum_app.pictures.child", {"FORUM_PICTURE_MEMORY_MB": str(self._memory_mb)})
        child.start()
        try:
            return decode(child.exchange(encode(job), self._seconds), Answer)
        except TimeoutError:
            _log.warning("an uploaded file took longer than %.0f seconds", self._seconds)
            return Answer(fault="MemoryError")
        except (OSError, EOFError, ValueError) as error:
            _log.warning("the process that reads pictures ended: %s", error)
            return Answer(fault="MemoryError")
        finally:
            child.stop()


def _too_much() -> Said:
    return said("The picture needs more memory or time than there is for one. Save it smaller, as JPEG.")


def _unreadable() -> Said:
    return said(
        "The file is damaged: the picture in it can't be read. Open it in a picture program and save it anew as JPEG or PNG."
    )
