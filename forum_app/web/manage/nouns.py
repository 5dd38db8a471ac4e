"""The kinds of things that have lists and forms of their own: what each is called, in addresses and in words."""

from collections.abc import Callable
from dataclasses import dataclass

from forum_app.forms import asking, people, programme
from forum_app.forms.controls import Spec
from forum_app.i18n import Words


@dataclass(frozen=True)
class Noun:
    """``path`` is its word in addresses, ``kind`` in the draft. ``within`` is the path of what it belongs to, where it
    is a part of one; such a thing has no list of its own unless ``listed``. ``ordered``: pages show it in the order of its
    list. ``begun``: its list offers to begin a new one; ``several``: and to change several at once. ``say`` gives the words for it."""

    path: str
    kind: str
    form: Callable[[Words], Spec]
    say: Callable[[Words], "Sayings"]
    within: str = ""
    listed: bool = True
    ordered: bool = False
    begun: bool = True
    several: bool = True


@dataclass(frozen=True)
class Sayings:
    """Title of the list, the button and title of a new one, what an empty list says; what can be added to a new one
    ``later``, once it is kept."""

    many: str
    new: str
    empty: str
    why: str
    later: str = ""


def _sessions(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Sessions"), _("New session"), _("No sessions yet"), _("Everything in the programme is a session: panels, workshops, breaks."), _("People, talks, key questions, materials and a note of its own are added once it is saved."))  # fmt: skip


def _talks(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Talks"), _("New talk"), _("No talks yet"), _("A solution shown or a speech within this session."))


def _roles(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Parts"), _("Add a person"), _("Nobody has a part yet"), _("Who does what, in which session or talk, and who has confirmed. Parts are added on the page of their session."))  # fmt: skip


def _focal_points(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Focal points"), _("New focal point"), _("No focal points yet"), _("Who answers for the forum, and where they are written to."))  # fmt: skip


def _people(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("People"), _("New person"), _("Nobody yet"), _("Speakers, moderators, focal points: everybody with a part in the forum."), _("The portrait is added once the person is saved."))  # fmt: skip


def _organisations(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Organisations"), _("New organisation"), _("No organisations yet"), _("Institutions that people come from, partners, alliances."), _("The logo is added once it is saved."))  # fmt: skip


def _themes(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Themes"), _("New theme"), _("No themes yet"), _("What the forum is about. Sessions and talks belong to themes."))  # fmt: skip


def _rooms(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Rooms"), _("New room"), _("No rooms yet"), _("Without rooms the programme is one column, headed by the venue."))  # fmt: skip


def _questions(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Key questions"), _("New key question"), _("No key questions yet"), _("What speakers are asked to answer, in a session or in the whole forum."))  # fmt: skip


def _materials(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Materials"), _("New material"), _("No materials yet"), _("Input papers, briefs, slides: files and links."), _("A file is added once it is saved; a link at once."))  # fmt: skip


def _references(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("References"), _("New reference"), _("No references yet"), _("Instruments, reports and pages that the texts cite."))  # fmt: skip


def _terms(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Terms"), _("New term"), _("No terms yet"), _("Acronyms with what they stand for."))


def _asked(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Questions for those who register"), _("New question"), _("No questions of your own yet"), _("What this forum asks beside name, address and country: a hotel, a visa, what somebody wants to learn. They stand in the form in this order."))  # fmt: skip


def _delegations(words: Words) -> Sayings:
    _ = words.gettext
    return Sayings(_("Delegations"), _("New delegation"), _("No delegations yet"), _("Countries and organisations that come together. People choose theirs when they register, where the settings ask for it."))  # fmt: skip


NOUNS = {
    noun.path: noun
    for noun in (
        Noun("sessions", "session", programme.session_form, _sessions),
        Noun("talks", "talk", programme.talk_form, _talks, within="sessions", listed=False, ordered=True),
        Noun("roles", "role", people.role_form, _roles, within="sessions", ordered=True, begun=False),
        Noun("focal-points", "role", people.forum_role_form, _focal_points, ordered=True),
        Noun("people", "person", people.person_form, _people),
        Noun("organisations", "organisation", people.organisation_form, _organisations),
        Noun("themes", "theme", programme.theme_form, _themes, ordered=True),
        Noun("rooms", "room", programme.room_form, _rooms, ordered=True),
        Noun("key-questions", "key_question", programme.key_question_form, _questions, within="sessions", ordered=True),
        Noun("materials", "material", programme.material_form, _materials, within="sessions", ordered=True),
        Noun("references", "reference", programme.reference_form, _references, ordered=True),
        Noun("terms", "term", programme.term_form, _terms),
        Noun("registration-questions", "question", asking.question_form, _asked, ordered=True, several=False),
        Noun("delegations", "delegation", asking.delegation_form, _delegations, ordered=True),
    )
}
