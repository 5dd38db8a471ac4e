"""The public agenda as JSON for other programs; ``docs/agenda-json.md`` describes it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from forum_app.addresses import Addresses
from forum_app.domain.places import online_url, place_of
from forum_app.domain.release import Content, Release, SessionEntry, TalkEntry
from forum_app.domain.texts import Text, pick, readable
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleKind

VERSION = 1
_ON_STAGE = (RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.PANELLIST, RoleKind.RAPPORTEUR)
Fields = dict[str, Any]


def agenda_json(release: Release, language: str, sessions: Collection[str] | None, addresses: Addresses) -> bytes:
    """The agenda in one language, all of it or the sessions whose ids are in ``sessions``.

    ``addresses`` are absolute. The same release gives the same bytes: keys keep their order, nothing is of today.
    """
    return msgspec.json.format(msgspec.json.encode(_Agenda(release, language, addresses).fields(sessions)), indent=1)


class _Agenda:
    def __init__(self, release: Release, language: str, addresses: Addresses) -> None:
        self.release = release
        self.content: Content = release.content
        self.language = language
        self.addresses = addresses
        cast = {key for session in self.content.sessions for key in session.people(*_ON_STAGE)}
        talks = [talk for session in self.content.sessions for talk in session.talks]
        self.with_page = cast | {who.person for talk in talks for who in talk.speakers}

    def fields(self, chosen: Collection[str] | None) -> Fields:
        content = self.content
        sessions = [session for session in content.sessions if chosen is None or session.id in chosen]
        shown = {session.id for session in sessions}
        days = [(entry.day, [key for key in entry.sessions if key in shown]) for entry in content.days]
        return {
            "version": VERSION,
            "language": self.language,
            "release": self.release.number,
            "published_at": self._at(self.release.published_at),
            "forum": self._forum(),
            "days": [{"day": day, "sessions": keys} for day, keys in days if keys],
            "rooms": [
                {"id": room.id, "name": self._text(room.name), "building": room.building} for room in content.rooms
            ],
            "themes": [{"id": theme.id, "title": self._text(theme.title)} for theme in content.themes],
            "sessions": [self._session(session) for session in sessions],
        }

    def _forum(self) -> Fields:
        forum = self.content.forum
        venue = forum.venue
        return {
            "id": forum.id,
            "title": self._text(forum.title),
            "theme": self._text(forum.theme),
            "first_day": forum.first_day,
            "last_day": forum.last_day,
            "zone": forum.zone,
            "venue": {
                "name": self._text(venue.name),
                "address": self._text(venue.address),
                "city": self._text(venue.city),
                "country": venue.country,
                "latitude": venue.latitude,
                "longitude": venue.longitude,
            }
            if venue
            else None,
            "languages": forum.languages,
            "url": self.addresses.forum(),
            "agenda_url": self.addresses.agenda(),
            "calendar_url": self.addresses.agenda(".ics", lang=self.language),
        }

    def _session(self, session: SessionEntry) -> Fields:
        return {
            "id": session.id,
            "title": self._text(session.title),
            "kind": session.kind,
            "label": self._text(session.label),
            "status": session.status,
            "start": self._at(session.starts_at),
            "end": self._at(session.ends_at),
            "minutes": session.minutes,
            "room": session.room,
            "place": place_of(self.content, session, self.language),
            "mode": session.mode,
            "online_url": online_url(self.content, session),
            "summary": readable(self._text(session.summary)),
            "languages": session.languages,
            "interpretation": session.interpretation,
            "captions": session.captions,
            "sign_languages": session.sign_languages,
            "themes": session.themes,
            "people": [
                {**self._person(part.person), "role": part.role, "to_be_confirmed": part.to_be_confirmed}
                for part in session.cast
                if part.person in self.content.person
            ],
            "talks": [self._talk(talk) for talk in session.talks],
            "links": [{"url": link.url, "label": self._text(link.label)} for link in session.links],
            "url": self.addresses.session(session.id),
            "calendar_url": self._calendar_url(session),
        }

    def _talk(self, talk: TalkEntry) -> Fields:
        return {
            "id": talk.id,
            "title": self._text(talk.title),
            "kind": talk.kind,
            "start": self._at(talk.starts_at),
            "minutes": talk.minutes,
            "abstract": readable(self._text(talk.abstract)),
            "themes": talk.themes,
            "speakers": [
                {**self._person(who.person), "to_be_confirmed": who.to_be_confirmed}
                for who in talk.speakers
                if who.person in self.content.person
            ],
        }

    def _person(self, key: str) -> Fields:
        person = self.content.person[key]
        return {
            "id": person.id,
            "name": self._text(person.name),
            "honorific": self._text(person.honorific),
            "posts": [
                {
                    "title": self._text(post.title),
                    "organisation": self._text(organisation.name)
                    if (organisation := self.content.organisation.get(post.organisation or ""))
                    else "",
                }
                for post in person.posts
            ],
            "url": self.addresses.speaker(person.id) if person.id in self.with_page else None,
        }

    def _calendar_url(self, session: SessionEntry) -> str | None:
        """None for a session without a time: it is in no calendar."""
        return f"{self.addresses.session(session.id, '.ics')}?lang={self.language}" if session.starts_at else None

    def _text(self, text: Text) -> str:
        return pick(text, self.language, self.content.forum.languages)

    def _at(self, moment: datetime | None) -> str | None:
        """With the offset that the forum's zone has then: 2022-09-13T10:30:00+07:00."""
        return in_zone(moment, self.content.forum.zone).isoformat() if moment else None
