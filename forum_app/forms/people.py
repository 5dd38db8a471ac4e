"""What is asked of people, their roles and organisations."""

from forum_app.domain.vocabularies import RoleKind
from forum_app.forms import vocabulary
from forum_app.forms.controls import Control, Group, Spec, Widget
from forum_app.i18n import Words


def person_form(words: Words) -> Spec:
    return Spec("person", (_name(words), _work(words), _biography(words), _private(words)))


def _name(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Name"),
        (
            Control("name", Widget.LINE, _("Name as it is shown"), hint=_("As they write it themselves, without Mr or Dr."), required=True),
            Control("honorific", Widget.LINE, _("Form of address"), hint=_("Mr, Ms, Prof., or nothing.")),
            Control("given_name", Widget.WORD, _("Given name"), half=True),
            Control("family_name", Widget.WORD, _("Family name"), hint=_("Lists are sorted by it."), half=True),
            Control("letters", Widget.WORD, _("Letters after the name"), half=True),
            Control("pronouns", Widget.WORD, _("Pronouns"), half=True),
            Control("pronunciation", Widget.LINE, _("How to say the name"), hint=_("For whoever introduces them.")),
        ),
    )  # fmt: skip


def _work(words: Words) -> Group:
    _ = words.gettext
    post = Control(
        "posts",
        Widget.ITEMS,
        _("Posts"),
        hint=_("What they do and where. The first is shown beside the name."),
        items=(
            Control("title", Widget.LINE, _("Title of the post"), required=True),
            Control("organisation", Widget.REFERENCE, _("Organisation"), source="organisations"),
        ),
        item=_("a post"),
    )
    return Group(
        _("Work"),
        (
            post,
            Control("country", Widget.CHOICE, _("Country or territory"), source="countries", blank=_("None")),
            Control("languages", Widget.CHOICES, _("Languages spoken"), source="languages"),
        ),
    )


def _biography(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Biography"),
        (
            Control("biography", Widget.RICH, _("Biography")),
            Control("links", Widget.ITEMS, _("Links"), items=_link(words), item=_("a link")),
        ),
    )


def _private(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Private"),
        (
            Control("private.email", Widget.WORD, _("E-mail"), most=254, kind="email", half=True),
            Control("private.phone", Widget.WORD, _("Telephone"), kind="tel", half=True),
            Control("private.language", Widget.CHOICE, _("Language to write in"), source="languages", blank=_("The forum's"), half=True),
            Control("private.zone", Widget.CHOICE, _("Their time zone"), source="zones", blank=_("Not known"), half=True),
            Control("private.unavailable", Widget.ITEMS, _("Not available"), items=_interval(words), item=_("hours")),
            Control("private.access_needs", Widget.AREA, _("Access needs")),
            Control("private.dietary_needs", Widget.AREA, _("Dietary needs")),
            Control("private.notes", Widget.AREA, _("Notes")),
        ),
        hint=_("Only owners and organisers see this. It is never published."),
        private=True,
    )  # fmt: skip


def _link(words: Words) -> tuple[Control, ...]:
    return (
        Control("url", Widget.WORD, words.gettext("Address"), most=2_000, kind="url", required=True),
        Control("label", Widget.LINE, words.gettext("Words of the link")),
    )


def _interval(words: Words) -> tuple[Control, ...]:
    return (
        Control("start", Widget.WALL, words.gettext("From"), required=True),
        Control("end", Widget.WALL, words.gettext("To"), required=True),
    )


def role_form(words: Words) -> Spec:
    """A part in a session."""
    _ = words.gettext
    kinds = [kind for kind in RoleKind if kind != RoleKind.FOCAL_POINT]
    return Spec(
        "role",
        (
            Group(
                _("Role"),
                (
                    Control("person", Widget.REFERENCE, _("Person"), source="people", required=True),
                    Control("role", Widget.CHOICE, _("Role"), choices=vocabulary.roles(words, kinds), half=True),
                    vocabulary.role_state(words),
                ),
            ),
        ),
    )


def forum_role_form(words: Words) -> Spec:
    """A focal point, or another part in the whole forum."""
    _ = words.gettext
    return Spec(
        "role",
        (
            Group(
                _("Role"),
                (
                    Control("person", Widget.REFERENCE, _("Person"), source="people", required=True),
                    Control("role", Widget.CHOICE, _("Role"), choices=vocabulary.roles(words, [RoleKind.FOCAL_POINT, *(kind for kind in RoleKind if kind != RoleKind.FOCAL_POINT)]), half=True),
                    vocabulary.role_state(words),
                    Control("responsible_for", Widget.PLAIN, _("Responsible for"), hint=_("What a focal point is written to about.")),
                ),
            ),
            Group(
                _("Public contact of the role"),
                (
                    Control("contact.label", Widget.LINE, _("Words of the contact")),
                    Control("contact.email", Widget.WORD, _("E-mail"), most=254, kind="email", half=True, hint=_("A shared mailbox. It is printed wherever focal points are.")),
                    Control("contact.url", Widget.WORD, _("Or a page"), most=2_000, kind="url", half=True),
                ),
            ),
        ),
    )  # fmt: skip


def organisation_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "organisation",
        (
            Group(
                _("Organisation"),
                (
                    Control("name", Widget.LINE, _("Name"), required=True),
                    Control("acronym", Widget.LINE, _("Acronym")),
                    Control("kind", Widget.CHOICE, _("Constituency"), choices=vocabulary.constituencies(words), half=True),
                    Control("country", Widget.CHOICE, _("Country or territory"), source="countries", blank=_("None"), half=True),
                    Control("url", Widget.WORD, _("Web page"), most=2_000, kind="url"),
                ),
            ),
            Group(
                _("Alliance"),
                (
                    Control("description", Widget.PLAIN, _("Description")),
                    Control("members", Widget.CHOICES, _("Members"), source="organisations"),
                ),
                hint=_("For a multi-stakeholder partnership: what it is, and which organisations are in it."),
                folded=True,
            ),
        ),
    )  # fmt: skip
