"""The desk's addresses, a file a noun."""

from flask import Blueprint

from forum_app.web.manage.routes import (
    account,
    checker,
    letters,
    mail_templates,
    members,
    messages,
    note,
    overview,
    pictures,
    preview,
    publish,
    releases,
    sign_in,
    style,
    things,
)


def blueprints() -> list[Blueprint]:
    return [
        sign_in.blueprint,
        account.blueprint,
        members.blueprint,
        style.blueprint,
        pictures.blueprint,
        things.blueprint,
        overview.blueprint,
        note.blueprint,
        overview.log_blueprint,
        releases.blueprint,
        publish.blueprint,
        checker.blueprint,
        preview.blueprint,
        messages.blueprint,
        letters.blueprint,
        mail_templates.blueprint,
    ]
