"""Putting a view into a template of the one environment."""

from typing import Any

from forum_app.pages.frame import Frame
from forum_app.pages.view import View
from forum_app.templating import environment


def rendered(template: str, view: View, frame: Frame, **context: Any) -> str:
    """A forum's page."""
    return fragment(template, view, frame=frame, **context)


def fragment(template: str, view: View, **context: Any) -> str:
    """A part of a page that has an address of its own."""
    return (
        environment()
        .get_template(template)
        .render(
            v=view,
            words=view.words,
            ui=view.ui,
            static=view.at.static,
            page_language=view.language,
            page_direction=view.words.direction,
            preview=view.reader.preview,
            zone_address=view.links.page(view.at.agenda() + "#time-zone"),
            **context,
        )
    )
