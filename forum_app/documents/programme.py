"""The programme for print: one session or one short day on one page, more as a table that flows by day.

A long one comes in parts, cut between days where that will do, else where a new hour begins.
"""

import re
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from forum_app.branding import accent_values
from forum_app.documents.drawings import initials_address, qr
from forum_app.documents.fonts import stylesheet
from forum_app.documents.reading import Reading
from forum_app.documents.stretches import Line, Named, Stretch, parted
from forum_app.domain.draft_parts import KeyQuestion
from forum_app.domain.errors import NotFound
from forum_app.domain.release import Content, Day, PersonEntry, Release, SessionEntry, TalkEntry, Text
from forum_app.domain.texts import language_for, opening, readable
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleKind
from forum_app.templating import environment

DENSITIES = ("full", "leads", "no-abstracts", "no-portraits")
LONGEST_LEAD = 260
MOST_ON_ONE_PAGE = 12
_HANDS = (RoleKind.MODERATOR, RoleKind.PANELLIST, RoleKind.SPEAKER)


def fits_one_page(release: Release, day: date | None) -> bool:
    """Whether what is asked for is one session or one day of up to twelve items: then it is made to fit one page."""
    sessions = _chosen(release.content, day)
    days = {
        entry.day for entry in release.content.days for key in entry.sessions if key in {item.id for item in sessions}
    }
    return (
        len(days) <= 1
        and 0 < max(len(sessions), len(sessions[0].talks) if len(sessions) == 1 else 0) <= MOST_ON_ONE_PAGE
    )


def programme_html(
    release: Release, language: str, base_url: str, day: date | None = None, density: str = "full"
) -> str:
    """The programme of the forum or of one day, as HTML for print. ``density`` is one of DENSITIES.

    ``base_url`` is the site's public address. Raises NotFound for a day without sessions.
    """
    return _Programme(release, language, base_url, day, density).html()


def programme_parts(release: Release, language: str, base_url: str, day: date | None = None) -> list[str]:
    """The same in full, in as many parts as it takes to make each quickly; several bear no page numbers."""
    programme = _Programme(release, language, base_url, day, "full")
    parts = parted(programme.stretches, programme.reading) or [[]]
    if len(parts) == 1:
        return [programme.html()]
    ends = len(parts) - 1
    return [programme.html(part, first=at == 0, last=at == ends) for at, part in enumerate(parts)]


class _Programme:
    """All that the page shows, gathered once for all parts."""

    def __init__(self, release: Release, language: str, base_url: str, day: date | None, density: str) -> None:
        self.reading = reading = Reading(release, language, base_url)
        sessions = _chosen(release.content, day)
        if day is not None and not sessions:
            raise NotFound("There is no session on this day.")
        self.density = density
        self.only = only = sessions[0] if len(sessions) == 1 else None
        query = {"day": day.isoformat()} if day else {}
        self.address = reading.addresses.session(only.id) if only else reading.addresses.agenda(**query)
        self.sub = _sub(reading, only, day)
        self.stretches = _stretches(reading, sessions, only, density)

    def html(self, part: list[Stretch] | None = None, *, first: bool = True, last: bool = True) -> str:
        """The document, or one part of it: the first has the title, the last what stands at the end."""
        reading, only, words = self.reading, self.only, self.reading.words
        return (
            environment()
            .get_template("documents/programme.html")
            .render(
                r=reading,
                words=words,
                title=reading.title(only) if only else reading.text(reading.forum.title),
                only=only,
                sub=self.sub,
                moderators=_cast(reading, only, (RoleKind.MODERATOR,)) if only else [],
                stretches=self.stretches if part is None else part,
                numbered=part is None,
                first=first,
                last=last,
                questions=_questions(reading, only) if self.density != "no-portraits" else [],
                portraits=self.density != "no-portraits",
                tight=self.density != "full",
                initials_address=initials_address,
                accent=accent_values(reading.forum.accent),
                fonts=stylesheet(),
                code=qr(self.address, words.gettext("QR code: opens %(address)s", address=self.address)),
                address=self.address,
                foot=_foot(reading),
                cancelled=words.gettext("Cancelled"),
            )
        )


def _chosen(content: Content, day: date | None) -> list[SessionEntry]:
    """Sessions in time order; with a day, those of that conference day only."""
    if day is None:
        return content.sessions
    found = next((entry for entry in content.days if entry.day == day), Day(day=day, sessions=[]))
    return [content.session[key] for key in found.sessions if key in content.session]


def _sub(reading: Reading, only: SessionEntry | None, day: date | None) -> tuple[str, str]:
    """The two lines under the title: when with the zone, and where."""
    words, forum = reading.words, reading.forum
    venue = words.listed((reading.plain(forum.venue.name), reading.plain(forum.venue.city))) if forum.venue else ""
    if only is not None:
        when = words.listed((*reading.when(only), reading.zone(only)))
        return opening(when), words.listed((reading.place(only), reading.mode(only)))
    when = words.day(day) if day else words.days(forum.first_day, forum.last_day)
    return opening(words.listed((when, reading.zone()))), venue


