"""The desk's addresses, a file a noun."""

from flask import Blueprint

from forum_app.web.manage.routes import (
    account,
    branding,
    checker,
    forum_file,
    languages,
    letters,
    mail_templates,
    members,
    messages,
    new_forums,
    note,
    overview,
    pictures,
    preview,
    publish,
    registrations,
    releases,
    settings,
    sign_in,
    style,
    text_pictures,
    things,
)


def blueprints() -> list[Blueprint]:
    return [
        sign_in.blueprint,
        account.blueprint,
        members.blueprint,
        style.blueprint,
        new_forums.blueprint,
        settings.blueprint,
        branding.blueprint,
        forum_file.blueprint,
        languages.blueprint,
        pictures.blueprint,
        text_pictures.blueprint,
        things.blueprint,
        overview.blueprint,
        registrations.blueprint,
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
