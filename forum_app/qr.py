"""A QR code as inline SVG, for pages and for paper."""

import segno
from markupsafe import Markup

LONGEST_QR = 1_200


def qr(url: str, words: str) -> Markup:
    """A QR code of ``url`` as inline SVG, quiet zone of 4 included; ``words`` is its alternative text.

    ``""`` for an address too long to be scanned from paper.
    """
    if len(url.encode()) > LONGEST_QR:
        return Markup("")
    code = segno.make(url, micro=False, error="m")
    size = len(code.matrix) + 8
    path = "".join(
        f"M{start + 4} {row + 4}h{length}v1h-{length}z"
        for row, line in enumerate(code.matrix)
        for start, length in _runs(line)
    )
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><title>{words}</title>'
        '<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{path}" fill="#0c1116"/></svg>'
    ).format(size=size, words=words, path=Markup(path))  # noqa: S704 - numbers


def _runs(line: "bytearray | tuple[int, ...]") -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(line):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
