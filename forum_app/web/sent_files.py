"""What all pages that take files share: the file that was sent, how much is taken, the answer to a form or a script."""

from flask import Response, jsonify, request

from forum_app.domain.errors import ForumError, NoSpace, PictureRefused, PicturesBusy
from forum_app.pictures.jobs import MOST_BYTES
from forum_app.web.going import see_other

FIELD_BYTES = 64 * 1024  # for the fields beside a file
FORM_BYTES = MOST_BYTES + FIELD_BYTES
STATUS: dict[type[ForumError], int] = {PictureRefused: 422, PicturesBusy: 503, NoSpace: 507}
_DRAINED = 256 * 1024 * 1024


def sent_file(most: int = MOST_BYTES) -> bytes:
    """The bytes of the field “file”, one more than ``most`` of a larger one. Raises PictureRefused where none was
    chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise PictureRefused("No file was chosen. Choose one, then press the button again.")
    return file.stream.read(most + 1)


def drain() -> None:
    """Reads and drops what is still on its way, since browsers show no answer while they send."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, _DRAINED)
    while left > 0:
        chunk = stream.read(min(left, 1 << 16))
        if not chunk:
            return
        left -= len(chunk)


def wants_json() -> bool:
    """Whether a script asks, which shows what is wrong itself."""
    return request.accept_mimetypes.best == "application/json"


def led_to(address: str) -> Response:
    """Leads a form to another page; a script is told where, and goes there itself."""
    return jsonify(go=address) if wants_json() else see_other(address)


def refused_in_json(sentence: str, status: int) -> Response:
    """Why something wasn't done, for a script that shows it."""
    answer = jsonify(error=sentence)
    answer.status_code = status
    return answer
