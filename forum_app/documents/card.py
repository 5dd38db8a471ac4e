"""The picture that a shared link shows: title, day, place and the programme on the forum's colour, 1200 by 630 pixels."""

from functools import cache
from itertools import accumulate

from markupsafe import Markup
from PIL import ImageFont

from forum_app.branding import accent_values
from forum_app.documents.fonts import families, folders
from forum_app.documents.plain import tidy
from forum_app.documents.reading import Reading
from forum_app.domain.release import Release
from forum_app.domain.texts import one_line, opening
from forum_app.paths import BUILT
from forum_app.score import score

WIDTH, HEIGHT, EDGE = 1200, 630, 64
_FACE_SIZE = 100
# Size of the title's letters, and how many lines of it there may be, largest first.
_SIZES = ((64, 3), (54, 3), (44, 4))
_LETTER, _WIDE_LETTER = 0.62, 1.02  # widths in sizes: of other scripts' letters; of Chinese, Japanese or Korean ones


def card_png(release: Release, language: str) -> bytes:
    """The picture as PNG; the same for the same release and language."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_drawn(Reading(release, language, "")), skip_system_fonts=True, font_dirs=folders()
        )
    )


def _drawn(reading: Reading) -> str:
    forum, words = reading.forum, reading.words
    accent = accent_values(forum.accent)
    mirrored = words.direction == "rtl"
    at, anchor = (WIDTH - EDGE, "end") if mirrored else (EDGE, "start")
    size, lines = _fitted(one_line(tidy(reading.plain(forum.title))))
    host = reading.plain(forum.part_of.name) if forum.part_of else ""
    over = " · ".join(part for part in (reading.plain(forum.short_title), host) if part)
    venue = [reading.plain(text) for text in (forum.venue.name, forum.venue.city)] if forum.venue else []
    facts = [opening(words.days(forum.first_day, forum.last_day)), words.comma.join(part for part in venue if part)]
    rows = [(over, 28, 500, 92)]
    rows += [(line, size, 600, 112 + round(size * (0.9 + number * 1.14))) for number, line in enumerate(lines)]
    base = rows[-1][3] + 34
    rows += [(fact, 30, 400, base + 42 * number) for number, fact in enumerate((fact for fact in facts if fact), 1)]
    texts = [
        Markup('<text x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="{}">{}</text>').format(
            at, y, height, weight, anchor, f"\u2067{text}\u2069" if mirrored else text
        )
        for text, height, weight, y in rows
        if text
    ]
    return _framed(accent.fill, accent.on, Markup("").join(texts), _score(reading, dark=accent.on != "#ffffff"))


def _framed(fill: str, on: str, texts: Markup, programme: Markup) -> str:
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" font-family="{family}">'
            '<rect width="{w}" height="{h}" fill="{fill}"/><g fill="{on}">{texts}</g>{programme}</svg>'
        ).format(w=WIDTH, h=HEIGHT, family=families(False), fill=fill, on=on, texts=texts, programme=programme)
    )


def _score(reading: Reading, *, dark: bool) -> Markup:
    """The programme across the foot of the picture."""
    drawing = str(score(reading.content, reading.words, dark=dark))
    place = f'x="{EDGE}" y="{HEIGHT - 190}" width="{WIDTH - 2 * EDGE}" height="142" preserveAspectRatio="xMidYMax meet"'
    return Markup(drawing.replace('width="100%"', place, 1))  # noqa: S704 - our own drawing


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which a title fits, with its lines; the smallest one cuts what is left with an ellipsis."""
    for size, most in _SIZES:
        lines = _wrapped(title, (WIDTH - 2 * EDGE) / size)
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1]} …"]


def _wrapped(title: str, room: float) -> list[str]:
    """Lines of at most ``room`` sizes of a letter, broken between words, inside a word only where it is longer."""
    lines = [""]
    for word in title.split():
        for part in _parts(word, room):
            tried = f"{lines[-1]} {part}".strip()
            if _width(tried) <= room:
                lines[-1] = tried
            else:
                lines.append(part)
    return [line for line in lines if line]


def _parts(word: str, room: float) -> list[str]:
    if _width(word) <= room:
        return [word]
    ends = list(accumulate(_width(letter) for letter in word))
    cut = max(1, sum(end <= room for end in ends))
    return [word[:cut], *_parts(word[cut:], room)]


def _width(text: str) -> float:
    return sum(_letter_width(letter) for letter in text)


@cache
def _letter_width(letter: str) -> float:
    """In sizes; what the brand's font draws is measured, anything else taken for as wide as such letters may be."""
    if letter < "\u0530":
        return _face().getlength(letter) / _FACE_SIZE
    return _WIDE_LETTER if "\u2e80" <= letter <= "\uffef" else _LETTER


@cache
def _face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BUILT / "ttf" / "IBMPlexSans_600SemiBold.ttf", _FACE_SIZE)
