"""What is asked of a forum itself: its settings, and with what a new one is made."""

import re

from forum_app.domain.sentences import Said, said
from forum_app.forms import vocabulary
from forum_app.forms.controls import Control, Group, Option, Spec, Widget
from forum_app.forms.programme import online
from forum_app.forms.speaking import speaking_group
from forum_app.i18n import Words


def settings_form(words: Words, *, zone: str, published: bool) -> Spec:
    """The whole form. ``zone`` is the forum's, offered also where it is none that is usual; the short name stands in
    published addresses and calendars, so it is asked only until the first release."""
    groups = (_basics(words, published), _place(words, zone), _online(words), _languages(words), _texts(words))
    return Spec("forum", (*groups, *_registration(words), speaking_group(words), _behind(words), _checker(words)))


def _basics(words: Words, published: bool) -> Group:
    _ = words.gettext
    slug = Control("slug", Widget.WORD, _("Short name, for addresses"), most=60, required=True, hint=_("In addresses and file names: small letters, digits, hyphens. It can't change after the first release."))  # fmt: skip
    return Group(
        _("Basics"),
        (
            Control("title", Widget.LINE, _("Title"), required=True),
            Control("short_title", Widget.LINE, _("Short title"), hint=_("In the header of every page.")),
            Control("theme", Widget.LINE, _("Theme"), hint=_("The line under the title.")),
            Control("summary", Widget.PLAIN, _("Summary")),
            *(() if published else (slug,)),
            Control("first_day", Widget.DATE, _("First day"), required=True, half=True),
            Control("last_day", Widget.DATE, _("Last day"), required=True, half=True),
            Control("day_starts_at", Widget.TIME, _("A day starts at"), required=True, hint=_("A session after midnight belongs to the evening before."), half=True),
        ),
    )  # fmt: skip


def _zones(words: Words, zone: str) -> tuple[Option, ...]:
    known = vocabulary.zones(words.interface)
    return known if not zone or any(option.value == zone for option in known) else (Option(zone, zone), *known)


def _place(words: Words, zone: str) -> Group:
    _ = words.gettext
    return Group(
        _("Place and time zone"),
        (
            Control("zone", Widget.CHOICE, _("Time zone"), choices=_zones(words, zone), required=True, hint=_("All times of the programme are on its clocks.")),
            Control("venue.name", Widget.LINE, _("Venue")),
            Control("venue.address", Widget.PLAIN, _("Address")),
            Control("venue.city", Widget.LINE, _("City")),
            Control("venue.country", Widget.CHOICE, _("Country or territory"), source="countries", blank=_("None"), half=True),
            Control("venue.map_url", Widget.WORD, _("Link to a map"), most=2_000, kind="url", half=True),
            Control("venue.latitude", Widget.DECIMAL, _("Latitude"), least=-90, most=90, half=True),
            Control("venue.longitude", Widget.DECIMAL, _("Longitude"), least=-180, most=180, half=True),
            Control("venue.accessibility", Widget.PLAIN, _("Accessibility of the venue")),
        ),
    )  # fmt: skip


def _online(words: Words) -> Group:
    _ = words.gettext
    return Group(_("Online"), (*online(words), Control("recording", Widget.PLAIN, _("Recording and streaming"))), folded=True)  # fmt: skip


def _languages(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Languages"),
        (
            Control("languages", Widget.CHOICES, _("Languages of the texts"), source="languages", required=True, hint=_("The first is the original; the others are translated from it, and stand in for each other in this order.")),
            Control("working_languages", Widget.CHOICES, _("Working languages"), source="languages"),
            Control("interpretation", Widget.CHOICES, _("Interpretation into"), source="languages"),
        ),
    )  # fmt: skip


def _texts(words: Words) -> Group:
    _ = words.gettext
    figure = (
        Control("value", Widget.WORD, _("Number"), most=20, required=True, half=True),
        Control("label", Widget.LINE, _("Words"), required=True),
    )
    return Group(
        _("Practical information and figures"),
        (
            Control("practical", Widget.RICH, _("Practical information")),
            Control("figures", Widget.ITEMS, _("Figures"), hint=_("Numbers that the forum's page shows large."), items=figure, item=_("a figure")),
        ),
        folded=True,
    )  # fmt: skip


def _registration(words: Words) -> tuple[Group, ...]:
    return (_opening(words), _places(words), _asked(words), _contact(words))


def _opening(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Registration"),
        (
            Control("registration.state", Widget.CHOICE, _("Registration"), choices=vocabulary.registration_states(words)),
            Control("registration.url", Widget.WORD, _("Address where people register"), most=2_000, kind="url", hint=_("Where registration is elsewhere.")),
            Control("registration.label", Widget.LINE, _("Words of the button")),
            Control("registration.policy", Widget.PLAIN, _("Who can come, and how")),
            Control("registration.opens_at", Widget.WALL, _("Opens"), hint=_("Empty: at once."), half=True),
            Control("registration.closes_at", Widget.WALL, _("Closes"), hint=_("Empty: never by itself."), half=True),
        ),
    )  # fmt: skip


