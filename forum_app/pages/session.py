"""The page of one session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.errors import NotFound
from forum_app.domain.places import online_url
from forum_app.domain.release import SessionEntry
from forum_app.domain.times import conference_day
from forum_app.domain.vocabularies import Mode, RoleKind
from forum_app.pages import calendar_links, frame, structured
from forum_app.pages.files import concept_notes, material_files
from forum_app.pages.partners import alliance_links
from forum_app.pages.people import Who
from forum_app.pages.rendering import fragment, rendered
from forum_app.pages.sessions import TalkView, cast_of, session_view, talk_views
from forum_app.pages.view import View

MOST_ABOUT = 420  # characters of a summary beside the programme


@dataclass(frozen=True)
class Tag:
    icon: str
    label: str


@dataclass(frozen=True)
class Group:
    """People with one role in the session."""

    label: str
    people: list[Who]


@dataclass(frozen=True)
class Online:
    label: str
    address: str


def session_page(view: View, key: str) -> str:
    session = found(view, key)
    item = session_view(view, session)
    head = frame.frame(
        view,
        view.at.session(session.id),
        view.plain(session.title),
        section="agenda",
        description=view.summary(session.summary) or view.summary(session.objectives),
        structured=structured.session_event(view, session),
    )
    return rendered(
        "public/session.html",
        view,
        head,
        session=session,
        item=item,
        texts=[  # in the order in which they stand, so that their footnotes are numbered in it
            ("", view.rich(session.summary, 2)),
            (view.words.gettext("Objectives"), view.rich(session.objectives, 3)),
            (view.words.gettext("Expected outcomes"), view.rich(session.expected_outcomes, 3)),
        ],
        day_link=_day_link(view, session),
        room_address=_room_address(view, session),
        tags=_tags(view, session, item.kind, item.languages),
        alliances=_alliances(view, session),
        talks=talk_views(view, session),
        cast=_cast(view, session),
        files=concept_notes(view, session) + material_files(view, session.materials),
        calendar=calendar_links.for_session(view, session),
        where=_where(view, session),
        online=_online(view, session),
    )


@dataclass(frozen=True)
class Stage:
    """A talk of the drawer; ``until`` says when its time is over, where that is known."""

    view: TalkView
    ends_at: datetime | None
    until: str


def session_drawer(view: View, key: str) -> str:
    """What the programme's drawer shows of a session: a fragment, of which the session's page says everything."""
    session = found(view, key)
    item = session_view(view, session)
    talks = talk_views(view, session, full=False)
    return fragment(
        "public/_session.html",
        view,
        session=session,
        item=item,
        moderators=cast_of(view, session, RoleKind.MODERATOR, role=view.words.gettext("Moderator")),
        room_address=_room_address(view, session),
        building=_building(view, session.room or "") if _room_address(view, session) else "",
        where=_where(view, session),
        online=_online(view, session),
        tags=_tags(view, session, item.kind, item.languages),
        about=view.summary(session.summary, MOST_ABOUT),
        talks=_stages(view, session, talks),
        speakers=[] if any(talk.people for talk in talks) else item.people,
        calendar=calendar_links.for_session(view, session),
    )


def _room_address(view: View, session: SessionEntry) -> str:
    """The programme of the session's room, for one that is held in a room."""
    if session.room not in view.content.room or session.mode == Mode.ONLINE:
        return ""
    return view.links.page(view.at.agenda(), room=session.room or "")


def _building(view: View, key: str) -> str:
    """Building, venue and city of a room."""
    venue = view.forum.venue
    parts = [view.content.room[key].building, *((view.plain(venue.name), view.plain(venue.city)) if venue else ())]
    return view.words.listed(dict.fromkeys(parts))


def _stages(view: View, session: SessionEntry, talks: list[TalkView]) -> list[Stage]:
    """Each talk until its minutes are over; a last one without minutes until the session ends."""
    stages = []
    for talk in talks:
        start, minutes = talk.talk.starts_at, talk.talk.minutes
        last = session.ends_at if talk is talks[-1] else None
        end = (start + timedelta(minutes=minutes) if minutes else last) if start else None
        stages.append(Stage(talk, end, view.words.time(end) if end else ""))
    return stages


