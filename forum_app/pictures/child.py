"""The process that reads one uploaded file, with what may be wrong in it: bytes in, what is kept out, then it ends.

Readers of pictures are large and written in C. Here they reach no database, no other upload and little memory.
"""

import os
import resource
from contextlib import suppress
from pathlib import Path

from forum_app.child_process import decode, encode, limit_memory, read_message, streams_to_parent
from forum_app.domain.errors import PictureRefused
from forum_app.pictures.jobs import Answer, Job, Use

MEMORY = int(os.environ.get("FORUM_PICTURE_MEMORY_MB") or 2048) * 1024 * 1024
CPU_SECONDS = 60


def main() -> None:
    incoming, outgoing = streams_to_parent()
    limit_memory(MEMORY)
    with suppress(OSError):  # where memory is short all the same, this process goes and no other
        Path("/proc/self/oom_score_adj").write_text("1000")
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(BrokenPipeError):  # whoever asked is gone
        message = read_message(incoming)
        if message is not None:
            outgoing.write(encode(_answer(message)))
            outgoing.flush()
    os._exit(0)


def _answer(message: bytes) -> Answer:
    try:
        return _done(decode(message, Job))
    except PictureRefused as error:
        return Answer(refused=error.message, values=error.values, fault=str(error.__cause__ or "")[:300])
    except MemoryError:
        return Answer(fault="MemoryError")
    except Exception as error:
        return Answer(fault=f"{type(error).__name__}: {error}"[:300])


def _done(job: Job) -> Answer:
    from forum_app.pictures.papers import checked_pdf
    from forum_app.pictures.presentations import checked_slides
    from forum_app.pictures.reading import prepare
    from forum_app.pictures.sorting import is_picture
    from forum_app.pictures.writing import made_of

    if job.use == Use.SLIDES:
        return Answer(made=checked_slides(job.data))
    if not is_picture(job.data, job.use):
        return Answer(made=checked_pdf(job.data))
    prepare()
    return Answer(made=made_of(job))


if __name__ == "__main__":
    main()
