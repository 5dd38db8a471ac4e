"""Sessions that run: what every screen shows now, what was pressed, which screens look."""

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import ForumError
from forum_app.domain.running import MOST_STEPS, Do, Plan, Run, Step, fold
from forum_app.models.running import RunOfShow, RunScreen, RunStep

OLDEST = timedelta(hours=12)  # a press that waited longer than this for a network is taken as made then
AHEAD = timedelta(seconds=2)
LOOKS = timedelta(seconds=7)  # a screen that asked within this is joined
TOLD_AGAIN = timedelta(seconds=3)  # how often it is written down that a screen looks
FORGOTTEN = timedelta(minutes=1)
MOST_SCREENS = 200


class TooManySteps(ForumError):
    """A run has more presses than anybody makes."""


@dataclass(frozen=True)
class RunNow:
    """A run as every screen shows it. ``version`` is 0 where nothing was pressed yet; ``screens`` look at it now, and
    ``facing`` of them face the speaker."""

    version: int
    run: Run
    screens: int = 0
    facing: int = 0


def milliseconds(moment: datetime) -> int:
    """An instant as runs count: milliseconds since 1970, UTC."""
    return round(moment.timestamp() * 1000)


def moment(instant: int) -> datetime:
    """The instant of a run's milliseconds, in UTC."""
    return datetime.fromtimestamp(instant / 1000, UTC)


def run_now(connection: Connection, session: str) -> RunNow:
    """The run of a session; one that waits where nobody pressed anything."""
    row = connection.execute(
        select(RunOfShow.version, RunOfShow.state).where(RunOfShow.session == session)
    ).one_or_none()
    since = datetime.now(UTC) - LOOKS
    looking = select(RunScreen.faces, func.count()).where(RunScreen.session == session, RunScreen.seen_at > since)
    counted = {bool(faces): int(number) for faces, number in connection.execute(looking.group_by(RunScreen.faces))}
    run, version = (msgspec.convert(row.state, Run), row.version) if row else (Run(), 0)
    return RunNow(version, run, sum(counted.values()), counted.get(True, 0))


def do_steps(
    database: Database, forum_id: str, session: str, steps: list[Step], *, plan: Plan, by: str, now: datetime
) -> RunNow:
    """Takes presses, each once, and works the run out anew from all of them. ``plan`` is what a start begins with, ``now``
    the clock that pages count by. Raises TooManySteps."""

    def job(connection: Connection) -> RunNow:
        before = run_now(connection, session)
        rows = connection.execute(select(RunStep.id, RunStep.what).where(RunStep.session == session)).all()
        known = {row.id: msgspec.convert(row.what, Step) for row in rows}
        begun_anew, fresh = before.run.round, []
        for step in steps:
            if step.id in known or step.round > begun_anew:
                continue
            known[step.id] = _fit(step, plan, now)
            fresh.append(known[step.id])
            if step.do == Do.RESTART:  # what comes after it belongs to the next round
                begun_anew = fold(known.values()).round
        if not fresh:
            return before
        if len(known) > MOST_STEPS:
            raise TooManySteps("This session was pressed on for too long: nothing more is taken.")
        _keep(connection, forum_id, session, fresh, by)
        return _written(connection, forum_id, session, before, fold(known.values()))

    return database.in_turn(f"run:{session}", job)


def _fit(step: Step, plan: Plan, now: datetime) -> Step:
    """A press with the plan that a start begins with, at a time that can be: not after now, not half a day ago."""
    at = min(max(step.at, milliseconds(now - OLDEST)), milliseconds(now + AHEAD))
    return msgspec.structs.replace(step, at=at, plan=plan if step.do == Do.START else None)


def _keep(connection: Connection, forum_id: str, session: str, steps: list[Step], by: str) -> None:
    values = [
        {
            "session": session,
            "id": step.id,
            "forum_id": forum_id,
            "at": moment(step.at),
            "what": msgspec.to_builtins(step),
            "by": by,
        }
        for step in steps
    ]
    connection.execute(insert(RunStep), values)


def _written(connection: Connection, forum_id: str, session: str, before: RunNow, run: Run) -> RunNow:
    if run == before.run:
        return before
    version = before.version + 1
    values = {"version": version, "state": msgspec.to_builtins(run), "updated_at": datetime.now(UTC)}
    if before.version:
        connection.execute(update(RunOfShow).where(RunOfShow.session == session).values(values))
    else:
        connection.execute(insert(RunOfShow).values(session=session, forum_id=forum_id, **values))
    return replace(before, version=version, run=run)


# When it was last written down that a screen looks, in this process; cleared when it holds too many.
_TOLD: WeakKeyDictionary[Database, dict[tuple[str, str], datetime]] = WeakKeyDictionary()
_GUARD = threading.Lock()


def screen_looks(database: Database, forum_id: str, session: str, screen: str, *, faces: bool = False) -> None:
    """Writes down that a screen shows this run, every few seconds at most; ``faces``: to the speaker."""
    now = datetime.now(UTC)
    with _GUARD:
        told = _TOLD.setdefault(database, {})
        if len(told) > 10 * MOST_SCREENS:
            told.clear()
        if now - told.get((session, screen), now - FORGOTTEN) < TOLD_AGAIN:
            return
        told[session, screen] = now
    database.write(lambda connection: _seen(connection, forum_id, session, screen, now, faces=faces))


def _seen(connection: Connection, forum_id: str, session: str, screen: str, now: datetime, *, faces: bool) -> None:
    this = (RunScreen.session == session, RunScreen.screen == screen)
    if connection.execute(update(RunScreen).where(*this).values(seen_at=now)).rowcount:
        return
    connection.execute(delete(RunScreen).where(RunScreen.session == session, RunScreen.seen_at < now - FORGOTTEN))
    here = select(func.count()).select_from(RunScreen).where(RunScreen.session == session)
    if connection.execute(here).scalar_one() < MOST_SCREENS:
        values = {"session": session, "screen": screen, "forum_id": forum_id, "faces": faces, "seen_at": now}
        connection.execute(insert(RunScreen).values(values))
