"""The addresses of those without an account, a file a noun."""

from flask import Blueprint

from forum_app.web.personal.routes import my_agenda, register, registration, running, speaker


def blueprints() -> list[Blueprint]:
    return [
        register.blueprint,
        registration.blueprint,
        my_agenda.blueprint,
        speaker.blueprint,
        running.blueprint,
    ]
