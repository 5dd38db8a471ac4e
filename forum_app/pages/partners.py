"""Who stands behind a forum: its partners by the way in which they do, and the alliances that its programme names."""

from dataclasses import dataclass

from markupsafe import Markup

from forum_app import labels
from forum_app.domain.note import alliances_of, partners_of
from forum_app.domain.release import OrganisationEntry, Text
from forum_app.pages.view import View


@dataclass(frozen=True)
class PartnerView:
    """An organisation that stands behind the forum, or an alliance that its programme names. ``name`` ends with the
    acronym; ``members`` are those of an alliance, in one line."""

    id: str
    name: Markup
    url: str
    logo: str
    description: Text
    members: Markup


@dataclass(frozen=True)
class PartnerGroup:
    label: str
    items: list[PartnerView]


def partner_groups(view: View) -> list[PartnerGroup]:
    """Partners by how they stand behind the forum, organisers first."""
    return [
        PartnerGroup(
            labels.partnership(view.words, group.kind), [partner_view(view, item) for item in group.organisations]
        )
        for group in partners_of(view.content)
    ]


def partner_view(view: View, organisation: OrganisationEntry) -> PartnerView:
    name, known = view.isolated(organisation.name), view.content.organisation
    if view.plain(organisation.acronym):
        name = Markup("{} ({})").format(name, view.isolated(organisation.acronym))
    members = [view.isolated(known[key].name) for key in organisation.members if key in known]
    return PartnerView(
        organisation.id,
        name,
        organisation.url,
        view.at.media(organisation.logo) if organisation.logo else "",
        organisation.description,
        _listed(view, members),
    )


def _listed(view: View, items: list[Markup]) -> Markup:
    """A, B and C, of pieces of markup."""
    if len(items) < 2:
        return Markup("").join(items)
    phrase, between = (Markup.escape(text) for text in view.words.joining)
    return phrase % {"list": between.join(items[:-1]), "last": items[-1]}


def alliance_views(view: View) -> list[PartnerView]:
    """Every alliance that a session or talk names."""
    return [partner_view(view, alliance) for alliance in alliances_of(view.content, view.content.sessions)]


def alliance_links(view: View, keys: list[str]) -> list[Markup]:
    """Names of alliances, each a link to where the forum's page says what it is."""
    link = Markup('<a href="{}">{}</a>')
    known = view.content.organisation
    return [
        link.format(view.links.page(f"{view.at.forum()}#alliance-{key}"), view.isolated(known[key].name))
        for key in keys
        if key in known
    ]
