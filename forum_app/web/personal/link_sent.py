"""That a link to somebody's own page was replaced: a page of nobody, for the key that opened it is good for nothing now."""

from dataclasses import replace

from forum_app.pages.rendering import rendered
from forum_app.web.installed import installed
from forum_app.web.personal.register_page import personal_frame
from forum_app.web.personal.shown import view_of
from forum_app.web.personal.speaker import Mine


def link_sent_page(mine: Mine) -> str:
    """Where the new link is on its way to. In the forum's colours where everybody may see it, else in none."""
    view, title = mine.view, mine.view.words.gettext("A new link is on its way")
    public = installed().live.all().get(mine.speaker.slug)
    if public is not None:
        view = view_of(public, view.language)
        frame = personal_frame(view, view.at.forum(), title)
    else:
        frame = replace(personal_frame(view, "/", title), style="", logo="", home="/", footer=[])
    shown = replace(frame, languages=[])
    return rendered("personal/sure.html", view, shown, title=title, what="replaced", email=mine.speaker.email)
