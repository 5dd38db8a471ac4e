"""The public addresses, a file a noun."""

from flask import Blueprint

from forum_app.web.public.routes import calendars, clock, documents, pages, site


def blueprints() -> list[Blueprint]:
    return [site.blueprint, pages.blueprint, calendars.blueprint, documents.blueprint, clock.blueprint]
