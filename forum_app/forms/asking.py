"""What is asked of the forum's own questions to those who register, and of delegations."""

from forum_app.forms.controls import Control, Group, Spec, Widget
from forum_app.i18n import Words

MOST_SEATS = 100_000


def question_form(words: Words) -> Spec:
    _ = words.gettext
    choice = Control("", Widget.LINE, _("Choice"), required=True)
    return Spec(
        "question",
        (
            Group(
                _("Question"),
                (
                    Control("text", Widget.LINE, _("Question"), required=True),
                    Control("hint", Widget.LINE, _("Hint"), hint=_("A line under the question.")),
                    Control("required", Widget.TICK, _("An answer is needed")),
                ),
            ),
            Group(
                _("How it is answered"),
                (
                    Control("choices", Widget.ITEMS, _("Choices"), hint=_("None: people write their answer."), item=_("a choice"), items=(choice,)),
                    Control("several", Widget.TICK, _("Several can be chosen")),
                    Control("long", Widget.TICK, _("A text of several lines"), hint=_("Where there are no choices.")),
                ),
            ),
            Group(
                _("Asked only if"),
                (
                    Control("only_if.question", Widget.CHOICE, _("Another question"), source="questions", blank=_("It is always asked"), half=True),
                    Control("only_if.answer", Widget.WORD, _("Has this answer"), most=300, hint=_("One of its choices, in the forum’s first language. Empty: any answer."), half=True),
                ),
            ),
        ),
    )  # fmt: skip


def delegation_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "delegation",
        (
            Group(
                _("Delegation"),
                (
                    Control("name", Widget.LINE, _("Name"), required=True),
                    Control("country", Widget.CHOICE, _("Country or territory"), source="countries", blank=_("None"), half=True),
                    Control("organisation", Widget.REFERENCE, _("Organisation"), source="organisations", half=True),
                    Control("seats", Widget.NUMBER, _("Seats"), most=MOST_SEATS, hint=_("How many may come. It is kept for later: nobody is refused for it yet."), half=True),
                ),
            ),
        ),
    )  # fmt: skip
