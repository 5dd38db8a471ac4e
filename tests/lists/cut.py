"""Badges, name plates and screens as cameras, readers and eyes have them, by programs of other people."""

import io
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import zxingcpp
from PIL import Image

from tests.documents.conftest import Paper

DOTS = 150  # an inch: less than any printer has


class Word(NamedTuple):
    """A word of a page: the millimetres from its left and upper edges to the word's own."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def pictures(paper: Paper) -> list[Image.Image]:
    """Each page as a camera would see it."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["pdftoppm", "-r", str(DOTS), "-gray", "-png", "-", f"{folder}/page"]
        subprocess.run(words, input=paper.bytes, check=True, timeout=120)
        return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).iterdir())]


def codes_in(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """The QR codes that a camera finds in a picture."""
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)


def seen(picture: bytes) -> list[str]:
    """What the QR codes of a screen's picture hold."""
    return [code.text for code in codes_in(Image.open(io.BytesIO(picture)))]


def scanned(paper: Paper) -> list[list[str]]:
    """What the QR codes of each page hold, down the page and across it."""
    pages = []
    for picture in pictures(paper):
        places = {code.text: code.position.top_left for code in codes_in(picture)}
        pages.append(sorted(places, key=lambda text: (round(places[text].y / 60), places[text].x)))
    return pages


def said(paper: Paper) -> str:
    """What somebody hears who has the file read out: the tags and their texts, in their order."""
    done = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=paper.bytes, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def heard(paper: Paper) -> str:
    """All texts in the order in which they are read out."""
    return " ".join(" ".join(text.split()) for text in re.findall(r'^ *"(.+)"$', said(paper), re.MULTILINE))


def headings(paper: Paper) -> list[tuple[int, str]]:
    """Level and text of each heading, in the order in which they are read."""
    found: list[tuple[int, str]] = []
    inside = -1
    for line in said(paper).splitlines():
        depth, text = len(line) - len(line.lstrip()), line.strip()
        if heading := re.fullmatch(r"H(\d) \(block\)", text):
            found.append((int(heading[1]), ""))
            inside = depth
        elif depth <= inside:
            inside = -1
        elif inside >= 0 and text.startswith('"'):
            found[-1] = (found[-1][0], f"{found[-1][1]} {text[1:-1].strip()}".strip())
    return found


def words_of(paper: Paper) -> list[Word]:
    """Every word of every page with its place."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=paper.bytes, capture_output=True, check=True, timeout=60
    )
    found, page = [], -1
    for line in done.stdout.decode().splitlines():
        if "<page " in line:
            page += 1
        place = re.search(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>', line)
        if place:
            left, top, right, bottom = (float(number) / 72 * 25.4 for number in place.groups()[:4])
            found.append(Word(page, place[5], left, top, right, bottom))
    return found
