"""What somebody of the programme is to prepare beside answers: texts, a photo, slides; by when, and what of it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forum_app.domain.answering import words_in
from forum_app.domain.texts import pick, readable
from forum_app.i18n import Words
from forum_app.services.speaker_slides import places_of_slides
from forum_app.services.speaking import SPEAKING
from forum_app.web.personal.speaker import Mine


@dataclass(frozen=True)
class Task:
    """Something to prepare: what, a line about it, where it is done; ``done`` where it is."""

    name: str
    line: str
    done: bool
    address: str
    verb: str


def due(words: Words, day: date | None) -> str:
    """By which day, where one is set."""
    return words.gettext("by %(day)s", day=words.day(day, weekday=False)) if day else ""


def own_tasks(mine: Mine) -> list[Task]:
    """Texts of their talks, biography, photo and slides."""
    return [*_talks(mine), _biography(mine), _photo(mine), *_slides(mine)]


def _proposed(mine: Mine, thing: str, place: str) -> bool:
    return any(key == thing and (at == place or at.startswith(f"{place}.")) for key, at in mine.speaker.proposals)


def _task(mine: Mine, name: str, line: str, day: date | None, done: bool, address: str, waits: bool) -> Task:
    """``waits``: what they proposed is with the organisers, so nothing is left to do for them."""
    words = mine.view.words
    said = words.gettext("the organisers look at it") if waits else "" if done else due(words, day)
    done = done or waits
    verb = words.gettext("Edit") if done else words.gettext("Add")
    return Task(name, words.listed([each for each in (line, said) if each]), done, mine.at(f"/{address}"), verb)


def _talks(mine: Mine) -> Iterator[Task]:
    """The title and abstract of each talk that they give."""
    speaker, _ = mine.speaker, mine.view.words.gettext
    talks = {part.talk: part.title for part in speaker.live_parts if part.talk and part.kind in SPEAKING}
    content = {talk.id: talk for session in mine.view.content.sessions for talk in session.talks}
    for key, title in talks.items():
        talk = content.get(key)
        done = bool(talk and any(talk.abstract.values()))
        line = pick(title, mine.view.language, speaker.languages) if len(talks) > 1 else ""
        waits = _proposed(mine, key, "abstract") or _proposed(mine, key, "title")
        yield _task(mine, _("Title and abstract"), line, speaker.plan.texts_by, done, f"talks/{key}", waits)


def _biography(mine: Mine) -> Task:
    speaker, words = mine.speaker, mine.view.words
    text = readable(pick(speaker.person.biography, mine.view.language, speaker.languages))
    count = words_in(text)
    line = words.ngettext("%(num)d word", "%(num)d words", count) if count else ""
    waits = _proposed(mine, speaker.person.id, "biography")
    return _task(mine, words.gettext("Biography"), line, speaker.plan.texts_by, bool(count), "profile", waits)


def _photo(mine: Mine) -> Task:
    speaker, _ = mine.speaker, mine.view.words.gettext
    waits = _proposed(mine, speaker.person.id, "photo")
    return _task(mine, _("Photo"), "", speaker.plan.photo_by, speaker.person.photo is not None, "photo", waits)


def _slides(mine: Mine) -> Iterator[Task]:
    """One thing to do for all their talks and sessions together."""
    words, plan = mine.view.words, mine.speaker.plan
    speaks = {part.session for part in mine.speaker.live_parts if part.kind in SPEAKING}
    places = [place for place in places_of_slides(mine.speaker) if place.session in speaks]
    if places:
        there = sum(place.slides is not None for place in places)
        count = words.gettext("%(done)s of %(all)s done", done=there, all=len(places)) if len(places) > 1 else ""
        line = words.listed([each for each in (words.gettext("PDF or PowerPoint"), count) if each])
        yield _task(mine, words.gettext("Slides"), line, plan.slides_by, there == len(places), "slides", False)
