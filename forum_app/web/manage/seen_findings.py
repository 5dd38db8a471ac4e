"""What the checker finds, for who is signed in: what follows from private fields only for those who may see these."""

from collections.abc import Iterable

from forum_app.domain.checker import RULES, Finding
from forum_app.domain.permissions import Place, may_see_private
from forum_app.services.desk import DeskForum
from forum_app.web.access import guest


def sees_private(forum: DeskForum) -> bool:
    return may_see_private(guest().actor, Place(forum.id))


def seen_findings(forum: DeskForum, findings: Iterable[Finding]) -> list[Finding]:
    private = sees_private(forum)
    return [finding for finding in findings if private or not RULES[finding.rule].private]
