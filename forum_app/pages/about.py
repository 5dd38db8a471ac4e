"""The forum's own page: cover, reasons, programme, people, questions, contacts, partners."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.draft_parts import Contact as PublicContact
from forum_app.domain.note import single_session, terms_in
from forum_app.domain.release import FocalPoint, SessionEntry
from forum_app.domain.vocabularies import RegistrationState, SectionKind, SessionKind
from forum_app.goals import goals_of
from forum_app.pages import calendar_links, frame, structured
from forum_app.pages.agenda import DayView, days_of
from forum_app.pages.files import FileView, concept_notes, material_files
from forum_app.pages.partners import alliance_views, partner_groups
from forum_app.pages.people import Who, by_appearance, who
from forum_app.pages.rendering import rendered
from forum_app.pages.sessions import kind, session_view, talk_views, when
from forum_app.pages.view import NOTHING, View
from forum_app.score import legend, score

MOST_PEOPLE, MOST_SESSIONS = 12, 30


@dataclass(frozen=True)
class Link:
    label: str | Markup
    address: str


@dataclass(frozen=True)
class Contact:
    """A public contact: ``write`` is a mailto link to its address, ``page`` its form; ``who`` where it is a person's."""

    write: str = ""
    email: str = ""
    page: Link | None = None
    who: Who | None = None
    responsible_for: Markup = NOTHING


def forum_page(view: View) -> str:
    content = view.content
    only = single_session(content)
    people = by_appearance(view)
    word = view.words
    head = frame.frame(
        view, view.at.forum(), view.plain(view.forum.title), section="forum", structured=structured.forum_event(view)
    )
    more = word.gettext("All %(number)s speakers", number=len(people)) if len(people) > MOST_PEOPLE else ""
    return rendered(
        "public/forum.html",
        view,
        head,
        over=_over(view),
        calendar=calendar_links.for_forum(view),
        note_file=view.links.file(view.at.concept_note(".pdf")) if frame.has_note(view) else "",
        closed=_closed(view),
        when=when(view, only) if only else None,
        dates=word.days(view.forum.first_day, view.forum.last_day),
        dates_over=word.ngettext("%(num)d session", "%(num)d sessions", len(content.sessions))
        if content.sessions
        else "",
        places=list(_places(view, only)),
        facts=list(_facts(view, only)),
        score=score(content, word),
        legend=legend(content, word),
        summary=_paragraphs(view.plain(view.forum.summary)),
        people=people[:MOST_PEOPLE],
        more_people=more,
        key_questions=view.forum.key_questions or (only.key_questions if only else []),
        materials=_materials(view),
        focal_points=contacts(view),
        general_contact=general_contact(view),
        partners=partner_groups(view),
        goals=goals_of(view.forum.goals, view.words),
        **_background(view),
        **_programme(view, only),
    )


def _background(view: View) -> dict[str, object]:
    """What stands behind the programme: the event around it, the rules of registration, alliances, and what is cited
    where the concept note doesn't list it."""
    host = view.forum.part_of
    return {
        "host_days": labels.host_days(view.words, host) if host else "",
        "policy": _paragraphs(view.plain(view.forum.registration.policy)),
        "alliances": alliance_views(view),
        "terms": [] if _noted(view, SectionKind.TERMS) else terms_in(view.content, view.language),
        "references": [] if _noted(view, SectionKind.REFERENCES) else view.forum.references,
    }


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _noted(view: View, kind: SectionKind) -> bool:
    """Whether the concept note has a section of this kind, so that the forum's page needs none."""
    note = view.forum.note
    return note is not None and any(section.kind == kind for section in note.sections)


def _programme(view: View, only: SessionEntry | None) -> dict[str, object]:
    """What the programme's section shows: the talks of one session, or the days with their sessions."""
    talks = talk_views(view, only, full=False) if only else []
    days: list[DayView] = []
    if not talks:
        days = days_of(view, view.content.sessions)
        if len(view.content.sessions) > MOST_SESSIONS:
            agenda = view.at.agenda()
            days = [replace(day, sessions=[], address=view.links.page(agenda, day=str(day.day))) for day in days]
    undated = [session_view(view, session) for session in view.content.sessions if not session.starts_at]
    if only and talks:
        programme = Link(view.words.gettext("The session in full"), view.links.page(view.at.session(only.id)))
    else:
        programme = Link(view.words.gettext("Whole programme"), view.links.page(view.at.agenda()))
    return {"talks": talks, "days": days, "only": undated if not days else [], "programme": programme}


