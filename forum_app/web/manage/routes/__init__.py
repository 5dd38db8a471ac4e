"""The desk's addresses, a file a noun."""

from flask import Blueprint

from forum_app.web.manage.routes import style


def blueprints() -> list[Blueprint]:
    return [style.blueprint]
