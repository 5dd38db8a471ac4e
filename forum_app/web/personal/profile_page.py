"""The pages on which somebody writes of themselves and of a talk, with what waits for the organisers and what they left."""

from typing import Any

from forum_app.domain.texts import pick, readable
from forum_app.domain.times import in_zone
from forum_app.forms.controls import Widget
from forum_app.forms.shown import Shown, ShownForm
from forum_app.pages.rendering import rendered
from forum_app.services.speaking_answers import SPEAKER
from forum_app.web.personal.own_form import OwnForm
from forum_app.web.personal.own_words import words_of
from forum_app.web.personal.register_page import personal_frame
from forum_app.web.personal.speaker import Mine


def profile_page(mine: Mine, form: OwnForm, contact: OwnForm, done: str = "") -> str:
    """All that somebody says of themselves: what readers see, and what only the organisers know."""
    title = mine.view.words.gettext("Your profile")
    return _page(mine, form, title, "/profile", done, contact=contact.shown())


def talk_page(mine: Mine, form: OwnForm, done: str = "") -> str:
    """Title and abstract of one talk."""
    title = mine.view.words.gettext("Title and abstract")
    about = pick(form.stored.get("title") or {}, mine.view.language, mine.speaker.languages)
    return _page(mine, form, title, f"/talks/{form.key}", done, about=about)


def _page(mine: Mine, form: OwnForm, title: str, address: str, done: str, **more: Any) -> str:
    view, clash = mine.view, form.clash
    shown = form.shown()
    names = {each.name: _named(mine, each) for group in shown.groups for row in group.fields for each in row}
    context = {"contact": None, "about": "", **more}
    return rendered(
        "personal/profile.html",
        view,
        personal_frame(view, f"{mine.address}{address}", title),
        title=title,
        mine=mine,
        form=shown,
        forum=form.forum,
        languages=form.languages,
        address=mine.at(address),
        csrf=mine.token,
        done=done,
        proposes=mine.speaker.plan.propose,
        waiting=[names.get(place, place) for place in form.proposed if place in names],
        waits=form.proposed if mine.speaker.plan.propose else (),
        left=[names[place] for place in form.refused if place in names],
        counts=_counts(mine, shown),
        most=mine.speaker.plan.biography_words,
        clash_who=clash.who if clash else "",
        clash_at=view.words.time(in_zone(clash.at, mine.speaker.zone)) if clash and clash.at else "",
        clash_mine=clash is not None and clash.by == SPEAKER,
        **context,
    )


def _named(mine: Mine, field: Shown) -> str:
    """A field's name, with its language where the forum has several."""
    several = field.language and len(mine.speaker.languages) > 1
    return f"{field.label} ({field.language_name})" if several else field.label


def _counts(mine: Mine, form: ShownForm) -> dict[str, str]:
    """How many words each biography has, by the name of its field."""
    most = mine.speaker.plan.biography_words
    return {
        each.name: words_of(mine.view.words, readable(str(each.value)), most)
        for group in form.groups
        for row in group.fields
        for each in row
        if each.control.widget == Widget.RICH and each.control.place == "biography"
    }
