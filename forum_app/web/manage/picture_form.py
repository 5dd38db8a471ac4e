"""The page of one uploaded file: what is there now, what a new one may be, and the square that is shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from forum_app.domain.permissions import Rule, may_edit, may_set_up
from forum_app.domain.texts import direction, one_line
from forum_app.domain.trees import Tree, digests, value_at
from forum_app.i18n import Words
from forum_app.pictures.cropping import SIZES, box_at, nearest
from forum_app.pictures.jobs import LIMITS, MOST_BYTES, Box, Use
from forum_app.pictures.sorting import too_large
from forum_app.services.desk import DeskForum
from forum_app.services.media import Media
from forum_app.services.uploads import FLOOR_PLAN, FORUM_LOGO, MATERIAL, ORGANISATION_LOGO, PHOTO, Slot, shape_of

_BOX = {"x": "crop.x", "y": "crop.y", "size": "crop.size"}


@dataclass(frozen=True)
class Page:
    """Where a slot has its page: the address under the desk's, the rule at its door, its entry in the navigation."""

    name: str
    path: str
    slot: Slot
    rule: Rule
    here: str
    back: str  # what the page leads back to, under the desk's address


PAGES = (
    Page("photo", "/people/<key>/photo", PHOTO, may_edit, "people", "/people/{key}"),
    Page("organisation_logo", "/organisations/<key>/logo", ORGANISATION_LOGO, may_edit, "organisations", "/organisations/{key}"),
    Page("forum_logo", "/settings/logo", FORUM_LOGO, may_set_up, "settings", "/settings/branding"),
    Page("floor_plan", "/settings/floor-plan", FLOOR_PLAN, may_set_up, "settings", "/settings/branding"),
    Page("material", "/materials/<key>/file", MATERIAL, may_edit, "materials", "/materials/{key}"),
)  # fmt: skip


@dataclass(frozen=True)
class Sayings:
    """``noun`` heads the page, ``why`` stands under it; ``choose``, ``empty``, ``kept``, ``gone`` are of this kind."""

    noun: str
    why: str
    choose: str
    empty: str
    kept: str
    gone: str
    takes: str


def say(slot: Slot, words: Words, choose: str = "") -> Sayings:
    """The words of a slot's page; ``choose`` in place of its own on the field."""
    _ = words.gettext
    pictures = _(
        "JPEG, PNG, WebP or HEIC, up to 20 MB. It is turned upright and made smaller; camera and place are taken out."
    )
    if slot.use == Use.PHOTO:
        return Sayings(_("Photo"), _("Shown beside the name in the programme, on the person's page and in documents."), _("Choose a photo"), _("There is no photo yet: initials stand in its place."), _("The photo is kept."), _("The photo is removed."), pictures)  # fmt: skip
    if slot.use == Use.LOGO:
        logos = _(
            "PNG or WebP with a clear ground is best, at least 72 pixels high; up to 20 MB. SVG drawings are not taken: export them as PNG."
        )
        return Sayings(_("Logo"), _("Shown in the header or among the partners."), _("Choose a logo"), _("There is no logo yet."), _("The logo is kept."), _("The logo is removed."), logos)  # fmt: skip
    if slot.use == Use.PLAN:
        return Sayings(_("Floor plan"), _("Shown with the practical information on the forum's page."), choose or _("Choose a plan"), _("There is no floor plan yet."), _("The floor plan is kept."), _("The floor plan is removed."), pictures)  # fmt: skip
    files = _("A PDF, which is kept as it is, or a picture; up to 20 MB. Save presentations and texts as PDF.")
    return Sayings(_("File"), _("What readers download. Without a file the link is what they follow."), _("Choose a file"), _("There is no file yet."), _("The file is kept."), _("The file is removed."), files)  # fmt: skip


@dataclass(frozen=True)
class Alt:
    """The alternative text in one language."""

    name: str
    language: str
    label: str
    way: str
    value: str


@dataclass(frozen=True)
class Shown:
    """What the page draws. ``file`` is the address of what is shown, ``whole`` of what it was cut from; ``base`` are the
    digests of what was there when the page was made."""

    file: str = ""
    whole: str = ""
    name: str = ""
    is_pdf: bool = False
    cropped: bool = False
    box: Box | None = None
    focus: tuple[int, int, int] = (1, 1, 100)
    width: int = 0
    height: int = 0
    alts: Sequence[Alt] = ()
    base: str = ""


def shown_picture(slot: Slot, tree: Tree, forum: DeskForum, media: Media, words: Words) -> Shown:
    """A slot of a thing as its page draws it."""
    name = str(value_at(tree, slot.file) or "")
    whole = str(value_at(tree, f"{slot.place}.original") or "") or name
    base = msgspec.json.encode(digests(tree, _places(slot, forum))).decode()
    if not name:
        return Shown(base=base)
    wide, high = (0, 0) if name.endswith(".pdf") else shape_of(media, whole)
    crop = value_at(tree, f"{slot.place}.crop")
    box = msgspec.convert(crop, Box) if crop else None
    return Shown(
        file=address_of(forum.slug, name),
        whole=address_of(forum.slug, whole),
        name=name,
        is_pdf=name.endswith(".pdf"),
        cropped=slot.cropped and bool(wide),
        box=box,
        focus=nearest(box, (wide, high)) if box and wide else (1, 0, 100),
        width=wide,
        height=high,
        alts=_alts(slot, tree, forum, words) if slot.described else (),
        base=base,
    )


