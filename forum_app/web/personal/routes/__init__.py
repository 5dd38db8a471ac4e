"""The addresses of those without an account, a file a noun."""

from flask import Blueprint

from forum_app.web.personal.routes import needs, photo, profile, register, registration, slides, speaker


def blueprints() -> list[Blueprint]:
    nouns = (register, registration, speaker, profile, photo, slides, needs)
    return [noun.blueprint for noun in nouns]
