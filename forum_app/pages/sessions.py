"""Sessions and talks as pages show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.places import places_of
from forum_app.domain.release import SessionEntry, SpeakerEntry, TalkEntry, ThemeEntry
from forum_app.domain.texts import opening
from forum_app.domain.times import conference_day, in_zone
from forum_app.domain.vocabularies import Mode, RoleKind
from forum_app.pages.files import FileView, material_files
from forum_app.pages.partners import alliance_links
from forum_app.pages.people import Who, who
from forum_app.pages.view import View

_ON_STAGE = (RoleKind.SPEAKER, RoleKind.PANELLIST)


@dataclass(frozen=True)
class When:
    """A stretch of time in words. ``theirs`` is the reader's own time where it differs; ``note`` a later last day,
    ``next_day`` the date of a session after midnight, which lists show on the evening before."""

    starts_at: datetime
    ends_at: datetime
    day: str
    short_day: str
    start: str
    times: str
    until: str
    zone: str
    theirs: str = ""
    their_start: str = ""
    note: str = ""
    next_day: str = ""


@dataclass(frozen=True)
class Row:
    """A stretch of a talk on the rail: an abstract beside those whose it is."""

    abstract: Markup
    people: list[Who]


@dataclass(frozen=True)
class TalkView:
    """A talk on the rail. ``rows`` is its abstract, then each speaker's own; ``people`` all its speakers."""

    talk: TalkEntry
    title: Markup
    start: str
    minutes: str
    rows: list[Row]
    people: list[Who]
    themes: list[ThemeEntry]
    alliances: list[Markup]
    files: list[FileView]


@dataclass(frozen=True)
class SessionView:
    """A session as lists show it."""

    session: SessionEntry
    title: Markup
    kind: str
    when: When | None
    room: Markup
    place: str
    mode: str
    status: str
    themes: list[ThemeEntry]
    moderators: list[Who]
    people: list[Who]
    languages: str
    address: str


def when(view: View, session: SessionEntry) -> When | None:
    """None for a session without a time."""
    start, end = session.starts_at, session.ends_at
    if start is None or end is None:
        return None
    words = view.words
    after_midnight = conference_day(start, view.forum.day_starts_at) != start.date()
    theirs = view.reader_time(start, end)
    note = ""
    if end - start >= timedelta(hours=24):
        note = words.gettext("until %(day)s", day=words.day(end.date(), year=False))
    return When(
        starts_at=start,
        ends_at=end,
        day=opening(words.day(start.date())),
        short_day=words.day(start.date(), year=False),
        next_day=words.short_day(start.date()) if after_midnight else "",
        start=words.time(start),
        times=words.times(start, end),
        until=words.gettext("until %(time)s", time=words.time(end)),
        zone=view.zone_words(start),
        theirs=theirs,
        their_start=_their_start(view, start) if theirs else "",
        note=note,
    )


def _their_start(view: View, start: datetime) -> str:
    """05:30, or Mon 12 23:30 on another day, on the clocks of the zone that the reader chose."""
    there = in_zone(start, view.reader.zone or view.forum.zone)
    time = view.words.time(there)
    return time if there.date() == start.date() else f"{view.words.short_day(there.date())} {time}"


def kind(view: View, session: SessionEntry) -> str:
    """The session's own label, else the name of its kind."""
    return view.plain(session.label) or labels.session_kind(view.words, session.kind)


def themes_of(view: View, ids: list[str]) -> list[ThemeEntry]:
    return [view.content.theme[key] for key in ids if key in view.content.theme]


def all_themes(view: View, session: SessionEntry) -> list[ThemeEntry]:
    """A session's themes, then those of its talks."""
    ids = [*session.themes, *(key for talk in session.talks for key in talk.themes)]
    return themes_of(view, list(dict.fromkeys(ids)))


def room_name(view: View, session: SessionEntry) -> Markup:
    room = view.content.room.get(session.room or "")
    return view.isolated(room.name) if room else Markup("")


def place(view: View, session: SessionEntry) -> str:
    """Room, venue and city; "Online" beside them for what is hybrid, alone for what is online."""
    found = view.words.listed(places_of(view.content, session, view.language))
    if session.mode == Mode.IN_PERSON:
        return found
    online = view.words.gettext("Online")
    if session.mode == Mode.ONLINE or not found:
        return f"{found} ({online.lower()})" if found else online
    return view.words.gettext("%(place)s, and online", place=found)


def session_view(view: View, session: SessionEntry) -> SessionView:
    speakers = {part.person: part.to_be_confirmed for part in session.cast if part.role in _ON_STAGE}
    speakers |= {speaker.person: speaker.to_be_confirmed for talk in session.talks for speaker in talk.speakers}
    return SessionView(
        session=session,
        title=view.isolated(session.title),
        kind=kind(view, session),
        when=when(view, session),
        room=room_name(view, session),
        place=place(view, session),
        mode=labels.mode(view.words, session.mode),
        status=labels.status(view.words, session.status),
        themes=all_themes(view, session),
        moderators=cast_of(view, session, RoleKind.MODERATOR),
        people=[one for key, unsure in speakers.items() if (one := who(view, key, to_be_confirmed=unsure))],
        languages=view.words.joined([view.words.language_name(code) for code in session.languages]),
        address=view.links.page(view.at.session(session.id)),
    )


def cast_of(view: View, session: SessionEntry, kind: RoleKind, *, role: str = "") -> list[Who]:
    """Those with one role in a session, in order; ``role`` is the word for it, where it is shown beside them."""
    members = [part for part in session.cast if part.role == kind]
    found = (who(view, part.person, role=role, to_be_confirmed=part.to_be_confirmed) for part in members)
    return [person for person in found if person is not None]


def talk_views(view: View, session: SessionEntry, *, full: bool = True) -> list[TalkView]:
    """The session's talks; ``full`` with their abstracts, whose footnotes then belong to the page."""
    return [
        _talk_view(view, talk, _rows(view, talk) if full else [], material_files(view, session.materials, talk.id))
        for talk in session.talks
    ]


def _rows(view: View, talk: TalkEntry) -> list[Row]:
    shared = [speaker for speaker in talk.speakers if not view.plain(speaker.abstract)]
    own = [speaker for speaker in talk.speakers if view.plain(speaker.abstract)]
    rows = [Row(view.rich(talk.abstract, 4), _speakers(view, shared))]
    return rows + [Row(view.rich(speaker.abstract, 4), _speakers(view, [speaker])) for speaker in own]


def _talk_view(view: View, talk: TalkEntry, rows: list[Row], files: list[FileView]) -> TalkView:
    return TalkView(
        talk=talk,
        title=view.isolated(talk.title),
        start=view.words.time(talk.starts_at) if talk.starts_at else "",
        minutes=view.words.minutes(talk.minutes) if talk.minutes else "",
        rows=rows,
        people=_speakers(view, talk.speakers),
        themes=themes_of(view, talk.themes),
        alliances=alliance_links(view, talk.alliances),
        files=files,
    )


def _speakers(view: View, speakers: list[SpeakerEntry]) -> list[Who]:
    found = (who(view, speaker.person, to_be_confirmed=speaker.to_be_confirmed) for speaker in speakers)
    return [person for person in found if person is not None]
