"""Errors in plain words: what happened, what to do, where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from forum_app.branding import style_name
from forum_app.domain.release import Content
from forum_app.domain.texts import pick
from forum_app.i18n import Words, words
from forum_app.pages.frame import Frame
from forum_app.pages.reader import Reader
from forum_app.templating import environment

GONE = 410


@dataclass(frozen=True)
class Said:
    heading: str
    explanation: str


@dataclass(frozen=True)
class Kept:
    """What somebody wrote while the server failed: the ``fields`` of the form that sends it again, the words in it, and
    whether ``files`` were sent, which a page can't hold."""

    fields: Sequence[tuple[str, str]]
    shown: Sequence[str]
    files: bool = False


def render_error(
    code: int, reason: str, number: str, reader: Reader, forum: Content | None = None, *, again: int = 0, failed: int = 0,
    kept: Kept | None = None,
) -> str:  # fmt: skip
    """The page of an error. ``reason`` is a sentence fit to be shown, ``number`` the one in the log; both may be empty.

    Inside a forum the page shows its name and leads to its programme; where something isn't there, it can be searched.
    ``again``: what was asked for is being made, and the page asks anew after so many seconds. ``failed``: it could not
    be made, and isn't tried before so many seconds are over. ``kept``: what was written is on the page, to be sent again
    by whoever reads it.
    """
    word = words(reader.language)
    said = _made(word, again) if again else _failed(word, failed) if failed else said_of(code, word)
    heading = said.heading if kept is None else word.gettext("Not saved yet")
    return (
        environment()
        .get_template("errors/error.html")
        .render(
            words=word,
            ui=Markup(""),
            frame=_frame(heading, reader, forum, word),
            static=reader.addresses.static,
            page_language=word.interface,
            page_direction=word.interface_direction,
            preview=False,
            code=code,
            heading=heading,
            explanation=said.explanation,
            reason=reason,
            number=number,
            again=again,
            kept=kept,
            home_address=reader.addresses.home(),
            forum_address=reader.addresses.forum() if forum else "",
            programme_address=reader.addresses.agenda() if forum else "",
            changes_address=reader.addresses.changes() if forum and code == GONE else "",
            searched=bool(forum) and code in (404, GONE),
        )
    )


def said_of(code: int, word: Words) -> Said:
    """The words for a status; those of 500 or 400 for one that has none."""
    gettext = word.gettext
    known = {
        400: _asked(word),
        403: Said(
            gettext("This page is not open to you"),
            gettext("You need other rights to see it, or your form has expired."),
        ),
        404: Said(
            gettext("There is no such page"),
            gettext("The address may be mistyped, or what was here is no longer published."),
        ),
        405: Said(gettext("This can't be done here"), gettext("The page is here, but not for this kind of request.")),
        410: Said(gettext("This is no longer here"), gettext("What was at this address has been taken away.")),
        413: Said(
            gettext("That was too large"),
            gettext("What you sent is larger than this page takes. Try a smaller file."),
        ),
        414: Said(gettext("This address is too long"), gettext("Shorten it, or start from the forum's page.")),
        429: Said(gettext("Too many requests"), gettext("Wait a minute, then try again.")),
        500: _ours(word),
        503: Said(
            gettext("Not available at the moment"),
            gettext("We are busy making this, or at work on the site. Try again in a few seconds."),
        ),
        507: Said(gettext("There is no room for this"), gettext("Nothing was kept. Try again later.")),
    }
    return known.get(code) or known[500 if code >= 500 else 400]


def _asked(word: Words) -> Said:
    return Said(
        word.gettext("This request can't be read"),
        word.gettext("The address or the form holds something we don't understand."),
    )


def _ours(word: Words) -> Said:
    return Said(
        word.gettext("Something went wrong on our side"),
        word.gettext("It is not your fault. It was noted; try again in a moment."),
    )


def _made(word: Words, again: int) -> Said:
    return Said(
        word.gettext("This is being made for you"),
        word.gettext("This page asks again every %(seconds)s seconds; you need not do anything.", seconds=again),
    )


def _failed(word: Words, seconds: int) -> Said:
    return Said(
        word.gettext("This is not to be had at the moment"),
        word.ngettext("It can be asked for again in a minute.", "It can be asked for again in %(num)d minutes.", -(-seconds // 60)),
    )  # fmt: skip


def _frame(heading: str, reader: Reader, forum: Content | None, word: Words) -> Frame:
    if forum is None:
        name = word.gettext("Forums")
        return Frame(title=f"{heading} – {name}", site_title=name, home=reader.addresses.home(), indexed=False)
    entry = forum.forum
    name = pick(entry.short_title or entry.title, reader.language, entry.languages)
    return Frame(
        title=f"{heading} – {name}",
        site_title=name,
        home=reader.addresses.forum(),
        style=reader.addresses.style(style_name(forum)),
        logo=reader.addresses.media(entry.logo) if entry.logo else "",
        indexed=False,
    )
