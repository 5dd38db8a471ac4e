"""What the overview counts: who comes, from where, how; who has confirmed; in a handful of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, distinct, func, or_, select

from forum_app import labels
from forum_app.charts import Bar, Share, bars, shares
from forum_app.database import Database
from forum_app.domain.texts import folded
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Gender, MessageState, Mode, RegistrationStatus, RoleState
from forum_app.i18n import Words
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.registrations import Registration
from forum_app.services.desk import DeskForum


@dataclass(frozen=True)
class Facts:
    """Everything of the overview that is a number. ``by_week`` is a running total: the week's first day, people."""

    coming: int  # confirmed
    countries: tuple[Bar, ...]
    women: int
    answered: int
    by_week: tuple[tuple[date, int], ...]
    constituencies: tuple[Bar, ...]
    genders: tuple[Share, ...]
    modes: tuple[Share, ...]
    online: tuple[tuple[str, int], ...]  # where those come from who join from afar
    confirmed: int  # people who said yes to all their parts
    people: int  # with a part in a session or talk
    failed_mails: int

    @property
    def percent_women(self) -> int:
        return round(100 * self.women / self.answered) if self.answered else 0


def facts_of_desk(database: Database, forum: DeskForum, words: Words) -> Facts:
    """The facts of one forum; three queries whatever its size, since one row tells of everybody who comes."""
    columns = (
        Registration.status,
        Registration.country,
        Registration.gender,
        Registration.mode,
        Registration.constituency,
        Registration.registered_at,
    )
    with database.reading() as connection:
        rows = connection.execute(select(*columns).where(Registration.forum_id == forum.id)).all()
        open_ = case((Role.state != RoleState.CONFIRMED, Role.person))
        parts = connection.execute(
            select(func.count(distinct(Role.person)), func.count(distinct(open_))).where(
                Role.forum_id == forum.id, or_(Role.session_id.is_not(None), Role.talk_id.is_not(None))
            )
        ).one()
        failed = connection.execute(
            select(func.count()).where(Message.forum_id == forum.id, Message.state == MessageState.FAILED)
        ).scalar_one()
    return _facts(rows, (parts[0], parts[1]), failed, forum, words)


def _facts(rows: Sequence[Any], parts: tuple[int, int], failed: int, forum: DeskForum, words: Words) -> Facts:
    coming = [row for row in rows if row.status == RegistrationStatus.CONFIRMED]
    countries = Counter(words.country_name(row.country) for row in coming if row.country)
    kinds = Counter(row.constituency for row in coming if row.constituency is not None)
    genders, modes = Counter(row.gender for row in coming), Counter(row.mode for row in coming)
    asked = {kind: genders[kind] for kind in Gender if genders[kind]}
    said = [(labels.gender(words, kind), number) for kind, number in asked.items()]
    silent = [(words.gettext("Not stated"), genders[None])] if asked and genders[None] else []
    by_constituency = [(labels.constituency(words, kind), number) for kind, number in kinds.most_common()]
    afar = Counter(words.country_name(row.country) for row in coming if row.mode == Mode.ONLINE and row.country)
    by_mode = [(labels.mode(words, mode), modes[mode]) for mode in Mode if modes[mode]]
    return Facts(
        coming=len(coming),
        countries=tuple(bars(sorted(countries.items(), key=lambda item: (-item[1], folded(item[0]))))),
        women=genders[Gender.FEMALE],
        answered=sum(asked.values()),
        by_week=_weeks([in_zone(row.registered_at, forum.zone).date() for row in coming]),
        constituencies=tuple(bars(by_constituency)),
        genders=tuple(shares([*said, *silent])),
        modes=tuple(shares(by_mode)),
        online=tuple(sorted(afar.items(), key=lambda item: (-item[1], folded(item[0])))),
        confirmed=parts[0] - parts[1],
        people=parts[0],
        failed_mails=failed,
    )


def _weeks(days: list[date]) -> tuple[tuple[date, int], ...]:
    """How many there were at the end of every week, from the first to the last."""
    if not days:
        return ()
    counted = Counter(day - timedelta(days=day.weekday()) for day in days)
    week, last, total, found = min(counted), max(counted), 0, []
    while week <= last:
        total += counted[week]
        found.append((week, total))
        week += timedelta(weeks=1)
    return tuple(found)
