"""Squares of a picture chosen without a pointer: by where the middle of attention is and how near one looks."""

from forum_app.pictures.jobs import Box

SIZES = (100, 80, 65, 50, 35)  # hundredths of the shorter side
THIRDS = range(3)


def box_at(column: int, row: int, hundredths: int, size: tuple[int, int]) -> Box:
    """The square at one of nine places of a picture of this size: column and row from 0, top left, to 2."""
    wide, high = size
    side = min(wide, high) * hundredths / 100
    return Box(column / 2 * (1 - side / wide), row / 2 * (1 - side / high), hundredths / 100)


def nearest(box: Box, size: tuple[int, int]) -> tuple[int, int, int]:
    """Column, row and size (of those offered) that come nearest to a square."""
    hundredths = min(SIZES, key=lambda each: abs(each - box.size * 100))
    wide, high = size
    side = min(wide, high) * box.size

    def third(edge: float, length: int) -> int:
        room = 1 - side / length
        return round(2 * edge / room) if room > 0.001 else 1

    return min(third(box.x, wide), 2), min(third(box.y, high), 2), hundredths
