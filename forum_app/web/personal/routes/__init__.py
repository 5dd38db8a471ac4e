"""The addresses of those without an account, a file a noun."""

from flask import Blueprint

from forum_app.web.personal.routes import photo, profile, register, registration, speaker


def blueprints() -> list[Blueprint]:
    return [register.blueprint, registration.blueprint, speaker.blueprint, profile.blueprint, photo.blueprint]