def _over(view: View) -> Markup:
    """ILO Solution Forum at GSSD Expo 2022."""
    short = view.isolated(view.forum.short_title) if view.forum.short_title else Markup("")
    host = view.forum.part_of
    if host is None:
        return short
    name = view.isolated(host.name)
    if not short:
        return name
    phrase = Markup.escape(view.words.gettext("%(forum)s at %(event)s"))
    return phrase % {"forum": short, "event": name}


def _closed(view: View) -> str:
    """What stands in the place of the button that registers."""
    plan = view.forum.registration
    if plan.state == RegistrationState.CLOSED:
        return view.words.gettext("Registration is closed.")
    return ""


def _places(view: View, only: SessionEntry | None) -> Iterator[Markup | str]:
    venue = view.forum.venue
    if venue:
        parts = [view.text(venue.name)] + ([view.text(venue.city)] if venue.city else [])
        if venue.country and not venue.city:
            parts.append(Markup.escape(view.words.country_name(venue.country)))
        yield Markup.escape(view.words.comma).join(parts)
        if venue.address:
            yield view.text(venue.address)
    room = view.content.room.get(only.room or "") if only else None
    details = [view.plain(room.name)] if room else []
    if (only and only.mode != "in-person") or (not only and view.forum.online):
        platform = view.forum.online.platform if view.forum.online else ""
        online = view.words.gettext("Online")
        details.append(f"{online} ({platform})" if platform else online)
    if details:
        yield view.words.listed(details)
    if venue and venue.accessibility:
        yield view.text(venue.accessibility)


def _facts(view: View, only: SessionEntry | None) -> Iterator[Markup | str]:
    word = view.words
    languages = (only.languages if only else []) or view.forum.working_languages
    names = word.joined([word.language_name(code) for code in languages])
    if only:
        parts = [kind(view, only) if only.kind != SessionKind.OTHER or only.label else ""]
        parts += [word.minutes(only.minutes)] if only.minutes else []
        parts += [word.gettext("in %(languages)s", languages=names)] if names else []
        yield word.listed(parts)
    elif names:
        yield word.gettext("In %(languages)s", languages=names)
    interpreted = (only.interpretation if only else []) or view.forum.interpretation
    if interpreted:
        listed = word.joined([word.language_name(code) for code in interpreted])
        yield word.gettext("Interpretation into %(languages)s", languages=listed)
    if view.forum.recording:
        yield view.text(view.forum.recording)
    button = frame.register(view)
    if button and button.until:
        yield word.gettext("Registration until %(moment)s", moment=button.until)


def _materials(view: View) -> list[FileView]:
    return concept_notes(view) + material_files(view, view.forum.materials) if view.forum.materials else []


def contacts(view: View) -> list[Contact]:
    """The forum's focal points with the public contact of their role."""
    found = (_contact(view, point) for point in view.forum.focal_points)
    return [contact for contact in found if contact is not None]


def _contact(view: View, point: FocalPoint) -> Contact | None:
    person = who(view, point.person)
    if person is None:
        return None
    way = _way(view, point.contact or PublicContact())
    return Contact(way.write, way.email, way.page, person, view.text(point.responsible_for))


def general_contact(view: View) -> Contact | None:
    """The contact of the whole forum, beside its focal points."""
    contact = view.forum.contact
    if contact is None or not (contact.email or contact.url):
        return None
    label = view.text(contact.label) if contact.label else Markup.escape(view.words.gettext("Contact"))
    return replace(_way(view, contact), responsible_for=label)


def _way(view: View, contact: PublicContact) -> Contact:
    """How somebody is reached in public: a mailto link, a form's address, or neither."""
    label = view.text(contact.label) if contact.label else view.words.gettext("Contact")
    write = f"mailto:{quote(contact.email, safe='@+')}" if contact.email else ""
    return Contact(write, contact.email, Link(label, contact.url) if contact.url else None)
