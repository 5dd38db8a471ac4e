"""The checker on the desk: findings by rule, each place a link; the organiser chooses what each rule does."""

from collections import Counter

from flask import Blueprint, Response, request

from forum_app.domain.checker import RULES, not_checked
from forum_app.domain.permissions import Place, may_see_desk, may_set_up
from forum_app.domain.vocabularies import Severity
from forum_app.services.pending import checked_now, count_findings
from forum_app.services.severities import set_severities
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.finding_causes import Cause, causes_of
from forum_app.web.manage.release_words import OfRule, by_rule
from forum_app.web.manage.seen_findings import seen_findings

blueprint = Blueprint("checker", __name__, url_prefix="/manage/<slug>")
OPEN_AT_ONCE = 25  # lines that a page shows unfolded
FEW = 3  # and those that a rule shows unfolded whatever else there is


@blueprint.get("/checker")
@needs(may_see_desk)
def checker(slug: str) -> Response:
    forum, words = forum_here(slug), desk_words()
    draft, everything = checked_now(installed().database, slug)
    findings = seen_findings(forum, everything)
    rules = by_rule(words, draft, findings, slug)
    counts = count_findings(findings)
    unread = Counter(language for _rule, language in not_checked(draft))
    ignored = [rule for rule in rules if rule.severity == Severity.IGNORE]
    return desk_page(
        "manage/checker.html",
        forum,
        here="checker",
        title=words.gettext("Checker"),
        lead=_lead(counts),
        finding=_by_cause(rules, request.args.get("rule", "")),
        ignored=ignored,
        silent=[rule for rule in rules if not rule.found and rule not in ignored],
        severities=severity_choices(),
        unread=[(words.language_name(language), number) for language, number in unread.items()],
        readonly=not may_set_up(guest().actor, Place(forum.id)),
    )


def _by_cause(rules: list[OfRule], asked: str) -> list[tuple[OfRule, list[Cause], bool]]:
    """Rules that found something, that by cause, and whether it is open: all while there is little; else the rule that a
    link leads to, what stops, and few lines."""
    found = [(rule, causes_of(rule.found)) for rule in rules if rule.found]
    little = sum(len(causes) for _rule, causes in found) <= OPEN_AT_ONCE

    def is_open(rule: OfRule, causes: list[Cause]) -> bool:
        return little or len(causes) <= FEW or rule.severity == Severity.STOP or rule.name == asked

    return [(rule, causes, is_open(rule, causes)) for rule, causes in found]


def _lead(counts: dict[Severity, int]) -> str:
    """How much is found, what stops first."""
    words, stop, warn = desk_words(), counts.get(Severity.STOP, 0), counts.get(Severity.WARN, 0)
    said = []
    if stop:
        said.append(words.ngettext("One finding stops publishing.", "%(num)d findings stop publishing.", stop))
    if warn:
        said.append(words.ngettext("One finding warns.", "%(num)d findings warn.", warn))
    return " ".join(said) or words.gettext("What is doubtful in the draft, with what to do.")


def severity_choices() -> list[tuple[str, str]]:
    """What a rule can do, in words."""
    words = desk_words()
    return [
        (Severity.STOP.value, words.gettext("Stops publishing")),
        (Severity.WARN.value, words.gettext("Warns")),
        (Severity.IGNORE.value, words.gettext("Is ignored")),
    ]


@blueprint.post("/checker")
@needs(may_set_up)
def chosen(slug: str) -> Response:
    """Keeps what was chosen of the rules that were changed here; what somebody else chose meanwhile of others stays."""
    forum, words, form = forum_here(slug), desk_words(), request.form
    wanted = {}
    for rule in RULES:
        does, was = form.get(f"does.{rule}", ""), form.get(f"was.{rule}", "")
        if does != was and does in set(Severity):
            wanted[rule] = Severity(does)
    changed = set_severities(installed().database, forum.id, wanted, actor=guest().account.id)
    text = (
        words.ngettext("One rule changed.", "%(num)d rules changed.", changed)
        if changed
        else words.gettext("Nothing was changed.")
    )
    return done(f"/manage/{slug}/checker", text)