def _places(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Places and the waiting list"),
        (
            Control("registration.modes", Widget.CHOICES, _("How people can come"), choices=vocabulary.ways_to_come(words), hint=_("None: in person.")),
            Control("registration.seats_in_person", Widget.NUMBER, _("Places in person"), most=1_000_000, hint=_("Empty: no limit."), half=True),
            Control("registration.seats_online", Widget.NUMBER, _("Places online"), most=1_000_000, hint=_("Empty: no limit."), half=True),
            Control("registration.approval", Widget.TICK, _("An organiser confirms each registration")),
            Control("registration.waiting_list", Widget.TICK, _("Keep a waiting list when all places are taken")),
            Control("registration.offer_hours", Widget.NUMBER, _("Hours in which an offered place can be taken"), most=720, required=True, hint=_("0: whoever is next on the waiting list has the place at once."), half=True),
        ),
        hint=_("With more places than before, those who wait get them at once, in their order."),
    )  # fmt: skip


def _asked(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("What people are asked"),
        (
            Control("registration.asks_gender", Widget.TICK, _("Ask for gender")),
            Control("registration.asks_delegation", Widget.TICK, _("Ask for the delegation")),
            Control("registration.asks_needs", Widget.TICK, _("Ask what people need to take part, and what they eat")),
            Control("registration.consent", Widget.PLAIN, _("What people agree to"), hint=_("Empty: our own words, with the months below.")),
            Control("registration.keep_months", Widget.NUMBER, _("Months for which registrations are kept"), most=120, required=True, hint=_("After the last day."), half=True),
        ),
        hint=_("Name, address, country and institution are always asked. The forum’s own questions and its delegations stand beside the registrations."),
    )  # fmt: skip


def _contact(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Whom people write to"),
        (
            Control("contact.label", Widget.LINE, _("Words of the contact")),
            Control("contact.email", Widget.WORD, _("Public e-mail address"), most=254, kind="email", half=True),
            Control("contact.url", Widget.WORD, _("Or a page"), most=2_000, kind="url", half=True),
        ),
    )


def _behind(words: Words) -> Group:
    _ = words.gettext
    partner = (
        Control("organisation", Widget.REFERENCE, _("Organisation"), source="organisations", required=True, half=True),
        Control("kind", Widget.CHOICE, _("Part"), choices=vocabulary.partnerships(words), half=True),
    )
    return Group(
        _("Who stands behind it"),
        (
            Control("partners", Widget.ITEMS, _("Organisers and partners"), items=partner, item=_("an organisation")),
            Control("part_of.name", Widget.LINE, _("Part of"), hint=_("The event that this forum is held in.")),
            Control("part_of.first_day", Widget.DATE, _("First day of that event"), half=True),
            Control("part_of.last_day", Widget.DATE, _("Last day of that event"), half=True),
            Control("part_of.url", Widget.WORD, _("Page of that event"), most=2_000, kind="url"),
            Control(
                "goals",
                Widget.WORDS,
                _("Sustainable Development Goals"),
                hint=_("One a line: a goal such as 8, or a target such as 8.5 or 8.a."),
            ),
            Control("funding", Widget.WORDS, _("Sources of funding"), hint=_("One a line.")),
        ),
        folded=True,
    )


_GOAL = re.compile(r"(1[0-7]|[1-9])(\.([0-9]{1,2}|[a-d]))?")


def goal_problem(goals: list[str]) -> Said | None:
    """Why a list of goals and targets can't be kept."""
    wrong = next((goal for goal in goals if not _GOAL.fullmatch(goal)), None)
    return said("“%(goal)s” is no goal or target: write 8, 8.5 or 8.a.", goal=wrong) if wrong is not None else None


def _checker(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Distances and invitations"),
        (
            Control("minutes_between_rooms", Widget.NUMBER, _("Minutes from room to room"), most=240, required=True, half=True),
            Control("minutes_between_buildings", Widget.NUMBER, _("Minutes from building to building"), most=240, required=True, half=True),
            Control("show_invited", Widget.TICK, _("Show people who are invited and haven't answered as “to be confirmed”")),
        ),
        hint=_("The checker says where somebody has too little time to walk."),
        folded=True,
    )  # fmt: skip


def new_form(words: Words) -> Spec:
    """With what every new forum is made."""
    _ = words.gettext
    return Spec(
        "forum",
        (
            Group(
                _("The forum"),
                (
                    Control("title", Widget.WORD, _("Title"), most=300, required=True),
                    Control("slug", Widget.WORD, _("Short name, for addresses"), most=60, hint=_("In addresses and file names: small letters, digits, hyphens. Leave it empty for a suggestion.")),
                    Control("first_day", Widget.DATE, _("First day"), required=True, half=True),
                    Control("last_day", Widget.DATE, _("Last day"), hint=_("Empty: one day."), half=True),
                    Control("zone", Widget.CHOICE, _("Time zone"), choices=_zones(words, ""), required=True, blank=_("Choose one"), half=True),
                    Control("city", Widget.WORD, _("City"), hint=_("Stands for the venue until that is named in the settings."), half=True),
                    Control("languages", Widget.CHOICES, _("Languages of the texts"), source="languages", required=True),
                    Control("original", Widget.CHOICE, _("Written first in"), source="languages", blank=_("The first that is ticked"), hint=_("The others are translated from it.")),
                ),
            ),
        ),
    )  # fmt: skip
