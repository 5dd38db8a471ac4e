"""The desk's navigation as data: sections, what is in each, and who may open it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, url_for

from forum_app.domain.permissions import (
    Actor,
    Place,
    Rule,
    may_edit,
    may_invite,
    may_read_log,
    may_see_desk,
    may_see_registrations,
    may_set_up,
    may_write_messages,
)
from forum_app.i18n import Words


@dataclass(frozen=True)
class Entry:
    """A page of a section: ``endpoint`` of its route, the rule at its door, its name here."""

    name: str
    endpoint: str
    rule: Rule
    label: str


@dataclass(frozen=True)
class Shown:
    """A link of the navigation as a template draws it; ``inner`` are the pages beside each other in its section."""

    name: str
    label: str
    address: str
    here: bool
    inner: "tuple[Shown, ...]" = ()
    waiting: int = 0  # how many things there wait for somebody


def _(message: str) -> str:
    """Marks a message for the catalogues; it is said when the navigation is drawn."""
    return message


# Name and label of every section, with its pages in order; the first that may be opened is where it leads.
SECTIONS: tuple[tuple[str, str, tuple[Entry, ...]], ...] = (
    ("overview", _("Overview"), (Entry("overview", "overview.overview", may_see_desk, _("Overview")),)),
    (
        "programme",
        _("Programme"),
        (
            Entry("agenda", "builder.builder", may_see_desk, _("Agenda")),
            Entry("sessions", "things.sessions", may_see_desk, _("Sessions")),
            Entry("themes", "things.themes", may_see_desk, _("Themes")),
            Entry("rooms", "things.rooms", may_see_desk, _("Rooms")),
            Entry("key-questions", "things.key_questions", may_see_desk, _("Key questions")),
        ),
    ),
    (
        "people",
        _("People"),
        (
            Entry("people", "things.people", may_see_desk, _("People")),
            Entry("organisations", "things.organisations", may_see_desk, _("Organisations")),
            Entry("roles", "things.roles", may_see_desk, _("Parts")),
            Entry("speaking", "speaking.speaking", may_write_messages, _("Invitations")),
            Entry("focal-points", "things.focal_points", may_see_desk, _("Focal points")),
            Entry("proposals", "proposals.proposals", may_edit, _("Proposals")),
        ),
    ),
    (
        "note",
        _("Concept note"),
        (
            Entry("concept-note", "note.note", may_see_desk, _("Concept note")),
            Entry("references", "things.references", may_see_desk, _("References")),
            Entry("terms", "things.terms", may_see_desk, _("Terms")),
            Entry("languages", "languages.languages", may_edit, _("Languages")),
        ),
    ),
    (
        "registrations",
        _("Registrations"),
        (
            Entry("registrations", "registrations.registrations", may_see_registrations, _("Registrations")),
            Entry("check-in", "check_in.page", may_see_registrations, _("Check-in")),
            Entry("registration-questions", "things.registration_questions", may_see_desk, _("Questions")),
            Entry("delegations", "things.delegations", may_see_desk, _("Delegations")),
        ),
    ),
    (
        "documents",
        _("Documents"),
        (
            Entry("materials", "things.materials", may_see_desk, _("Materials")),
            Entry("releases", "releases.releases", may_see_desk, _("Releases")),
            Entry("checker", "checker.checker", may_see_desk, _("Checker")),
        ),
    ),
    (
        "messages",
        _("Messages"),
        (
            Entry("messages", "messages.messages", may_write_messages, _("Outbox")),
            Entry("write", "letters.write", may_write_messages, _("Write to people")),
            Entry("templates", "mail_templates.templates", may_write_messages, _("Templates")),
        ),
    ),
    (
        "settings",
        _("Settings"),
        (
            Entry("settings", "settings.settings", may_set_up, _("Settings")),
            Entry("members", "members.members", may_invite, _("Members")),
            Entry("log", "log.log", may_read_log, _("Log")),
        ),
    ),
)


def navigation(
    words: Words, actor: Actor, forum_id: str, slug: str, here: str, waiting: Mapping[str, int] = {}
) -> list[Shown]:
    """The sections that somebody may open, with their pages; ``here`` is the name of the page shown, ``waiting`` says how
    many things wait for somebody on a page, by its name."""
    found = []
    for name, label, entries in SECTIONS:
        inner = tuple(
            Shown(
                entry.name,
                words.gettext(entry.label),
                url_for(entry.endpoint, slug=slug),
                entry.name == here,
                waiting=waiting.get(entry.name, 0),
            )
            for entry in entries
            if entry.endpoint in current_app.view_functions and entry.rule(actor, Place(forum_id))
        )
        if inner:
            inside = any(page.here for page in inner)
            found.append(
                Shown(
                    name,
                    words.gettext(label),
                    inner[0].address,
                    inside,
                    inner if len(inner) > 1 else (),
                    sum(page.waiting for page in inner),
                )
            )
    return found
