"""The programme for print: one session or one short day on one page, more as a table that flows by day.

A long one comes in parts, cut between days where that will do, else where a new hour begins.
"""

from datetime import date

from forum_app.branding import accent_values
from forum_app.documents.drawings import initials_address
from forum_app.documents.fonts import stylesheet
from forum_app.documents.reading import Reading
from forum_app.documents.rows import led_by, said_of_all, stretches_of
from forum_app.documents.stretches import Stretch, parted
from forum_app.domain.draft_parts import KeyQuestion
from forum_app.domain.errors import NotFound
from forum_app.domain.release import Content, Day, Release, SessionEntry
from forum_app.domain.texts import opening
from forum_app.domain.times import in_zone
from forum_app.qr import qr
from forum_app.templating import environment

DENSITIES = ("full", "leads", "no-abstracts", "no-portraits")
MOST_ON_ONE_PAGE = 12
# What a page holds at its tightest, in steps of 2.5 mm, and what a session and each of its talks take of it.
PAGE, SESSION_TAKES, TALK_TAKES = 76, 5, 2


def fits_one_page(release: Release, day: date | None) -> bool:
    """Whether what is asked for is one session or one day of up to twelve items: then it is made to fit one page.

    So are not more sessions with their talks than a page holds at its tightest.
    """
    sessions = _chosen(release.content, day)
    if len(sessions) == 1:
        return len(sessions[0].talks) <= MOST_ON_ONE_PAGE
    shown = {item.id for item in sessions}
    days = {entry.day for entry in release.content.days for key in entry.sessions if key in shown}
    talks = sum(len(item.talks) for item in sessions if not item.is_cancelled)
    room = PAGE - SESSION_TAKES * len(sessions) - TALK_TAKES * talks
    return len(days) <= 1 and 0 < len(sessions) <= MOST_ON_ONE_PAGE and room >= 0


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
        self.said = said_of_all(reading, sessions)
        self.stretches = stretches_of(reading, sessions, only, density, self.said)

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
                led=led_by(reading, only) if only and only.talks else [],
                spoken=_spoken(reading, only, self.said),
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


def _spoken(reading: Reading, only: SessionEntry | None, said: str) -> str:
    """The line under the head about languages: of the one session, or of most of them."""
    if only is not None:
        return opening(reading.spoken(only))
    return reading.words.gettext("Where nothing else is said: %(languages)s", languages=said) if said else ""


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
