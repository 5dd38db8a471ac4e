"""Who changed meanwhile what a form wants to change, for the words of its clash: somebody else, or oneself elsewhere."""

from datetime import datetime
from typing import Any, Protocol

from forum_app.domain.times import in_zone
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.web.access import guest


class Changed(Protocol):
    """A change: by whom, as a name and as the id of an account, and when."""

    @property
    def who(self) -> str: ...

    @property
    def at(self) -> datetime | None: ...

    @property
    def by(self) -> str: ...


def clash_told(clash: Changed | None, forum: DeskForum, words: Words) -> dict[str, Any]:
    """``clash_who``, ``clash_at`` on the forum's clocks, and ``clash_mine`` where it was the reader's own account."""
    return {
        "clash_who": clash.who if clash else "",
        "clash_at": words.time(in_zone(clash.at, forum.zone)) if clash and clash.at else "",
        "clash_mine": clash is not None and clash.by == guest().account.id,
    }


def set_meanwhile(words: Words, now: str) -> str:
    """What is said where somebody else chose ``now`` from a few while the page of another choice was open."""
    return words.gettext(
        "This was set to “%(now)s” while your page was open. Nothing was changed: choose again if it is to be another.",
        now=now,
    )
