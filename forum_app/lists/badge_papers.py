"""What badges are printed on: the measures of each paper, in millimetres, and its sizes of type, in points."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """The face of one badge: the band above, the name, who that is at the side where lines begin, the QR code (``qr``
    with its quiet zone) at the other."""

    width: float
    height: float
    side: float
    band: float
    titles: tuple[float, ...]
    title_height: float
    when: float
    name_top: float
    name_height: float
    names: tuple[float, ...]  # the first for names of up to ``short_name`` letters
    facts_top: float
    facts_height: float
    facts_width: float
    institutions: tuple[float, ...]
    country: float
    role: float
    languages: float
    qr: float
    bottom: float
    code: float
    short_name: int = 20

    @property
    def inner(self) -> float:
        """How wide a line may be."""
        return self.width - 2 * self.side


@dataclass(frozen=True)
class Paper:
    """Pages and what stands on each: ``across`` × ``down`` badges from the page's margins on."""

    name: str
    page: str
    margin: str
    face: Face
    across: int = 1
    down: int = 1

    @property
    def on_a_page(self) -> int:
        return self.across * self.down

    def place(self, number: int) -> tuple[float, float]:
        """How far a badge lies from the side where lines begin, and from the top."""
        return self.face.width * (number % self.across), self.face.height * (number // self.across)


_SMALL = Face(
    width=96, height=65, side=6, band=13, titles=(9, 8.2, 7.4, 6.6, 5.8, 5), title_height=7.4, when=7.6,
    name_top=16.5, name_height=19.5, names=(21, 17, 15, 13, 11.5, 10, 8.5, 7.5, 6.5, 5.5, 4.8),
    facts_top=37.5, facts_height=17.5, facts_width=58,
    institutions=(9.4, 8.6, 7.8, 7, 6.2, 5.4, 4.8, 4.2), country=8.4, role=9.6, languages=7.6,
    qr=24, bottom=2.6, code=8.5,
)  # fmt: skip
_LARGE = Face(
    width=105, height=148, side=8, band=25, titles=(13, 12, 11, 10, 9, 8, 7), title_height=15, when=10.5,
    name_top=32, name_height=42, names=(32, 27, 24, 21, 18, 15, 13, 11, 9.5, 8, 7),
    facts_top=77, facts_height=25, facts_width=89,
    institutions=(14, 13, 12, 11, 10, 9, 8, 7), country=13, role=18, languages=12,
    qr=38, bottom=5, code=12,
)  # fmt: skip
SHEET = Paper("sheet", "A4", "18.5mm 9mm", _SMALL, across=2, down=4)
PAPERS = {
    paper.name: paper for paper in (SHEET, Paper("card", "96mm 65mm", "0", _SMALL), Paper("a6", "A6", "0", _LARGE))
}
