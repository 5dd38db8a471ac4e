"""What the moderator's pages are drawn from: the parts of a session, its questions with the answers, who speaks."""

from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.draft_parts import KeyQuestion
from forum_app.domain.release import TalkEntry
from forum_app.domain.run_plan import RunMaterial, items_of, put_to, speakers_of
from forum_app.domain.running import MINUTE, Item
from forum_app.domain.texts import readable
from forum_app.domain.times import in_zone
from forum_app.pages.people import Who, everybody
from forum_app.pages.view import View


@dataclass(frozen=True)
class Part:
    """One item of the run. ``names`` are its speakers in a line, ``kind`` what it is where nobody is named;
    ``own_minutes`` are those that somebody set for the talk, ``proposed``: the organisers haven't seen them yet."""

    id: str
    title: Markup
    kind: str
    people: list[Who]
    keys: list[str]
    names: Markup
    plain_names: str
    minutes: int
    own_minutes: int | None
    proposed: bool
    length: str
    planned: str
    slides: int
    about: str


@dataclass(frozen=True)
class Answer:
    """What somebody prepared for a question, a paragraph a line; ``items`` are those in which it is put to them."""

    person: str
    items: list[str]
    name: Markup
    lines: list[str]


@dataclass(frozen=True)
class Question:
    """A key question; ``to`` are the people that it is meant for, empty for all. ``items`` are those in which it is put
    unless it is kept for one, ``whom`` names by item those that it is put to."""

    id: str
    text: Markup
    subs: list[Markup]
    to: list[str]
    names: str
    items: list[str]
    whom: dict[str, Markup]
    answers: list[Answer]


@dataclass(frozen=True)
class Told:
    """A speaker, how their name is said, and what the moderator tells them."""

    who: Who
    called: Markup
    say: str
    note: str


def parts(view: View, material: RunMaterial) -> list[Part]:
    talks = {talk.id: talk for talk in material.session.talks}
    at = material.plan.starts_at
    found = []
    for item in material.plan.items:
        found.append(_part(view, material, item, talks.get(item.id), clock(view, at) if at is not None else ""))
        at = at + item.length if at is not None else None
    return found


def _part(view: View, material: RunMaterial, item: Item, talk: TalkEntry | None, planned: str) -> Part:
    keys = speakers_of(material.session, item.id)
    people = everybody(view, keys)
    kind = labels.talk_kind(view.words, talk.kind) if talk else labels.session_kind(view.words, material.session.kind)
    return Part(
        id=item.id,
        title=view.text(talk.title if talk else material.session.title),
        kind=kind,
        people=people,
        keys=keys,
        names=Markup.escape(view.words.comma).join(called(view, one) for one in people),
        plain_names=view.words.joined([str(called(view, one).striptags()) for one in people]),
        minutes=item.length // MINUTE,
        own_minutes=talk.minutes if talk else None,
        proposed=talk is not None and talk.minutes != material.kept.get(talk.id),
        length=view.words.minutes(item.length // MINUTE),
        planned=planned,
        slides=len(material.slides.get(item.id, [])),
        about=view.opening({"": readable(view.plain(talk.abstract))}, 280) if talk else "",
    )


def called(view: View, one: Who) -> Markup:
    """How somebody is called on: honorific and name, without what stands after it."""
    named = [text for text in (one.person.honorific, one.person.name) if view.plain(text)]
    return Markup("<bdi>{}</bdi>").format(Markup(" ").join(view.text(text) for text in named))


def clock(view: View, instant: int, *, seconds: bool = False) -> str:
    """10:30 on the forum's clocks, or 10:30:05."""
    local = in_zone(datetime.fromtimestamp(instant / 1000, UTC), view.forum.zone)
    return f"{local:%H:%M:%S}" if seconds else view.words.time(local)


def span(length: int) -> str:
    """7:12, +0:40 where it is over: minutes and seconds, to the second that is running."""
    seconds = -(-length // 1000) if length >= 0 else -length // 1000
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if length < 0 and seconds else ''}{minutes}:{rest:02d}"


def questions(view: View, material: RunMaterial, asked: list[KeyQuestion]) -> list[Question]:
    return [_question(view, material, question) for question in asked]


def _question(view: View, material: RunMaterial, question: KeyQuestion) -> Question:
    whom = {item.id: put_to(material, question, item.id) for item in material.plan.items}
    return Question(
        id=question.id,
        text=view.text(question.text),
        subs=[view.text(text) for text in question.sub_questions if view.plain(text)],
        to=question.to,
        names=view.words.joined([one.plain_name for one in everybody(view, question.to)]),
        items=items_of(material, question),
        whom={item: _named(view, people) for item, people in whom.items()},
        answers=_answers(view, material, question.id, whom),
    )


def _named(view: View, people: list[str]) -> Markup:
    """Whom a question is put to."""
    if not people:
        return view.text({view.language: view.words.gettext("everybody")})
    return Markup.escape(view.words.comma).join(called(view, one) for one in everybody(view, people))


def _answers(view: View, material: RunMaterial, question: str, whom: dict[str, list[str]]) -> list[Answer]:
    found = []
    for person in material.speakers:
        text = material.answers.get((question, person), "")
        entry = view.content.person.get(person)
        if text and entry is not None:
            lines = [line.strip().removeprefix("- ").removeprefix("• ") for line in text.splitlines()]
            theirs = [item for item, people in whom.items() if not people or person in people]
            found.append(Answer(person, theirs, view.text(entry.name), [line for line in lines if line]))
    return found


def told(view: View, material: RunMaterial) -> list[Told]:
    return [
        Told(who, called(view, who), view.plain(who.person.pronunciation), material.notes.get(who.person.id, ""))
        for who in everybody(view, material.speakers)
    ]
