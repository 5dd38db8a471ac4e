"""What each release changed, in words."""

from dataclasses import dataclass

from forum_app.domain.compare import Change
from forum_app.domain.news import ReleaseNews
from forum_app.feeds.change_words import sentence
from forum_app.pages import frame
from forum_app.pages.rendering import rendered
from forum_app.pages.view import View


@dataclass(frozen=True)
class ChangeView:
    text: str
    address: str


@dataclass(frozen=True)
class NewsView:
    number: int
    at: str
    published: str
    note: str
    brought_back: int | None
    changes: list[ChangeView]


def changes_page(view: View, history: list[ReleaseNews]) -> str:
    head = frame.frame(view, view.at.changes(), view.words.gettext("Changes"))
    atom = view.links.file(view.at.changes(".atom"))
    return rendered("public/changes.html", view, head, history=[_news(view, news) for news in history], atom=atom)


def _news(view: View, news: ReleaseNews) -> NewsView:
    return NewsView(
        news.number,
        news.published_at.isoformat(),
        view.moment(news.published_at),
        news.note,
        news.brought_back,
        [_change(view, change) for change in news.changes],
    )


def _change(view: View, change: Change) -> ChangeView:
    known = change.session in view.content.session
    said = sentence(change, view.words, view.forum.zone)
    return ChangeView(said, view.links.page(view.at.session(change.session)) if known else "")
