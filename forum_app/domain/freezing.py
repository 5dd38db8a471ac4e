"""Freezing a draft into the content of a release: choose what is public, work out instants, put in order."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from forum_app.domain.draft import Draft, Person, Session, Talk
from forum_app.domain.draft_parts import Part, Role
from forum_app.domain.release import (
    CastEntry,
    Content,
    Day,
    FocalPoint,
    ForumEntry,
    OrganisationEntry,
    PersonEntry,
    RegistrationEntry,
    RoomEntry,
    SessionEntry,
    SpeakerEntry,
    TalkEntry,
    ThemeEntry,
)
from forum_app.domain.remembering import Remembered
from forum_app.domain.texts import folded, pick
from forum_app.domain.times import conference_day, in_zone, instant, with_offset
from forum_app.domain.vocabularies import Audience, RoleKind, RoleState, SessionStatus, ThemeColour

Fields = dict[str, Any]
SortKey = Callable[[str, str], Any]
_COLOURS = list(ThemeColour)


def by_folded_name(name: str, language: str) -> tuple[str, str]:
    """The plain sort key: case and accents folded, then the name itself."""
    return folded(name), name


def freeze(draft: Draft, sort_key: SortKey = by_folded_name, remembered: Remembered | None = None) -> Content:
    """What of a draft is public, as the content of a release. Raises SkippedHour or UnknownZone for times that aren't.

    Draft sessions are left out; confirmed people are named, invited ones only where the forum says so. ``remembered``:
    what came of the things of the last draft, so that only those that are others now are frozen anew.
    """
    forum, kept = draft.forum, remembered or Remembered()
    kept.begin()
    sessions = _sessions(draft, kept)
    sessions.sort(key=_order)
    fields = _public(forum)
    named = _named(sessions, [role.person for role in _shown(forum.roles, draft)])
    people = [person for person in draft.people if person.id in named]
    shown = [kept.of_thing(person, (), "entry", partial(_person, person)) for person in people]
    kept.end()
    return Content(
        forum=_forum(draft, fields),
        days=_days(sessions, draft),
        themes=[_theme(_public(theme), index) for index, theme in enumerate(draft.themes)],
        rooms=[msgspec.convert(_with_public_link(_public(room)), RoomEntry) for room in draft.rooms],
        organisations=[msgspec.convert(_public(item), OrganisationEntry) for item in draft.organisations],
        people=shown,
        people_by_language={
            language: [
                person.id
                for person in sorted(
                    people,
                    key=lambda person: sort_key(
                        f"{person.family_name} {person.given_name}".strip()
                        or pick(person.name, language, forum.languages),
                        language,
                    ),
                )
            ]
            for language in forum.languages
        },
        sessions=sessions,
    )


def freeze_some(draft: Draft, keys: Collection[str]) -> Content:
    """Some sessions, as those see them who are asked to take part: as ``freeze``, and what is a draft yet as tentative."""
    chosen = [session for session in draft.sessions if session.id in keys]
    return freeze(replace(draft, sessions=[_at_least_tentative(session) for session in chosen]))


def _at_least_tentative(session: Session) -> Session:
    is_draft = session.status == SessionStatus.DRAFT
    return replace(session, status=SessionStatus.TENTATIVE) if is_draft else session


def _sessions(draft: Draft, kept: Remembered) -> list[SessionEntry]:
    context = (draft.forum.zone, draft.forum.show_invited)  # what else a session's entry follows from
    return [
        kept.of_thing(session, context, "entry", partial(_session, session, draft))
        for session in draft.sessions
        if session.status != SessionStatus.DRAFT
    ]


def _person(person: Person) -> PersonEntry:
    return msgspec.convert(_public(person), PersonEntry)


def _order(session: SessionEntry) -> tuple[bool, float]:
    return session.starts_at is None, session.starts_at.timestamp() if session.starts_at else 0.0


def _public(thing: Part) -> Fields:
    """A thing as plain data: without fingerprints of translations, its private part and links that lead nowhere."""
    data: Fields = msgspec.to_builtins(thing)
    data.pop("private", None)
    for name in ("photo", "floor_plan"):
        if data.get(name):  # the picture that it was cut out of shows what was to be left out
            data[name] = {key: data[name][key] for key in ("file", "alt") if key in data[name]}
    if "links" in data:
        data["links"] = [link for link in data["links"] if link.get("url")]
    return {key: _without_fingerprints(value) for key, value in data.items()}


def _without_fingerprints(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_fingerprints(item) for key, item in value.items() if "@" not in key and item != ""}
    if isinstance(value, list):
        return [_without_fingerprints(item) for item in value]
    return value


def _with_public_link(data: Fields) -> Fields:
    """Leaves out the link of an online place that is not marked public, and a place that says nothing at all."""
    online = data.get("online")
    if online is not None and not (online.get("platform") or online.get("url")):
        data["online"] = None
    elif online and not online.get("public"):
        data["online"] = {"platform": online.get("platform", "")}
    return data


def _for_everyone(data: Fields) -> Fields:
    data["materials"] = [
        item for item in data.get("materials", []) if item.get("audience", Audience.EVERYONE) == Audience.EVERYONE
    ]
    return data


def _forum(draft: Draft, fields: Fields) -> ForumEntry:
    forum = draft.forum
    _for_everyone(_with_public_link(fields))
    venue, first = forum.venue, forum.languages[0]
    if venue is not None and venue.city.get(first) == venue.name.get(first):
        fields["venue"].pop("city", None)  # a place that is called by its city says it once, in every language
    plan = forum.registration
    registration = RegistrationEntry()
    if plan is not None:
        moments = {name: getattr(plan, name) for name in ("opens_at", "closes_at")}
        instants = {name: instant(wall, forum.zone) if wall else None for name, wall in moments.items()}
        registration = msgspec.convert({**_public(plan), **instants}, RegistrationEntry)
    fields.pop("registration", None)
    fields["day_starts_at"] = forum.day_starts_at
    fields["accent"] = forum.accent
    fields["focal_points"] = [
        FocalPoint(
            person=role.person,
            responsible_for={key: text for key, text in role.responsible_for.items() if "@" not in key},
            contact=role.contact,
        )
        for role in _shown(forum.roles, draft)
        if role.role == RoleKind.FOCAL_POINT
    ]
    entry = msgspec.convert(fields, ForumEntry)
    return msgspec.structs.replace(entry, registration=registration)


def _theme(data: Fields, index: int) -> ThemeEntry:
    return msgspec.convert({"colour": _COLOURS[index % len(_COLOURS)], **data}, ThemeEntry)


def _shown(roles: Iterable[Role], draft: Draft) -> list[Role]:
    return [role for role in roles if _is_shown(role.state, draft)]


def _is_shown(state: RoleState, draft: Draft) -> bool:
    return state == RoleState.CONFIRMED or (state == RoleState.INVITED and draft.forum.show_invited)


def _named(sessions: Iterable[SessionEntry], others: Iterable[str]) -> set[str]:
    named = set(others)
    for session in sessions:
        named.update(part.person for part in session.cast)
        named.update(speaker.person for talk in session.talks for speaker in talk.speakers)
    return named


def _session(session: Session, draft: Draft) -> SessionEntry:
    fields = _for_everyone(_with_public_link(_public(session)))
    for name in ("roles", "talks", "start", "fold", "sign_up"):
        fields.pop(name, None)
    starts_at = ends_at = None
    if session.start is not None and session.minutes is not None:
        starts_at = instant(session.start, draft.forum.zone, session.fold)
        ends_at = _after(starts_at, session.minutes, draft)
    return msgspec.convert(
        {
            "kind": session.kind,
            "status": session.status,
            "mode": session.mode,
            **fields,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "cast": [
                CastEntry(person=role.person, role=role.role, to_be_confirmed=role.state == RoleState.INVITED)
                for role in _shown(session.roles, draft)
            ],
            "talks": _talks(session.talks, starts_at, draft),
        },
        SessionEntry,
    )


def _after(starts_at: datetime, minutes: int, draft: Draft) -> datetime:
    """So many minutes later, with the offset that the forum's zone has then."""
    return with_offset(in_zone(starts_at + timedelta(minutes=minutes), draft.forum.zone))


def _talks(talks: list[Talk], starts_at: datetime | None, draft: Draft) -> list[TalkEntry]:
    """Times run from the session's start until the first talk without minutes; nothing later shows one."""
    entries = []
    at = starts_at
    for talk in talks:
        fields = _public(talk)
        fields["kind"] = talk.kind
        fields["starts_at"] = at
        fields["speakers"] = [
            SpeakerEntry(
                person=who.person,
                abstract={key: text for key, text in who.abstract.items() if "@" not in key and text},
                to_be_confirmed=who.state == RoleState.INVITED,
            )
            for who in talk.speakers
            if _is_shown(who.state, draft)
        ]
        entries.append(msgspec.convert(fields, TalkEntry))
        at = _after(at, talk.minutes, draft) if at is not None and talk.minutes else None
    return entries


def _days(sessions: list[SessionEntry], draft: Draft) -> list[Day]:
    days: dict[Any, list[str]] = {}
    for session in sessions:
        if session.starts_at is not None:
            days.setdefault(conference_day(session.starts_at, draft.forum.day_starts_at), []).append(session.id)
    return [Day(day=day, sessions=ids) for day, ids in sorted(days.items())]
