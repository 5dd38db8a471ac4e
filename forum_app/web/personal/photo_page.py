"""The page of somebody's own photo: what is shown, the square of it, its words, and a field for another."""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_percent
from flask import request
from msgspec import convert

from forum_app.domain.texts import direction, one_line
from forum_app.pages.rendering import rendered
from forum_app.pictures.cropping import SIZES, nearest
from forum_app.pictures.jobs import Box
from forum_app.services.speaker_photo import Photo
from forum_app.services.uploads import PHOTO, shape_of
from forum_app.web.installed import installed
from forum_app.web.manage.picture_form import Alt, Shown, accepted, say, sending
from forum_app.web.personal.register_page import personal_frame
from forum_app.web.personal.speaker import Mine


def shown_photo(mine: Mine, photo: Photo | None) -> Shown:
    """A photo as its page draws it; files come by the key."""
    if photo is None:
        return Shown()
    whole = photo.get("original") or photo["file"]
    wide, high = shape_of(installed().media, whole)
    box = convert(photo["crop"], Box) if photo.get("crop") else None
    alt: Mapping[str, str] = photo.get("alt") or {}
    return Shown(
        file=mine.view.at.media(photo["file"]),
        whole=mine.view.at.media(whole),
        name=photo["file"],
        cropped=bool(wide),
        box=box,
        focus=nearest(box, (wide, high)) if box and wide else (1, 0, 100),
        width=wide,
        height=high,
        alts=[
            Alt(f"alt.{code}", code, mine.view.words.language_name(code), direction(code), alt.get(code, ""))
            for code in mine.speaker.languages
        ],
    )


def alts_typed(mine: Mine) -> dict[str, str]:
    """The alternative texts that were sent, by language."""
    return {code: one_line(request.form.get(f"alt.{code}", ""))[:300] for code in mine.speaker.languages}


def agreement(mine: Mine) -> str:
    """What is agreed to with a photo, in the page's language."""
    return mine.view.words.gettext("I may give this photo away, and agree that it is published with the programme, on its pages and in print.")  # fmt: skip


def photo_page(mine: Mine, photo: Photo | None, *, waits: bool, error: str = "", agree_error: str = "", done: str = "", agreed: bool = False) -> str:  # fmt: skip
    """The whole page; ``agreed``: the tick that was sent with a file that can't be kept."""
    view, _ = mine.view, mine.view.words.gettext
    title = _("Your photo")
    saying = say(PHOTO, view.words)
    context: dict[str, Any] = {"error": error, "agree_error": agree_error, "done": done}
    return rendered(
        "personal/photo.html",
        view,
        personal_frame(view, f"{mine.address}/photo", title),
        title=title,
        mine=mine,
        csrf=mine.token,
        picture=shown_photo(mine, photo),
        waits=waits,
        proposes=mine.speaker.plan.propose,
        saying=saying,
        accept=accepted(PHOTO),
        sending=sending(view.words),
        sizes=[(size, format_percent(size / 100, locale=view.words.locale)) for size in SIZES],
        agreement=agreement(mine),
        agreed=agreed,
        address=mine.at("/photo"),
        **context,
    )
