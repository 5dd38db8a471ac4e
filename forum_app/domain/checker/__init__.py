"""The checker: reads a draft and lists what is doubtful in it, each with its place, the facts and what to do."""

from forum_app.domain.checker.checking import RULES, check, not_checked, partly_checked
from forum_app.domain.checker.findings import Finding, Rule

__all__ = ["RULES", "Finding", "Rule", "check", "not_checked", "partly_checked"]
