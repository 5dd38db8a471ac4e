"""The four ways into a reader's calendar: Google, Outlook, a file, a subscription."""

from dataclasses import dataclass

from markupsafe import Markup

from forum_app.domain.filters import Filters
from forum_app.domain.places import online_url, place_of
from forum_app.domain.release import SessionEntry
from forum_app.pages.links import google_event, google_feed, outlook_event, outlook_feed
from forum_app.pages.view import NOTHING, View

EVERYTHING = Filters()
LONGEST_DETAILS = 600


@dataclass(frozen=True)
class CalendarLinks:
    """``google`` and ``outlook`` hold one event, or a subscription where there are several."""

    google: str
    outlook: str
    file: str
    subscribe: str


@dataclass(frozen=True)
class Subscription:
    """A calendar to follow: ``what`` it holds, the ways into a calendar, and its address to copy."""

    what: Markup
    links: CalendarLinks
    address: str


def subscription(view: View, what: Markup, filters: Filters = EVERYTHING) -> Subscription:
    """The calendar of what a choice holds, in the page's language, kept right for whoever follows it."""
    feed = view.links.file(view.at.agenda(".ics"), filters.asked)
    webcal = view.links.webcal(feed)
    address = view.links.whole(feed)
    name = view.plain(view.short_title)
    return Subscription(what, CalendarLinks(google_feed(webcal), outlook_feed(address, name), feed, webcal), address)


def for_session(view: View, session: SessionEntry) -> CalendarLinks | None:
    """None for what is in no calendar: without a time, or cancelled."""
    if session.starts_at is None or session.ends_at is None or session.is_cancelled:
        return None
    title = view.plain(session.title)
    place = place_of(view.content, session, view.language) or online_url(view.content, session)
    page = view.links.canonical(view.at.session(session.id), view.language)
    details = "\n\n".join(part for part in (view.summary(session.summary, LONGEST_DETAILS), page) if part)
    event = (title, session.starts_at, session.ends_at, place, details)
    own = view.links.file(view.at.session(session.id, ".ics"))
    return CalendarLinks(google_event(*event), outlook_event(*event), own, view.links.webcal(own))


def for_forum(view: View) -> CalendarLinks | None:
    """Of a forum of one session, that session; of several, all of them. None when nothing has a time."""
    dated = [session for session in view.content.sessions if session.starts_at and not session.is_cancelled]
    if not dated:
        return None
    every = subscription(view, NOTHING).links
    if len(dated) == 1:
        single = for_session(view, dated[0])
        if single:
            return CalendarLinks(single.google, single.outlook, single.file, every.subscribe)
    return every
