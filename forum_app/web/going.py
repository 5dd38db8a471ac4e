"""Where a browser goes after it sent something."""

from flask import Response, redirect


def see_other(address: str) -> Response:
    """Leads to ``address``, which is asked for by GET: loading the page again sends nothing twice."""
    return redirect(address, 303)  # type: ignore[return-value]