def found(view: View, key: str) -> SessionEntry:
    session = view.content.session.get(key)
    if session is None:
        raise NotFound("There is no such session in this forum.")
    return session


def _alliances(view: View, session: SessionEntry) -> list[Markup]:
    """The session's alliances that none of its talks names."""
    spoken_for = {key for talk in session.talks for key in talk.alliances}
    return alliance_links(view, [key for key in session.alliances if key not in spoken_for])


def _day_link(view: View, session: SessionEntry) -> str:
    if session.starts_at is None or len(view.content.days) < 2:
        return ""
    day = conference_day(session.starts_at, view.forum.day_starts_at)
    return view.links.page(view.at.agenda(), day=day.isoformat())


def _tags(view: View, session: SessionEntry, kind: str, languages: str) -> list[Tag]:
    word = view.words
    names = [labels.session_kind(word, session.kind)] if session.label else []
    tags = [Tag("users", label) for label in [kind, *names] if label]
    if session.minutes:
        tags.append(Tag("clock", word.minutes(session.minutes)))
    tags.append(Tag("video" if session.mode == Mode.ONLINE else "map-pin", labels.mode(word, session.mode)))
    if languages:
        tags.append(Tag("languages", languages))
    if session.interpretation:
        names = [word.language_name(code) for code in session.interpretation]
        tags.append(Tag("headphones", word.gettext("Interpretation into %(languages)s", languages=word.joined(names))))
    if session.captions:
        names = [word.language_name(code) for code in session.captions]
        tags.append(Tag("captions", word.gettext("Captions in %(languages)s", languages=word.joined(names))))
    if session.sign_languages:
        tags.append(Tag("hand", word.joined(session.sign_languages)))
    if session.capacity:
        tags.append(Tag("users", word.ngettext("%(num)d place", "%(num)d places", session.capacity)))
    return tags


def _cast(view: View, session: SessionEntry) -> list[Group]:
    """Those with a role beside the moderator, by role."""
    groups = []
    for role in (RoleKind.SPEAKER, RoleKind.PANELLIST, RoleKind.RAPPORTEUR, RoleKind.INTERPRETER):
        people = cast_of(view, session, role)
        if people:
            groups.append(Group(_role_heading(view, role), people))
    return groups


def _role_heading(view: View, role: RoleKind) -> str:
    return {
        RoleKind.SPEAKER: view.words.gettext("Speakers"),
        RoleKind.PANELLIST: view.words.gettext("Panellists"),
        RoleKind.RAPPORTEUR: view.words.gettext("Rapporteurs"),
        RoleKind.INTERPRETER: view.words.gettext("Interpreters"),
    }[role]


def _where(view: View, session: SessionEntry) -> Markup:
    """Where in its building the room is, for how many, and what is in it; the building itself is in the place."""
    room = view.content.room.get(session.room or "")
    if room is None:
        return Markup("")
    seats = view.words.ngettext("room for %(num)d person", "room for %(num)d people", room.capacity or 0)
    parts = [view.isolated(room.where) if room.where else "", seats if room.capacity else ""]
    parts.append(Markup("<bdi>{}</bdi>").format(room.equipment) if room.equipment else "")
    return Markup.escape(view.words.comma).join(part for part in parts if part)


def _online(view: View, session: SessionEntry) -> Online | None:
    """The online place; its link only where the organiser made it public."""
    if session.mode == Mode.IN_PERSON:
        return None
    room = view.content.room.get(session.room or "")
    places = [session.online, room.online if room else None, view.forum.online]
    platform = next((place.platform for place in places if place and place.platform), "")
    address = online_url(view.content, session)
    if not platform and not address:
        return None
    return Online(platform or view.words.gettext("Join online"), address)
