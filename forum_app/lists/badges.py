"""Badges: a band in the colour of the role, a name to be read across a table, and a QR code for the reception.

Eight stand on a sheet with lines to cut along, or each is a page of its own, for a badge printer or for a holder.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from coloraide import Color
from markupsafe import Markup

from forum_app.branding import accent_values
from forum_app.documents.fitting import POINT, Fit, fitting, leading, lines_of
from forum_app.documents.fonts import stylesheet
from forum_app.domain.texts import way_of
from forum_app.domain.vocabularies import RoleKind
from forum_app.i18n import Words
from forum_app.lists.badge_papers import Face, Paper
from forum_app.qr import qr
from forum_app.templating import environment

PARTICIPANT = "participant"
# White reads on each of them, and none looks like another; participants have the forum's colour.
COLOURS = {
    RoleKind.MODERATOR.value: "#7d2f5a",
    RoleKind.SPEAKER.value: "#2440b0",
    RoleKind.PANELLIST.value: "#0e6478",
    RoleKind.RAPPORTEUR.value: "#6b5300",
    RoleKind.INTERPRETER.value: "#5b5350",
    RoleKind.FOCAL_POINT.value: "#8a3912",
}
INSTEAD = "#0b6b55"  # where the forum's colour is too much like that of a role
APART = 15.0  # CIEDE2000: as near as two of them may be
SHEETS_A_PART, PAGES_A_PART = 6, 48  # each part takes a few seconds


@dataclass(frozen=True)
class Badge:
    """Whose badge it is; ``role`` is a RoleKind or PARTICIPANT, ``address`` what the QR code holds.

    Without a name and a code it is empty: somebody writes on it.
    """

    name: str = ""
    institution: str = ""
    country: str = ""  # in words
    role: str = PARTICIPANT
    languages: tuple[str, ...] = ()
    code: str = ""
    address: str = ""


@dataclass(frozen=True)
class Event:
    """What all badges and name plates of a forum share. ``title`` names the document; ``when``: the city and the days."""

    title: str
    forum: str
    when: str
    made_at: str  # ISO 8601
    words: Words
    accent: str
    roles: Mapping[str, str]  # what each role is called
    empty: str  # where there is nobody


@dataclass(frozen=True)
class Set:
    """A badge as it is set: the sizes at which its texts fit, its QR code."""

    badge: Badge
    name: Fit
    institution: Fit
    country: Fit
    code: Markup


@dataclass(frozen=True)
class Leaf:
    """One page: its badges, and what is printed at its foot, where it is cut off."""

    foot: str
    badges: list[Set]


def badge_parts(event: Event, paper: Paper, badges: Iterable[tuple[str, Badge]]) -> Iterator[str]:
    """HTML documents for print, some pages each; each badge comes with the words of its group, which begins a page."""
    leaves: list[Leaf] = []
    most = SHEETS_A_PART if paper.on_a_page > 1 else PAGES_A_PART
    first = True
    for leaf in _leaves(event, paper, badges):
        if len(leaves) == most:
            yield _html(event, paper, leaves, first)
            leaves, first = [], False
        leaves.append(leaf)
    if leaves or first:
        yield _html(event, paper, leaves, first)


@cache
def colours(accent: str) -> dict[str, tuple[str, str, str]]:
    """For each role its band, what is written on it, and its word on white."""
    mine = accent_values(accent)
    band = (mine.fill, mine.on, mine.text)
    if any(Color(mine.fill).delta_e(other, method="2000") < APART for other in COLOURS.values()):
        band = (INSTEAD, "#ffffff", INSTEAD)
    return {PARTICIPANT: band, **{role: (colour, "#ffffff", colour) for role, colour in COLOURS.items()}}


def _leaves(event: Event, paper: Paper, badges: Iterable[tuple[str, Badge]]) -> Iterator[Leaf]:
    for group, some in groupby(badges, key=lambda item: item[0]):
        foot = event.words.listed((event.title, group))
        on_page: list[Set] = []
        for _group, badge in some:
            if len(on_page) == paper.on_a_page:
                yield Leaf(foot, on_page)
                on_page = []
            on_page.append(_set(event, paper.face, badge))
        yield Leaf(foot, on_page)


def _set(event: Event, face: Face, badge: Badge) -> Set:
    sizes = face.names if len(badge.name) <= face.short_name else face.names[1:]
    room = face.facts_width / (face.country * POINT)
    country = Fit(face.country, lines_of(badge.country, room) if badge.country else 0)
    left = face.facts_height - country.height(leading(badge.country))
    return Set(
        badge,
        fitting(badge.name, sizes, face.inner, face.name_height, leading(badge.name)),
        fitting(badge.institution, face.institutions, face.facts_width, left, leading(badge.institution)),
        country,
        qr(badge.address, event.words.gettext("QR code for the reception")) if badge.address else Markup(""),
    )


def _html(event: Event, paper: Paper, leaves: list[Leaf], first: bool) -> str:
    face = paper.face
    heading = fitting(event.forum, face.titles, face.inner, face.title_height, leading(event.forum))
    return (
        environment()
        .get_template("documents/badges.html")
        .render(
            event=event,
            words=event.words,
            paper=paper,
            face=face,
            leaves=leaves,
            first=first,
            heading=heading,
            leading=leading,
            way=way_of,
            colours=colours(event.accent),
            accent=accent_values(event.accent),
            fonts=stylesheet(),
        )
    )
