"""The lists of the programme: sessions, themes, rooms, key questions, materials, references, terms."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from forum_app import labels
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import RoleKind, SessionKind, SessionStatus
from forum_app.i18n import Words
from forum_app.models.forum import Reference, Room, Term, Theme
from forum_app.models.people import Role
from forum_app.models.programme import KeyQuestion, Material, Session, SessionTheme, Talk
from forum_app.services.listing import Reading, Row, Tag, counted, row_of_list

LATEST = datetime(9999, 1, 1)  # noqa: DTZ001 - wall time: what isn't scheduled stands last


def sessions(here: Reading) -> list[Row]:
    words = here.words
    rooms = {row.id: here.say(row.name) for row in here.all(Room, Room.name)}
    themes: dict[str, list[str]] = defaultdict(list)
    for parent, member in here.connection.execute(
        select(SessionTheme.parent, SessionTheme.member).where(SessionTheme.forum_id == here.forum.id)
    ):
        themes[parent].append(member)
    titles = {row.id: here.say(row.title) for row in here.all(Theme, Theme.title)}
    people = _people_of_sessions(here)
    here.filters.update(
        unscheduled=words.gettext("Not scheduled"),
        moderator=words.gettext("No moderator"),
        draft=words.gettext("Draft"),
        tentative=words.gettext("Tentative"),
        cancelled=words.gettext("Cancelled"),
    )
    columns = (Session.title, Session.kind, Session.status, Session.start, Session.minutes, Session.room)
    kinds = {kind: labels.session_kind(words, kind) for kind in SessionKind}
    statuses = {status: _status(words, status) for status in SessionStatus}
    days: dict[date, str] = {}
    found = []
    for row in here.all(Session, *columns):
        when = when_of(words, row.start, row.minutes, days)
        everybody = people.get(row.id, [])
        marks = {row.status.value} - {"confirmed"}
        marks |= {"unscheduled"} if row.start is None and row.status != SessionStatus.CANCELLED else set()
        marks |= {"moderator"} if row.kind != SessionKind.BREAK and RoleKind.MODERATOR not in everybody else set()
        cells = (when, rooms.get(row.room or "", ""), kinds[row.kind], str(len(everybody) or ""))
        order = (row.start or LATEST, folded(cells[1]), folded(cells[2]), len(everybody))
        tags = (*(Tag(titles[key], theme=key) for key in themes[row.id] if key in titles), *statuses[row.status])
        found.append(row_of_list(row.id, here.say(row.title), cells, order, tags=tags, marks=frozenset(marks)))
    return sorted(found, key=lambda row: row.order[1])


def _status(words: Words, status: SessionStatus) -> tuple[Tag, ...]:
    tones = {
        SessionStatus.DRAFT: Tag(words.gettext("Draft")),
        SessionStatus.TENTATIVE: Tag(words.gettext("Tentative"), "warn"),
        SessionStatus.CANCELLED: Tag(words.gettext("Cancelled"), "bad"),
    }
    return (tones[status],) if status in tones else ()


def when_of(words: Words, start: datetime | None, minutes: int | None, days: dict[date, str]) -> str:
    """When a session is, in a line. ``days`` holds those that were said already: thousands of sessions are on a few."""
    if start is None:
        return words.gettext("Not scheduled")
    end = start + timedelta(minutes=minutes or 0)
    day = days.get(start.date()) or days.setdefault(start.date(), words.short_day(start.date()))
    return words.comma.join((day, words.times(start, end)))


def _people_of_sessions(here: Reading) -> dict[str, list[RoleKind]]:
    """Which parts people have in each session, its talks included."""
    found: dict[str, list[RoleKind]] = defaultdict(list)
    session = func.coalesce(Role.session_id, Talk.parent)
    query = select(session, Role.role).outerjoin(Talk, Talk.id == Role.talk_id).where(Role.forum_id == here.forum.id)
    for key, role in here.connection.execute(query):
        found[key].append(role)
    return found


def themes(here: Reading) -> list[Row]:
    number = counted(here, SessionTheme.member, SessionTheme)
    return [
        row_of_list(row.id, here.say(row.title), (str(number.get(row.id, 0)),), (number.get(row.id, 0),), tags=(Tag("", theme=row.id),))
        for row in here.all(Theme, Theme.title)
    ]  # fmt: skip


def rooms(here: Reading) -> list[Row]:
    number = counted(here, Session.room, Session)
    return [
        row_of_list(
            row.id,
            here.say(row.name),
            (str(row.capacity or ""), row.building, str(number.get(row.id, 0))),
            (row.capacity or 0, folded(row.building), number.get(row.id, 0)),
        )
        for row in here.all(Room, Room.name, Room.capacity, Room.building)
    ]


def questions(here: Reading) -> list[Row]:
    sessions = {row.id: here.say(row.title) for row in here.all(Session, Session.title)}
    whole = here.words.gettext("The whole forum")
    return [
        row_of_list(row.id, here.say(row.text), (sessions.get(row.session_id, whole),))
        for row in here.all(KeyQuestion, KeyQuestion.text, KeyQuestion.session_id)
    ]


def materials(here: Reading) -> list[Row]:
    sessions = {row.id: here.say(row.title) for row in here.all(Session, Session.title)}
    whole = here.words.gettext("The whole forum")
    columns = (Material.title, Material.kind, Material.session_id)
    return [
        row_of_list(row.id, here.say(row.title), (labels.material_kind(here.words, row.kind), sessions.get(row.session_id, whole)))
        for row in here.all(Material, *columns)
    ]  # fmt: skip


def references(here: Reading) -> list[Row]:
    return [
        row_of_list(row.id, here.say(row.title), (str(row.year or ""), row.number), (row.year or 0, folded(row.number)))
        for row in here.all(Reference, Reference.title, Reference.year, Reference.number)
    ]


def terms(here: Reading) -> list[Row]:
    return [
        row_of_list(row.id, here.say(row.acronym), (here.say(row.expansion),))
        for row in here.all(Term, Term.acronym, Term.expansion)
    ]