def _stretches(
    reading: Reading, sessions: list[SessionEntry], only: SessionEntry | None, density: str
) -> list[Stretch]:
    if only is not None and only.talks:
        return [Stretch("", _once([_talk(reading, talk, density) for talk in only.talks]))]
    if only is not None:
        return [Stretch("", [_session(reading, only, density)])]
    stretches = []
    shown = {session.id for session in sessions}
    for entry in reading.content.days:
        lines = [
            _session(reading, reading.content.session[key], density, entry.day)
            for key in entry.sessions
            if key in shown
        ]
        if lines:
            name = opening(reading.words.day(entry.day))
            stretches.append(Stretch(name, _once(lines), name))
    waiting = [_session(reading, session, density) for session in sessions if session.starts_at is None]
    if waiting:
        name = reading.words.gettext("Time to be announced")
        stretches.append(Stretch(name, waiting, name))
    return stretches if len(stretches) > 1 or waiting else [replace(stretch, heading="") for stretch in stretches]


def _once(lines: list[Line]) -> list[Line]:
    """The same lines with nobody's portrait and post shown twice."""
    seen: set[str] = set()
    shown = []
    for line in lines:
        people = [replace(named, again=named.person.id in seen) for named in line.people]
        seen |= {named.person.id for named in people}
        shown.append(replace(line, people=people))
    return shown


def _talk(reading: Reading, talk: TalkEntry, density: str) -> Line:
    unsure = reading.words.gettext("to be confirmed")
    return Line(
        time=reading.words.time(talk.starts_at) if talk.starts_at else "",
        length=reading.words.minutes(talk.minutes) if talk.minutes else "",
        title=reading.talk_title(talk),
        note=reading.text(talk.flagship) if reading.text(talk.title) else Markup(""),
        text=_text(reading, talk.abstract, density),
        people=[Named(person, unsure if speaker.to_be_confirmed else "") for speaker, person in reading.speakers(talk)],
        place="",
    )


def _session(reading: Reading, session: SessionEntry, density: str, day: date | None = None) -> Line:
    """A session as a line under ``day``; one after midnight says its own date."""
    people = [Named(person, word) for person, word in _cast(reading, session, _HANDS)]
    for talk in session.talks:
        people += [Named(person, "") for _speaker, person in reading.speakers(talk)]
    starts, ends = session.starts_at, session.ends_at
    times = reading.words.times(starts, ends) if starts and ends else ""
    if starts and day and starts.date() != day:
        times = f"{reading.words.short_day(starts.date())}{reading.words.comma}{times}"
    return Line(
        time=times,
        length=reading.words.minutes(session.minutes) if session.minutes else "",
        title=reading.title(session),
        note=_kind(reading, session),
        text=_text(reading, session.summary, density),
        people=list({named.person.id: named for named in reversed(people)}.values())[::-1],
        place=reading.words.listed((_room(reading, session), reading.mode(session))),
        cancelled=session.is_cancelled,
        since=reading.words.time(starts) if starts else "",
    )


def _text(reading: Reading, text: Text, density: str) -> Markup:
    """The whole text, its first sentence where that is short, or nothing."""
    if density == "full":
        return reading.rich(text, 4)
    if density != "leads":
        return Markup("")
    found = language_for(text, reading.language, reading.forum.languages)
    sentence = re.match(r".+?[.!?。।؟](?=\s|$)", readable(text.get(found, "")).split("\n")[0])
    if sentence is None or len(sentence[0]) > LONGEST_LEAD:
        return Markup("")
    return Markup('<div class="rich"><p>{}</p></div>').format(reading.text({found: sentence[0]}))


def _kind(reading: Reading, session: SessionEntry) -> Markup:
    kind = reading.kind(session)
    if session.status == "tentative":
        return Markup("{}{}{}").format(kind, reading.words.comma, reading.words.gettext("to be confirmed"))
    return kind


def _room(reading: Reading, session: SessionEntry) -> str:
    room = reading.content.room.get(session.room or "")
    return reading.plain(room.name) if room else ""


def _cast(reading: Reading, session: SessionEntry, roles: tuple[RoleKind, ...]) -> list[tuple[PersonEntry, str]]:
    """People of a session with a word for their role where it is not speaking."""
    word = reading.words.gettext("Moderator")
    return [
        (reading.content.person[part.person], word if part.role == RoleKind.MODERATOR else "")
        for part in session.cast
        if part.role in roles and part.person in reading.content.person
    ]


def _questions(reading: Reading, only: SessionEntry | None) -> list[KeyQuestion]:
    return ((only.key_questions or reading.forum.key_questions) if only else [])[:3]


def _foot(reading: Reading) -> str:
    """Release 2, 9 September 2022, 16:40 (Bangkok time, UTC+7). Changes after that: scan the code."""
    at = reading.release.published_at
    if reading.release.number is None or at is None:
        return reading.words.gettext("Draft, not published. Changes are to be expected.")
    local = in_zone(at, reading.forum.zone)
    return reading.words.gettext(
        "%(release)s, %(time)s, %(zone)s. Changes after that: scan the code.",
        release=reading.release_words(),
        time=reading.words.time(local),
        zone=reading.words.zone(reading.forum.zone, at),
    )
