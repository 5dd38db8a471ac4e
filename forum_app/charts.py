"""Charts as drawings: lines and bars from zero, labelled directly, without styles of their own; each is a table too."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Frame:
    """The paper of a line chart in its own units: margins hold the labels, ``most`` is how many stand below it.

    ``beside`` writes the last number beside its point, else above it.
    """

    width: int
    height: int
    start: int
    end: int
    top: int
    bottom: int
    most: int
    beside: bool


WIDE = Frame(720, 240, 44, 108, 14, 30, 8, True)
NARROW = Frame(260, 190, 30, 24, 34, 26, 3, False)


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number, and its length of 0 to 100."""

    name: str
    number: int
    share: float


def bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    """Bars from zero, the longest as long as there is room."""
    longest = max((number for _name, number in counted), default=0)
    return [Bar(name, number, round(100 * number / longest, 1) if longest else 0.0) for name, number in counted]


@dataclass(frozen=True)
class Share:
    """A part of a whole, in per cent, rounded so that all of them make 100."""

    name: str
    number: int
    percent: int


def shares(counted: Sequence[tuple[str, int]]) -> list[Share]:
    """Parts of a whole; what rounding leaves over goes to those it cut most."""
    whole = sum(number for _name, number in counted)
    if not whole:
        return [Share(name, number, 0) for name, number in counted]
    exact = [100 * number / whole for _name, number in counted]
    percents = [int(value) for value in exact]
    for index in sorted(range(len(exact)), key=lambda at: percents[at] - exact[at])[: 100 - sum(percents)]:
        percents[index] += 1
    return [Share(name, number, percent) for (name, number), percent in zip(counted, percents, strict=True)]


def step_of(most: int) -> int:
    """The distance of the lines behind a chart: at most five of them above zero, at 1, 2, 5, 10, 20, 50 …"""
    step, factors = 1, (2, 5 / 2, 2)
    turn = 0
    while most > 5 * step:
        step, turn = int(step * factors[turn % 3]), turn + 1
    return step


def line_chart(
    points: Sequence[tuple[str, int]], words: str, last: str, frame: Frame = WIDE, *, mirrored: bool = False
) -> Markup:
    """A running total in the direction of reading. ``points`` are labels and numbers, ``words`` say it all to who can't
    see it, ``last`` is written at the last point. ``mirrored``: time runs from right to left; no sign is turned round."""
    if not points:
        return Markup("")
    return Markup("").join(
        [
            Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
                frame.width, frame.height, words
            ),
            *_drawn(points, last, _Plane(points, frame, mirrored)),
            Markup("</svg>"),
        ]
    )


class _Plane:
    """Where numbers lie on the paper."""

    def __init__(self, points: Sequence[tuple[str, int]], frame: Frame, mirrored: bool) -> None:
        self.frame, self.mirrored = frame, mirrored
        most = max(1, *(number for _label, number in points))
        self.step = step_of(most)
        self.top = -(-most // self.step) * self.step
        self.across = (frame.width - frame.start - frame.end) / max(1, len(points) - 1)
        self.before, self.after = ("end", "start") if not mirrored else ("start", "end")

    def side(self, at: float) -> float:
        """A distance from the side where reading begins, as SVG counts it: from the left."""
        return round(self.frame.width - at if self.mirrored else at, 1)

    def x(self, index: int) -> float:
        return self.side(self.frame.start + self.across * index)

    def y(self, number: int) -> float:
        space = self.frame.height - self.frame.top - self.frame.bottom
        return round(self.frame.top + space * (1 - number / self.top), 1)


def _drawn(points: Sequence[tuple[str, int]], last: str, plane: _Plane) -> list[Markup]:
    frame, numbers = plane.frame, range(0, plane.top + 1, plane.step)
    lines = [
        Markup('<line class="grid" x1="{}" x2="{}" y1="{y}" y2="{y}"/>{text}').format(
            plane.side(frame.start),
            plane.side(frame.width - frame.end),
            y=plane.y(number),
            text=_text(plane.side(frame.start - 10), plane.y(number) + 4, plane.before, str(number)),
        )
        for number in numbers
    ]
    corners = " ".join(f"{plane.x(index)},{plane.y(number)}" for index, (_label, number) in enumerate(points))
    ground = plane.y(0)
    area = f"{plane.x(0)},{ground} {corners} {plane.x(len(points) - 1)},{ground}"
    lines.append(
        Markup('<polygon class="under" points="{}"/><polyline class="line" points="{}"/>').format(area, corners)
    )
    every = -(-len(points) // frame.most)
    for index, (label, number) in enumerate(points):
        lines.append(Markup('<circle class="point" cx="{}" cy="{}" r="4"/>').format(plane.x(index), plane.y(number)))
        if (len(points) - 1 - index) % every == 0:  # the last week is always named
            lines.append(_text(plane.x(index), frame.height - 8, "middle", label))
    at = plane.frame.start + plane.across * (len(points) - 1)
    height = plane.y(points[-1][1])
    if frame.beside:
        lines.append(_text(plane.side(at + 12), height + 5, plane.after, last, "last"))
    else:
        lines.append(_text(plane.side(at + 20), height - 13, plane.before, last, "last"))
    return lines


def _text(x: float, y: float, anchor: str, words: str, kind: str = "") -> Markup:
    """Words at a place; isolated, so that those of a script from right to left keep their own order."""
    named = Markup(' class="{}"').format(kind) if kind else ""
    return Markup('<text{} x="{}" y="{}" text-anchor="{}">\u2068{}\u2069</text>').format(named, x, y, anchor, words)


def bar_drawing(share: float) -> Markup:
    """A bar of a table, from the side where lines begin."""
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="10"/></svg>'
    ).format(share)


def stack_drawing(parts: Sequence[Share]) -> Markup:
    """Parts of a whole in one bar, a gap between them; what is there at all can be seen."""
    found, at = [], 0.0
    for index, part in enumerate(parts):
        wide = max(part.percent, 1)
        found.append(
            Markup('<rect class="part{}" x="{}" width="{}" height="10"/>').format(index, at, round(wide - 0.6, 1))
        )
        at += wide
    return Markup(
        '<svg class="stack" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(round(max(at - 0.6, 1), 1), Markup("").join(found))
