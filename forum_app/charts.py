"""Charts as drawings: lines and bars from zero, labelled directly, without styles of their own; each is a table too."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 110, 14, 30


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


def _step(most: int) -> int:
    """The distance of the lines behind a chart: at most five of them, at round numbers."""
    step = 1
    while most > 5 * step:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def line_chart(points: Sequence[tuple[str, int]], words: str, last: str) -> Markup:
    """A running total from left to right. ``points`` are labels and numbers, ``words`` say it all to who can't see it,
    ``last`` is written beside the last point."""
    most = max((number for _label, number in points), default=0)
    step = _step(max(most, 1))
    top = -(-max(most, 1) // step) * step
    across = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)

    def x(index: int) -> float:
        return round(LEFT + across * index, 1)

    def y(number: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - number / top), 1)

    parts = [Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, words)]
    for number in range(0, top + 1, step):
        parts.append(
            Markup(
                '<line class="grid" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text x="{}" y="{}" text-anchor="end">{}</text>'
            ).format(LEFT, WIDTH - RIGHT, LEFT - 10, y(number) + 4, number, y=y(number))
        )
    corners = " ".join(f"{x(index)},{y(number)}" for index, (_label, number) in enumerate(points))
    parts.append(
        Markup('<polygon class="under" points="{},{} {} {},{}"/>').format(x(0), y(0), corners, x(len(points) - 1), y(0))
    )
    parts.append(Markup('<polyline class="line" points="{}"/>').format(corners))
    every = -(-len(points) // 8)
    for index, (label, number) in enumerate(points):
        parts.append(Markup('<circle class="point" cx="{}" cy="{}" r="4"/>').format(x(index), y(number)))
        if index % every == 0 or index == len(points) - 1:
            parts.append(
                Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x(index), HEIGHT - 8, label)
            )
    if points:
        parts.append(
            Markup('<text class="last" x="{}" y="{}">{}</text>').format(
                x(len(points) - 1) + 12, y(points[-1][1]) + 5, last
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def bar_drawing(share: float) -> Markup:
    """A bar of a table, from the side where lines begin."""
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="10"/></svg>'
    ).format(share)


def stack_drawing(parts: Sequence[Share]) -> Markup:
    """Parts of a whole in one bar."""
    found, at = [], 0
    for index, part in enumerate(parts):
        found.append(
            Markup('<rect class="part{}" x="{}" width="{}" height="10"/>').format(index, at, max(0, part.percent - 0.4))
        )
        at += part.percent
    return Markup(
        '<svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(Markup("").join(found))
