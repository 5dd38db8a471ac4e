"""What people of the programme write of themselves and of their talks on their own page, and what they say in private."""

from forum_app.forms.controls import Control, Group, Option, Spec, Widget
from forum_app.i18n import Words


def profile_form(words: Words, most: int) -> Spec:
    """What readers see of somebody; a biography has at most ``most`` words."""
    return Spec("person", (_biography(words, most), _name(words), _work(words), _links(words)))


def _biography(words: Words, most: int) -> Group:
    _ = words.gettext
    hint = _("At most %(most)d words. **Two stars** make a word strong, a line that begins with - is one of a list.", most=most)  # fmt: skip
    return Group(_("Biography"), (Control("biography", Widget.RICH, _("Biography"), hint=hint),), name="biography")


def _name(words: Words) -> Group:
    _ = words.gettext
    return Group(
        _("Name"),
        (
            Control("honorific", Widget.LINE, _("Form of address"), hint=_("Mr, Ms, Prof., or nothing.")),
            Control("name", Widget.LINE, _("Name as it is shown"), hint=_("As you write it yourself, without Mr or Dr."), required=True),
            Control("letters", Widget.WORD, _("Letters after the name"), half=True),
            Control("pronouns", Widget.WORD, _("Pronouns"), half=True),
            Control("pronunciation", Widget.LINE, _("How to say the name"), hint=_("For whoever introduces you.")),
        ),
    )  # fmt: skip


def _work(words: Words) -> Group:
    _ = words.gettext
    post = (
        Control("title", Widget.LINE, _("Title of the post"), required=True),
        Control("organisation", Widget.REFERENCE, _("Organisation"), source="organisations"),
    )
    return Group(
        _("Work"),
        (
            Control("posts", Widget.ITEMS, _("Posts"), hint=_("What you do and where. The first is shown beside the name."), items=post, item=_("a post")),
            Control("country", Widget.CHOICE, _("Country or territory"), source="countries", blank=_("None")),
            Control("languages", Widget.CHOICES, _("Languages spoken"), source="languages"),
        ),
    )  # fmt: skip


def _links(words: Words) -> Group:
    _ = words.gettext
    link = (
        Control("url", Widget.WORD, _("Address"), most=2_000, kind="url", required=True),
        Control("label", Widget.LINE, _("Words of the link")),
    )
    hint = _("Pages about you or your work. Their addresses begin with https://.")
    return Group(_("Links"), (Control("links", Widget.ITEMS, _("Links"), hint=hint, items=link, item=_("a link")),))


def talk_texts_form(words: Words) -> Spec:
    """Title and abstract of somebody's own talk."""
    _ = words.gettext
    controls = (
        Control("title", Widget.LINE, _("Title"), required=True),
        Control("abstract", Widget.RICH, _("Abstract"), hint=_("**Two stars** make a word strong, a line that begins with - is one of a list.")),
    )  # fmt: skip
    return Spec("talk", (Group(_("Title and abstract"), controls),))


def contact_form(words: Words, languages: tuple[str, ...]) -> Spec:
    """What only the organisers know of somebody, at places of their private part."""
    _ = words.gettext
    tongues = tuple(Option(code, words.language_name(code)) for code in languages)
    return Spec(
        "person",
        (
            Group(
                _("For the organisers alone"),
                (
                    Control("private.phone", Widget.WORD, _("Telephone"), kind="tel", half=True),
                    Control("private.language", Widget.CHOICE, _("Language to write to you in"), choices=tongues, blank=_("The forum's"), half=True),
                    Control("private.zone", Widget.CHOICE, _("Your time zone"), source="zones", blank=_("Not known")),
                ),
            ),
        ),
    )  # fmt: skip


def speaking_group(words: Words) -> Group:
    """What a forum asks of those who speak; of its settings."""
    _ = words.gettext
    return Group(
        _("For speakers"),
        (
            Control("speaking.propose", Widget.TICK, _("An organiser looks at what speakers change of their texts and photo"), hint=_("Not ticked: what they save is in the draft at once.")),
            Control("speaking.biography_words", Widget.NUMBER, _("Most words of a biography"), least=10, most=2_000, required=True, half=True),
            Control("speaking.answer_words", Widget.NUMBER, _("Most words of a prepared answer"), least=10, most=2_000, required=True, half=True),
            Control("speaking.texts_by", Widget.DATE, _("Texts by"), half=True),
            Control("speaking.photo_by", Widget.DATE, _("Photo by"), half=True),
            Control("speaking.slides_by", Widget.DATE, _("Slides by"), half=True),
            Control("speaking.answers_by", Widget.DATE, _("Answers to key questions by"), half=True),
            Control("speaking.remind_days", Widget.NUMBER, _("Days before such a day on which we remind people"), most=60, required=True, hint=_("Of what is still missing of them, and of invitations that they haven't answered. 0: nobody is reminded.")),
            Control("speaking.practical", Widget.PLAIN, _("What speakers have to know"), hint=_("When to be there, microphones, the test of the line. A line each.")),
            Control("speaking.recording", Widget.PLAIN, _("What they agree to when they are recorded"), hint=_("Empty: our own words.")),
        ),
        hint=_("What people of the programme find on the page of their own."),
        folded=True,
    )  # fmt: skip
