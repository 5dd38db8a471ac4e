"""What is asked of sessions, talks, themes, rooms, key questions and materials."""

from dataclasses import replace

from forum_app.forms import vocabulary
from forum_app.forms.controls import Control, Group, Spec, Widget
from forum_app.i18n import Words

WEEK = 7 * 24 * 60


def session_form(words: Words, *, twice: bool = False) -> Spec:
    """``twice``: its hour comes twice on that day, so which of the two is asked."""
    groups = (_about(words), _when(words, twice), _texts(words), _purposes(words), _joining(words))
    return Spec("session", groups)


def slot_form(words: Words, *, twice: bool = False) -> Spec:
    """What the agenda's builder asks of a session: where it is in time and space, and what it is told by."""
    about, when = _about(words), _when(words, twice)
    asked = {control.place: control for control in (*about.controls, *when.controls, *_joining(words).controls)}
    places = ("title", "start", "fold", "minutes", "room", "kind", "status", "capacity", "mode", "themes", "languages", "interpretation")  # fmt: skip
    shown = tuple(replace(asked[place], hint="") for place in places if place in asked)
    return Spec("session", (Group(words.gettext("Session"), shown),))


def _about(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Session"),
        (
            Control("title", Widget.LINE, _("Title"), required=True),
            Control("kind", Widget.CHOICE, _("Kind"), choices=vocabulary.session_kinds(words), half=True),
            Control("status", Widget.CHOICE, _("Status"), choices=vocabulary.statuses(words), half=True),
            Control("label", Widget.LINE, _("A label of its own"), hint=_("Beside the kind: Dialogue, Clinic.")),
            Control("themes", Widget.CHOICES, _("Themes"), source="themes"),
            Control("alliances", Widget.CHOICES, _("Alliances"), hint=alliance_hint(words), source="alliances"),
        ),
    )


def alliance_hint(words: Words) -> str:
    return words.gettext("Multi-stakeholder partnerships: organisations whose constituency is “alliance”.")


def _when(words: Words, twice: bool) -> Group:
    _ = words.gettext
    fold = Control(
        "fold",
        Widget.CHOICE,
        _("Which of the two"),
        hint=_("The clocks are set back over this hour."),
        choices=vocabulary.folds(words),
        kind="number",
    )
    return Group(
        _("When and where"),
        (
            Control("start", Widget.WALL, _("Start"), hint=_("On the clocks of the forum's place. Empty: not scheduled yet.")),
            *((fold,) if twice else ()),
            Control("minutes", Widget.NUMBER, _("Length in minutes"), least=1, most=WEEK, half=True),
            Control("room", Widget.CHOICE, _("Room"), source="rooms", blank=_("No room"), half=True),
            Control("mode", Widget.CHOICE, _("How people take part"), choices=vocabulary.modes(words), half=True),
            Control("capacity", Widget.NUMBER, _("Seats"), most=1_000_000, half=True, hint=_("Empty: the room's.")),
            Control("sign_up", Widget.TICK, _("People sign up for this session")),
        ),
    )  # fmt: skip


def _texts(words: Words) -> Group:
    _ = words.gettext
    return Group(_("Texts"), (Control("summary", Widget.RICH, _("Summary")),))


def _purposes(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Objectives and outcomes"),
        (
            Control("objectives", Widget.RICH, _("Objectives")),
            Control("expected_outcomes", Widget.RICH, _("Expected outcomes")),
            Control("outcome", Widget.RICH, _("Outcome"), hint=_("The rapporteur's text, after the event.")),
        ),
        folded=True,
    )


def _joining(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Languages and joining online"),
        (
            Control("languages", Widget.CHOICES, _("Languages spoken"), source="languages"),
            Control("interpretation", Widget.CHOICES, _("Interpretation into"), source="languages"),
            Control("captions", Widget.CHOICES, _("Captions in"), source="languages"),
            Control("sign_languages", Widget.WORDS, _("Sign languages"), hint=_("One a line.")),
            *online(words),
            Control("links", Widget.ITEMS, _("Links"), items=link(words), item=_("a link")),
        ),
        folded=True,
    )


def online(words: Words) -> tuple[Control, ...]:
    """An online place: where, its link, who sees that."""
    _ = words.gettext
    return (
        Control("online.platform", Widget.WORD, _("Online platform"), half=True),
        Control("online.url", Widget.WORD, _("Online link"), most=2_000, kind="url", half=True),
        Control("online.public", Widget.TICK, _("Everybody may see the online link"), hint=_("Otherwise those who registered.")),
    )  # fmt: skip