@dataclass(frozen=True)
class Card:
    """The block beside a thing's form: what is shown now, and where it is changed; where there is nothing yet, a field
    that takes a file, with ``saying`` around it."""

    name: str
    title: str
    file: str
    is_pdf: bool
    address: str
    empty: str
    change: str
    square: bool
    saying: Sayings
    accept: str
    base: str


def picture_card(kind: str, key: str, tree: Tree, forum: DeskForum, words: Words, name: str = "") -> Card | None:
    """The card of a thing's uploaded file; ``name`` chooses among those of a forum. None for a kind that has none."""
    page = next((page for page in PAGES if page.slot.kind == kind and name in ("", page.name)), None)
    if page is None:
        return None
    saying, file = say(page.slot, words), str(value_at(tree, page.slot.file) or "")
    return Card(
        name=page.name,
        title=saying.noun,
        file=address_of(forum.slug, file) if file else "",
        is_pdf=file.endswith(".pdf"),
        address=f"/manage/{forum.slug}{page.path.replace('<key>', key)}",
        empty=saying.empty,
        change=words.gettext("Cut and describe") if page.slot.cropped else words.gettext("Change"),
        square=page.slot.cropped,
        saying=saying,
        accept=accepted(page.slot),
        base=msgspec.json.encode(digests(tree, _places(page.slot, forum))).decode(),
    )


def accepted(slot: Slot) -> str:
    """What a field for a slot's file offers to choose."""
    pictures = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/gif,.heic,.heif"
    return f"{pictures},application/pdf" if slot == MATERIAL else pictures


def sending(words: Words) -> dict[str, Any]:
    """What a form that sends a file says on the way, in its ``data-`` attributes."""
    _, most = words.gettext, MOST_BYTES
    return {
        "most": str(most),
        "too-large": _(too_large(most + 1).message, size="{size}", most=most // (1024 * 1024)),
        "sent": _("{share} is sent"),
        "read": _("Sent. The picture is being read."),
        "failed": _("The file did not arrive: the connection broke, or your sign-in has ended. The old one is still there. Try again."),
    }  # fmt: skip


def address_of(slug: str, name: str) -> str:
    """Where the desk shows a stored file of a forum."""
    return f"/manage/{slug}/media/{name}"


def _places(slot: Slot, forum: DeskForum) -> list[str]:
    if not slot.described:
        return [slot.place]
    inner = ("file", "original", "crop", *(f"alt.{code}" for code in forum.languages))
    return [slot.place, *(f"{slot.place}.{name}" for name in inner)]


def _alts(slot: Slot, tree: Tree, forum: DeskForum, words: Words) -> list[Alt]:
    return [
        Alt(
            f"{slot.place}.alt.{code}",
            code,
            words.language_name(code),
            direction(code),
            value_at(tree, f"{slot.place}.alt.{code}") or "",
        )
        for code in forum.languages
    ]


def seen_in(fields: Mapping[str, str]) -> dict[str, str]:
    """The digests that a form carries; none where they are nonsense."""
    try:
        return msgspec.json.decode(fields.get("_base", "{}"), type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def alts_in(slot: Slot, fields: Mapping[str, str], forum: DeskForum) -> dict[str, Any]:
    """The alternative texts that were typed, by place."""
    places = [f"{slot.place}.alt.{code}" for code in forum.languages]
    return {place: one_line(fields[place])[:300] for place in places if place in fields}


def box_in(fields: Mapping[str, str], shown: Shown) -> Box | None:
    """The square that was chosen: with a pointer or keys, else by one of nine places and a size; None for all of it."""
    if fields.get("cut") != "square" or not shown.width:
        return None
    exact = {name: _fraction(fields.get(field, "")) for name, field in _BOX.items()}
    if None not in exact.values() and exact["size"]:
        return Box(**exact)  # type: ignore[arg-type]
    column, _, row = fields.get("focus", "").partition("-")
    size = fields.get("size", "")
    place = (int(column), int(row)) if column in "012" and row in "012" and column and row else (1, 1)
    hundredths = int(size) if size.isascii() and size.isdigit() and int(size) in SIZES else 100
    chosen = (*place, hundredths)
    if shown.box is not None and chosen == shown.focus:  # nothing was chosen anew: the square stays as it is
        return shown.box
    return box_at(*chosen, (shown.width, shown.height))


def _fraction(text: str) -> float | None:
    try:
        value = float(text) if len(text) < 25 else -1.0
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def least_of(slot: Slot) -> int:
    """The shortest side that a picture may come with."""
    return LIMITS[slot.use].least
