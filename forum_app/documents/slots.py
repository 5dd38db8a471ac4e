"""When and where sessions are, how one takes part and in which languages, in the words of a document."""

from collections.abc import Iterable
from datetime import date

from forum_app.domain.places import places_of, within_venue
from forum_app.domain.release import Content, ForumEntry, SessionEntry
from forum_app.domain.vocabularies import Mode
from forum_app.i18n import Words


class Slots:
    """What a reader of a release asks about the slots of its sessions."""

    content: Content
    forum: ForumEntry
    language: str
    words: Words

    def when(self, session: SessionEntry) -> tuple[str, str]:
        """Day and times of a session: Tuesday 13 September 2022 | 10:30–11:50; the second is empty without a start."""
        if session.starts_at is None:
            return self.words.gettext("Time to be announced"), ""
        if session.ends_at is None:
            return self.words.day(session.starts_at.date()), self.words.time(session.starts_at)
        return self.words.day(session.starts_at.date()), self.words.times(session.starts_at, session.ends_at)

    def hours(self, session: SessionEntry, day: date | None) -> tuple[str, str]:
        """The same under a heading that says the day: 10:30–11:50; the day before it only where it is another, as after
        midnight."""
        said, times = self.when(session)
        if session.starts_at is None:
            return "", ""
        return ("" if session.starts_at.date() == day else said), times

    def by_day(self, sessions: Iterable[SessionEntry]) -> list[tuple[date | None, str, list[SessionEntry]]]:
        """Sessions by conference day, with the day in words; those without a time last."""
        days = {key: entry.day for entry in self.content.days for key in entry.sessions}
        found: dict[date | None, list[SessionEntry]] = {}
        for session in sessions:
            found.setdefault(days.get(session.id), []).append(session)
        order = sorted(found, key=lambda day: day or date.max)
        untimed = self.words.gettext("Time to be announced")
        return [(day, self.words.day(day) if day else untimed, found[day]) for day in order]

    def room(self, session: SessionEntry) -> str:
        """Where a session is within the venue; what is only online and in no room is on its platform."""
        return self.words.listed(within_venue(self.content, session, self.language))

    def zone(self, session: SessionEntry | None = None) -> str:
        """Bangkok time (UTC+7), as it is at the session's start or in the whole forum, a change of the clocks included."""
        starts = [item.starts_at for item in ([session] if session else self.content.sessions) if item.starts_at]
        return self.words.zone_over(self.forum.zone, starts) if starts else ""

    def place(self, session: SessionEntry) -> str:
        return self.words.listed(places_of(self.content, session, self.language))

    def mode(self, session: SessionEntry) -> str:
        gettext = self.words.gettext
        return {
            Mode.IN_PERSON: "",
            Mode.ONLINE: gettext("online only"),
            Mode.HYBRID: gettext("in the room and online"),
        }[session.mode]

    def spoken(self, session: SessionEntry) -> str:
        """In English, with interpretation into French; captions in English, and sign languages by their names."""
        gettext, named = self.words.gettext, self.words.language_name
        parts = []
        if session.languages:
            parts.append(
                gettext("in %(languages)s", languages=self.words.joined([named(code) for code in session.languages]))
            )
        if session.interpretation:
            names = self.words.joined([named(code) for code in session.interpretation])
            parts.append(gettext("interpretation into %(languages)s", languages=names))
        if session.captions:
            names = self.words.joined([named(code) for code in session.captions])
            parts.append(gettext("captions in %(languages)s", languages=names))
        parts += session.sign_languages
        return self.words.comma.join(parts)
