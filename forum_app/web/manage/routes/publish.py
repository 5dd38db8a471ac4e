"""Publishing on the desk: what changed, whom it tells, what the checker finds, and the button; the bar below each page."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.errors import DraftMoved, ForumError, PublishedMeanwhile, PublishingStopped, UnfitNote
from forum_app.domain.permissions import may_publish, may_see_desk
from forum_app.domain.vocabularies import Severity
from forum_app.services.desk import DeskForum
from forum_app.services.pending import Pending, count_findings, pending, publication_review
from forum_app.services.publishing import Seen, publish_changes
from forum_app.services.telling import HOLD
from forum_app.web.access import guest, needs
from forum_app.web.going import see_other
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, forum_here, fragment_answer
from forum_app.web.manage.document_words import failures
from forum_app.web.manage.note_words import unseen_notes
from forum_app.web.manage.release_words import by_rule, by_whom, change_groups, clock_in_zone, moment, readers
from forum_app.web.manage.routes.releases import publisher

blueprint = Blueprint("publish", __name__, url_prefix="/manage/<slug>")
BIGGEST = 10


@blueprint.get("/publish")
@needs(may_publish)
def publish(slug: str) -> Response:
    return _review(slug)


def _review(slug: str, error: str = "", status: int = 200) -> Response:
    """What publishing would do now, beside the form that does it; what was typed is kept."""
    forum, words = forum_here(slug), desk_words()
    due, draft, findings = publication_review(installed().database, slug)
    content = due.frozen.content
    telling = due.telling.at(installed().config.now())
    refusal = due.frozen.refusal
    rules = [rule for rule in by_rule(words, draft, findings, slug) if rule.found]
    return desk_page(
        "manage/publish.html",
        forum,
        here="releases",
        title=words.gettext("Publish release %(number)s", number=due.number),
        status=status,
        due=due,
        last=_last(forum, due),
        groups=change_groups(words, due.changes, forum.zone, slug, content.session) if content else [],
        told=readers(words, telling.told, content.forum) if content else [],
        unreachable=readers(words, telling.unreachable, content.forum) if content else [],
        choosers=len(telling.choosers.told),
        over=telling.over,
        refusal=words.gettext(refusal.message, **refusal.values) if refusal else "",
        stops=[rule for rule in rules if rule.severity == Severity.STOP],
        warns=[rule for rule in rules if rule.severity == Severity.WARN],
        counts=count_findings(findings),
        unseen=unseen_notes(words, forum),
        failed=failures(words, forum, forum.current_release),
        mail=installed().config.mail_server is not None,
        minutes=int(HOLD.total_seconds() // 60),
        note=request.form.get("note", "")[:2_000],
        unlisted=request.form.get("unlisted") == "yes",
        error=error,
    )


@blueprint.post("/publish")
@needs(may_publish)
def published(slug: str) -> Response:
    """Publishes what was seen; where that is no longer what would be published, the page again with what changed."""
    words, form = desk_words(), request.form
    seen = Seen(_number(form.get("number", "")), _number(form.get("version", "")))
    note, unlisted = form.get("note", "")[:2_000], form.get("unlisted") == "yes"
    try:
        release, _made = publish_changes(
            installed().database, slug, note=note, unlisted=unlisted, seen=seen, **publisher()
        )
    except (PublishedMeanwhile, DraftMoved) as error:
        return _review(slug, words.gettext(error.message, **error.values), 409)
    except PublishingStopped:
        return _review(slug, words.gettext("Nothing was published: findings that stop publishing are below."), 422)
    except UnfitNote as error:
        return _review(slug, words.gettext(error.message, **error.values), 422)
    except ForumError as error:  # a time that can't be: the page says which
        return _review(slug, words.gettext(error.message, **error.values), 422)
    return see_other(f"/manage/{slug}/releases/{release.number}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= BIGGEST else -1


def _last(forum: DeskForum, due: Pending) -> dict[str, Any] | None:
    """The last release in words: its number, when, by whom."""
    word, line = desk_words(), due.last
    if line is None:
        return None
    return {
        "number": line.number,
        "when": moment(word, line.published_at, forum.zone),
        "by": by_whom(word, line.by),
        "takes_back": line.takes_back,
    }


@blueprint.get("/release-bar")
@needs(may_see_desk)
def bar(slug: str) -> Response:
    """The bar below every page: what changed since the last release; ``since`` is the one that the page knows."""
    forum, word = forum_here(slug), desk_words()
    due = pending(installed().database, slug)
    since, line, until = _number(request.args.get("since", "")), due.last, due.take_back_until
    telling = due.telling.at(installed().config.now())
    mine = line is not None and line.actor == guest().account.id
    other = line is not None and 0 <= since < line.number and not mine
    return fragment_answer(
        "manage/_release_bar.html",
        forum,
        due=due,
        last=_last(forum, due),
        count=len(due.changes),
        told=len(telling.told),
        unreachable=len(telling.unreachable),
        choosers=len(telling.choosers.told),
        other=other,
        until=until.isoformat() if until else "",
        until_clock=clock_in_zone(word, until, forum.zone) if until else "",
        seconds=int((until - datetime.now(UTC)).total_seconds()) if until else 0,
        waiting=due.waiting,
    )
