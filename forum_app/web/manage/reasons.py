"""Why somebody takes personal data: asked with every such file, and kept in the log as it was typed."""

from flask import request

from forum_app.domain.draft_rules import line_problem, tidy_line
from forum_app.domain.texts import is_blank
from forum_app.forms.shown import sentence_in
from forum_app.i18n import Words

LONGEST_REASON = 300


def reason_given(words: Words) -> tuple[str, str]:
    """The reason, and what is wrong with it: then the reason is what was typed."""
    typed = request.form.get("why", "")
    if problem := line_problem(typed, LONGEST_REASON):
        return typed, sentence_in(words, problem)
    if is_blank(typed):
        return "", words.gettext("Say why, in a few words: it goes into the log.")
    return tidy_line(typed), ""
