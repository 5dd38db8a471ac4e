"""People as pages show them: who they are, what they do, where their page is."""

from dataclasses import dataclass

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.release import PersonEntry
from forum_app.domain.texts import one_line
from forum_app.domain.vocabularies import RoleKind
from forum_app.pages.view import NOTHING, View


@dataclass(frozen=True)
class Who:
    """A person on a page. ``posts`` are lines; ``address`` is empty for somebody without a part in the programme."""

    person: PersonEntry
    name: Markup
    plain_name: str
    initials: str
    posts: list[Markup]
    photo: str
    alt: str
    address: str
    affiliation: Markup = NOTHING
    country: str = ""
    role: str = ""
    to_be_confirmed: bool = False


def who(view: View, key: str, *, role: str = "", to_be_confirmed: bool = False) -> Who | None:
    """A person by id; None for somebody who is not in the release."""
    person = view.content.person.get(key)
    if person is None:
        return None
    name = view.plain(person.name)
    photo = person.photo
    return Who(
        person=person,
        name=view.name(person),
        plain_name=view.full_name(person),
        initials=initials(name),
        posts=post_lines(view, person),
        photo=view.at.media(photo.file) if photo else "",
        alt=(view.plain(photo.alt) if photo else "") or view.words.gettext("Portrait of %(name)s", name=name),
        address=view.links.page(view.at.speaker(person.id)) if person.id in view.parts else "",
        affiliation=affiliation(view, person),
        country=view.words.country_name(person.country) if person.country else "",
        role=role,
        to_be_confirmed=to_be_confirmed,
    )


def everybody(view: View, keys: list[str]) -> list[Who]:
    return [person for person in (who(view, key) for key in keys) if person is not None]


def initials(name: str) -> str:
    """The first letters of the first and last word, for a picture that is not there; one where letters join."""
    parts = [part for part in one_line(name).split(" ") if part[:1].isalnum()]
    if not parts:
        return ""
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")
    return letters.upper() if all(letter < "\u0590" for letter in letters) else letters[0]


def post_lines(view: View, person: PersonEntry) -> list[Markup]:
    """Director, Institute for Health: one line a post."""
    lines = []
    for post in person.posts:
        organisation = view.content.organisation.get(post.organisation or "")
        parts = [view.text(post.title)] if post.title else []
        if organisation:
            parts.append(view.text(organisation.name))
        if parts:
            lines.append(Markup.escape(view.words.comma).join(parts))
    return lines


def affiliation(view: View, person: PersonEntry) -> Markup:
    """The organisation of the first post that has one, else the first post."""
    for post in person.posts:
        organisation = view.content.organisation.get(post.organisation or "")
        if organisation:
            return view.isolated(organisation.name)
    return view.isolated(person.posts[0].title) if person.posts else Markup("")


def is_unsure(view: View, key: str) -> bool:
    """Whether everything that somebody does in the programme is still to be confirmed."""
    parts = view.parts.get(key, [])
    return bool(parts) and all(part.to_be_confirmed for part in parts)


def moderators(view: View) -> frozenset[str]:
    """Ids of those who moderate something."""
    return frozenset(key for session in view.content.sessions for key in session.people(RoleKind.MODERATOR))


def listed(view: View, keys: list[str]) -> list[Who]:
    """People by id, with "Moderator" where they are one."""
    leading = moderators(view)
    word = labels.role(view.words, RoleKind.MODERATOR)
    people = (who(view, key, role=word if key in leading else "", to_be_confirmed=is_unsure(view, key)) for key in keys)
    return [person for person in people if person is not None]


def by_appearance(view: View) -> list[Who]:
    """Those with a part in the programme in order of appearance; of a single session, who moderates it first."""
    leading = moderators(view) if len(view.content.sessions) == 1 else frozenset()
    return listed(view, sorted(view.parts, key=lambda key: key not in leading))


def by_name(view: View) -> list[Who]:
    """Those with a part in the programme, by name in the page's language."""
    order = view.content.people_by_language.get(view.language) or [person.id for person in view.content.people]
    return listed(view, [key for key in order if key in view.parts])
