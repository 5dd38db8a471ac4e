"""A stored file as an answer: with its own type and nothing it could do in a page; what no browser shows is saved."""

from pathlib import Path

from flask import Response, send_file

from forum_app.services.media import SAVED, TYPES


def sent_media(path: Path) -> Response:
    """The file; its name, checked before, says what it is."""
    extension = path.name.rpartition(".")[2]
    response = send_file(
        path,
        mimetype=TYPES[extension],
        conditional=True,
        as_attachment=extension in SAVED,
        download_name=path.name if extension in SAVED else None,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
