"""The desk's own pages as they are found: by their names, and by other words for what is done there."""

from dataclasses import dataclass

from forum_app.domain.permissions import (
    Actor,
    Place,
    Rule,
    may_edit,
    may_export_people,
    may_own,
    may_publish,
    may_see_desk,
    may_set_up,
)
from forum_app.domain.texts import folded
from forum_app.i18n import Words
from forum_app.services.finding import Hit, Hits, matching, terms_of
from forum_app.web.manage.sections import navigation


@dataclass(frozen=True)
class Page:
    """A page that no navigation names: its address below the forum's desk, who may open it, its name."""

    address: str
    rule: Rule
    label: str


def _(message: str) -> str:
    """Marks a message for the catalogues; it is said when something is searched for."""
    return message


PAGES = (
    Page("publish", may_publish, _("Publish")),
    Page("preview/", may_see_desk, _("Preview")),
    Page("settings/branding", may_set_up, _("Colour and logo")),
    Page("settings/visibility", may_set_up, _("Who finds the forum")),
    Page("settings/file", may_set_up, _("The forum as a file")),
    Page("settings/delete", may_own, _("Delete the forum")),
    Page("people/paste", may_edit, _("Paste a list of names")),
    Page("organisations/paste", may_edit, _("Paste a list of organisations")),
    Page("sessions/paste", may_edit, _("Paste a list of sessions")),
    Page("people/merge", may_edit, _("People who may be the same")),
    Page("registrations.xlsx", may_export_people, _("Participants, XLSX")),
    Page("registrations.csv", may_export_people, _("Participants, CSV")),
    Page("attendance.pdf", may_export_people, _("Attendance, PDF")),
    Page("badges.pdf", may_export_people, _("Badges, PDF")),
    Page("name-plates.pdf", may_export_people, _("Name plates, PDF")),
    Page("forum.json", may_export_people, _("Everything, JSON")),
)

# Other words for what is done on a page, by its name in the navigation or its address.
SYNONYMS = {
    "overview": _("home, start, dashboard, numbers, statistics, exports, to do"),
    "agenda": _("schedule, timetable, calendar, plan"),
    "sessions": _("panels, workshops, events, slots"),
    "rooms": _("venue, halls, places"),
    "people": _("speakers, moderators, biographies, photos"),
    "focal-points": _("contacts"),
    "concept-note": _("document, background, chapters, cleared, final"),
    "references": _("sources, bibliography"),
    "terms": _("acronyms, abbreviations, glossary"),
    "languages": _("translations, translate"),
    "registrations": _("participants, attendees, delegates, who comes"),
    "materials": _("files, slides, downloads, documents"),
    "releases": _("versions, published, take back, history"),
    "checker": _("errors, problems, warnings, what is missing"),
    "messages": _("mails, e-mails, sent, failed"),
    "write": _("mail, e-mail, letter, newsletter"),
    "templates": _("mail, wording, invitation"),
    "settings": _("dates, zone, languages, registration, branding, slug"),
    "members": _("invitation, invite, team, roles, access, accounts, permissions"),
    "log": _("history, audit, undo, bring back, deleted"),
    "publish": _("release, make public, go live"),
    "preview/": _("look, draft, see as readers do"),
    "settings/branding": _("branding, colours, design, image"),
    "settings/visibility": _("visibility, hidden, unlisted, archive, public"),
    "settings/file": _("import, replace, forum.json, restore"),
    "settings/delete": _("remove, erase"),
    "people/paste": _("import, spreadsheet, copy, Excel"),
    "organisations/paste": _("import, spreadsheet, copy, Excel"),
    "sessions/paste": _("import, spreadsheet, copy, Excel"),
    "people/merge": _("merge, duplicates, twice, doubles"),
    "registrations.xlsx": _("export, download, list, Excel"),
    "registrations.csv": _("export, download, list"),
    "attendance.pdf": _("signature, print, check-in, list"),
    "badges.pdf": _("name tags, QR code, print, check-in, reception"),
    "name-plates.pdf": _("tent cards, table, podium, print"),
    "forum.json": _("backup, export, copy, download"),
}


def pages_found(words: Words, typed: str, actor: Actor, forum_id: str, slug: str) -> Hits:
    """Pages of the desk that somebody may open, by their names and what else they may be called in their language."""
    terms = terms_of(typed)
    if not terms:
        return Hits("", (), 0)
    base = f"/manage/{slug}/"
    named: dict[str, tuple[str, str]] = {}
    for section in navigation(words, actor, forum_id, slug, ""):
        for entry in section.inner or (section,):
            named[entry.address.removeprefix(base)] = (entry.label, entry.name)
    for page in PAGES:
        if page.rule(actor, Place(forum_id)):
            named.setdefault(page.address, (words.gettext(page.label), page.address))
    return matching(terms, ((Hit(path, label), _said(words, label, name)) for path, (label, name) in named.items()), "")


def _said(words: Words, label: str, name: str) -> str:
    others = SYNONYMS.get(name, "")
    return folded(f"{label} {words.gettext(others) if others else ''}")
