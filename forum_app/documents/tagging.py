"""Mends what WeasyPrint 70 leaves out of a tagged PDF: the Scope of header cells and the Print flag of links."""

from typing import Any

_PRINT = 4


def finish(document: Any, pdf: Any) -> None:
    """Called by WeasyPrint right before the file is written (PDF/UA-1, ISO 14289-1, 7.5 and 7.18)."""
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - where the cell of a tag is known
            mark = getattr(box, "mark", None)
            if box.element_tag == "th" and isinstance(mark, dict) and isinstance(mark.get("A"), dict):
                scope = box.element.get("scope", "col") if box.element is not None else "col"
                mark["A"]["Scope"] = "/Row" if scope == "row" else "/Column"
    for thing in pdf.objects:
        if not isinstance(thing, dict):
            continue
        if thing.get("S") == "/TH" and "Scope" not in thing.get("A", {}):
            thing["A"]["Scope"] = "/Column"
        if thing.get("Subtype") == "/Link":
            thing["F"] = int(thing.get("F", 0)) | _PRINT
