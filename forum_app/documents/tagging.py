"""Mends what WeasyPrint 70 leaves out of a tagged PDF.

The Scope of header cells, the Print flag of links,
letters of glyphs that are parts of others or several in one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from unicodedata import combining, normalize

_PRINT = 4
# A glyph that is only a part of its letter needs a character all the same: one that readers pass over.
_NO_LETTER = b"> <034f>"
_SEVERAL = re.compile(rb"(?<=> <)(06[0-9a-f]{2}){2,}(?=>)")


def finish(document: Any, pdf: Any, part: str = "") -> None:
    """Called by WeasyPrint right before the file is written (PDF/UA-1, ISO 14289-1, 7.5 and 7.18).

    ``part`` tells the ids of header cells from those of other parts of the same document.
    """
    for page in document.pages:
        for box in page._page_box.descendants():
            mark = getattr(box, "mark", None)
            if box.element_tag == "th" and isinstance(mark, dict) and isinstance(mark.get("A"), dict):
                scope = box.element.get("scope", "col") if box.element is not None else "col"
                mark["A"]["Scope"] = "/Row" if scope == "row" else "/Column"
    known: dict[bytes, Any] = {thing.reference: thing for thing in _dictionaries(pdf)}
    for thing in known.values():
        if thing.get("S") == "/TH" and "Scope" not in thing.get("A", {}):
            thing["A"]["Scope"] = "/Column"
        if thing.get("Subtype") == "/Link":
            thing["F"] = int(thing.get("F", 0)) | _PRINT
        if part and "ID" in thing and thing.get("Type") == "/StructElem":
            thing["ID"].string = f"{part}-{thing['ID'].string}"  # the cells that name this header hold the same object
    _gather_links(pdf, known)
    for thing in pdf.objects:
        parts = getattr(thing, "stream", None)
        if isinstance(parts, list) and any(isinstance(part, bytes) and b"begincmap" in part for part in parts):
            thing.stream = [_lettered(part) if isinstance(part, bytes) else part for part in parts]


def _lettered(entry: bytes) -> bytes:
    """An entry of a font's table of letters. An Arabic ligature is told by the letter that Unicode has for it: readers
    that turn a line round, to have it from its beginning, take that apart rightly, and two letters they turn round."""
    return _SEVERAL.sub(_ligature, entry.replace(b"> <>", _NO_LETTER))


def _ligature(match: re.Match[bytes]) -> bytes:
    letters = "".join(
        letter for letter in bytes.fromhex(match[0].decode()).decode("utf-16-be") if not combining(letter)
    )
    return _ligatures().get(letters, match[0])


@cache
def _ligatures() -> dict[str, bytes]:
    """Arabic letters that join to one form, by Unicode's blocks of presentation forms, as hexadecimal UTF-16."""
    found: dict[str, bytes] = {}
    for code in (*range(0xFE70, 0xFEFD), *range(0xFC00, 0xFDF0)):
        letters = normalize("NFKC", chr(code))
        if len(letters) > 1 and letters.isalpha():
            found.setdefault(letters, b"%04x" % code)
    return found


def _gather_links(pdf: Any, known: dict[bytes, Any]) -> None:
    """Moves annotations of what is inside a link (emphasis, a phrase in another language) to the link's own tag."""
    root = known.get(pdf.catalog.get("StructTreeRoot"))
    numbers = known[root["ParentTree"]]["Nums"] if root else []
    for element in list(known.values()):
        if element.get("Type") != "/StructElem" or element.get("S") == "/Link":
            continue
        pointers = [kid for kid in element["K"] if known.get(kid, {}).get("Type") == "/OBJR"]
        if not pointers:
            continue
        owner = element
        while owner.get("S") != "/Link" and owner.get("P") in known and known[owner["P"]].get("S") != "/Document":
            owner = known[owner["P"]]
        if owner.get("S") != "/Link":
            element["S"] = "/Link"
            continue
        for pointer in pointers:
            element["K"].remove(pointer)
            owner["K"].append(pointer)
            place = known[known[pointer]["Obj"]]["StructParent"]
            numbers[numbers.index(place, 2 * _pages(numbers)) + 1] = owner.reference


def _dictionaries(pdf: Any) -> Iterator[Any]:
    return (thing for thing in pdf.objects if isinstance(thing, dict))


def _pages(numbers: list[Any]) -> int:
    """How many entries of the parent tree are pages: theirs are arrays, those of annotations are references."""
    return sum(isinstance(entry, list) for entry in numbers)
