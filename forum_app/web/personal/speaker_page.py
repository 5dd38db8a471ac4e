"""A speaker's own page: the slot on both clocks, the answer, what to prepare, the moderator, the questions, the calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.places import places_of
from forum_app.domain.release import SessionEntry
from forum_app.domain.texts import pick, readable
from forum_app.domain.trees import digest
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionStatus
from forum_app.pages.people import Who, initials, who
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import When, when
from forum_app.services.speaking import THERE, MyPart
from forum_app.web.personal.needs import needs_shown
from forum_app.web.personal.own_answers import Answering, Ask, asks_of, part_name
from forum_app.web.personal.own_tasks import Task, due, own_tasks
from forum_app.web.personal.own_words import words_of
from forum_app.web.personal.register_page import personal_frame
from forum_app.web.personal.speaker import Mine

_NOTHING = Answering()


@dataclass(frozen=True)
class Slot:
    """One session of theirs: their parts in it, when and where, who else takes part, the session's run."""

    key: str
    title: Markup
    tentative: str  # that it is to be confirmed, in words
    mine: list[str]  # what they do in it
    asks: list[Ask]  # what they are asked about it, and answered
    open: bool  # not all answered yet
    declined: bool
    marked: bool  # a mail's link, or what was sent, is about it
    when: When | None
    talk_times: str
    places: list[str]
    online: str
    note: str  # the moderator's
    moderators: list[Who]
    others: list[Who]
    run: list["Turn"]
    until: str  # ISO 8601, for the countdown
    moderates: bool


@dataclass(frozen=True)
class Turn:
    """One talk of a session's run: from when, how long, what, by whom; ``mine``: their own."""

    start: str
    minutes: str
    title: Markup
    people: str
    mine: bool


@dataclass(frozen=True)
class AskedOf:
    """A key question with what they prepared; ``most`` words."""

    id: str
    number: int
    text: Markup
    subs: list[Markup]
    answer: str
    seen: str  # the digest of what is kept
    count: str
    most: int


def speaker_page(
    mine: Mine,
    *,
    sent: Answering = _NOTHING,
    done: str = "",
    problems: Mapping[str, str] = {},
    typed: Mapping[str, str] = {},
    clashes: Mapping[str, str] = {},
    gone: Sequence[str] = (),
) -> str:
    """The whole page. ``sent`` is what a mail's link preselects, or an answer that is to be changed; ``typed``, ``problems``
    and ``clashes`` (what was saved meanwhile) by field; ``gone`` was written to questions that are not put any more."""
    view, speaker = mine.view, mine.speaker
    name = readable(pick(speaker.person.name, view.language, speaker.languages))
    slots = sorted(slots_of(mine, sent), key=lambda slot: not slot.marked)
    title = view.words.gettext("Your slot, %(name)s", name=_full_name(mine))
    questions = questions_of(mine, typed)
    return rendered(
        "personal/speaker.html",
        view,
        personal_frame(view, mine.address, view.words.gettext("Speaker’s page")),
        title=title,
        mine=mine,
        name=name,
        slots=slots,
        done=done,
        problems=problems,
        clashes=clashes,
        gone=gone,
        tasks=tasks_of(mine),
        questions=questions,
        practical=[line for line in view.plain(speaker.plan.practical).splitlines() if line.strip()],
        initials=initials(name),
        photo=view.at.media(speaker.person.photo.file) if speaker.person.photo else "",
        answers_by=_by(mine, speaker.plan.answers_by),
        webcal=view.links.webcal(mine.at("/agenda.ics")),
        needs=needs_shown(mine, typed),
    )


def slots_of(mine: Mine, sent: Answering = _NOTHING) -> list[Slot]:
    """Their sessions that take place, in the order of time."""
    sessions = dict.fromkeys(part.session for part in mine.speaker.parts)
    return [slot for session in sessions if (slot := _slot(mine, session, sent))]


def _full_name(mine: Mine) -> str:
    view, person = mine.view, mine.speaker.person
    return " ".join(part for part in (view.plain(person.honorific), view.plain(person.name)) if part)


