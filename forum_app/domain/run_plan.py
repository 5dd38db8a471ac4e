"""What a session's run is made of: its talks in their order, each with its minutes; the whole of it where it has none."""

from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import KeyQuestion, Material
from forum_app.domain.errors import NotFound
from forum_app.domain.freezing import freeze_some
from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.running import LEAST, MINUTE, Item, Plan, Run
from forum_app.domain.vocabularies import RoleKind, TalkKind

STAGE = (RoleKind.SPEAKER, RoleKind.PANELLIST)
UNKNOWN = 60  # minutes of a session that says nothing of its length
UNKNOWN_TALK = 5  # and of a talk, where its session doesn't either


@dataclass(frozen=True)
class RunMaterial:
    """A session as those have it before them who run it. ``answers`` are by question and person, ``notes`` by person, ``slides`` by talk
    (empty: of the whole session). Talks have the minutes that moderators proposed; ``kept`` are those that the draft has."""

    content: Content
    session: SessionEntry
    plan: Plan
    questions: list[KeyQuestion]
    answers: dict[tuple[str, str], str]
    notes: dict[str, str]
    slides: dict[str, list[Material]]
    kept: dict[str, int | None] = field(default_factory=dict)

    @property
    def speakers(self) -> list[str]:
        """Everybody who speaks, once, in their order; after them who is on the session's stage beside its talks."""
        named = [key for item in self.plan.items for key in speakers_of(self.session, item.id)]
        return list(dict.fromkeys([*named, *on_stage(self.session)]))


def session_alone(draft: Draft, key: str) -> Content:
    """A draft's session as those see it who run it: with everybody who is invited or confirmed, even if it is not public
    yet. Raises NotFound."""
    if not any(each.id == key for each in draft.sessions):
        raise NotFound("There is no such session in this forum.")
    return freeze_some(replace(draft, forum=replace(draft.forum, show_invited=True)), {key})


def plan_of(session: SessionEntry) -> Plan:
    """What is to come, from the programme. Talks without minutes share what the others leave."""
    starts_at, ends_at = _instant(session.starts_at), _instant(session.ends_at)
    if not session.talks:
        return Plan([Item(session.id, (session.minutes or UNKNOWN) * MINUTE)], starts_at, ends_at)
    known = sum(talk.minutes or 0 for talk in session.talks)
    open_ones = sum(1 for talk in session.talks if not talk.minutes)
    share = UNKNOWN_TALK
    if open_ones and session.minutes:
        share = max(LEAST // MINUTE, (session.minutes - known) // open_ones)
    items = [
        Item(talk.id, (talk.minutes or share) * MINUTE, talk.kind == TalkKind.DISCUSSION) for talk in session.talks
    ]
    return Plan(items, starts_at, ends_at)


def _instant(moment: datetime | None) -> int | None:
    return round(moment.timestamp() * 1000) if moment else None


def speakers_of(session: SessionEntry, item: str) -> list[str]:
    """Who speaks in an item, by id; in a session without talks all who are on its stage."""
    talk = next((each for each in session.talks if each.id == item), None)
    if talk is not None:
        return [speaker.person for speaker in talk.speakers]
    return on_stage(session) if item == session.id else []


def on_stage(session: SessionEntry) -> list[str]:
    return list(dict.fromkeys(part.person for part in session.cast if part.role in STAGE))


def in_order(questions: list[KeyQuestion], run: Run) -> list[KeyQuestion]:
    """The questions as the moderator ordered them; new ones at the end."""
    places = {key: place for place, key in enumerate(run.order)}
    return sorted(questions, key=lambda question: places.get(question.id, len(places)))


def put_to(material: RunMaterial, question: KeyQuestion, item: str) -> list[str]:
    """Whom a question is put to in an item, by id: those it is meant for who speak there, else those it is meant for
    (kept for an item that isn't theirs), else all who speak there; empty for everybody."""
    speakers = speakers_of(material.session, item)
    meant = [person for person in material.speakers if person in question.to]
    return [person for person in speakers if person in meant] or meant or speakers


def items_of(material: RunMaterial, question: KeyQuestion) -> list[str]:
    """The items in which a question is put unless it is kept for one: those of whom it is meant for. One for somebody on
    the stage, or for everybody, that no item would have otherwise is put wherever nobody is named, else at the end."""
    if question.to and not any(person in question.to for person in material.speakers):
        return []
    speakers = {item.id: speakers_of(material.session, item.id) for item in material.plan.items}
    theirs = [
        item
        for item, people in speakers.items()
        if people and (not question.to or any(person in question.to for person in people))
    ]
    return theirs or [item for item, people in speakers.items() if not people] or list(speakers)[-1:]


def questions_in(material: RunMaterial, run: Run, item: str) -> list[KeyQuestion]:
    """What is put in an item: what was assigned to it, and else what belongs to it by whom it is meant for. One that was
    kept for an item that is gone belongs where it did before."""
    here = {each.id for each in material.plan.items}

    def is_put(question: KeyQuestion) -> bool:
        kept = run.assigned.get(question.id)
        return kept == item if kept in here else item in items_of(material, question)

    return [question for question in in_order(material.questions, run) if is_put(question)]


@dataclass(frozen=True)
class NextQuestion:
    """What is to be asked next in an item: the ``number`` of so many ``in_all``."""

    question: KeyQuestion
    number: int
    in_all: int


def next_question(material: RunMaterial, run: Run, item: str) -> NextQuestion | None:
    """The first question of an item that was not asked in it yet; None where all were."""
    all_of_it = questions_in(material, run, item)
    for number, question in enumerate(all_of_it, 1):
        if f"{question.id} {item}" not in run.asked:
            return NextQuestion(question, number, len(all_of_it))
    return None
