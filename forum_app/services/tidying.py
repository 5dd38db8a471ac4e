"""Texts on their way in: mended where they have one right form, rich ones sanitised, unfit ones refused by place."""

from forum_app.domain.draft_parts import Part
from forum_app.domain.draft_rules import Problem, several_lines, tidy, unfit
from forum_app.domain.texts import is_blank, readable
from forum_app.domain.walking import visit
from forum_app.richtext import clean, shape_problem
from forum_app.services.taken_out import taken_out


def rich_text(value: str, place: str, problems: list[Problem], told: list[Problem]) -> str:
    """A rich text as it is kept. ``problems`` gets why it can't be, ``told`` what was taken out of it."""
    if reason := shape_problem(value):
        problems.append((place, reason))
        return value
    cleaned = several_lines(clean(value))  # entities have become characters
    if reason := unfit(cleaned):
        problems.append((place, reason))
    told.extend((place, sentence) for sentence in taken_out(value, cleaned))
    return "" if is_blank(readable(cleaned)) and "<img" not in cleaned else cleaned


def tidied(thing: Part) -> list[Problem]:
    """Mends every text of a thing in place; returns why some can't be kept."""
    problems = tidy(thing)

    def on_text(form: str, value: str, place: str) -> str:
        return rich_text(value, place, problems, []) if form == "rich" and value else value

    if not problems:
        visit(thing, on_text)
    return problems
