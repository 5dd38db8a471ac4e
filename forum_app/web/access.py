"""The doorkeeper: every route says who may come in; a route that says nothing stays shut."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound

View = TypeVar("View", bound=Callable[..., Any])
DOORLESS = "This route has no door."


def public(view: View) -> View:
    """Anybody may read this."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def door_of(view: Callable[..., Any]) -> str | None:
    """The door of a view, None where it has none."""
    found: str | None = getattr(view, "door", None)
    return found


def keep_doors(app: Flask) -> None:
    """Refuses, before anything else runs, every request whose route has no door."""

    @app.before_request
    def doorkeeper() -> None:
        if request.endpoint is not None and door_of(current_app.view_functions[request.endpoint]) is None:
            raise NotFound(DOORLESS)
