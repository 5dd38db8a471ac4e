"""What the checker finds, in the reader's words: rule by rule, a few of each unless all are wanted."""

import json
from itertools import groupby
from typing import Any

import click

from forum_app.commands.context import house
from forum_app.domain.checker import Finding, not_checked, partly_checked
from forum_app.domain.checker import check as findings_of
from forum_app.domain.draft import Draft
from forum_app.domain.vocabularies import SessionStatus, Severity
from forum_app.services.forum_files import checked_draft

FEW = 8  # findings of a rule, and places of a finding


@click.command()
@click.argument("slug")
@click.option("--all", "everything", is_flag=True, help=f"All findings and places, not {FEW} of each rule.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts; always all.")
def check(slug: str, everything: bool, as_json: bool) -> None:
    """Lists what the checker finds in the draft; exit 1 when a finding stops publishing.

    What stops comes first. Whether a rule stops, warns or is ignored says forum.severities.
    """
    draft, sign_ups, erased = checked_draft(house.database, house.media, slug)
    findings = findings_of(draft, sign_ups=sign_ups, erased=erased)
    if as_json:
        click.echo(json.dumps([_data(finding) for finding in findings], indent=1, ensure_ascii=False))
    else:
        for line in _lines(draft, findings, everything):
            click.echo(line)
    if any(finding.severity == Severity.STOP for finding in findings):
        raise click.exceptions.Exit(1)


def _data(finding: Finding) -> dict[str, Any]:
    """A finding for scripts, in English: its sentence whole, and apart from what it is filled with."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in finding.reason.values.items()}
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "place": finding.place,
        "thing": str(finding.thing),
        "reason": str(finding.reason),
        "remedy": str(finding.remedy),
        "language": finding.language,
        "message": finding.reason.many if finding.reason.many and values.get("num") != 1 else finding.reason.message,
        "values": values,
        "also": [{"place": spot.place, "thing": str(spot.thing)} for spot in finding.also],
    }


def _lines(draft: Draft, findings: list[Finding], everything: bool) -> list[str]:
    lines: list[str] = []
    in_order = sorted(findings, key=lambda finding: finding.severity != Severity.STOP)
    for rule, of_rule in groupby(in_order, key=lambda finding: finding.rule):
        same = list(of_rule)
        few = same if everything else same[:FEW]
        for finding in few:
            lines += _told(finding, everything)
        if len(same) > len(few):
            lines.append(f"    … and {len(same) - len(few)} more of {rule}; --all lists them")
        lines.append(f"    → {few[0].remedy}")
    for how, pairs in (("not checked", not_checked(draft)), ("partly checked", partly_checked(draft))):
        for language in dict.fromkeys(language for _rule, language in pairs):
            rules = [rule for rule, other in pairs if other == language]
            lines.append(f"{how} in {language}: {', '.join(rules)}")
    drafts = sum(session.status == SessionStatus.DRAFT for session in draft.sessions)
    if drafts:
        lines.append(f"not read: {_counted(drafts, 'session')} in draft")
    places = sum(1 + len(finding.also) for finding in findings)
    at = f", at {places} places" if places > len(findings) else ""
    return [*lines, f"{_counted(len(findings), 'finding')}{at}"]


def _told(finding: Finding, everything: bool) -> list[str]:
    also = finding.also if everything else finding.also[:FEW]
    lines = [f"{finding.severity.upper()}  {finding.place}  ({finding.rule})"]
    if also:
        lines.append(f"    {finding.thing} and {len(finding.also)} more: {finding.reason}")
        places = ", ".join(f"{spot.place} ({spot.thing})" for spot in also)
        lines.append(f"    also at {places}{'' if len(also) == len(finding.also) else ' …'}")
    else:
        lines.append(f"    {finding.thing}: {finding.reason}")
    return lines


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def add_to(group: click.Group) -> None:
    group.add_command(check)
