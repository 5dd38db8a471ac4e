"""PDFs that are kept as they are: whole, readable, and open to everybody who has them."""

from io import BytesIO

from forum_app.domain.sentences import said
from forum_app.pictures.jobs import Made
from forum_app.pictures.sorting import material_problem, refuse


def checked_pdf(data: bytes) -> Made:
    """The same bytes, when a reader can open them. Raises PictureRefused."""
    if problem := material_problem(data):
        raise refuse(problem)
    opened_pdf(data)
    return Made(data, "pdf")


def opened_pdf(data: bytes) -> None:
    """Raises PictureRefused where a reader can't open a PDF."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as paper:
            pages = len(paper.pages)
    except pikepdf.PasswordError:
        raise refuse(said("The PDF asks for a password. Save it without one.")) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        raise refuse(
            said("The PDF is damaged or was cut off. Open it in a reader and save it anew, or copy it again.")
        ) from error
    if not pages:
        raise refuse(said("The PDF has no pages."))
