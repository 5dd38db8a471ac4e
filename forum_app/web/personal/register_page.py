"""The pages of registering: the form, why it is not open, the receipt, the link asked for again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.note import single_session
from forum_app.domain.seats import Opening
from forum_app.domain.times import instant
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.forms.registering import Asked, Filled, OfferedSession, RegistrationForm
from forum_app.pages.about import contacts, general_contact
from forum_app.pages.frame import Frame, frame
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import When, when
from forum_app.pages.view import View
from forum_app.services.registration_mail import waits_said


@dataclass(frozen=True)
class Event:
    """What somebody registers for, as it stands beside the form: its title, when it is, where."""

    title: str
    when: When | None
    dates: str
    zone: str
    places: list[str]


def personal_frame(view: View, path: str, title: str) -> Frame:
    """The frame of a page that is one person's own: no search engine, feed or other site hears of it."""
    whole = frame(view, path, title)
    return replace(
        whole,
        canonical="",
        picture="",
        alternates=[],
        feeds=[],
        nav=[],
        register=None,
        mine=None,
        indexed=False,
        description="",
    )


def event_of(view: View) -> Event:
    only = single_session(view.content)
    venue = view.forum.venue
    place = view.words.listed((view.plain(venue.name), view.plain(venue.city))) if venue else ""
    return Event(
        view.plain(view.forum.title),
        when(view, only) if only else None,
        view.words.days(view.forum.first_day, view.forum.last_day),
        view.zone_words(),
        [place] if place else [],
    )


def offered(view: View, left: Mapping[str, int | None]) -> list[OfferedSession]:
    """The published sessions that one signs up for, in the order of the programme; ``left`` are their seats."""
    found = []
    for session in view.content.sessions:
        if session.id not in left or session.is_cancelled:
            continue
        at = when(view, session)
        said = view.words.listed((at.short_day, at.times)) if at else ""
        tongue = next((code for code in (view.language, *view.forum.languages) if session.title.get(code)), "")
        found.append(
            OfferedSession(
                session.id,
                view.plain(session.title),
                tongue if tongue != view.language else "",
                said,
                left[session.id],
                session.starts_at,
                session.ends_at,
                session.mode == Mode.IN_PERSON,
            )
        )
    return found


def register_page(view: View, asked: Asked, filled: Filled, form: str, token: str) -> str:
    """The form, with what was typed and what is wrong. ``form`` is the key that this page chose for it."""
    title = view.words.gettext("Register")
    shown = RegistrationForm(asked, view.words, filled)
    return rendered(
        "personal/register.html",
        view,
        personal_frame(view, view.at.register(), title),
        title=title,
        form=shown,
        parts=shown.parts(),
        consent=shown.consent(),
        problems=shown.problems,
        whole=filled.problems.get("", ""),
        policy=[line for line in view.plain(asked.plan.policy).splitlines() if line.strip()],
        event=event_of(view),
        form_key=form,
        token=token,
        address=view.links.page(view.at.register()),
        closes=_closes(view, asked.plan),
        link=view.links.page(f"{view.at.register()}/link"),
    )


def _closes(view: View, plan: RegistrationPlan) -> str:
    """Until when one can register, where that is set."""
    if plan.closes_at is None:
        return ""
    closes_at = instant(plan.closes_at, view.forum.zone)
    moment, zone = view.moment(closes_at), view.zone_words(closes_at)
    return view.words.gettext("Registration closes on %(moment)s, %(zone)s.", moment=moment, zone=zone)


def not_open_page(view: View, opening: Opening, plan: RegistrationPlan, token: str) -> str:
    """Why nobody can register now, and what to do; where it is elsewhere, the way there."""
    words = view.words
    moment = plan.opens_at if opening == Opening.EARLY else plan.closes_at
    said = view.moment(instant(moment, view.forum.zone)) if moment else ""
    zone = view.zone_words(instant(moment, view.forum.zone)) if moment else view.zone_words()
    title, reason = {
        Opening.EARLY: (words.gettext("Registration is not open yet"), words.gettext("It opens on %(moment)s, %(zone)s.", moment=said, zone=zone)),
        Opening.OVER: (words.gettext("Registration is over"), words.gettext("It closed on %(moment)s, %(zone)s.", moment=said, zone=zone)),
        Opening.CLOSED: (words.gettext("Registration is closed"), ""),
        Opening.ELSEWHERE: (words.gettext("Registration is on another site"), ""),
        Opening.OPEN: (words.gettext("No place is left"), words.gettext("All places are taken, and there is no waiting list.")),
    }[opening]  # fmt: skip
    return rendered(
        "personal/not_open.html",
        view,
        personal_frame(view, view.at.register(), title),
        title=title,
        reason=reason,
        elsewhere=plan.url if opening == Opening.ELSEWHERE else "",
        event=event_of(view),
        focal_points=contacts(view),
        general_contact=general_contact(view),
        link=view.links.page(f"{view.at.register()}/link"),
        programme=view.links.page(view.at.agenda()),
        token=token,
    )


def sent_page(view: View, status: RegistrationStatus, email: str, offer_hours: int) -> str:
    """The receipt: what whoever sent the form is, and where the rest is on its way to."""
    words = view.words
    title, says = {
        RegistrationStatus.WAITING: (words.gettext("You are on the waiting list"), waits_said(words, offer_hours)),
        RegistrationStatus.PENDING: (words.gettext("Your registration has arrived"), words.gettext("The organisers confirm each registration. You get a mail as soon as they have answered.")),
    }.get(status, (words.gettext("You are registered"), ""))  # fmt: skip
    return rendered(
        "personal/sent.html",
        view,
        personal_frame(view, view.at.register(), title),
        title=title,
        says=says,
        email=email,
        event=event_of(view),
        programme=view.links.page(view.at.agenda()),
        link=view.links.page(f"{view.at.register()}/link"),
        is_waiting=status == RegistrationStatus.WAITING,
    )


def link_page(view: View, token: str, email: str = "", *, problem: str = "", is_sent: bool = False) -> str:
    """Where whoever lost the link to their registration asks for it again."""
    title = view.words.gettext("Your registration")
    return rendered(
        "personal/link.html",
        view,
        personal_frame(view, f"{view.at.register()}/link", title),
        title=title,
        email=email,
        problem=problem,
        is_sent=is_sent,
        token=token,
        address=view.links.page(f"{view.at.register()}/link"),
    )
