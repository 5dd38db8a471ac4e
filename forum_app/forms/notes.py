"""What is asked of a section of a concept note."""

from forum_app.forms import vocabulary
from forum_app.forms.controls import Control, Group, Spec, Widget
from forum_app.i18n import Words


def section_form(words: Words) -> Spec:
    _ = words.gettext
    return Spec(
        "section",
        (
            Group(
                "",
                (
                    Control("heading", Widget.LINE, _("Heading"), hint=_("Documents number headings by themselves.")),
                    Control("kind", Widget.CHOICE, _("What stands here"), choices=vocabulary.section_kinds(words)),
                    Control("body", Widget.RICH, _("Text")),
                ),
            ),
        ),
    )
