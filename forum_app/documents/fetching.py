"""All that a document may load: the media its job names, checked before they are used, and drawings of our own."""

import re
import warnings
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile
from weasyprint.urls import URLFetcher, URLFetcherResponse

from forum_app.documents.coverage import printable
from forum_app.documents.drawings import SCHEME, drawn, initials_address

MOST_PIXELS = 120_000_000
LARGEST_SIDE = 12_000
_FORMATS = ("PNG", "JPEG", "WEBP")
_PORTRAIT = re.compile(r'<img class="(portrait[^"]*)" src="media:([^"]+)"[^>]*? data-initials="([^"]*)"[^>]*>')
_PICTURE = re.compile(r'<img[^>]*? src="media:([^"]+)"[^>]*>')


class Shelf:
    """The media of one job: name → path of the file."""

    def __init__(self, media: dict[str, str]) -> None:
        self._media = media
        self._checked: dict[str, bytes | None] = {}

    def content(self, name: str) -> bytes | None:
        """The bytes of a picture that can be decoded; None for one that is missing, broken or too large."""
        if name not in self._checked:
            self._checked[name] = self._read(name)
        return self._checked[name]

    def _read(self, name: str) -> bytes | None:
        source = self._media.get(name)
        if source is None:
            return None
        try:
            data = Path(source).read_bytes()
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint would show the half that is there
                with Image.open(BytesIO(data), formats=_FORMATS) as picture:
                    wide, high = picture.size
                    if wide * high > MOST_PIXELS or max(wide, high) > LARGEST_SIDE:
                        return None
                    picture.load()
        except Exception:
            return None
        return data

    def prepared(self, html: str) -> str:
        """The document with initials in the place of portraits that can't be shown, and only printable characters."""
        html = _PORTRAIT.sub(self._portrait, html)
        html = _PICTURE.sub(lambda match: match[0] if self.content(match[1]) else _words_of(match[0]), html)
        return printable(html)

    def _portrait(self, match: re.Match[str]) -> str:
        if self.content(unescape(match[2])):
            return match[0]
        return no_portrait(match[1], unescape(match[3]))

    def fetcher(self) -> "Fetcher":
        return Fetcher(self)


def no_portrait(classes: str, letters: str) -> str:
    """What stands where there is no portrait: initials, drawn as a background so that nobody hears them."""
    address = escape(initials_address(letters))
    return f'<span class="{classes} none" style="background-image: url(&quot;{address}&quot;)"></span>'


def _words_of(tag: str) -> str:
    alt = re.search(r' alt="([^"]*)"', tag)
    return f"<em>{alt[1]}</em>" if alt and alt[1].strip() else ""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens ``media:NAME`` of the shelf and ``drawn:`` drawings; refuses every other address, files included."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(allowed_protocols=())
        self._shelf = shelf

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("media:"):
            content = self._shelf.content(url.removeprefix("media:"))
            if content is not None:
                return URLFetcherResponse(url, content, {"Content-Type": "image/*"})
        if url.startswith(SCHEME):
            drawing = drawn(url)
            if drawing is not None:
                return URLFetcherResponse(
                    url, drawing, {"Content-Type": "image/*" if drawing[:4] == b"\x89PNG" else "image/svg+xml"}
                )
        raise ValueError("Documents load nothing from elsewhere.")
