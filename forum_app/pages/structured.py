"""What search engines read beside a page: the forum and its sessions as schema.org events in JSON-LD."""

import json
from typing import Any

from markupsafe import Markup

from forum_app.domain.draft_parts import PartOf
from forum_app.domain.places import online_url
from forum_app.domain.release import SessionEntry
from forum_app.domain.vocabularies import Mode, Partnership, RoleKind, SessionKind
from forum_app.pages.people import is_unsure
from forum_app.pages.view import View

Data = dict[str, Any]
MOST_SUB_EVENTS, MOST_PERFORMERS = 100, 50
ATTENDANCE = {
    Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
ORGANISING = (Partnership.ORGANISER, Partnership.CO_ORGANISER, Partnership.HOST)


def forum_event(view: View) -> Markup:
    """The forum with its dated sessions as parts; a forum of one session takes that session's time."""
    forum = view.forum
    dated = [session for session in view.content.sessions if session.starts_at]
    first, last = dated[:1], max(dated, key=lambda session: session.ends_at or session.starts_at or 0, default=None)
    data = _event(view, view.plain(forum.title), view.at.forum(), view.opening(forum.summary, 500))
    data["startDate"] = first[0].starts_at.isoformat() if first and first[0].starts_at else forum.first_day.isoformat()
    data["endDate"] = last.ends_at.isoformat() if last and last.ends_at else forum.last_day.isoformat()
    live = [session for session in view.content.sessions if not session.is_cancelled]
    cancelled = bool(view.content.sessions) and not live
    data["eventStatus"] = "https://schema.org/" + ("EventCancelled" if cancelled else "EventScheduled")
    modes = {session.mode for session in live} or {Mode.ONLINE if forum.online and not forum.venue else Mode.IN_PERSON}
    data["eventAttendanceMode"] = ATTENDANCE[modes.pop() if len(modes) == 1 else Mode.HYBRID]
    data["location"] = _locations(view, None)
    data["image"] = view.links.whole(view.links.file(view.at.card()))
    sure = [key for key in view.parts if not is_unsure(view, key)]
    if sure:
        data["performer"] = [_person(view, key) for key in sure[:MOST_PERFORMERS]]
    parts = [session for session in dated if session.kind != SessionKind.BREAK]
    if parts:
        data["subEvent"] = [_session(view, session) for session in parts[:MOST_SUB_EVENTS]]
    if forum.part_of:
        data["superEvent"] = _host(view, forum.part_of)
    return _script(data)


def _host(view: View, host: PartOf) -> Data:
    """The event that the forum is part of."""
    dates = {"startDate": host.first_day or host.last_day, "endDate": host.last_day or host.first_day}
    data: Data = {"@type": "Event", "name": view.plain(host.name)}
    data |= {"url": host.url} if host.url else {}
    return data | {name: day.isoformat() for name, day in dates.items() if day}


def session_event(view: View, session: SessionEntry) -> Markup:
    """One session, as a part of its forum. Nothing for one without a time, for an event needs a start, or for a
    break."""
    if session.starts_at is None or session.kind == SessionKind.BREAK:
        return Markup("")
    data = _session(view, session)
    data["superEvent"] = {
        "@type": "Event",
        "name": view.plain(view.forum.title),
        "url": view.links.canonical(view.at.forum(), view.language),
        "startDate": view.forum.first_day.isoformat(),
        "endDate": view.forum.last_day.isoformat(),
        "location": _locations(view, None),
    }
    return _script(data)


def _session(view: View, session: SessionEntry) -> Data:
    path = view.at.session(session.id)
    data = _event(view, view.plain(session.title), path, view.summary(session.summary, 500))
    if session.starts_at and session.ends_at:
        data["startDate"] = session.starts_at.isoformat()
        data["endDate"] = session.ends_at.isoformat()
    data["eventStatus"] = "https://schema.org/" + ("EventCancelled" if session.is_cancelled else "EventScheduled")
    data["eventAttendanceMode"] = ATTENDANCE[session.mode]
    data["location"] = _locations(view, session)
    cast = [part for part in session.cast if part.role != RoleKind.INTERPRETER]
    people = [part.person for part in cast if not part.to_be_confirmed]
    people += [who.person for talk in session.talks for who in talk.speakers if not who.to_be_confirmed]
    performers = [_person(view, key) for key in dict.fromkeys(people) if key in view.content.person]
    if performers:
        data["performer"] = performers
    if session.languages:
        data["inLanguage"] = session.languages
    return data


def _event(view: View, name: str, path: str, description: str) -> Data:
    data: Data = {"@type": "Event", "name": name, "url": view.links.canonical(path, view.language)}
    if description:
        data["description"] = description
    organisers = [
        {"@type": "Organization", "name": view.organisation_name(partner.organisation)}
        for partner in view.forum.partners
        if partner.kind in ORGANISING and partner.organisation in view.content.organisation
    ]
    if organisers:
        data["organizer"] = organisers
    return data


def _person(view: View, key: str) -> Data:
    person = view.content.person[key]
    data: Data = {"@type": "Person", "name": view.plain(person.name)}
    if person.posts:
        first = person.posts[0]
        if view.plain(first.title):
            data["jobTitle"] = view.plain(first.title)
        if first.organisation in view.content.organisation:
            data["affiliation"] = {"@type": "Organization", "name": view.organisation_name(first.organisation)}
    return data


def _locations(view: View, session: SessionEntry | None) -> list[Data]:
    """Where it happens: a place, an online place, or both."""
    found = []
    mode = session.mode if session else None
    if mode != Mode.ONLINE and view.forum.venue:
        found.append(_place(view, session))
    online = view.forum.online is not None if session is None else mode != Mode.IN_PERSON
    if online:
        address = online_url(view.content, session) if session else ""
        page = view.at.session(session.id) if session else view.at.forum()
        found.append({"@type": "VirtualLocation", "url": address or view.links.canonical(page, view.language)})
    return found


def _place(view: View, session: SessionEntry | None) -> Data:
    venue = view.forum.venue
    if venue is None:
        return {}
    room = view.content.room.get(session.room or "") if session else None
    names = [view.plain(room.name)] if room else []
    data: Data = {"@type": "Place", "name": view.words.comma.join([*names, view.plain(venue.name)])}
    address = {
        "@type": "PostalAddress",
        "streetAddress": view.plain(venue.address),
        "addressLocality": view.plain(venue.city),
        "addressCountry": venue.country,
    }
    data["address"] = {key: value for key, value in address.items() if value}
    if venue.latitude is not None and venue.longitude is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
    return data


def _script(data: Data) -> Markup:
    """The block itself; no ``<`` in it can end it early."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    for char, escape in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(char, escape)
    return Markup('<script type="application/ld+json">') + Markup(text) + Markup("</script>")  # noqa: S704 - escaped
