"""The addresses of those without an account, a file a noun."""

from flask import Blueprint

from forum_app.web.personal.routes import (
    my_agenda,
    needs,
    photo,
    profile,
    register,
    registration,
    running,
    slides,
    speaker,
)


def blueprints() -> list[Blueprint]:
    nouns = (register, registration, my_agenda, speaker, profile, photo, slides, needs, running)
    return [noun.blueprint for noun in nouns]