def _slot(mine: Mine, key: str, sent: Answering) -> Slot | None:
    view = mine.view
    session = view.content.session.get(key)
    parts = [part for part in mine.speaker.parts if part.session == key and part.state != RoleState.TO_INVITE]
    if session is None or session.is_cancelled or not parts:
        return None
    theirs = [part for part in parts if part.state in THERE]
    start = _my_start(mine, session, theirs or parts)
    return Slot(
        key=key,
        title=view.text(session.title),
        tentative=labels.status(view.words, session.status) if session.status == SessionStatus.TENTATIVE else "",
        mine=[part_name(mine, part) for part in theirs or parts],
        asks=asks_of(mine, key, parts, sent),
        open=any(part.state == RoleState.INVITED for part in parts),
        declined=not theirs,
        marked=sent.session == key,
        when=when(view, session),
        talk_times=_talk_times(mine, session, theirs or parts),
        places=_places(mine, session),
        online=mine.links.get(key, ""),
        note=mine.speaker.notes.get(key, ""),
        moderators=[one for one in (who(view, person) for person in session.people(RoleKind.MODERATOR)) if one and one.person.id != mine.speaker.person.id],
        others=_others(mine, session),
        run=_run(mine, session),
        until=start.isoformat() if start else "",
        moderates=any(part.kind == RoleKind.MODERATOR and part.state == RoleState.CONFIRMED for part in parts),
    )  # fmt: skip


def _my_start(mine: Mine, session: SessionEntry, parts: Iterable[MyPart]) -> datetime | None:
    """When their first talk begins, else the session."""
    talks = {part.talk for part in parts}
    starts = [talk.starts_at for talk in session.talks if talk.id in talks and talk.starts_at]
    return min(starts) if starts else session.starts_at


def _talk_times(mine: Mine, session: SessionEntry, parts: Iterable[MyPart]) -> str:
    """10:38–10:48, second of eight parts: their own talk, where its time is known."""
    word, talks = mine.view.words, {part.talk for part in parts}
    for number, talk in enumerate(session.talks, 1):
        if talk.id in talks and talk.starts_at:
            said = [word.gettext("your talk from %(time)s", time=word.time(talk.starts_at))]
            said += [word.minutes(talk.minutes)] if talk.minutes else []
            said.append(word.gettext("part %(number)d of %(count)d", number=number, count=len(session.talks)))
            return word.comma.join(said)
    return ""


def _places(mine: Mine, session: SessionEntry) -> list[str]:
    return places_of(mine.view.content, session, mine.view.language)


def _others(mine: Mine, session: SessionEntry) -> list[Who]:
    keys = [part.person for part in session.cast if part.role != RoleKind.MODERATOR]
    keys += [speaker.person for talk in session.talks for speaker in talk.speakers]
    found = (who(mine.view, key) for key in dict.fromkeys(keys) if key != mine.speaker.person.id)
    return [one for one in found if one is not None]


def _run(mine: Mine, session: SessionEntry) -> list[Turn]:
    view, own = mine.view, {part.talk for part in mine.speaker.parts}
    turns = []
    for talk in session.talks:
        people = [one.plain_name for speaker in talk.speakers if (one := who(view, speaker.person))]
        start = view.words.time(talk.starts_at) if talk.starts_at else ""
        minutes = view.words.minutes(talk.minutes) if talk.minutes else ""
        turns.append(Turn(start, minutes, view.text(talk.title), view.words.listed(people), talk.id in own))
    return turns


def questions_of(mine: Mine, typed: Mapping[str, str]) -> list[AskedOf]:
    """What is asked of them, with what they prepared, or typed just now."""
    view, most = mine.view, mine.speaker.plan.answer_words
    found = []
    for number, each in enumerate(mine.speaker.questions, 1):
        answer = typed.get(f"answer-{each.question.id}", each.answer)
        subs = [view.text(sub) for sub in each.question.sub_questions]
        seen, count = digest(each.answer), words_of(view.words, answer, most)
        found.append(AskedOf(each.question.id, number, view.text(each.question.text), subs, answer, seen, count, most))
    return found


def _by(mine: Mine, day: date | None) -> str:
    return mine.view.words.day(day, weekday=False) if day else ""


def tasks_of(mine: Mine) -> list[Task]:
    """What to prepare, by when, and what of it is done; nothing before they accepted."""
    view, speaker, plan = mine.view, mine.speaker, mine.speaker.plan
    _ = view.words.gettext
    if not any(part.state == RoleState.CONFIRMED for part in speaker.live_parts):
        return []
    tasks = own_tasks(mine)
    if speaker.questions:
        written = sum(bool(each.answer) for each in speaker.questions)
        line = _("%(written)d of %(count)d written", written=written, count=len(speaker.questions))
        tasks.append(Task(_("Answers for the moderator"), view.words.listed((line, due(mine.view.words, plan.answers_by))), written == len(speaker.questions), "#questions", _("Write")))  # fmt: skip
    return tasks