def link(words: Words) -> tuple[Control, ...]:
    return (
        Control("url", Widget.WORD, words.gettext("Address"), most=2_000, kind="url", required=True),
        Control("label", Widget.LINE, words.gettext("Words of the link")),
    )


def talk_form(words: Words) -> Spec:
    _ = words.gettext
    speakers = Control(
        "speakers",
        Widget.ITEMS,
        _("Speakers"),
        hint=_("Two can share one talk, each with an abstract of their own."),
        items=(
            Control("person", Widget.REFERENCE, _("Person"), source="people", required=True, half=True),
            vocabulary.role_state(words),
            Control("abstract", Widget.RICH, _("Abstract of their own")),
        ),
        item=_("a speaker"),
    )
    return Spec(
        "talk",
        (
            Group(
                _("Talk"),
                (
                    Control("title", Widget.LINE, _("Title"), required=True),
                    Control("flagship", Widget.LINE, _("Flagship or initiative")),
                    Control("kind", Widget.CHOICE, _("Kind"), choices=vocabulary.talk_kinds(words), half=True),
                    Control("minutes", Widget.NUMBER, _("Minutes"), least=1, most=WEEK, half=True),
                    speakers,
                    Control("abstract", Widget.RICH, _("Abstract")),
                    Control("themes", Widget.CHOICES, _("Themes"), source="themes"),
                    Control("alliances", Widget.CHOICES, _("Alliances it speaks for"), hint=alliance_hint(words), source="alliances"),
                    Control("links", Widget.ITEMS, _("Links"), items=link(words), item=_("a link")),
                ),
            ),
        ),
    )  # fmt: skip


def theme_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "theme",
        (
            Group(
                _("Theme"),
                (
                    Control("title", Widget.LINE, _("Title"), required=True),
                    Control("text", Widget.RICH, _("Text"), hint=_("The background section of the concept note.")),
                    Control("colour", Widget.CHOICE, _("Colour"), choices=vocabulary.theme_colours(words), blank=_("By its place")),
                ),
            ),
        ),
    )  # fmt: skip


def room_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "room",
        (
            Group(
                _("Room"),
                (
                    Control("name", Widget.LINE, _("Name"), required=True),
                    Control("capacity", Widget.NUMBER, _("Seats"), most=1_000_000, half=True),
                    Control("building", Widget.WORD, _("Building"), half=True),
                    Control("where", Widget.LINE, _("How to find it")),
                    Control("equipment", Widget.WORD, _("Equipment")),
                    *online(words),
                ),
            ),
        ),
    )


def key_question_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "key_question",
        (
            Group(
                _("Key question"),
                (
                    Control("text", Widget.PLAIN, _("Question"), required=True),
                    Control("sub_questions", Widget.ITEMS, _("Sub-questions"), item=_("a sub-question"), items=(Control("", Widget.PLAIN, _("Sub-question"), required=True),)),
                    Control("to", Widget.CHOICES, _("Put to"), hint=_("Nobody chosen: to all."), source="asked"),
                ),
            ),
        ),
    )  # fmt: skip


def material_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "material",
        (
            Group(
                _("Material"),
                (
                    Control("title", Widget.LINE, _("Title"), required=True),
                    Control("kind", Widget.CHOICE, _("Kind"), choices=vocabulary.material_kinds(words), half=True),
                    Control("language", Widget.CHOICE, _("Language"), source="languages", blank=_("Not said"), half=True),
                    Control("url", Widget.WORD, _("Address"), most=2_000, kind="url"),
                    Control("talk", Widget.CHOICE, _("Belongs to"), source="talks", blank=_("The whole session")),
                    Control("audience", Widget.CHOICE, _("Who may see it"), choices=vocabulary.audiences(words)),
                ),
            ),
        ),
    )  # fmt: skip


def reference_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "reference",
        (
            Group(
                _("Reference"),
                (
                    Control("title", Widget.LINE, _("Title"), required=True),
                    Control("year", Widget.NUMBER, _("Year"), least=1, most=9999, half=True),
                    Control("number", Widget.WORD, _("Number or symbol"), half=True),
                    Control("url", Widget.WORD, _("Address"), most=2_000, kind="url"),
                ),
                hint=_("An instrument, report or web page that the texts cite."),
            ),
        ),
    )


def term_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "term",
        (
            Group(
                _("Term"),
                (
                    Control("acronym", Widget.LINE, _("Acronym"), required=True),
                    Control("expansion", Widget.LINE, _("What it stands for"), required=True),
                ),
                hint=_("The concept note spells it out where it is used first."),
            ),
        ),
    )
