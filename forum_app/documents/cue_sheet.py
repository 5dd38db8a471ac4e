"""A moderator's cue sheet: a session in the order of time on paper, with names to say, questions to ask, answers in short."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from markupsafe import Markup

from forum_app import labels
from forum_app.branding import accent_values
from forum_app.documents.fonts import stylesheet
from forum_app.documents.reading import Reading
from forum_app.domain.draft_parts import KeyQuestion
from forum_app.domain.release import Release, TalkEntry
from forum_app.domain.run_plan import RunMaterial, put_to, questions_in, speakers_of
from forum_app.domain.running import MINUTE, Item, Run
from forum_app.domain.texts import in_short, one_line
from forum_app.domain.times import in_zone
from forum_app.templating import environment

_BULLET = re.compile(r"^[ \t]*[-•*–][ \t]+", re.MULTILINE)
LONGEST_ANSWER = 360  # characters: what is seen at a glance


@dataclass(frozen=True)
class Speaker:
    """Somebody on the sheet, how the name is said, and what the moderator tells them."""

    name: Markup
    say: str
    post: Markup
    note: str


@dataclass(frozen=True)
class Asked:
    """A question of one item, with what was prepared by those it is put to: pairs of name and text. ``to`` names them
    where they aren't just who speaks."""

    text: Markup
    to: str
    subs: list[Markup]
    answers: list[tuple[Markup, str]]


@dataclass(frozen=True)
class Cue:
    """One row."""

    time: str
    length: str
    title: Markup
    kind: str
    speakers: list[Speaker]
    questions: list[Asked]


def cue_sheet_html(material: RunMaterial, run: Run, language: str, base_url: str, now: datetime) -> str:
    """The sheet as HTML for print, at the planned times; ``now`` (aware) is when it was made, on its foot."""
    reading = Reading(Release(content=material.content), language, base_url)
    words, session, zone = reading.words, material.session, material.content.forum.zone
    made = in_zone(now, zone)
    foot = words.gettext(
        "Not for handing out. As of %(day)s, %(time)s, %(zone)s.",
        day=words.day(made.date(), weekday=False),
        time=words.time(made),
        zone=words.zone(zone, now),
    )
    return (
        environment()
        .get_template("documents/cue_sheet.html")
        .render(
            r=reading,
            words=words,
            title=reading.text(session.title),
            when=_when(reading, material),
            cues=_cues(reading, material, run),
            made_at=now.astimezone(UTC).isoformat(),
            foot=foot,
            accent=accent_values(reading.forum.accent),
            fonts=stylesheet(),
        )
    )


def _when(reading: Reading, material: RunMaterial) -> str:
    session, words = material.session, reading.words
    if session.starts_at is None or session.ends_at is None:
        return ""
    zone = words.zone(material.content.forum.zone, session.starts_at)
    return words.listed((words.day(session.starts_at.date()), words.times(session.starts_at, session.ends_at), zone))


def _cues(reading: Reading, material: RunMaterial, run: Run) -> list[Cue]:
    talks = {talk.id: talk for talk in material.session.talks}
    at, found = material.session.starts_at, []
    told: set[str] = set()
    for item in material.plan.items:
        found.append(_cue(reading, material, run, item, talks.get(item.id), at, told))
        at = at + timedelta(milliseconds=item.length) if at is not None else None
    return found


def _cue(
    reading: Reading,
    material: RunMaterial,
    run: Run,
    item: Item,
    talk: TalkEntry | None,
    at: datetime | None,
    told: set[str],
) -> Cue:
    words, people = reading.words, speakers_of(material.session, item.id)
    kind = labels.talk_kind(words, talk.kind) if talk else labels.session_kind(words, material.session.kind)
    return Cue(
        time=words.time(in_zone(at, material.content.forum.zone)) if at is not None else "",
        length=words.minutes(item.length // MINUTE),
        title=reading.text(talk.title if talk else material.session.title),
        kind=kind,
        speakers=[_speaker(reading, material, key) for key in people if key in reading.content.person],
        questions=[
            _asked(reading, material, item, question, told) for question in questions_in(material, run, item.id)
        ],
    )


def _asked(reading: Reading, material: RunMaterial, item: Item, question: KeyQuestion, told: set[str]) -> Asked:
    whom = put_to(material, question, item.id)
    others = whom if whom != speakers_of(material.session, item.id) else []
    known = reading.content.person
    return Asked(
        text=reading.text(question.text),
        to=reading.words.joined([reading.plain_name(known[key]) for key in others if key in known]),
        subs=_subs(reading, question, told),
        answers=_answers(reading, material, question.id, whom or material.speakers),
    )


def _subs(reading: Reading, question: KeyQuestion, told: set[str]) -> list[Markup]:
    """Its sub-questions, where the question stands for the first time."""
    if question.id in told:
        return []
    told.add(question.id)
    return [reading.text(text) for text in question.sub_questions if any(text.values())]


def _speaker(reading: Reading, material: RunMaterial, key: str) -> Speaker:
    person = reading.content.person[key]
    post = reading.post(person, 0) if person.posts else Markup()
    said = reading.plain(person.pronunciation)
    return Speaker(reading.name(person), said, Markup(post), material.notes.get(key, ""))  # noqa: S704 - Reading's own


def _answers(reading: Reading, material: RunMaterial, question: str, people: list[str]) -> list[tuple[Markup, str]]:
    return [
        (reading.text(reading.content.person[key].name), in_short(one_line(_BULLET.sub("", text)), LONGEST_ANSWER))
        for key in people
        if key in reading.content.person and (text := material.answers.get((question, key), ""))
    ]
