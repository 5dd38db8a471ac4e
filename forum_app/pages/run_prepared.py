"""Before a session: the page on which its moderator prepares it, and the address of the speaker's screen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from forum_app.domain.identity import new_id
from forum_app.domain.run_plan import RunMaterial, in_order
from forum_app.domain.running import MINUTE
from forum_app.domain.times import in_zone
from forum_app.domain.trees import digest
from forum_app.pages.frame import Frame, frame
from forum_app.pages.rendering import rendered
from forum_app.pages.run_of_show import Stage, Stand
from forum_app.pages.run_parts import parts, questions, told
from forum_app.pages.sessions import room_name, when
from forum_app.pages.view import View
from forum_app.qr import qr


@dataclass(frozen=True)
class WrongMinutes:
    """Minutes that were not kept: what stands in the fields by talk, and why not; ``of`` are the talks that it concerns,
    ``yours`` what was typed where the fields show what somebody else wrote."""

    typed: Mapping[str, str]
    says: str
    of: Collection[str] = ()
    yours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WrongNotes:
    """Notes that were not kept, by speaker: what was ``typed``, the digests that its form goes by (``was``), why not, and
    what somebody else wrote meanwhile. ``gone`` was typed for those who don't speak in the session any more."""

    typed: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    gone: Sequence[str] = ()


def own_frame(view: View, path: str, title: str, style: str) -> Frame:
    """The frame of a page that is one person's own: no search engine, feed or other site hears of it."""
    nothing: dict[str, Any] = {"canonical": "", "picture": "", "description": "", "indexed": False, "register": None}
    return replace(frame(view, path, title), alternates=[], feeds=[], nav=[], style=style, **nothing)


def prepare_page(
    view: View, material: RunMaterial, stage: Stage, stand: Stand, style: str, *, said: str = "",
    wrong_notes: WrongNotes | None = None, wrong_minutes: WrongMinutes | None = None,
) -> str:  # fmt: skip
    """Answers side by side, the order of the questions, notes to the speakers, the programme as it stands."""
    session = material.session
    return rendered(
        "personal/prepare.html",
        view,
        own_frame(view, stand.address, view.plain(session.title), style),
        title=view.text(session.title),
        stand=stand,
        stage=stage,
        when=when(view, session),
        room=room_name(view, session),
        parts=parts(view, material),
        questions=questions(view, material, in_order(material.questions, stage.run)),
        told=told(view, material),
        new_id=new_id,
        said=said,
        wrong_notes=wrong_notes or WrongNotes(),
        wrong_minutes=wrong_minutes,
        together=_together(view, material),
        kept=material.kept,
        digest=digest,
    )


def _together(view: View, material: RunMaterial) -> tuple[str, bool]:
    """How long all talks last, beside the session's length; whether that is too long."""
    words, session = view.words, material.session
    if not session.talks:
        return "", False
    taken = sum(item.length for item in material.plan.items) // MINUTE
    if not session.minutes:
        return words.gettext("Together: %(minutes)s.", minutes=words.minutes(taken)), False
    said = words.gettext("Together: %(minutes)s; the session has %(all)s.", minutes=words.minutes(taken), all=words.minutes(session.minutes))  # fmt: skip
    return said, taken > session.minutes


def screen_link_page(
    view: View, stand: Stand, style: str, address: str, until: datetime, *, others: int, alone: bool
) -> str:
    """``address`` (whole) as text and as a code; ``others``: so many made before are good too; ``alone``: none is any
    more."""
    title = view.words.gettext("Screen for the speaker")
    return rendered(
        "personal/screen_link.html",
        view,
        own_frame(view, stand.address, title, style),
        title=title,
        address=address,
        stand=stand,
        others=others,
        alone=alone,
        code=qr(address, view.words.gettext("QR code: opens %(address)s", address=address)) or Markup(),
        until=view.moment(in_zone(until, view.forum.zone)),
    )
