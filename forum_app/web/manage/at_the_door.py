"""Where a request to the check-in page stands: the forum, its door, and the part of the list that is shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request

from forum_app.domain.check_ins import day_at_the_door
from forum_app.domain.errors import NotFound
from forum_app.domain.messages import printable
from forum_app.domain.texts import one_line
from forum_app.i18n import Words
from forum_app.services.check_in_lists import SHOWS, Door, Shown, day_starts_at, door_of
from forum_app.services.desk import DeskForum
from forum_app.web.installed import installed
from forum_app.web.manage.check_in_page import door_words, listed
from forum_app.web.manage.desk import desk_words, forum_here

MOST_WORDS = 200


@dataclass(frozen=True)
class Here:
    """The forum and door that a request is about, and the part of the list that it shows."""

    forum: DeskForum
    words: Words
    shown: Shown

    @property
    def door(self) -> Door:
        return self.shown.door

    @property
    def base(self) -> str:
        return f"/manage/{self.forum.slug}/check-in"

    def fields(self, **more: str) -> dict[str, str]:
        """What an address or a form of this page carries."""
        spot = self.door.spot
        held = {
            "day": spot.day.isoformat(),
            "session": spot.session or "",
            "show": self.shown.show,
            "q": self.shown.words,
        }
        given = {**held, **more}
        return {name: value for name, value in given.items() if value and (name, value) != ("show", "all")}

    def address(self, **more: str) -> str:
        return f"{self.base}?{urlencode(self.fields(**more))}"


def plain(text: str, most: int = MOST_WORDS) -> str:
    """One line without control characters, which one database refuses."""
    return one_line(printable(text[: 2 * most]))[:most]


def here_at(slug: str) -> Here:
    """Raises NotFound for a day or a session that isn't this forum's."""
    forum, given = forum_here(slug), request.values
    starts = day_starts_at(installed().database, forum.id)
    day = day_at_the_door(installed().config.now(), forum.zone, starts, forum.first_day, forum.last_day)
    if given.get("day"):
        try:
            day = date.fromisoformat(plain(given["day"], 10))
        except ValueError:
            raise NotFound("The forum isn't on that day.") from None
    door = door_of(installed().database, forum, starts, day, plain(given.get("session", ""), 40))
    show = given.get("show", "")
    return Here(forum, desk_words(), Shown(door, show if show in SHOWS else "all", plain(given.get("q", ""))))


def shared(here: Here) -> dict[str, Any]:
    """What the page of a door and its parts are made of."""
    return {
        "base": here.base,
        "address": here.address,
        "door_query": urlencode(here.fields(q="", show="")),
        "fields": here.fields(),
        "door": here.door,
        "where": door_words(here.forum, here.words, here.door),
        "shown": here.shown,
        "found": listed(here.forum, here.words, here.shown),
    }
