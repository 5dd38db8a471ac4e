"""What the desk's frame knows of the forum it is in: one row, one query."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.texts import Text, pick
from forum_app.domain.vocabularies import ProposalState, ThemeColour, Visibility
from forum_app.models.forum import Forum, Theme
from forum_app.models.speaking import Proposal


@dataclass(frozen=True)
class DeskForum:
    """A forum as its desk's pages name it. ``languages`` is its order of fallback; ``version`` grows with each edit."""

    id: str
    slug: str
    title: Text
    short_title: Text
    languages: tuple[str, ...]
    zone: str
    first_day: date
    last_day: date
    accent: str
    logo: str | None
    visibility: Visibility
    current_release: int | None
    version: int
    created_at: datetime
    proposals: int  # of speakers, that nobody decided yet

    def name(self, language: str) -> str:
        """What the forum is called in a line: its short title, else its title."""
        return pick(self.short_title, language, self.languages) or pick(self.title, language, self.languages)


_COLUMNS = (
    Forum.id,
    Forum.slug,
    Forum.title,
    Forum.short_title,
    Forum.languages,
    Forum.zone,
    Forum.first_day,
    Forum.last_day,
    Forum.accent,
    Forum.logo,
    Forum.visibility,
    Forum.current_release,
    Forum.version,
    Forum.created_at,
    select(func.count())
    .where(Proposal.forum_id == Forum.id, Proposal.state == ProposalState.OPEN)
    .correlate(Forum)
    .scalar_subquery()
    .label("proposals"),
)


def _forum(row: object) -> DeskForum:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    return DeskForum(**{**values, "languages": tuple(values["languages"])})


def desk_forum(database: Database, slug: str) -> DeskForum:
    """The forum with this slug, whoever may see it; raises NotFound."""
    with database.reading() as connection:
        row = connection.execute(select(*_COLUMNS).where(Forum.slug == slug)).first()
    if row is None:
        raise NotFound("There is no forum at this address.")
    return _forum(row)


def desk_forums(database: Database, ids: list[str] | None = None) -> list[DeskForum]:
    """The forums with these ids, or all; the latest first."""
    query = select(*_COLUMNS).order_by(Forum.first_day.desc(), Forum.slug)
    with database.reading() as connection:
        return [_forum(row) for row in connection.execute(query if ids is None else query.where(Forum.id.in_(ids)))]


def theme_colours(database: Database, forum_id: str) -> list[tuple[str, ThemeColour]]:
    """Ids of a forum's themes in order, each with its colour: the one chosen, else by its place, as when published."""
    query = select(Theme.id, Theme.colour).where(Theme.forum_id == forum_id).order_by(Theme.position)
    colours = list(ThemeColour)
    with database.reading() as connection:
        rows = connection.execute(query).all()
    return [(key, colour or colours[index % len(colours)]) for index, (key, colour) in enumerate(rows)]
